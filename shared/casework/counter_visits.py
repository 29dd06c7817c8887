"""来庁予約 at the counter: bookings of cases in hand, made, changed and given back by staff for whoever calls.

The same places, times and rules as at home (booking.py); the trail names the member of staff. The letterbox may be
away: then nothing waits for it, and nothing can be booked.
"""

from datetime import datetime

from shared.casework.authority import Actor, Deed, authorise
from shared.casework.booking import Visit, Visits, VisitStanding, keep_until_after
from shared.casework.cases import Case
from shared.casework.noting import note_or_spool
from shared.casework.office import OfficeSide
from shared.errors import ActionNotAllowed, StoreUnavailable
from shared.language import clock

BOOKED, CHANGED, GIVEN_BACK = "visit_booked", "visit_changed", "visit_given_back"  # the trail's words


def visits_of(office: OfficeSide) -> Visits:
    """The bookings as the counter reaches them: in the letterbox itself, for there is no mirror of them."""
    return Visits(office.letterbox.remote, office.catalogue())


def standing(office: OfficeSide, case: Case) -> VisitStanding:
    """How the case in hand stands with its visit, for staff. Raises StoreUnavailable."""
    return visits_of(office).standing(case, by_staff=True)


def book(office: OfficeSide, actor: Actor, case: Case, starts_at: datetime) -> Visit:
    """A time for the visitor, in exchange for the one they had; what was written is kept until long after it.

    Raises NotAuthorised; ActionNotAllowed "slot_taken" and "slot_not_offered": what was booked before stays;
    StoreUnavailable.
    """
    authorise(actor, Deed.START, None)
    visits = visits_of(office)
    if not visits.may_be_booked(case):
        raise ActionNotAllowed("slot_not_offered")
    before = visits.booked(case)
    visit = visits.book(case, starts_at)
    note_or_spool(office, actor.name, CHANGED if before else BOOKED, case.reference)
    keep_until_after(office, case, visit)
    return visit


def give_back(office: OfficeSide, actor: Actor, case: Case) -> bool:
    """The time is free for others; False where there was none. Raises NotAuthorised, StoreUnavailable."""
    authorise(actor, Deed.START, None)
    given = visits_of(office).give_back(case)
    if given:
        note_or_spool(office, actor.name, GIVEN_BACK, case.reference)
    return given


def visit_of(office: OfficeSide, case: Case) -> Visit | None:
    """What is booked for a draft, for its sheet; None also where nobody can see it now."""
    if case.draft is None or office.letterbox.away:
        return None
    try:
        return visits_of(office).booked(case)
    except StoreUnavailable:
        return None


def free_later(office: OfficeSide, begun: Case, filed: Case) -> None:
    """Gives back a time of a later day: who was here before it need not come again.

    Today's stays, for the clerks' list. Where the letterbox is away it stays, too: the citizen may give it back.
    """
    if begun.draft is None or filed.waits_here:
        return
    visit = visit_of(office, begun)
    if visit is None or visit.day <= clock.today():
        return
    try:
        visits_of(office).give_back(begun)
    except StoreUnavailable:
        return
