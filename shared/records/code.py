"""引き継ぎコード: 16 characters that open a folder: 15 random ones (75 bits) and a check character."""

import secrets
import unicodedata

from shared.errors import CodeSlip

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
CODE_LENGTH = 16
GROUP = 4

_FOLD = str.maketrans("OIL", "011")
# What people put between groups, and what a scanner or a keyboard may add around.
_GAPS = frozenset("-‐‑‒–—―−ーｰ_.・ \u3000\t\r\n\u200b\ufeff")


def _powers() -> tuple[int, ...]:
    """Powers of the generator of GF(32) modulo x⁵+x²+1; 31 of them before they repeat."""
    values = [1]
    for _ in range(30):
        values.append((values[-1] << 1) ^ (0x25 if values[-1] & 16 else 0))
    return tuple(values)


_POWERS = _powers()
_LOGS = {value: exponent for exponent, value in enumerate(_POWERS)}
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def check_character(text: str) -> str:
    """The check character of `text` (alphabet characters only), at most 30 long.

    Sum over GF(32) of value × generator^(place + 1): every single substitution and every swap of neighbours
    changes it.
    """
    total = 0
    for place, character in enumerate(text):
        value = _VALUES[character]
        if value:
            total ^= _POWERS[(_LOGS[value] + place + 1) % 31]
    return ALPHABET[total]


def new_characters(head: str, length: int) -> str:
    """`head`, random characters, and the check character: `length` in all."""
    body = head + "".join(secrets.choice(ALPHABET) for _ in range(length - len(head) - 1))
    return body + check_character(body)


def new_code() -> str:
    """16 characters, 75 random bits."""
    return new_characters("", CODE_LENGTH)


def tidy_code(text: str) -> str:
    """The code that was typed or read. Full width, lower case, gaps, O→0, I and L→1 are taken silently.

    Raises CodeSlip("code_slip", group=…, groups=4): the group is known where a character cannot be one of
    ours or where characters are missing at the end (then the first incomplete group). A check character that
    fails does not say where: group 0. Nothing was looked up and no try is counted.
    """
    return tidy_characters(text, CODE_LENGTH, GROUP, "code_slip")


def tidy_characters(text: str, length: int, group: int, error: str) -> str:
    """Common reading of codes and references; `group` is how many characters stand together in print."""
    characters = [ch for ch in unicodedata.normalize("NFKC", text).upper() if ch not in _GAPS]
    tidy = "".join(characters).translate(_FOLD)
    groups = -(-length // group)
    for place, character in enumerate(tidy[:length]):
        if character not in _VALUES:
            raise CodeSlip(error, group=place // group + 1, groups=groups)
    if len(tidy) < length:
        raise CodeSlip(error, group=len(tidy) // group + 1, groups=groups)
    if len(tidy) > length or check_character(tidy[:-1]) != tidy[-1]:
        raise CodeSlip(error, group=0, groups=groups)
    return tidy


def show_code(code: str) -> str:
    """`7H3K-9QWN-2TCX-M4RD`."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
