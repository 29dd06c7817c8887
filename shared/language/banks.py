"""Bank accounts."""

from shared.errors import ValueRefused
from shared.language import numerals
from shared.language.reading import Reading

LENGTH = 7  # digits of an account number in bank transfers (全銀協 record format)


def read_account_number(text: str) -> Reading:
    """An account number of seven digits. A shorter one gets zeros at its head and the flag "account_padded".

    Raises ValueRefused: a longer one is mostly a number of ゆうちょ that is not for transfers.
    """
    digits = numerals.only_digits(numerals.half_width(text))
    if not digits or not digits.strip("0"):
        raise ValueRefused("account")
    if len(digits) > LENGTH:
        raise ValueRefused("account_long")
    return Reading(digits.zfill(LENGTH), ("account_padded",) * (len(digits) < LENGTH))
