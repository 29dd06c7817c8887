"""番号札 at the counter: give a number, call the next visitor, hold, call again, finish, hand on.

    issue ─▶ waiting ─▶ called ─▶ finished
                ▲        ├─▶ held ────▶ called      (the visitor fetches something)
                ├────────┼─▶ absent ──▶ waiting     (did not come; is here after all)
                └────────┴─▶ handed                 (waits in the next line with the same number)

Every deed is refused where somebody else was first (ActionNotAllowed "ticket_not_now"). Numbers tell nothing about a
person: the board and the phone page show them as they are, protected persons included.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from shared.casework import parking
from shared.casework.authority import Deed, Scope, authorise
from shared.casework.booking import Visits
from shared.casework.cases import Case, case_by_code
from shared.casework.counter import Clerk
from shared.casework.tickets import board, looks, order
from shared.catalogue.waiting import Line
from shared.errors import ActionNotAllowed, CannotOpen, StoreUnavailable
from shared.language import clock
from shared.printing.content import words_of
from shared.printing.ticket import TicketContent
from shared.records.store import tickets
from shared.records.store.tickets import Caller, State, Turn

KEPT = timedelta(days=31)  # then tickets are forgotten


def lines_of(clerk: Clerk) -> list[Line]:
    """The lines of this person's sections, in the order of the catalogue."""
    return [line for line in clerk.office.catalogue().waiting.lines if clerk.actor.serves(line.section)]


def issue(clerk: Clerk, line_id: str, booked_for: datetime | None = None) -> Turn:
    """The next number of a line. `booked_for`: the beginning of the booked time of who stands here.

    Who comes later than the rule allows is a walk-in. Raises NotAuthorised, ActionNotAllowed("ticket_no_line").
    """
    authorise(clerk.actor, Deed.START, None)
    line, now, rule = _line(clerk, line_id), clock.now(), clerk.office.catalogue().waiting
    if booked_for is not None and rule.is_late(booked_for, now):
        booked_for = None
    day = clock.in_japan(now).date()
    clerk.office.store.run(tickets.forget_before, day - KEPT)
    token = secrets.token_hex(16)
    turn = clerk.office.store.run(tickets.issue, token, line.id, line.label, now, day, booked_for)
    board.publish(clerk.office)
    return turn


@dataclass(frozen=True)
class Given:
    """A number that was given for a code. `booked_at`: what was booked (UTC), where anything was.

    "booked": called at that time; "late": it is past; "other_day": still to come; "unknown": nobody can see now whether
    anything is booked; "walk_in": nothing is. All but the first wait as walk-ins.
    """

    turn: Turn
    how: Literal["booked", "late", "other_day", "unknown", "walk_in"]
    booked_at: datetime | None = None


def issue_for_code(clerk: Clerk, code: str) -> Given:
    """The number of a visitor who shows a code, in the line of the case, as booked where a time is booked today.

    Nobody is sent away: who is late, comes on another day or while the letterbox can't be reached waits as a walk-in.
    Raises CodeSlip, CannotOpen, NotAuthorised, ActionNotAllowed("ticket_no_line").
    """
    case, catalogue = case_by_code(clerk.office, code), clerk.office.catalogue()
    try:
        visit = Visits(clerk.office.letterbox.remote, catalogue).standing(case).visit
    except StoreUnavailable:
        return Given(_walk_in(clerk, case), "unknown")
    if visit is None:
        return Given(_walk_in(clerk, case), "walk_in")
    if visit.day != clock.today():
        return Given(_walk_in(clerk, case), "late" if visit.day < clock.today() else "other_day", visit.starts_at)
    turn = issue(clerk, visit.line.id, visit.starts_at)
    return Given(turn, "late" if turn.booked_for is None else "booked", visit.starts_at)


def _walk_in(clerk: Clerk, case: Case) -> Turn:
    """In the line of the procedure as it is in the catalogue now: of a sent case the code tells no more than its id."""
    part, catalogue = case.front or case.draft, clerk.office.catalogue()
    assert part is not None
    try:
        procedure = catalogue.procedure(part.procedure_id)
    except KeyError:
        raise ActionNotAllowed("ticket_no_line") from None
    line = catalogue.waiting.line_for(procedure.section, procedure.id)
    return issue(clerk, line.id if line else "")


def call_next(clerk: Clerk, counter: str, line_ids: Sequence[str]) -> Turn | None:
    """The next visitor of these lines, for this clerk alone; None where nobody waits.

    Pressed again before the visit is ended, it is the same visitor. A case that was handed on with them is then in
    this clerk's hand (`parking.held`). Raises NotAuthorised, ActionNotAllowed("ticket_no_line").
    """
    for line_id in line_ids:
        authorise(clerk.actor, Deed.START, Scope(_line(clerk, line_id).section))
    now, rule = clock.now(), clerk.office.catalogue().waiting

    def choose(waiting: Sequence[Turn], counts: dict[str, tickets.LineCount]) -> tickets.Chosen | None:
        return order.choose(rule, waiting, counts, now)

    day, caller = clock.in_japan(now).date(), Caller(clerk.actor.name, counter)
    turn = clerk.office.store.run(tickets.call_next, day, line_ids, choose, caller, now)
    board.publish(clerk.office)
    return None if turn is None else _taken_over(clerk, turn)


def current(clerk: Clerk) -> list[Turn]:
    """Whom this clerk has called and not ended."""
    return clerk.office.store.read(tickets.called_by, clock.today(), clerk.actor.name)


def resting(clerk: Clerk, line_ids: Sequence[str]) -> list[Turn]:
    """Who is on hold or did not come, in these lines."""
    return clerk.office.store.read(tickets.in_lines, clock.today(), line_ids, ("held", "absent"))


def number_waiting(clerk: Clerk, line_ids: Sequence[str]) -> dict[str, int]:
    """How many wait, by line."""
    waiting = clerk.office.store.read(tickets.in_lines, clock.today(), line_ids, ("waiting",))
    return {line_id: sum(turn.line == line_id for turn in waiting) for line_id in line_ids}


def ahead_of(clerk: Clerk, turn: Turn) -> int:
    """How many are called before this one, as things are now. It stands on every monitor, so anybody may know."""
    return _look_of(clerk, turn).ahead(turn.label)


def ticket_of(clerk: Clerk, label: str, language: str = "ja") -> TicketContent | None:
    """What the ticket of one of today's numbers shows; None where there is none."""
    turn = clerk.office.store.read(tickets.latest, clock.today(), label)
    if turn is None:
        return None
    look, line, city = _look_of(clerk, turn), _line(clerk, turn.line), clerk.office.catalogue().city
    ahead = look.ahead(turn.label)
    wait = look.wait(ahead)
    page = f"{clerk.office.settings.base_url}/T/{looks.mark(turn.day, turn.label)}".upper()
    return TicketContent(
        city=words_of(city.name, language),
        line=words_of(line.title, language),
        number=turn.label,
        counters=line.counters,
        issued_at=turn.issued_at,
        ahead=ahead,
        page=page,
        wait=(wait.least, wait.most) if wait else None,
        booked_for=turn.booked_for,
        language=language,
    )


def call_again(clerk: Clerk, turn: Turn) -> Turn:
    """Called out once more. Raises ActionNotAllowed where the visit is ended."""
    return _moved(clerk, replace(turn, shown_at=clock.now()), ("called",))


def hold(clerk: Clerk, turn: Turn) -> Turn:
    """The visitor fetches something; the number keeps its place."""
    return _moved(clerk, replace(turn, state="held"), ("called",))


def go_on(clerk: Clerk, turn: Turn, counter: str) -> Turn:
    """A held visitor is here again: this clerk has them now. Raises ActionNotAllowed where this clerk has another."""
    if current(clerk):
        raise ActionNotAllowed("ticket_not_now")
    now = clock.now()
    called = replace(turn, state="called", shown_at=now, counter=counter, staff=clerk.actor.name)
    return _moved(clerk, called, ("held",))


def absent(clerk: Clerk, turn: Turn) -> Turn:
    """Nobody came."""
    return _moved(clerk, replace(turn, state="absent", ended_at=clock.now()), ("called", "held"))


def came_back(clerk: Clerk, turn: Turn) -> Turn:
    """Somebody who had not come waits again; where: order.place_after_return."""
    place = order.place_after_return(turn, clock.now())
    again = replace(turn, state="waiting", place_at=place, called_at=None, counter="", staff="", ended_at=None)
    return _moved(clerk, again, ("absent",))


def finish(clerk: Clerk, turn: Turn) -> Turn:
    """The visit is over, and this ticket."""
    done = _moved(clerk, replace(turn, state="finished", ended_at=clock.now()), ("called",))
    clerk.office.store.run(tickets.carry, turn.token, None, None)
    return done


def hand_on(clerk: Clerk, turn: Turn, line_id: str, case: Case | None = None) -> Turn:
    """To another section's line, with the case: who calls the number next has it in hand, so nothing is asked twice.

    The visitor keeps the place of the first number (order.py). The case leaves this clerk's hand.
    """
    authorise(clerk.actor, Deed.START, Scope(_line(clerk, turn.line).section))
    line = _line(clerk, line_id)
    if line.id == turn.line:
        raise ActionNotAllowed("ticket_no_line")
    sealed = None
    if case is not None:
        content = json.dumps({"root": case.root.hex()}).encode()
        sealed = clerk.office.vault.put_aside(_place(turn), content)
    ended = replace(turn, state="handed", ended_at=clock.now())
    reference = case.reference if case else None
    following = clerk.office.store.run(tickets.hand_on, ended, line.id, reference, sealed)
    if case is not None:
        parking.give_back(clerk, case.reference)
    board.publish(clerk.office)
    return following


def _taken_over(clerk: Clerk, turn: Turn) -> Turn:
    """A case that came with the visitor is in this clerk's hand from now on."""
    if turn.sealed is None or turn.reference is None:
        return turn
    content = json.loads(clerk.office.vault.take_back(_place(turn), turn.sealed))
    held = parking.Held(turn.reference, bytes.fromhex(content["root"]), {}, clock.now())
    try:
        parking.hold(clerk, parking.case_of(clerk, held))
    except CannotOpen:  # its code was replaced meanwhile: the visitor is served, the case is opened by its new code
        turn = replace(turn, reference=None)
    clerk.office.store.run(tickets.carry, turn.token, turn.reference, None)
    return replace(turn, sealed=None)


def _moved(clerk: Clerk, turn: Turn, before: Sequence[State]) -> Turn:
    authorise(clerk.actor, Deed.START, Scope(_line(clerk, turn.line).section))
    clerk.office.store.run(tickets.move, turn, before)
    board.publish(clerk.office)
    return turn


def _look_of(clerk: Clerk, turn: Turn) -> looks.LineLook:
    return next(look for look in board.looks(clerk.office) if look.line == turn.line)


def _line(clerk: Clerk, line_id: str) -> Line:
    try:
        return clerk.office.catalogue().waiting.line(line_id)
    except KeyError:
        raise ActionNotAllowed("ticket_no_line") from None


def _place(turn: Turn) -> str:
    return f"ticket|{turn.token}"
