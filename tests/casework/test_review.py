"""What a section does with a case; every look, search and refusal is in the trail, and nobody sees another's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from shared.casework import afterwards, applying, cases, codes, opened, protection, reprints, review, sending
from shared.casework.authority import Actor, Role
from shared.casework.persons import Named
from shared.casework.review import LONGEST_REASON, Order
from shared.errors import (
    ActionNotAllowed,
    CodeSlip,
    NotAuthorised,
    ReasonMissing,
    SubmissionChanged,
    SubmissionNotFound,
    ValueRefused,
)
from shared.records.status import Action, Status
from shared.records.store.pages import QueueFilter
from shared.records.store.trail_rows import verify_trail
from shared.records.submission import FeeState

from .town import Clock, Town, at_once, rows_of

FAR = date(2099, 12, 31)


def chain(town: Town) -> list[tuple[str, str, str, str]]:
    """(section, actor, action, reference) of everything that was written, chain by chain."""
    statement = "SELECT section, actor, action, reference FROM trail ORDER BY section, seq"
    return [(str(a), str(b), str(c), str(d)) for a, b, c, d in rows_of(town.office.store.engine, statement)]


def new_rows(town: Town, deed: Callable[[], object]) -> list[tuple[str, str, str, str]]:
    """What a deed adds to the trail."""
    before = chain(town)
    deed()
    after = chain(town)
    for row in before:
        after.remove(row)
    return after


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


# Not one's own -----------------------------------------------------------------------------------------------------

Deeds = dict[str, Callable[[Town, Actor, str], object]]
SERVICES: Deeds = {
    "read_case": lambda town, who, ref: opened.read_case(town.office, who, ref),
    "trail": lambda town, who, ref: review.trail(town.office, who, ref),
    "pay": lambda town, who, ref: review.pay(town.office, who, ref),
    "replace_code": lambda town, who, ref: codes.replace_code(town.office, who, ref, "photo"),
    **{
        action.value: lambda town, who, ref, action=action: review.act(  # type: ignore[misc]
            town.office, who, ref, Order(action, reason="x", section="kosodate-kyufu")
        )
        for action in Action
    },
}


@pytest.mark.requirement("AZ-2")
@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_every_service_refuses_a_case_of_another_section_and_writes_it_down(town: Town, service: str) -> None:
    reference = town.file().case.reference
    before = town.record(reference)
    stranger = town.actor("stranger", sections=("kosodate-kyufu",))

    def tried() -> None:
        with pytest.raises(NotAuthorised):
            SERVICES[service](town, stranger, reference)

    assert new_rows(town, tried) == [("shiminka", "stranger", "refused", reference)]
    after = town.record(reference)
    assert (after.status, after.revision) == (before.status, before.revision)


@pytest.mark.requirement("AZ-2")
@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_every_service_refuses_who_has_no_role_for_it(town: Town, service: str) -> None:
    reference = town.file().case.reference
    admin = town.actor("admin", roles=(Role.ADMIN,))
    with pytest.raises(NotAuthorised):
        SERVICES[service](town, admin, reference)


@pytest.mark.requirement("AZ-2")
def test_the_list_and_the_counts_of_another_section_are_refused_and_written_down(town: Town) -> None:
    town.file()
    stranger = town.actor("stranger", sections=("kosodate-kyufu",))
    admin = town.actor("admin", roles=(Role.ADMIN,))

    def tried() -> None:
        for deed in (
            lambda: review.queue(town.office, stranger, QueueFilter(("shiminka",))),
            lambda: review.queue(town.office, admin, QueueFilter(())),
            lambda: review.counts(town.office, admin),
            lambda: review.find(town.office, admin, "BMK50KZCP"),
        ):
            with pytest.raises(NotAuthorised):
                deed()

    rows = new_rows(town, tried)
    assert rows == [("office", "stranger", "refused", ""), *[("office", "admin", "refused", "")] * 3]
    assert (town.queue(stranger), review.counts(town.office, stranger)) == ((), {"kosodate-kyufu": {}})


@pytest.mark.requirement("AZ-2")
def test_with_the_citizens_code_the_counter_reads_and_takes_the_fee_of_any_section_and_decides_nothing(
    town: Town,
) -> None:
    reference = town.file().case.reference
    clerk = town.actor("clerk", roles=(Role.COUNTER, Role.REVIEWER), sections=("kosodate-kyufu",))
    assert opened.read_case(town.office, clerk, reference, by_code=True).submission.reference == reference
    assert review.pay(town.office, clerk, reference, by_code=True).fee_state is FeeState.PAID
    with pytest.raises(NotAuthorised):
        review.act(town.office, clerk, reference, Order(Action.TAKE_UP))


@pytest.mark.parametrize("reference", ["BMK50KZCQ", "", "\x00", "x" * 500, "../../etc", "' OR 1=1"])
def test_what_is_no_reference_is_a_case_that_is_not_there(any_town: Town, reference: str) -> None:
    with pytest.raises(SubmissionNotFound):
        opened.read_case(any_town.office, any_town.actor(), reference)


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


# Protected persons -------------------------------------------------------------------------------------------------


def protect(town: Town, named: Named, *viewers: str) -> None:
    protection.protect(town.office, "entry-1", [named], FAR, viewers)


MIHON = Named(("見本 花子",), ("ミホン ハナコ",), ("1983-04-02",))


@pytest.fixture
def keeper(town: Town) -> Actor:
    """The member of staff who is named for protected persons."""
    return town.actor("keeper", rights=("protected",))


def test_a_protected_case_is_there_for_its_named_staff_only(town: Town, keeper: Actor) -> None:
    protect(town, MIHON, "keeper")
    reference = town.file().case.reference
    for who in (town.actor("suzuki"), town.actor("sato", rights=("protected",))):
        assert (town.queue(who), town.queue(who, search="見本"), town.queue(who, search=reference)) == ((), (), ())
        assert review.counts(town.office, who)["shiminka"] == {}
        with pytest.raises(SubmissionNotFound):
            review.find(town.office, who, reference)
        with pytest.raises(SubmissionNotFound):
            opened.read_case(town.office, who, reference)
    assert [row.reference for row in town.queue(keeper)] == [reference]
    assert review.counts(town.office, keeper)["shiminka"] == {Status.RECEIVED: 1}
    assert opened.read_case(town.office, keeper, reference).submission.reference == reference


def test_who_looked_for_a_protected_case_is_written_where_its_named_staff_read_it(town: Town, keeper: Actor) -> None:
    protect(town, MIHON, "keeper")
    reference = town.file().case.reference
    with pytest.raises(SubmissionNotFound):
        opened.read_case(town.office, town.actor("suzuki"), reference)
    assert ("suzuki", "refused") in [(one.actor, one.action) for one in review.trail(town.office, keeper, reference)]


def test_who_loses_the_right_no_longer_sees_what_they_were_named_for(town: Town) -> None:
    plain = town.actor("plain")
    protect(town, MIHON, "plain")
    town.file()
    assert town.queue(plain) == ()


def test_a_protected_case_is_told_of_in_no_duplicate(town: Town, keeper: Actor) -> None:
    protect(town, MIHON, "keeper")
    town.file()
    protection.lift(town.office, "entry-1")
    record = town.record(town.file().case.reference)
    assert (record.attention, record.linked) == ((), "")


@pytest.mark.parametrize(
    ("sample", "named"),
    [
        ("jido-teate-nintei/newborn", Named(("見本 つむぎ",), (), ("2026-11-09",))),  # a child in a list
        ("jido-teate-nintei/newborn", Named(("見本　太郎",))),  # the spouse, whose birth date is not asked
        ("juminhyo-copy/some-by-agent", Named(("𠮷田 静",), (), ("1950-01-01",))),  # whom the copy is about
        ("juminhyo-copy/some-by-agent", Named(("見本次郎",), (), ("1980-10-20",))),  # the agent
        ("kaigo-nintei-shinki/self", Named(("𠮷田 実",), (), ("1947-01-05",))),  # the insured, in a group
        ("juminhyo-copy/self-by-post", Named(("見本 花子",))),  # whose birth date the list does not have
        ("juminhyo-copy/self-by-post", Named(("別の 書き方",), ("ミホン ハナコ",), ("1983-04-02",))),  # by kana
    ],
)
def test_everybody_in_the_answers_is_looked_for_on_the_list(
    town: Town, keeper: Actor, sample: str, named: Named
) -> None:
    protect(town, named, "keeper")
    reference = town.file(sample).case.reference
    assert town.queue(town.actor("suzuki")) == ()
    assert [row.reference for row in town.queue(keeper)] == [reference]


def test_a_namesake_with_another_birth_date_is_not_hidden(town: Town, keeper: Actor) -> None:
    protect(town, Named(("見本 花子",), (), ("1999-09-09",)), "keeper")
    reference = town.file().case.reference
    assert [row.reference for row in town.queue(town.actor("suzuki"))] == [reference]


def test_a_correction_that_names_a_protected_person_hides_the_case(town: Town, keeper: Actor) -> None:
    sent = town.apply()
    town.receive()
    town.act(sent.reference, Action.TAKE_UP)
    town.act(sent.reference, Action.ASK_CORRECTION, reason="x")
    protect(town, Named(("見本 月子",), (), ("1983-04-02",)), "keeper")
    case = cases.unlock(town.home, cases.case_by_code(town.home, sent.code), "1983-04-02")
    draft = afterwards.begin_correction(town.home, case)
    answers = {**draft.answers, "applicant_mei": "月子"}
    sending.submit(town.home, applying.answer_all(town.home, draft, answers, "citizen"))
    town.receive()
    assert (town.queue(town.actor("suzuki")), len(town.queue(keeper))) == ((), 1)
    assert review.counts(town.office, town.actor("suzuki"))["shiminka"].get(Status.IN_REVIEW, 0) == 0


def test_the_list_holds_no_name(town: Town, keeper: Actor) -> None:
    protect(town, MIHON, "keeper")
    rows = rows_of(town.office.store.engine, "SELECT field, token, entry, viewers FROM protected_person")
    assert rows and [word for word in ("見本", "花子", "ミホン", "1983") if word in repr(rows)] == []


def test_an_entry_needs_a_name_and_somebody_who_may_see(town: Town) -> None:
    for named, viewers in ((Named(()), ("keeper",)), (MIHON, ())):
        with pytest.raises(ValueError):
            protection.protect(town.office, "entry-1", [named], FAR, viewers)
