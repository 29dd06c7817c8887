"""How people write dates: what is on the page, before any rule is asked."""

import re
from dataclasses import dataclass, replace

from shared.errors import ValueRefused
from shared.language import eras, numerals

WESTERN = "western"
NO_ERA = ""


@dataclass(frozen=True)
class Written:
    """A date as written. `era` is a name of eras.ERAS, "western", a key of eras.OLD_ERAS, or "" for none.

    `month` and `day` are None where they are not given or said to be unknown. `weekday` counts from Monday 0.
    `other_years` are years given once more in brackets, as (era, year).
    """

    era: str
    year: int
    month: int | None = None
    day: int | None = None
    flags: tuple[str, ...] = ()
    weekday: int | None = None
    other_years: tuple[tuple[str, int], ...] = ()


_MARK_NAMES = {mark: era.name for mark, era in eras.BY_MARK.items()}
_MARK_NAMES |= dict.fromkeys(("西暦", "西", "AD"), WESTERN) | {mark: mark for mark in eras.OLD_ERAS}
_MARK = "(?:" + "|".join(sorted(_MARK_NAMES, key=len, reverse=True)) + ")"
_UNKNOWN = r"0{1,2}|X{1,2}|\?{1,2}|不詳|不明"
_SAID_UNKNOWN = r"(?:月日|月|日|MONTHANDDAY|MONTH|DAY)?(?:不詳|不明|わからない|分からない|ISUNKNOWN|UNKNOWN)"
_BORN = r"(?:生まれ|うまれ|生)?"
_BETWEEN = r"[./\-,・、]"
_WHOLE = re.compile(
    rf"(?P<era>{_MARK})?\.?(?P<year>\d{{1,4}})(?:年|{_BETWEEN})"
    rf"(?P<month>\d{{1,2}}|{_UNKNOWN})(?:月|{_BETWEEN})(?P<day>\d{{1,2}}|{_UNKNOWN})日?{_BORN}"
)
_PACKED = re.compile(rf"(?:(?P<western>\d{{4}})|(?P<era>{_MARK})(?P<year>\d\d))(?P<month>\d\d)(?P<day>\d\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")
_PART = re.compile(
    rf"(?P<era>{_MARK})?\.?(?P<year>\d{{1,4}})(?P<mark>年)?(?:{_BETWEEN}?(?P<month>\d{{1,2}})月?)?"
    rf",?(?:{_SAID_UNKNOWN})?{_BORN}"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_WEEKDAYS = "月火水木金土日"
_WEEKDAY = re.compile(rf"([{_WEEKDAYS}])(?:曜日?)?(?:・?祝日?|・?休)?")
_WEEKDAY_AFTER = re.compile(rf"(?<=日)([{_WEEKDAYS}])曜日?$")
_YEAR_AGAIN = re.compile(rf"({_MARK})?(\d{{1,4}})年?")
_ENGLISH_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_WEEKDAY_BEFORE = re.compile(rf"^({'|'.join(_ENGLISH_WEEKDAYS)})[A-Z]*\.?,?\s+(?=\S)")
_MONTHS = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE"),
    *("JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
_MONTH_WORD = r"(?P<month>[A-Z]{3,9})"
_DAY_WORD = r"(?P<day>\d{1,2})(?:ST|ND|RD|TH)?"
_ENGLISH = (
    re.compile(rf"{_DAY_WORD}[ \-]+(?:OF )?{_MONTH_WORD}\.?,?[ \-]+(?P<year>\d{{4}})"),
    re.compile(rf"{_MONTH_WORD}\.? +{_DAY_WORD},? +(?P<year>\d{{4}})"),
    re.compile(rf"(?P<day>){_MONTH_WORD}\.?,? +(?P<year>\d{{4}})"),
)


def read_written(text: str, language: str) -> Written:
    """What stands in a date as typed, in any of the usual ways. Raises ValueRefused where it is none.

    Eras by name, short name or initial; 元年; Western years with 年月日, `-`, `/`, `.`; eight digits; English
    month names; kanji digits; full width; a weekday or the other year in brackets; unknown month or day.
    """
    plain = numerals.half_width(text).upper()
    written = _english(plain) or _japanese(plain, language)
    if written is None:
        raise ValueRefused("date_unreadable")
    if written.era == NO_ERA and language not in ("ja", "ruby"):
        raise ValueRefused("year_four_digits")  # 8.11.22 is no year of 令和 to who writes 8 November 2022
    return written


def _japanese(plain: str, language: str) -> Written | None:
    compact = re.sub(r"\s+", "", numerals.with_arabic_digits(plain)).replace("元年", "1年")
    rest = re.sub(rf"^({_MARK})元(?={_BETWEEN}|\()", r"\g<1>1", _BRACKETS.sub("", compact))
    after = _WEEKDAY_AFTER.search(rest)
    written = _in_full(_WEEKDAY_AFTER.sub("", rest), language)
    if written is None:
        return None
    if after:
        written = replace(written, weekday=_WEEKDAYS.index(after.group(1)))
    for inside in _BRACKETS.findall(compact):
        noted = _with_note(written, inside)
        if noted is None:
            return None
        written = noted
    return written


def _in_full(rest: str, language: str) -> Written | None:
    whole = _WHOLE.fullmatch(rest) or _PACKED.fullmatch(rest)
    if whole:
        year = whole.group("year") or whole.group("western")
        month, day = _number(whole.group("month")), _number(whole.group("day"))
        return _of_era(whole.group("era"), year, month, day if month else None)
    turned = _YEAR_LAST.fullmatch(rest)
    if turned:
        first, second, year_last = map(int, turned.groups())
        return _year_last(first, second, year_last, language)
    part = _PART.fullmatch(rest)
    if part and (part.group("era") or part.group("mark") or len(part.group("year")) == 4):
        return _of_era(part.group("era"), part.group("year"), _number(part.group("month")), None)
    return None


def _of_era(mark: str | None, year: str, month: int | None, day: int | None) -> Written:
    era = _MARK_NAMES[mark] if mark else (WESTERN if len(year) == 4 else NO_ERA)
    flags = ("era_initial",) * (mark in eras.INITIALS)
    return Written(era, int(year), month, day, flags)


def _year_last(first: int, second: int, year: int, language: str) -> Written:
    """22/11/2026: a number past 12 is the day; else the custom of the language decides (flag)."""
    day_first = first > 12 or (second <= 12 and language not in ("ja", "ruby"))
    day, month = (first, second) if day_first else (second, first)
    unclear = first <= 12 and second <= 12 and first != second
    return Written(WESTERN, year, month, day, ("day_month_order",) * unclear)


def _with_note(written: Written, inside: str) -> Written | None:
    """What is said in brackets: a weekday, the other year, or that the rest is unknown."""
    weekday = _WEEKDAY.fullmatch(inside)
    if weekday:
        return replace(written, weekday=_WEEKDAYS.index(weekday.group(1)))
    if inside[:3] in _ENGLISH_WEEKDAYS:
        return replace(written, weekday=_ENGLISH_WEEKDAYS.index(inside[:3]))
    year = _YEAR_AGAIN.fullmatch(inside)
    if year and (year.group(1) or len(year.group(2)) == 4):
        again = (_MARK_NAMES[year.group(1)] if year.group(1) else WESTERN, int(year.group(2)))
        return replace(written, other_years=(*written.other_years, again))
    return written if re.fullmatch(_SAID_UNKNOWN, inside) else None


def _english(plain: str) -> Written | None:
    before = _WEEKDAY_BEFORE.match(plain)
    rest = _WEEKDAY_BEFORE.sub("", re.sub(r"\s+", " ", plain))
    for pattern in _ENGLISH:
        found = pattern.fullmatch(rest)
        month = _month(found.group("month")) if found else None
        if found and month:
            weekday = _ENGLISH_WEEKDAYS.index(before.group(1)) if before else None
            day = int(found.group("day")) if found.group("day") else None
            return Written(WESTERN, int(found.group("year")), month, day, weekday=weekday)
    return None


def _month(word: str) -> int | None:
    return next((i for i, name in enumerate(_MONTHS, start=1) if name.startswith(word)), None)


def _number(text: str | None) -> int | None:
    """None for what is not given, unknown, or 0 (passports write 00 for an unknown day)."""
    return int(text) or None if text and text.isdecimal() else None
