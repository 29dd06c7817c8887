"""Whoever raises a code gives it words, and the words everything that they say."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from shared import errors
from shared.language import wording

from .project import ROOMS, at, calls, modules

OURS = {name for name, one in vars(errors).items() if inspect.isclass(one) and issubclass(one, Exception)}


@dataclass(frozen=True)
class Refusal:
    """A code written where one of our errors is made; `given` is None where parameters come from elsewhere."""

    place: str
    code: str
    given: frozenset[str] | None


def refusals() -> Iterator[Refusal]:
    for path in modules(*ROOMS):
        for name, call in calls(path):
            if name in OURS:
                names = [keyword.arg for keyword in call.keywords]
                given = None if None in names else frozenset(filter(None, names))
                yield from (Refusal(at(path, call), code, given) for code in codes(call.args[:1]))
            elif name == "AnswerProblem":
                yield from (Refusal(at(path, call), code, params_of(call)) for code in codes(call.args[1:2]))


def codes(written: list[ast.expr]) -> Iterator[str]:
    """The code itself, or both where one of two is chosen."""
    for node in written:
        for choice in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
            if isinstance(choice, ast.Constant):
                yield str(choice.value)


def params_of(problem: ast.Call) -> frozenset[str] | None:
    if len(problem.args) < 3:
        return frozenset()
    params = problem.args[2]
    if not isinstance(params, ast.Dict):
        return None
    return frozenset(str(key.value) for key in params.keys if isinstance(key, ast.Constant))


def test_every_refusal_has_words_in_japanese() -> None:
    said, found = wording.texts("ja"), list(refusals())

    assert len({one.code for one in found}) > 100
    assert [f"{one.place} {one.code}" for one in found if f"errors.{one.code}" not in said] == []


def test_every_refusal_gives_what_its_words_say() -> None:
    said = wording.texts("ja")
    lacking = [
        (one.place, one.code, sorted(wording.parameters(said[f"errors.{one.code}"]) - one.given))
        for one in refusals()
        if one.given is not None
    ]

    assert [one for one in lacking if one[2]] == []


def test_every_text_asked_for_by_its_key_exists() -> None:
    said = wording.texts("ja")
    asked = [
        (at(path, call), call.args[0].value)
        for path in modules(*ROOMS)
        for _, call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in {"say", "say_html"}
        if call.args and isinstance(call.args[0], ast.Constant)
    ]

    assert len(asked) > 100
    assert [one for one in asked if one[1] not in said] == []
