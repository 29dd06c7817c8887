"""A change of the catalogue is written by one person and approved by another, and every deed is told."""

from datetime import date

import pytest

from shared.casework.authority import Role
from shared.casework.proposals import files, proposals
from shared.errors import CaseError, CatalogueError, NotAuthorised, ReasonMissing, ValueRefused
from shared.records.store.proposals import State
from tests.casework.town import Town

from .conftest import MAIN, PART, chain, dearer, editor, put, text_of


def test_a_proposal_keeps_only_the_files_that_say_something_else(any_town: Town) -> None:
    aya = editor(any_town, "aya")
    made = proposals.propose(any_town.office, aya, {**dearer(any_town), MAIN: text_of(any_town, MAIN)}, " 料金 ")
    kept = proposals.proposal(any_town.office, aya, made.number)
    assert (kept.state, list(kept.texts), kept.note, kept.authors) == (State.DRAFT, [PART], "料金", ("aya",))
    assert kept.base == {PART: text_of(any_town)}
    assert [one.number for one in proposals.listed(any_town.office, aya)] == [1]


def test_every_deed_is_a_row_of_the_trail_with_who_did_it(any_town: Town) -> None:
    aya, jun = editor(any_town, "aya"), editor(any_town, "jun")
    office, number = any_town.office, proposals.propose(any_town.office, aya, dearer(any_town)).number
    proposals.amend(office, aya, number, dearer(any_town, "amount: 350", "amount: 450"))
    proposals.ask(office, aya, number, date(2027, 4, 1))
    proposals.refuse(office, jun, number, "金額をもういちど")
    proposals.reopen(office, aya, number)
    proposals.ask(office, aya, number, date(2027, 4, 1))
    done = proposals.approve(office, jun, number)
    proposals.withdraw(office, aya, number)
    assert (done.state, done.decided_by, done.publish_on) == (State.APPROVED, "jun", date(2027, 4, 1))
    deeds = ("proposed", "written", "asked", "refused", "reopened", "asked", "approved", "withdrawn")
    who = ("aya", "aya", "aya", "jun", "aya", "aya", "jun", "aya")
    assert chain(any_town) == [(name, f"catalogue_{deed}", "proposal 1") for name, deed in zip(who, deeds, strict=True)]


def test_nobody_approves_what_they_wrote_themselves(any_town: Town) -> None:
    aya, jun, rei = (editor(any_town, name) for name in ("aya", "jun", "rei"))
    office, number = any_town.office, proposals.propose(any_town.office, aya, dearer(any_town)).number
    proposals.amend(office, jun, number, dearer(any_town, "amount: 350", "amount: 450"))
    proposals.ask(office, aya, number)
    for author in (aya, jun):
        with pytest.raises(NotAuthorised, match="proposal_own"):
            proposals.approve(office, author, number)
    assert proposals.approve(office, rei, number).state is State.APPROVED


@pytest.mark.parametrize("roles", [(Role.COUNTER, Role.REVIEWER), (Role.ADMIN,)])
def test_without_the_role_nobody_sees_or_does_anything(town: Town, roles: tuple[Role, ...]) -> None:
    aya, other = editor(town, "aya"), town.actor("other", roles)
    number = proposals.propose(town.office, aya, dearer(town)).number
    proposals.ask(town.office, aya, number)
    deeds = (
        lambda: proposals.listed(town.office, other),
        lambda: proposals.proposal(town.office, other, number),
        lambda: proposals.propose(town.office, other, dearer(town)),
        lambda: proposals.approve(town.office, other, number),
        lambda: proposals.withdraw(town.office, other, number),
    )
    for deed in deeds:
        with pytest.raises(NotAuthorised):
            deed()


def test_a_draft_may_have_mistakes_but_is_not_sent_for_approval_with_them(town: Town) -> None:
    aya = editor(town, "aya")
    number = proposals.propose(town.office, aya, dearer(town, "kind: certificate", "kind: zertifikat")).number
    with pytest.raises(CatalogueError) as refused:
        proposals.ask(town.office, aya, number)
    line = text_of(town).splitlines().index("    kind: certificate") + 1
    assert [(one.file, one.line) for one in refused.value.problems] == [(PART, line)]
    assert proposals.proposal(town.office, aya, number).state is State.DRAFT


def test_what_says_the_same_as_the_disk_is_no_proposal(town: Town) -> None:
    aya = editor(town, "aya")
    with pytest.raises(ValueRefused, match="proposal_same"):
        proposals.propose(town.office, aya, {PART: text_of(town)})
    number = proposals.propose(town.office, aya, dearer(town)).number
    proposals.amend(town.office, aya, number, {PART: text_of(town)})
    with pytest.raises(ValueRefused, match="proposal_same"):
        proposals.ask(town.office, aya, number)


@pytest.mark.parametrize("name", ["../procedures.yaml", "/etc/passwd", "more/own.txt", "", "more/../../x.yaml"])
def test_no_file_outside_the_catalogues_folder_can_be_named(town: Town, name: str) -> None:
    with pytest.raises(ValueRefused, match="proposal_file"):
        proposals.propose(town.office, editor(town, "aya"), {name: "x: 1\n"})


def test_of_two_who_change_one_draft_at_once_the_second_is_told(any_town: Town) -> None:
    aya = editor(any_town, "aya")
    first = proposals.propose(any_town.office, aya, dearer(any_town))
    proposals.amend(any_town.office, aya, first.number, dearer(any_town, "amount: 350", "amount: 450"))
    with pytest.raises(CaseError, match="proposal_changed"):
        proposals.put(any_town.office, first, "aya", "catalogue_written")
    assert [deed for _, deed, _ in chain(any_town)] == ["catalogue_proposed", "catalogue_written"]


def test_a_state_allows_only_its_own_deeds(town: Town) -> None:
    aya, jun = editor(town, "aya"), editor(town, "jun")
    number = proposals.propose(town.office, aya, dearer(town)).number
    for deed in (proposals.approve, proposals.reopen):
        with pytest.raises(CaseError, match="proposal_state"):
            deed(town.office, jun, number)
    proposals.ask(town.office, aya, number)
    with pytest.raises(CaseError, match="proposal_state"):
        proposals.amend(town.office, aya, number, dearer(town))
    with pytest.raises(ReasonMissing):
        proposals.refuse(town.office, jun, number, "  ")
    with pytest.raises(CaseError, match="proposal_unknown"):
        proposals.withdraw(town.office, aya, number + 1)


def test_what_is_different_is_told_in_words_and_nothing_is_served_of_it(town: Town) -> None:
    aya = editor(town, "aya")
    made = proposals.propose(town.office, aya, dearer(town))
    look = files.looked_at(town.settings.catalogue, made.texts)
    assert [(one.place[-1], one.before, one.after) for one in look.changes] == [("amount", "350", "400")]
    assert [one.amount for one in town.catalogue.procedure("copy").fee_versions] == [300, 350]
    offered = files.offered(town.settings.catalogue, made.texts)
    assert [one.amount for one in offered.procedure("copy").fee_versions] == [300, 400]


def test_a_proposal_is_made_to_fit_when_somebody_changed_another_place_of_the_file(town: Town) -> None:
    aya = editor(town, "aya")
    number = proposals.propose(town.office, aya, dearer(town)).number
    put(town, text_of(town).replace("summary: 住所を証明する紙を出します。", "summary: 住所の紙を出します。"))
    with pytest.raises(CaseError, match="proposal_moved"):
        proposals.ask(town.office, aya, number)
    fitted = proposals.rebase(town.office, editor(town, "jun"), number)
    assert "amount: 400" in str(fitted.texts[PART])
    assert "summary: 住所の紙を出します。" in str(fitted.texts[PART])
    assert (fitted.state, fitted.authors) == (State.DRAFT, ("aya", "jun"))
    assert proposals.ask(town.office, aya, number).state is State.WAITING


def test_a_change_of_the_same_line_is_left_to_people(town: Town) -> None:
    aya = editor(town, "aya")
    number = proposals.propose(town.office, aya, dearer(town)).number
    put(town, dearer(town, "amount: 350", "amount: 380")[PART])
    with pytest.raises(CaseError, match="proposal_conflict"):
        proposals.rebase(town.office, aya, number)
