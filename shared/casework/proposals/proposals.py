"""Proposals for the catalogue (手続の手入れ): written by one person, approved by another, published on a day.

The files at `settings.catalogue` stay the truth: a text editor changes them as well. A proposal holds the texts of
the files that it changes, and what these were when it was made. Every deed is a row of the trail.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from shared.casework.authority import Actor, Deed, may
from shared.casework.noting import note_in_office
from shared.casework.proposals import files
from shared.casework.proposals.merging import merged
from shared.casework.workplace import Workplace
from shared.errors import CaseError, CatalogueError, NotAuthorised, ReasonMissing, ValueRefused
from shared.language import clock
from shared.records import trail
from shared.records.store import proposals as rows
from shared.records.store.proposals import Proposal, ProposalHead, State

LISTED = 100
LONGEST_NOTE = 400
OPEN = (State.DRAFT, State.WAITING, State.APPROVED)


def listed(office: Workplace, actor: Actor) -> list[ProposalHead]:
    """Newest first. Raises NotAuthorised."""
    authorise_editing(office, actor)
    return office.store.read(rows.heads, LISTED)


def proposal(office: Workplace, actor: Actor, number: int) -> Proposal:
    """One with its texts. Raises NotAuthorised, CaseError("proposal_unknown")."""
    authorise_editing(office, actor)
    found = office.store.read(rows.proposal, number)
    if found is None:
        raise CaseError("proposal_unknown", number=number)
    return found


def propose(office: Workplace, actor: Actor, texts: Mapping[str, str], note: str = "") -> Proposal:
    """A draft of these files; those that say what the disk says are left out. It may have mistakes.

    Raises NotAuthorised, ValueRefused ("proposal_same", "proposal_file", "proposal_large").
    """
    authorise_editing(office, actor)
    path = office.settings.catalogue
    changed = files.changed(path, texts)
    if not changed:
        raise ValueRefused("proposal_same")
    base = {name: files.text_of(path, name) for name in changed}
    return add(office, new_proposal(actor.name, changed, base, note))


def amend(office: Workplace, actor: Actor, number: int, texts: Mapping[str, str], note: str | None = None) -> Proposal:
    """A draft goes on: these files replace what it says of them. Whoever writes becomes one of its authors.

    Raises as `propose`, and CaseError ("proposal_state", "proposal_changed").
    """
    old = _in(office, actor, number, State.DRAFT)
    path = office.settings.catalogue
    for name in texts:
        files.place_of(path, name)
    base = {**{name: files.text_of(path, name) for name in texts}, **old.base}
    changed = {name: text for name, text in {**old.texts, **texts}.items() if text != base[name]}
    new = replace(
        old,
        texts=changed,
        base={name: base[name] for name in changed},
        note=old.note if note is None else tidy_note(note),
        authors=tuple(dict.fromkeys((*old.authors, actor.name))),
    )
    return put(office, new, actor.name, "catalogue_written")


def ask(office: Workplace, actor: Actor, number: int, publish_on: date | None = None) -> Proposal:
    """A draft without mistakes waits for somebody else. `publish_on`: the day in Japan, None or past: once approved.

    Raises CatalogueError with every mistake, ValueRefused("proposal_same"), and as `amend`.
    """
    old = _in(office, actor, number, State.DRAFT)
    if not old.texts:
        raise ValueRefused("proposal_same")
    check_unchanged(office, old)
    wrong = files.problems(office.settings.catalogue, old.texts)
    if wrong:
        raise CatalogueError(wrong)
    day = max(publish_on or clock.today(), clock.today())
    return put(office, replace(old, state=State.WAITING, publish_on=day), actor.name, "catalogue_asked")


def approve(office: Workplace, actor: Actor, number: int) -> Proposal:
    """By somebody who wrote none of it. It is published by `publication.publish_due`, at once where its day has come.

    Raises NotAuthorised("proposal_own"), and as `amend`.
    """
    old = _in(office, actor, number, State.WAITING)
    if actor.name in old.authors:
        note_in_office(office, actor.name, "refused", about(number))
        raise NotAuthorised("proposal_own")
    check_unchanged(office, old)
    new = replace(old, state=State.APPROVED, trouble="", decided_by=actor.name, decided_at=clock.now())
    return put(office, new, actor.name, "catalogue_approved")


def refuse(office: Workplace, actor: Actor, number: int, reason: str) -> Proposal:
    """Not like this; the authors read why. Raises ReasonMissing, and as `amend`."""
    old = _in(office, actor, number, State.WAITING)
    if not reason.strip():
        raise ReasonMissing("reason_missing")
    new = replace(old, state=State.REFUSED, reason=tidy_note(reason), decided_by=actor.name, decided_at=clock.now())
    return put(office, new, actor.name, "catalogue_refused")


def reopen(office: Workplace, actor: Actor, number: int) -> Proposal:
    """Back to a draft: what was approved counts no more. Raises as `amend`."""
    old = _in(office, actor, number, State.WAITING, State.APPROVED, State.REFUSED)
    return put(office, _as_draft(old), actor.name, "catalogue_reopened")


def withdraw(office: Workplace, actor: Actor, number: int) -> Proposal:
    """Nobody wants it any more. Raises as `amend`."""
    old = _in(office, actor, number, *OPEN)
    return put(office, replace(old, state=State.WITHDRAWN), actor.name, "catalogue_withdrawn")


def rebase(office: Workplace, actor: Actor, number: int) -> Proposal:
    """The same change made to the files as they are now; a draft again, which somebody has to look at.

    Raises CaseError("proposal_conflict") where both changed the same lines, and as `amend`.
    """
    old = _in(office, actor, number, *OPEN)
    path = office.settings.catalogue
    now = {name: files.text_of(path, name) for name in old.texts}
    texts: dict[str, str | None] = {}
    for name, text in old.texts.items():
        together = merged(old.base[name] or "", text or "", now[name] or "")
        if together is None:
            raise CaseError("proposal_conflict", name=name)
        texts[name] = together
    changed = {name: text for name, text in texts.items() if text != now[name]}
    new = replace(_as_draft(old), texts=changed, base={name: now[name] for name in changed})
    authors = tuple(dict.fromkeys((*old.authors, actor.name)))
    return put(office, replace(new, authors=authors), actor.name, "catalogue_rebased")


def moved_files(office: Workplace, one: Proposal) -> list[str]:
    """Files that say neither what they said when the proposal was made nor what it wants."""
    path = office.settings.catalogue
    return [name for name, text in one.texts.items() if files.text_of(path, name) not in (one.base[name], text)]


def check_unchanged(office: Workplace, one: Proposal) -> None:
    """Raises CaseError("proposal_moved") where somebody else changed one of its files."""
    moved = moved_files(office, one)
    if moved:
        raise CaseError("proposal_moved", name="、".join(moved))


def authorise_editing(office: Workplace, actor: Actor) -> None:
    """Raises NotAuthorised, which is a row of the trail."""
    if not may(actor, Deed.EDIT, None):
        note_in_office(office, actor.name, "refused")
        raise NotAuthorised("not_authorised", deed=Deed.EDIT.value)


def new_proposal(author: str, texts: rows.Texts, base: rows.Texts, note: str, reverts: int | None = None) -> Proposal:
    """As it is before it has a number."""
    now = clock.now()
    return Proposal(
        number=0,
        state=State.DRAFT,
        revision=1,
        authors=(author,),
        note=tidy_note(note),
        publish_on=clock.today(),
        created_at=now,
        changed_at=now,
        reverts=reverts,
        texts=texts,
        base=base,
    )


def add(office: Workplace, new: Proposal) -> Proposal:
    """Kept with its number and a row of the trail."""
    number = office.store.run(rows.add_proposal, new, lambda given: _deed(new.authors[0], "catalogue_proposed", given))
    return replace(new, number=number)


def put(office: Workplace, new: Proposal, actor: str, action: str) -> Proposal:
    """Kept as it is to be, with a row of the trail. Raises CaseError("proposal_changed") where another was first."""
    changed = replace(new, changed_at=clock.now())
    if not office.store.run(rows.change_proposal, changed, _deed(actor, action, new.number)):
        raise CaseError("proposal_changed", number=new.number)
    return replace(changed, revision=new.revision + 1)


def about(number: int) -> str:
    """In the trail, where references of cases stand: with a blank in it, it is none."""
    return f"proposal {number}"


def tidy_note(note: str) -> str:
    """Raises ValueRefused("too_long")."""
    if len(note.strip()) > LONGEST_NOTE:
        raise ValueRefused("too_long", most=LONGEST_NOTE)
    return note.strip()


def _in(office: Workplace, actor: Actor, number: int, *states: State) -> Proposal:
    found = proposal(office, actor, number)
    if found.state not in states:
        raise CaseError("proposal_state", number=number)
    return found


def _as_draft(old: Proposal) -> Proposal:
    return replace(old, state=State.DRAFT, decided_by=None, decided_at=None, reason="", trouble="")


def _deed(actor: str, action: str, number: int) -> trail.Deed:
    return trail.Deed(clock.now(), actor, action, about(number))
