"""支援措置 as staff keep it: who is put on the list disappears at once, and comes back when the measure ends."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from shared.casework import afterwards, applying, cases, opened, protected_list, protection, review, sending
from shared.casework.authority import Actor, Role
from shared.casework.persons import Named
from shared.casework.protected_list import Settled
from shared.errors import CaseError, NotAuthorised, SubmissionNotFound, ValueRefused
from shared.language import clock as time_of_day
from shared.records.status import Action
from shared.records.store.changes import Change, change_submission
from shared.records.store.filing import DUPLICATE
from shared.records.store.trail_rows import verify_trail
from shared.records.submission import Visibility
from tests.casework.town import Clock, Town, answers_of, at_once, rows_of

MOTHER = Named(("見本 花子",), ("ミホン ハナコ",), ("1983-04-02",))
CHILD = Named(("見本 つむぎ",), (), ("2026-11-09",))
OTHERS = "inu-toroku/puppy"
SOMEBODY = {"applicant_sei": "別", "applicant_mei": "人", "applicant_kana": "ベツ ヒト"}


def until(days: int = 365) -> date:
    return time_of_day.today() + timedelta(days=days)


def keeper(town: Town) -> Actor:
    return town.actor("keeper", rights=("protected",))


def add(town: Town, *persons: Named, days: int = 365) -> Settled:
    return protected_list.add(town.office, keeper(town), persons, until(days), ("keeper",))


def seen(town: Town, who: Actor) -> dict[str, Any]:
    """All that a member of staff can learn of what there is."""
    return {
        "queue": sorted(row.reference for row in town.queue(who)),
        "search": sorted(row.reference for row in town.queue(who, search="見本")),
        "counts": {section: n for section, n in review.counts(town.office, who).items() if n},
    }


def kept_and_true_counts(town: Town) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    engine = town.office.store.engine
    kept = {(s, st): n for s, st, n in rows_of(engine, "SELECT section, status, n FROM status_count WHERE n <> 0")}
    true = {
        (s, st): n
        for s, st, n in rows_of(
            engine,
            "SELECT section, status, count(*) FROM submission WHERE visibility = 'section' GROUP BY section, status",
        )
    }
    return kept, true


# Hidden at once ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("AZ-1")
def test_cases_that_exist_disappear_for_everybody_but_the_named_staff_and_come_back(any_town: Town) -> None:
    town = any_town
    mine, other = town.file().case.reference, town.file(OTHERS, **SOMEBODY).case.reference
    stranger, named = town.actor("suzuki"), keeper(town)
    before = seen(town, stranger)
    done = add(town, MOTHER)
    assert (done.changed, done.unreadable) == (1, 0)
    assert seen(town, stranger) == {
        "queue": [other],
        "search": [],
        "counts": {s: n for s, n in before["counts"].items() if s != town.record(mine).section},
    }
    assert seen(town, named) == before
    assert kept_and_true_counts(town)[0] == kept_and_true_counts(town)[1]
    for look in (
        lambda: opened.read_case(town.office, stranger, mine),
        lambda: opened.read_case(town.office, stranger, mine, by_code=True),
        lambda: review.find(town.office, stranger, mine),
        lambda: review.trail(town.office, stranger, mine),
    ):
        with pytest.raises(SubmissionNotFound):
            look()
    assert protected_list.remove(town.office, named, done.entry).changed == 1
    assert seen(town, stranger) == before
    assert [entry.action for entry in town.trail(mine) if entry.actor == "keeper"] == ["protected", "unprotected"]
    assert town.office.store.read(verify_trail) is None
    assert kept_and_true_counts(town)[0] == kept_and_true_counts(town)[1]


@pytest.mark.parametrize(
    ("sample", "person"),
    [
        ("jido-teate-nintei/newborn", CHILD),
        ("jido-teate-nintei/newborn", Named(("見本　太郎",))),  # the spouse, whose birth date is not asked
        ("juminhyo-copy/some-by-agent", Named(("見本次郎",), (), ("1980-10-20",))),  # the agent
        ("kaigo-nintei-shinki/self", Named(("𠮷田 実",), (), ("1947-01-05",))),  # in a group
    ],
)
def test_everybody_whom_a_case_names_hides_it_children_included(town: Town, sample: str, person: Named) -> None:
    reference = town.file(sample).case.reference
    assert add(town, person).changed == 1
    assert (town.queue(town.actor("suzuki")), [row.reference for row in town.queue(keeper(town))]) == ((), [reference])


def test_one_entry_protects_mother_and_child_and_ends_for_both(town: Town) -> None:
    filed = [town.file(sample).case.reference for sample in ("juminhyo-copy/self-by-post", "jido-teate-nintei/newborn")]
    town.file(OTHERS, **SOMEBODY)
    done = add(town, Named(("誰 某",), (), ("1990-01-01",)), CHILD)
    assert done.changed == 1
    protected_list.remove(town.office, keeper(town), done.entry)
    done = add(town, MOTHER, CHILD)
    hidden = [row.reference for row in town.queue(keeper(town)) if row.visibility is Visibility.PROTECTED]
    assert sorted(hidden) == sorted(filed)
    assert [one.persons for one in protected_list.listed(town.office, keeper(town))] == [2]
    assert protected_list.remove(town.office, keeper(town), done.entry).changed == 2


def test_of_two_measures_the_case_stays_hidden_until_both_have_ended(town: Town) -> None:
    town.file("jido-teate-nintei/newborn")
    first, second = add(town, MOTHER), add(town, CHILD)
    stranger = town.actor("suzuki")
    assert (first.changed, second.changed) == (1, 0)
    assert (protected_list.remove(town.office, keeper(town), first.entry).changed, town.queue(stranger)) == (0, ())
    assert protected_list.remove(town.office, keeper(town), second.entry).changed == 1
    assert len(town.queue(stranger)) == 1


def test_a_case_that_named_the_person_before_its_correction_is_hidden_too(town: Town) -> None:
    sent = town.apply()
    town.receive()
    town.act(sent.reference, Action.TAKE_UP)
    town.act(sent.reference, Action.ASK_CORRECTION, reason="x")
    draft = afterwards.begin_correction(
        town.home, cases.unlock(town.home, cases.case_by_code(town.home, sent.code), "1983-04-02")
    )
    answers = {**answers_of("juminhyo-copy/self-by-post"), "applicant_mei": "月子", "applicant_kana": "ミホン ツキコ"}
    sending.submit(town.home, applying.answer_all(town.home, draft, answers, "citizen"))
    town.receive()
    assert add(town, Named(("見本 花子",), (), ("1983-04-02",))).changed == 1
    assert town.queue(town.actor("suzuki")) == ()


# What others show --------------------------------------------------------------------------------------------------


@pytest.mark.requirement("AZ-2")
def test_no_link_and_no_duplicate_flag_of_another_case_tells_of_a_hidden_one(any_town: Town) -> None:
    """The second arrival names the child no longer, so it stays in its section; it must not point at the first."""
    town = any_town
    first = town.file("jido-teate-nintei/newborn").case.reference
    second = town.file("jido-teate-nintei/newborn", children=another_child()).case.reference
    assert (town.record(second).attention, town.record(second).linked) == ((DUPLICATE,), first)
    done = add(town, CHILD)
    assert done.changed == 1
    row = next(row for row in town.queue(town.actor("suzuki")))
    assert (row.reference, row.attention) == (second, ())
    assert opened.read_case(town.office, town.actor("suzuki"), second).submission.linked == ""
    protected_list.remove(town.office, keeper(town), done.entry)
    assert (town.record(second).attention, town.record(second).linked) == ((DUPLICATE,), first)


def another_child() -> list[dict[str, Any]]:
    return [{**answers_of("jido-teate-nintei/newborn")["children"][0], "c_name": "見本 ひかり"}]


def test_the_citizens_folder_is_told_nothing(town: Town) -> None:
    filed = town.file()
    before = cases.case_by_code(town.office, filed.case.code)
    entry = add(town, MOTHER).entry
    protected_list.remove(town.office, keeper(town), entry)
    after = cases.case_by_code(town.office, filed.case.code)
    assert (after.cards, after.gap, after.row) == (before.cards, before.gap, before.row)
    town.act(filed.case.reference, Action.TAKE_UP)
    assert cases.case_by_code(town.office, filed.case.code).gap is False


def test_a_deed_begun_before_the_case_was_hidden_does_not_bring_it_back(any_town: Town) -> None:
    town = any_town
    reference = town.file().case.reference
    stale = town.record(reference)
    add(town, MOTHER)
    change = Change(stale, time_of_day.now(), "suzuki", "pay")
    assert town.office.store.run(change_submission, change).submission.visibility is Visibility.PROTECTED
    assert town.queue(town.actor("suzuki")) == ()
    assert kept_and_true_counts(town)[0] == kept_and_true_counts(town)[1]


@pytest.mark.requirement("AZ-2")
def test_a_case_filed_in_the_same_moment_is_hidden_whichever_comes_first(any_town: Town) -> None:
    town = any_town
    town.actor("mado"), keeper(town), town.actor("suzuki")
    deeds: list[Callable[[], object]] = [lambda: town.file() for _ in range(5)]
    deeds.insert(2, lambda: add(town, MOTHER))
    ended = at_once(*deeds)
    assert [one for one in ended if isinstance(one, Exception)] == []
    assert (town.queue(town.actor("suzuki")), len(town.queue(keeper(town)))) == ((), 5)


# The list ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("AZ-2")
def test_only_staff_with_the_right_keep_the_list_and_refusals_are_rows(town: Town) -> None:
    town.file()
    for name, roles, rights in (
        ("plain", (Role.REVIEWER,), ()),
        ("clerk", (Role.COUNTER,), ("protected",)),
        ("number", (Role.REVIEWER, Role.ADMIN), ("number",)),
    ):
        who = town.actor(name, roles, rights=rights)
        for deed in (
            lambda who=who: protected_list.add(town.office, who, [MOTHER], until(), ("keeper",)),
            lambda who=who: protected_list.listed(town.office, who),
            lambda who=who: protected_list.remove(town.office, who, "x"),
        ):
            with pytest.raises(NotAuthorised):
                deed()
        rows = rows_of(town.office.store.engine, "SELECT action FROM trail WHERE actor = :who", who=name)
        assert rows[-3:] == [("refused",)] * 3
    assert rows_of(town.office.store.engine, "SELECT count(*) FROM protected_person") == [(0,)]


@pytest.mark.parametrize(
    ("persons", "days", "viewers", "code"),
    [
        ((), 1, ("keeper",), "protect_persons"),
        ((Named(()),), 1, ("keeper",), "protect_persons"),
        ((MOTHER,), -1, ("keeper",), "protect_until"),
        ((MOTHER,), 1, (), "protect_viewers"),
        ((MOTHER,), 1, ("nobody",), "protect_viewers"),
        ((MOTHER,), 1, ("keeper", "plain"), "protect_viewers"),
    ],
)
def test_an_entry_that_protects_nobody_or_hides_from_everybody_is_refused(
    town: Town, persons: tuple[Named, ...], days: int, viewers: tuple[str, ...], code: str
) -> None:
    town.actor("plain")
    with pytest.raises(ValueRefused) as refused:
        protected_list.add(town.office, keeper(town), persons, until(days), viewers)
    assert (refused.value.code, protected_list.listed(town.office, keeper(town))) == (code, [])


def test_an_unknown_entry_is_said_and_nothing_else_is_removed(town: Town) -> None:
    entry = add(town, MOTHER).entry
    for wrong in ("", "x", entry[:4], f"{entry}|0", "%"):
        with pytest.raises(CaseError) as refused:
            protected_list.remove(town.office, keeper(town), wrong)
        assert refused.value.code == "protect_unknown"
    assert [one.entry for one in protected_list.listed(town.office, keeper(town))] == [entry]


def test_the_list_and_the_trail_hold_no_name_and_every_deed_is_a_row(town: Town) -> None:
    town.file()
    entry = add(town, MOTHER, CHILD).entry
    protected_list.listed(town.office, keeper(town))
    protected_list.remove(town.office, keeper(town), entry)
    add(town, MOTHER)
    engine = town.office.store.engine
    kept = repr(rows_of(engine, "SELECT * FROM protected_person")) + repr(rows_of(engine, "SELECT * FROM trail"))
    assert [word for word in ("見本", "花子", "つむぎ", "ミホン", "1983") if word in kept] == []
    rows = rows_of(engine, "SELECT action FROM trail WHERE actor = 'keeper' AND section = 'office' ORDER BY seq")
    deeds = [action for (action,) in rows if action.startswith("protected_")]
    assert deeds == ["protected_added", "protected_listed", "protected_removed", "protected_added"]


def test_after_its_last_day_the_measure_ends_by_itself(any_town: Town, clock: Clock) -> None:
    town = any_town
    town.file()
    add(town, MOTHER, days=10)
    clock.pass_by(days=10)
    assert (protected_list.sweep(town.office), town.queue(town.actor("suzuki"))) == (0, ())
    clock.pass_by(days=1)
    assert (protected_list.sweep(town.office), len(town.queue(town.actor("suzuki")))) == (1, 1)
    assert protected_list.listed(town.office, keeper(town)) == []


def test_a_pass_that_was_cut_off_is_finished_by_the_next_one(town: Town) -> None:
    references = sorted(town.file().case.reference for _ in range(3))
    protection.protect(town.office, "entry-1", [MOTHER], until(), ("keeper",))  # on the list, then the power goes
    assert len(town.queue(town.actor("suzuki"))) == 3
    assert add(town, CHILD).changed == 3
    assert (town.queue(town.actor("suzuki")), sorted(r.reference for r in town.queue(keeper(town)))) == ((), references)
