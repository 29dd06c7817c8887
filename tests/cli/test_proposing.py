"""`catalogue propose … rollback`: a changed catalogue goes its whole way by command."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from shared.casework import staff
from shared.casework.office import open_office
from shared.records.writer import close_writers
from shared.settings import read_settings
from tests.catalogue.samples import SMALL

from .madoguchi import Madoguchi

PASSWORD = {"MADOGUCHI_STAFF_PASSWORD": "しじみ汁と宍道湖の夕日"}
ACCOUNTS = {"aya": ("--role", "editor"), "jun": ("--role", "editor"), "mado": ()}


@pytest.fixture
def house(alone: Madoguchi, tmp_path: Path) -> Madoguchi:
    """Where 綾 (aya) and 純 (jun) edit a small catalogue, with passwords of their own; (mado) may not."""
    served = Path(shutil.copy(SMALL, tmp_path / "procedures.yaml"))
    alone.environ["MADOGUCHI_CATALOGUE"] = str(served)
    first = {name: alone.json("staff", "add", name, *role)["password"] for name, role in ACCOUNTS.items()}
    office = open_office(read_settings({"MADOGUCHI_VAR": str(alone.house), "MADOGUCHI_CATALOGUE": str(served)}))
    for name, password in first.items():
        token = staff.sign_in(office, name, password).token
        staff.change_password(office, token, password, PASSWORD["MADOGUCHI_STAFF_PASSWORD"])
    close_writers()
    office.store.engine.dispose()
    return alone


def edited(house: Madoguchi, before: str, after: str) -> str:
    """A copy of the catalogue in use with something else in it."""
    served = Path(house.environ["MADOGUCHI_CATALOGUE"])
    copy = served.parent / "mine" / served.name
    copy.parent.mkdir(exist_ok=True)
    text = served.read_text(encoding="utf-8")
    assert before in text
    copy.write_text(text.replace(before, after), encoding="utf-8")
    return str(copy)


def call(house: Madoguchi, *words: str, name: str = "aya") -> Any:
    return house("catalogue", *words, "--as", name, "--json", **PASSWORD)


def told(house: Madoguchi, *words: str, name: str = "aya") -> Any:
    done = call(house, *words, name=name)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def served_title(house: Madoguchi) -> str:
    return str(house.json("catalogue", "list")[0]["title"])


def test_a_change_is_proposed_approved_served_and_taken_back(house: Madoguchi) -> None:
    file = edited(house, "写しをとる", "写しを受け取る")
    asked = told(house, "propose", file, "--note", "ことば", "--ask")
    assert (asked["number"], asked["state"], asked["authors"], asked["note"]) == (1, "waiting", ["aya"], "ことば")
    own = call(house, "approve", "1")
    assert (own.returncode, json.loads(own.stdout)["error"]["code"]) == (1, "proposal_own")
    assert served_title(house) == "写しをとる"
    assert told(house, "approve", "1", name="jun")["state"] == "published"
    assert served_title(house) == "写しを受け取る"
    assert told(house, "rollback", "1")["reverts"] == 1
    assert served_title(house) == "写しをとる"
    listed = told(house, "proposals", name="jun")
    assert [(one["number"], one["state"]) for one in listed] == [(2, "published"), (1, "published")]
    shown = house("catalogue", "proposals", "--as", "jun", **PASSWORD).stdout.splitlines()
    assert shown[1].split("\t")[:2] == ["1", "公開ずみ"]


def test_a_catalogue_with_mistakes_is_told_by_line_and_stays_a_draft(house: Madoguchi) -> None:
    file = edited(house, "kind: certificate", "kind: zertifikat")
    done = house("catalogue", "propose", file, "--ask", "--as", "aya", **PASSWORD)
    line = Path(file).read_text(encoding="utf-8").splitlines().index("    kind: zertifikat") + 1
    assert done.returncode == 1
    assert done.stdout.startswith(f"procedures.yaml:{line}: ")
    assert [one["state"] for one in told(house, "proposals")] == ["draft"]


def test_who_is_no_editor_does_nothing_and_a_wrong_password_neither(house: Madoguchi) -> None:
    file = edited(house, "写しをとる", "写しを受け取る")
    assert json.loads(call(house, "propose", file, name="mado").stdout)["error"]["code"] == "not_authorised"
    wrong = house("catalogue", "propose", file, "--as", "aya", "--json", MADOGUCHI_STAFF_PASSWORD="ちがうことば")
    assert json.loads(wrong.stdout)["error"]["code"] == "sign_in_refused"
    assert told(house, "proposals") == []


def test_a_later_day_waits_until_receiving_or_somebody_publishes_it(house: Madoguchi) -> None:
    file = edited(house, "写しをとる", "写しを受け取る")
    told(house, "propose", "--file", f"procedures.yaml={file}", "--ask", "--on", "2099-04-01")
    done = told(house, "approve", "1", name="jun")
    assert (done["state"], done["publish_on"]) == ("approved", "2099-04-01")
    refused = call(house, "publish", "1", name="jun")
    assert json.loads(refused.stdout)["error"]["code"] == "proposal_not_due"
    assert told(house, "withdraw", "1")["state"] == "withdrawn"
    assert served_title(house) == "写しをとる"
