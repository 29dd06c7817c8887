"""`madoguchi guide`: procedures in order with deadlines, or what is wrong with the answers."""

import json
from pathlib import Path

from tests.printing import reader

from .madoguchi import Madoguchi


def answers(folder: Path, **given: object) -> str:
    file = folder / "answers.json"
    file.write_text(json.dumps(given), encoding="utf-8")
    return str(file)


def test_procedures_come_in_order_with_deadlines_and_the_sheet_is_written(run: Madoguchi, tmp_path: Path) -> None:
    given = answers(tmp_path, event_day="2026-12-15", card="yes", members="part", disability="yes")
    sheet = tmp_path / "sheet.pdf"
    done = run("guide", "tenkyo", "--answers", given, "--out", str(sheet), "--json")
    told = json.loads(done.stdout)

    assert [(one["procedure"], one["deadline"]) for one in told["procedures"]] == [
        ("tenkyo-todoke", "2027-01-04"),  # the 29th and the days after are closed
        ("ido-raicho-yoyaku", None),
        ("setai-henko", "2027-01-04"),
        ("techo-henko", None),
    ]
    assert "mynumber-card" in [one["document"] for one in told["bring"]]
    assert reader.codes(reader.picture(sheet.read_bytes(), 200)) == {told["address"]}
    assert told["address"].startswith("HTTP://LOCALHOST:8501/G/TENKYO/1")


def test_every_guide_is_listed_with_its_questions(run: Madoguchi) -> None:
    listed = json.loads(run("guide", "list", "--json").stdout)
    asked = {
        one["guide"]: {question["question"]: question["values"] for question in one["questions"]} for one in listed
    }

    assert len(asked) == 13
    assert asked["tenkyo"]["members"] == ["same", "part", "join"]


def test_answers_that_do_not_fit_or_are_none_are_refused_with_words(run: Madoguchi, tmp_path: Path) -> None:
    both = run(
        *("guide", "tennyu", "--answers", answers(tmp_path, household=["alone", "school"]), "--json"),
    )
    none = run(
        *("guide", "tennyu", "--answers", answers(tmp_path, household=["cat"], x="y"), "--json"),
    )
    unknown = run("guide", "nothing", "--answers", answers(tmp_path))

    assert (both.returncode, none.returncode, unknown.returncode) == (1, 1, 2)
    assert "自分だけ" in json.loads(both.stdout)["errors"][0]["message"]
    assert [one["question"] for one in json.loads(none.stdout)["errors"]] == ["x", "household"]
