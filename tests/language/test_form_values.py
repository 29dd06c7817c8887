"""Every value of the facts (form_values.yaml, copied beside this file) behaves as it says."""

from pathlib import Path

import pytest
import yaml

from shared.language.value_kinds import Outcome, make_of

VALUES = yaml.safe_load((Path(__file__).parent / "form_values.yaml").read_text(encoding="utf-8"))["values"]
IN_ALTERNATIVES = [v for v in VALUES if " / " in v["input"] and v["id"] in ("d18", "n07")]


def verdict(outcome: Outcome) -> str:
    if not outcome.ok:
        return "reject"
    return "accept_with_flag" if outcome.flags else "accept"


@pytest.mark.parametrize("value", VALUES, ids=lambda v: v["id"])
def test_a_value_of_the_facts_comes_out_as_stated(value):
    outcome = make_of(value["kind"], value["input"])
    made = {"expect": verdict(outcome), "stored": outcome.stored, "search_key": outcome.search_key}
    assert {name: made[name] for name in made if name in value} == {name: value[name] for name in made if name in value}


@pytest.mark.parametrize("value", IN_ALTERNATIVES, ids=lambda v: v["id"])
def test_each_alternative_alone_comes_out_as_the_whole(value):
    for part in value["input"].split(" / "):
        outcome = make_of(value["kind"], part)
        assert verdict(outcome) == value["expect"]
        assert outcome.stored == value.get("stored", part)
        assert outcome.search_key == value.get("search_key", "")


def test_a_refused_value_says_why_and_an_accepted_one_does_not():
    for value in VALUES:
        outcome = make_of(value["kind"], value["input"])
        assert (outcome.code == "") == outcome.ok


def test_alternatives_that_are_different_days_are_refused():
    assert make_of("date", "2026-11-22 / 2026-11-23").code == "alternatives_differ"


def test_of_several_files_the_good_ones_are_taken():
    outcome = make_of("file", "photo.jpg / virus.exe / empty.pdf of 0 bytes / 25 MB")
    assert outcome == Outcome(True, "photo.jpg", ("file_others_refused",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("photo.jpg of 0 bytes", "file_empty"),
        ("25 MB", "file_too_large"),
        ("scan.pdf 11 MB", "file_too_large"),
        ("renamed .exe", "file_type"),
        ("photo.jpg.exe", "file_type"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_alone(text, code):
    assert make_of("file", text).code == code


def test_an_unknown_kind_is_a_wrong_call():
    with pytest.raises(KeyError):
        make_of("colour", "red")
