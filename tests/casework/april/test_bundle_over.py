"""April 1st for a bundle that is being written: each procedure by its own rule, answers stay, and it is said once."""

from datetime import date
from pathlib import Path

import pytest

from shared.casework import applying, bundles, moving_over, sending
from shared.casework.cases import Case
from shared.errors import ProcedureChanged
from tests.casework.town import Clock, Town, a_file

from .drafts import AFTER, OLD, change, draft, kept, opened, told, words

ARRIVAL, START = "pass", "pass-start"


def begun(town: Town, *ids: str, **changes: str) -> Case:
    """All answered on March 31st, as one."""
    case = bundles.start(town.home, ids)
    answers = {**OLD, **changes}
    names = bundles.names_of(town.home, ids)
    raw = {own[question]: answers[question] for own in names.values() for question in own if question in answers}
    return applying.answer_all(town.home, case, raw, "citizen")


def test_on_the_last_day_nothing_moves_and_nothing_is_saved(town: Town) -> None:
    case = begun(town, ARRIVAL, START)
    again = opened(town, case)
    assert (draft(again).moved, again.row.revision) == (None, case.row.revision)


def test_at_midnight_each_goes_by_its_own_rule_and_keeps_its_answers(town: Town, clock: Clock) -> None:
    case = begun(town, ARRIVAL, START)
    clock.turn_to(AFTER)
    now = opened(town, case)
    first, second = draft(now).bundle

    assert now.next_step("citizen") is not None
    assert {q["id"] for step in first.asked["steps"] for q in step["questions"]} >= {"mail"}  # type: ignore[index,call-overload,union-attr]
    assert second.asked == draft(case).bundle[1].asked  # by its start: as it was begun
    own = {question: now.answers.get(str(name)) for question, name in second.names.items()}
    assert {key: value for key, value in own.items() if value is not None} == {**OLD, "copies": 2}
    mine = {question: now.answers.get(str(name)) for question, name in first.names.items()}
    assert (mine["sort"], mine["copies"], mine["mail"], mine["agreed"]) == ("month", 2, None, None)


def test_what_changed_is_said_once_and_what_is_new_is_asked(town: Town, clock: Clock) -> None:
    case = begun(town, ARRIVAL, START)
    clock.turn_to(AFTER)
    now = opened(town, case)
    moved = draft(now).moved

    assert moved is not None and (moved.why, moved.since) == ("day", date(2027, 4, 1))
    assert {what: words(found) for what, found in told(now).items()} == {
        "fee": [("", "600円", "700円")],
        "asked": [("メール", "", "")],
        "again": [("新しいきまりを読みました", "はい", "")],
        "gone": [("よび名", "よしこ", "")],
        "text": [("", "", "")],
    }
    asked = {step.id: {question.id for question in step.questions} for step in now.procedure.steps}
    mail = draft(now).bundle[0].names["mail"]
    assert any(mail in asked[step] for step in moved.steps)
    assert not set(moved.steps) & set(draft(now).seen)
    assert draft(moving_over.note_read(town.home, now)).moved is None
    assert draft(opened(town, kept(town, case))).moved is None


def test_two_that_change_alike_say_it_once_and_both_are_looked_at(town: Town, clock: Clock, file: Path) -> None:
    change(file, "deciding_day: start", "deciding_day: arrival")
    case = begun(town, ARRIVAL, START)
    clock.turn_to(AFTER)
    now = opened(town, case)

    assert words(told(now)["asked"]) == [("メール", "", "")]
    moved = draft(now).moved
    asked = {step.id: {question.id for question in step.questions} for step in now.procedure.steps}
    mails = {str(member.names["mail"]) for member in draft(now).bundle}
    assert moved is not None and mails <= {question for step in moved.steps for question in asked[step]}


def test_it_is_sent_only_after_it_was_read_and_each_record_has_its_version(town: Town, clock: Clock) -> None:
    case = begun(town, ARRIVAL, START)
    clock.turn_to(AFTER)
    with pytest.raises(ProcedureChanged):
        sending.submit(town.home, case)
    now = moving_over.note_read(town.home, opened(town, case))
    first = draft(now).bundle[0].names
    fresh = {str(first["mail"]): "yoshiko@example.jp", str(first["agreed"]): "yes"}
    now = applying.answer_all(town.home, now, {**now.answers, **fresh}, "citizen")
    sent = sending.submit(town.home, now)
    town.receive()

    assert sent.front is not None
    bodies = [town.record(one.reference).body for one in sent.front.together]
    assert [body.answers.get("mail") for body in bodies if body] == ["yoshiko@example.jp", None]
    assert [body.answers.get("nickname") for body in bodies if body] == [None, "よしこ"]
    assert [town.record(one.reference).attention for one in sent.front.together] == [(), ()]


def test_a_file_goes_with_the_procedure_that_still_asks_for_it(town: Town, clock: Clock) -> None:
    case = bundles.start(town.home, [ARRIVAL, START])
    names = bundles.names_of(town.home, [ARRIVAL, START])
    files = [(names[START]["proof"], a_file("png", "proof"))]
    case, _ = applying.attach_all(town.home, case, {}, files)
    clock.turn_to(AFTER)
    now = opened(town, case)

    own = str(draft(now).bundle[1].names["proof"])
    assert [file.question for file in draft(now).files] == [own]


def test_a_bundle_begun_in_april_has_nothing_to_be_told(town: Town, clock: Clock) -> None:
    clock.turn_to(AFTER)
    case = bundles.start(town.home, [ARRIVAL, START])
    assert opened(town, case).row.revision == case.row.revision


def test_what_the_office_gave_up_stays_as_it_was_begun(town: Town, file: Path) -> None:
    case = begun(town, ARRIVAL, START)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id: pass-start", "id: pass-other"), encoding="utf-8")
    assert opened(town, case).row.revision == case.row.revision
