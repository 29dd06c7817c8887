"""What is not one's own, and protected persons: every service refuses, and the try is a row."""

from collections.abc import Callable

import pytest

from shared.casework import afterwards, applying, cases, codes, opened, protection, review, sending
from shared.casework.authority import Actor, Role
from shared.casework.persons import Named
from shared.casework.review import Order
from shared.errors import (
    NotAuthorised,
    SubmissionNotFound,
)
from shared.records.status import Action, Status
from shared.records.store.pages import QueueFilter
from shared.records.submission import FeeState

from .deeds import FAR, new_rows
from .town import Town, rows_of

# Not one's own -----------------------------------------------------------------------------------------------------

Deeds = dict[str, Callable[[Town, Actor, str], object]]
SERVICES: Deeds = {
    "read_case": lambda town, who, ref: opened.read_case(town.office, who, ref),
    "trail": lambda town, who, ref: review.trail(town.office, who, ref),
    "pay": lambda town, who, ref: review.pay(town.office, who, ref),
    "replace_code": lambda town, who, ref: codes.replace_code(town.office, who, ref, "A1"),
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
