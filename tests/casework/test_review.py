"""What a section does with a case; every look, search and refusal is in the trail, and nobody sees another's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from shared.casework import opened, reprints, review
from shared.casework.authority import Role
from shared.casework.opened import LONGEST_REASON
from shared.casework.review import Order
from shared.errors import (
    ActionNotAllowed,
    CodeSlip,
    ReasonMissing,
    SubmissionChanged,
    SubmissionNotFound,
    ValueRefused,
)
from shared.records.status import Action, Status
from shared.records.store.pages import QueueFilter
from shared.records.store.trail_rows import verify_trail
from shared.records.submission import FeeState

from .deeds import new_rows
from .town import Clock, Town, at_once

# Deeds -------------------------------------------------------------------------------------------------------------


def test_a_case_goes_from_the_list_to_its_end(town: Town) -> None:
    reference = town.file().case.reference
    statuses = [town.act(reference, action).status for action in (Action.TAKE_UP, Action.APPROVE, Action.COMPLETE)]
    assert statuses == [Status.IN_REVIEW, Status.APPROVED, Status.COMPLETED]
    record = town.record(reference)
    assert (record.assignee, record.decided_at is not None, record.completed_at is not None) == ("mado", True, True)


def test_the_end_of_a_case_says_until_when_it_is_kept(town: Town) -> None:
    reference = town.file().case.reference
    for action in (Action.TAKE_UP, Action.APPROVE, Action.COMPLETE):
        town.act(reference, action)
    years = town.catalogue.procedure("juminhyo-copy").retention_years
    assert town.record(reference).retain_until == date(2027 + years, 3, 31)


@pytest.mark.parametrize("action", [Action.REJECT, Action.ASK_CORRECTION])
def test_a_refusal_or_a_question_back_needs_a_reason(town: Town, action: Action) -> None:
    reference = town.file().case.reference
    town.act(reference, Action.TAKE_UP)
    for reason in ("", "  \n　"):
        with pytest.raises(ReasonMissing):
            town.act(reference, action, reason=reason)
    assert town.act(reference, action, reason="番地が合いません").status in (Status.REJECTED, Status.CORRECTION)


def test_a_reason_has_its_length_and_a_question_its_name(town: Town) -> None:
    reference = town.file().case.reference
    town.act(reference, Action.TAKE_UP)
    with pytest.raises(ValueRefused) as long:
        town.act(reference, Action.REJECT, reason="あ" * (LONGEST_REASON + 1))
    with pytest.raises(ValueRefused) as unknown:
        town.act(reference, Action.ASK_CORRECTION, reason="x", questions=("no_such_question",))
    assert (long.value.code, long.value.params) == ("too_long", {"most": LONGEST_REASON})
    assert unknown.value.code == "unknown_question"


def test_what_the_status_does_not_allow_is_refused(town: Town) -> None:
    reference = town.file().case.reference
    for action in (Action.APPROVE, Action.COMPLETE, Action.FILE, Action.CORRECT, Action.WITHDRAW):
        with pytest.raises(ActionNotAllowed):
            town.act(reference, action)


def test_a_case_that_is_handed_over_is_found_there_and_no_more_here(town: Town) -> None:
    reference = town.file().case.reference
    other = "kosodate-kyufu"
    town.act(reference, Action.TAKE_UP)
    town.act(reference, Action.HAND_OVER, section=other)
    here = town.actor("here", sections=("shiminka",))
    there = town.actor("there", sections=(other,))
    found = [[row.reference for row in town.queue(who, search="見本")] for who in (here, there)]
    record = town.record(reference)
    assert (found, record.section, record.status, record.assignee) == ([[], [reference]], other, Status.RECEIVED, "")


def test_a_case_that_moved_still_tells_of_the_same_sent_twice(town: Town) -> None:
    first = town.file().case.reference
    town.act(first, Action.HAND_OVER, section="kosodate-kyufu")
    town.act(first, Action.HAND_OVER, section="shiminka")
    assert town.record(town.file().case.reference).attention == ("duplicate",)


@pytest.mark.parametrize("section", ["", "no-such-section", "shiminka"])
def test_a_case_is_handed_over_to_another_section_that_there_is(town: Town, section: str) -> None:
    reference = town.file().case.reference
    with pytest.raises(ValueRefused) as refused:
        town.act(reference, Action.HAND_OVER, section=section)
    assert (refused.value.code, town.record(reference).section) == ("section_unknown", "shiminka")


def test_no_other_deed_moves_a_case(town: Town) -> None:
    reference = town.file().case.reference
    town.act(reference, Action.TAKE_UP, section="no-such-section")
    assert town.record(reference).section == "shiminka"


def test_the_slower_of_two_reviewers_is_told(any_town: Town) -> None:
    town = any_town
    reference = town.file().case.reference
    seen = town.record(reference).revision
    order = Order(Action.TAKE_UP, revision=seen)
    people = [town.actor(name) for name in ("mado", "suzuki")]
    deeds = [lambda who=who: review.act(town.office, who, reference, order) for who in people]
    ended = at_once(*deeds)
    told = [type(one) for one in ended if isinstance(one, Exception)]
    assert len(told) == 1 and told[0] in (SubmissionChanged, ActionNotAllowed)
    assert town.record(reference).revision == seen + 1


def test_an_attention_flag_stays_until_somebody_decides(town: Town) -> None:
    town.file()
    reference = town.file().case.reference  # the same again
    kept = [town.act(reference, action).attention for action in (Action.TAKE_UP, Action.APPROVE)]
    assert kept == [("duplicate",), ()]


def test_a_fee_is_ticked_once(town: Town) -> None:
    reference = town.file().case.reference
    paid = review.pay(town.office, town.actor(), reference)
    with pytest.raises(ActionNotAllowed) as again:
        review.pay(town.office, town.actor(), reference)
    assert (paid.fee_state, again.value.code) == (FeeState.PAID, "nothing_due")


def test_what_may_be_done_follows_status_and_role(town: Town) -> None:
    record = town.record(town.file().case.reference)
    clerk = town.actor("clerk", roles=(Role.COUNTER,))
    assert review.may_do(clerk, record) == ()
    assert review.may_do(town.actor(), record) == (Action.TAKE_UP, Action.HAND_OVER)


# The list ----------------------------------------------------------------------------------------------------------


def test_one_list_holds_what_came_by_every_way(town: Town) -> None:
    at_counter = town.file().case.reference
    at_home = town.apply("inu-toroku/puppy").reference
    town.receive()
    assert {(row.reference, row.channel) for row in town.queue()} == {(at_counter, "counter"), (at_home, "online")}


def test_pages_follow_each_other_without_gap_or_repetition(town: Town) -> None:
    filed = {town.file().case.reference for _ in range(5)}
    seen: list[str] = []
    after = ""
    while True:
        page = review.queue(town.office, town.actor(), QueueFilter(()), after=after, limit=2)
        seen += [row.reference for row in page.rows]
        after = page.after
        if not after:
            break
    assert (len(seen), set(seen)) == (5, filed)


@pytest.mark.parametrize("after", ["x", "1|2", "9999999999999999999999|a|b|c", "0|\x00|b|c", "' OR 1=1 --"])
def test_an_address_that_names_no_page_begins_at_the_top(any_town: Town, after: str) -> None:
    any_town.file()
    assert len(review.queue(any_town.office, any_town.actor(), QueueFilter(()), after=after).rows) == 1


@pytest.mark.parametrize("text", ["見本", "みほん", "ミホン", "1983-04-02", "昭和58年4月2日", "0852-00-0000", "0000"])
def test_a_case_is_found_as_staff_type_it(town: Town, text: str) -> None:
    reference = town.file().case.reference
    assert [row.reference for row in town.queue(search=text)] == [reference]


@pytest.mark.parametrize("text", ["\x00", "見\x00本", "\ud800", "%", "'; DROP TABLE submission; --", "あ" * 5000])
def test_whatever_is_typed_as_a_search_harms_nothing(any_town: Town, text: str) -> None:
    any_town.file()
    assert len(any_town.queue(search=text)) in (0, 1)
    assert len(any_town.queue()) == 1


# The trail ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("AT-3")
def test_each_look_search_and_deed_is_exactly_one_row(town: Town) -> None:
    reference = town.file().case.reference
    who = town.actor("suzuki", sections=("shiminka",))
    case = opened.read_case(town.office, who, reference)
    base = town.settings.base_url
    deeds: list[tuple[Callable[[], Any], str]] = [
        (lambda: opened.read_case(town.office, who, reference), "read"),
        (lambda: review.trail(town.office, who, reference), "read"),
        (lambda: review.queue(town.office, who, QueueFilter(()), "見本"), "search"),
        (lambda: review.find(town.office, who, reference), "search"),
        (lambda: review.act(town.office, who, reference, Order(Action.TAKE_UP)), "take_up"),
        (lambda: review.pay(town.office, who, reference), "pay"),
        (lambda: reprints.reprint(town.office, case, who.name, base), "reprint"),
        (lambda: reprints.reprint_copy(town.office, case, who.name), "copy_printed"),
    ]
    written = [[(actor, action) for _, actor, action, _ in new_rows(town, deed)] for deed, _ in deeds]
    assert written == [[("suzuki", action)] for _, action in deeds]


def test_turning_the_pages_of_a_search_and_looking_at_the_list_is_no_further_row(town: Town) -> None:
    for _ in range(3):
        town.file()
    who = town.actor()
    page = review.queue(town.office, who, QueueFilter(("shiminka",)), "見本", limit=2)
    turned = new_rows(
        town, lambda: review.queue(town.office, who, QueueFilter(("shiminka",)), "見本", page.after, limit=2)
    )
    assert (
        turned,
        new_rows(town, lambda: town.queue(who)),
        new_rows(town, lambda: review.counts(town.office, who)),
    ) == (
        [],
        [],
        [],
    )


def test_a_search_over_several_sections_stands_in_the_chain_of_each(town: Town) -> None:
    who = town.actor("suzuki", sections=("shiminka", "kaigo"))
    rows = new_rows(town, lambda: town.queue(who, search="見本"))
    assert sorted(rows) == [("kaigo", "suzuki", "search", ""), ("shiminka", "suzuki", "search", "")]


@pytest.mark.requirement("AT-3")
def test_looking_for_what_is_not_there_is_a_row_as_well(town: Town) -> None:
    def tried() -> None:
        with pytest.raises(SubmissionNotFound):
            opened.read_case(town.office, town.actor(), "BMK50KZCQ")
        with pytest.raises(CodeSlip):
            review.find(town.office, town.actor(), "BMK50KZCQ")

    town.actor()
    assert new_rows(town, tried) == [("office", "mado", "not_found", "")]


@pytest.mark.requirement("AT-1")
def test_the_trail_of_a_whole_day_holds(town: Town, clock: Clock) -> None:
    reference = town.file().case.reference
    town.queue(search="見本")
    town.act(reference, Action.TAKE_UP)
    town.apply()
    town.receive()
    clock.pass_by(hours=-1)  # a clock that goes back breaks no chain
    town.act(reference, Action.APPROVE)
    assert town.office.store.read(verify_trail) is None
