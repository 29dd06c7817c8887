"""The list of protected persons as staff keep it (支援措置): put on, looked at, taken off; and what it does at once.

Whoever is put on the list disappears from every section: each case that names them, or ever did before a
correction, is opened, judged anew and hidden but for the named staff. When the measure ends, the cases come back.
A pass that is cut off (kill -9) is finished by the next one: the list was written before it began.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.casework import protection
from shared.casework.authority import Actor, Deed, may
from shared.casework.noting import note_in_office
from shared.casework.opened import OpenedCase, open_case
from shared.casework.persons import Named
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import Procedure
from shared.errors import CannotUnseal, CaseError, KeyMissing, NotAuthorised, SubmissionNotFound, ValueRefused
from shared.language import clock
from shared.records.shapes import JsonObject
from shared.records.status import Action
from shared.records.store import hiding, people, protected
from shared.records.store.hiding import HIDDEN, SHOWN
from shared.records.store.protected import FieldToken, Measure
from shared.records.store.visibility import THE_OFFICE
from shared.records.submission import TrailEntry, Visibility

BATCH = 200
ID_BYTES = 6
SYSTEM = "system"  # in the trail: a measure that ended by its date
PROTECTED = "protected"  # the right of an account (staff.py)

Progress = Callable[[int], None]  # how many cases were looked at


@dataclass(frozen=True)
class Settled:
    """What a pass did: cases whose viewers changed, and cases that could not be opened and so not be judged."""

    entry: str
    changed: int
    unreadable: int


def add(
    office: Workplace,
    actor: Actor,
    persons: Sequence[Named],
    until: date,
    viewers: Sequence[str],
    progress: Progress | None = None,
) -> Settled:
    """One measure for one or more persons (children included), until a last day in Japan.

    Raises NotAuthorised, and ValueRefused ("protect_persons", "protect_until", "protect_viewers").
    """
    _may_keep(office, actor)
    if not persons or any(not person.names for person in persons):
        raise ValueRefused("protect_persons")
    if until < clock.today():
        raise ValueRefused("protect_until")
    _check_viewers(office, viewers)
    entry = secrets.token_hex(ID_BYTES)
    protection.protect(office, entry, persons, until, viewers)
    note_in_office(office, actor.name, "protected_added")
    office.store.run(protected.settled)
    return _settle(office, entry, actor.name, hidden_only=False, progress=progress)


def listed(office: Workplace, actor: Actor) -> list[Measure]:
    """What stands on the list; no names: it has none. A row of the trail."""
    _may_keep(office, actor)
    note_in_office(office, actor.name, "protected_listed")
    return office.store.read(protected.measures)


def remove(office: Workplace, actor: Actor, entry: str, progress: Progress | None = None) -> Settled:
    """The measure was lifted: its cases come back to their sections. Raises NotAuthorised, CaseError."""
    _may_keep(office, actor)
    if protected.PART in entry or not protection.lift(office, entry):
        raise CaseError("protect_unknown")
    note_in_office(office, actor.name, "protected_removed")
    return _settle(office, entry, actor.name, hidden_only=True, progress=progress)


def sweep(office: Workplace) -> int:
    """Measures whose last day is past end, and their cases come back; gives how many cases. Run daily."""
    if not office.store.run(protected.forget_protected, clock.today()):
        return 0
    note_in_office(office, SYSTEM, "protected_removed")
    return _settle(office, "", SYSTEM, hidden_only=True).changed


def _may_keep(office: Workplace, actor: Actor) -> None:
    if not may(actor, Deed.PROTECT, None):
        note_in_office(office, actor.name, "refused")
        raise NotAuthorised("not_authorised", deed=Deed.PROTECT.value)


def _check_viewers(office: Workplace, viewers: Sequence[str]) -> None:
    """An account that may not see what it is named for would leave the cases to nobody."""
    accounts = {row.name: row for row in office.store.read(people.all_staff) if row.disabled_at is None}
    if not viewers or any(name not in accounts or PROTECTED not in accounts[name].roles for name in viewers):
        raise ValueRefused("protect_viewers")


def _settle(
    office: Workplace, entry: str, actor: str, *, hidden_only: bool, progress: Progress | None = None
) -> Settled:
    judging = _Judging(office, actor)
    after, looked, changed = "", 0, 0
    while batch := office.store.read(hiding.references, after, BATCH, hidden_only):
        changed += sum(judging.settle(reference) for reference in batch)
        after, looked = batch[-1], looked + len(batch)
        if progress:
            progress(looked)
    return Settled(entry, changed, judging.unreadable)


class _Judging:
    """One pass over cases, each judged by the list as it is now."""

    def __init__(self, office: Workplace, actor: str) -> None:
        self.office, self.actor = office, actor
        self.unreadable = 0
        self._procedures: dict[bytes, Procedure] = {}

    def settle(self, reference: str) -> bool:
        """Whether its viewers changed."""
        office = self.office
        try:
            case = open_case(office, reference)
        except SubmissionNotFound:
            return False  # shredded since the batch was read
        except (CannotUnseal, KeyMissing):
            self.unreadable += 1
            return False
        viewers = office.store.protected_by(self._tokens(case))
        if not viewers and case.submission.visibility is not Visibility.PROTECTED:
            return False
        links = {} if viewers else _links_cut(self._trail(case))
        return protection.hide(office, case, viewers, self.actor, links)

    def _tokens(self, case: OpenedCase) -> list[FieldToken]:
        """Of everybody whom the case names or named before a correction: its trail still shows them."""
        said = [case.body.answers]
        if case.submission.revision > 1:
            said += [{**case.body.answers, **before} for before in _corrected(self._trail(case))]
        procedure = self._procedure(case)
        return [token for answers in said for token in protection.tokens_of(self.office, procedure, answers)]

    def _trail(self, case: OpenedCase) -> Sequence[TrailEntry]:
        return self.office.store.trail(case.submission.reference, THE_OFFICE)

    def _procedure(self, case: OpenedCase) -> Procedure:
        known = case.submission.procedure_hash
        if known not in self._procedures:
            self._procedures[known] = case.procedure
        return self._procedures[known]


def _corrected(trail: Sequence[TrailEntry]) -> list[JsonObject]:
    """The answers that corrections replaced."""
    details = [entry.detail or {} for entry in trail if entry.action == Action.CORRECT]
    return [before for detail in details if isinstance(before := detail.get("before"), dict)]


def _links_cut(trail: Sequence[TrailEntry]) -> dict[str, bool]:
    """The links that were cut since the case was hidden."""
    cut: dict[str, bool] = {}
    for entry in trail:
        if entry.action == SHOWN:
            cut = {}
        elif entry.action == HIDDEN and entry.detail and isinstance(links := entry.detail.get("links"), dict):
            cut |= {reference: flagged is True for reference, flagged in links.items()}
    return cut
