"""A file with anything in it is told about, never crashed on (FZ-1)."""

import random
import sys
import time
from pathlib import Path

import pytest

from shared.catalogue import catalogue
from shared.errors import Problem

from .samples import SHIPPED, SMALL

PIECES = [
    *("[", "]", "{", "}", ":", ": ", "- ", "-", "#", "'", '"', "|", ">", "&a ", "*a", "!x ", "!!int ", "%", "@", "`"),
    *("\n", "\n\n", "  ", "\t", ",", "?", "? ", "---", "...", "<<: ", "\x00", "\ufeff", "\u202e", "　", "：", "〜"),
    *("true", "yes", "012", "1:30", "null", "~", "-1", "99999999999999999999", "2026-02-31", "use", "use: x", "𠮷"),
    *("ask_if: {question: x, is: y}", "kind: group", "questions: []", "from: 2026-01-01", "[" * 30, "{a: " * 30),
]


def mutated(text: str, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(len(text))
        end = min(len(text), start + dice.choice([0, 1, 1, 2, 5, 20, 200]))
        other = dice.randrange(len(text))
        piece = dice.choice([*PIECES, "", text[other : other + dice.choice([1, 10, 80, 400])]])
        text = text[:start] + piece + text[end:]
    data = text.encode("utf-8", "surrogatepass")
    if dice.random() < 0.1:
        at = dice.randrange(len(data))
        data = data[:at] + dice.randbytes(dice.randint(1, 3)) + data[at + 1 :]
    return data


def generated(dice: random.Random) -> bytes:
    words = [*PIECES, *SMALL.read_text(encoding="utf-8").split()]
    return " ".join(dice.choice(words) for _ in range(dice.randint(1, 400))).encode()


def told(path: Path) -> list[Problem]:
    problems = catalogue.check(path)
    lines = catalogue.problems_as_lines(problems)
    assert all(one.line >= 1 and one.column >= 1 for one in problems)
    assert all(line.startswith(f"{path}:") for line in lines)
    return problems


def spoil(original: Path, folder: Path, count: int, seed: int) -> tuple[int, float]:
    """How many of the files had mistakes, and the longest time that one took, in seconds of the processor."""
    text, dice = original.read_text(encoding="utf-8"), random.Random(seed)
    path, wrong, longest = folder / "spoiled.yaml", 0, 0.0
    path.write_text("", encoding="utf-8")
    told(path)  # wording files are read once, before the clock runs
    for number in range(count):
        path.write_bytes(generated(dice) if number % 11 == 10 else mutated(text, dice))
        before = time.process_time()
        problems = told(path)
        longest = max(longest, time.process_time() - before)
        wrong += bool(problems)
    return wrong, longest


@pytest.mark.requirement("FZ-1")
def test_three_hundred_spoiled_files_are_told_about(tmp_path: Path) -> None:
    wrong, _ = spoil(SMALL, tmp_path, 300, seed=1)

    assert wrong > 200


@pytest.mark.requirement("FZ-1")
@pytest.mark.parametrize(("count", "least"), [(4, 2), pytest.param(10, 4, marks=pytest.mark.drill)])
def test_some_spoiled_copies_of_the_shipped_file_are_told_about(tmp_path: Path, count: int, least: int) -> None:
    wrong, _ = spoil(SHIPPED, tmp_path, count, seed=2)

    assert wrong >= least


@pytest.mark.requirement("FZ-1")
@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_eleven_thousand_spoiled_files_are_told_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, longest = spoil(SMALL, tmp_path, 11_000, seed=3)

    with capsys.disabled():
        sys.stdout.write(f"{wrong} of 11000 spoiled files had mistakes; the longest took {longest * 1000:.0f} ms\n")
    assert wrong > 8_000
