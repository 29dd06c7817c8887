"""April 1st: a draft that was begun before moves over with its answers, and what changed is said once."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shared.casework import afterwards, applying, cases, counter, doubts, moving_over, sending
from shared.casework.cases import Case
from shared.catalogue.procedure import asked_hash
from shared.errors import ChannelClosed, FolderChanged, ProcedureChanged, StoreUnavailable
from shared.records.status import Action
from tests.casework.test_sending import CutWire
from tests.casework.town import Clock, Town, a_file

from .drafts import AFTER, BEFORE, OLD, begun, change, draft, kept, opened, told, words

# Arrival: the rule where none is written ---------------------------------------------------------------------------


def test_on_the_last_day_nothing_moves_and_nothing_is_saved(town: Town) -> None:
    case = begun(town)
    again = opened(town, case)
    assert (draft(again).moved, again.row.revision, draft(again).answers) == (None, case.row.revision, case.answers)


def test_at_midnight_in_japan_a_draft_moves_over_with_its_answers(town: Town, clock: Clock) -> None:
    case = begun(town)
    clock.turn_to(AFTER)
    now = opened(town, case)
    stayed = {"birth": "1983-04-02", "sort": "month", "copies": 2, "moved": "2027-03-20"}
    assert draft(now).answers == stayed  # the agreement was to other words, the nickname is not asked any more
    assert [q.id for q in now.procedure.questions()] == ["birth", "mail", "sort", "copies", "moved", "agreed"]
    assert draft(kept(town, case)).answers == stayed


def test_what_changed_is_said_with_the_day_and_what_was_written(town: Town, clock: Clock) -> None:
    case = begun(town)
    clock.turn_to(AFTER)
    now = opened(town, case)
    moved = draft(now).moved
    assert moved is not None
    assert (moved.why, moved.since, moved.steps) == ("day", date(2027, 4, 1), ("you", "agree"))
    assert {what: words(found) for what, found in told(now).items()} == {
        "fee": [("", "600円", "700円")],
        "asked": [("メール", "", "")],
        "again": [("新しいきまりを読みました", "はい", "")],
        "gone": [("よび名", "よしこ", "")],
        "text": [("", "", "")],
    }


def test_the_new_question_is_where_one_goes_on(town: Town, clock: Clock) -> None:
    case = begun(town)
    assert case.next_step("citizen") is None
    clock.turn_to(AFTER)
    assert opened(town, case).next_step("citizen") == "you"


def test_it_is_said_once_and_also_after_the_browser_was_closed(town: Town, clock: Clock) -> None:
    case = begun(town)
    clock.turn_to(AFTER)
    opened(town, case)
    seen = opened(town, case)
    assert told(seen)
    moving_over.note_read(town.home, seen)
    after = opened(town, case)
    assert (draft(after).moved, after.row.revision) == (None, seen.row.revision + 1)


def test_a_draft_begun_in_april_has_nothing_to_be_told(town: Town, clock: Clock) -> None:
    clock.turn_to(AFTER)
    case = applying.start(town.home, "pass")
    assert opened(town, case).row.revision == case.row.revision


def test_an_option_that_is_gone_is_chosen_again_and_the_old_one_is_said(town: Town, clock: Clock) -> None:
    case = begun(town, sort="coupon")
    clock.turn_to(AFTER)
    now = opened(town, case)
    assert "sort" not in draft(now).answers
    assert ("券", "回数券", "") in words(told(now)["again"])
    assert draft(now).moved and draft(now).moved.steps == ("you", "what", "agree")  # type: ignore[union-attr]


def test_an_answer_that_is_not_valid_any_more_stays_to_be_mended(town: Town, file: Path) -> None:
    case = begun(town, copies="8")
    change(file, "min: 1, max: 9", "min: 1, max: 5")
    now = opened(town, case)
    assert draft(now).answers["copies"] == 8
    assert words(told(now)["mend"]) == [("まい数", "8", "")]
    assert draft(now).moved and draft(now).moved.steps == ("what",)  # type: ignore[union-attr]


def test_a_file_that_is_not_asked_for_any_more_is_not_kept(town: Town, clock: Clock) -> None:
    case = applying.start(town.home, "pass")
    case, full = applying.attach_all(town.home, case, OLD, [("proof", a_file("png", "proof"))])
    case = applying.answer_all(town.home, case, full, "citizen")
    blob = draft(case).files[0]
    clock.turn_to(AFTER)
    now = opened(town, case)
    assert (draft(now).files, [one.name["ja"] for one in told(now)["gone"]]) == ((), ["よび名", "写し"])
    with pytest.raises(StoreUnavailable):
        town.home.letterbox.blob(bytes.fromhex(blob.blob), blob.key)


def test_a_fee_alone_is_said_too_though_nothing_is_asked_differently(town: Town, file: Path, clock: Clock) -> None:
    for line in (", until: 2027-03-31}\n        - {id: mail", ", from: 2027-04-01}\n    - id: what"):
        change(file, line, line.replace(", until: 2027-03-31", "").replace(", from: 2027-04-01", ""))
    change(file, ", label: 回数券, until: 2027-03-31}", ", label: 回数券}")
    change(file, ", label: 写し, until: 2027-03-31}", ", label: 写し}")
    change(
        file,
        "[{ja: きまりを読みました, until: 2027-03-31}, {ja: 新しいきまりを読みました, from: 2027-04-01}]",
        "きまり",
    )
    change(file, "[{ja: バスの券です。, until: 2027-03-31}, {ja: バスと電車の券です。, from: 2027-04-01}]", "券です。")
    town.send_out()
    case = begun(town, mail="yoshiko@example.com")
    clock.turn_to(AFTER)
    now = opened(town, case)
    assert draft(now).asked == draft(case).asked
    assert {what: words(found) for what, found in told(now).items()} == {"fee": [("", "600円", "700円")]}
    with pytest.raises(ProcedureChanged):  # sent from the page of yesterday
        sending.submit(town.home, begun_again(town, case, clock))


def begun_again(town: Town, case: Case, clock: Clock) -> Case:
    """Another draft of March, not opened since."""
    clock.turn_to(BEFORE)
    other = begun(town, mail="yoshiko@example.com")
    clock.turn_to(AFTER)
    return other


def test_a_change_of_the_file_moves_drafts_over_on_the_same_day(town: Town, file: Path) -> None:
    case = begun(town)
    change(file, "label: 引っ越した日", "label: 引っ越しをした日")
    now = opened(town, case)
    moved = draft(now).moved
    assert moved is not None
    assert (moved.why, moved.since) == ("edit", None)
    assert words(told(now)["reworded"]) == [("引っ越しをした日", "引っ越した日", "")]
    assert draft(now).answers == case.answers


def test_what_nobody_would_notice_is_not_said(town: Town, file: Path) -> None:
    case = begun(town)
    change(file, "retention_years: 3", "retention_years: 5")
    now = opened(town, case)
    assert (draft(now).moved, now.procedure.retention_years) == (None, 5)
    assert sending.submit(town.home, now).sent


def test_a_procedure_that_the_office_gave_up_is_sent_as_it_was_begun(town: Town, file: Path, clock: Clock) -> None:
    case = begun(town)
    change(file, "- id: pass\n", "- id: other\n")
    clock.turn_to(AFTER)
    sent = sending.submit(town.home, opened(town, case))
    assert (sent.sent, sent.procedure.id) == (True, "pass")


def test_a_way_that_was_closed_is_closed_for_drafts_too(town: Town, file: Path) -> None:
    case = begun(town)
    change(file, "online: full", "online: none")
    town.send_out()
    with pytest.raises(ChannelClosed):
        sending.submit(town.home, case)


# Start and event ---------------------------------------------------------------------------------------------------


def test_by_the_start_a_draft_stays_as_it_was_begun(town: Town, file: Path, clock: Clock) -> None:
    case = begun(town, "pass-start")
    doubts.remember_catalogue(town.office)  # as at every start of a day
    clock.turn_to(AFTER)
    change(file, "label: 引っ越した日", "label: 引っ越しをした日")
    now = opened(town, case)
    assert (draft(now).asked, draft(now).moved, draft(now).answers) == (draft(case).asked, None, case.answers)
    sent = sending.submit(town.home, now)
    town.receive()
    record = town.record(sent.reference)
    assert (record.fee, record.attention) == (600, ())


@pytest.mark.parametrize(
    ("moved", "asks_mail", "fee"), [("2027-03-20", False, 600), ("2027-04-02", True, 700), ("", False, 700)]
)
def test_the_day_of_the_event_chooses(town: Town, clock: Clock, moved: str, asks_mail: bool, fee: int) -> None:
    case = begun(town, "pass-event", moved="")
    clock.turn_to(datetime(2027, 4, 5, 1, 0, tzinfo=UTC))
    more = {"moved": moved} if moved else {}
    answered = applying.answer_all(town.home, opened(town, case), {**OLD, "moved": "", **more}, "citizen")
    now = opened(town, answered)
    assert ("mail" in [question.id for question in now.procedure.questions()]) is asks_mail
    if asks_mail:
        assert draft(now).moved and draft(now).moved.why == "event"  # type: ignore[union-attr]
        now = applying.answer_all(town.home, now, {**moved_answers(now), "mail": "a@example.com"}, "citizen")
    sent = sending.submit(town.home, now)
    town.receive()
    record = town.record(sent.reference)
    assert (record.fee, record.attention) == (fee, ())


def moved_answers(case: Case) -> dict[str, object]:
    return {**case.answers, "agreed": "yes"}


# Sending at midnight -----------------------------------------------------------------------------------------------


def test_what_is_sent_from_yesterdays_page_is_looked_at_first(town: Town, clock: Clock) -> None:
    case = begun(town)
    clock.turn_to(AFTER)
    with pytest.raises(ProcedureChanged):
        sending.submit(town.home, case)
    now = kept(town, case)
    assert (now.sent, bool(told(now))) == (False, True)
    answered = applying.answer_all(town.home, now, {**moved_answers(now), "mail": "a@example.com"}, "citizen")
    sent = sending.submit(town.home, moving_over.note_read(town.home, answered))
    town.receive()
    record = town.record(sent.reference)
    assert (record.fee, record.attention) == (700, ())
    assert record.body is not None
    assert "nickname" not in record.body.answers


def test_what_was_sent_before_midnight_gets_its_receipt_after_it(town: Town, clock: Clock) -> None:
    """The answer was lost on its way; the same page is pressed once more in April."""
    case = begun(town)
    wire = CutWire(town.home.letterbox)
    object.__setattr__(town.home, "letterbox", wire)
    with pytest.raises(StoreUnavailable):
        sending.submit(town.home, case)
    clock.turn_to(AFTER)
    sent = sending.submit(town.home, case)
    assert sent.front is not None
    assert (sent.front.received_at.day, sent.front.received_at.hour) == (31, 14)  # type: ignore[union-attr]
    assert sent.procedure.step("you").questions[1].id == "nickname"
    town.receive()
    record = town.record(sent.reference)
    assert (record.fee, record.attention) == (600, ())


def test_a_machine_that_tries_again_in_april_answers_what_is_asked_now(town: Town, clock: Clock) -> None:
    clock.turn_to(BEFORE)
    first = applying.answer_all(town.home, applying.start(town.home, "pass", key="k-1"), OLD, "citizen")
    clock.turn_to(AFTER)
    raw = {"birth": "1983-04-02", "mail": "a@example.com", "sort": "year", "copies": "1", "agreed": "yes"}

    def begin() -> Case:
        return applying.start(town.home, "pass", key="k-1")

    sent = sending.send_answers(town.home, begin, raw, [], "citizen", lambda case: sending.submit(town.home, case))
    assert (sent.reference, sent.answers["sort"]) == (first.reference, "year")


def test_a_sent_case_keeps_the_procedure_as_it_was_asked(town: Town, file: Path, clock: Clock) -> None:
    sent = sending.submit(town.home, begun(town))
    town.receive()
    clock.turn_to(AFTER)
    change(file, "label: 引っ越した日", "label: 引っ越しをした日")
    now = opened(town, cases.unlock(town.home, kept(town, sent), "1983-04-02"))
    assert moving_over.up_to_date(town.home, sent).procedure == sent.procedure
    assert now.draft is None
    record = town.record(sent.reference)
    assert record.body is not None
    assert record.body.procedure.hash == asked_hash(record.body.procedure.asked)
    assert "nickname" in record.body.answers


def test_a_correction_is_asked_as_it_was_sent(town: Town, clock: Clock) -> None:
    sent = sending.submit(town.home, begun(town))
    town.receive()
    clock.turn_to(AFTER)
    town.act(sent.reference, Action.TAKE_UP)
    town.act(sent.reference, Action.ASK_CORRECTION, reason="まい数", questions=("copies",))
    case = cases.unlock(town.home, kept(town, sent), "1983-04-02")
    correcting = afterwards.begin_correction(town.home, case)
    assert moving_over.up_to_date(town.home, correcting) is correcting


# Two tabs, and the counter -----------------------------------------------------------------------------------------


def test_of_two_tabs_one_moves_it_over_and_the_other_finds_it_so(town: Town, clock: Clock) -> None:
    case = begun(town)
    clock.turn_to(AFTER)
    one, other = kept(town, case), kept(town, case)
    first = moving_over.up_to_date(town.home, one)
    second = moving_over.up_to_date(town.home, other)
    assert (first.row.revision, second.row.revision) == (case.row.revision + 1,) * 2
    assert draft(first).moved == draft(second).moved


def test_a_page_of_yesterday_saves_nothing_over_what_has_moved(town: Town, clock: Clock) -> None:
    case = begun(town)
    clock.turn_to(AFTER)
    opened(town, case)
    with pytest.raises(FolderChanged):
        applying.answer(town.home, case, "you", {**OLD, "nickname": "よっちゃん"}, "citizen")


def test_what_is_typed_on_the_page_of_yesterday_is_kept_and_moves_over(town: Town, clock: Clock) -> None:
    case = begun(town)
    clock.turn_to(AFTER)
    applying.answer(town.home, case, "what", {**OLD, "copies": "3"}, "citizen")
    now = opened(town, case)
    assert draft(now).answers["copies"] == 3
    assert words(told(now)["fee"]) == [("", "900円", "1,050円")]


def test_at_the_counter_a_draft_from_home_moves_over_too(town: Town, clock: Clock) -> None:
    case = begun(town)
    clock.turn_to(AFTER)
    clerk = town.clerk()
    here = counter.go_on(clerk, case.code, counter.consent(clerk, "aloud"))
    now = moving_over.up_to_date(town.office, here)
    assert words(told(now)["gone"]) == [("よび名", "よしこ", "")]
    answered = applying.answer_all(town.office, now, {**moved_answers(now), "mail": "a@example.com"}, "staff")
    filed = counter.file(clerk, moving_over.note_read(town.office, answered))
    assert town.record(filed.case.reference).fee == 700


def test_answers_given_at_once_are_those_of_the_version_of_their_event(town: Town) -> None:
    april = {key: value for key, value in OLD.items() if key != "nickname"} | {
        "moved": "2027-04-05",
        "mail": "a@example.jp",
    }
    case = sending.send_answers(
        town.home,
        lambda: applying.start(town.home, "pass-event"),
        april,
        (),
        "citizen",
        lambda one: sending.submit(town.home, one),
    )
    assert case.sent
    assert case.inside is not None and case.inside.answers["mail"] == "a@example.jp"
