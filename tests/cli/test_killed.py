"""R-03 and ID-1 at the level of processes: `apply` killed in the middle; a receipt on stdout is never lost."""

import json
import random
import time

import pytest

from .madoguchi import Madoguchi, Running
from .samples import SELF

WRITERS = 4
LONGEST_LIFE = 1.2  # seconds until the last one of a round is killed


def begun(run: Madoguchi, key: str, channel: str) -> Running:
    how = ["--channel", channel, "--staff", "sato"] if channel == "counter" else []
    return run.begin("apply", "juminhyo-copy", "--answers", str(SELF), "--key", key, *how, "--json")


def receipts_of(processes: dict[str, Running]) -> dict[str, str]:
    """Key → reference of every receipt that stands whole on stdout, killed or not."""
    shown = {key: process.wait().stdout for key, process in processes.items()}
    return {key: json.loads(text)["reference"] for key, text in shown.items() if text.endswith("}\n")}


def kill_rounds(run: Madoguchi, rounds: int, seed: int) -> None:
    dice, acknowledged, keys = random.Random(seed), {}, {}
    for n in range(rounds):
        processes = {}
        for writer in range(WRITERS):
            key, channel = f"{n}-{writer}", ("online", "counter")[writer % 2]
            keys[key] = channel
            processes[key] = begun(run, key, channel)
        for process in dice.sample(list(processes.values()), WRITERS):
            time.sleep(dice.uniform(0, 2 * LONGEST_LIFE / WRITERS))
            process.kill()
        acknowledged |= receipts_of(processes)
    again = {key: receipts_of({key: begun(run, key, channel)})[key] for key, channel in keys.items()}
    assert run("receive").returncode == 0

    rows = run.json("queue", "--limit", "1000")
    kept = [row["reference"] for row in rows]
    numbers = sorted(int(row["register_number"].rpartition("-")[2]) for row in rows)
    assert {key: again[key] for key in acknowledged} == acknowledged
    assert sorted(kept) == sorted(again.values())
    assert numbers == list(range(1, len(keys) + 1))
    assert run.json("trail", "verify")["ok"] is True


@pytest.mark.requirement("R-03")
@pytest.mark.requirement("ID-1")
def test_a_receipt_that_was_shown_is_never_lost_when_commands_are_killed(alone: Madoguchi) -> None:
    kill_rounds(alone, rounds=2, seed=1)


@pytest.mark.drill
@pytest.mark.timeout(3600)
@pytest.mark.requirement("R-03")
@pytest.mark.requirement("ID-1")
def test_a_receipt_that_was_shown_is_never_lost_in_a_hundred_rounds(alone: Madoguchi) -> None:
    kill_rounds(alone, rounds=100, seed=2)


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
