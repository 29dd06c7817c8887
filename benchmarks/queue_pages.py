"""Whether a page of the queue costs the same at any depth and length: keyset pages, names opened.

    .venv/bin/python benchmarks/queue_pages.py [--cases 10000 100000] [--rounds 15]

Beside each: the same rows by OFFSET, as a first version would ask for them (names not opened).
"""

import argparse
import json
import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from house import House, open_house
from measure import head, in_turns, line
from sqlalchemy import Connection, text
from sqlmodel import insert

from shared.language import clock
from shared.records.database import reading
from shared.records.envelope import new_envelope_id
from shared.records.office_tables.cases import SearchToken, SubmissionBody, SubmissionRow
from shared.records.person import Person, Role
from shared.records.reference import new_reference
from shared.records.shapes import instant_text
from shared.records.store.pages import QueueFilter, QueueMark
from shared.records.store.visibility import Viewer
from shared.records.vault import person_terms, wrap_number

Row = dict[str, object]
SECTIONS = ("shiminka", "shiminzei", "kaigo")
CLERK, PAGE, AT_ONCE = Viewer("suzuki"), 50, 500
SURNAMES, GIVEN = "佐鈴高田伊渡山中小加吉松井斎清木林", "一二三四五六七八九十花葵翠凪蓮湊陽"
OFFSET = text(
    "SELECT s.reference FROM submission s JOIN submission_body b ON b.reference = s.reference "
    "WHERE s.section IN ('shiminka', 'shiminzei', 'kaigo') AND s.queue_rank < 2 AND s.visibility = 'section' "
    "ORDER BY s.queue_rank, s.due_on, s.received_at, s.reference LIMIT 50 OFFSET :depth"
)


def lay_in(connection: Connection, house: House, numbers: range) -> None:
    """Cases as filing leaves them, table by table: filing each one for itself would take an hour."""
    kept = [case(house, number) for number in numbers]
    for model, rows in zip((SubmissionRow, SubmissionBody), zip(*kept, strict=True), strict=False):
        connection.execute(insert(model), list(rows))
    connection.execute(insert(SearchToken), [token for _, _, tokens in kept for token in tokens])


def case(house: House, number: int) -> tuple[Row, Row, list[Row]]:
    """(submission, body, search tokens) of one case, sealed."""
    reference, section = new_reference("A"), SECTIONS[number % 3]
    name = SURNAMES[number % 17] + "本", GIVEN[number // 17 % 17] + "子"
    who = Person(Role.APPLICANT, *name, "ミホン", "ハナコ", "1947-03-05", f"090{number:08d}")
    key, attention = house.office.vault.new_case(reference), ["duplicate"] * (number % 50 == 0)
    received = instant_text(clock.now() - timedelta(minutes=number % 40_000))
    row: Row = {
        "reference": reference,
        "envelope_id": new_envelope_id(),
        "register_number": f"{section}-2026-{number:06d}",
        "register_section": section,
        "fiscal_year": 2026,
        "register_serial": number,
        "section": section,
        "procedure_id": "juminhyo-copy",
        "procedure_hash": bytes(32),
        "channel": "online",
        "status": "received",
        "queue_rank": 0 if attention else 1,
        "visibility": "section",
        "sensitive": 0,
        "received_at": received,
        "filed_at": received,
        "due_on": (clock.today() + timedelta(days=number % 60)).isoformat(),
        "assignee": "",
        "fee": 300,
        "fee_state": "unpaid",
        "flags": "[]",
        "attention": json.dumps(attention),
        "linked": "",
        "revision": 1,
        "updated_at": received,
    }
    body: Row = {
        "reference": reference,
        "wrap": key.wrap,
        "wrap_key": f"vault-{wrap_number(key.wrap)}",
        "applicant": key.seal("submission_body", "applicant", who.name.encode()),
        "body": key.seal("submission_body", "body", os.urandom(3000)),
    }
    tokens = house.office.vault.tokens(section, person_terms(who))
    return row, body, [{"section": section, "field": f, "token": t, "reference": reference} for t, f in tokens.items()]


def fill(house: House, until: int, filled: int) -> None:
    for first in range(filled, until, AT_ONCE):
        house.office.store.run(lay_in, house, range(first, min(first + AT_ONCE, until)))


def mark_at(house: House, depth: int) -> QueueMark | None:
    """Behind the row at this depth."""
    if depth == 0:
        return None
    found = house.office.store.queue_page(QueueFilter(SECTIONS), CLERK, depth)
    return found.after


def by_offset(house: House, depth: int) -> int:
    with reading(house.office.store.engine) as connection:
        return len(connection.execute(OFFSET, {"depth": depth}).all())


def ignoring_the_round(way: Callable[[], object]) -> Callable[[int], object]:
    return lambda _: way()


def look(house: House, cases: int, rounds: int) -> None:
    store, asked = house.office.store, QueueFilter(SECTIONS)
    depths = {"first page": 0, "page in the middle": cases // 2, "last page but one": cases - 2 * PAGE}
    marks = {name: mark_at(house, depth) for name, depth in depths.items()}
    ways: dict[str, Callable[[int], object]] = {}
    for name, depth in depths.items():
        ways[name] = ignoring_the_round(partial(store.queue_page, asked, CLERK, PAGE, marks[name]))
        ways[f"{name} by OFFSET"] = ignoring_the_round(partial(by_offset, house, depth))
    ways["search by a name"] = lambda n: store.queue_page(asked, CLERK, PAGE, search=f"{SURNAMES[n % 17]}本 花子")
    ways["search by a telephone"] = lambda n: store.queue_page(asked, CLERK, PAGE, search=f"090{n:08d}")
    spent = in_turns(rounds, ways)
    first, naive = spent["first page"].work, spent["first page by OFFSET"].work
    for name, took in spent.items():
        of = naive if name.endswith("OFFSET") else first
        line(f"{cases} cases: {name}", took, f"{took.work / of:6.1f} × the work of its first page")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000])
    arguments.add_argument("--rounds", type=int, default=15)
    given = arguments.parse_args()
    head()
    with open_house() as house:
        filled = 0
        for cases in sorted(given.cases):
            fill(house, cases, filled)
            filled = cases
            look(house, cases, given.rounds)


if __name__ == "__main__":
    main()
