"""The ticket that a member of staff prints: asked by their session, answered with the number's own words."""

from shared.casework import staff
from shared.casework.authority import Deed, may
from shared.casework.counter import Clerk
from shared.casework.office import OfficeSide
from shared.casework.tickets import desk
from shared.printing.ticket import TicketContent


def ticket_content(office: OfficeSide, token: str, label: str, language: str) -> TicketContent | None:
    """What the ticket shows; None for a number that is none of today's, or where nobody sits at the counter."""
    actor = staff.actor_of(office, token) if token else None
    if actor is None or not may(actor, Deed.START, None):
        return None
    return desk.ticket_of(Clerk(office, actor), label, language)
