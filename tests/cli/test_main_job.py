"""The main job from the command line: apply, receive, queue, act, receipt, verify; exit codes; what stays out."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from .madoguchi import Madoguchi

SAMPLES = Path(__file__).parent.parent / "samples"
SELF = SAMPLES / "juminhyo-copy" / "self-by-post.json"


@pytest.fixture(scope="module")
def applied(run: Madoguchi) -> dict[str, Any]:
    done = run("apply", "juminhyo-copy", "--answers", str(SELF), "--key", "k-1", "--json")
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="module")
def filed(run: Madoguchi, applied: dict[str, Any]) -> dict[str, Any]:
    assert run("receive").returncode == 0
    rows = json.loads(run("queue", "--json").stdout)
    return next(row for row in rows if row["reference"] == applied["reference"])


def test_an_application_from_home_answers_with_exactly_the_promised_fields(applied: dict[str, Any]) -> None:
    assert list(applied) == [
        "reference",
        "code",
        "procedure",
        "channel",
        "status",
        "received_at",
        "due_on",
        "register_number",
    ]
    assert (applied["procedure"], applied["channel"], applied["status"]) == ("juminhyo-copy", "online", "arrived")
    assert applied["register_number"] is None


@pytest.mark.requirement("ID-1")
def test_the_same_key_makes_one_submission(run: Madoguchi, applied: dict[str, Any]) -> None:
    again = run("apply", "juminhyo-copy", "--answers", str(SELF), "--key", "k-1", "--json")

    assert json.loads(again.stdout)["reference"] == applied["reference"]
    assert json.loads(again.stdout)["code"] == applied["code"]


def test_what_was_received_stands_in_the_sections_queue_with_its_register_number(filed: dict[str, Any]) -> None:
    assert (filed["section"], filed["status"], filed["register_number"]) == (
        "shiminka",
        "received",
        "市民-2026-000001",
    )


def test_the_counter_files_into_the_same_queue_under_the_next_number(run: Madoguchi, filed: dict[str, Any]) -> None:
    done = run("apply", "juminhyo-copy", "--answers", str(SELF), "--channel", "counter", "--staff", "sato", "--json")

    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["channel"], result["status"], result["register_number"]) == (
        "counter",
        "received",
        "市民-2026-000002",
    )


def test_the_second_of_two_deeds_that_exclude_each_other_is_refused(run: Madoguchi, filed: dict[str, Any]) -> None:
    first = run("act", filed["reference"], "take_up", "--staff", "sato", "--json")
    second = run("act", filed["reference"], "take_up", "--staff", "sato", "--json")

    assert (first.returncode, json.loads(first.stdout)["status"]) == (0, "in_review")
    assert (second.returncode, json.loads(second.stdout)["error"]["code"]) == (1, "action_not_allowed")


def test_a_record_is_shown_with_its_answers_as_stored_and_its_trail(run: Madoguchi, filed: dict[str, Any]) -> None:
    record = json.loads(run("show", filed["reference"], "--json").stdout)

    sent = json.loads(SELF.read_text(encoding="utf-8"))
    assert record["answers"]["applicant_sei"] == sent["applicant_sei"]
    assert [row["seq"] for row in record["trail"]] == sorted(row["seq"] for row in record["trail"])
    assert record["trail"][0]["action"] == "file"
    assert "code" not in record


def test_the_printed_receipt_holds_a_proof_that_verifies_offline_and_the_code(
    run: Madoguchi, applied: dict[str, Any], filed: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "receipt.pdf"
    assert run("receipt", filed["reference"], "--out", str(out)).returncode == 0

    page = pypdfium2.PdfDocument(out)[0]
    texts = sorted(found.text for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil()))

    assert [text.rsplit("/", 2)[1] for text in texts] == ["C", "R"]
    assert texts[0].rsplit("/", 1)[1] == applied["code"]
    proof = json.loads(run("verify", texts[1], "--json").stdout)
    assert (proof["ok"], proof["reference"], proof["verdict"]) == (True, filed["reference"], "office")


def test_a_code_shows_the_citizens_side_and_a_slip_is_told_from_an_unknown_one(
    run: Madoguchi, applied: dict[str, Any], filed: dict[str, Any]
) -> None:
    shown = json.loads(run("status", applied["code"], "--json").stdout)
    said = run("status", applied["code"]).stdout
    slip = run("status", applied["code"][:-1] + ("A" if applied["code"][-1] != "A" else "B"), "--json")
    other = json.loads(run("draft", "juminhyo-copy", "--answers", str(SELF), "--json").stdout)["code"]
    away = run("status", other, "--json", MADOGUCHI_FRONT_VAR="/nonexistent/front")

    assert "市役所にとどきました" in said
    assert "happened_" not in said
    assert shown["reference"] == applied["reference"]
    assert (slip.returncode, json.loads(slip.stdout)["error"]["code"]) == (1, "code_slip")
    assert away.returncode == 1


def test_refused_answers_name_question_and_code(run: Madoguchi, tmp_path: Path) -> None:
    answers = json.loads(SELF.read_text(encoding="utf-8")) | {"applicant_birth": "昭和64年2月30日"}
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(answers), encoding="utf-8")

    refused = run("apply", "juminhyo-copy", "--answers", str(wrong), "--json")

    assert refused.returncode == 1
    errors = json.loads(refused.stdout)["errors"]
    assert [(e["question"], sorted(e)) for e in errors] == [("applicant_birth", ["code", "message", "question"])]


def test_a_pre_entry_is_not_taken_as_a_filing(run: Madoguchi, tmp_path: Path) -> None:
    sample = next((SAMPLES / "tenkyo-todoke").glob("*.json"))

    refused = run("apply", "tenkyo-todoke", "--answers", str(sample), "--json")

    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (1, "pre_entry_only")


@pytest.mark.parametrize(
    "arguments",
    [
        ["apply"],
        ["apply", "no-such", "--answers", str(SELF)],
        ["apply", "juminhyo-copy", "--answers", "/nonexistent.json"],
        ["apply", "juminhyo-copy", "--answers", str(SELF), "--channel", "fax"],
        ["apply", "juminhyo-copy", "--answers", str(SELF), "--channel", "counter"],
        ["queue", "--section", "no-such"],
        ["act", "AAAAAAAAA", "file", "--staff", "sato"],
        ["no-such-command"],
    ],
)
def test_a_wrong_call_ends_with_2(run: Madoguchi, arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_unknown_staff_may_do_nothing(run: Madoguchi, filed: dict[str, Any]) -> None:
    refused = run("act", filed["reference"], "approve", "--staff", "nobody", "--json")

    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (1, "staff_unknown")


@pytest.mark.parametrize("name", ["paper", "guide", "retention", "figures"])
def test_what_is_not_built_yet_does_not_pretend_to_be(run: Madoguchi, name: str) -> None:
    assert run(name).returncode == 2


def test_the_trail_holds_and_the_doctor_finds_nothing_broken(run: Madoguchi, filed: dict[str, Any]) -> None:
    trail = run("trail", "verify", "--json")
    doctor = run("doctor", "--json")

    assert (trail.returncode, json.loads(trail.stdout)["ok"]) == (0, True)
    assert doctor.returncode == 0, doctor.stdout
    assert [row["name"] for row in json.loads(doctor.stdout) if row["state"] == "bad"] == []


@pytest.mark.requirement("CR-4")
def test_a_lost_key_is_named_and_never_made_again(run: Madoguchi, applied: dict[str, Any]) -> None:
    key = run.house / "office" / "keys" / "office-1.key"
    kept = key.read_bytes()
    key.unlink()
    try:
        refused = run("queue", "--json")
        assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (1, "key_missing")
        assert not key.exists()
    finally:
        key.write_bytes(kept)
        key.chmod(0o600)


@pytest.mark.requirement("CR-1")
def test_no_plain_text_of_the_citizen_lies_on_either_side(run: Madoguchi, filed: dict[str, Any]) -> None:
    sent = json.loads(SELF.read_text(encoding="utf-8"))
    canaries = [sent["applicant_address"], sent["applicant_email"], "0852000000", "1983-04-02"]

    files = [path for path in run.house.rglob("*") if path.is_file()]

    assert [path.name for path in files if any(c.encode() in path.read_bytes() for c in canaries)] == []
