"""Withdrawals from home: judged by the status at their arrival."""

from datetime import date

from shared.casework import afterwards, cases
from shared.records.status import Action, Status

from .sent_cases import REASON, SAMPLE, asked_back, corrected, kinds, sent_and_filed, unlocked
from .town import Clock, Town, procedure_of

# Withdrawals -------------------------------------------------------------------------------------------------------


def test_a_withdrawal_ends_the_case_and_says_how_long_it_is_kept(town: Town) -> None:
    sent = sent_and_filed(town)
    case = afterwards.withdraw(town.home, unlocked(town, sent), reason="もういりません")
    assert (afterwards.withdrawal_sent(case), afterwards.may_withdraw(case)) == (True, False)
    town.receive()
    record = town.record(sent.reference)
    years = procedure_of(town, SAMPLE).retention_years
    assert (record.status, record.retain_until) == (Status.WITHDRAWN, date(2027 + years, 3, 31))
    detail = town.trail(sent.reference)[-1].detail
    assert detail is not None and detail["message"] == "もういりません"


def test_a_withdrawal_that_arrived_before_the_decision_holds_though_it_was_opened_after_it(
    town: Town, clock: Clock
) -> None:
    sent = sent_and_filed(town)
    town.act(sent.reference, Action.TAKE_UP)
    afterwards.withdraw(town.home, unlocked(town, sent))
    clock.pass_by(minutes=5)
    town.act(sent.reference, Action.APPROVE)
    town.receive()
    record = town.record(sent.reference)
    assert (record.status, record.attention) == (Status.WITHDRAWN, ("decided_meanwhile",))


def test_what_the_office_answered_counts_as_answered_where_its_clock_is_behind(town: Town, clock: Clock) -> None:
    """Two networks, two clocks: the letterbox's is half a minute ahead."""
    sent = asked_back(town)
    clock.pass_by(seconds=30)
    corrected(town, sent, applicant_tel="0852-55-9999")
    clock.pass_by(seconds=-30)
    town.receive()
    seen = unlocked(town, sent)
    assert (seen.status, seen.pending) == (Status.IN_REVIEW, None)
    lines = [happened.key for happened in afterwards.progress(seen).happened]
    assert lines.index("happened_correction_sent") < lines.index("happened_correct")

    town.act(sent.reference, Action.ASK_CORRECTION, reason=REASON, questions=("applicant_address",))
    assert unlocked(town, sent).pending is None
    clock.pass_by(seconds=30)
    afterwards.withdraw(town.home, unlocked(town, sent))
    clock.pass_by(seconds=-30)
    town.receive()
    seen = unlocked(town, sent)
    assert (seen.status, afterwards.withdrawal_sent(seen)) == (Status.WITHDRAWN, False)


def test_a_withdrawal_after_the_end_is_a_message_with_a_flag_and_an_answer(town: Town, clock: Clock) -> None:
    sent = sent_and_filed(town)
    opened = unlocked(town, sent)
    for action in (Action.TAKE_UP, Action.APPROVE, Action.COMPLETE):
        town.act(sent.reference, action)
    clock.pass_by(minutes=5)
    afterwards.withdraw(town.home, opened, reason="やっぱりやめます")
    town.receive()
    record, seen = town.record(sent.reference), cases.case_by_code(town.home, sent.code)
    assert (record.status, record.attention) == (Status.COMPLETED, ("message_too_late",))
    assert (kinds(seen)[-1], seen.status, afterwards.withdrawal_sent(seen)) == (
        "message_too_late",
        Status.COMPLETED,
        False,
    )
    entry = town.trail(sent.reference)[-1]
    assert entry.detail is not None
    assert (entry.action, entry.detail["message"]) == ("message", "やっぱりやめます")


def test_a_withdrawal_waiting_behind_its_application_is_filed_with_it(town: Town) -> None:
    sent = town.apply()
    afterwards.withdraw(town.home, unlocked(town, sent))
    assert town.receive().filed == 2
    assert town.record(sent.reference).status is Status.WITHDRAWN
