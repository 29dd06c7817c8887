"""`queue`, `show`, `act`, `staff`: a section's work from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.records.reference import show_reference

from .madoguchi import Madoguchi
from .samples import SELF, TAX, apply, at_the_counter, refusal


@pytest.fixture(scope="module")
def cases(run: Madoguchi, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Three filed cases by their references, and staff of two sections."""
    made = {name: apply(run, sample)["reference"] for name, sample in (("copy", SELF), ("tax", TAX))}
    assert run("receive").returncode == 0
    made["counter"] = at_the_counter(run, tmp_path_factory.mktemp("counter"))["reference"]
    for name, *more in (("zei", "--section", "shiminzei"), ("mado", "--role", "counter")):
        assert run("staff", "add", name, *more).returncode == 0
    return made


def queue(run: Madoguchi, *more: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = run.json("queue", *more)
    return rows


def act(run: Madoguchi, reference: str, *more: str, staff: str = "sato") -> Any:
    return run("act", reference, *more, "--staff", staff, "--json")


# ── the list


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], ["copy", "counter", "tax"]),
        (["--section", "shiminka"], ["copy", "counter"]),
        (["--channel", "counter"], ["counter"]),
        (["--procedure", "shotoku-kazei-shomei"], ["tax"]),
        (["--status", "received"], ["copy", "counter", "tax"]),
        (["--status", "completed"], []),
        (["--search", "見本花子"], ["copy", "counter"]),
        (["--search", "みほん"], ["copy", "counter"]),
        (["--search", "高橋"], ["tax"]),
        (["--search", "たかはし みさき"], ["tax"]),
        (["--search", "1992-12-01"], ["tax"]),
        (["--search", "所得-2026-000001"], []),
        (["--search", "居ない"], []),
    ],
)
def test_the_queue_shows_what_was_asked_for(
    run: Madoguchi, cases: dict[str, str], asked: list[str], found: list[str]
) -> None:
    names = {reference: name for name, reference in cases.items()}

    assert sorted(names[row["reference"]] for row in queue(run, *asked)) == found


def test_a_case_is_found_by_each_of_its_numbers(run: Madoguchi, cases: dict[str, str]) -> None:
    row = queue(run, "--search", cases["tax"])[0]

    for number in (cases["tax"].lower(), show_reference(cases["tax"]), row["register_number"]):
        assert [one["reference"] for one in queue(run, "--search", number)] == [cases["tax"]]


def test_pages_of_the_queue_join_up(run: Madoguchi, cases: dict[str, str]) -> None:
    seen, after = [], ""
    while True:
        page = run("queue", "--limit", "1", *(["--after", after] if after else []), "--json")
        seen += [row["reference"] for row in json.loads(page.stdout)]
        if not page.stderr:
            break
        after = page.stderr.split("'")[1]

    assert (sorted(seen), len(seen)) == (sorted(cases.values()), 3)


def test_a_line_says_the_same_as_its_json(run: Madoguchi, cases: dict[str, str]) -> None:
    plain, doubted = (run("queue", "--channel", channel).stdout.splitlines()[-1] for channel in ("online", "counter"))
    tax, counter = (queue(run, "--channel", channel)[-1] for channel in ("online", "counter"))

    for line, row, name in ((plain, tax, "髙橋 美咲"), (doubted, counter, "見本 花子 !")):
        shown = [show_reference(row["reference"]), row["register_number"], row["due_on"], row["procedure"]]
        assert line == "  ".join([*shown, row["channel"], row["status"], name])
    assert (tax["attention"], counter["attention"]) == ([], ["duplicate"])


# ── a case


def test_the_citizen_hears_at_once_what_the_section_asks_and_the_reason_needs_the_fact(alone: Madoguchi) -> None:
    filed = apply(alone)
    assert alone("receive").returncode == 0
    states = []
    for deed in (
        ["take_up"],
        ["ask_correction", "--reason", "建物名を書いてください", "--questions", "applicant_katagaki"],
    ):
        assert act(alone, filed["reference"], *deed).returncode == 0
    assert alone("receive").returncode == 0
    states.append(alone.json("status", filed["code"]))

    assert [(one["status"], one["waits_for"], one["questions"]) for one in states] == [
        ("correction", "citizen", ["applicant_katagaki"])
    ]
    assert "建物名" not in json.dumps(states, ensure_ascii=False)


def test_decisions_need_their_reason_and_their_turn(run: Madoguchi, cases: dict[str, str]) -> None:
    tax = cases["tax"]

    assert refusal(act(run, tax, "approve")) == (1, "action_not_allowed")
    assert json.loads(act(run, tax, "take_up", staff="zei").stdout)["status"] == "in_review"
    assert refusal(act(run, tax, "reject", staff="zei")) == (1, "reason_missing")
    assert refusal(act(run, tax, "reject", "--reason", "あ" * 1001, staff="zei")) == (1, "too_long")
    assert refusal(act(run, tax, "ask_correction", "--reason", "x", "--questions", "no_such", staff="zei")) == (
        1,
        "unknown_question",
    )
    assert refusal(act(run, tax, "hand_over", "--reason", "x", "--section", "no-such", staff="zei")) == (
        1,
        "section_unknown",
    )
    assert json.loads(act(run, tax, "approve", staff="zei").stdout)["status"] == "approved"
    assert json.loads(act(run, tax, "complete", staff="zei").stdout)["status"] == "completed"
    assert refusal(act(run, tax, "take_up", staff="zei")) == (1, "action_not_allowed")


def test_a_fee_is_ticked_once(run: Madoguchi, cases: dict[str, str]) -> None:
    counter = cases["counter"]
    before = queue(run, "--search", counter)[0]

    paid = act(run, counter, "pay")

    assert (before["fee"], before["fee_state"]) == (300, "unpaid")
    assert paid.returncode == 0
    assert queue(run, "--search", counter)[0]["fee_state"] == "paid"
    assert refusal(act(run, counter, "pay")) == (1, "nothing_due")


def test_a_record_shows_its_register_and_every_look_stays_in_its_trail(run: Madoguchi, cases: dict[str, str]) -> None:
    first = run.json("show", cases["copy"])
    second = run.json("show", show_reference(cases["copy"]))

    assert (first["applicant"], first["channel"], first["answers"]["target"]) == ("見本 花子", "online", "self")
    assert len(second["trail"]) == len(first["trail"]) + 1
    assert {row["actor"] for row in second["trail"] if row["action"] == "read"} == {"operator"}


def test_an_unknown_reference_and_a_slip_are_told_apart(run: Madoguchi) -> None:
    assert refusal(run("show", "A7K2M9QX4", "--json"))[0] == 1
    assert refusal(run("show", "A7K2M9Q", "--json")) == (1, "reference_slip")


def test_what_staff_left_out_at_the_counter_is_told_in_the_record(run: Madoguchi, cases: dict[str, str]) -> None:
    whole = run.json("show", cases["counter"])
    short = run.json("show", apply(run, SELF, "--channel", "counter", "--staff", "sato")["reference"])

    assert (whole["attention"], short["attention"]) == (["duplicate"], ["identity_unchecked", "duplicate"])


# ── who may


def test_staff_may_do_what_their_role_and_section_allow(run: Madoguchi, cases: dict[str, str]) -> None:
    assert refusal(act(run, cases["copy"], "take_up", staff="mado")) == (1, "not_authorised")
    assert act(run, cases["copy"], "take_up", staff="zei").returncode == 1
    assert refusal(act(run, cases["copy"], "take_up", staff="nobody")) == (1, "staff_unknown")


def test_accounts_are_added_listed_and_ended(alone: Madoguchi) -> None:
    added = alone.json("staff", "add", "ito", "--shown", "伊藤 樹", "--role", "reviewer", "--section", "shiminka")
    again = alone("staff", "add", "ito", "--json")
    listed = alone.json("staff", "list")

    assert (added["name"], len(added["password"])) == ("ito", 19)
    assert refusal(again) == (1, "staff_exists")
    assert listed[0] == {
        "name": "ito",
        "shown": "伊藤 樹",
        "roles": ["reviewer"],
        "sections": ["shiminka"],
        "number": False,
        "disabled_at": None,
    }
    assert alone("staff", "disable", "ito").returncode == 0
    assert alone.json("staff", "list")[0]["disabled_at"] is not None
    filed = apply(alone, SELF, "--channel", "counter", "--staff", "sato")
    assert refusal(act(alone, filed["reference"], "take_up", staff="ito")) == (1, "staff_unknown")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["staff", "add", "a b"], "staff_name"),
        (["staff", "add", "x" * 41], "staff_name"),
        (["staff", "add", "x", "--section", "no-such"], "section_unknown"),
    ],
)
def test_an_account_that_cannot_be_is_refused(run: Madoguchi, arguments: list[str], code: str) -> None:
    assert refusal(run(*arguments, "--json")) == (1, code)


def test_a_one_time_password_is_shown_once_and_kept_nowhere(alone: Madoguchi) -> None:
    password = alone.json("staff", "add", "ito")["password"]

    kept = [path for path in alone.house.rglob("*") if path.is_file() and password.encode() in path.read_bytes()]

    assert kept == []


def test_a_receipt_is_printed_on_both_papers(run: Madoguchi, cases: dict[str, str], tmp_path: Path) -> None:
    for paper in ("a4", "80mm"):
        out = tmp_path / f"{paper}.pdf"
        assert run("receipt", cases["copy"], "--out", str(out), "--paper", paper).returncode == 0
        assert out.read_bytes()[:5] == b"%PDF-"
