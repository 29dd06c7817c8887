"""The same answers by every way in make the same record (R-01)."""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from shared.casework import applying, counter, online, sending
from shared.casework.counter import Clerk
from shared.catalogue import catalogue as catalogues
from shared.catalogue import journey
from shared.catalogue.questions.choices import ChoiceQuestion, YesNoQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking
from shared.errors import AnswersRefused
from shared.language import clock as clock_module
from shared.records.envelope import Body
from shared.records.shapes import to_plain
from tests.casework.paper_desk import completed
from tests.casework.town import Town, answers_of, files_of, sample_names, staff_answers_of
from tests.samples.representatives import CATALOGUE, dear, representatives

HAVE_SAMPLES = {name.partition("/")[0] for name in sample_names()}
# Sent from home by anybody, or written there at most: what goes with a card has a story of its own.
SENT = {
    one.id: online.takes_online(one) and not online.needs_card(one)
    for one in catalogues.load(CATALOGUE).procedures
    if one.id in HAVE_SAMPLES
}
ONLINE = sorted(one for one, sent in SENT.items() if sent)
AT_THE_COUNTER_ONLY = sorted(one for one, sent in SENT.items() if not sent)
FULL, ORDINARY = 200, 2

# What may differ: the way in, who acted, what staff added, times, numbers of the case, keys.
MAY_DIFFER = {"channel", "actor", "staff", "consent", "origin", "started_at", "submitted_at", "code", "root", "k_in"}
# Attachments are other blobs in each case; what is in them is the same.
OF_A_FILE = {"blob", "key"}


def comparable(body: Body) -> str:
    """Canonical JSON of what must be the same."""
    plain = {key: value for key, value in to_plain(body).items() if key not in MAY_DIFFER}
    return json.dumps(without_places(plain), ensure_ascii=False, sort_keys=True, indent=1)


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(one) for key, one in value.items() if not (key in OF_A_FILE and "sha256" in value)}
    return [without_places(one) for one in value] if isinstance(value, list) else value


def at_home(town: Town, sample: str, raw: dict[str, Any]) -> Body:
    case = sending.send_answers(
        town.home,
        lambda: applying.start(town.home, sample.partition("/")[0]),
        raw,
        files_for(sample, raw),
        "citizen",
        lambda case: sending.submit(town.home, case),
    )
    town.receive()
    return body_of(town, case.reference)


def at_the_counter(town: Town, clerk: Clerk, sample: str, raw: dict[str, Any], channel: str = "counter") -> Body:
    staffs = {key: value for key, value in staff_answers_of(sample).items() if key != "individual_number"}
    files = files_for(sample, raw)
    procedure = sample.partition("/")[0]
    filed = counter.file_answers(clerk, procedure, {**raw, **staffs}, files, channel=channel)
    return body_of(town, filed.case.reference)


def step_by_step_at_home(town: Town, sample: str, raw: dict[str, Any]) -> Body:
    """As people do it: one screen after the other, each saved."""
    case = applying.start(town.home, sample.partition("/")[0])
    case, full = applying.attach_all(town.home, case, raw, files_for(sample, raw))
    while step := case.next_step("citizen"):
        case = applying.answer(town.home, case, step, full, "citizen")
    sent = sending.submit(town.home, case)
    town.receive()
    return body_of(town, sent.reference)


def begun_at_home_filed_at_the_counter(town: Town, clerk: Clerk, sample: str, raw: dict[str, Any]) -> Body:
    case = applying.start(town.home, sample.partition("/")[0])
    case, full = applying.attach_all(town.home, case, raw, files_for(sample, raw))
    case = applying.answer_all(town.home, case, full, "citizen")
    case = counter.go_on(clerk, case.code, counter.consent(clerk, "aloud"))
    return body_of(town, counter.file(clerk, case, hand="citizen").case.reference)


def body_of(town: Town, reference: str) -> Body:
    body = town.record(reference).body
    assert body is not None
    return body


def files_for(sample: str, raw: dict[str, Any]) -> list[tuple[str, Path]]:
    """The sample's attachments, but for items that a variation does not have."""
    return [(place, path) for place, path in files_of(sample) if "." not in place or place.split(".")[0] in raw]


def with_stand_ins(sample: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The answers as they will be once the attachments are kept."""
    full = deepcopy(raw)
    for place, path in files_for(sample, raw):
        *way, last = place.split(".")
        holder: Any = full
        for part in way:
            holder = holder[int(part)] if part.isdigit() else holder[part]
        kept = {"blob": "b" * 22, "name": path.name, "size": 1, "sha256": "0" * 64}
        holder[last] = [{**kept, "type": "application/pdf" if path.suffix == ".pdf" else "image/jpeg"}]
    return full


# Variations --------------------------------------------------------------------------------------------------------


def varied(question: Question, answer: Any, chance: random.Random) -> Any:
    """Another answer of the same kind; None leaves an optional question open."""
    if isinstance(question, YesNoQuestion):
        return chance.choice(["yes", "no"])
    if isinstance(question, ChoiceQuestion):
        return chance.choice([one.value for one in question.options])
    if question.kind == "name":
        return chance.choice(["髙橋", "𠮷田", "齋藤", "NGUYEN VAN", "辻\U000e0100", "李", "ｱｲｳ"])
    if question.kind in ("number", "money"):
        return chance.randint(1, 3)
    if question.kind in ("text", "long_text"):
        return "".join(chance.choice("あいう漢字ABC１２・ー") for _ in range(chance.randint(1, 12)))
    return None if question.required is False else answer


def variation(town: Town, sample: str, chance: random.Random) -> dict[str, Any] | None:
    """The sample with other branches, words and numbers; None where that is no valid case at home."""
    procedure = town.catalogue.procedure(sample.partition("/")[0]).on(clock_module.today())
    raw = deepcopy(answers_of(sample))
    for question in procedure.questions():
        if question.id in raw and chance.random() < 0.3:
            raw[question.id] = varied(question, raw[question.id], chance)
    raw = {key: answer for key, answer in raw.items() if answer is not None}
    answers: journey.Answers = {}
    try:
        full = with_stand_ins(sample, raw)
        for step in procedure.steps:
            asking = Asking(clock_module.today(), "ja", "online")
            answers = journey.parse_step(procedure, step, full, answers, "citizen", asking).answers
    except AnswersRefused:
        return None
    return raw


def variations(town: Town, procedure: str, count: int) -> list[tuple[str, dict[str, Any]]]:
    """`count` different answer sets: the samples first, then variations of them, the same at each run."""
    names = sample_names(procedure)
    found = [(name, answers_of(name)) for name in names][:count]
    chance = random.Random(procedure)
    tries = 0
    while len(found) < count and tries < 50 * count:
        tries += 1
        sample = chance.choice(names)
        raw = variation(town, sample, chance)
        if raw is not None and raw not in [known for _, known in found]:
            found.append((sample, raw))
    return found


def differing(town: Town, procedure: str, count: int, ways: list[Callable[[str, dict[str, Any]], Body]]) -> list[Any]:
    cases = variations(town, procedure, count)
    assert len(cases) == count
    different = []
    for sample, raw in cases:
        first, *others = [comparable(way(sample, raw)) for way in ways]
        different += [(sample, raw, first, other) for other in others if other != first]
    return different


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("procedure", dear(ONLINE))
def test_home_and_counter_give_the_same_record(town: Town, procedure: str) -> None:
    clerk = town.clerk()
    ways = [
        lambda sample, raw: at_home(town, sample, raw),
        lambda sample, raw: at_the_counter(town, clerk, sample, raw),
    ]
    assert differing(town, procedure, ORDINARY, ways) == []


@pytest.mark.drill
@pytest.mark.timeout(3600)
@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("procedure", ONLINE)
def test_two_hundred_answer_sets_of_a_procedure_give_the_same_record_by_every_way(town: Town, procedure: str) -> None:
    clerk = town.clerk()
    ways = [
        lambda sample, raw: at_home(town, sample, raw),
        lambda sample, raw: at_the_counter(town, clerk, sample, raw),
        lambda sample, raw: at_the_counter(town, clerk, sample, raw, "paper"),
    ]
    assert differing(town, procedure, FULL, ways) == []


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("sample", ["juminhyo-copy/some-by-agent", "kaigo-nintei-shinki/self"])
def test_it_is_the_same_record_screen_by_screen_and_begun_at_home(town: Town, sample: str) -> None:
    clerk, raw = town.clerk(), answers_of(sample)
    bodies = [
        at_home(town, sample, raw),
        step_by_step_at_home(town, sample, raw),
        begun_at_home_filed_at_the_counter(town, clerk, sample, raw),
        at_the_counter(town, clerk, sample, raw),
        at_the_counter(town, clerk, sample, raw, "paper"),
    ]
    assert len({comparable(body) for body in bodies}) == 1
    assert [body.channel for body in bodies] == ["online", "online", "counter", "counter", "paper"]


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("procedure", dear(AT_THE_COUNTER_ONLY))
def test_where_home_cannot_send_counter_and_paper_give_the_same_record(town: Town, procedure: str) -> None:
    clerk = town.clerk()
    sample = sample_names(procedure)[0]
    raw = answers_of(sample)
    bodies = [at_the_counter(town, clerk, sample, raw, channel) for channel in ("counter", "paper")]
    assert comparable(bodies[0]) == comparable(bodies[1])


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("procedure", dear([*ONLINE, *AT_THE_COUNTER_ONLY]))
def test_a_sheet_typed_by_two_gives_the_record_of_the_counter(town: Town, procedure: str) -> None:
    clerk = town.clerk()
    for sample in sample_names(procedure):
        raw = answers_of(sample)
        counter_body = at_the_counter(town, clerk, sample, raw)
        paper_body = body_of(town, completed(town, sample, deepcopy(raw)))
        assert comparable(paper_body) == comparable(counter_body)
        plain = [to_plain(paper_body), to_plain(counter_body)]
        differs = {key for key in plain[0] if without_places(plain[0][key]) != without_places(plain[1][key])}
        assert differs <= {"channel", "actor", "consent", "staff", "code", "root", "k_in", "started_at", "submitted_at"}


def test_every_procedure_has_its_part_in_this_story(town: Town) -> None:
    assert sorted([*ONLINE, *AT_THE_COUNTER_ONLY]) == sorted(one.id for one in town.catalogue.procedures)
    assert representatives() & set(ONLINE)
    assert representatives() & set(AT_THE_COUNTER_ONLY)
