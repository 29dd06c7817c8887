"""The characters of bank transfers in Japan (全銀協 record format): half width, no small kana."""

import unicodedata

LONGEST = 30  # characters of a receiver's name

_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in (0xFF66, *range(0xFF71, 0xFF9E))}
_HALF |= {"\u3099": "ﾞ", "\u309a": "ﾟ", "ー": "-", "・": ".", "゠": "-", "「": "｢", "」": "｣"}
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶヰヱ", "アイウエオツヤユヨワカケイエ")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−─━", "-"))
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789().,-/ ")


def as_banks_write(katakana: str) -> tuple[str, bool]:
    """A text in full-width katakana as banks write it, and whether a letter was changed for lack of its own.

    "" where a character has no form in the set at all, or where no letter or digit is left.
    """
    capitals = unicodedata.normalize("NFKC", katakana).upper().translate(_HYPHENS)
    large = capitals.translate(_LARGE)
    half = [_half(c) for c in unicodedata.normalize("NFD", large)]
    written = " ".join("".join(half).split())
    usable = all(half) and any(c.isalnum() for c in written)
    return (written if usable else "", large != capitals)


def _half(character: str) -> str:
    return character if character in _PLAIN else _HALF.get(character, "")
