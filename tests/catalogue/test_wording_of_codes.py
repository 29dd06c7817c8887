"""Whoever raises a code gives it words, in Japanese, easy Japanese and English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.catalogue import catalogue, slips
from shared.catalogue.shapes import CODES_OF_TYPES, OUR_TYPES
from shared.errors import Problem
from shared.language import wording

from .samples import SMALL
from .test_mistakes import MISTAKES, broken

ROOM = Path(catalogue.__file__).parent
RAISERS = {
    "ValueRefused": 0,
    "AnswerProblem": 1,
    "tell": 1,
    "PydanticCustomError": 0,
    "Slip": 0,
    "_used": 2,
    "_once": 3,
    "_declared": 3,
}


def raised(*names: str) -> Iterator[str]:
    """Codes given as plain words to these calls anywhere in the room."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                place = RAISERS.get(name, -1)
                code = node.args[place] if name in names and place < len(node.args) else None
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def problem_codes() -> set[str]:
    told = set(raised("tell", "Slip", "PydanticCustomError", "_used", "_once", "_declared"))
    return told | set(CODES_OF_TYPES.values()) | OUR_TYPES | {code for _, code in (*slips.SYNTAX, *slips.SLIPS)}


@pytest.mark.parametrize("language", wording.WRITTEN)
def test_every_problem_of_the_file_has_words(language: str) -> None:
    said = wording.texts(language)

    assert [code for code in sorted(problem_codes()) if f"catalogue.{code}" not in said] == []


@pytest.mark.parametrize("language", wording.WRITTEN)
def test_every_refusal_of_an_answer_has_words(language: str) -> None:
    said = wording.texts(language)

    assert [code for code in sorted(raised("ValueRefused", "AnswerProblem")) if f"errors.{code}" not in said] == []


def test_the_words_of_a_code_take_the_same_parameters_in_every_language() -> None:
    spoken = [wording.texts(language) for language in wording.WRITTEN]
    keys = [key for key in spoken[0] if key.startswith("catalogue.")]

    differing = [key for key in keys if len({wording.parameters(texts[key]) for texts in spoken}) > 1]

    assert differing == []


@pytest.mark.parametrize("language", wording.WRITTEN)
def test_every_mistake_is_said_as_a_sentence(language: str, tmp_path: Path) -> None:
    for name in MISTAKES:
        path, expected = broken(tmp_path, name)

        lines = catalogue.problems_as_lines(catalogue.check(path), language)

        assert len(lines) == len(expected)
        assert all(line.startswith(f"{path}:") for line in lines)


def test_a_problem_of_every_syntax_is_said(tmp_path: Path) -> None:
    for _, code in (*slips.SYNTAX, *slips.SLIPS):
        assert catalogue.explained(Problem(str(SMALL), 1, 1, code)) != ""
