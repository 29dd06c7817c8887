"""Screens that several procedures share stand once, and are asked as if they were written out."""

from pathlib import Path

import pytest

from shared.catalogue import catalogue as catalogues
from shared.language import clock

from .samples import SMALL

TEXT = SMALL.read_text(encoding="utf-8")
SETS = """step_sets:
  ends:
    - id: if_so
      title: どうしますか
      questions: [{id: if_so, kind: yes_no, label: する, required: true}]
    - id: reason
      title: なぜですか
      ask_if: {question: if_so, is: yes}
      questions: [{id: reason, kind: text, label: わけ, required: true, max_length: 20}]
"""


def used(tmp_path: Path, use: str, sets: str = SETS) -> Path:
    """small.yaml, its first procedure ending with that `use`."""
    before, _, after = TEXT.partition("\nprocedures:\n")
    first, _, others = after.partition("\n  - id: ")
    path = tmp_path / "procedures.yaml"
    rest = f"\n  - id: {others}" if others else ""
    path.write_text(f"{before}\n{sets}procedures:\n{first.rstrip()}\n      - {use}\n{rest}", encoding="utf-8")
    return path


def codes(path: Path) -> list[str]:
    return [one.code for one in catalogues.check(path)]


def test_its_screens_stand_where_it_is_used(tmp_path: Path) -> None:
    before = [step.id for step in catalogues.load(SMALL).procedures[0].steps]
    path = used(tmp_path, "{use: ends}")

    assert [step.id for step in catalogues.load(path).procedures[0].steps] == [*before, "if_so", "reason"]


def test_with_a_condition_all_its_screens_are_asked_only_then(tmp_path: Path) -> None:
    first = catalogues.load(SMALL).procedures[0].steps[0].questions[0].id
    path = used(tmp_path, f"{{use: ends, ask_if: {{question: {first}, filled: true}}}}")
    steps = catalogues.load(path).procedures[0].on(clock.today()).plain()["steps"][-2:]

    condition = {"question": first, "filled": True}
    assert steps[0]["ask_if"] == condition
    assert steps[1]["ask_if"] == {"all_of": [condition, {"question": "if_so", "is": "yes"}]}


@pytest.mark.parametrize(
    ("use", "code"),
    [("{use: edns}", "step_set_unknown"), ("{use: ends, title: x}", "use_stands_alone")],
)
def test_a_slip_in_its_use_is_told(tmp_path: Path, use: str, code: str) -> None:
    assert codes(used(tmp_path, use)) == [code]


def test_a_set_uses_no_other_set(tmp_path: Path) -> None:
    assert codes(used(tmp_path, "{use: ends}", f"{SETS}    - {{use: ends}}\n")) == ["use_in_set"]


def test_used_twice_its_screens_are_told_to_stand_twice(tmp_path: Path) -> None:
    path = used(tmp_path, "{use: ends}\n      - {use: ends}")

    assert set(codes(path)) == {"step_twice"}


def test_a_mistake_in_a_set_is_told_where_it_stands(tmp_path: Path) -> None:
    path = used(tmp_path, "{use: ends}", SETS.replace("kind: yes_no", "kind: maybe"))
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "maybe" in text)

    assert [(one.line, one.code) for one in catalogues.check(path)] == [(line, "unknown_kind")]
