"""研修: a house that cannot reach the real one, and exercises whose checks read its records."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from shared.casework import applying, cases, counter, practice, review
from shared.casework.counter import at_the_counter
from shared.casework.installation import prepare
from shared.casework.office import OfficeSide
from shared.casework.paper.arrival import Sheet, arrive
from shared.casework.review import Order
from shared.cli import practising, sample_cases
from shared.errors import AnswersRefused, SettingsError
from shared.records.status import Action
from shared.settings import PRACTICE, PRACTICE_MARK, Settings, read_settings

from .town import ROOT

REAL = {
    "MADOGUCHI_FRONT_VAR": "/srv/real/front",
    "MADOGUCHI_OFFICE_VAR": "/srv/real/office",
    "MADOGUCHI_OFFICE_URL": "postgresql+psycopg://real/office",
    "MADOGUCHI_LETTERBOX_URL": "postgresql+psycopg://real/letterbox",
    "MADOGUCHI_KEYS": "/srv/real/keys",
    "MADOGUCHI_BLOBS": "/srv/real/blobs",
    "MADOGUCHI_PRINTERS": "1番窓口=escpos://192.0.2.5:9100",
    "MADOGUCHI_METRICS_TOKEN": "a-real-token",
    "MADOGUCHI_BASE_URL": "https://madoguchi.example",
    "MADOGUCHI_VAR": "/srv/real",
}

HARMLESS = ("MADOGUCHI_VAR", "MADOGUCHI_BASE_URL", "MADOGUCHI_METRICS_TOKEN")  # given anew by practice itself


@pytest.fixture
def rehearsed(tmp_path: Path) -> OfficeSide:
    """The office of a practice house."""
    folder = tmp_path / "practice"
    folder.mkdir()
    words = {"MADOGUCHI_CATALOGUE": str(ROOT / "procedures.yaml")}
    return practising.furnish(folder, practice.environment({**os.environ, **REAL, **words}, folder), lambda _: None)


def paths_of(settings: Settings) -> list[str]:
    places = [value for name, value in vars(settings).items() if isinstance(value, Path) and name != "catalogue"]
    urls = [settings.office_url.removeprefix("sqlite:///"), settings.letterbox_url.removeprefix("sqlite:///")]
    return [*map(str, places), *urls]


def state(office: OfficeSide) -> dict[str, bool]:
    return {one.exercise.id: one.done for one in practice.standings(office)}


def prop(office: OfficeSide, exercise: str) -> dict[str, str]:
    return dict(next(one.prop for one in practice.standings(office) if one.exercise.id == exercise))


def test_every_store_key_and_letterbox_of_practice_lies_below_its_own_folder(rehearsed: OfficeSide) -> None:
    settings = rehearsed.settings
    top = str(settings.office_var.parent)
    assert [place for place in paths_of(settings) if not place.startswith(f"{top}/")] == []
    assert (settings.practice, settings.printers, settings.metrics_token) == (True, (), "")
    assert settings.base_url == practice.NOWHERE


def test_a_practice_process_opens_no_file_of_the_real_house(tmp_path: Path) -> None:
    """Seen by Python itself: every file that furnishing and practising opens, databases and keys too."""
    real = tmp_path / "real"
    real.mkdir()
    prepare(read_settings({"MADOGUCHI_VAR": str(real), "MADOGUCHI_CATALOGUE": str(ROOT / "procedures.yaml")}))
    before = {path: path.stat().st_mtime_ns for path in real.rglob("*") if path.is_file()}
    assert len(before) > 5
    folder = tmp_path / "practice"
    folder.mkdir()
    environ = practice.environment({**REAL, "MADOGUCHI_VAR": str(real)}, folder)
    opened: list[str] = []

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "sqlite3.connect") and isinstance(arguments[0], str | bytes | os.PathLike):
            opened.append(os.fsdecode(arguments[0]))

    sys.addaudithook(hear)  # Python has no way to take it back; it costs nothing
    practice.standings(practising.furnish(folder, environ, lambda _: None))
    heard = tuple(opened)
    assert any(name.startswith(str(folder)) for name in heard)  # it is watched rightly
    assert [name for name in heard if name.startswith(str(real))] == []
    assert {path: path.stat().st_mtime_ns for path in real.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", [name for name in REAL if name not in HARMLESS])
def test_a_variable_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    practice.mark_folder(tmp_path)
    with pytest.raises(SettingsError) as refusal:
        read_settings({"MADOGUCHI_VAR": str(tmp_path), PRACTICE: "yes", name: REAL[name]})
    assert (refusal.value.code, refusal.value.params) == ("practice_apart", {"name": name})


def test_practice_opens_no_real_folder_and_nothing_else_opens_one_of_practice(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as real:
        read_settings({"MADOGUCHI_VAR": str(tmp_path), PRACTICE: "yes"})
    (tmp_path / PRACTICE_MARK).touch()
    with pytest.raises(SettingsError) as rehearsed:
        read_settings({"MADOGUCHI_VAR": str(tmp_path)})
    assert (real.value.code, rehearsed.value.code) == ("practice_folder", "practice_folder")


def test_at_the_beginning_no_exercise_is_done(rehearsed: OfficeSide) -> None:
    assert state(rehearsed) == dict.fromkeys(("counter", "code", "paper", "mistake", "review"), False)


def test_an_exercise_is_done_when_the_records_say_so(rehearsed: OfficeSide) -> None:
    clerk, reviewer = at_the_counter(rehearsed, "mado"), at_the_counter(rehearsed, "shimin")
    answers = _answers("juminhyo-copy.self-by-post")
    counter.file_answers(clerk, "juminhyo-copy", {**answers, "applicant_birth": "1990-01-01"})
    assert not state(rehearsed)["counter"]  # somebody else
    counter.file_answers(clerk, "juminhyo-copy", answers)
    assert state(rehearsed)["counter"]

    mistake = prop(rehearsed, "mistake")
    case = cases.unlock(rehearsed, cases.case_by_code(rehearsed, mistake["code"]), "1992-12-01")
    counter.withdraw(clerk, case, "まちがえました")
    asked = prop(rehearsed, "review")["reference"]
    review.act(rehearsed, reviewer.actor, asked, Order(Action.TAKE_UP))
    assert not state(rehearsed)["review"]
    review.act(rehearsed, reviewer.actor, asked, Order(Action.ASK_CORRECTION, "番地", ("applicant_address",)))
    assert state(rehearsed) == {"counter": True, "code": False, "paper": False, "mistake": True, "review": True}


def test_a_case_from_home_and_a_sheet_of_paper_are_seen_when_they_are_taken_in(rehearsed: OfficeSide) -> None:
    clerk = at_the_counter(rehearsed, "mado")
    case = counter.go_on(clerk, prop(rehearsed, "code")["code"], counter.consent(clerk, "aloud", ["type_for_me"]))
    said = {**_answers("jido-teate-nintei.newborn"), **counter.staff_named(clerk, case.procedure)}
    counter.file(clerk, applying.answer_all(rehearsed, case, said, "staff"))
    assert (state(rehearsed)["code"], state(rehearsed)["paper"]) == (True, False)
    arrive(clerk, Sheet("tenkyo-todoke"), "a sheet")
    assert state(rehearsed)["paper"]


def test_the_rule_of_identity_holds_in_practice_too(rehearsed: OfficeSide) -> None:
    answers = {
        **_answers("juminhyo-copy.self-by-post"),
        "id_method": "BC",
        "id_doc1": "student-card",
        "id_doc2": "company-card",
    }
    with pytest.raises(AnswersRefused):
        counter.file_answers(at_the_counter(rehearsed, "mado"), "juminhyo-copy", answers)
    assert not state(rehearsed)["counter"]


def _answers(sample: str) -> dict[str, Any]:
    """What citizen and staff say."""
    parts = (sample_cases.FOLDER / f"{sample}{end}.json" for end in ("", ".staff"))
    said: dict[str, Any] = {}
    for part in parts:
        said |= json.loads(part.read_text(encoding="utf-8"))
    return said
