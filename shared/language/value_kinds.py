"""What a question of a kind makes of a text, for people who try values from outside (`madoguchi value`).

Kinds are those of form_values.yaml and those of the catalogue that need no question around them. Several
alternatives, divided by " / ", must all come out the same where they are ways to write one value.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from shared.errors import ValueRefused
from shared.language import (
    addresses,
    banks,
    characters,
    corporate,
    dates,
    file_names,
    kana,
    mail,
    my_number,
    names,
    numbers,
    open_days,
    phones,
    postal,
    sentences,
    spreadsheet,
    texts,
)
from shared.language.reading import Reading

_LINE = 200  # characters of a short text
_LONG = 4000
_SEVERAL_TOWNS = "6991221"  # 大東町飯田 and 大東町岡村 in 雲南市
_YES = ("yes", "はい", "する", "true", "○", "1")
_NO = ("no", "いいえ", "しない", "false", "×", "0")
_MOST_MEGABYTES = 10  # of one file (OBJECTS.md)


@dataclass(frozen=True)
class Outcome:
    """What became of a text. `code` and `params` say why it is refused ("" where it is taken)."""

    ok: bool
    stored: str = ""
    flags: tuple[str, ...] = ()
    search_key: str = ""
    code: str = ""
    params: dict[str, object] = field(default_factory=dict)


def make_of(kind: str, text: str) -> Outcome:
    """What a question of that kind makes of the text. Raises KeyError for a kind that is not in KINDS."""
    read = KINDS[kind]
    parts = [part.strip() for part in text.split(" / ")] if kind in _IN_ALTERNATIVES else [text]
    if len(parts) == 1 or not all(parts):
        return _outcome(read, text)
    outcomes = [_outcome(read, part) for part in parts]
    if kind == "file":
        return _of_several_files(outcomes)
    return _of_alternatives(text, outcomes, together=kind not in ("name", "age"))


def _outcome(read: Callable[[str], Reading], text: str) -> Outcome:
    try:
        if len(text) > _LONG:
            raise ValueRefused("too_long", most=_LONG)
        reading = read(text)
    except ValueRefused as refused:
        return Outcome(False, code=refused.code, params=dict(refused.params))
    return Outcome(True, reading.stored, reading.flags, reading.search_key)


def _of_alternatives(text: str, outcomes: list[Outcome], together: bool) -> Outcome:
    """One outcome of several ways to write. `together`: they must be stored alike; else each stays itself."""
    refused = next((outcome for outcome in outcomes if not outcome.ok), None)
    if refused:
        return refused
    stored = list(dict.fromkeys(outcome.stored for outcome in outcomes))
    keys = list(dict.fromkeys(outcome.search_key for outcome in outcomes))
    if together and len(stored) > 1:
        return Outcome(False, code="alternatives_differ")
    flags = tuple(dict.fromkeys(flag for outcome in outcomes for flag in outcome.flags))
    return Outcome(True, " / ".join(stored), flags, " / ".join(keys))


def _of_several_files(outcomes: list[Outcome]) -> Outcome:
    """Files stand for themselves: good ones are taken, and it is said that others were not."""
    taken = [outcome for outcome in outcomes if outcome.ok]
    if not taken:
        return outcomes[0]
    flags = [flag for outcome in taken for flag in outcome.flags]
    flags += ["file_others_refused"] * (len(taken) < len(outcomes))
    return Outcome(True, " / ".join(outcome.stored for outcome in taken), tuple(dict.fromkeys(flags)))


def _read_postal(text: str) -> Reading:
    """A remark in brackets is not part of a code; a phrase stands for a code of which it is true."""
    if re.fullmatch(r"(?i)\s*(?:a )?code (?:with|of) (?:several|two|many) towns\s*", text):
        assert len(postal.places(_SEVERAL_TOWNS)) > 1
        return postal.read_postal(_SEVERAL_TOWNS)
    return postal.read_postal(re.sub(r"(?<=\d)\s*[(（][^()（）]*[)）]\s*$", "", text))


def _read_file(text: str) -> Reading:
    """A file name, after it perhaps a size ("of 0 bytes", "25 MB") or what it was before ("renamed .exe")."""
    said = re.sub(r"(?i)\s+(?:of\s+)?\d+\s*(?:bytes?|[KMG]B)$|^\d+\s*[KMG]B$|^renamed\s+", "", text).strip()
    size = re.search(r"(?i)(\d+)\s*(bytes?|[KMG]B)$", text)
    if size:
        _refuse_size(int(size.group(1)), size.group(2)[0].upper())
    if size and not said:
        return Reading("", ("file_ending",))
    if said.startswith("."):
        said = f"_{said}"
    return file_names.read_file_name(said)


def _refuse_size(number: int, unit: str) -> None:
    if number == 0:
        raise ValueRefused("file_empty")
    if number * {"B": 1, "K": 10**3, "M": 10**6, "G": 10**9}[unit] > _MOST_MEGABYTES * 10**6:
        raise ValueRefused("file_too_large", megabytes=_MOST_MEGABYTES)


def _read_csv(text: str) -> Reading:
    characters.refuse_unsafe(text, lines=True, free=True)
    return Reading(spreadsheet.neutral(text))


def _read_yes_no(text: str) -> Reading:
    word = text.strip().lower()
    if word not in (*_YES, *_NO):
        raise ValueRefused("not_yes_or_no")
    return Reading("yes" if word in _YES else "no")


def _read_consent(text: str) -> Reading:
    if text.strip().lower() not in _YES:
        raise ValueRefused("required")
    return Reading("yes")


def _read_open_day(text: str) -> Reading:
    reading = dates.read_date(text)
    day = date.fromisoformat(reading.stored)
    if not open_days.is_open(day):
        raise ValueRefused("closed_day", day=dates.show_date(open_days.next_open_day(day).isoformat(), "ja"))
    return reading


KINDS: dict[str, Callable[[str], Reading]] = {
    # as form_values.yaml names them
    "address": addresses.read_address,
    "age": sentences.read_age,
    "bank": banks.read_account_number,
    "bank_kana": kana.read_bank_kana,
    "corporate": corporate.read_corporate_number,
    "csv": _read_csv,
    "date": dates.read_date,
    "date_birth": dates.read_birth_date,
    "deadline": sentences.read_deadline,
    "email": mail.read_email,
    "file": _read_file,
    "free_text": lambda text: texts.read_text(text, _LONG, lines=True),
    "kana": kana.read_kana,
    "katagaki": addresses.read_building,
    "mynumber": my_number.read_my_number,
    "name": names.read_name,
    "postal": _read_postal,
    "standard_period": sentences.read_standard_period,
    "tel": phones.read_phone,
    "tsusho": names.read_alias,
    # as the catalogue names them
    "alias": names.read_alias,
    "bank_branch": lambda text: texts.read_text(text, 30),
    "bank_name": lambda text: texts.read_text(text, 30),
    "bank_number": banks.read_account_number,
    "birth_date": dates.read_birth_date,
    "building": addresses.read_building,
    "consent": _read_consent,
    "corporate_number": corporate.read_corporate_number,
    "digits": numbers.read_digits,
    "long_text": lambda text: texts.read_text(text, _LONG, lines=True),
    "money": numbers.read_money,
    "month": dates.read_month,
    "my_number": my_number.read_my_number,
    "number": numbers.read_whole_number,
    "open_day": _read_open_day,
    "phone": phones.read_phone,
    "text": lambda text: texts.read_text(text, _LINE),
    "yes_no": _read_yes_no,
}
_IN_ALTERNATIVES = ("name", "date", "date_birth", "birth_date", "age", "file")
