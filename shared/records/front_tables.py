"""Tables of the letterbox (internet side). Whoever reads them learns when and how much, never who or what."""

from sqlalchemy import Index, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.records.columns import Sealed, Words

FRONT = registry()


class FrontTable(SQLModel, registry=FRONT):
    """Base of every table of the letterbox."""


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class Folder(FrontTable, table=True):
    __tablename__ = "folder"
    __table_args__ = (
        Index("folder_expires", "expires_on"),
        Index("folder_changed", "changed_at", "locator"),
    )

    # 16 bytes that follow from the code; the code does not follow from them
    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    # counts saves from 1; a save names the revision it saw (compare-and-set)
    revision: int
    # last day (Japan) on which the folder opens
    expires_on: str = Field(sa_type=Words)
    # which fact opens `inside`; says nothing about its value
    fact_kind: str = Field(sa_type=Words)
    # the door's clock
    created_at: str = Field(sa_type=Words)
    saved_at: str = Field(sa_type=Words)
    # the letterbox's clock, set by every write; the office's mirror asks for what changed since
    changed_at: str = Field(sa_type=Words)
    draft: bytes | None = Field(default=None, sa_type=Sealed)
    front: bytes | None = Field(default=None, sa_type=Sealed)
    inside: bytes | None = Field(default=None, sa_type=Sealed)


class BrowserPass(FrontTable, table=True):
    """One row for each case that a device remembers."""

    __tablename__ = "browser_pass"
    __table_args__ = (Index("browser_pass_expires", "expires_at"),)

    # SHA-256 of the cookie; the cookie is not kept
    hash: bytes = Field(primary_key=True, sa_type=Sealed)
    # of the folder it opens
    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    # the root, under a key that follows from the cookie
    box: bytes = Field(sa_type=Sealed)
    expires_at: str = Field(sa_type=Words)


class EnvelopeRow(FrontTable, table=True):
    """One letterbox row per envelope. It is emptied 30 days after filing; id, time and token stay for
    later posts.
    """

    __tablename__ = "envelope"
    __table_args__ = (
        _partial("envelope_waiting", "received_at", "envelope_id", where="filed_at IS NULL"),
        _partial("envelope_reference", "reference", where="kind = 'application'", unique=True),
        Index("envelope_filed", "filed_at"),
    )

    # 32 hex digits, chosen when the folder was opened: a second post of the same case meets the first
    envelope_id: str = Field(primary_key=True, sa_type=Words)
    kind: str = Field(sa_type=Words)
    # of the case; a correction has the reference of its application
    reference: str = Field(sa_type=Words)
    head: bytes = Field(sa_type=Sealed)
    # canonical JSON {key id: hex}; NULL once emptied
    wraps: bytes | None = Field(default=None, sa_type=Sealed)
    body: bytes | None = Field(default=None, sa_type=Sealed)
    # the letterbox's clock inside the transaction: what counts in law
    received_at: str = Field(sa_type=Words)
    # the receipt token that was given; may be empty for kinds without a receipt
    token: str = Field(sa_type=Words)
    filed_at: str | None = Field(default=None, sa_type=Words)


class CardRow(FrontTable, table=True):
    __tablename__ = "card"
    __table_args__ = (Index("card_expires", "expires_on"),)

    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    # from 1; a gap is shown as 「続きがあります」
    seq: int = Field(primary_key=True)
    front: bytes = Field(sa_type=Sealed)
    inside: bytes = Field(sa_type=Sealed)
    expires_on: str = Field(sa_type=Words)


class FactTry(FrontTable, table=True):
    __tablename__ = "fact_try"

    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    # in Japan
    day: str = Field(primary_key=True, sa_type=Words)
    count: int


class Sending(FrontTable, table=True):
    """The same idempotency key, from wherever it is sent, leads to the folder that the first one opened."""

    __tablename__ = "sending"
    __table_args__ = (Index("sending_created", "created_at"),)

    # a digest of the caller's key
    key_hash: bytes = Field(primary_key=True, sa_type=Sealed)
    locator: bytes = Field(sa_type=Sealed)
    # the code, under a key that follows from the caller's key
    box: bytes = Field(sa_type=Sealed)
    created_at: str = Field(sa_type=Words)


class Blob(FrontTable, table=True):
    """One row per attachment's file: without one, or without folder and envelope, it goes after 24 hours."""

    __tablename__ = "blob"
    __table_args__ = (Index("blob_folder", "locator"), Index("blob_envelope", "envelope_id"))

    # 32 hex digits; also the file's name
    id: str = Field(primary_key=True, sa_type=Words)
    # bytes of the sealed file
    size: int
    created_at: str = Field(sa_type=Words)
    # the folder it was uploaded for; NULL when the case was sent without it
    locator: bytes | None = Field(default=None, sa_type=Sealed)
    # the last envelope whose head names it
    envelope_id: str | None = Field(default=None, sa_type=Words)


class Lease(FrontTable, table=True):
    """Who may do alone what must be done by one process only (pulling)."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True, sa_type=Words)
    holder: str = Field(sa_type=Words)
    until: str = Field(sa_type=Words)


class Board(FrontTable, table=True):
    """What a waiting line looks like, for anybody's telephone: numbers, counters and times, nothing of a person."""

    __tablename__ = "board"

    line: str = Field(primary_key=True, sa_type=Words)
    # in Japan
    day: str = Field(sa_type=Words)
    # canonical JSON (casework/tickets/board.py)
    shown: str = Field(sa_type=Words)
    # the office's clock
    made_at: str = Field(sa_type=Words)


class Slot(FrontTable, table=True):
    """How many places of a time at a line's counters are taken."""

    __tablename__ = "slot"
    __table_args__ = (Index("slot_starts", "starts_at"),)

    line: str = Field(primary_key=True, sa_type=Words)
    starts_at: str = Field(primary_key=True, sa_type=Words)
    taken: int


class Booking(FrontTable, table=True):
    """A booked visit: a time at a line, for whoever has the code that the locator follows from."""

    __tablename__ = "booking"
    __table_args__ = (Index("booking_starts", "starts_at"),)

    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    line: str = Field(sa_type=Words)
    starts_at: str = Field(sa_type=Words)
    made_at: str = Field(sa_type=Words)


class EditionRow(FrontTable, table=True):
    """The catalogue that the office has sent out (edition.py). Everybody may read it; only the office can make it."""

    __tablename__ = "edition"

    # "catalogue": there is one
    name: str = Field(primary_key=True, sa_type=Words)
    # what is signed: canonical JSON
    head: bytes = Field(sa_type=Sealed)
    # key id 1 and Ed25519 64
    signature: bytes = Field(sa_type=Sealed)
    # the texts (catalogue/archive.py)
    archive: bytes = Field(sa_type=Sealed)
