"""docs/requirements.md and the marks of the tests say the same."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .project import ROOT, tree

TESTS = ROOT / "tests"
DOCUMENT = ROOT / "docs" / "requirements.md"


def marked() -> set[tuple[str, str]]:
    """(requirement, file::test) of every mark; full counts end with " (drill)"."""
    return {pair for path in sorted(TESTS.rglob("test_*.py")) for pair in _marked_in(path)}


def _marked_in(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            marks = [ast.unparse(one) for one in node.decorator_list]
            full = " (drill)" if "pytest.mark.drill" in marks else ""
            for mark in marks:
                if found := re.fullmatch(r"pytest\.mark\.requirement\('([\w-]+)'\)", mark):
                    yield found[1], f"{path.relative_to(TESTS).as_posix()}::{node.name}{full}"


def rows() -> Iterator[list[str]]:
    """Cells of the table: id, what must be true, figure, tests."""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| [A-Z]+-\d+ \|", line):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def written() -> set[tuple[str, str]]:
    """(requirement, file::test) of the document."""
    named = re.compile(r"`([^`]+\.py::\w+)`( \(drill\))?")
    return {(row[0], test + full) for row in rows() for test, full in named.findall(row[-1])}


def test_the_document_and_the_marks_of_the_tests_are_the_same() -> None:
    in_document, on_tests = written(), marked()

    assert (sorted(in_document - on_tests), sorted(on_tests - in_document)) == ([], [])


def test_every_requirement_has_a_text_a_figure_and_a_test() -> None:
    table = list(rows())
    ids = [row[0] for row in table]

    assert len(ids) == len(set(ids))
    assert [row[0] for row in table if len(row) != 4 or not all(row)] == []
    assert {name for name, _ in marked()} == set(ids)


def test_marks_stand_on_tests_that_are_collected() -> None:
    names = [test.partition("::")[2] for _, test in marked()]

    assert [name for name in names if not name.startswith("test_")] == []
