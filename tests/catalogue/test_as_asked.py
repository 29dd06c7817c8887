"""A procedure as asked stands by itself: a changed catalogue never disturbs a case that has begun."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from shared.catalogue import catalogue, journey
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure, asked_hash, canonical

from .samples import DAY, SMALL

NEW_YEAR = date(2027, 1, 4)
APRIL = date(2027, 4, 1)


def test_it_goes_through_json_and_comes_back_the_same(small: Catalogue, shipped: Catalogue) -> None:
    for procedure in (*small.procedures, *shipped.procedures):
        asked = procedure.as_asked(DAY)

        again = Procedure.from_asked(json.loads(json.dumps(asked)))

        assert again.as_asked(DAY) == asked
        assert again == procedure.on(DAY)


def test_it_holds_everything_without_the_catalogue(copy: Procedure) -> None:
    assert copy.section_details.name.say() == "市民課"
    assert copy.section_details.register_mark == "市民"
    assert copy.section_details.counter == "11"
    assert copy.city.telephone == "0852-00-0000"
    assert [document.title.say() for document in copy.documents] == ["本人確認の書類", "委任状"]
    assert [question.id for question in copy.step("you").questions] == ["name", "birth", "postal", "address", "email"]
    assert copy.fact == "birth_date:birth"


def test_notes_of_the_office_are_no_part_of_it(copy: Procedure) -> None:
    assert (copy.confirm, copy.words) == ((), ())


def test_a_text_reads_as_on_its_day(small: Catalogue) -> None:
    waste = small.procedure("waste")

    assert waste.on(DAY).title.say() == "ごみを出す"
    assert waste.on(NEW_YEAR).title.say() == "大きなごみを出す"
    assert waste.on(DAY).title.versions == ()


def test_questions_and_options_outside_their_period_are_left_out(small: Catalogue) -> None:
    waste, copy = small.procedure("waste"), small.procedure("copy")

    assert [question.id for question in waste.on(DAY).questions()].count("old_form") == 1
    assert [question.id for question in waste.on(NEW_YEAR).questions()].count("old_form") == 0
    assert copy.on(DAY).question("target").json_schema()["enum"] == ["all", "some", "old"]
    assert copy.on(NEW_YEAR).question("target").json_schema()["enum"] == ["all", "some"]


def test_the_fee_is_that_of_its_day(small: Catalogue) -> None:
    copy = small.procedure("copy")

    assert [copy.on(day).fee.amount for day in (DAY, date(2027, 3, 31), APRIL)] == [300, 300, 350]
    assert [len(copy.on(day).fee_versions) for day in (DAY, APRIL)] == [1, 1]


def test_its_hash_is_that_of_canonical_json(copy: Procedure) -> None:
    asked = copy.as_asked(DAY)
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    assert canonical(asked) == text
    assert asked_hash(asked) == hashlib.sha256(text).digest()
    assert asked_hash(json.loads(text)) == asked_hash(asked)


def test_its_hash_changes_with_any_word(small: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "changed.yaml"
    path.write_text(SMALL.read_text(encoding="utf-8").replace("だれの写しですか", "だれの紙ですか"), encoding="utf-8")

    changed = catalogue.load(path).procedure("copy").as_asked(DAY)

    assert asked_hash(changed) != asked_hash(small.procedure("copy").as_asked(DAY))


def test_a_journey_works_on_it_as_on_the_catalogue(small: Catalogue) -> None:
    copy = small.procedure("copy")
    again = Procedure.from_asked(copy.as_asked(DAY))
    answers = {"target": "some", "by_agent": "yes"}

    assert [step.id for step in journey.asked_steps(again, answers, "staff")] == [
        step.id for step in journey.asked_steps(copy, answers, "staff")
    ]
    assert [one.id for one in journey.asked_questions(again.step("agent"), answers, "citizen")] == [
        "by_agent",
        "agent_name",
        "mandate",
    ]


@pytest.mark.parametrize("asked", [{}, {"id": "x"}, {"steps": "x"}])
def test_anything_else_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Procedure.from_asked(asked)


def test_a_path_finds_its_question(copy: Procedure, waste: Procedure) -> None:
    assert copy.question("persons.0.p_name").id == "p_name"
    assert copy.question("persons").id == "persons"
    assert waste.question("contact.c_phone").kind == "phone"
    with pytest.raises(KeyError):
        copy.question("persons.0.x")
    with pytest.raises(KeyError):
        copy.question("name.x")


def test_an_unknown_procedure_or_section_is_a_key_error(small: Catalogue) -> None:
    with pytest.raises(KeyError):
        small.procedure("none")
    with pytest.raises(KeyError):
        small.section("none")
    assert small.section("gomi").telephone == "0852-00-0002"


def test_two_versions_of_a_question_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "versions.yaml"
    old = "{id: old_form, kind: text, label: 前の様式, until: 2026-12-31}"
    new = "{id: old_form, kind: number, label: 新しい様式, from: 2027-01-01}"
    path.write_text(SMALL.read_text(encoding="utf-8").replace(old, f"{old}\n          - {new}"), encoding="utf-8")

    waste = catalogue.load(path).procedure("waste")

    assert [waste.on(day).question("old_form").kind for day in (DAY, NEW_YEAR)] == ["text", "number"]
