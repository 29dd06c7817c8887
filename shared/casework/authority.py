"""Who may do what to which case: one table, one question, no by default.

Every room that shows or changes a case asks `authorise` first; nothing else decides.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.errors import NotAuthorised

EVERY_SECTION = "*"


class Role(StrEnum):
    """What a member of staff is here for; held together with the sections it is valid in."""

    COUNTER = "counter"
    REVIEWER = "reviewer"
    ADMIN = "admin"
    EDITOR = "editor"  # writes and approves what the catalogue says


class Deed(StrEnum):
    """What can be done. The deeds of review carry the names of `records.status.Action`."""

    START = "start"  # begin a case for a visitor, or go on with the visitor's code
    FILE = "file"  # file what was entered at the counter
    LIST = "list"
    READ = "read"
    REPRINT = "reprint"  # a receipt shows the code: a trail row
    REPLACE_CODE = "replace_code"
    TAKE_UP = "take_up"
    ASK_CORRECTION = "ask_correction"
    HAND_OVER = "hand_over"
    ASK_OPINION = "ask_opinion"
    APPROVE = "approve"
    REJECT = "reject"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"  # for the citizen, at the counter
    CORRECT = "correct"
    ENTER = "enter"  # type what came on paper
    PAY = "pay"  # tick the fee as paid
    SEE_NUMBER = "see_number"
    PROTECT = "protect"  # keep the list of protected persons
    MANAGE_STAFF = "manage_staff"
    EDIT = "edit"  # propose a change of the catalogue, approve somebody else's, publish it
    OPERATE = "operate"  # health, figures, rehearsal warnings


_COUNTER = {Role.COUNTER, Role.REVIEWER}
_REVIEW = {Role.REVIEWER}

ROLES: dict[Deed, set[Role]] = {
    Deed.START: _COUNTER,
    Deed.FILE: _COUNTER,
    Deed.LIST: _COUNTER,
    Deed.READ: _COUNTER,
    Deed.REPRINT: _COUNTER,
    Deed.REPLACE_CODE: _COUNTER,
    Deed.TAKE_UP: _REVIEW,
    Deed.ASK_CORRECTION: _REVIEW,
    Deed.HAND_OVER: _REVIEW,
    Deed.ASK_OPINION: _REVIEW,
    Deed.APPROVE: _REVIEW,
    Deed.REJECT: _REVIEW,
    Deed.COMPLETE: _REVIEW,
    Deed.WITHDRAW: _COUNTER,
    Deed.CORRECT: _COUNTER,
    Deed.ENTER: _COUNTER,
    Deed.PAY: _COUNTER,
    Deed.SEE_NUMBER: _REVIEW,
    Deed.PROTECT: {Role.REVIEWER, Role.ADMIN},
    Deed.MANAGE_STAFF: {Role.ADMIN},
    Deed.EDIT: {Role.EDITOR},
    Deed.OPERATE: {Role.ADMIN, Role.COUNTER, Role.REVIEWER},
}

# Deeds that a visitor at the counter opens with their own code, whichever section the case is in.
_BY_CODE = {Deed.START, Deed.FILE, Deed.READ, Deed.REPRINT, Deed.WITHDRAW, Deed.CORRECT, Deed.PAY}


@dataclass(frozen=True)
class Actor:
    """A member of staff, as signed in now. `name` is the account; `shown` is what people read."""

    name: str
    shown: str
    roles: frozenset[Role]
    sections: frozenset[str]  # ids of the catalogue, or EVERY_SECTION
    number: bool = False  # may open My Numbers
    protected: bool = False  # named for protected persons (DV等支援措置)

    def serves(self, section: str) -> bool:
        """Whether the actor's roles hold in this section."""
        return EVERY_SECTION in self.sections or section in self.sections


@dataclass(frozen=True)
class Scope:
    """What of a case decides who may touch it. `by_code`: the citizen is here and showed the code."""

    section: str
    protected: bool = False
    by_code: bool = False


def authorise(actor: Actor, deed: Deed, case: Scope | None) -> None:
    """Returns when the actor may; raises NotAuthorised otherwise. `case` is None for deeds without a case."""
    if not may(actor, deed, case):
        raise NotAuthorised("not_authorised", deed=deed.value)


def may(actor: Actor, deed: Deed, case: Scope | None) -> bool:
    """The same question as a yes or no, for what a screen offers."""
    if not actor.roles & ROLES.get(deed, set()):
        return False
    if deed is Deed.SEE_NUMBER and not actor.number:
        return False
    if deed is Deed.PROTECT and not actor.protected:
        return False
    if case is None:
        return True
    if case.protected and not actor.protected:
        return False
    return actor.serves(case.section) or (case.by_code and deed in _BY_CODE)
