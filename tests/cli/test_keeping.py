"""`backup`, `restore`, `keys`: what must survive the machine, by commands alone."""

import json
import shutil
import sqlite3
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from shared.language import clock
from shared.records.database import open_engine, reading
from shared.records.folder import FolderRow
from shared.records.store import outgoing
from shared.records.writer import Writer

from .madoguchi import Madoguchi, Stable
from .samples import SELF, apply, at_the_counter, refusal, scanned

DAY = timedelta(days=1)
PASSPHRASE = {"MADOGUCHI_PASSPHRASE": "しじみ汁と宍道湖に沈む夕日"}


@pytest.fixture(scope="module")
def kept(run: Madoguchi, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One filed case and one that waits, then everything saved: data without keys, and the keys."""
    folder = tmp_path_factory.mktemp("kept")
    filed = apply(run)
    assert run("receive").returncode == 0
    waiting = apply(run, SELF.parents[1] / "shotoku-kazei-shomei" / "self.json")
    saved = run.json("backup", str(folder / "data"))
    assert run("keys", "backup", str(folder / "keys"), **PASSPHRASE).returncode == 0
    return {"folder": folder, "filed": filed, "waiting": waiting, "saved": saved}


def test_a_backup_says_what_is_in_it_and_which_keys_it_needs(kept: dict[str, Any]) -> None:
    assert list(kept["saved"]) == ["folder", "rows", "blobs", "needs_keys", "missing"]
    assert kept["saved"]["rows"] > 10
    assert (kept["saved"]["blobs"], kept["saved"]["missing"]) == (0, [])


@pytest.mark.requirement("BK-1")
def test_a_burnt_machine_comes_back_from_the_two(stable: Stable, kept: dict[str, Any], tmp_path: Path) -> None:
    other = Madoguchi(stable, tmp_path / "var")

    without = other("restore", str(kept["folder"] / "data"), "--json")
    assert other("keys", "restore", str(kept["folder"] / "keys"), **PASSPHRASE).returncode == 0
    restored = other.json("restore", str(kept["folder"] / "data"))
    assert other("receive").returncode == 0

    assert refusal(without)[0] == 1
    assert restored["rows"] == kept["saved"]["rows"]
    rows = {row["reference"] for row in other.json("queue")}
    assert rows == {kept["filed"]["reference"], kept["waiting"]["reference"]}
    for case in (kept["filed"], kept["waiting"]):
        assert other.json("status", case["code"])["status"] == "received"
    assert other.json("trail", "verify")["ok"] is True
    assert [row["state"] for row in other.json("doctor") if row["name"] == "outward"] == ["ok"]


def test_a_second_restore_writes_over_nothing(run: Madoguchi, kept: dict[str, Any]) -> None:
    before = run.json("queue")

    refused = run("restore", str(kept["folder"] / "data"), "--json")

    assert refusal(refused)[0] == 1
    assert run.json("queue") == before


def test_a_damaged_backup_is_refused(run: Madoguchi, kept: dict[str, Any], tmp_path: Path) -> None:
    spoilt = Path(shutil.copytree(kept["folder"] / "data", tmp_path / "data"))
    largest = max((path for path in spoilt.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)

    assert refusal(run("restore", str(spoilt), "--rehearse", "--json"))[0] == 1


def test_a_rehearsal_leaves_the_house_and_ends_the_doctors_warning(run: Madoguchi, kept: dict[str, Any]) -> None:
    def rehearsed() -> list[str]:
        return [row["state"] for row in run.json("doctor") if row["name"] == "rehearsal"]

    before = rehearsed()
    done = run.json("restore", str(kept["folder"] / "data"), "--rehearse")

    assert (before, rehearsed()) == (["warn"], ["ok"])
    assert (done["rows"], done["opened"]) == (kept["saved"]["rows"], 1)


def test_keys_open_with_their_passphrase_only(stable: Stable, kept: dict[str, Any], tmp_path: Path) -> None:
    other = Madoguchi(stable, tmp_path / "var")

    wrong = other("keys", "restore", str(kept["folder"] / "keys"), MADOGUCHI_PASSPHRASE="another passphrase")
    none = other("keys", "restore", str(kept["folder"] / "keys"))
    short = other("keys", "backup", str(tmp_path / "keys"), MADOGUCHI_PASSPHRASE="short")

    assert [done.returncode for done in (wrong, none, short)] == [1, 1, 1]
    assert not (tmp_path / "var" / "office").exists()


def test_lost_office_keys_are_got_over_with_the_printed_key(stable: Stable, tmp_path: Path) -> None:
    run = Madoguchi(stable, tmp_path / "var")
    first = run("apply", "juminhyo-copy", "--answers", str(SELF), "--json")
    lines = [line.split()[1:] for line in first.stderr.splitlines() if line.startswith(("  1  ", "  2  ", "  3  "))]
    shutil.rmtree(run.house / "office")

    refused = run("queue", "--json")
    slip = run("keys", "recovery", "--open", "--json", stdin="0000 0000")
    done = run("keys", "recovery", "--open", "--json", stdin="\n".join(" ".join(line) for line in lines))

    assert refused.returncode == 1
    assert refusal(slip)[0] == 1
    assert json.loads(done.stdout)["filed"] == 1, done.stderr
    assert [row["reference"] for row in run.json("queue")] == [json.loads(first.stdout)["reference"]]


@pytest.mark.requirement("RC-3")
def test_receipts_of_a_lost_office_still_verify_after_a_new_one_took_over(stable: Stable, tmp_path: Path) -> None:
    run = Madoguchi(stable, tmp_path / "var")
    sheet = run("staff", "add", "sato").stderr.splitlines()
    lines = [line.split()[1:] for line in sheet if line.startswith(("  1  ", "  2  ", "  3  "))]
    at_the_counter(run, tmp_path, SELF, "--receipt", str(tmp_path / "counter.pdf"))
    apply(run, SELF, "--receipt", str(tmp_path / "home.pdf"))
    old = [scanned(tmp_path / f"{name}.pdf")["R"] for name in ("counter", "home")]
    before = [run.json("verify", one)["verdict"] for one in old]
    shutil.rmtree(run.house / "office")
    assert run("keys", "recovery", "--open", stdin="\n".join(" ".join(line) for line in lines)).returncode == 0
    assert run("staff", "add", "sato").returncode == 0
    at_the_counter(run, tmp_path, SELF, "--receipt", str(tmp_path / "new.pdf"))

    assert before == ["office", "front"]
    assert [run.json("verify", one)["verdict"] for one in old] == before
    assert run.json("verify", scanned(tmp_path / "new.pdf")["R"])["verdict"] == "office"


def test_drafts_whose_last_day_is_past_go_from_the_office_as_well(alone: Madoguchi) -> None:
    """The office's mirror holds them, too; whoever keeps the machine running has nothing else to do for it."""
    store = open_engine(f"sqlite:///{alone.house / 'office' / 'office.db'}")
    now, today = clock.now(), clock.today()
    over = FolderRow(b"o" * 16, 1, today - DAY, "own", now, now, b"x")
    lives = FolderRow(b"l" * 16, 1, today, "own", now, now, b"x")
    writer = Writer(store)
    for row in (over, lives):
        writer.run(partial(outgoing.mirror, letter=row))
    writer.close()

    watching = alone.begin("receive", "--watch")
    for _ in range(200):
        with reading(store) as connection:
            left = [row for row in (over, lives) if outgoing.mirrored_folder(connection, row.locator)]
        if len(left) == 1:
            break
        time.sleep(0.1)
    watching.kill()
    watching.wait()
    store.dispose()

    assert left == [lives]


@pytest.mark.requirement("AT-1")
def test_a_trail_that_was_shortened_with_its_anchors_is_found_out_by_those_that_left(
    alone: Madoguchi, tmp_path: Path
) -> None:
    """Whoever has the store's file: no trigger and no anchor in it holds them."""
    watching = alone.begin("receive", "--watch")
    left, copies = alone.house / "office" / "anchors", tmp_path / "copies"
    for _ in range(200):
        if list(left.glob("*.json")):
            break
        time.sleep(0.1)
    watching.kill()
    watching.wait()
    shutil.copytree(left, copies)
    whole = alone.json("trail", "verify", "--anchors", str(copies))
    store = sqlite3.connect(alone.house / "office" / "office.db")
    for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        store.execute(f"DROP TRIGGER {name}")
    for table in ("trail", "trail_head", "anchor"):
        store.execute(f"DELETE FROM {table}")
    store.commit()
    store.close()

    shortened = alone("trail", "verify", "--anchors", str(copies), "--json")

    assert (whole["ok"], whole["anchors"]) == (True, 1)
    assert (shortened.returncode, json.loads(shortened.stdout)["why"]) == (1, "short")


def test_a_letterbox_that_is_away_does_not_make_the_day_begin_again_and_again(alone: Madoguchi) -> None:
    """Else an anchor is added every two seconds, and what the counter spooled is not filed."""
    watching = alone.begin("receive", "--watch", MADOGUCHI_LETTERBOX_URL="postgresql://nobody@127.0.0.1:1/nothing")
    for _ in range(300):
        if watching.stderr.read_text(encoding="utf-8").count("letterbox or store away: store_gone") >= 3:
            break
        time.sleep(0.1)
    watching.kill()
    said = watching.wait().stderr
    store = sqlite3.connect(alone.house / "office" / "office.db")
    anchors = store.execute("SELECT count(*) FROM anchor").fetchone()
    store.close()

    assert (anchors, said.count("daily work waits: store_gone")) == ((1,), 1)
