"""Every sample goes through its procedure, at home and at the counter; together they reach every branch."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_cases import Sample, samples

from shared.catalogue import catalogue, deadlines, fees, journey
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion, asked_children
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking

DAY = date(2026, 11, 22)  # the samples' today; only the day of a pickup really depends on it
CATALOGUE = catalogue.load(Path(__file__).parents[2] / "procedures.yaml")
SAMPLES = list(samples())
AT_HOME = [one for one in SAMPLES if CATALOGUE.procedure(one.procedure).channels.online != "none"]
AT_THE_COUNTER = [one for one in SAMPLES if one.staff is not None]
MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "heic": "image/jpeg"}


def asked(procedure_id: str) -> Procedure:
    return CATALOGUE.procedure(procedure_id).on(DAY)


def with_files(sample: Sample) -> dict[str, Any]:
    """The answers with a kept file at each place that has one; a HEIC photo is kept as JPEG."""
    answers = deepcopy(sample.answers)
    for place, sort in sample.files.items():
        *way, last = place.split(".")
        holder: Any = answers
        for part in way:
            holder = holder[int(part)] if part.isdigit() else holder[part]
        kept = {"blob": "b" * 22, "name": f"{last}.{sort}", "type": MEDIA_TYPES[sort], "size": 1234}
        holder[last] = [{**kept, "sha256": "0" * 64}]
    return answers


def walk(sample: Sample, hand: str) -> tuple[journey.Answers, list[str]]:
    """The answers at the end and the ids of the steps on the way."""
    procedure = asked(sample.procedure)
    answers: journey.Answers = {}
    seen: list[str] = []
    raw = with_files(sample) if hand == "citizen" else {**sample.answers, **(sample.staff or {})}
    if hand == "staff":
        raw["assisted_by"] = "見本 みどり"
    asking = Asking(DAY, "ja", "online" if hand == "citizen" else "counter")
    while step := journey.next_step(procedure, answers, hand, seen):
        assert step.id not in seen, f"{sample} comes to {step.id} again"
        answers = journey.parse_step(procedure, step, raw, answers, hand, asking).answers
        seen.append(step.id)
    assert journey.validate(procedure, answers, hand, asking) == []
    return answers, seen


@pytest.mark.parametrize("sample", AT_HOME, ids=str)
def test_a_sample_goes_from_the_first_step_to_the_end_at_home(sample: Sample) -> None:
    answers, seen = walk(sample, "citizen")
    assert seen == [step.id for step in journey.asked_steps(asked(sample.procedure), answers, "citizen")]
    assert answers.keys() == with_files(sample).keys()


@pytest.mark.parametrize("sample", AT_THE_COUNTER, ids=str)
def test_a_sample_goes_to_the_end_at_the_counter_without_any_file(sample: Sample) -> None:
    answers, seen = walk(sample, "staff")
    assert seen == [step.id for step in journey.asked_steps(asked(sample.procedure), answers, "staff")]
    assert answers.keys() - {"assisted_by"} == sample.answers.keys() | (sample.staff or {}).keys()


@pytest.mark.parametrize("sample", AT_HOME, ids=str)
def test_nothing_of_the_staff_and_no_my_number_is_asked_at_home(sample: Sample) -> None:
    asked_kinds = {
        question.kind
        for step in journey.asked_steps(asked(sample.procedure), walk(sample, "citizen")[0], "citizen")
        for question in journey.asked_questions(step, sample.answers, "citizen")
    }
    assert asked_kinds & {"my_number", "staff"} == set()


@pytest.mark.parametrize("procedure", CATALOGUE.procedures, ids=lambda one: one.id)
def test_the_samples_of_a_procedure_reach_every_step_and_every_conditional_question(
    procedure: Procedure,
) -> None:
    reached: set[str] = set()
    for sample in (one for one in SAMPLES if one.procedure == procedure.id):
        for hand in ("citizen", "staff") if sample in AT_HOME else ("staff",):
            answers, _ = walk(sample, hand)
            for step in journey.asked_steps(asked(procedure.id), answers, hand):
                questions = journey.asked_questions(step, answers, hand)
                reached |= {step.id} | {name for one in questions for name in names_asked(one, answers)}
    assert reached == {name for step in procedure.steps for name in (step.id, *names_of(step.questions))}


def names_of(questions: tuple[Question, ...]) -> Iterator[str]:
    for question in questions:
        yield question.id
        if isinstance(question, GroupQuestion | RepeatQuestion):
            yield from (f"{question.id}.{child.id}" for child in question.questions)


def names_asked(question: Question, answers: journey.Answers) -> Iterator[str]:
    yield question.id
    if isinstance(question, GroupQuestion | RepeatQuestion):
        stored: Any = answers.get(question.id, [])
        for item in stored if isinstance(stored, list) else [stored]:
            children = asked_children(question.questions, item, answers)
            yield from (f"{question.id}.{child.id}" for child in children)


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("juminhyo-copy/self-by-post", 300),
        ("juminhyo-copy/some-by-agent", 600),
        ("tenshutsu-todoke/with-card", 0),
        ("inkan-toroku/photo", 900),  # registration 300 and two certificates
        ("inkan-toroku/guarantor", 300),
        ("inkan-toroku/agent-inquiry", 300),
        ("jido-teate-nintei/newborn", 0),
        ("shotoku-kazei-shomei/husband", 600),
        ("inu-toroku/puppy", 3550),
        ("inu-toroku/moved-in-by-agent", 0),
        ("sodai-gomi/chest-and-bedding", 1526),
        ("sodai-gomi/one-item-one-word-name", 763),
    ],
)
def test_the_fee_of_a_sample_is_the_one_that_the_rule_gives(name: str, amount: int) -> None:
    sample = one_of(name)
    answers, _ = walk(sample, "staff")
    assert fees.fee_of(asked(sample.procedure), answers, "counter", DAY).amount_yen == amount


@pytest.mark.parametrize(
    ("name", "last_day"),
    [
        ("tenkyo-todoke/family", date(2026, 11, 30)),  # the 14th day is a Saturday
        ("tenshutsu-todoke/family-paper-certificate", date(2026, 12, 4)),
        ("kokuho-kanyu/left-job", date(2026, 11, 16)),  # the 14th day is a Sunday
        ("kokuho-dattai/joined-company", date(2026, 11, 30)),
        ("kokuho-dattai/death-by-agent", None),
        ("jido-teate-nintei/newborn", date(2026, 11, 24)),
        ("inu-toroku/puppy", date(2026, 10, 20)),
        ("sodai-gomi/chest-and-bedding", None),
    ],
)
def test_the_last_day_of_a_sample_is_the_one_that_the_rule_gives(name: str, last_day: date | None) -> None:
    sample = one_of(name)
    answers, _ = walk(sample, "staff")
    assert deadlines.last_day_of(asked(sample.procedure), answers) == last_day


def one_of(name: str) -> Sample:
    return next(sample for sample in SAMPLES if str(sample) == name)
