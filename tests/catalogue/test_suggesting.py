"""What follows from answers: other procedures that fit, and the coming days of the year."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.catalogue.catalogue import Catalogue, check, load
from shared.catalogue.guides.filed import procedures_by, procedures_possible
from shared.catalogue.guides.guide import Guide
from shared.catalogue.suggesting import everything, following

from .guide_town import quickly_written
from .samples import DAY, SHIPPED


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load(SHIPPED)


def suggested(shipped: Catalogue, procedure: str, **answers: Any) -> set[str]:
    return {one.procedure.id for one in following(shipped, procedure, answers, DAY).suggested}


def test_only_what_the_answers_call_for_is_suggested(shipped: Catalogue) -> None:
    birth = suggested(shipped, "jido-teate-nintei", reason="birth")

    assert {"kodomo-iryo", "yobo-sesshu", "hoiku-moshikomi"} <= birth
    assert not suggested(shipped, "jido-teate-nintei", reason="custody") & {"kodomo-iryo", "yobo-sesshu"}
    assert "kaigo-futan-gendo" in suggested(shipped, "kaigo-nintei-shinki", now_place="facility")
    assert suggested(shipped, "kaigo-nintei-shinki", now_place="home") >= {"kaigo-jutaku", "kaigo-yogu"}
    assert "kokuho-genmen" not in suggested(shipped, "kokuho-kanyu", reason="leave", layoff="no")


def test_the_rules_of_a_guide_count_where_the_answers_tell_what_they_ask(shipped: Catalogue) -> None:
    assert "ido-raicho-yoyaku" in suggested(shipped, "tennyu-todoke", card_move="yes")
    assert "ido-raicho-yoyaku" not in suggested(shipped, "tennyu-todoke", card_move="no")
    assert "tosho-toroku" in suggested(shipped, "tennyu-todoke")  # a rule for everybody
    assert "kaigo-kogaku" in suggested(shipped, "kaigo-nintei-koshin")
    assert "yobo-sesshu" in suggested(shipped, "kokuho-kanyu", reason="birth")
    assert "yobo-sesshu" not in suggested(shipped, "kokuho-kanyu", reason="leave")
    assert "kokuho-genmen" in suggested(shipped, "kokuho-kanyu", reason="leave", layoff="yes")


def test_what_a_guide_can_bring_is_among_all_that_can_follow(shipped: Catalogue) -> None:
    pairs = [(guide, filed) for guide in shipped.guides for filed in guide.filed]
    assert len(pairs) >= 4
    for guide, filed in pairs:
        possible = {one.procedure.id for one in everything(shipped, filed.procedure, DAY).suggested}
        told = {one for one in procedures_possible(guide, filed) if not shipped.procedure(one).sensitive}
        assert told - {filed.procedure} <= possible
        assert filed.procedure not in possible


RULES = """guides:
  - id: fire
    title: 火事
    summary: 火事の案内です。
    questions:
      - {id: what, kind: choices, label: 何が, options: [{value: home, label: 家}, {value: goods, label: 物}]}
      - {id: fire, kind: yes_no, label: 火事ですか}
      - {id: rented, kind: yes_no, label: 借家ですか}
    rules:
      - {when: {question: what, contains: home}, procedures: [lamp]}
      - {when: {not: {question: what, contains: goods}}, procedures: [bell]}
      - {when: {not: {question: fire, is: 'yes'}}, procedures: [rope]}
      - {when: {any_of: [{question: rented, is: 'yes'}, {question: fire, is: 'no'}]}, procedures: [boat]}
      - {when: {all_of: [{question: rented, is: 'yes'}, {question: fire, is: 'no'}]}, procedures: [cart]}
      - {procedures: [road]}
    filed:
      - procedure: first
        why: 家がこわれた人へ。
        ask_if: {question: broken, is: 'yes'}
        answers:
          - {question: what, answer: home}
          - {question: fire, answer: 'no', ask_if: {question: cause, is: storm}}
"""


@pytest.mark.parametrize(
    ("answers", "brings"),
    [
        ({"broken": "yes", "cause": "storm"}, ["lamp", "rope", "boat", "road"]),
        ({"broken": "yes", "cause": "other"}, ["lamp", "road"]),  # whether it was a fire is not known
        ({"broken": "no", "cause": "storm"}, []),
        ({}, []),
    ],
)
def test_only_rules_that_hold_whatever_else_is_true_bring_anything(answers: dict[str, str], brings: list[str]) -> None:
    (guide,) = [Guide.model_validate(one) for one in yaml.safe_load(RULES)["guides"]]

    assert procedures_by(guide, guide.filed[0], answers, DAY) == brings
    assert set(brings) <= procedures_possible(guide, guide.filed[0]) == {"lamp", "bell", "rope", "boat", "road"}
    assert procedures_by(guide.model_copy(update={"sensitive": True}), guide.filed[0], answers, DAY) == []


@pytest.mark.parametrize(
    ("filed", "code"),
    [
        ("{procedure: nowhere, why: x}", "guide_procedure_unknown"),
        ("{procedure: tennyu-todoke, why: x, ask_if: {question: the_dya, is: x}}", "condition_question_unknown"),
        (
            "{procedure: tennyu-todoke, why: x, answers: [{question: cart, answer: 'yes'}]}",
            "condition_question_unknown",
        ),
        ("{procedure: tennyu-todoke, why: x, answers: [{question: card, answer: maybe}]}", "condition_value"),
        (
            "{procedure: tennyu-todoke, why: x, answers: [{question: event_day, answer: x}]}",
            "condition_does_not_fit",
        ),
        (
            "{procedure: tennyu-todoke, why: 理由, answers: [{question: disability, answer: 'yes'}]}",
            "guide_sensitive_told",
        ),
    ],
)
def test_what_is_told_wrongly_to_a_guide_is_refused(tmp_path: Path, filed: str, code: str) -> None:
    path = quickly_written(tmp_path, "    rules:\n", f"    filed:\n      - {filed}\n    rules:\n")

    assert [problem.code for problem in check(path)] == [code]


@pytest.mark.parametrize(
    ("filed", "begins", "until"),
    [
        (date(2026, 11, 24), date(2027, 6, 1), date(2027, 6, 30)),
        (date(2027, 5, 31), date(2027, 6, 1), date(2027, 6, 30)),
        (date(2027, 6, 1), date(2028, 6, 1), date(2028, 6, 30)),  # in the period itself: the next one
        (date(2028, 7, 1), date(2029, 6, 1), date(2029, 7, 2)),  # 30 June 2029 is a Saturday
    ],
)
def test_the_next_time_is_reckoned_from_the_day_of_filing(
    shipped: Catalogue, filed: date, begins: date, until: date
) -> None:
    (found,) = following(shipped, "jido-teate-nintei", {}, filed).days

    assert (found.yearly.id, found.begins, found.until) == ("genkyo", begins, until)


def test_nothing_sensitive_suggests_or_is_suggested(shipped: Catalogue) -> None:
    for procedure in shipped.procedures:
        found = everything(shipped, procedure.id, DAY)
        assert not [one for one in found.suggested if one.procedure.sensitive]
        assert not procedure.sensitive or found.suggested == found.days == ()


def test_at_least_twelve_procedures_of_daily_life_say_what_follows(shipped: Catalogue) -> None:
    saying = [one for one in shipped.procedures if one.suggests]

    assert len(saying) >= 12
    assert [one for one in saying if any(not s.why.easy or not s.why.en for s in one.suggests)] == []


def test_what_follows_is_no_part_of_what_a_case_keeps(shipped: Catalogue) -> None:
    asked = shipped.procedure("jido-teate-nintei").as_asked(DAY)

    assert not asked.keys() & {"suggests", "yearly"}


def test_a_procedure_that_is_gone_brings_nothing(shipped: Catalogue) -> None:
    assert following(shipped, "no-such", {}, DAY).suggested == ()
