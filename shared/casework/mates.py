"""いっしょに出された手続: what was sent together with a case, as far as whoever looks may know of it."""

from dataclasses import dataclass

from shared.casework.authority import Actor, Deed, may
from shared.casework.opened import OpenedCase, scope_of, viewer_of
from shared.casework.workplace import Workplace
from shared.errors import SubmissionNotFound
from shared.records.status import Status
from shared.records.submission import Submission


@dataclass(frozen=True)
class SeenMate:
    """A record of the same bundle. `readable`: this member of staff may open it."""

    reference: str
    procedure_id: str
    section: str
    status: Status
    readable: bool


def mates_of(office: Workplace, actor: Actor, case: OpenedCase) -> list[SeenMate]:
    """The others, in the order of the bundle. One that is hidden from the actor does not exist; a sensitive one is
    told to its own section only; one that is not filed yet is not there yet.
    """
    rows = [row for mate in case.body.bundle if (row := _row(office, actor, mate.envelope_id))]
    others = [_seen(actor, row) for row in rows if row.reference != case.submission.reference]
    return [mate for mate in others if mate is not None]


def _row(office: Workplace, actor: Actor, envelope_id: str) -> Submission | None:
    """By its envelope: the office may have given it another number."""
    filed = office.store.filed_as(envelope_id)
    if filed is None:
        return None
    try:
        return office.store.submission(filed.reference, viewer_of(actor))
    except SubmissionNotFound:
        return None


def _seen(actor: Actor, row: Submission) -> SeenMate | None:
    readable = may(actor, Deed.READ, scope_of(row))
    if row.sensitive and not readable:
        return None
    return SeenMate(row.reference, row.procedure_id, row.section, row.status, readable)
