"""After filing: the slower of two is told, and row, trail, counts, tokens and letters change together."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from office_samples import CLERK, NOW, Office, folder_row, one_card, person
from sqlalchemy import Engine

from shared.errors import SubmissionChanged, SubmissionNotFound
from shared.records.boxes import canonical
from shared.records.keyring import VaultKeys
from shared.records.status import Status
from shared.records.store import cases, changes, outgoing, trail_rows
from shared.records.store.attachments import NewAttachment
from shared.records.store.changes import Change, Changed
from shared.records.store.pages import QueueFilter
from shared.records.store.visibility import THE_OFFICE, Viewer
from shared.records.submission import FeeState, Visibility
from shared.records.vault import Vault, person_terms


@pytest.fixture
def office(office_engine: Engine) -> Office:
    return Office(office_engine)


def change_of(office: Office, reference: str, action: str = "take_up", **after: Any) -> Change:
    record = office.store.submission(reference, THE_OFFICE)
    return Change(replace(record, **({"status": Status.IN_REVIEW} | after)), NOW + timedelta(hours=1), "suzuki", action)


def test_a_change_is_kept_and_counted(office: Office) -> None:
    reference = office.file().reference
    change = change_of(
        office,
        reference,
        assignee="suzuki",
        due_on=date(2026, 12, 24),
        waiting_since=NOW,
        fee_state=FeeState.PAID,
        attention=("answers_wrong",),
        retain_until=date(2030, 3, 31),
    )
    changed = office.store.change(change)
    assert changed == Changed(replace(change.after, revision=2), True)
    assert office.store.submission(reference, CLERK) == changed.submission
    assert office.kept_counts() == office.true_counts() == {("shiminka", "in_review"): 1}
    assert [entry.action for entry in office.store.trail(reference, CLERK)] == ["file", "take_up"]


def test_the_slower_of_two_reviewers_is_told(office: Office) -> None:
    reference = office.file().reference
    first, second = change_of(office, reference), change_of(office, reference, assignee="sato")
    office.store.change(first)
    with pytest.raises(SubmissionChanged) as told:
        office.store.change(second)
    assert told.value.params == {"revision": 2}
    assert office.store.submission(reference, CLERK).assignee == ""


def test_of_many_reviewers_at_once_one_wins(office: Office) -> None:
    for _ in range(5):
        reference = office.file().reference
        change = change_of(office, reference)

        def take_up(_: int, change: Change = change) -> bool:
            try:
                return office.store.change(change).fresh
            except SubmissionChanged:
                return False

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(take_up, range(8))) == 1
    assert office.kept_counts() == office.true_counts() == {("shiminka", "in_review"): 5}


def test_a_change_of_nothing_there_is_refused(office: Office) -> None:
    change = change_of(office, office.file().reference)
    gone = replace(change, after=replace(change.after, reference="A00000000"))
    with pytest.raises(SubmissionNotFound):
        office.store.change(gone)


@pytest.mark.requirement("R-02")
def test_a_change_is_all_or_nothing_after_each_of_its_statements(
    office: Office, watch_statements: Any, injected_fault: type[Exception]
) -> None:
    """R-02."""
    reference = office.file().reference
    row = folder_row()
    change = replace(
        change_of(office, reference),
        body=b"new body",
        applicant=b"new name",
        attachments=(NewAttachment(1, "cd" * 16, b"sealed", 1),),
        tokens={os.urandom(16): "name"},
        filed=("e" * 32, os.urandom(32)),
        viewers=("suzuki",),
        folder=row,
        cards=lambda kept: [one_card(row.locator)],
        dropped=(outgoing.Dropped(os.urandom(16)),),
        rests_on=(("identity_checked", b"sealed"),),
    )
    before = office.contents()
    statements = watch_statements(office.engine)
    failures = 0
    while True:
        statements.start(fail_after=failures + 1)
        try:
            office.store.run(changes.change_submission, change)
            break
        except injected_fault:
            failures += 1
            statements.start()
            assert office.contents() == before
    statements.start()
    assert (failures >= 20, office.rows("trail")) == (True, 3)


def test_the_same_correction_is_made_once(office: Office) -> None:
    reference = office.file().reference
    envelope = ("e" * 32, os.urandom(32))
    change = replace(change_of(office, reference, "correct"), filed=envelope)
    first = office.store.change(change)
    again = office.store.change(change)
    assert (first.fresh, again) == (True, Changed(replace(first.submission, applicant_name=None), False))
    assert office.rows("trail") == 2
    filed = office.store.filed_as(envelope[0])
    assert filed is not None
    assert filed.reference == reference


def test_handing_over_moves_count_and_search_and_keeps_the_number(office: Office) -> None:
    filed = office.file()
    change = change_of(office, filed.reference, "hand_over", section="kokuho", status=Status.RECEIVED)
    with pytest.raises(ValueError, match="tokens"):
        office.store.change(change)
    office.store.change(replace(change, tokens=office.vault.tokens("kokuho", person_terms(person()))))
    assert office.kept_counts() == office.true_counts() == {("kokuho", "received"): 1}
    found = {
        section: [
            row.register_number for row in office.store.queue_page(QueueFilter((section,)), CLERK, search="見本").rows
        ]
        for section in ("shiminka", "kokuho")
    }
    assert found == {"shiminka": [], "kokuho": [filed.register_number]}
    assert [(e.section, e.action) for e in office.store.trail(filed.reference, CLERK)] == [
        ("shiminka", "file"),
        ("shiminka", "hand_over"),
    ]


def test_a_case_that_becomes_protected_leaves_the_counts(office: Office) -> None:
    reference = office.file().reference
    change = change_of(office, reference, "protect", visibility=Visibility.PROTECTED, status=Status.RECEIVED)
    office.store.change(replace(change, viewers=("suzuki",)))
    assert office.kept_counts() == office.true_counts() == {}
    assert office.store.read(cases.viewers_of, reference) == ("suzuki",)
    with pytest.raises(SubmissionNotFound):
        office.store.submission(reference, Viewer("sato"))
    again = change_of(office, reference, "unprotect", visibility=Visibility.SECTION, status=Status.RECEIVED)
    office.store.change(replace(again, viewers=()))
    assert office.kept_counts() == office.true_counts() == {("shiminka", "received"): 1}


def test_cards_see_the_record_as_it_was_kept(office: Office) -> None:
    reference = office.file().reference
    row = folder_row()
    change = change_of(office, reference, "approve", status=Status.APPROVED)
    office.store.change(replace(change, cards=lambda kept: [one_card(row.locator, kept.revision)]))
    assert office.store.read(outgoing.last_card_seq, row.locator) == 2


def test_a_replaced_code_takes_the_old_folder_with_it(office: Office) -> None:
    reference = office.file().reference
    old, new = folder_row(), folder_row()
    office.store.run(outgoing.put_letters, [old])
    change = change_of(office, reference, "replace_code", status=Status.RECEIVED)
    office.store.change(replace(change, folder=new, dropped=(outgoing.Dropped(old.locator),)))
    letters = [out.letter for out in office.store.read(outgoing.take_letters, 9)]
    assert letters == [old, new, outgoing.Dropped(old.locator)]
    assert office.store.read(outgoing.mirrored_folder, old.locator) is None


def test_what_a_change_rests_on_is_a_row_before_its_own(office: Office) -> None:
    new = office.new()
    key = office.vault.open_case(new.reference, new.wrap)
    office.store.file(new)
    change = change_of(office, new.reference, "replace_code", status=Status.RECEIVED)
    checked = key.seal("trail", "identity_checked", canonical({"method": "A1"}))
    office.store.change(replace(change, rests_on=(("identity_checked", checked),)))
    rows = [(row.actor, row.action, row.detail) for row in office.store.trail(new.reference, CLERK)]
    assert rows[1:] == [("suzuki", "identity_checked", {"method": "A1"}), ("suzuki", "replace_code", {})]
    assert office.store.read(trail_rows.verify_trail) is None


def test_shredding_leaves_register_and_chain_and_nothing_to_read(office: Office) -> None:
    new = office.new()
    key = office.vault.open_case(new.reference, new.wrap)
    sealed = key.seal("attachment", "sealed:1", canonical({"name": "x"}))
    office.store.file(replace(new, attachments=(NewAttachment(1, "ab" * 16, sealed, 1),)))
    kept = office.file()
    office.store.change(change_of(office, new.reference, status=Status.COMPLETED, retain_until=date(2026, 11, 21)))
    today = date(2026, 11, 22)
    assert office.store.read(cases.to_be_shredded, today, 10) == [new.reference]
    assert office.store.run(changes.shred, new.reference, NOW, "retention") == ("ab" * 16,)
    assert office.store.read(cases.to_be_shredded, today, 10) == []
    with pytest.raises(SubmissionNotFound):
        office.store.opened(new.reference, CLERK)
    record = office.store.submission(new.reference, CLERK)
    assert (record.applicant_name, record.register_number) == (None, "shiminka-2026-000001")
    entries = office.store.trail(new.reference, CLERK)
    assert [(e.action, e.detail) for e in entries] == [("file", None), ("shred", None), ("take_up", None)]
    assert office.store.attachments(new.reference, CLERK) == ()
    found = office.store.queue_page(QueueFilter(("shiminka",)), CLERK, search="見本花子")
    assert [row.reference for row in found.rows] == [kept.reference]
    assert office.store.read(trail_rows.verify_trail) is None
    leftover = repr(office.contents())
    assert repr(new.wrap)[2:-1] not in leftover


def test_cases_are_wrapped_again_under_a_new_key(office: Office) -> None:
    """CR-3, the store's part: only wraps change, and whoever changed one in between is not undone."""
    references = sorted(office.file().reference for _ in range(3))
    old_keys = office.vault._keys
    new_vault = Vault(VaultKeys({**old_keys.ring, 2: os.urandom(32)}, old_keys.index))
    page = office.store.read(changes.wraps_under, 1, "", 2)
    rest = office.store.read(changes.wraps_under, 1, page[-1][0], 2)
    assert [reference for reference, _ in page + rest] == references
    for reference, wrap in page + rest:
        assert office.store.run(changes.put_wrap, reference, wrap, new_vault.rewrap(reference, wrap))
        assert not office.store.run(changes.put_wrap, reference, wrap, new_vault.rewrap(reference, wrap))
    assert office.store.read(changes.wraps_under, 1, "", 10) == []
    office.vault = new_vault
    names = [office.store.submission(reference, CLERK).applicant_name for reference in references]
    assert names == ["見本 花子"] * 3
