"""R-02 and R-03 for bundles at the level of processes: `apply P1 P2` killed while it sends, at home and at the counter.
All of a bundle is there or nothing of it; a receipt that stands on stdout is never lost; nothing is there twice.
"""

import json
import logging
import random
import time
from pathlib import Path

import pytest

from .madoguchi import Madoguchi, Running
from .samples import SAMPLES
from .test_killed import all_killed, lease_ended, receipts_of

log = logging.getLogger(__name__)
BOTH = ("juminhyo-copy", "shotoku-kazei-shomei")
WRITERS = 4
ROUNDS = 8


def answers_file(folder: Path) -> str:
    """Both procedures' answers with what staff check: what is shared once, what is special below the id."""
    mine, tax = of_sample(BOTH[0], "self-by-post"), of_sample(BOTH[1], "self")
    own = {name: value for name, value in tax.items() if name not in mine or name in ("copies", "purpose")}
    path = folder / "answers.json"
    path.write_text(json.dumps({**mine, BOTH[1]: own}), encoding="utf-8")
    return str(path)


def of_sample(procedure: str, name: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for path in (SAMPLES / procedure / f"{name}.json", SAMPLES / procedure / f"{name}.staff.json"):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def begun(run: Madoguchi, key: str, channel: str, answers: str) -> Running:
    how = ["--channel", channel, "--staff", "sato"] if channel == "counter" else []
    return run.begin("apply", *BOTH, "--answers", answers, "--key", key, *how, "--json")


def references(receipt: dict[str, object]) -> list[str]:
    return [str(one["reference"]) for one in receipt["together"]]  # type: ignore[attr-defined]


def shown(receipt: dict[str, object]) -> list[tuple[str, str, str]]:
    """What a citizen holds; how far each has got may differ."""
    mates: list[dict[str, str]] = receipt["together"]  # type: ignore[assignment]
    return [(one["reference"], one["code"], one["received_at"]) for one in mates]


def killed_rounds(run: Madoguchi, rounds: int, seed: int, answers: str) -> tuple[int, int]:
    """Gives how many bundles were begun, and how many of them were acknowledged before the kill."""
    dice = random.Random(seed)
    keys = {f"whole-{writer}": "online" for writer in range(WRITERS)}
    began = time.monotonic()
    assert len(receipts_of({key: begun(run, key, "online", answers) for key in keys})) == WRITERS
    longest = 1.4 * (time.monotonic() - began)  # as long as this machine takes today, so that some end and some do not
    acknowledged: dict[str, dict[str, object]] = {}
    for n in range(rounds):
        processes = {}
        for writer in range(WRITERS):
            key, channel = f"{n}-{writer}", ("online", "counter")[writer % 2]
            keys[key] = channel
            processes[key] = begun(run, key, channel, answers)
        all_killed(run, processes, dice, longest)
        acknowledged |= receipts_of(processes)
        whole(run)
    again = {key: receipts_of({key: begun(run, key, channel, answers)})[key] for key, channel in keys.items()}
    assert {key: shown(again[key]) for key in acknowledged} == {key: shown(one) for key, one in acknowledged.items()}
    every = [reference for receipt in again.values() for reference in references(receipt)]
    rows = whole(run)
    assert sorted(rows) == sorted(every) and len(set(every)) == 2 * len(keys)
    assert run.json("trail", "verify")["ok"] is True
    return len(keys), len(acknowledged)


def whole(run: Madoguchi) -> list[str]:
    """What has been filed: of each bundle all, or nothing."""
    lease_ended(run)
    assert run("receive").returncode == 0
    rows = run.json("queue", "--limit", "1000")
    by_procedure = [sum(row["procedure"] == name for row in rows) for name in BOTH]
    assert by_procedure[0] == by_procedure[1]
    return [row["reference"] for row in rows]


@pytest.mark.drill
@pytest.mark.timeout(3600)
@pytest.mark.requirement("R-02")
@pytest.mark.requirement("R-03")
def test_of_bundles_that_are_killed_while_they_are_sent_all_or_none_is_there(alone: Madoguchi, tmp_path: Path) -> None:
    count, acknowledged = killed_rounds(alone, ROUNDS, 4, answers_file(tmp_path))

    log.info("%d bundles, %d acknowledged before the kill", count, acknowledged)
    assert 0 < acknowledged < count
