"""R-03 and ID-1 at the level of processes: `apply` and `receive` killed in the middle; a receipt on stdout is never
lost, nothing is there twice, and nothing that was typed lies about in the open.
"""

import json
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.open_words import found

from .madoguchi import Madoguchi, Running
from .samples import SELF, with_answers

WRITERS = 4
LONGEST_LIFE = 1.2  # seconds until the last one of a round is killed
PERSON = {
    "applicant_sei": "秘密山",
    "applicant_mei": "葛\U000e0100代",
    "applicant_birth": "1951-12-29",
    "applicant_address": "松江市秘密町77番地",
    "applicant_tel": "0852-98-7654",
}


def begun(run: Madoguchi, key: str, channel: str, answers: str = str(SELF)) -> Running:
    how = ["--channel", channel, "--staff", "sato"] if channel == "counter" else []
    return run.begin("apply", "juminhyo-copy", "--answers", answers, "--key", key, *how, "--json")


def receipts_of(processes: dict[str, Running]) -> dict[str, dict[str, str]]:
    """Key → receipt of every one that stands whole on stdout, killed or not."""
    shown = {key: process.wait().stdout for key, process in processes.items()}
    return {key: json.loads(text) for key, text in shown.items() if text.endswith("}\n")}


def lease_ended(run: Madoguchi) -> None:
    """What half a minute does with the lease of a killed `receive`."""
    with closing(sqlite3.connect(run.house / "front" / "letterbox.db", timeout=30)) as front, front:
        front.execute("DELETE FROM lease")


def all_killed(run: Madoguchi, processes: dict[str, Running], dice: random.Random, longest: float) -> None:
    """Kills the writers and a `receive` beside them, in any order; `longest`: seconds until about the last one."""
    lease_ended(run)
    receiving = run.begin("receive")
    every = [*processes.values(), receiving]
    for process in dice.sample(every, len(every)):
        time.sleep(dice.uniform(0, 2 * longest / len(every)))
        process.kill()
    receiving.wait()


def kill_rounds(run: Madoguchi, rounds: int, seed: int, answers: str) -> tuple[list[str], list[str]]:
    """Begins writers and a `receive` and kills them, again and again, then each key once more. Gives references and
    codes of all.
    """
    dice = random.Random(seed)
    keys: dict[str, str] = {}
    acknowledged: dict[str, dict[str, str]] = {}
    for n in range(rounds):
        processes = {}
        for writer in range(WRITERS):
            key, channel = f"{n}-{writer}", ("online", "counter")[writer % 2]
            keys[key] = channel
            processes[key] = begun(run, key, channel, answers)
        all_killed(run, processes, dice, LONGEST_LIFE)
        acknowledged |= receipts_of(processes)
    again = {key: receipts_of({key: begun(run, key, channel, answers)})[key] for key, channel in keys.items()}
    assert {key: (again[key]["reference"], again[key]["code"]) for key in acknowledged} == {
        key: (receipt["reference"], receipt["code"]) for key, receipt in acknowledged.items()
    }
    lease_ended(run)
    assert run("receive").returncode == 0
    return [receipt["reference"] for receipt in again.values()], [receipt["code"] for receipt in again.values()]


def everything_is_there_once(run: Madoguchi, references: list[str]) -> None:
    rows = run.json("queue", "--limit", "1000")
    numbers = sorted(int(row["register_number"].rpartition("-")[2]) for row in rows)
    assert sorted(row["reference"] for row in rows) == sorted(references)
    assert numbers == list(range(1, len(references) + 1))
    assert run.json("trail", "verify")["ok"] is True


def nothing_lies_open(run: Madoguchi, codes: list[str], backup: Path) -> None:
    assert run("backup", str(backup)).returncode == 0
    said = [path.read_text(encoding="utf-8") for path in run.stable.scratch.glob("*.err")]
    secrets = [*PERSON.values(), "秘密山葛代", "19511229", "0852987654", *codes]
    assert found(secrets, [run.house, backup], *said) == []


def killed(run: Madoguchi, folder: Path, rounds: int, seed: int) -> None:
    folder.mkdir()
    references, codes = kill_rounds(run, rounds, seed, with_answers(folder, **PERSON))
    everything_is_there_once(run, references)
    nothing_lies_open(run, codes, folder.parent / "backup")


@pytest.mark.requirement("R-03")
@pytest.mark.requirement("ID-1")
@pytest.mark.requirement("CR-1")
def test_a_receipt_that_was_shown_is_never_lost_when_commands_are_killed(alone: Madoguchi, tmp_path: Path) -> None:
    killed(alone, tmp_path / "answers", rounds=2, seed=1)


@pytest.mark.drill
@pytest.mark.timeout(3600)
@pytest.mark.requirement("R-03")
@pytest.mark.requirement("ID-1")
@pytest.mark.requirement("CR-1")
def test_a_receipt_that_was_shown_is_never_lost_in_a_hundred_rounds(alone: Madoguchi, tmp_path: Path) -> None:
    killed(alone, tmp_path / "answers", rounds=100, seed=2)


@pytest.mark.drill  # the lease of a killed process ends after half a minute
@pytest.mark.requirement("R-03")
def test_receiving_that_is_killed_files_each_envelope_once(alone: Madoguchi) -> None:
    sent = [json.loads(begun(alone, str(n), "online").wait().stdout)["reference"] for n in range(5)]

    for wait in (0.15, 0.3, 0.45, 0.6):
        receiving = alone.begin("receive")
        time.sleep(wait)
        receiving.kill()
        receiving.wait()
    deadline = time.monotonic() + 60
    while alone("receive").returncode or len(alone.json("queue")) < len(sent):
        assert time.monotonic() < deadline
        time.sleep(1)

    rows = alone.json("queue")
    assert sorted(row["reference"] for row in rows) == sorted(sent)
    assert sorted(row["register_number"][-2:] for row in rows) == ["01", "02", "03", "04", "05"]


@pytest.mark.requirement("ID-1")
def test_the_same_key_from_many_commands_at_once_makes_one_submission(alone: Madoguchi) -> None:
    processes = [begun(alone, "one-key", "online") for _ in range(6)]
    results = [json.loads(process.wait().stdout) for process in processes]

    assert len({(one["reference"], one["code"], one["received_at"]) for one in results}) == 1
    assert alone("receive").returncode == 0
    assert [row["reference"] for row in alone.json("queue")] == [results[0]["reference"]]
