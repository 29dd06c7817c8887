"""`serve --demo`: accounts and cases of made-up people. Never on data that is real."""

import json
from collections.abc import Callable
from pathlib import Path

from shared.casework import applying, counter, online, receiving, review, sending, staff
from shared.casework.authority import EVERY_SECTION, Role
from shared.casework.office import OfficeSide
from shared.casework.review import Order
from shared.casework.sides import FrontSide
from shared.errors import CaseError
from shared.language.wording import say
from shared.records import keyring
from shared.records.status import Action
from shared.records.store.pages import QueueFilter

FOLDER = Path(__file__).parent / "demo"


PEOPLE = (
    ("mado", "見本 みどり", (Role.COUNTER,), (EVERY_SECTION,)),
    ("shimin", "見本 誠", (Role.COUNTER, Role.REVIEWER), ("shiminka", "shiminzei")),
    ("kosodate", "見本 葵", (Role.COUNTER, Role.REVIEWER), ("kosodate-kyufu", "kaigo")),
    ("henshu", "見本 直", (Role.COUNTER, Role.EDITOR), (EVERY_SECTION,)),
    ("admin", "見本 管理", (Role.ADMIN, Role.EDITOR), (EVERY_SECTION,)),
)


def add_accounts(office: OfficeSide, tell: Callable[[str], object]) -> None:
    """The sample accounts that are not there yet; `tell` is given each with its one-time password."""
    known = {section.id for section in office.catalogue().sections} | {EVERY_SECTION}
    for name, shown, roles, sections in PEOPLE:
        served = [section for section in sections if section in known] or [EVERY_SECTION]
        try:
            password = staff.add(office, name, shown, roles, served)
        except CaseError:
            continue  # there since an earlier start; its password is known to whoever changed it
        tell(say("cli.demo_account", "ja", name=name, shown=shown, password=password))


def add_cases(front: FrontSide, office: OfficeSide) -> int:
    """Sample cases by both ways in, one of them taken up; gives how many. The same cases are made once."""
    made = 0
    served = office.catalogue().procedures.ids
    clerk = counter.at_the_counter(office, PEOPLE[1][0])
    for path in sorted(FOLDER.glob("*.json")):
        procedure, _, rest = path.name.partition(".")
        if rest.endswith(".staff.json") or procedure not in served:
            continue
        raw = json.loads(path.read_text(encoding="utf-8"))
        case = applying.start(front, procedure, "online", key=f"demo/{path.name}")
        written = case if case.sent else applying.answer_all(front, case, raw, "citizen")
        if not case.sent and online.may_send(written):
            sending.submit(front, written)
            made += 1
        checks = json.loads(path.with_name(f"{path.stem}.staff.json").read_text(encoding="utf-8"))
        if "self" in path.name:
            counter.file_answers(clerk, procedure, {**raw, **checks}, key=f"demo/counter/{path.name}")
            made += 1
    receiving.receive(office, keyring.load_opening_keys(office.settings.office_keys))
    _take_up_one(office, clerk)
    return made


def _take_up_one(office: OfficeSide, clerk: counter.Clerk) -> None:
    page = review.queue(office, clerk.actor, QueueFilter(()))
    first = next((row for row in page.rows if row.status == "received"), None)
    if first is not None and all(row.status == "received" for row in page.rows):
        review.act(office, clerk.actor, first.reference, Order(Action.TAKE_UP))
