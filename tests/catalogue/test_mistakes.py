"""Every mistake of the file is told with its line, a code, and a sentence that says what to do.

Each case of mistakes.yaml changes one place of small.yaml.
"""

from pathlib import Path

import pytest
import yaml

from shared.catalogue import catalogue
from shared.errors import CatalogueError

from .samples import SMALL

TEXT = SMALL.read_text(encoding="utf-8")
MISTAKES_FILE = Path(__file__).parent / "mistakes.yaml"
MISTAKES = {one["name"]: one for one in yaml.load(MISTAKES_FILE.read_text(encoding="utf-8"), yaml.BaseLoader)}


def broken(folder: Path, *names: str) -> tuple[Path, list[tuple[int, str]]]:
    """small.yaml with these mistakes, and what has to be told of them."""
    text, expected = TEXT, []
    for name in names:
        case = MISTAKES[name]
        before, after = text.split(case["old"], 1)
        until_mark, mark, _ = case["new"].partition("#!")
        line = before.count("\n") + (until_mark.count("\n") if mark else 0) + 1
        expected += [(line, code) for code in case["codes"]]
        text = before + case["new"].replace("#!", "") + after
    path = folder / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    return path, expected


@pytest.mark.parametrize("name", MISTAKES)
def test_the_mistake_is_told_at_its_line_and_nothing_else(name: str, tmp_path: Path) -> None:
    path, expected = broken(tmp_path, name)

    told = [(one.line, one.code) for one in catalogue.check(path)]

    assert told == expected


def test_every_mistake_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    names = ["unknown kind of procedure", "bad required", "two defaults", "condition with true", "no way in"]
    path, expected = broken(tmp_path, *names)

    told = [(one.line, one.code) for one in catalogue.check(path)]

    assert told == sorted(expected)


def test_a_file_with_mistakes_is_not_loaded(tmp_path: Path) -> None:
    path, _ = broken(tmp_path, "bad id", "no way in")

    with pytest.raises(CatalogueError) as refused:
        catalogue.load(path)

    assert [one.code for one in refused.value.problems] == ["id_form", "no_way_in"]


def test_a_problem_is_said_with_file_line_and_what_to_do(tmp_path: Path) -> None:
    path, _ = broken(tmp_path, "section that is not there")

    lines = catalogue.problems_as_lines(catalogue.check(path))

    assert lines == [
        f"{path}:113: 「gommi」という課は sections: にありません。"
        "名前を直すか、sections: に足してください（近い名前：gomi）。"
    ]


def test_a_file_that_is_not_there_is_told_like_any_mistake(tmp_path: Path) -> None:
    assert [(one.line, one.code) for one in catalogue.check(tmp_path / "none.yaml")] == [(1, "file_unreadable")]


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "procedures.yaml"
    path.write_text(TEXT, encoding="utf-8")

    first = catalogue.load(path)
    again = catalogue.load(path)
    path.write_text(TEXT.replace("写しをとる", "写しをもらう"), encoding="utf-8")
    changed = catalogue.load(path)

    assert again is first
    assert changed.procedure("copy").title.say() == "写しをもらう"
