"""Which procedures the ordinary run walks where each of them is dear: few that have everything that any of them has.

Every kind of question (also inside groups and lists), every way in, what is only asked sometimes, files, signature,
identity, fee and deadline of whatever sort. All the others are walked by the drill. Cheap tests go over all of them.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shared.catalogue import catalogue as catalogues
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.language import clock
from tests.samples.sample_cases import FOLDER

CATALOGUE = Path(__file__).parents[2] / "procedures.yaml"


@cache
def representatives() -> frozenset[str]:
    """Ids: always the one that has most of what is still missing, until nothing is."""
    shipped = catalogues.load(CATALOGUE)
    with_samples = {folder.name for folder in FOLDER.iterdir()}
    had = {one.id: set(features(one.on(clock.today()))) for one in shipped.procedures if one.id in with_samples}
    missing = set().union(*had.values())
    chosen: set[str] = set()
    while missing:
        best = max(sorted(had), key=lambda one: len(had[one] & missing))
        chosen.add(best)
        missing -= had[best]
    return frozenset(chosen)


def features(procedure: Procedure) -> Iterator[str]:
    """What may be done wrongly for this procedure and rightly for another."""
    channels = procedure.channels
    yield f"online {channels.online}"
    yield from (way for way in ("counter", "paper", "post") if getattr(channels, way))
    yield f"identity {procedure.identity_online}"
    yield f"signature {procedure.signature}"
    yield from ("sensitive",) if procedure.sensitive else ()
    for step in procedure.steps:
        yield from ("a step asked sometimes",) if step.ask_if else ()
        yield from ("a step of the staff",) if step.staff_only else ()
        yield from _of_questions(step.questions, "")


def _of_questions(questions: Iterable[Question], inside: str) -> Iterator[str]:
    for question in questions:
        yield f"{inside}{question.kind}"
        yield from (f"{inside}asked sometimes",) if question.ask_if else ()
        if isinstance(question, GroupQuestion | RepeatQuestion):
            yield from _of_questions(question.questions, f"{question.kind}/")


def dear(ones: Iterable[Any], *, each: bool = False) -> list[Any]:
    """Ids of procedures, or samples or their names, for `parametrize`: of each representative the first now (all of
    them with `each`), the rest in the drill.
    """
    parameters: list[Any] = []
    now: set[str] = set()
    for one in ones:
        procedure = str(one).partition("/")[0]
        ordinary = procedure in representatives() and (each or procedure not in now)
        now.add(procedure)
        parameters.append(pytest.param(one, id=str(one), marks=[] if ordinary else [pytest.mark.drill]))
    return parameters
