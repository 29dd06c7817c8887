"""The individual number (マイナンバー): twelve digits, the last a check digit (平成26年総務省令85号5条)."""

import re
import unicodedata

from shared.errors import ValueRefused
from shared.language import numerals
from shared.language.reading import Reading

_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_GAP = r"[\s\-‐‑–—−ー・./_]{1,3}"
# Twelve digits in a row, in fours, or one in each box; more digits on either side make it another number.
_SHAPES = re.compile(rf"(?<!\d)(?:\d{{12}}|\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}|\d(?:{_GAP}\d){{11}})(?!\d)")


def read_my_number(text: str) -> Reading:
    """Twelve digits that pass the check, stored as digits. Raises ValueRefused, without any digit in it."""
    digits = numerals.only_digits(numerals.half_width(text), also="/")
    if len(digits) != 12:
        raise ValueRefused("my_number_length")
    if not digits.strip("0") or not _passes(digits):
        raise ValueRefused("my_number_check")
    return Reading(digits)


def holds_my_number(text: str) -> bool:
    """True where a text has twelve digits in it that pass the check, however they are grouped."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFKC", seen)
    return any(_passes(re.sub(r"\D", "", found.group())) for found in _SHAPES.finditer(plain))


def _passes(digits: str) -> bool:
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return int(digits[11]) == (0 if remainder <= 1 else 11 - remainder)
