"""Staff, and what they left at the counter."""

from sqlalchemy import Index
from sqlmodel import Field

from shared.records.columns import Sealed, Words
from shared.records.office_tables.registry import NO_ROWID, OfficeTable


class Staff(OfficeTable, table=True):
    __tablename__ = "staff"

    # what is typed at sign-in; stands in the trail
    name: str = Field(primary_key=True, sa_type=Words)
    # what colleagues and receipts see
    shown_name: str = Field(sa_type=Words)
    # Argon2id in the standard encoded form
    password: str = Field(sa_type=Words)
    # 1: a one-time password that must be changed at the first sign-in
    must_change: int
    # 1: may unmask My Numbers
    number: int
    # JSON lists
    roles: str = Field(sa_type=Words)
    sections: str = Field(sa_type=Words)
    created_at: str = Field(sa_type=Words)
    disabled_at: str | None = Field(default=None, sa_type=Words)


class StaffSession(OfficeTable, table=True):
    __tablename__ = "staff_session"
    __table_args__ = (Index("staff_session_staff", "staff"), Index("staff_session_expires", "expires_at"))

    # SHA-256 of the token
    hash: bytes = Field(primary_key=True, sa_type=Sealed)
    staff: str = Field(sa_type=Words)
    started_at: str = Field(sa_type=Words)
    seen_at: str = Field(sa_type=Words)
    # the longest it may live, whatever is done
    expires_at: str = Field(sa_type=Words)


class SignInTry(OfficeTable, table=True):
    __tablename__ = "sign_in_try"
    __table_args__ = (Index("sign_in_try_who", "who", "at"), Index("sign_in_try_at", "at"))

    id: int | None = Field(default=None, primary_key=True)
    # a keyed digest of what was typed as the name: people type passwords there
    who: bytes = Field(sa_type=Sealed)
    at: str = Field(sa_type=Words)


class Parked(OfficeTable, table=True):
    """A case that was being entered when the counter's screen was covered, for the member of staff who
    entered it.
    """

    __tablename__ = "parked"
    __table_args__ = (NO_ROWID,)

    staff: str = Field(primary_key=True, sa_type=Words)
    reference: str = Field(primary_key=True, sa_type=Words)
    sealed: bytes = Field(sa_type=Sealed)
    parked_at: str = Field(sa_type=Words)


class CoverPin(OfficeTable, table=True):
    """The short PIN that takes the cover off a screen of this member of staff's living sessions, nothing else."""

    __tablename__ = "cover_pin"
    __table_args__ = (NO_ROWID,)

    staff: str = Field(primary_key=True, sa_type=Words)
    # Argon2id of a keyed digest: a few digits are guessed at once by whoever has the table and not the key
    pin: str = Field(sa_type=Words)
    # wrong ones since the last right one or the last sign-in
    wrong: int
