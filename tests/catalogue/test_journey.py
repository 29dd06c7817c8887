"""Where a person is follows from the answers; what is off the route does not count."""

from typing import Any

import pytest

from shared.catalogue import journey
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.journey import ShownRow
from shared.catalogue.procedure import Procedure
from shared.errors import AnswersRefused

from .samples import AT_COUNTER, AT_HOME

YOU: dict[str, Any] = {
    "name": "見本花子",
    "birth": "1984-02-03",
    "address": "末次町86",
    "email": "hanako@example.jp",
}
ALL_ANSWERED: dict[str, Any] = {**YOU, "target": "all", "copies": 1, "by_agent": "no", "agree": "yes"}


def ids(steps: list[Any]) -> list[str]:
    return [one.id for one in steps]


def parse(procedure: Procedure, step: str, raw: dict[str, object], answers: dict[str, Any]) -> journey.StepParsed:
    return journey.parse_step(procedure, procedure.step(step), raw, answers, "citizen", AT_HOME)


def refused(procedure: Procedure, step: str, raw: dict[str, object], answers: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(AnswersRefused) as error:
        parse(procedure, step, raw, answers)
    return [(one.question, one.code) for one in error.value.errors]


def test_a_step_whose_condition_does_not_hold_is_not_asked(copy: Procedure) -> None:
    assert ids(journey.asked_steps(copy, {}, "citizen")) == ["you", "what", "agent", "agree"]
    assert ids(journey.asked_steps(copy, {"target": "some"}, "citizen")) == ["you", "what", "whom", "agent", "agree"]


def test_questions_for_staff_and_my_numbers_are_asked_of_staff_only(copy: Procedure) -> None:
    assert ids(journey.asked_steps(copy, {}, "staff")) == ["you", "what", "agent", "number", "agree", "staff"]


def test_a_question_inside_a_step_is_asked_when_its_condition_holds(copy: Procedure) -> None:
    agent = copy.step("agent")

    assert ids(journey.asked_questions(agent, {}, "citizen")) == ["by_agent"]
    assert ids(journey.asked_questions(agent, {"by_agent": "yes"}, "citizen")) == ["by_agent", "agent_name", "mandate"]


def test_the_next_step_is_the_first_with_something_required_missing(copy: Procedure) -> None:
    answers: dict[str, Any] = {}
    walked = []
    for given in (YOU, {"target": "some", "copies": 2}, {"persons": [{"p_name": "太郎"}]}, {"by_agent": "no"}):
        step = journey.next_step(copy, answers, "citizen")
        walked.append(step.id if step else None)
        answers |= given

    assert walked == ["you", "what", "whom", "agent"]
    assert journey.next_step(copy, {**answers, "agree": "yes"}, "citizen") is None


def test_required_online_is_missing_at_home_and_not_at_the_counter(copy: Procedure) -> None:
    answers = {key: value for key, value in ALL_ANSWERED.items() if key != "email"}
    at_home = journey.next_step(copy, answers, "citizen")
    at_counter = journey.next_step(copy, answers, "staff")

    assert at_home is not None
    assert at_home.id == "you"
    assert at_counter is not None
    assert at_counter.id == "number"


def test_a_step_without_required_questions_waits_until_it_was_seen(small: Catalogue) -> None:
    asked = small.procedure("copy").plain()
    asked["steps"][1]["questions"] = [
        {"id": "wish", "kind": "text", "label": {"ja": "希望"}},
        {"id": "target", "kind": "yes_no", "label": {"ja": "x"}},
    ]
    procedure = Procedure.from_asked(asked)
    answers = {key: value for key, value in ALL_ANSWERED.items() if key not in ("target", "copies")}

    waiting = journey.next_step(procedure, answers, "citizen")

    assert waiting is not None
    assert waiting.id == "what"
    assert journey.next_step(procedure, answers, "citizen", seen=["what"]) is None
    assert journey.next_step(procedure, {**answers, "wish": "早く"}, "citizen") is None


def test_a_required_child_of_a_repeat_makes_its_step_the_next(copy: Procedure) -> None:
    answers = {**ALL_ANSWERED, "target": "some", "persons": [{"p_name": "太郎", "p_relation": "child"}]}

    step = journey.next_step(copy, answers, "citizen")

    assert step is not None
    assert step.id == "whom"


def test_answers_of_a_branch_that_was_left_are_dropped(copy: Procedure) -> None:
    answers = {**ALL_ANSWERED, "persons": [{"p_name": "太郎"}], "agent_name": "代理", "checked": "card", "other": 1}

    assert journey.asked_answers(copy, answers, "citizen") == ALL_ANSWERED


def test_a_branch_behind_a_branch_that_was_left_is_dropped_too(small: Catalogue) -> None:
    asked = small.procedure("copy").plain()
    first, second, third = (
        {
            "id": f"q{n}",
            "kind": "yes_no",
            "label": {"ja": "x"},
            **({"ask_if": {"question": f"q{n - 1}", "is": "yes"}} if n else {}),
        }
        for n in range(3)
    )
    asked["steps"] = [
        {"id": "a", "title": {"ja": "a"}, "questions": [first, second]},
        {"id": "b", "title": {"ja": "b"}, "questions": [third]},
    ]
    procedure = Procedure.from_asked(asked)
    answers: dict[str, Any] = {"q0": "no", "q1": "yes", "q2": "yes"}

    assert journey.asked_answers(procedure, answers, "citizen") == {"q0": "no"}
    assert ids(journey.asked_steps(procedure, answers, "citizen")) == ["a"]
    assert journey.asked_questions(procedure.step("b"), answers, "citizen") == []


def test_a_step_is_parsed_into_all_answers(copy: Procedure) -> None:
    raw: dict[str, object] = {**YOU, "name": "見本　花子", "postal": "690-8540", "target": "some"}

    parsed = parse(copy, "you", raw, {"target": "all", "postal": "0000000"})

    assert parsed.answers == {**YOU, "name": "見本　花子", "postal": "6908540", "target": "all"}


def test_an_answer_that_is_taken_out_again_is_gone(copy: Procedure) -> None:
    parsed = parse(copy, "you", {**YOU, "postal": " "}, {**YOU, "postal": "6908540"})

    assert parsed.answers == YOU


def test_every_problem_of_a_step_is_told(copy: Procedure) -> None:
    problems = refused(copy, "you", {"birth": "昨日", "postal": "12", "email": ""}, {})

    assert [question for question, _ in problems] == ["name", "birth", "postal", "address", "email"]
    assert problems[0] == ("name", "required")
    assert problems[-1] == ("email", "required")


def test_a_question_of_the_same_step_is_asked_by_what_was_just_typed(copy: Procedure) -> None:
    stays_away = parse(copy, "agent", {"by_agent": "いいえ", "agent_name": "代理"}, {"by_agent": "yes"})

    assert stays_away.answers == {"by_agent": "no"}
    assert refused(copy, "agent", {"by_agent": "yes"}, {}) == [("agent_name", "required"), ("mandate", "required")]


def test_problems_and_flags_inside_carry_their_path(copy: Procedure) -> None:
    before = {"target": "some"}
    rows = [{"p_name": "太郎"}, {"p_relation": "child", "p_note": "123456789018"}]

    assert refused(copy, "whom", {"persons": rows}, before) == [("persons.1.p_name", "required")]
    rows[1]["p_name"] = "花子"
    assert parse(copy, "whom", {"persons": rows}, before).flags == ("persons.1.p_note:my_number_inside",)


def test_children_look_at_answers_outside(copy: Procedure) -> None:
    rows = {"persons": [{"p_name": "太郎", "p_address": "殿町1"}]}

    without = parse(copy, "whom", rows, {"target": "some"})
    given = parse(copy, "whom", rows, {"target": "some", "address": "末次町86"})

    assert without.answers["persons"] == [{"p_name": "太郎"}]
    assert given.answers["persons"] == [{"p_name": "太郎", "p_address": "殿町1"}]


def test_a_step_off_the_route_changes_nothing(copy: Procedure) -> None:
    assert parse(copy, "whom", {"persons": []}, {"target": "all"}).answers == {"target": "all"}
    assert parse(copy, "staff", {"checked": "card"}, {"target": "all"}).answers == {"target": "all"}


def test_stored_answers_are_validated_whole(copy: Procedure) -> None:
    wrong = {**ALL_ANSWERED, "copies": 11, "birth": "2030-01-01", "target": "some"}

    problems = journey.validate(copy, wrong, "citizen", AT_HOME)

    assert journey.validate(copy, ALL_ANSWERED, "citizen", AT_HOME) == []
    assert [(one.question, one.code) for one in problems] == [
        ("birth", "date_future"),
        ("copies", "number_too_large"),
        ("persons", "required"),
    ]


def test_an_option_that_is_no_longer_offered_stays_valid_where_it_was_asked(small: Catalogue, copy: Procedure) -> None:
    answers = {**ALL_ANSWERED, "target": "old"}

    assert journey.validate(copy, answers, "citizen", AT_HOME) == []


def test_a_my_number_in_its_own_box_is_taken_as_given(copy: Procedure) -> None:
    answers = {**ALL_ANSWERED, "checked": "card"}

    missing = journey.validate(copy, answers, "staff", AT_COUNTER)
    boxed = journey.validate(copy, {**answers, "my": "●●●● ●●●● ●●●●"}, "staff", AT_COUNTER)

    assert [one.question for one in missing] == ["my"]
    assert boxed == []


@pytest.mark.parametrize("odd", [None, 1, "x", [], {}, [[]], {"a": 1}, [{"p_name": 1}], True])
def test_validate_never_raises(copy: Procedure, odd: Any) -> None:
    answers = {question.id: odd for question in copy.questions()}

    journey.validate(copy, answers, "staff", AT_COUNTER)
    journey.shown(copy, answers, "ja", "staff")
    journey.next_step(copy, answers, "staff")


def test_answers_are_shown_step_by_step_in_words(copy: Procedure) -> None:
    answers = {**ALL_ANSWERED, "my": "123456789018", "checked": "card"}

    shown = journey.shown(copy, answers, "en", "staff")

    assert [(step.step_id, step.title) for step in shown][:2] == [("you", "あなたについて"), ("what", "何がいりますか")]
    assert shown[1].rows == [
        ShownRow("target", "だれの写しですか", "Everybody"),
        ShownRow("copies", "何通", "1 通"),
        ShownRow("options", "のせるもの", ""),
    ]
    assert shown[3].rows == [ShownRow("my", "マイナンバー", "●●●● ●●●● ●●●●")]


def test_a_position_counts_the_asked_steps(copy: Procedure) -> None:
    assert journey.position(copy, {}, copy.step("agent"), "citizen") == (3, 4)
    assert journey.position(copy, {"target": "some"}, copy.step("agent"), "citizen") == (4, 5)
    assert journey.position(copy, {}, copy.step("whom"), "citizen") == (0, 4)


def test_a_slip_in_the_name_of_an_answer_is_told(copy: Procedure) -> None:
    problems = journey.unknown_answers(copy, {"name": "x", "nmae": "y", "見本 花子": "z"})

    assert [(one.question, one.code) for one in problems] == [("nmae", "unknown_question"), ("?", "unknown_question")]


def test_every_branch_of_the_shipped_procedures_leads_somewhere(shipped: Catalogue) -> None:
    for catalogued in shipped.procedures:
        procedure = catalogued.on(AT_HOME.today)
        for hand in ("citizen", "staff"):
            assert journey.asked_steps(procedure, {}, hand) != []
            assert journey.next_step(procedure, {}, hand) is not None
