"""Digits as people type them in Japan: full width, kanji, with whatever hyphen the keyboard gave."""

import re
import unicodedata

from shared.errors import ValueRefused
from shared.language import characters

# NFKC leaves these apart; between digits each of them is meant as a hyphen (the long vowel mark too).
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−－─━ー〜~﹣⁃˗"), "-")
_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
KANJI = "〇零一二三四五六七八九壱弐参十拾廿卅百千"
_DIGIT = re.compile(r"[0-9]+")
_IN_MYRIADS = re.compile(rf"(?:([0-9{KANJI}]+)億)?(?:([0-9{KANJI}]+)万)?([0-9{KANJI}]+)?")
MOST = 200  # characters of anything that is read as a number or a date
_LONGEST = 18  # digits; what a 64-bit integer surely holds


def half_width(text: str) -> str:
    """The text for reading numbers: NFKC, one kind of hyphen, nothing invisible. Not for storing names.

    Raises ValueRefused for a blank text, for what no text may hold, and past MOST characters, which no number
    or date needs: so no pattern after it can be made slow. Invisible characters are dropped: they come along
    when a number is copied from a contact list.
    """
    if len(text) > MOST:
        raise ValueRefused("too_long", most=MOST)
    characters.refuse_blank(text)
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    characters.refuse_unsafe(seen, free=True)
    characters.refuse_blank(seen)
    return unicodedata.normalize("NFKC", seen).translate(_HYPHENS).strip()


def only_digits(text: str, also: str = "") -> str:
    """The digits of a half-width text without hyphens, spaces and the characters of `also`; "" where anything
    else is in it.
    """
    kept = "".join(c for c in text if c not in f"- {also}")
    return kept if _DIGIT.fullmatch(kept) else ""


def whole_number(text: str) -> int | None:
    """A half-width or kanji number: "1,200", "千二百", "3万5千", "二〇二六". None where it is none."""
    bare = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", text.replace(" ", ""))
    parts = _IN_MYRIADS.fullmatch(bare)
    if not bare or len(bare) > _LONGEST or parts is None:
        return None
    total = 0
    for run, unit in zip(parts.groups(), (10**8, 10**4, 1), strict=True):
        small = _below_myriad(run) if run else 0
        if small is None:
            return None
        total += small * unit
    return total


def with_arabic_digits(text: str) -> str:
    """Every run of kanji digits as its number: 令和八年十一月二十二日 becomes 令和8年11月22日."""

    def number(match: re.Match[str]) -> str:
        value = _below_myriad(match.group())
        return match.group() if value is None else str(value)

    return re.sub(f"[{KANJI}]+", number, text)


def _below_myriad(run: str) -> int | None:
    """二十二, 2千3百, or digits one after the other: 二〇二六."""
    if _DIGIT.fullmatch(run):
        return int(run)
    if not any(c in _TENS for c in run):
        return int("".join(c if c.isascii() else str(_KANJI_DIGITS[c]) for c in run)) if run else None
    total = 0
    for digits, unit in re.findall(r"([^十拾廿卅百千]*)([十拾廿卅百千]?)", run):
        if len(digits) > 1 and not digits.isascii():
            return None
        count = int("".join(c if c.isascii() else str(_KANJI_DIGITS[c]) for c in digits)) if digits else 0
        total += (count or 1) * _TENS[unit] if unit else count
    return total
