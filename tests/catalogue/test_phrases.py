"""People find the right procedure among the first three, in their own words."""

from pathlib import Path

import yaml

from shared.catalogue import search
from shared.catalogue.catalogue import Catalogue

TABLE = Path(__file__).parent / "phrases.yaml"
WANTED = 220


def _phrases() -> dict[str, list[str]]:
    groups = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {str(phrase): ids for group in groups for phrase, ids in group["phrases"].items()}


def test_what_people_say_finds_the_right_procedure_among_the_first_three(shipped: Catalogue) -> None:
    missed = {}
    for phrase, right in _phrases().items():
        found = [procedure.id for procedure in search.find(shipped, phrase, limit=3)]
        if not set(found) & set(right):
            missed[phrase] = found

    assert missed == {}


def test_the_table_holds_enough_phrases_of_procedures_that_exist(shipped: Catalogue) -> None:
    phrases = _phrases()
    named = {one for right in phrases.values() for one in right}

    assert len(phrases) >= WANTED
    assert named <= {procedure.id for procedure in shipped.procedures}


def test_every_procedure_is_said_by_somebody(shipped: Catalogue) -> None:
    named = {one for right in _phrases().values() for one in right}

    assert {procedure.id for procedure in shipped.procedures} - named == set()
