"""Paper: a sheet's arrival makes the submission at once, whatever lies on it, and only once."""

from datetime import timedelta

import pytest

from shared.casework import cases, receipts, review
from shared.casework.authority import Role
from shared.casework.counter import Clerk
from shared.casework.paper.arrival import Arrived, Sheet, arrive
from shared.casework.paper.facts import ENTRY_AWAITED, PaperFacts, paper_facts
from shared.catalogue.deadlines import due_on
from shared.errors import ActionNotAllowed, FileRefused, NotAuthorised, ValueRefused
from shared.language.wording import say
from shared.printing.content import Words
from shared.records.proof import read_proof
from shared.records.status import Action, Status
from shared.records.store.visibility import THE_OFFICE

from .town import FRIDAY, Town, letterbox_away, picture_bytes, rows_of, store_away

SCAN = ("scan.png", picture_bytes(of="sheet"))


def sheet(procedure: str = "juminhyo-copy", **changes: object) -> Sheet:
    return Sheet(**{"procedure_id": procedure, "scans": (SCAN,), **changes})  # type: ignore[arg-type]


def facts_of(town: Town, reference: str) -> PaperFacts:
    body = town.record(reference).body
    assert body is not None
    found = paper_facts(body)
    assert found is not None
    return found


def submissions(town: Town) -> int:
    return int(rows_of(town.office.store.engine, "SELECT count(*) FROM submission")[0][0])


def test_a_sheet_is_a_submission_at_once(any_town: Town) -> None:
    came = arrive(any_town.clerk(), sheet(), "k1")
    record = any_town.record(came.reference)
    assert (record.channel, record.status, record.register_number) == ("paper", Status.RECEIVED, came.register_number)
    assert (record.attention, record.applicant_name) == ((ENTRY_AWAITED,), "")
    assert [row.reference for row in any_town.queue()] == [came.reference]
    facts = facts_of(any_town, came.reference)
    assert (facts.brought, facts.received_by, facts.awaited, len(facts.scans)) == ("hand", "mado", True, 1)
    assert any_town.deeds(came.reference) == [("mado", "file")]


def test_it_counts_from_when_it_reached_the_office(town: Town) -> None:
    morning = FRIDAY - timedelta(days=3)
    came = arrive(town.clerk(), sheet(brought="post", arrived_at=morning), "k1")
    record = town.record(came.reference)
    procedure = town.catalogue.procedure("juminhyo-copy")
    assert (came.received_at, record.received_at, record.channel) == (morning, morning, "post")
    assert record.due_on == due_on(procedure, morning)
    content = receipts.receipt_content(_case(town, came), town.settings.base_url)
    proof = read_proof(content.proof_url, town.office.public)
    assert (content.received_at, proof.verdict) == (morning, "office")
    assert proof.at is not None and proof.at > morning  # it vouches for the moment at which it was signed


def test_the_same_key_takes_a_sheet_once(any_town: Town) -> None:
    clerk = any_town.clerk()
    first, again = arrive(clerk, sheet(), "k1"), arrive(clerk, sheet(), "k1")
    assert (first, submissions(any_town)) == (again, 1)


def test_the_same_scan_again_is_flagged_and_linked(town: Town) -> None:
    clerk = town.clerk()
    first, again = arrive(clerk, sheet(), "k1"), arrive(clerk, sheet(), "k2")
    record = town.record(again.reference)
    assert (record.linked, record.attention) == (first.reference, (ENTRY_AWAITED, "duplicate"))
    assert submissions(town) == 2


def test_the_same_form_again_is_flagged(town: Town) -> None:
    clerk = town.clerk()
    first = arrive(clerk, sheet(scans=(), form="F00000000"), "k1")
    again = arrive(clerk, sheet(scans=(), form="F00000000"), "k2")
    assert town.record(again.reference).linked == first.reference


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_pictures_of_every_kind_are_kept_clean(town: Town, kind: str) -> None:
    came = arrive(town.clerk(), sheet(scans=(("photo.heic", picture_bytes(kind)),)), "k1")
    (kept,) = town.office.store.attachments(came.reference, THE_OFFICE)
    assert kept.described["question"] == "paper_scan"


def test_what_is_no_picture_is_refused_and_nothing_arrives(town: Town) -> None:
    with pytest.raises(FileRefused):
        arrive(town.clerk(), sheet(scans=(("scan.pdf", b"MZ..."),)), "k1")
    assert submissions(town) == 0


def test_without_a_scanner_it_arrives_as_well(town: Town) -> None:
    came = arrive(town.clerk(), sheet(scans=()), "k1")
    assert (facts_of(town, came.reference).scans, came.register_number) == ((), "市民-2026-000001")


def test_any_sheet_is_taken_and_one_that_is_not_offered_on_paper_says_so(town: Town) -> None:
    closed = [one.id for one in town.catalogue.procedures if not one.channels.post]
    came = arrive(town.clerk(), sheet(closed[0], brought="post"), "k1")
    assert town.record(came.reference).attention == (ENTRY_AWAITED, "channel_not_offered")


@pytest.mark.parametrize(("days", "code"), [(1, "arrival_to_come"), (-100, "arrival_long_past")])
def test_a_day_that_cannot_be_is_refused(town: Town, days: int, code: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        arrive(town.clerk(), sheet(arrived_at=FRIDAY + timedelta(days=days)), "k1")
    assert (refused.value.code, submissions(town)) == (code, 0)


def test_only_staff_of_counter_and_review_take_paper_in(town: Town) -> None:
    with pytest.raises(NotAuthorised):
        arrive(Clerk(town.office, town.actor("chief", [Role.ADMIN])), sheet(), "k1")


def test_with_the_store_away_it_lies_in_the_letterbox_and_is_filed_once_it_is_back(town: Town) -> None:
    clerk = town.clerk()
    with store_away(town):
        came = arrive(clerk, sheet(), "k1")
    assert (came.register_number, town.receive().filed, town.receive().filed) == ("", 1, 0)
    assert (submissions(town), town.record(came.reference).attention) == (1, (ENTRY_AWAITED,))


def test_with_the_letterbox_away_a_sheet_without_scan_arrives_here(town: Town) -> None:
    clerk = town.clerk()
    with letterbox_away(town):
        came = arrive(clerk, sheet(scans=()), "k1")
    assert (came.register_number, submissions(town)) == ("市民-2026-000001", 1)


def test_nothing_is_decided_before_the_sheet_was_typed(town: Town) -> None:
    came = arrive(town.clerk(), sheet(), "k1")
    with pytest.raises(ActionNotAllowed) as refused:
        town.act(came.reference, Action.TAKE_UP)
    assert (refused.value.code, review.may_do(town.actor(), town.record(came.reference))) == ("entry_awaited", ())


def test_the_code_shows_that_the_sheet_came_and_is_being_typed(town: Town) -> None:
    came = arrive(town.clerk(), sheet(), "k1")
    case = _case(town, came)
    assert case.front is not None
    assert (case.status, case.gap, case.front.next[0]) == (Status.ARRIVED, False, say("paper.front_next"))
    content = receipts.receipt_content(case, town.settings.base_url)
    assert (content.applicant, content.fact) == ("", None)
    assert content.notes == (Words(say("paper.receipt_typed_later")),)


def _case(town: Town, came: Arrived) -> cases.Case:
    body = town.record(came.reference).body
    assert body is not None
    return cases.case_by_code(town.home, body.code)
