"""`protect`: the list of protected persons, kept by command."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.casework import staff
from shared.casework.office import open_office
from shared.records.writer import close_writers
from shared.settings import read_settings

from .madoguchi import Madoguchi
from .samples import apply, refusal

PASSWORD = {"MADOGUCHI_STAFF_PASSWORD": "しじみ汁と宍道湖の夕日"}
UNTIL = (datetime.now(UTC) + timedelta(days=300)).date().isoformat()
PERSONS = [{"name": "見本 花子", "kana": "みほん はなこ", "birth": "昭和58年4月2日"}, {"name": "見本 つむぎ"}]


@pytest.fixture
def house(alone: Madoguchi) -> Madoguchi:
    """Where 保護 係 (hogo) keeps the list, with a password of their own; (ito) may not."""
    first = {name: alone.json("staff", "add", name, *right)["password"] for name, right in ACCOUNTS.items()}
    office = open_office(read_settings({"MADOGUCHI_VAR": str(alone.house)}))
    for name, password in first.items():
        token = staff.sign_in(office, name, password).token
        staff.change_password(office, token, password, PASSWORD["MADOGUCHI_STAFF_PASSWORD"])
    close_writers()
    office.store.engine.dispose()
    office.letterbox.remote.engine.dispose()
    return alone


ACCOUNTS = {"hogo": ("--right", "protected"), "ito": ()}


def persons(folder: Path, listed: Any = PERSONS) -> str:
    path = folder / "persons.json"
    path.write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    return str(path)


def protect(run: Madoguchi, *call: str, name: str = "hogo") -> Any:
    return run("protect", *call, "--staff", name, "--json", **PASSWORD)


def add(run: Madoguchi, file: str, *more: str, name: str = "hogo") -> Any:
    return protect(run, "add", file, "--until", UNTIL, "--viewer", "hogo", *more, name=name)


def test_a_person_is_hidden_at_once_and_comes_back(house: Madoguchi, tmp_path: Path) -> None:
    reference = apply(house)["reference"]
    assert house("receive").returncode == 0

    done = add(house, persons(tmp_path))
    entry = json.loads(done.stdout)["entry"]

    assert json.loads(done.stdout) == {"entry": entry, "cases": 1, "unreadable": 0}
    assert (house.json("queue"), refusal(house("show", reference, "--json"))) == ([], (1, "submission_not_found"))
    assert json.loads(protect(house, "list").stdout) == [
        {"entry": entry, "until": UNTIL, "viewers": ["hogo"], "persons": 2}
    ]
    assert json.loads(protect(house, "remove", entry).stdout)["cases"] == 1
    assert [row["reference"] for row in house.json("queue")] == [reference]
    assert refusal(protect(house, "remove", entry)) == (1, "protect_unknown")
    assert house.json("trail", "verify")["ok"] is True


def test_what_is_sent_later_is_filed_hidden(house: Madoguchi, tmp_path: Path) -> None:
    assert add(house, persons(tmp_path)).returncode == 0
    apply(house)
    assert json.loads(house("receive", "--json").stdout)["filed"] == 1

    assert house.json("queue") == []


def test_who_has_no_right_or_the_wrong_password_changes_nothing(house: Madoguchi, tmp_path: Path) -> None:
    file = persons(tmp_path)
    wrong = house("protect", "list", "--staff", "hogo", "--json", stdin="wrong\n")

    assert refusal(add(house, file, name="ito")) == (1, "not_authorised")
    assert refusal(add(house, file, "--viewer", "ito")) == (1, "protect_viewers")
    assert refusal(wrong) == (1, "sign_in_refused")
    assert json.loads(protect(house, "list").stdout) == []


@pytest.mark.parametrize("listed", [[], {}, [{"kana": "ミホン"}], [{"name": " "}], [{"name": "見本", "tel": "1"}], "x"])
def test_a_file_without_persons_is_a_wrong_call_that_repeats_nothing_of_it(
    house: Madoguchi, tmp_path: Path, listed: Any
) -> None:
    done = add(house, persons(tmp_path, listed))

    assert (done.returncode, "見本" in done.stderr, "ミホン" in done.stderr) == (2, False, False)


def test_the_names_are_kept_nowhere(house: Madoguchi, tmp_path: Path) -> None:
    assert add(house, persons(tmp_path)).returncode == 0

    kept = b"".join(path.read_bytes() for path in house.house.rglob("*") if path.is_file())

    assert [word for word in ("見本 花子", "花子", "ミホン", "つむぎ") if word.encode() in kept] == []
