"""Filing: one envelope becomes one record with everything that belongs to it, however often it comes."""

import os
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from office_samples import ASKED, CLERK, NOW, Office, apart, folder_row, one_card, person
from sqlalchemy import Connection, Engine

from shared.errors import ReferenceTaken, SubmissionNotFound
from shared.records.boxes import canonical
from shared.records.status import Status
from shared.records.store import cases, outgoing
from shared.records.store.attachments import NewAttachment
from shared.records.store.filing import FiledRow, file_submission
from shared.records.store.visibility import Viewer
from shared.records.submission import FeeState, Visibility


@pytest.fixture
def office(office_engine: Engine) -> Office:
    return Office(office_engine)


def test_a_filed_envelope_is_a_record(office: Office) -> None:
    new = office.new(
        due_on=date(2026, 12, 1),
        fee=300,
        fee_state=FeeState.UNPAID,
        flags=("kana_guessed",),
        sensitive=True,
        channel="counter",
    )
    filed = office.store.file(new)
    assert filed == FiledRow(
        reference=new.reference,
        register_number="shiminka-2026-000001",
        section="shiminka",
        status=Status.RECEIVED,
        received_at=NOW,
        due_on=date(2026, 12, 1),
        attention=(),
        linked="",
        fresh=True,
        digest=new.digest,
    )
    record, _ = office.store.opened(new.reference, CLERK)
    assert record.body is not None
    assert (record.applicant_name, record.body.applicant, record.revision) == ("見本 花子", person(), 1)
    assert (record.fee, record.fee_state, record.flags) == (300, FeeState.UNPAID, ("kana_guessed",))
    assert (record.sensitive, record.channel, record.due_on) == (True, "counter", date(2026, 12, 1))
    asked = office.store.read(cases.asked_procedure, new.procedure_hash)
    assert asked == canonical(ASKED).decode()


@pytest.mark.requirement("CR-1")
def test_what_is_sealed_cannot_be_read_in_the_database(office: Office) -> None:
    office.file(who=person("御手洗", "さくら"))
    kept = repr(office.contents()).encode()
    for canary in ("御手洗", "さくら", "09012345678", "19470305", "1947-03-05", "7H3K9QWN2TCXM4RD"):
        assert canary.encode() not in kept


def test_filing_writes_the_trail_and_the_count(office: Office) -> None:
    filed = office.file()
    [entry] = office.store.trail(filed.reference, CLERK)
    assert (entry.section, entry.seq, entry.at, entry.actor, entry.action, entry.detail) == (
        "shiminka",
        1,
        NOW,
        "citizen",
        "file",
        {"origin": "portal"},
    )
    assert office.kept_counts() == office.true_counts() == {("shiminka", "received"): 1}


def test_attachments_come_back_described(office: Office) -> None:
    new = office.new()
    key = office.vault.open_case(new.reference, new.wrap)
    described = {"question": "photo", "name": "写真.jpg", "key": "00" * 32}
    sealed = key.seal("attachment", "sealed:1", canonical(described))
    office.store.file(replace(new, attachments=(NewAttachment(1, "ab" * 16, sealed, 1234),)))
    [one] = office.store.attachments(new.reference, CLERK)
    assert (one.n, one.blob_id, one.size, one.described) == (1, "ab" * 16, 1234, described)


@pytest.mark.requirement("R-02")
def test_filing_is_all_or_nothing_after_each_of_its_statements(
    office: Office, watch_statements: Any, injected_fault: type[Exception]
) -> None:
    """R-02."""
    office.file()
    row = folder_row()
    new = office.new(
        folder=row,
        cards=lambda number: [one_card(row.locator)],
        attachments=(NewAttachment(1, "ab" * 16, b"sealed", 10),),
        visibility=Visibility.PROTECTED,
        viewers=("suzuki",),
        duplicate_of={os.urandom(16): "same"},
    )
    before = office.contents()
    statements = watch_statements(office.engine)
    failures = 0
    while True:
        statements.start(fail_after=failures + 1)
        try:
            office.store.file(new)
            break
        except injected_fault:
            failures += 1
            statements.start()
            assert office.contents() == before
    assert failures >= 18
    statements.start()
    assert (office.rows("submission"), office.rows("trail"), office.rows("letterbox_outbox")) == (2, 2, 2)


def test_the_same_envelope_is_filed_once(office: Office) -> None:
    new = office.new()
    first = office.store.file(new)
    again = office.store.file(replace(new, filed_at=NOW + timedelta(days=1)))
    assert again == replace(first, fresh=False)
    assert office.store.filed_as(new.envelope_id) == again
    assert office.store.filed_as("0" * 32) is None
    assert (office.rows("submission"), office.rows("trail")) == (1, 1)


@pytest.mark.requirement("ID-1")
def test_the_same_envelope_from_fifty_doors_at_once_is_filed_once(office: Office) -> None:
    """ID-1 on this side."""
    new = office.new()
    gate = threading.Barrier(50)

    def bring(_: int) -> FiledRow:
        gate.wait()
        return office.store.file(new)

    with ThreadPoolExecutor(50) as pool:
        filed = list(pool.map(bring, range(50)))
    assert {(f.reference, f.register_number) for f in filed} == {(new.reference, "shiminka-2026-000001")}
    assert sum(f.fresh for f in filed) == 1
    assert (office.rows("submission"), office.rows("trail"), office.rows("filed")) == (1, 1, 1)


def test_another_content_under_a_known_id_is_a_second_arrival(office: Office) -> None:
    first = office.new()
    office.store.file(first)
    second = replace(first, digest=os.urandom(32))
    filed = office.store.file(second, apart(office, second, filed_at=NOW + timedelta(seconds=1)))
    assert (filed.linked, filed.attention, filed.fresh) == (first.reference, ("second_arrival",), True)
    assert filed.reference != first.reference
    assert office.store.file(second, apart(office, second)) == replace(filed, fresh=False)
    assert office.store.filed_as(first.envelope_id) == replace(office.store.file(first), fresh=False)
    assert office.store.read(cases.linked_to, first.reference, CLERK) == (filed.reference,)


def test_a_reference_that_another_case_has_is_not_taken_twice(office: Office) -> None:
    first = office.file(reference="A7K2M9QX4")
    clash = office.new(reference="A7K2M9QX4", attention=("answers_wrong",))
    with pytest.raises(ReferenceTaken, match="reference_taken"):
        office.store.file(clash)
    filed = office.store.file(clash, apart(office, clash))
    assert (filed.reference == first.reference, filed.attention, filed.linked) == (
        False,
        ("reference_taken", "answers_wrong"),
        "",
    )


def test_a_second_arrival_must_be_sealed_for_its_own_reference(office: Office) -> None:
    first = office.new()
    office.store.file(first)
    second = replace(first, digest=os.urandom(32))
    with pytest.raises(ValueError, match="another reference"):
        office.store.file(second, lambda why, there: second)
    assert office.rows("submission") == 1


def test_what_seems_to_be_sent_twice_is_flagged_and_linked(office: Office) -> None:
    same = {os.urandom(16): "same"}
    first = office.file(duplicate_of=same)
    second = office.file(duplicate_of=same)
    assert (first.attention, first.linked) == ((), "")
    assert (second.attention, second.linked) == (("duplicate",), first.reference)


def test_a_protected_case_is_never_told_of_as_a_duplicate(office: Office) -> None:
    same = {os.urandom(16): "same"}
    office.file(duplicate_of=same, visibility=Visibility.PROTECTED, viewers=("suzuki",))
    assert office.file(duplicate_of=same).attention == ()


def test_a_protected_case_is_there_for_named_staff_only(office: Office) -> None:
    filed = office.file(visibility=Visibility.PROTECTED, viewers=("suzuki", "sato"))
    assert office.store.submission(filed.reference, CLERK).reference == filed.reference
    for read in (office.store.submission, office.store.opened, office.store.trail, office.store.attachments):
        with pytest.raises(SubmissionNotFound):
            read(filed.reference, Viewer("tanaka"))  # type: ignore[operator]
    assert office.kept_counts() == {}


def test_folder_and_cards_wait_for_the_letterbox_and_are_mirrored(office: Office) -> None:
    row = folder_row()
    numbers: list[str] = []

    def cards(number: str) -> list[Any]:
        numbers.append(number)
        return [one_card(row.locator)]

    office.file(folder=row, cards=cards)
    letters = office.store.read(outgoing.take_letters, 10)
    assert [out.letter for out in letters] == [row, one_card(row.locator)]
    assert numbers == ["shiminka-2026-000001"]
    assert office.store.read(outgoing.mirrored_folder, row.locator) == row
    assert office.store.read(outgoing.mirrored_cards, row.locator) == [one_card(row.locator)]


@pytest.mark.requirement("R-05")
def test_numbers_are_counted_by_section_and_fiscal_year(office: Office) -> None:
    days = (date(2027, 3, 31), date(2027, 4, 1), date(2027, 3, 31))
    made = [office.file(fiscal_day=day).register_number for day in days]
    other = office.file(section="kokuho").register_number
    assert [*made, other] == [
        "shiminka-2026-000001",
        "shiminka-2027-000001",
        "shiminka-2026-000002",
        "kokuho-2026-000001",
    ]


class FellBack(Exception):
    pass


def _file_with_rollbacks(office: Office, seed: int, each: int) -> list[tuple[str, str]]:
    dice, filed = random.Random(seed), []
    for _ in range(each):
        section = dice.choice(("shiminka", "kokuho"))
        new, falls = office.new(section=section), dice.random() < 0.1

        def deed(connection: Connection, new: Any = new, falls: bool = falls) -> str:
            number = file_submission(connection, new).register_number
            if falls:
                raise FellBack
            return number

        try:
            filed.append((section, office.store.run(deed)))
        except FellBack:
            continue
    return filed


def _numbers_between_threads(office: Office, threads: int, each: int) -> None:
    """R-05: gapless and unique per section and fiscal year, and one chain without a gap."""
    with ThreadPoolExecutor(threads) as pool:
        works = [pool.submit(_file_with_rollbacks, office, seed, each) for seed in range(threads)]
        filed = [one for work in works for one in work.result()]
    for section in ("shiminka", "kokuho"):
        numbers = sorted(number for where, number in filed if where == section)
        assert numbers == [f"{section}-2026-{n:06d}" for n in range(1, len(numbers) + 1)]
        chain = office.all("SELECT seq FROM trail WHERE section = :s ORDER BY seq", s=section)
        assert [seq for (seq,) in chain] == list(range(1, len(numbers) + 1))
    assert office.kept_counts() == office.true_counts()


@pytest.mark.requirement("R-05")
def test_register_numbers_have_no_gaps_between_threads(office: Office) -> None:
    _numbers_between_threads(office, threads=16, each=4)


@pytest.mark.requirement("R-05")
@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_register_numbers_have_no_gaps_in_full_count(office: Office) -> None:
    _numbers_between_threads(office, threads=16, each=500)
