"""Rows of the trail for deeds that belong to no one case: searches, sign-ins, refusals. Never with values."""

from collections.abc import Iterable

from shared.casework.workplace import Workplace
from shared.errors import StoreUnavailable
from shared.language import clock
from shared.records.store.trail_rows import OFFICE_CHAIN, append_trail
from shared.records.trail import Deed

CITIZEN = "citizen"
OPERATOR = "operator"  # whoever may run commands on the office's machine
NOBODY = "unknown"  # who could not be named: a mistyped name may be a password


def note_in_office(office: Workplace, actor: str, action: str, about: str = "") -> None:
    """A row in the chain of what belongs to no section. `about`: a thing of the office, no case and no person."""
    office.store.note(OFFICE_CHAIN, Deed(clock.now(), actor, action, about))


def note_or_spool(office: Workplace, actor: str, action: str, reference: str) -> None:
    """A row in that chain for a deed that must not wait for the store: else on the kiosk's disk, until it is back."""
    deed = Deed(clock.now(), actor, action, reference)
    try:
        office.store.note(OFFICE_CHAIN, deed)
    except StoreUnavailable:
        office.spool.note(deed)


def note_in_sections(office: Workplace, actor: str, action: str, sections: Iterable[str]) -> None:
    """A row in the chain of each section, all in one transaction."""
    deed = Deed(clock.now(), actor, action, "")
    chains = sorted(set(sections))
    office.store.run(lambda connection: [append_trail(connection, chain, deed) for chain in chains])
