"""Numbers that visitors wait with (番号札). No name, no birth date: a number, a line, times, and who called."""

from sqlalchemy import Index
from sqlmodel import Field

from shared.records.columns import Sealed, Words
from shared.records.office_tables.registry import NO_ROWID, OfficeTable


class TicketLine(OfficeTable, table=True):
    """One line of a day. Its row is what the clerks of the line queue at: one call after the other."""

    __tablename__ = "ticket_line"
    __table_args__ = (NO_ROWID,)

    # in Japan
    day: str = Field(primary_key=True, sa_type=Words)
    line: str = Field(primary_key=True, sa_type=Words)
    # numbers given, without gaps
    last: int
    # calls made while both kinds of visitors could be called: what the walk-ins' share is reckoned by
    walk_ins: int
    booked: int


class Ticket(OfficeTable, table=True):
    __tablename__ = "ticket"
    __table_args__ = (Index("ticket_label", "day", "label", unique=True),)

    # 32 hex digits, random
    token: str = Field(primary_key=True, sa_type=Words)
    day: str = Field(sa_type=Words)
    # A-012; stays the same at every counter of the day
    label: str = Field(sa_type=Words)
    issued_at: str = Field(sa_type=Words)
    # beginning of the booked time; NULL for walk-ins and for who came too late for it
    booked_for: str | None = Field(default=None, sa_type=Words)
    # 受付番号 of the case that goes from counter to counter
    reference: str | None = Field(default=None, sa_type=Words)
    # that case's root, sealed by the vault, while the visitor is between two counters
    sealed: bytes | None = Field(default=None, sa_type=Sealed)


class TicketTurn(OfficeTable, table=True):
    """One wait in one line; a visitor who is handed on waits again, in the next line, with the same ticket."""

    __tablename__ = "ticket_turn"
    __table_args__ = (Index("ticket_turn_line", "day", "line", "state"), NO_ROWID)

    token: str = Field(primary_key=True, sa_type=Words)
    # from 1
    n: int = Field(primary_key=True)
    day: str = Field(sa_type=Words)
    line: str = Field(sa_type=Words)
    # waiting, called, held, finished, absent, handed
    state: str = Field(sa_type=Words)
    # the place in the line: who has the earlier instant is called first
    place_at: str = Field(sa_type=Words)
    called_at: str | None = Field(default=None, sa_type=Words)
    # the last time the number was called out
    shown_at: str | None = Field(default=None, sa_type=Words)
    counter: str | None = Field(default=None, sa_type=Words)
    staff: str | None = Field(default=None, sa_type=Words)
    ended_at: str | None = Field(default=None, sa_type=Words)
