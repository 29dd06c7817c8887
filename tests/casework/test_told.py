"""Cards: what the citizen is told, and that every card is the office's."""

from dataclasses import replace

import pytest

from shared.casework import afterwards, cases
from shared.language import wording
from shared.records.card import CardAddress, seal_card
from shared.records.status import Action, Status

from .sent_cases import REASON, asked_back, corrected, kinds, sent_and_filed, unlocked
from .town import Town

# Cards -------------------------------------------------------------------------------------------------------------


def test_the_citizen_sees_every_step_once_and_in_order(town: Town) -> None:
    case = corrected(town, asked_back(town))
    town.receive()
    seen = cases.case_by_code(town.home, case.code)
    assert kinds(seen) == ["file", "take_up", "ask_correction", "correct"]
    assert [one.key for one in afterwards.progress(seen).happened] == [
        "happened_arrived",
        "happened_file",
        "happened_take_up",
        "happened_ask_correction",
        "happened_correction_sent",
        "happened_correct",
    ]


def test_while_a_correction_is_on_its_way_the_clock_waits_for_the_office(town: Town) -> None:
    case = asked_back(town)
    asked = afterwards.progress(case)
    sent = afterwards.progress(corrected(town, case))
    assert (asked.waits_for, asked.asked_back, sent.waits_for) == ("citizen", ("applicant_address",), "office")


def test_the_reason_is_read_with_the_fact_only(town: Town) -> None:
    case = asked_back(town)
    by_code = cases.case_by_code(town.home, case.code)
    assert (afterwards.messages(by_code), [note.text for note in afterwards.messages(case)]) == ((), [REASON])


@pytest.mark.parametrize("action", [Action.HAND_OVER, Action.ASK_OPINION, Action.APPROVE])
def test_what_is_noted_inside_the_office_never_reaches_the_citizen(town: Town, action: Action) -> None:
    sent = sent_and_filed(town)
    town.act(sent.reference, Action.TAKE_UP)
    section = "kosodate-kyufu" if action is Action.HAND_OVER else ""
    town.act(sent.reference, action, reason="内部のメモ", section=section)
    assert afterwards.messages(unlocked(town, sent)) == ()
    detail = town.trail(sent.reference)[-1].detail
    assert detail is not None and detail["reason"] == "内部のメモ"


@pytest.mark.parametrize("how", ["forged", "damaged", "moved"])
def test_a_card_that_is_not_the_offices_closes_nothing_and_shows_as_a_gap(town: Town, how: str) -> None:
    sent = sent_and_filed(town)
    good = cases.case_by_code(town.home, sent.code)
    card = good.cards[0]
    address = CardAddress(good.row.locator, good.root, bytes(32), good.row.expires_on)
    signer = town.home.signer if how == "forged" else town.office.signer
    sealed = seal_card(replace(card, seq=2, kind="approve", front={"status": "approved"}), address, signer)
    if how == "damaged":
        sealed = replace(sealed, front=sealed.front[:-1] + bytes([sealed.front[-1] ^ 1]))
    if how == "moved":
        sealed = replace(sealed, seq=3)
    town.home.letterbox.push_cards([sealed])
    seen = cases.case_by_code(town.home, sent.code)
    assert (seen.status, seen.front, seen.gap, good.gap) == (Status.RECEIVED, good.front, True, False)


def test_a_card_that_is_missing_shows_as_a_gap(town: Town) -> None:
    sent = sent_and_filed(town)
    town.act(sent.reference, Action.TAKE_UP)
    town.act(sent.reference, Action.APPROVE)
    seen = cases.case_by_code(town.home, sent.code)
    gappy = replace(seen, cards=(seen.cards[0], seen.cards[2]))
    assert (seen.gap, gappy.gap) == (False, True)


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_every_card_that_the_office_can_write_has_words_for_the_citizen(language: str) -> None:
    doubts = ("message_arrived", "message_too_late", "fact_differs", "decided_meanwhile")
    written = [action.value for action in Action] + ["pay", "replace_code", "notice_sent", *doubts]
    assert all(wording.say(f"web.line.happened_{kind}", language) for kind in written)
