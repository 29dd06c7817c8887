"""A record opened for somebody who may read it: plain row, case key, body."""

from dataclasses import dataclass

from shared.casework.authority import Actor, Deed, Scope, may
from shared.casework.noting import note_in_office
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import Procedure, canonical
from shared.errors import CodeSlip, NotAuthorised, SubmissionNotFound
from shared.language import clock
from shared.records.envelope import Body
from shared.records.reference import tidy_reference
from shared.records.shapes import JsonObject
from shared.records.store.visibility import THE_OFFICE, Viewer
from shared.records.submission import Submission, Visibility
from shared.records.trail import Deed as TrailDeed
from shared.records.vault import CaseKey

LONGEST_REASON = 1000  # characters of why something is done with a case, kept sealed in its trail


@dataclass(frozen=True, repr=False)
class OpenedCase:
    """`body` as the citizen sent it (after corrections: the newest)."""

    submission: Submission
    key: CaseKey
    body: Body

    @property
    def procedure(self) -> Procedure:
        """The procedure as it was asked."""
        return Procedure.from_asked(self.body.procedure.asked)

    @property
    def scope(self) -> Scope:
        """What authority looks at."""
        return scope_of(self.submission)


def scope_of(submission: Submission, *, by_code: bool = False) -> Scope:
    """What of a row decides who may touch it."""
    return Scope(submission.section, submission.visibility is Visibility.PROTECTED, by_code)


def viewer_of(actor: Actor) -> Viewer:
    """Whose eyes the store looks with: protected cases are there for their named staff, with that right, only."""
    return Viewer(actor.name if actor.protected else "")


def open_case(office: Workplace, reference: str, viewer: Viewer = THE_OFFICE) -> OpenedCase:
    """For filing, which has no eyes; staff come by `read_case`. Raises SubmissionNotFound, CannotUnseal."""
    submission, key = office.store.opened(reference, viewer)
    assert submission.body is not None
    return OpenedCase(submission, key, submission.body)


def read_case(office: Workplace, actor: Actor, reference: str, *, by_code: bool = False) -> OpenedCase:
    """The case for this member of staff; the look is a row of the trail, the refused look as well.

    Raises SubmissionNotFound (also for protected cases, which exist for no one else), NotAuthorised.
    """
    case = case_for(office, actor, Deed.READ, reference, by_code=by_code)
    note(office, case, actor.name, "read", {"by_code": by_code})
    return case


def case_for(office: Workplace, actor: Actor, deed: Deed, reference: str, *, by_code: bool = False) -> OpenedCase:
    """The case, for a deed that writes its own row of the trail. A refusal is written here.

    `by_code`: the citizen is here and has shown the code. Raises as `read_case`.
    """
    try:
        case = open_case(office, _tidied(reference), viewer_of(actor))
    except SubmissionNotFound:
        _note_in_vain(office, actor, deed, reference)
        raise
    if not may(actor, deed, scope_of(case.submission, by_code=by_code)):
        note(office, case, actor.name, "refused", {"deed": deed.value})
        raise NotAuthorised("not_authorised", deed=deed.value)
    return case


def note(office: Workplace, case: OpenedCase, actor: str, action: str, detail: JsonObject) -> None:
    """A row of the trail without a change: who looked, printed, was refused. No values of the case."""
    row = case.submission
    sealed = case.key.seal("trail", action, canonical(detail))
    office.store.note(row.section, TrailDeed(clock.now(), actor, action, row.reference, sealed))


def _tidied(reference: str) -> str:
    """References come from addresses. What is none is a case that is not there."""
    try:
        return tidy_reference(reference)
    except CodeSlip:
        raise SubmissionNotFound("submission_not_found") from None


def _note_in_vain(office: Workplace, actor: Actor, deed: Deed, reference: str) -> None:
    """Who looked for what is not there for them. The row of a protected case is read by its named staff only."""
    try:
        hidden = open_case(office, _tidied(reference))
    except SubmissionNotFound:
        note_in_office(office, actor.name, "not_found")
    else:
        note(office, hidden, actor.name, "refused", {"deed": deed.value})
