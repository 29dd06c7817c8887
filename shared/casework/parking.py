"""預かり: the cases a member of staff has in hand at the counter, and screens that are covered.

A kiosk gives no browser passes. What staff enter for a visitor is kept for them from the first moment: the root of
the case's folder and what was typed but not saved yet, sealed by the vault for this person and this case. So a
covered screen, a reload or a new process loses nothing, and nobody else finds it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.casework import cover_pins, staff
from shared.casework.authority import Actor, Deed, authorise
from shared.casework.cases import Case, case_by_root
from shared.casework.counter import Clerk
from shared.casework.office import OfficeSide
from shared.catalogue.procedure import canonical
from shared.errors import StoreUnavailable
from shared.language import clock
from shared.records.shapes import JsonObject
from shared.records.store import people, upkeep
from shared.records.store.people import ParkedRow

_COVERED = "yes"


@dataclass(frozen=True, repr=False)
class Held:
    """One case in hand. `root` 32 bytes; `typed`: widget key → what was in it; `at` in UTC."""

    reference: str
    root: bytes
    typed: JsonObject
    at: datetime


def hold(clerk: Clerk, case: Case, typed: Mapping[str, object] | None = None) -> None:
    """Keeps the case for this member of staff, with what is typed and not saved; without the store in memory."""
    authorise(clerk.actor, Deed.START, None)
    content = canonical({"root": case.root.hex(), "typed": dict(typed or {})})
    sealed = clerk.office.vault.put_aside(_place(clerk.actor, case.reference), content)
    row = ParkedRow(case.reference, sealed, clock.now())
    office, name = clerk.office, clerk.actor.name
    office.at_hand.tell(office.store, people.park, name, row.reference, sealed, row.parked_at)
    office.at_hand.park(name, row)


def held(clerk: Clerk) -> list[Held]:
    """All that this member of staff has in hand, newest first."""
    office, name = clerk.office, clerk.actor.name
    try:
        rows = office.at_hand.parked(
            name, office.at_hand.ask(office.store, lambda: office.store.read(people.parked_of, name))
        )
    except StoreUnavailable:
        rows = office.at_hand.parked(name)
    return [_opened(clerk, row) for row in rows]


def held_case(clerk: Clerk, reference: str) -> Held | None:
    """This case, if it is in this person's hand."""
    return next((one for one in held(clerk) if one.reference == reference), None)


def in_hand(clerk: Clerk, reference: str) -> Case | None:
    """The same opened. Raises CannotOpen where its code was replaced meanwhile: the record is there."""
    one = held_case(clerk, reference)
    return case_of(clerk, one) if one is not None else None


def give_back(clerk: Clerk, reference: str) -> None:
    """The case is in nobody's hand any more; who has its code can open it."""
    office, name = clerk.office, clerk.actor.name
    office.at_hand.tell(office.store, people.unpark, name, reference)
    office.at_hand.unpark(name, reference)


def case_of(clerk: Clerk, one: Held) -> Case:
    """The case as its folder is now. Raises CannotOpen."""
    return case_by_root(clerk.office, one.root)


def cover(office: OfficeSide, token: str) -> None:
    """This session's screens show nothing until its password is given again."""
    mark = _cover_mark(token)
    office.at_hand.tell(office.store, upkeep.put_setting, mark, _COVERED)
    office.at_hand.cover(mark)


def is_covered(office: OfficeSide, token: str) -> bool:
    """Whether the screens of this session are covered."""
    mark = _cover_mark(token)
    try:
        said = office.at_hand.ask(office.store, lambda: office.store.read(upkeep.setting, mark))
    except StoreUnavailable:
        return office.at_hand.is_covered(mark)
    office.at_hand.cover(mark, said == _COVERED)
    return said == _COVERED


def uncover(office: OfficeSide, token: str, actor: Actor, typed: str) -> None:
    """By the PIN, where this person has one and digits were typed; else by the password.

    Raises SignInRefused: of the PIN as `cover_pins.prove`, of the password with its tries counted as at sign-in. A
    session that ended meanwhile stays ended.
    """
    digits = cover_pins.digits_of(typed)
    if 0 < len(digits) <= cover_pins.MOST and cover_pins.standing(office, actor.name) != "none":
        cover_pins.prove(office, token, actor.name, digits)
    else:
        proof = staff.sign_in(office, actor.name, typed)
        staff.sign_out(office, proof.token)
    office.store.run(upkeep.put_setting, _cover_mark(token), "")


def _opened(clerk: Clerk, row: ParkedRow) -> Held:
    content = json.loads(clerk.office.vault.take_back(_place(clerk.actor, row.reference), row.sealed))
    return Held(row.reference, bytes.fromhex(content["root"]), content["typed"], row.parked_at)


def _place(actor: Actor, reference: str) -> str:
    return f"parked|{actor.name}|{reference}"


def _cover_mark(token: str) -> str:
    """The session's hash, never its token."""
    return f"covered:{hashlib.sha256(token.encode()).hexdigest()}"
