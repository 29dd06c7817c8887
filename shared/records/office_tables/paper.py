"""What lies on the desk of those who take in paper: sheets without a procedure, typing in progress, signatures."""

from sqlalchemy import Index
from sqlmodel import Field

from shared.records.columns import Sealed, Words
from shared.records.office_tables.registry import NO_ROWID, OfficeTable


class UnsortedSheet(OfficeTable, table=True):
    """A sheet that arrived and of which nobody has said yet which procedure it is. It becomes a submission then."""

    __tablename__ = "unsorted_sheet"
    __table_args__ = (Index("unsorted_sheet_key", "key_mark", unique=True),)

    # 受付番号, given at arrival; the submission keeps it
    reference: str = Field(primary_key=True, sa_type=Words)
    # a keyed digest of the idempotency key: the same sheet is taken once
    key_mark: bytes = Field(sa_type=Sealed)
    # when it reached the office: what counts in law
    arrived_at: str = Field(sa_type=Words)
    # "paper" (by hand), "post"
    channel: str = Field(sa_type=Words)
    received_by: str = Field(sa_type=Words)
    # where its scans lie and what opens them, its receipt token; sealed by the vault for this reference
    sealed: bytes = Field(sa_type=Sealed)


class PaperEntry(OfficeTable, table=True):
    """What was typed of a sheet so far. Gone when the record is complete."""

    __tablename__ = "paper_entry"
    __table_args__ = (NO_ROWID,)

    reference: str = Field(primary_key=True, sa_type=Words)
    # 1: the whole sheet; 2: the marked answers once more, by somebody else
    turn: int = Field(primary_key=True)
    staff: str = Field(sa_type=Words)
    # 1: this turn is finished
    done: int
    # what was typed, sealed by the vault for this reference and turn
    sealed: bytes = Field(sa_type=Sealed)
    saved_at: str = Field(sa_type=Words)


class SignatureWait(OfficeTable, table=True):
    """署名待ち: filled in during a call, printed, and not back with its signature yet. Nothing has arrived."""

    __tablename__ = "signature_wait"
    __table_args__ = (Index("signature_wait_section", "section", "printed_at"),)

    reference: str = Field(primary_key=True, sa_type=Words)
    section: str = Field(sa_type=Words)
    procedure_id: str = Field(sa_type=Words)
    staff: str = Field(sa_type=Words)
    printed_at: str = Field(sa_type=Words)
    # the root of the draft's folder, sealed by the vault for this reference
    sealed: bytes = Field(sa_type=Sealed)
