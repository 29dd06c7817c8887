"""Another city's catalogue, written from docs/catalogue.md alone: its cases have an applicant and an address, too."""

from pathlib import Path

import pytest

from shared.casework.forms import citizen_address
from shared.casework.persons import persons_of
from shared.catalogue import catalogue

CATALOGUE = Path(__file__).parent / "other_city.yaml"
PERSON = {
    "name": "港 太郎",
    "kana": "ミナト タロウ",
    "birth": "1965-05-06",
    "postal": "1234567",
    "address": "みなと市港町2-3",
    "tel": "09012345678",
}
AGENT = {"by_agent": "yes", "agent_name": "港 花子", "agent_relation": "other"}


@pytest.mark.parametrize("procedure_id", ["neko-hojo", "rental-hall"])
def test_the_applicant_is_whom_the_first_questions_are_about(procedure_id: str) -> None:
    procedure = catalogue.load(CATALOGUE).procedure(procedure_id)

    applicant, _ = persons_of(procedure, dict(PERSON), "ja")

    assert (applicant.name, applicant.kana, applicant.birth) == ("港 太郎", "ミナト タロウ", "1965-05-06")
    assert (applicant.phone, applicant.contact) == ("09012345678", "phone")


def test_the_agent_is_not_the_applicant_though_asked_first() -> None:
    procedure = catalogue.load(CATALOGUE).procedure("neko-hojo")

    applicant, agent = persons_of(procedure, {**AGENT, **PERSON}, "ja")

    assert (applicant.name, agent.name if agent else "") == ("港 太郎", "港 花子")


def test_a_person_in_a_group_is_the_applicant() -> None:
    procedure = catalogue.load(CATALOGUE).procedure("address-book")

    applicant, _ = persons_of(procedure, {"person": {"p_name": "港 ハル", "p_birth": "1940-05-06"}}, "ja")

    assert (applicant.name, applicant.birth) == ("港 ハル", "1940-05-06")


def test_a_letter_finds_the_way() -> None:
    procedure = catalogue.load(CATALOGUE).procedure("rental-hall")

    found = citizen_address(procedure, dict(PERSON))

    assert found is not None
    assert (found.name, found.postal, found.lines) == ("港 太郎", "1234567", ("みなと市港町2-3",))


def test_without_an_address_there_is_no_letter() -> None:
    procedure = catalogue.load(CATALOGUE).procedure("rental-hall")

    assert citizen_address(procedure, {**PERSON, "address": ""}) is None
