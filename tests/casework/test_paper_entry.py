"""入力待ち: a sheet is typed by one person and, where it is marked, by another; then it is a record like the others."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from shared.casework import cases, protection
from shared.casework.paper import completion, entry, second
from shared.casework.paper.entry import entry_of
from shared.casework.paper.facts import ENTRY_AWAITED, ILLEGIBLE, paper_facts
from shared.casework.paper.worklist import waiting
from shared.casework.persons import Named
from shared.errors import ActionNotAllowed, AnswersRefused, SubmissionNotFound
from shared.records.status import Action, Status
from shared.records.submission import Visibility

from .paper_desk import FIRST, OTHER, completed, taken_in, typed, typed_again
from .town import FRIDAY, Town, answers_of, rows_of

SAMPLE = "juminhyo-copy/self-by-post"


def stages(town: Town, name: str = FIRST) -> list[tuple[str, str, bool]]:
    return [(one.stage, one.typed_by, one.mine) for one in waiting(town.clerk(name))]


def detail_of(town: Town, reference: str, action: str = "enter") -> dict[str, Any]:
    (found,) = [row.detail for row in town.trail(reference) if row.action == action]
    assert found is not None
    return found


def test_typed_twice_alike_it_is_a_record_like_every_other(any_town: Town) -> None:
    reference = completed(any_town, SAMPLE)
    record = any_town.record(reference)
    assert (record.status, record.attention, record.fee) == (Status.RECEIVED, ("identity_unchecked",), 300)
    assert [row.applicant_name for row in any_town.queue(search="見本")] == [record.applicant_name]
    assert any_town.deeds(reference) == [(FIRST, "file"), (OTHER, "enter")]
    told = detail_of(any_town, reference)
    assert (told["typed_by"], told["checked_by"], told["differences"]) == (FIRST, OTHER, [])
    assert rows_of(any_town.office.store.engine, "SELECT count(*) FROM paper_entry") == [(0,)]
    assert any_town.act(reference, Action.TAKE_UP).status is Status.IN_REVIEW


def test_afterwards_the_code_and_the_fact_open_it_at_home(town: Town) -> None:
    reference = completed(town, SAMPLE)
    body = town.record(reference).body
    assert body is not None
    front = cases.case_by_code(town.home, body.code)
    case = cases.unlock(town.home, front, "1983-04-02")
    assert (case.status, case.gap, case.answers) == (Status.RECEIVED, False, body.answers)
    assert [card.kind for card in case.cards] == ["file", "enter"]


def test_the_list_says_whose_turn_it_is(town: Town) -> None:
    came = taken_in(town, SAMPLE)
    assert stages(town) == [("first", "", True)]
    sheet = entry.put(town.clerk(FIRST), entry_of(town.clerk(FIRST), came.reference), {})
    assert (stages(town), stages(town, OTHER)) == ([("first", FIRST, True)], [("first", FIRST, False)])
    typed(town, came, SAMPLE)
    assert (stages(town), stages(town, OTHER)) == ([("second", FIRST, False)], [("second", FIRST, True)])
    sheet = typed_again(town.clerk(OTHER), entry_of(town.clerk(OTHER), came.reference), copies="3")
    assert stages(town, "third") == [("decide", FIRST, True)]
    completion.complete(town.clerk("third"), sheet, {"copies": "first"})
    assert stages(town) == []


def test_nobody_types_the_same_sheet_twice(town: Town) -> None:
    sheet = typed(town, taken_in(town, SAMPLE), SAMPLE)
    with pytest.raises(ActionNotAllowed) as refused:
        typed_again(town.clerk(FIRST), sheet)
    assert refused.value.code == "entry_same_person"
    with pytest.raises(ActionNotAllowed) as unfinished:
        completion.complete(town.clerk(FIRST), sheet)
    assert unfinished.value.code == "entry_unfinished"


def test_two_do_not_type_one_sheet_at_a_time_but_one_may_take_it_over(town: Town) -> None:
    came = taken_in(town, SAMPLE)
    mine, other = town.clerk(FIRST), town.clerk(OTHER)
    begun = entry.put(mine, entry_of(mine, came.reference), {})
    with pytest.raises(ActionNotAllowed) as refused:
        entry.put(other, entry_of(other, came.reference), {})
    assert refused.value.code == "entry_in_hand"
    taken = entry.take_over(other, begun, 1)
    assert entry.put(other, taken, {}).staff == (OTHER,)


@pytest.mark.parametrize(("turn", "copies"), [("first", 1), ("second", 3)])
def test_what_differs_is_decided_and_both_readings_stand_in_the_trail(town: Town, turn: str, copies: int) -> None:
    came = taken_in(town, SAMPLE)
    sheet = typed_again(town.clerk(OTHER), typed(town, came, SAMPLE), copies="3")
    (differs,) = second.differences(sheet)
    assert (differs.path, differs.first, differs.second) == ("copies", 1, 3)
    with pytest.raises(AnswersRefused):
        completion.complete(town.clerk("third"), sheet)
    completion.complete(town.clerk("third"), sheet, {"copies": turn})
    body = town.record(came.reference).body
    assert body is not None and body.answers["copies"] == copies
    told = detail_of(town, came.reference)
    assert told["differences"] == [{"question": "copies", "first": 1, "second": 3, "taken": turn}]
    facts = paper_facts(body)
    assert facts is not None and (facts.typed_by, facts.checked_by, facts.decided_by) == (FIRST, OTHER, "third")


def test_what_cannot_be_read_stays_open_and_is_to_be_asked(town: Town) -> None:
    came = taken_in(town, SAMPLE)
    clerk = town.clerk(FIRST)
    raw = {key: value for key, value in answers_of(SAMPLE).items() if key != "applicant_kana"}
    with pytest.raises(AnswersRefused):
        entry.put(clerk, entry_of(clerk, came.reference), raw)
    sheet = entry.put(clerk, entry_of(clerk, came.reference), raw, illegible=("applicant_kana",))
    done = entry.finish(clerk, sheet)
    completion.complete(town.clerk(OTHER), typed_again(town.clerk(OTHER), done))
    record = town.record(came.reference)
    assert record.attention == (ILLEGIBLE, "identity_unchecked")
    facts = paper_facts(record.body) if record.body else None
    assert facts is not None and facts.illegible == ("applicant_kana",)


def test_of_a_list_each_item_and_how_many_there_are_is_typed_again(town: Town) -> None:
    sample = "tenkyo-todoke/family"
    sheet = typed(town, taken_in(town, sample), sample)
    paths = [one.path for one in second.again(sheet)]
    count = len(answers_of(sample)["members"])
    assert "members.#" in paths
    assert [path for path in paths if path.endswith(".m_birth")] == [f"members.{n}.m_birth" for n in range(count)]
    again = typed_again(town.clerk(OTHER), sheet, **{"members__#": str(count + 1)})
    with pytest.raises(ActionNotAllowed) as refused:
        completion.complete(town.clerk("third"), again, {"members.#": "second"})
    assert refused.value.code == "entry_count_differs"
    reopened = entry.reopen(town.clerk(FIRST), again)
    assert (reopened.done, reopened.draft.answers) == ((), sheet.draft.answers)


def test_a_child_of_a_list_may_be_decided(town: Town) -> None:
    sample = "tenkyo-todoke/family"
    came = taken_in(town, sample)
    sheet = typed_again(town.clerk(OTHER), typed(town, came, sample), members__0__m_name="見本　別名")
    before = deepcopy(sheet.draft.answers)
    completion.complete(town.clerk("third"), sheet, {"members.0.m_name": "second"})
    body = town.record(came.reference).body
    assert body is not None
    after: Any = body.answers["members"]
    assert (after[0]["m_name"], sheet.draft.answers) == ("見本　別名", before)


def test_the_same_person_online_and_on_paper_is_flagged(town: Town) -> None:
    first = town.apply(SAMPLE)
    town.receive()
    record = town.record(completed(town, SAMPLE))
    assert (record.linked, "duplicate" in record.attention) == (first.reference, True)


def test_what_was_typed_lies_sealed(town: Town) -> None:
    typed(town, taken_in(town, SAMPLE), SAMPLE)
    (row,) = rows_of(town.office.store.engine, "SELECT sealed FROM paper_entry")
    assert b"\xe8\xa6\x8b\xe6\x9c\xac" not in bytes(row[0]) and b"draft" not in bytes(row[0])


def test_another_sections_sheet_is_not_there(town: Town) -> None:
    came = taken_in(town, SAMPLE)
    town.actor("gomi", sections=("recycle",))
    assert waiting(town.clerk("gomi")) == []
    with pytest.raises(Exception, match="not_authorised"):
        entry_of(town.clerk("gomi"), came.reference)


def test_what_is_complete_is_typed_no_more(town: Town) -> None:
    reference = completed(town, SAMPLE)
    with pytest.raises(ActionNotAllowed) as refused:
        entry_of(town.clerk(OTHER), reference)
    assert refused.value.code == "entry_complete"
    assert ENTRY_AWAITED not in town.record(reference).attention


def test_a_slip_in_a_question_is_told(town: Town) -> None:
    came = taken_in(town, SAMPLE)
    clerk = town.clerk(FIRST)
    with pytest.raises(AnswersRefused) as refused:
        entry.put(clerk, entry_of(clerk, came.reference), {"applicant_seii": "見本"})
    assert [one.question for one in refused.value.errors] == ["applicant_seii"]


def test_a_protected_persons_sheet_is_hidden_as_soon_as_the_name_is_typed(any_town: Town) -> None:
    came = taken_in(any_town, SAMPLE)
    viewer = any_town.actor("kagi", rights=("protected",))
    people = [Named(("見本 花子",), births=("1983-04-02",))]
    protection.protect(any_town.office, "entry-1", people, FRIDAY.date() + timedelta(days=300), [viewer.name])
    sheet = typed(any_town, came, SAMPLE)
    assert completion.hide_if_protected(any_town.clerk(FIRST), sheet)
    with pytest.raises(SubmissionNotFound):
        entry_of(any_town.clerk(OTHER), came.reference)
    assert stages(any_town, OTHER) == []
    assert stages(any_town, "kagi") == [("second", FIRST, True)]
    done = typed_again(any_town.clerk("kagi"), entry_of(any_town.clerk("kagi"), came.reference))
    completion.complete(any_town.clerk("kagi"), done)
    assert any_town.record(came.reference).visibility is Visibility.PROTECTED
    body = any_town.record(came.reference).body
    assert body is not None
    assert not cases.case_by_code(any_town.home, body.code).gap
