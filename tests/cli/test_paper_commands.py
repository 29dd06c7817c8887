"""`arrive`, `type`, `waiting`: a sheet taken in by one, typed by two, from the command line."""

import json
from pathlib import Path

import pytest

from tests.casework.town import SAMPLES, picture_bytes

from .madoguchi import Madoguchi

SAMPLE = SAMPLES / "juminhyo-copy" / "self-by-post.json"


@pytest.fixture(scope="module")
def desk(run: Madoguchi) -> Madoguchi:
    for name in ("kami", "uke"):
        assert run("staff", "add", name, "--role", "counter").returncode == 0
    return run


def test_a_sheet_arrives_is_typed_by_two_and_is_in_the_queue(desk: Madoguchi, tmp_path: Path) -> None:
    scan, receipt = tmp_path / "scan.png", tmp_path / "receipt.pdf"
    scan.write_bytes(picture_bytes())
    call = ["arrive", "juminhyo-copy", "--staff", "uke", "--scan", str(scan), "--key", "s1", "--receipt", str(receipt)]
    came, again = desk.json(*call), desk.json(*call)
    assert (came["stage"], came, receipt.read_bytes()[:5]) == ("first", again, b"%PDF-")
    reference = came["reference"]
    assert {"reference": reference, "procedure": "juminhyo-copy", "stage": "first"} in desk.json(
        "waiting", "--staff", "kami"
    )
    typed = ["type", reference, "--answers", str(SAMPLE), "--staff"]
    assert desk.json(*typed, "uke")["stage"] == "second"
    alone = desk(*typed, "uke", "--json")
    assert (alone.returncode, json.loads(alone.stdout)["error"]["code"]) == (1, "entry_same_person")
    assert desk.json(*typed, "kami") == {"reference": reference, "stage": "complete", "differences": []}
    record = desk.json("show", reference)
    assert (record["channel"], record["attention"]) == ("paper", ["identity_unchecked"])
    assert record["register_number"] == came["register_number"]


def test_a_sheet_without_a_procedure_waits_to_be_sorted(desk: Madoguchi, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.pdf"
    came = desk.json("arrive", "--staff", "uke", "--by", "post", "--key", "s2", "--receipt", str(receipt))
    assert (came["stage"], came["procedure"], came["register_number"]) == ("sort", None, None)
    waits = desk.json("waiting", "--staff", "uke")
    assert {"reference": came["reference"], "procedure": "", "stage": "sort"} in waits
    assert receipt.read_bytes()[:5] == b"%PDF-"
