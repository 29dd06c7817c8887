"""Whole numbers, strings of digits and amounts of money."""

import re

from shared.errors import ValueRefused
from shared.language import numerals
from shared.language.reading import Reading

LONGEST_AMOUNT = 999_999_999_999  # yen


def read_whole_number(text: str, least: int | None = None, most: int | None = None) -> Reading:
    """A whole number within `least` and `most`; stored in plain digits ("-3", "12"). Raises ValueRefused."""
    plain = numerals.half_width(text)
    sign, bare = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    number = numerals.whole_number(bare)
    if number is None:
        raise ValueRefused("number")
    return _within(-number if sign else number, least, most)


def read_digits(text: str, length: int | None = None) -> Reading:
    """A string of digits such as a member's number: zeros at its head count. Raises ValueRefused."""
    digits = numerals.only_digits(numerals.half_width(text))
    if not digits:
        raise ValueRefused("digits")
    if length is not None and len(digits) != length:
        raise ValueRefused("digits_length", length=length)
    return Reading(digits, search_key=digits)


def read_money(text: str) -> Reading:
    """An amount in yen: "¥12,000", "1万2千円". Stored in plain digits. Raises ValueRefused."""
    plain = re.sub(r"^[¥\\]|円$|也$|(?i:\s*(jpy|yen)$)", "", numerals.half_width(text).removesuffix("也"))
    number = numerals.whole_number(plain.strip())
    if number is None:
        raise ValueRefused("money")
    return _within(number, 0, LONGEST_AMOUNT)


def _within(number: int, least: int | None, most: int | None) -> Reading:
    if least is not None and number < least:
        raise ValueRefused("number_too_small", least=least)
    if most is not None and number > most:
        raise ValueRefused("number_too_large", most=most)
    return Reading(str(number))
