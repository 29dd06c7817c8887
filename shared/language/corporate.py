"""The corporate number (法人番号): thirteen digits, the first a check digit (法人番号省令2条)."""

from shared.errors import ValueRefused
from shared.language import numerals
from shared.language.reading import Reading


def read_corporate_number(text: str) -> Reading:
    """Thirteen digits that pass the check; the T of an invoice registration number is dropped.

    Raises ValueRefused.
    """
    plain = numerals.half_width(text).upper().removeprefix("T")
    digits = numerals.only_digits(plain)
    if len(digits) != 13:
        raise ValueRefused("corporate_length")
    if int(digits[0]) != _check_digit(digits[1:]):
        raise ValueRefused("corporate_check")
    return Reading(digits, search_key=digits)


def _check_digit(twelve: str) -> int:
    """From the right the weights are 1, 2, 1, 2 …; the check digit is 9 less the remainder of 9."""
    total = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(twelve), start=1))
    return 9 - total % 9
