"""経過: nobody changes it unseen, and the database itself refuses to."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from office_samples import CLERK, NOW, Office
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from shared.records.database import migrate, open_engine
from shared.records.store import trail_rows
from shared.records.store.visibility import Viewer
from shared.records.submission import Visibility
from shared.records.trail import Anchor, BrokenLink, Deed, chain_start

COLUMNS = "section, seq, at, actor, action, reference, detail, detail_digest, hash"


@pytest.fixture
def office(office_engine: Engine) -> Office:
    return Office(office_engine)


def deed(n: int = 0, **changes: Any) -> Deed:
    return replace(Deed(NOW + timedelta(seconds=n), "suzuki", "look", "A7K2M9QX4", b"sealed %d" % n), **changes)


def append_many(office: Office, section: str, count: int) -> None:
    def all_of_them(connection: Connection) -> None:
        for n in range(count):
            trail_rows.append_trail(connection, section, deed(n))

    office.store.run(all_of_them)


def unguarded(office: Office, *statements: tuple[str, dict[str, Any]]) -> None:
    """What somebody with the database in their hands does: guards off, rows changed, guards on."""
    postgres = office.engine.dialect.name == "postgresql"
    guards: list[str] = []
    with office.engine.begin() as connection:
        if postgres:
            connection.execute(text("ALTER TABLE trail DISABLE TRIGGER USER"))
        else:
            found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
            guards = [row.sql for row in found]
            for row in found:
                connection.execute(text(f"DROP TRIGGER {row.name}"))
        for statement, values in statements:
            connection.execute(text(statement), values)
        if postgres:
            connection.execute(text("ALTER TABLE trail ENABLE TRIGGER USER"))
        for guard in guards:
            connection.exec_driver_sql(guard)


def broken(office: Office, *anchors: Anchor) -> BrokenLink | None:
    return office.store.read(trail_rows.verify_trail, anchors)


def test_deeds_stand_in_one_chain_per_section(office: Office) -> None:
    append_many(office, "shiminka", 3)
    append_many(office, "kokuho", 2)
    rows = office.store.read(trail_rows.deeds_of, "shiminka", 1, 10, CLERK)
    assert [(row.seq, row.detail) for row in rows] == [(2, b"sealed 1"), (3, b"sealed 2")]
    ends = office.store.read(trail_rows.heads)
    assert {section: head.count for section, head in ends.items()} == {"shiminka": 3, "kokuho": 2}
    assert ends["shiminka"].hash == rows[-1].hash
    assert broken(office) is None


def test_an_empty_trail_holds(office: Office) -> None:
    assert broken(office) is None


def edit(office: Office, seq: int) -> None:
    unguarded(office, ("UPDATE trail SET actor = 'sato' WHERE seq = :seq", {"seq": seq}))


def delete(office: Office, seq: int) -> None:
    unguarded(office, ("DELETE FROM trail WHERE seq = :seq", {"seq": seq}))


def insert(office: Office, seq: int) -> None:
    """A row in between, the later ones moved up."""
    unguarded(
        office,
        ("UPDATE trail SET seq = -seq - 1 WHERE seq >= :seq", {"seq": seq}),
        ("UPDATE trail SET seq = -seq WHERE seq < 0", {}),
        (
            f"INSERT INTO trail ({COLUMNS}) SELECT section, :seq, at, 'nobody', action, reference, detail, "
            "detail_digest, hash FROM trail WHERE seq = :next",
            {"seq": seq, "next": seq + 1},
        ),
    )


def swap(office: Office, seq: int) -> None:
    unguarded(
        office,
        ("UPDATE trail SET seq = 0 WHERE seq = :seq", {"seq": seq}),
        ("UPDATE trail SET seq = :seq WHERE seq = :next", {"seq": seq, "next": seq + 1}),
        ("UPDATE trail SET seq = :next WHERE seq = 0", {"next": seq + 1}),
    )


def cut(office: Office, seq: int) -> None:
    unguarded(office, ("DELETE FROM trail WHERE seq >= :seq", {"seq": seq}))


def exchange_detail(office: Office, seq: int) -> None:
    unguarded(office, ("UPDATE trail SET detail = :detail WHERE seq = :seq", {"seq": seq, "detail": b"other"}))


MANIPULATIONS = [edit, delete, insert, swap, cut, exchange_detail]


@pytest.mark.requirement("AT-1")
@pytest.mark.parametrize("manipulate", MANIPULATIONS)
def test_every_manipulation_is_found_at_its_row(office: Office, manipulate: Callable[[Office, int], None]) -> None:
    """AT-1."""
    append_many(office, "shiminka", 20)
    seq = random.randrange(2, 19)
    manipulate(office, seq)
    found = broken(office)
    assert found is not None
    assert (found.section, found.seq) == ("shiminka", seq)


@pytest.mark.requirement("AT-1")
@pytest.mark.drill
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("manipulate", MANIPULATIONS)
def test_every_manipulation_is_found_in_full_count(sqlite_url: str, manipulate: Callable[[Office, int], None]) -> None:
    engine = open_engine(sqlite_url)
    migrate(engine, "office")
    office = Office(engine)
    append_many(office, "shiminka", 20)
    kept = [dict(row) for row in _rows(office)]
    for round_ in range(1000):
        seq = random.Random(round_).randrange(2, 19)
        manipulate(office, seq)
        assert broken(office) == BrokenLink("shiminka", seq, getattr(broken(office), "why", ""))
        values = ", ".join(f":{column}" for column in COLUMNS.split(", "))
        unguarded(
            office,
            ("DELETE FROM trail", {}),
            *((f"INSERT INTO trail ({COLUMNS}) VALUES ({values})", row) for row in kept),
        )
    engine.dispose()


def _rows(office: Office) -> list[Any]:
    with office.engine.connect() as connection:
        return list(connection.execute(text("SELECT * FROM trail")).mappings())


def test_a_row_behind_the_head_is_found(office: Office) -> None:
    append_many(office, "shiminka", 3)
    unguarded(office, ("UPDATE trail_head SET seq = 2, hash = (SELECT hash FROM trail WHERE seq = 2)", {}))
    assert broken(office) == BrokenLink("shiminka", 3, "order")


@pytest.mark.requirement("AT-1")
def test_a_tail_cut_off_with_its_head_is_found_by_the_anchor(office: Office) -> None:
    append_many(office, "shiminka", 5)
    anchor = Anchor("installation", NOW, office.store.read(trail_rows.heads))
    append_many(office, "shiminka", 5)
    assert broken(office, anchor) is None
    unguarded(
        office,
        ("DELETE FROM trail WHERE seq > 3", {}),
        ("UPDATE trail_head SET seq = 3, hash = (SELECT hash FROM trail WHERE seq = 3)", {}),
    )
    assert broken(office) is None
    assert broken(office, anchor) == BrokenLink("shiminka", 4, "short")


def test_a_chain_that_was_taken_away_whole_is_found_by_the_anchor(office: Office) -> None:
    append_many(office, "shiminka", 2)
    anchor = Anchor("installation", NOW, office.store.read(trail_rows.heads))
    unguarded(office, ("DELETE FROM trail", {}), ("DELETE FROM trail_head", {}))
    assert broken(office, anchor) == BrokenLink("shiminka", 1, "short")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail SET actor = 'sato'",
        "UPDATE trail SET detail = NULL",
        "UPDATE trail SET detail = NULL, actor = 'sato' WHERE reference = 'MARKED000'",
        "DELETE FROM trail",
        "DELETE FROM trail WHERE reference = 'MARKED000'",
    ],
)
def test_the_database_refuses_to_change_the_trail(office: Office, statement: str) -> None:
    """AT-4."""
    append_many(office, "shiminka", 2)
    office.store.note("shiminka", deed(reference="MARKED000"))
    before = office.contents()["trail"]
    with office.engine.begin() as connection:
        connection.execute(text("INSERT INTO trail_erasure VALUES ('MARKED000', 'x', 'retention')"))
    with pytest.raises(DBAPIError, match="append-only"), office.engine.begin() as connection:
        connection.execute(text(statement))
    assert office.contents()["trail"] == before


@pytest.mark.postgres
def test_postgres_refuses_to_empty_the_trail(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    migrate(engine, "office")
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("TRUNCATE trail"))
    engine.dispose()


def test_details_are_erased_at_retention_and_the_chain_holds(office: Office) -> None:
    append_many(office, "shiminka", 2)
    office.store.note("shiminka", deed(reference="B00000000", detail=b"to be erased"))
    assert office.store.run(trail_rows.erase_details, "B00000000", NOW, "retention") == 1
    rows = office.store.read(trail_rows.deeds_of, "shiminka", 0, 10, CLERK)
    assert [row.detail for row in rows] == [b"sealed 0", b"sealed 1", None]
    assert broken(office) is None
    assert office.all("SELECT reference, reason FROM trail_erasure") == [("B00000000", "retention")]


def test_deeds_of_a_protected_case_show_to_named_staff_only(office: Office) -> None:
    office.file(visibility=Visibility.PROTECTED, viewers=("suzuki",))
    office.store.note("shiminka", deed(reference=""))
    seen = {
        name: [row.action for row in office.store.read(trail_rows.deeds_of, "shiminka", 0, 9, Viewer(name))]
        for name in ("suzuki", "tanaka")
    }
    assert seen == {"suzuki": ["file", "look"], "tanaka": ["look"]}


def test_anchors_are_kept_in_order(office: Office) -> None:
    office.store.run(trail_rows.keep_anchor, NOW + timedelta(days=1), b"second")
    office.store.run(trail_rows.keep_anchor, NOW, b"first")
    assert office.store.read(trail_rows.anchors) == [b"first", b"second"]


def test_a_start_of_one_chain_is_not_the_start_of_another() -> None:
    assert chain_start("shiminka").hash != chain_start("kokuho").hash


@pytest.mark.drill
def test_a_hundred_thousand_rows_are_verified_quickly(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    migrate(engine, "office")
    office = Office(engine)
    append_many(office, "shiminka", 100_000)
    start = time.process_time()
    assert broken(office) is None
    taken = time.process_time() - start
    print(f"100,000 rows in {taken:.2f} s of processor time")  # noqa: T201 – the drill's own report
    assert taken < 2.0
    engine.dispose()
