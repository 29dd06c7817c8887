"""研修: a house of its own for practice, and exercises whose checks are computed from its records.

The house is a folder with a mark, made anew at each start. `read_settings` opens a marked folder for practice alone,
and practice nothing but a marked folder, so neither can reach the other's records, keys or letterbox.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.casework import identity
from shared.casework.office import OfficeSide
from shared.casework.opened import open_case
from shared.errors import SubmissionNotFound
from shared.language import clock
from shared.records.status import Status
from shared.records.store import upkeep
from shared.records.store.pages import QueueFilter
from shared.records.store.visibility import THE_OFFICE
from shared.records.submission import QueueRow
from shared.settings import PRACTICE, PRACTICE_MARK, TRAINING

# Words and levels of logs are all that practice has in common with the real house.
SHARED = ("MADOGUCHI_CATALOGUE", "MADOGUCHI_LOG")
NOWHERE = "http://practice.invalid"  # what QR codes point to: a name that can never be an address (RFC 2606)
_PROPS = "practice_props"
_MOST = 200
Props = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Exercise:
    """`id` names its words (practice.<id>_title, _goal, _hint_1 …); `hints` how many; `done` looks at the records."""

    id: str
    hints: int
    done: Callable[[OfficeSide, Props], bool]


@dataclass(frozen=True)
class Standing:
    """An exercise as it is now, with what the visitor of it has in their hand (code, reference)."""

    exercise: Exercise
    done: bool
    prop: Mapping[str, str]


def environment(real: Mapping[str, str], folder: Path, sort: str = TRAINING) -> dict[str, str]:
    """The environment of a practice process: nothing that leads to the real house is left in it. `sort`: as in
    settings.
    """
    kept = {name: value for name, value in real.items() if not name.startswith("MADOGUCHI_") or name in SHARED}
    return {**kept, "MADOGUCHI_VAR": str(folder), "MADOGUCHI_BASE_URL": NOWHERE, PRACTICE: sort}


def mark_folder(folder: Path) -> None:
    """From now on the folder is for practice alone."""
    (folder / PRACTICE_MARK).touch(mode=0o600)


def put_props(office: OfficeSide, props: Props) -> None:
    """What the visitors of the exercises bring along."""
    office.store.run(upkeep.put_setting, _PROPS, json.dumps(props))


def standings(office: OfficeSide) -> list[Standing]:
    """Every exercise, computed now."""
    props: Props = json.loads(office.store.read(upkeep.setting, _PROPS) or "{}")
    return [Standing(one, one.done(office, props), props.get(one.id, {})) for one in EXERCISES]


def _rows(office: OfficeSide, channel: str, procedure_id: str = "") -> tuple[QueueRow, ...]:
    sections = tuple(section.id for section in office.catalogue().sections)
    wanted = QueueFilter(sections, frozenset(Status), channel=channel, procedure_id=procedure_id)
    return office.store.queue_page(wanted, THE_OFFICE, _MOST).rows


def _copy_filed(office: OfficeSide, props: Props) -> bool:
    """A 住民票 filed at the counter for somebody born in 1983, identity checked."""
    for row in _rows(office, "counter", "juminhyo-copy"):
        body = open_case(office, row.reference).body
        born = str(body.answers.get("applicant_birth", ""))
        checked = body.staff.identity_check.get(identity.METHOD) if body.staff else None
        if born.startswith("1983") and checked in identity.SHOWN:
            return True
    return False


def _code_filed(office: OfficeSide, props: Props) -> bool:
    """What was written at home was finished and filed at the counter."""
    return _status(office, props, "code") not in (None, Status.ARRIVED)


def _paper_taken_in(office: OfficeSide, props: Props) -> bool:
    """A sheet arrived by hand or by post today."""
    today = clock.today()
    rows = (*_rows(office, "paper"), *_rows(office, "post"))
    return any(clock.in_japan(row.received_at).date() == today for row in rows)


def _withdrawn(office: OfficeSide, props: Props) -> bool:
    return _status(office, props, "mistake") is Status.WITHDRAWN


def _asked_back(office: OfficeSide, props: Props) -> bool:
    return _status(office, props, "review") is Status.CORRECTION


def _status(office: OfficeSide, props: Props, exercise: str) -> Status | None:
    reference = props.get(exercise, {}).get("reference", "")
    try:
        return office.store.submission(reference, THE_OFFICE).status
    except SubmissionNotFound:
        return None


EXERCISES = (
    Exercise("counter", 3, _copy_filed),
    Exercise("code", 3, _code_filed),
    Exercise("paper", 3, _paper_taken_in),
    Exercise("mistake", 3, _withdrawn),
    Exercise("review", 3, _asked_back),
)
