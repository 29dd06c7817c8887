"""Characters of names: what may not be in them, how they are compared, how they are masked.

What is stored is never normalised (NFC alone turns U+FA19 神 into U+795E 神). Comparing is done with
`search_key`.
"""

import unicodedata
from itertools import pairwise

from shared.errors import ValueRefused
from shared.language.variants import FOLDED

MOST_MARKS = 4  # combining marks in a row; Vietnamese and Thai need at most three
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_JOINERS = {0x200C, 0x200D}
_BLANK_LETTERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}  # letters without ink
_MONGOLIAN_SELECTORS = {0x180B, 0x180C, 0x180D, 0x180F}
_LINE_ENDS = {"\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"}
# Latin letters whose stroke is no mark of its own in Unicode; residence cards print the plain letter.
_PLAIN_LATIN = str.maketrans({"Đ": "D", "Ø": "O", "Ł": "L", "Ħ": "H", "Æ": "AE", "Œ": "OE", "Þ": "TH", "Ð": "D"})
_ONE_FORM = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "−": "-"})


def refuse_unsafe(text: str, *, lines: bool = False, free: bool = False) -> None:
    """Raise ValueRefused where a text holds what must never be stored: half characters, control characters,
    direction marks, another machine's private characters, towers of marks, and invisible characters.

    `lines` lets line ends and tabs pass (long texts). `free` lets invisible characters pass that do no harm
    in free text: emoji are made with some, others come along when text is pasted (see `has_invisible`).
    """
    marks = 0
    before = ""
    for character in text:
        code = _refusal(character, lines=lines)
        if not code and not free and _is_invisible(character, before):
            code = "invisible_character"
        if code:
            raise ValueRefused(code)
        marks = marks + 1 if _is_mark(character) else 0
        if marks > MOST_MARKS:
            raise ValueRefused("too_many_marks")
        before = character


def refuse_blank(text: str) -> None:
    """Raise ValueRefused where there is nothing to see."""
    if is_blank(text):
        raise ValueRefused("blank")


def refuse_longer(text: str, most: int) -> None:
    """Raise ValueRefused where a text has more than `most` characters, as people count them."""
    if length(text) > most:
        raise ValueRefused("too_long", most=most)


def has_invisible(text: str) -> bool:
    """True where a text holds an invisible character other than the joiners that emoji are made of."""
    return any(
        _is_invisible(c, before) and ord(c) not in _JOINERS and not c.isspace() for before, c in pairwise(["", *text])
    )


def is_blank(text: str) -> bool:
    """True where there is nothing to see: empty, or only spaces of whatever width and characters without ink."""
    return all(c.isspace() or ord(c) in _BLANK_LETTERS or unicodedata.category(c) == "Cf" for c in text)


def is_selector(character: str) -> bool:
    """True for a variation selector: it chooses the form of the character before it (IVS, SVS)."""
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


def is_han(character: str) -> bool:
    """True for a Chinese character, also for one that is newer than this Python's Unicode tables."""
    code = ord(character)
    return (
        0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFD
        or character in "々〆〇〻"
        or 0x2E80 <= code <= 0x2FDF
    )


def is_kana(character: str) -> bool:
    """True for hiragana, katakana (half width too), the long vowel mark and the repeat marks."""
    code = ord(character)
    return (
        0x3041 <= code <= 0x309F
        or 0x30A1 <= code <= 0x30FA
        or 0x30FC <= code <= 0x30FF
        or 0x31F0 <= code <= 0x31FF
        or 0xFF66 <= code <= 0xFF9F
    )


def is_latin(character: str) -> bool:
    """True for a Latin letter of whatever width, with or without diacritics."""
    return character.isalpha() and "LATIN" in unicodedata.name(character, "")


def has_diacritics(text: str) -> bool:
    """True where a Latin letter carries a mark or stroke (é, ễ, Đ, ß); residence cards print without them."""
    composed = unicodedata.normalize("NFKC", text)
    return any(is_latin(c) and not c.isascii() for c in composed) or any(
        _is_mark(c) and before.isascii() and before.isalpha() for before, c in pairwise(composed)
    )


def length(text: str) -> int:
    """Characters as people count them: marks and variation selectors belong to the character before them."""
    return len(graphemes(text))


def graphemes(text: str) -> list[str]:
    """The characters of a text as people see them, each with its marks and variation selectors."""
    found: list[str] = []
    for character in text:
        if found and not found[-1].isspace() and (_is_mark(character) or is_selector(character)):
            found[-1] += character
        else:
            found.append(character)
    return found


def search_key(text: str) -> str:
    """What is compared instead of a name: 齋藤, 齊藤, 斎藤 and 斉藤 have one key, so do é and e + U+0301.

    NFKC, no variation selectors, one form for old and new kanji (variants.py), capital Latin letters without
    diacritics, one kind of hyphen and apostrophe; blanks only between Latin words. Never raises.
    """
    bare = "".join(c for c in text if not is_selector(c)).replace("´", "'")  # NFKC would leave a blank of it
    capitals = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).upper())
    words = _plain_latin(capitals.translate(FOLDED).translate(_ONE_FORM)).split()
    joined = words[:1]
    for before, word in pairwise(words):
        joined.append(f" {word}" if before[-1].isascii() and word[0].isascii() else word)
    return unicodedata.normalize("NFC", "".join(joined))


def mask_name(text: str) -> str:
    """A name for sheets that others may see: 見本 花子 becomes 見○ 花○, a part of one character ○."""
    masked = ""
    part: list[str] = []
    for character in [*graphemes(text), ""]:
        if character and not character.isspace():
            part.append(character)
            continue
        masked += _mask_part(part) + character
        part = []
    return masked


def _mask_part(part: list[str]) -> str:
    return "○" * len(part) if len(part) < 2 else part[0] + "○" * (len(part) - 1)


def _plain_latin(capitals: str) -> str:
    """Marks are dropped after Latin letters only, が must not become か; and where there is nothing to mark."""
    plain = ""
    for character in capitals:
        if is_latin(character) and not character.isascii():
            split = unicodedata.normalize("NFD", character.translate(_PLAIN_LATIN))
            plain += "".join(c for c in split if not _is_mark(c))
        elif not (_is_mark(character) and (plain[-1:].isascii() or plain[-1:].isspace())):
            plain += character
    return plain


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me") and not is_selector(character)


def _refusal(character: str, *, lines: bool) -> str:
    """The code of what must not be in any text, or ""."""
    code = ord(character)
    category = unicodedata.category(character)
    if character in _LINE_ENDS or character == "\t":
        return "" if lines and character in "\n\r\t" else "line_break"
    if category == "Cc":
        return "control_character"
    if category == "Cs" or code == 0xFFFD or code & 0xFFFE == 0xFFFE:
        return "broken_character"
    if code in _BIDI:
        return "bidi_character"
    return "private_character" if category == "Co" else ""


def _is_invisible(character: str, before: str) -> bool:
    code = ord(character)
    if is_selector(character):
        return not before or before.isspace() or is_selector(before)
    if code in _BLANK_LETTERS or code in _MONGOLIAN_SELECTORS or 0xE0000 <= code <= 0xE0FFF:
        return True
    return unicodedata.category(character) == "Cf"
