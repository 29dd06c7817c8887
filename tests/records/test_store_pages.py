"""The queue: what needs attention first, then by due day; pages that join up; nothing protected ever shows."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from office_samples import CLERK, NOW, Office, person
from sqlalchemy import Engine, text

from shared.records.status import FINAL, Status
from shared.records.store import pages
from shared.records.store.changes import Change
from shared.records.store.pages import QueueFilter, QueueMark
from shared.records.store.visibility import THE_OFFICE, Viewer
from shared.records.submission import Visibility

SECTIONS = ("shiminka", "kokuho")
BOTH = QueueFilter(SECTIONS)
NOBODY = Viewer("nobody")


@pytest.fixture
def office(office_engine: Engine) -> Office:
    return Office(office_engine)


def references(office: Office, asked: QueueFilter, viewer: Viewer = CLERK, **more: Any) -> list[str]:
    return [row.reference for row in office.store.queue_page(asked, viewer, **more).rows]


def move(office: Office, reference: str, **after: Any) -> None:
    record = office.store.submission(reference, THE_OFFICE)
    office.store.change(Change(replace(record, **after), NOW, "suzuki", "move"))


@pytest.fixture
def mixed(office: Office) -> dict[str, dict[str, Any]]:
    """Thirty-five cases of all sorts; {reference: what it was made of}."""
    dice = random.Random(7)
    made = {}
    for n in range(35):
        what: dict[str, Any] = {
            "section": dice.choice(SECTIONS),
            "due_on": dice.choice((None, date(2026, 12, 1) + timedelta(days=dice.randrange(5)))),
            "received_at": NOW + timedelta(minutes=dice.randrange(10)),
            "attention": ("answers_wrong",) if dice.random() < 0.1 else (),
            "channel": dice.choice(("online", "counter", "paper")),
            "procedure_id": dice.choice(("juminhyo-copy", "inu-toroku")),
            "visibility": Visibility.PROTECTED if n % 7 == 0 else Visibility.SECTION,
            "viewers": ("suzuki",) if n % 7 == 0 else (),
        }
        reference = office.file(**what).reference
        status = dice.choice(tuple(Status))
        if status is not Status.ARRIVED:
            move(office, reference, status=status)
            made[reference] = what | {"status": status}
        else:
            made[reference] = what | {"status": Status.RECEIVED}
    return made


def due_key(reference: str, what: dict[str, Any]) -> tuple[object, ...]:
    return (not what["attention"], what["due_on"] or date.max, what["received_at"], reference)


def expected(mixed: dict[str, dict[str, Any]], viewer: str, **same: Any) -> list[str]:
    """What a plain look at all cases would find."""
    chosen = {
        reference: what
        for reference, what in mixed.items()
        if what["status"] not in FINAL
        and (what["visibility"] is Visibility.SECTION or viewer == "suzuki")
        and all(what[key] == value for key, value in same.items())
    }
    return sorted(chosen, key=lambda reference: due_key(reference, chosen[reference]))


def test_the_queue_is_ordered_over_all_sections_and_pages_join_up(
    office: Office, mixed: dict[str, dict[str, Any]]
) -> None:
    whole = references(office, BOTH, limit=100)
    assert whole == expected(mixed, "suzuki")
    paged: list[str] = []
    after: QueueMark | None = None
    while True:
        page = office.store.queue_page(BOTH, CLERK, limit=7, after=after)
        paged += [row.reference for row in page.rows]
        if page.after is None:
            break
        after = QueueMark.from_text(page.after.as_text())
    assert paged == whole


def test_a_case_filed_while_somebody_pages_moves_no_other(office: Office) -> None:
    made = [office.file(received_at=NOW + timedelta(minutes=n)).reference for n in range(4)]
    first = office.store.queue_page(BOTH, CLERK, limit=2)
    early = office.file(received_at=NOW - timedelta(days=1)).reference
    second = office.store.queue_page(BOTH, CLERK, limit=2, after=first.after)
    assert [row.reference for row in (*first.rows, *second.rows)] == made
    assert references(office, BOTH)[0] == early


@pytest.mark.parametrize(
    "same",
    [
        {"section": "kokuho"},
        {"channel": "paper"},
        {"procedure_id": "inu-toroku"},
        {"status": Status.IN_REVIEW},
        {"channel": "online", "section": "shiminka"},
    ],
)
def test_filters_show_what_a_plain_look_finds(
    office: Office, mixed: dict[str, dict[str, Any]], same: dict[str, Any]
) -> None:
    asked = QueueFilter(
        (same["section"],) if "section" in same else SECTIONS,
        statuses=frozenset({same["status"]}) if "status" in same else frozenset(),
        channel=same.get("channel", ""),
        procedure_id=same.get("procedure_id", ""),
    )
    assert references(office, asked, limit=100) == expected(mixed, "suzuki", **same)


def test_a_protected_case_exists_for_no_one_else(office: Office, mixed: dict[str, dict[str, Any]]) -> None:
    assert references(office, BOTH, NOBODY, limit=100) == expected(mixed, "nobody")
    seen = {
        section: sum(by_status.values())
        for section, by_status in office.store.read(pages.counts, SECTIONS, NOBODY).items()
    }
    open_to_all = [w["section"] for w in mixed.values() if w["visibility"] is Visibility.SECTION]
    assert seen == {section: open_to_all.count(section) for section in SECTIONS}


def test_counts_are_what_a_plain_count_finds(office: Office, mixed: dict[str, dict[str, Any]]) -> None:
    plain = {
        section: {
            status: n
            for status in Status
            if (n := sum(w["section"] == section and w["status"] is status for w in mixed.values()))
        }
        for section in SECTIONS
    }
    assert office.store.read(pages.counts, SECTIONS, CLERK) == plain
    assert office.store.read(pages.counts, SECTIONS, THE_OFFICE) == plain
    assert office.store.read(pages.counts, (), CLERK) == {}
    assert office.kept_counts() == office.true_counts()


def test_what_is_over_can_be_looked_through_newest_first(office: Office) -> None:
    made = []
    for n in range(5):
        reference = office.file(received_at=NOW + timedelta(minutes=n)).reference
        move(office, reference, status=Status.COMPLETED)
        made.append(reference)
    asked = QueueFilter(("shiminka",), statuses=frozenset({Status.COMPLETED}), order="newest")
    first = office.store.queue_page(asked, CLERK, limit=3)
    rest = office.store.queue_page(asked, CLERK, limit=3, after=first.after)
    assert [row.reference for row in (*first.rows, *rest.rows)] == made[::-1]
    assert references(office, QueueFilter(("shiminka",))) == []


def test_attention_goes_first_and_can_be_asked_for_alone(office: Office) -> None:
    office.file(due_on=date(2026, 11, 23))
    flagged = office.file(due_on=date(2027, 11, 23), attention=("clock_differs",)).reference
    assert references(office, BOTH)[0] == flagged
    assert references(office, replace(BOTH, attention_only=True)) == [flagged]


def test_what_nobody_has_taken_up_can_be_asked_for(office: Office) -> None:
    taken, free = office.file().reference, office.file().reference
    move(office, taken, assignee="suzuki")
    assert references(office, replace(BOTH, assignee="suzuki")) == [taken]
    assert references(office, replace(BOTH, assignee="")) == [free]


def test_rows_show_the_name_and_no_more(office: Office) -> None:
    filed = office.file(due_on=date(2026, 12, 1), flags=("kana_guessed",))
    [row] = office.store.queue_page(BOTH, CLERK).rows
    assert (row.reference, row.register_number, row.applicant_name, row.flags, row.revision) == (
        filed.reference,
        "shiminka-2026-000001",
        "見本 花子",
        ("kana_guessed",),
        1,
    )


@pytest.mark.parametrize(
    "search",
    ["見本花子", "見本", "花子", "ミホン", "みほ", "ミホンハ", "1947-03-05", "19470305", "09012345678", "5678"],
)
def test_a_person_is_found_by_every_name_and_number(office: Office, search: str) -> None:
    office.file(
        who=replace(
            person("田中", "一郎"), family_kana="タナカ", given_kana="イチロウ", birth="1980-01-01", phone="0852555555"
        )
    )
    wanted = office.file().reference
    assert references(office, BOTH, search=search) == [wanted]


def test_two_character_names_are_found(office: Office) -> None:
    tanaka = office.file(who=person("田中", "一郎"), section="kokuho").reference
    office.file()
    assert references(office, BOTH, search="田中") == [tanaka]
    assert references(office, BOTH, search="田") == []


def test_a_case_is_found_by_its_numbers(office: Office) -> None:
    filed = office.file()
    office.file()
    shown = f"{filed.reference[:3]} {filed.reference[3:6]} {filed.reference[6:]}".lower()
    assert references(office, BOTH, search=shown) == [filed.reference]
    assert references(office, BOTH, search=filed.register_number) == [filed.reference]


def test_a_search_finds_nothing_in_other_sections(office: Office) -> None:
    office.file()
    assert references(office, QueueFilter(("kokuho",)), search="見本") == []
    assert references(office, QueueFilter(()), search="見本") == []


def test_a_search_for_nothing_known_finds_nothing(office: Office) -> None:
    office.file()
    assert references(office, BOTH, search="！？") == []


@pytest.mark.requirement("CR-2")
def test_one_case_with_changed_bytes_does_not_close_the_queue(office: Office) -> None:
    """CR-2."""
    broken, sound = office.file(received_at=NOW).reference, office.file(received_at=NOW + timedelta(1)).reference
    with office.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE submission_body SET applicant = (SELECT b.applicant FROM submission_body b "
                "WHERE b.reference = :other) WHERE reference = :reference"
            ),
            {"reference": broken, "other": sound},
        )
    rows = office.store.queue_page(BOTH, CLERK).rows
    assert [(row.reference, row.applicant_name, row.attention) for row in rows] == [
        (broken, "", ("unreadable",)),
        (sound, "見本 花子", ()),
    ]


def test_the_open_queue_is_read_from_its_index(sqlite_url: str) -> None:
    from shared.records.database import migrate, open_engine

    engine = open_engine(sqlite_url)
    migrate(engine, "office")
    seen: list[str] = []
    with engine.connect() as connection:
        plan = connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT s.reference FROM submission s JOIN submission_body b "
                "ON b.reference = s.reference WHERE s.section = 'a' AND s.queue_rank < 2 AND "
                f"{CLERK.condition} AND (s.queue_rank, s.due_on, s.received_at, s.reference) > (0, '', '', '') "
                "ORDER BY s.queue_rank, s.due_on, s.received_at, s.reference LIMIT 50"
            ),
            {"viewer": "x"},
        )
        seen = [row.detail for row in plan]
    engine.dispose()
    assert "submission_open" in seen[0]
    assert [step for step in seen if "TEMP B-TREE" in step] == []


def test_a_mark_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        QueueMark.from_text("1|2")
