"""`madoguchi catalogue` and `madoguchi find`: results on stdout, exit 0, 1, 2."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shared.cli.main import main

from .samples import SMALL
from .test_mistakes import broken


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("MADOGUCHI_CATALOGUE", str(SMALL))

    def call(*arguments: str, input: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=input)

    return call


def test_a_file_without_mistakes_is_fine(run) -> None:  # type: ignore[no-untyped-def]
    result = run("catalogue", "check", str(SMALL))

    assert (result.exit_code, result.stdout) == (0, f"{SMALL}：まちがいはありません（手続 2件、設問 24個）。\n")


def test_without_a_file_the_catalogue_in_use_is_checked(run) -> None:  # type: ignore[no-untyped-def]
    assert run("catalogue", "check").stdout.startswith(str(SMALL))


def test_every_mistake_is_a_line_and_the_exit_code_is_1(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path, expected = broken(tmp_path, "bad id", "no way in", "two defaults")

    result = run("catalogue", "check", str(path))

    assert result.exit_code == 1
    assert [int(line.split(":")[1]) for line in result.stdout.splitlines()] == sorted(line for line, _ in expected)
    assert result.stderr == "3か所、直してください。\n"


def test_mistakes_are_told_to_machines_too(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path, _ = broken(tmp_path, "bad id")

    result = run("catalogue", "check", "--json", str(path))

    problem = json.loads(result.stdout)["problems"][0]
    assert (result.exit_code, problem["file"], problem["line"], problem["code"]) == (1, str(path), 29, "id_form")


def test_what_the_city_has_to_confirm_is_listed_when_asked(run) -> None:  # type: ignore[no-untyped-def]
    assert "写しをとる: 手数料を条例で確かめる" in run("catalogue", "check", "--confirm").stdout.splitlines()
    assert "手数料を条例で確かめる" not in run("catalogue", "check").stdout


def test_procedures_are_listed(run) -> None:  # type: ignore[no-untyped-def]
    rows = json.loads(run("catalogue", "list", "--json").stdout)

    assert [(row["procedure"], row["section_name"]) for row in rows] == [("copy", "市民課"), ("waste", "ごみ課")]


def test_the_schema_is_printed(run) -> None:  # type: ignore[no-untyped-def]
    assert json.loads(run("catalogue", "schema").stdout)["type"] == "object"


def test_a_procedure_is_found(run) -> None:  # type: ignore[no-untyped-def]
    result = run("find", "じゅうみんひょう", "--json")

    assert (result.exit_code, json.loads(result.stdout)) == (0, [{"procedure": "copy", "title": "写しをとる"}])


def test_nothing_found_is_an_empty_list(run) -> None:  # type: ignore[no-untyped-def]
    result = run("find", "xyzzy", "--json")

    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_a_wrong_call_is_2(run) -> None:  # type: ignore[no-untyped-def]
    assert run("find").exit_code == 2
    assert run("catalogue", "chekc").exit_code == 2


@pytest.mark.parametrize("command", [("catalogue", "list"), ("find", "犬")])
def test_a_broken_catalogue_in_use_is_told_with_every_line(  # type: ignore[no-untyped-def]
    run, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = broken(tmp_path, "bad id", "no way in")
    monkeypatch.setenv("MADOGUCHI_CATALOGUE", str(path))

    result = run(*command)

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2


def test_a_difference_is_told_in_words_under_the_name_of_its_procedure(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    new = tmp_path / "new.yaml"
    new.write_text(SMALL.read_text(encoding="utf-8").replace("amount: 350", "amount: 400"), encoding="utf-8")

    assert run("catalogue", "diff", str(SMALL), str(new)).stdout.splitlines() == [
        "手続 ＞ 写しをとる",
        "  変わる：手数料 ＞ 2027-04-01から ＞ 金額：350 → 400",
    ]
    assert run("catalogue", "diff", str(SMALL), str(SMALL)).stdout == "ちがいはありません。\n"


ANSWERS = {
    "name": "見本花子",
    "birth": "1983-04-02",
    "address": "見本市1番地",
    "email": "a@example.jp",
    "target": "all",
    "copies": 2,
    "by_agent": "no",
    "agree": "yes",
}


def walked(run, tmp_path, answers, *options):  # type: ignore[no-untyped-def]
    given = tmp_path / "answers.json"
    given.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    return run("catalogue", "preview", "copy", "--file", str(SMALL), "--answers", str(given), *options)


def test_a_procedure_is_walked_to_its_end_with_given_answers(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    lines = walked(run, tmp_path, ANSWERS, "--on", "2027-03-31").stdout.splitlines()

    assert [line for line in lines if line.startswith("― ")][:3] == [
        "― 1／4　あなたについて",
        "― 2／4　何がいりますか",
        "― 3／4　代わりの人",
    ]
    assert ("手数料：600円" in lines, "持ってくるもの：委任状" in lines) == (True, False)
    assert lines[-1] == "ここまでです。何も送っていません。"


def test_another_day_is_walked_as_it_will_be_asked_then(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    fees = [
        line
        for day in ("2027-03-31", "2027-04-01")
        for line in walked(run, tmp_path, ANSWERS, "--on", day).stdout.splitlines()
        if line.startswith("手数料")
    ]

    assert fees == ["手数料：600円", "手数料：700円"]


def test_given_answers_that_are_refused_end_the_walk(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    done = walked(run, tmp_path, {**ANSWERS, "copies": 11})

    assert (done.exit_code, done.stderr.splitlines()[-1].split(":")[0]) == (1, "copies")


def test_typed_answers_are_asked_again_until_they_can_be_taken(run) -> None:  # type: ignore[no-untyped-def]
    typed = ["見本花子", "1983-04-02", "", "見本市1番地", "a@example.jp"]
    what = ["all", "11", "head", "all", "1", ""]
    walk = run("catalogue", "preview", "copy", "--file", str(SMALL), input="\n".join([*typed, *what, "no", "yes", ""]))

    assert walk.exit_code == 0
    assert [line.strip().split(":")[0] for line in walk.stdout.splitlines() if line.startswith("  ! ")] == ["! copies"]
    assert walk.stdout.splitlines()[-1] == "ここまでです。何も送っていません。"
