"""Bookings of cases that are in hand at the counter. The letterbox may be away: then nothing waits for it."""

from shared.casework.booking import Visit, Visits
from shared.casework.cases import Case
from shared.casework.office import OfficeSide
from shared.errors import StoreUnavailable
from shared.language import clock

FROM_HOME = "portal"  # only what was begun at home can be booked


def visit_of(office: OfficeSide, case: Case) -> Visit | None:
    """What is booked for a draft from home, for its sheet; None also where nobody can see it now."""
    if case.draft is None or case.draft.origin != FROM_HOME:
        return None
    try:
        return _visits(office).booked(case)
    except StoreUnavailable:
        return None


def free_later(office: OfficeSide, begun: Case, filed: Case) -> None:
    """Gives back a time of a later day: who was here before it need not come again.

    Today's stays, for the clerks' list. Where the letterbox is away it stays, too: the citizen may give it back.
    """
    if begun.draft is None or begun.draft.origin != FROM_HOME or filed.waits_here:
        return
    visit = visit_of(office, begun)
    if visit is None or visit.day <= clock.today():
        return
    try:
        _visits(office).give_back(begun)
    except StoreUnavailable:
        return


def _visits(office: OfficeSide) -> Visits:
    return Visits(office.letterbox.remote, office.catalogue())
