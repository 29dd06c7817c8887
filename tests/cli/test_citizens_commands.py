"""`draft`, `status`, `verify`, `code replace`: what a citizen's code and receipt say."""

import json
from pathlib import Path

import pytest

from shared.records.code import show_code

from .madoguchi import Madoguchi
from .samples import SELF, TAX, apply, refusal, scanned, with_answers

MISSING = None


@pytest.fixture(scope="module")
def receipts(run: Madoguchi, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A filed case with both of its proofs, and a second one that waits in the letterbox."""
    folder = tmp_path_factory.mktemp("receipts")
    first = apply(run, SELF, "--receipt", str(folder / "first.pdf"))
    assert run("receive").returncode == 0
    assert run("receipt", first["reference"], "--out", str(folder / "office.pdf")).returncode == 0
    second = apply(run, TAX, "--receipt", str(folder / "second.pdf"))
    return {
        "code": first["code"],
        "reference": first["reference"],
        "front": scanned(folder / "first.pdf")["R"],
        "office": scanned(folder / "office.pdf")["R"],
        "second": scanned(folder / "second.pdf")["R"],
        "second_code": second["code"],
        "second_reference": second["reference"],
    }


# ── several procedures in one sending


def test_several_procedures_are_applied_for_at_once_what_they_share_said_once(alone: Madoguchi, tmp_path: Path) -> None:
    mine, tax = (json.loads(path.read_text(encoding="utf-8")) for path in (SELF, TAX))
    own = {key: value for key, value in tax.items() if key not in mine or key in ("copies", "purpose")}
    answers = tmp_path / "both.json"
    answers.write_text(json.dumps({**mine, "shotoku-kazei-shomei": own}), encoding="utf-8")
    wanted = ("apply", "juminhyo-copy", "shotoku-kazei-shomei", "--answers", str(answers), "--key", "both")

    sent = alone.json(*wanted, "--receipt", str(tmp_path / "both.pdf"))
    again = alone.json(*wanted)
    assert alone("receive").returncode == 0
    first, second = sent["together"]
    shown = alone.json("show", second["reference"])

    assert (again, first["reference"], first["code"]) == (sent, sent["reference"], second["code"])
    assert (first["procedure"], second["procedure"]) == ("juminhyo-copy", "shotoku-kazei-shomei")
    assert [mate["reference"] for mate in shown["together"]] == [first["reference"]]
    assert shown["answers"]["copies"] == tax["copies"]


# ── draft


def test_a_draft_gives_a_code_that_goes_on_at_the_first_question_left_out(run: Madoguchi, tmp_path: Path) -> None:
    answers = with_answers(tmp_path, target=MISSING)
    code = run.json("draft", "juminhyo-copy", "--answers", answers)["code"]

    state = run.json("status", code)

    assert (len(code), state["status"], state["procedure"]) == (16, "draft", "juminhyo-copy")
    assert (state["next_step"], state["happened"]) == ("target", [])


def test_a_draft_may_be_empty(run: Madoguchi, tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text("{}")

    done = run("draft", "juminhyo-copy", "--answers", str(empty))

    assert (done.returncode, len(done.stdout.strip()), done.stderr) == (0, 16, "")


def test_a_draft_refuses_what_cannot_be_an_answer(run: Madoguchi, tmp_path: Path) -> None:
    answers = with_answers(tmp_path, applicant_birth="昭和64年2月30日", no_such_question="x")

    done = run("draft", "juminhyo-copy", "--answers", answers, "--json")

    assert done.returncode == 1
    assert [error["question"] for error in json.loads(done.stdout)["errors"]] == [
        "no_such_question",
        "applicant_birth",
    ]


# ── status


def test_a_code_is_read_as_it_is_printed_and_as_it_is_typed(run: Madoguchi, receipts: dict[str, str]) -> None:
    code = receipts["code"]

    typed = [show_code(code), code.lower(), " ".join(code), show_code(code).replace("-", "ー")]

    assert [run.json("status", one)["reference"] for one in typed] == [receipts["reference"]] * 4


def test_the_state_of_a_sent_case_shows_no_answer(run: Madoguchi, receipts: dict[str, str]) -> None:
    state = run.json("status", receipts["code"])

    assert list(state) == [
        *("reference", "status", "procedure", "channel", "received_at", "due_on", "register_number"),
        *("waits_for", "expires_on", "questions", "happened", "complete"),
    ]
    assert (state["status"], state["register_number"], state["waits_for"], state["complete"]) == (
        "received",
        "市民-2026-000001",
        "office",
        True,
    )
    assert [row["what"] for row in state["happened"]] == ["happened_arrived", "happened_file"]
    assert not {"見本", "花子", "殿町", "1983"} & set(json.dumps(state, ensure_ascii=False).split('"'))


def test_unknown_codes_get_one_answer(run: Madoguchi, receipts: dict[str, str]) -> None:
    assert refusal(run("status", "7CRP8W7BEQXKWJ4A", "--json")) == (1, "cannot_open")


# ── verify


def test_a_proof_of_the_front_and_one_of_the_office_verify(run: Madoguchi, receipts: dict[str, str]) -> None:
    found = [run.json("verify", receipts[name]) for name in ("front", "office", "second")]

    assert [(one["ok"], one["verdict"], one["reference"], one["procedure"]) for one in found] == [
        (True, "front", receipts["reference"], "juminhyo-copy"),
        (True, "office", receipts["reference"], "juminhyo-copy"),
        (True, "front", receipts["second_reference"], "shotoku-kazei-shomei"),
    ]


def test_only_a_look_up_says_that_a_case_is_filed(run: Madoguchi, receipts: dict[str, str]) -> None:
    assert "filed" not in run.json("verify", receipts["office"])

    filed = run.json("verify", receipts["office"], "--look-up")["filed"]
    waiting = run.json("verify", receipts["second"], "--look-up")["filed"]

    assert filed == {"filed": True, "register_number": "市民-2026-000001", "same_answers": True}
    assert waiting == {"filed": False}


def test_the_public_key_alone_is_enough_and_nothing_is_made(
    run: Madoguchi, receipts: dict[str, str], tmp_path: Path
) -> None:
    public = tmp_path / "public.json"
    public.write_bytes((run.house / "front" / "keys" / "public.json").read_bytes())
    nowhere = tmp_path / "nowhere"

    done = run("verify", receipts["office"], "--public", str(public), "--json", MADOGUCHI_VAR=str(nowhere))

    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "office")
    assert not nowhere.exists()


def test_a_forged_proof_is_refused_and_names_nothing(run: Madoguchi, receipts: dict[str, str]) -> None:
    proof = receipts["office"]
    changed = proof[:-20] + ("A" if proof[-20] != "A" else "B") + proof[-19:]

    for text in (changed, "x", "", "https://shinsei.example.com/R/ABC", receipts["code"]):
        done = run("verify", text, "--json")
        assert (done.returncode, json.loads(done.stdout)["verdict"]) == (1, "forged")
        assert json.loads(done.stdout)["reference"] is None


# ── receiving, from here on


def test_what_is_only_a_draft_is_in_no_queue(run: Madoguchi, receipts: dict[str, str]) -> None:
    run.json("draft", "inu-toroku", "--answers", str(SELF.parents[1] / "inu-toroku" / "puppy.json"))

    assert run("receive").returncode == 0
    assert run.json("queue", "--procedure", "inu-toroku") == []


# ── a lost code


def test_a_replaced_code_opens_and_the_old_one_does_not(alone: Madoguchi, tmp_path: Path) -> None:
    filed = apply(alone)
    assert alone("receive").returncode == 0

    new = alone.json("code", "replace", filed["reference"], "--identity", "BC")["code"]
    assert alone("receive").returncode == 0

    assert refusal(alone("status", filed["code"], "--json")) == (1, "cannot_open")
    assert alone.json("status", new)["reference"] == filed["reference"]
    assert alone("receipt", filed["reference"], "--out", str(tmp_path / "new.pdf")).returncode == 0
    assert scanned(tmp_path / "new.pdf")["C"].endswith(f"/{new}")
    trail = alone.json("show", filed["reference"])["trail"]
    checked = [row["detail"] for row in trail if row["action"] == "identity_checked"]
    assert checked == [{"method": "BC"}]
    assert "replace_code" in [row["action"] for row in trail]


def test_no_code_is_replaced_without_saying_how_identity_was_checked(run: Madoguchi) -> None:
    assert run("code", "replace", "A7K2M9QX4").returncode == 2
    assert run("code", "replace", "A7K2M9QX4", "--identity", "photo").returncode == 2


def test_a_code_of_no_case_cannot_be_replaced(run: Madoguchi) -> None:
    assert refusal(run("code", "replace", "A7K2M9QX4", "--identity", "A1", "--json"))[0] == 1
