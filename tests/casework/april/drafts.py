"""Drafts of March 31st, and what they say of April."""

from datetime import UTC, datetime
from pathlib import Path

from shared.casework import applying, cases, moving_over
from shared.casework.cases import Case
from shared.catalogue.moving import Told
from shared.records.folder import Draft
from tests.casework.town import Town

APRIL = Path(__file__).with_name("procedures.yaml")
BEFORE = datetime(2027, 3, 31, 14, 59, tzinfo=UTC)  # 23:59 in Japan; in UTC it is March for nine hours more
AFTER = datetime(2027, 3, 31, 15, 1, tzinfo=UTC)
OLD = {
    "birth": "1983-04-02",
    "nickname": "よしこ",
    "sort": "month",
    "copies": "2",
    "moved": "2027-03-20",
    "agreed": "yes",
}


def begun(town: Town, procedure: str = "pass", **changes: str) -> Case:
    """All answered on March 31st."""
    case = applying.start(town.home, procedure)
    return applying.answer_all(town.home, case, {**OLD, **changes}, "citizen")


def kept(town: Town, case: Case) -> Case:
    return cases.case_by_code(town.home, case.code)


def opened(town: Town, case: Case) -> Case:
    """As a door draws it, with what the office serves now."""
    town.send_out()
    return moving_over.up_to_date(town.home, kept(town, case))


def draft(case: Case) -> Draft:
    assert case.draft is not None
    return case.draft


def told(case: Case) -> dict[str, list[Told]]:
    moved = draft(case).moved
    found: dict[str, list[Told]] = {}
    for one in moved.told if moved else ():
        found.setdefault(one.what, []).append(one)
    return found


def words(found: list[Told]) -> list[tuple[str, str, str]]:
    return [(one.name.get("ja", ""), one.before.get("ja", ""), one.after.get("ja", "")) for one in found]


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
