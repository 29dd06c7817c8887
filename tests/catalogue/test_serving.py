"""A door that runs serves the newest catalogue without mistakes, and says what is wrong with a newer one."""

import logging
import shutil
from pathlib import Path

import pytest

from shared.catalogue.serving import refused, served
from shared.errors import CatalogueError

SMALL = Path(__file__).with_name("small.yaml")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(SMALL, tmp_path / "procedures.yaml"))


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def title_of(file: Path) -> str:
    return served(file).procedures[0].title.say("ja")


def test_a_new_version_is_served_at_once(file: Path) -> None:
    before = title_of(file)
    change(file, before, f"{before}（新しい）")

    assert (title_of(file), refused(file)) == (f"{before}（新しい）", ())


def test_a_mistake_leaves_the_last_good_version_and_is_told_with_its_line(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = title_of(file)
    count = len(file.read_text(encoding="utf-8").splitlines())
    with file.open("a", encoding="utf-8") as end:
        end.write("\nno_such_key: 1\n")
    with caplog.at_level(logging.ERROR):
        again = [title_of(file) for _ in range(3)]

    assert again == [before] * 3
    assert [(one.line, one.code) for one in refused(file)] == [(count + 2, "unknown_key")]
    assert len(caplog.records) == 1  # once for a change of the file, not once for a page


def test_when_it_is_mended_it_is_served_and_nothing_is_wrong_any_more(file: Path) -> None:
    whole = file.read_text(encoding="utf-8")
    before = title_of(file)
    file.write_text("procedures: [", encoding="utf-8")
    assert (title_of(file), len(refused(file))) == (before, 1)
    file.write_text(whole.replace(before, "なおした手続", 1), encoding="utf-8")

    assert (title_of(file), refused(file)) == ("なおした手続", ())


def test_a_file_that_is_gone_stops_nobody_who_runs(file: Path) -> None:
    before = title_of(file)
    file.unlink()

    assert (title_of(file), [one.code for one in refused(file)]) == (before, ["file_unreadable"])


def test_where_nothing_good_was_ever_read_there_is_nothing_to_serve(tmp_path: Path) -> None:
    file = tmp_path / "procedures.yaml"
    file.write_text("procedures: [", encoding="utf-8")

    with pytest.raises(CatalogueError):
        served(file)
