"""A catalogue in several files reads as if it stood in one, and a mistake is told in its own file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.catalogue import catalogue as catalogues
from shared.catalogue.serving import refused, served
from shared.language import clock

from .samples import SMALL

TEXT = SMALL.read_text(encoding="utf-8")
BEFORE, _, REST = TEXT.partition("\nprocedures:\n")
PROCEDURES, _, NOTICES = REST.partition("\nnotices:\n")
INCLUDED = f"procedures:\n{PROCEDURES}\n"
FIRST = f"{BEFORE}\nnotices:\n{NOTICES}"
Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A catalogue whose procedures stand in another file; both texts can be chosen."""

    def write(part: str = INCLUDED, include: str = "include: [more/own.yaml]", first: str = FIRST) -> Path:
        (tmp_path / "more").mkdir(exist_ok=True)
        (tmp_path / "more" / "own.yaml").write_text(part, encoding="utf-8")
        path = tmp_path / "procedures.yaml"
        path.write_text(f"{include}\n{first}\n", encoding="utf-8")
        return path

    return write


def told(path: Path) -> list[tuple[str, int, str]]:
    return [(Path(one.file).name, one.line, one.code) for one in catalogues.check(path)]


def test_it_reads_as_if_everything_stood_in_one_file(written: Written) -> None:
    whole, parts = catalogues.load(SMALL), catalogues.load(written())

    today = clock.today()
    assert [one.as_asked(today) for one in parts.procedures] == [one.as_asked(today) for one in whole.procedures]


def test_what_both_files_hold_is_put_together(written: Written) -> None:
    more = "documents: [{id: photo, title: 写真}]\noption_sets:\n  sizes: [{value: s, label: 小}]\n"
    path = written(f"{more}{INCLUDED}")

    assert [one.id for one in catalogues.load(path).document_kinds][-1] == "photo"


def test_a_mistake_is_told_in_the_file_that_has_it(written: Written) -> None:
    lines = INCLUDED.splitlines()
    at = next(number for number, line in enumerate(lines, 1) if "kind: certificate" in line)
    path = written(INCLUDED.replace("kind: certificate", "kind: x", 1))

    assert told(path) == [("own.yaml", at, "one_of")]


def test_what_is_broken_in_an_included_file_is_told_there(written: Written) -> None:
    assert [(file, line) for file, line, code in told(written("procedures: [")) if code.startswith("yaml_")] == [
        ("own.yaml", 2)
    ]


@pytest.mark.parametrize(
    ("include", "code"),
    [
        ("include: [gone.yaml]", "include_unreadable"),
        ("include: [../own.yaml]", "include_form"),
        ("include: [/etc/passwd]", "include_form"),
        ("include: [more]", "include_form"),
        ("include: [true]", "include_form"),
        ("include: more/own.yaml", "list_expected"),
        ("include: [more/own.yaml, more/own.yaml]", "include_twice"),
        ("include: [procedures.yaml]", "include_twice"),
    ],
)
def test_only_files_below_the_same_folder_are_included_and_each_once(written: Written, include: str, code: str) -> None:
    assert ("procedures.yaml", 1, code) in told(written(include=include))


@pytest.mark.parametrize("key", ["city", "waiting", "include", "no_such_key"])
def test_an_included_file_holds_lists_and_sets_only(written: Written, key: str) -> None:
    assert ("own.yaml", 1, "include_holds") in told(written(f"{key}: []\n{INCLUDED}"))


def test_a_set_stands_once_in_all_files(written: Written) -> None:
    name = next(line.strip().rstrip(":") for line in BEFORE.partition("question_sets:\n")[2].splitlines())
    part = f"{INCLUDED}\nquestion_sets:\n  {name}: []\n"

    assert ("own.yaml", len(part.splitlines()), "key_twice") in told(written(part))


def test_a_procedure_stands_once_in_all_files(written: Written) -> None:
    path = written(include="include: [more/own.yaml, again.yaml]")
    (path.parent / "again.yaml").write_text(INCLUDED, encoding="utf-8")

    assert {(file, code) for file, _, code in told(path)} == {("again.yaml", "id_twice")}


def test_a_change_of_an_included_file_is_served_at_once(written: Written) -> None:
    path = written()
    title = served(path).procedures[0].title.say("ja")
    written(INCLUDED.replace(title, f"{title}（新しい）", 1))

    assert (served(path).procedures[0].title.say("ja"), refused(path)) == (f"{title}（新しい）", ())


def test_a_broken_included_file_leaves_the_last_good_version_until_it_is_mended(written: Written) -> None:
    path = written()
    title = served(path).procedures[0].title.say("ja")
    written("procedures: [")
    broken = (served(path).procedures[0].title.say("ja"), [Path(one.file).name for one in refused(path)])
    written(INCLUDED.replace(title, "なおした手続", 1))

    assert broken == (title, ["own.yaml"])
    assert (served(path).procedures[0].title.say("ja"), refused(path)) == ("なおした手続", ())
