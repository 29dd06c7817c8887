"""Telephone numbers of Japan (総務省 電気通信番号計画), stored as digits with the leading 0."""

import re

from shared.errors import ValueRefused
from shared.language import numerals
from shared.language.reading import Reading

_ELEVEN = ("050", "060", "070", "080", "090", "0800")  # mobile, IP and one kind of freephone: 11 digits
_SERVICES = ("0120", "0570", "0180", "0990")  # 10 digits, grouped as their owners like
_TWO = ("03", "04", "06")
_THREE = (
    *("011", "015", "017", "018", "019", "022", "023", "024", "025", "026", "027", "028", "029"),
    *("042", "043", "044", "045", "046", "047", "048", "049", "052", "053", "054", "055", "058", "059"),
    *("072", "073", "075", "076", "077", "078", "079", "082", "083", "084", "086", "087", "088", "089"),
    *("092", "093", "095", "096", "097", "098", "099"),
)
# Where the first digits alone say how a number is grouped; elsewhere it depends on the exchange.
_GROUPED = {"03": 2, "06": 2, "011": 3, "044": 3, "045": 3, "052": 3, "075": 3, "078": 3}
_GROUPED |= {f"085{digit}": 4 for digit in range(2, 10)}  # 松江 0852 to 米子 0859
_LABEL = re.compile(
    r"^[(\[]?(?:tel|phone|電話番号|電話|携帯電話|携帯|自宅|勤務先)[)\]]?\s*[:.]?\s*|\((?:代表|代)\)$",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"(?:[(,、]?\s*(?:内線番号|内線|内|extension|ext|ex|x|#)[\s.:)]*(\d{1,6})\)?)$", re.IGNORECASE)
_JAPAN = re.compile(r"^(?:\+|00)\s*81[\s\-.]*(?:\(0\))?[\s\-.]*")
_SEPARATOR = re.compile(r"[^0-9]+")
_USUAL = re.compile(r"[0-9\s()\[\].・/-]+")


def read_phone(text: str) -> Reading:
    """A telephone number: with hyphens, brackets, spaces, full width, or +81.

    Flags: "phone_extension" (the extension is named in `suggestion`; it belongs into a note), "phone_foreign"
    (stored with its +), "phone_made_up" (0123456789). Raises ValueRefused: "phone_digits", "phone_area",
    "phone_foreign_digits".
    """
    plain = _LABEL.sub("", numerals.half_width(text))
    extension = _EXTENSION.search(plain)
    number = plain[: extension.start()].strip() if extension else plain
    home = _JAPAN.sub("0", number)
    if home.startswith("+") or home.startswith("010"):
        return _foreign(home)
    home = re.sub(r"^00(?=[1-9])", "0", home) if home != number else home
    if not _USUAL.fullmatch(home):
        raise ValueRefused("phone_characters")
    digits = _SEPARATOR.sub("", home)
    _refuse_impossible(digits, [group for group in _SEPARATOR.split(home) if group])
    flags = ("phone_made_up",) * (digits == "0123456789")
    if extension:
        return Reading(digits, ("phone_extension", *flags), digits, f"{show_phone(digits)} 内線{extension.group(1)}")
    return Reading(digits, flags, digits)


def show_phone(stored: str) -> str:
    """A stored number with hyphens where its grouping is sure: 0852-55-5555, 090-1234-5678; else as it is."""
    if not stored.isdecimal() or len(stored) not in (10, 11):
        return stored
    if len(stored) == 11:
        return _grouped(stored, 4 if stored.startswith("0800") else 3)
    if stored.startswith(_SERVICES):
        return f"{stored[:4]}-{stored[4:7]}-{stored[7:]}"
    area = next((count for head, count in _GROUPED.items() if stored.startswith(head)), 0)
    return _grouped(stored, area) if area else stored


def _grouped(digits: str, area: int) -> str:
    return f"{digits[:area]}-{digits[area:-4]}-{digits[-4:]}"


def _foreign(number: str) -> Reading:
    digits = _SEPARATOR.sub("", number.removeprefix("010"))
    if not _USUAL.fullmatch(number.removeprefix("+")) or not 7 <= len(digits) <= 15:
        raise ValueRefused("phone_foreign_digits")
    return Reading(f"+{digits}", ("phone_foreign",), digits)


def _refuse_impossible(digits: str, groups: list[str]) -> None:
    wanted = 11 if digits.startswith(_ELEVEN) else 10
    if len(digits) != wanted or digits[0] != "0" or digits[1] == "0" or digits.startswith("020"):
        raise ValueRefused("phone_digits")
    if wanted == 10 and not digits.startswith(_SERVICES) and len(groups) > 1 and not _is_grouping(groups):
        raise ValueRefused("phone_area")


def _is_grouping(groups: list[str]) -> bool:
    """True where an area code leads and the subscriber's number has its four digits."""
    area = groups[0]
    known = {2: area in _TWO, 3: area in _THREE, 4: True, 5: True}
    return known.get(len(area), False) and len(groups[-1]) >= 4
