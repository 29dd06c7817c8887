"""Two tabs of one draft, and the door that was faster."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from shared.casework import applying, cases, counter, sending
from shared.casework.cases import Case
from shared.casework.sides import Side
from shared.errors import (
    ActionNotAllowed,
    FolderChanged,
)
from shared.language import clock as clock_module

from .folder_rows import ANSWERS, INTERLEAVINGS, SAMPLE
from .town import Town, at_once

# Two tabs ----------------------------------------------------------------------------------------------------------


def test_a_save_on_what_somebody_else_has_changed_is_refused_and_loses_nothing(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    applying.answer_some(town.home, case, {"by_agent": "yes"}, "citizen")
    with pytest.raises(FolderChanged):
        applying.answer_some(town.home, case, {"by_agent": "no"}, "citizen")
    assert cases.case_by_code(town.home, case.code).answers == {"by_agent": "yes"}


@pytest.mark.requirement("ID-4")
def test_two_tabs_of_one_draft_never_write_over_each_other_unseen(any_town: Town) -> None:
    """Tabs at home and at the counter in random order: whoever is told "saved" is the only one on that revision."""
    chance = random.Random(4)
    case = applying.start(any_town.home, "juminhyo-copy")
    sides: dict[str, Side] = {"home": any_town.home, "counter": any_town.office}
    seen = dict.fromkeys(sides, case)
    accepted: list[tuple[int, str]] = []
    refused = 0
    for turn in range(INTERLEAVINGS):
        tab = chance.choice(list(sides))
        try:
            seen[tab] = applying.answer_some(
                sides[tab], seen[tab], {"by_agent": "yes" if turn % 2 else "no"}, "citizen"
            )
            accepted.append((seen[tab].row.revision, str(seen[tab].answers["by_agent"])))
        except FolderChanged:
            refused += 1
            seen[tab] = cases.again(sides[tab], seen[tab])
            assert seen[tab].answers["by_agent"] == accepted[-1][1]  # what the other was told is still there
    assert [revision for revision, _ in accepted] == list(range(2, 2 + len(accepted)))
    assert (refused > 0, len(accepted) + refused) == (True, INTERLEAVINGS)


@pytest.mark.requirement("ID-4")
@pytest.mark.parametrize("sender", ["home", "counter"])
def test_a_tab_that_saves_while_the_other_sends_is_told_or_its_words_are_what_is_kept(town: Town, sender: str) -> None:
    clerk = town.clerk()
    for _ in range(3):
        case = town.drafted(SAMPLE)
        if sender == "counter":
            case = counter.go_on(clerk, case.code, counter.consent(clerk, "aloud"))
        deeds: dict[str, Callable[[Case], object]] = {
            "home": lambda case: sending.submit(town.home, case),
            "counter": lambda case: counter.file(clerk, case, hand="citizen"),
        }
        other = {**ANSWERS, "applicant_mei": "別人"}
        saved, sent = at_once(
            partial(applying.answer_all, town.home, case, other, "citizen"), partial(deeds[sender], case)
        )
        told = [isinstance(ended, FolderChanged) for ended in (saved, sent)]
        now = cases.case_by_code(town.home, case.code)
        assert (sorted(told), now.sent) == ([False, True], told == [True, False])
        assert now.sent or now.answers["applicant_mei"] == "別人"


def test_a_case_that_was_sent_is_no_draft_any_more(town: Town) -> None:
    sent = town.apply()
    with pytest.raises(ActionNotAllowed) as refused:
        applying.answer_some(town.home, sent, {"by_agent": "no"}, "citizen")
    assert (refused.value.code, sent.row.expires_on - clock_module.today()) == ("already_sent", timedelta(days=400))
