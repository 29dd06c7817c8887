"""`madoguchi catalogue preview` by what a procedure's conditions and days do on its way."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from shared.cli.main import main

APRIL = Path(__file__).parents[1] / "casework" / "april" / "procedures.yaml"
SMALL = Path(__file__).parents[1] / "catalogue" / "small.yaml"
PASS = {"birth": "1983-04-02", "mail": "a@example.jp", "sort": "month", "copies": 2, "agreed": "yes"}
COPY = {
    "name": "見本花子",
    "birth": "1983-04-02",
    "address": "見本市1番地",
    "email": "a@example.jp",
    "target": "all",
    "copies": 1,
    "agree": "yes",
}


def walk(procedure: str, file: Path, *options: str, typed: list[str] | None = None) -> Result:
    text = "\n".join([*typed, ""]) if typed is not None else None
    return CliRunner().invoke(main, ["catalogue", "preview", procedure, "--file", str(file), *options], input=text)


def given(tmp_path: Path, answers: dict[str, Any]) -> tuple[str, str]:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    return "--answers", str(path)


def test_a_given_answer_counts_whose_condition_is_answered_on_the_same_screen(tmp_path: Path) -> None:
    answers = {**COPY, "by_agent": "yes", "agent_name": "見本太郎"}
    done = walk("copy", SMALL, *given(tmp_path, answers))
    assert (done.exit_code, "  代わりの人の名前: 見本太郎" in done.stdout.splitlines()) == (0, True), done.output


def test_at_the_terminal_an_answer_brings_in_the_questions_of_its_screen() -> None:
    you = ["見本花子", "1983-04-02", "", "見本市1番地", "a@example.jp"]
    done = walk("copy", SMALL, typed=[*you, "all", "1", "", "yes", "見本太郎", "y", "yes"])
    assert (done.exit_code, [line for line in done.stdout.splitlines() if line.startswith("  ! ")]) == (0, [])
    assert "  代わりの人の名前: 見本太郎" in done.stdout.splitlines()


@pytest.mark.parametrize(("day", "fee"), [("2027-03-20", 600), ("2027-04-05", 700)])
def test_the_day_of_the_event_decides_what_is_asked(tmp_path: Path, day: str, fee: int) -> None:
    done = walk("pass-event", APRIL, "--on", "2026-11-23", "--json", *given(tmp_path, {**PASS, "moved": day}))
    said = json.loads(done.stdout)
    asked = [row["question"] for screen in said["screens"] for row in screen["rows"]]
    assert (said["fee_yen"], "mail" in asked, "nickname" in asked) == (fee, fee == 700, fee == 600)


def test_at_the_terminal_the_day_of_the_event_leads_to_what_only_its_version_asks() -> None:
    old = ["1983-04-02", "よしこ", "month", "2", "2027-04-05", "n"]
    new = ["1983-04-02", "a@example.jp", "yes"]
    done = walk("pass-event", APRIL, "--on", "2026-11-23", typed=[*old, *new])
    assert (done.exit_code, "  メール: a@example.jp" in done.stdout.splitlines()) == (0, True), done.output
    assert "手数料：700円" in done.stdout.splitlines()


def test_the_last_day_is_that_of_the_day_which_is_walked(tmp_path: Path) -> None:
    file = tmp_path / "procedures.yaml"
    rules = ", ".join(
        f"{{days: {days}, from_question: moved, text: 期限, {period}}}"
        for days, period in ((14, "until: 2027-03-31"), (30, "from: 2027-04-01"))
    )
    fee = "    fee: [{amount: 300"
    text = APRIL.read_text(encoding="utf-8").replace(fee, f"    deadline: [{rules}]\n{fee}", 1)
    file.write_text(text, encoding="utf-8")
    answers = given(tmp_path, {**PASS, "moved": "2027-03-01"})
    days = [
        json.loads(walk("pass", file, "--on", day, "--json", *answers).stdout)["last_day"]
        for day in ("2027-03-31", "2027-04-01")
    ]
    assert days == ["2027-03-15", "2027-03-31"]


def test_for_machines_there_is_one_object_and_a_wrong_call_is_told(tmp_path: Path) -> None:
    assert walk("pass", APRIL, "--json").exit_code == 2
    assert walk("pass", APRIL, "--answers", str(tmp_path / "none.json")).exit_code == 2
