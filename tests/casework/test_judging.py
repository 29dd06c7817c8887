"""What comes after the application: judged by the status at its arrival, compared by its fact, never thrown away."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.casework import afterwards, applying, cases, review, sending
from shared.casework.judging import running_again
from shared.errors import ActionNotAllowed, ChannelClosed
from shared.language.open_days import add_open_days
from shared.records.person import Fact
from shared.records.status import Action, Status
from shared.records.store import upkeep
from shared.records.submission import FeeState

from .sent_cases import REASON, SAMPLE, asked_back, corrected, kinds, sent_and_filed, unlocked
from .town import Clock, Town, procedure_of, rows_of

# Corrections -------------------------------------------------------------------------------------------------------


def test_a_correction_changes_the_answers_and_goes_back_into_review(town: Town) -> None:
    case = corrected(town, asked_back(town), applicant_address="松江市千鳥町9番地")
    town.receive()
    record = town.record(case.reference)
    assert record.body is not None
    assert (record.status, record.body.answers["applicant_address"], record.attention) == (
        Status.IN_REVIEW,
        "松江市千鳥町9番地",
        (),
    )
    assert town.deeds(case.reference)[-1] == ("citizen", "correct")


def test_what_a_correction_replaced_stands_in_the_trail(town: Town) -> None:
    case = asked_back(town)
    before = case.answers["applicant_address"]
    corrected(town, case, applicant_address="松江市千鳥町9番地")
    town.receive()
    detail = town.trail(case.reference)[-1].detail
    assert detail is not None and detail["before"] == {"applicant_address": before}


def test_a_corrected_name_is_the_one_in_the_list_and_the_one_that_is_found(town: Town) -> None:
    case = corrected(town, asked_back(town), applicant_sei="齋藤")
    town.receive()
    assert [row.applicant_name for row in town.queue()] == ["齋藤 花子"]
    found = [[row.reference for row in town.queue(search=name)] for name in ("斎藤", "見本")]
    assert found == [[case.reference], []]


def test_a_correction_changes_an_open_fee_and_only_flags_a_paid_one(town: Town) -> None:
    owed = asked_back(town)
    paid = asked_back(town, "juminhyo-copy/foreign-resident")
    review.pay(town.office, town.actor(), paid.reference)
    fees = [town.record(case.reference).fee for case in (owed, paid)]
    corrected(town, owed, copies=5)
    corrected(town, unlocked(town, paid, str(paid.answers["applicant_birth"])), copies=5)
    town.receive()
    rows = [town.record(case.reference) for case in (owed, paid)]
    assert [(row.fee > fee, row.fee_state, row.attention) for row, fee in zip(rows, fees, strict=True)] == [
        (True, FeeState.UNPAID, ()),
        (False, FeeState.PAID, ("fee_differs",)),
    ]


def test_wrong_answers_of_a_correction_are_taken_and_flagged(town: Town) -> None:
    case = asked_back(town)
    draft = afterwards.begin_correction(town.home, case)
    assert draft.draft is not None
    body = sending.body_of(town.home, draft, case.fact or Fact("birth_date", "19830402"))
    wrong = replace(body, answers={**body.answers, "copies": -3})
    sending_ = sending._sending(town.home, draft, wrong.fact, None, "citizen")
    town.home.send(replace(sending_, body=wrong))
    town.receive()
    record = town.record(case.reference)
    assert record.body is not None
    assert (record.status, record.attention, record.body.answers["copies"]) == (
        Status.IN_REVIEW,
        ("answers_wrong",),
        -3,
    )


def test_a_correction_at_home_keeps_the_my_number_and_what_the_counter_checked(town: Town) -> None:
    filed = town.file("jido-teate-nintei/newborn")
    reference = filed.case.reference
    before = town.record(reference).body
    town.act(reference, Action.TAKE_UP)
    town.act(reference, Action.ASK_CORRECTION, reason=REASON)
    case = unlocked(town, filed.case)
    corrected(town, case, applicant_address="松江市千鳥町9番地")
    town.receive()
    after = town.record(reference).body
    assert before is not None and after is not None and before.number_box is not None
    assert (after.number_box, after.staff, after.actor, after.channel, after.consent) == (
        before.number_box,
        before.staff,
        before.actor,
        before.channel,
        before.consent,
    )


def test_files_that_were_copied_at_filing_are_not_copied_again(town: Town) -> None:
    sent = sent_and_filed(town, "juminhyo-copy/some-by-agent")
    town.act(sent.reference, Action.TAKE_UP)
    town.act(sent.reference, Action.ASK_CORRECTION, reason=REASON)
    opened = unlocked(town, sent, "昭和22年1月5日")
    corrected(town, opened, copies=1)
    town.receive()
    ((copies,),) = rows_of(town.office.store.engine, "SELECT count(*) FROM attachment")
    assert (copies, len(list(town.office.office_blobs.ids()))) == (1, 1)


def test_the_answers_of_a_correction_in_the_making_need_the_fact_as_well(town: Town) -> None:
    case = asked_back(town)
    afterwards.begin_correction(town.home, case)
    seen = cases.case_by_code(town.home, case.code)
    assert (seen.answers, seen.draft, unlocked(town, seen).correcting) == ({}, None, True)


def test_a_correction_in_the_making_goes_on_after_the_fact_was_given_again(town: Town) -> None:
    draft = afterwards.begin_correction(town.home, asked_back(town))
    applying.answer_all(town.home, draft, {**draft.answers, "copies": 3}, "citizen")
    assert unlocked(town, draft).answers["copies"] == 3


def test_a_case_with_a_word_of_ones_own_is_corrected_and_withdrawn_by_it(town: Town) -> None:
    sent = sending.submit(town.home, town.drafted(), own_word="さくら")
    town.receive()
    town.act(sent.reference, Action.TAKE_UP)
    town.act(sent.reference, Action.ASK_CORRECTION, reason=REASON)
    corrected(town, unlocked(town, sent, "さくら"), copies=2)
    town.receive()
    assert town.record(sent.reference).status is Status.IN_REVIEW
    afterwards.withdraw(town.home, unlocked(town, sent, "さくら"))
    town.receive()
    assert town.record(sent.reference).status is Status.WITHDRAWN


def test_what_only_the_counter_may_take_is_not_corrected_at_home(town: Town) -> None:
    filed = town.file("inkan-toroku/photo")
    town.act(filed.case.reference, Action.TAKE_UP)
    town.act(filed.case.reference, Action.ASK_CORRECTION, reason=REASON)
    with pytest.raises(ChannelClosed):
        afterwards.begin_correction(town.home, unlocked(town, filed.case, str(filed.case.answers["applicant_birth"])))


def test_only_what_is_asked_back_can_be_corrected_and_only_once(town: Town) -> None:
    sent = sent_and_filed(town)
    with pytest.raises(ActionNotAllowed):
        afterwards.begin_correction(town.home, unlocked(town, sent))
    case = corrected(town, asked_back(town))
    with pytest.raises(ActionNotAllowed):
        afterwards.begin_correction(town.home, unlocked(town, case))


# Another hand ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["fact", "root"])
def test_a_letter_with_another_fact_or_from_another_folder_changes_nothing_and_is_told(town: Town, what: str) -> None:
    case = asked_back(town)
    draft = afterwards.begin_correction(town.home, case)
    fact = case.fact or Fact("", "")
    sending_ = sending._sending(town.home, draft, fact, None, "citizen")
    forged = (
        replace(sending_.body, fact=Fact("birth_date", "19010101"))
        if what == "fact"
        else replace(sending_.body, root=bytes(32))
    )
    town.home.send(replace(sending_, body=replace(forged, answers={**forged.answers, "copies": 9})))
    town.receive()
    record = town.record(case.reference)
    assert record.body is not None
    assert (record.status, record.attention, record.body.answers["copies"]) == (
        Status.CORRECTION,
        ("fact_differs",),
        case.answers["copies"],
    )
    entry = town.trail(case.reference)[-1]
    assert entry.detail is not None
    assert (entry.action, entry.detail["answers"]["copies"]) == ("message", 9)  # type: ignore[index,call-overload]
    assert kinds(cases.case_by_code(town.home, case.code))[-1] == "fact_differs"


def test_a_letter_finds_its_case_by_the_envelope_and_never_by_a_reference_of_the_same_characters(town: Town) -> None:
    one, other = sent_and_filed(town), sent_and_filed(town, "inu-toroku/puppy")
    draft_head = unlocked(town, one)
    afterwards.withdraw(town.home, draft_head)
    # The office gave `one` another number because `other` had it: the letter still carries the citizen's.
    engine = town.home.letterbox.engine
    assert rows_of(engine, "SELECT count(*) FROM envelope WHERE kind = 'withdrawal'") == [(1,)]
    town.receive()
    assert [town.record(case.reference).status for case in (one, other)] == [Status.WITHDRAWN, Status.RECEIVED]


def test_a_letter_whose_application_is_not_filed_waits_and_does_not_alarm_at_once(town: Town, clock: Clock) -> None:
    sent = town.apply()
    town.home.letterbox.mark_filed([sent.envelope_id], clock.now())  # as if filed into a store that was lost
    afterwards.withdraw(town.home, unlocked(town, sent))
    done = town.receive()
    assert (done.filed, done.early, done.unopened, town.office.store.read(upkeep.unopened)) == (0, 1, 0, [])
    clock.pass_by(minutes=16)
    assert town.receive().unopened == 1
    assert [row.why for row in town.office.store.read(upkeep.unopened)] == ["submission_not_found"]
    town.home.letterbox.refile([sent.envelope_id])
    assert (town.receive().filed, town.office.store.read(upkeep.unopened)) == (2, [])


# The pause ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answered", "days_back"),
    [
        ("2026-11-20", "2026-11-20", 0),  # the same day
        ("2026-11-20", "2026-11-22", 0),  # Saturday and Sunday count for nobody
        ("2026-11-20", "2026-11-23", 0),  # nor does 勤労感謝の日
        ("2026-11-20", "2026-11-24", 1),
        ("2026-11-16", "2026-11-20", 4),
        ("2026-12-28", "2027-01-04", 1),  # the turn of the year: 29 December to 3 January
    ],
)
def test_the_open_days_that_were_waited_are_given_back(town: Town, asked: str, answered: str, days_back: int) -> None:
    row = replace(town.record(town.file().case.reference), due_on=date(2027, 1, 15))
    waited = replace(row, waiting_since=datetime.fromisoformat(f"{asked}T03:00:00+00:00"))
    procedure = procedure_of(town, SAMPLE)
    until = datetime.fromisoformat(f"{answered}T03:00:00+00:00")
    due = add_open_days(date(2027, 1, 15), days_back) if days_back else date(2027, 1, 15)
    assert running_again(waited, procedure, until) == due


def test_where_calendar_days_count_the_pause_is_given_back_in_calendar_days(town: Town) -> None:
    procedure = procedure_of(town, SAMPLE)
    calendar = procedure.model_copy(
        update={"standard_days": procedure.standard_days.model_copy(update={"count": "calendar_days", "days": 30})}
    )
    row = replace(
        town.record(town.file().case.reference),
        due_on=date(2027, 1, 14),
        waiting_since=datetime(2026, 11, 20, 3, tzinfo=UTC),
    )
    assert running_again(row, calendar, datetime(2026, 11, 22, 3, tzinfo=UTC)) == date(2027, 1, 18)  # 16th: Saturday


def test_a_correction_moves_the_due_day_of_the_record_and_of_the_citizens_screen(town: Town, clock: Clock) -> None:
    case = asked_back(town)
    before = town.record(case.reference).due_on
    clock.pass_by(days=4)  # Tuesday, and one open day was waited
    corrected(town, unlocked(town, case))
    town.receive()
    after = town.record(case.reference).due_on
    seen = afterwards.progress(cases.case_by_code(town.home, case.code))
    assert before is not None and after is not None
    assert (after > before, seen.due_on, after - before <= timedelta(days=4)) == (True, after, True)
