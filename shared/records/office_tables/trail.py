"""経過, where each chain ends, and what has been signed of it."""

from sqlalchemy import Index
from sqlmodel import Field

from shared.records.columns import Sealed, Words
from shared.records.office_tables.registry import NO_ROWID, OfficeTable


class Trail(OfficeTable, table=True):
    """経過: append-only. Triggers refuse UPDATE and DELETE; only `detail` may become NULL, for cases in
    trail_erasure.
    """

    __tablename__ = "trail"
    __table_args__ = (Index("trail_case", "reference", "section", "seq"),)

    # one chain per section; "office" for what belongs to none (sign-in, keys, backup)
    section: str = Field(primary_key=True, sa_type=Words)
    # from 1 without gaps
    seq: int = Field(primary_key=True)
    at: str = Field(sa_type=Words)
    # name of a member of staff, "citizen", or the process that did it
    actor: str = Field(sa_type=Words)
    action: str = Field(sa_type=Words)
    # empty where it is about no case
    reference: str = Field(sa_type=Words)
    # sealed, empty where there was none; NULL where it was erased
    detail: bytes | None = Field(default=None, sa_type=Sealed)
    # SHA-256 of the sealed detail: stays when the detail goes, so that the chain still verifies
    detail_digest: bytes = Field(sa_type=Sealed)
    # over the row before and this row (trail.py)
    hash: bytes = Field(sa_type=Sealed)


class TrailHead(OfficeTable, table=True):
    """Where each chain ends. Its row is the lock under which the chain grows."""

    __tablename__ = "trail_head"
    __table_args__ = (NO_ROWID,)

    section: str = Field(primary_key=True, sa_type=Words)
    seq: int
    hash: bytes = Field(sa_type=Sealed)


class TrailErasure(OfficeTable, table=True):
    """The mark without which no detail can be erased."""

    __tablename__ = "trail_erasure"

    reference: str = Field(primary_key=True, sa_type=Words)
    at: str = Field(sa_type=Words)
    # a code, e.g. "retention"
    reason: str = Field(sa_type=Words)


class AnchorRow(OfficeTable, table=True):
    """Signed heads of all chains, daily; copies leave the machine."""

    __tablename__ = "anchor"

    at: str = Field(primary_key=True, sa_type=Words)
    # as trail.make_anchor gives it: canonical JSON with its signature
    signed: bytes = Field(sa_type=Sealed)
