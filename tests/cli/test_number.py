"""`number`: a My Number opened by command, and by a door that asks the number zone."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.casework import number_window, staff
from shared.casework.number_window import Request
from shared.casework.office import open_office
from shared.catalogue.questions.numbers import SEALED
from shared.errors import CaseError, StoreUnavailable
from shared.records.writer import close_writers
from shared.settings import read_settings

from .madoguchi import Madoguchi
from .samples import SAMPLES, refusal, with_answers

NUMBER = "100000000005"
PASSWORD = "しじみ汁と宍道湖の夕日"
QUESTION = "individual_number"
REASON = "住基と照らし合わせる"


@pytest.fixture
def reference(alone: Madoguchi, tmp_path: Path) -> str:
    """A filed case with the planted number; 番号 係 (bango) has the right to it and a password of their own."""
    first = alone.json("staff", "add", "bango", "--shown", "番号 係", "--right", "number")["password"]
    office = open_office(read_settings({"MADOGUCHI_VAR": str(alone.house)}))
    staff.change_password(office, staff.sign_in(office, "bango", first).token, first, PASSWORD)
    close_writers()
    office.store.engine.dispose()
    office.letterbox.remote.engine.dispose()
    sample = SAMPLES / "jido-teate-nintei" / "newborn.json"
    checks = json.loads(sample.with_suffix(".staff.json").read_text(encoding="utf-8"))
    answers = with_answers(tmp_path, sample, **{**checks, QUESTION: NUMBER})
    by = ("--channel", "counter", "--staff", "sato")
    return str(alone.json("apply", "jido-teate-nintei", "--answers", answers, *by)["reference"])


def number(run: Madoguchi, reference: str, *more: str, name: str = "bango", **environ: str) -> Any:
    call = ("number", reference, "--question", QUESTION, "--staff", name, "--reason", REASON, "--json", *more)
    return run(*call, **{"MADOGUCHI_STAFF_PASSWORD": PASSWORD, **environ})


def kept(run: Madoguchi) -> bytes:
    return b"".join(path.read_bytes() for path in run.house.rglob("*") if path.is_file())


def test_the_number_is_shown_to_who_may_see_it_and_stays_nowhere(alone: Madoguchi, reference: str) -> None:
    done = number(alone, reference)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"reference": reference, "question": QUESTION, "number": NUMBER}
    shown = alone.json("show", reference)
    assert [row["detail"] for row in shown["trail"] if row["action"] == "see_number"] == [
        {"question": QUESTION, "reason": REASON}
    ]
    assert (shown["answers"][QUESTION], NUMBER in json.dumps(shown), NUMBER.encode() in kept(alone)) == (
        SEALED,
        False,
        False,
    )
    assert alone.json("trail", "verify")["ok"] is True


def test_the_password_may_be_typed_or_piped_and_without_one_nothing_opens(alone: Madoguchi, reference: str) -> None:
    call = ("number", reference, "--question", QUESTION, "--staff", "bango", "--reason", REASON, "--json")

    assert json.loads(alone(*call, stdin=PASSWORD + "\n").stdout)["number"] == NUMBER
    assert refusal(alone(*call)) == (1, "password_missing")
    assert refusal(alone(*call, stdin="wrong\n")) == (1, "sign_in_refused")


def test_who_may_not_see_it_is_refused_and_named_in_the_trail(alone: Madoguchi, reference: str) -> None:
    first = alone.json("staff", "add", "ito")["password"]

    assert refusal(number(alone, reference, name="ito")) == (1, "sign_in_refused")
    assert refusal(number(alone, reference, name="ito", MADOGUCHI_STAFF_PASSWORD=first)) == (1, "password_one_time")
    assert refusal(number(alone, reference, "--reason", " ")) == (1, "reason_missing")
    assert refusal(number(alone, reference, "--question", "applicant_sei")) == (1, "no_number_here")
    refused = [row["detail"] for row in alone.json("show", reference)["trail"] if row["action"] == "refused"]
    assert refused == [{"deed": "see_number", "why": why} for why in ("reason_missing", "no_number_here")]


def test_where_the_zones_key_is_not_the_command_says_which_file(alone: Madoguchi, reference: str) -> None:
    (alone.house / "number" / "keys" / "number-1.key").rename(alone.house / "elsewhere")

    done = number(alone, reference)

    assert refusal(done) == (1, "key_missing")
    assert "number-1.key" in done.stderr


# ── a door asks the zone


def test_a_door_gets_the_number_from_a_process_of_its_own(alone: Madoguchi, reference: str) -> None:
    request = Request(reference, QUESTION, REASON, "bango", PASSWORD)

    assert number_window.number_of(request, alone.environment()) == NUMBER
    assert [PASSWORD in repr(request), NUMBER.encode() in kept(alone)] == [False, False]


def test_a_door_hears_why_the_zone_refused(alone: Madoguchi, reference: str) -> None:
    (alone.house / "number" / "keys" / "number-1.key").rename(alone.house / "elsewhere")
    with pytest.raises(CaseError) as refused:
        number_window.number_of(Request(reference, QUESTION, REASON, "bango", PASSWORD), alone.environment())

    assert (refused.value.code, refused.value.params) == ("key_missing", {"file": "number-1.key"})


def test_a_zone_that_does_not_answer_is_said_without_a_word_of_the_request(
    alone: Madoguchi, reference: str, caplog: pytest.LogCaptureFixture
) -> None:
    broken = alone.environment(MADOGUCHI_LOG="INFO", PYTHONHOME="/nowhere")
    with pytest.raises(StoreUnavailable, match="number_zone_away"):
        number_window.number_of(Request(reference, QUESTION, REASON, "bango", PASSWORD), broken)

    assert (caplog.text.count("does not answer"), REASON in caplog.text, PASSWORD in caplog.text) == (1, False, False)
