"""A draft whose procedure was changed meanwhile: what changed is said once, then one goes on."""

import copy
from dataclasses import replace

import pytest

from shared.casework import applying, cases
from tests.casework.town import Town
from tests.portal.citizen import Citizen

pytestmark = pytest.mark.browser

SELF = "juminhyo-copy/self-by-post"


def test_what_changed_while_it_was_written_is_said_once_before_one_goes_on(citizen: Citizen, town: Town) -> None:
    case = town.drafted(SELF)
    draft = applying.draft_of(case)
    older = copy.deepcopy(draft.asked)
    by_agent = next(q for step in older["steps"] for q in step["questions"] if q["id"] == "by_agent")  # type: ignore
    by_agent["label"] = {"ja": "前の聞きかた"}  # type: ignore[index]
    applying.save(town.home, case, replace(draft, asked=older))

    citizen.open_code(case.code)
    assert citizen.heading.replace("\n", "") == "この手続は、書きはじめたあとで変わりました"
    assert "前は「前の聞きかた」でした。" in citizen.words
    citizen.press("moved")
    assert citizen.heading.replace("\n", "") == "送る前に、確かめてください"
    citizen.go(f"/?case={citizen.case}")

    assert citizen.heading.replace("\n", "") == "送る前に、確かめてください"
    assert cases.case_by_code(town.home, case.code).answers == draft.answers
    assert citizen.errors == []
