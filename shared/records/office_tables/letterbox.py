"""The letterbox as the office knows it, and what is on its way there."""

from sqlalchemy import Index
from sqlmodel import Field

from shared.records.columns import Sealed, Words
from shared.records.office_tables.registry import OfficeTable


class MirrorFolder(OfficeTable, table=True):
    """The letterbox's folders as of the last pull: what the counter opens when the letterbox cannot be
    reached.
    """

    __tablename__ = "mirror_folder"
    __table_args__ = (Index("mirror_folder_expires", "expires_on"),)

    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    revision: int
    expires_on: str = Field(sa_type=Words)
    fact_kind: str = Field(sa_type=Words)
    created_at: str = Field(sa_type=Words)
    saved_at: str = Field(sa_type=Words)
    draft: bytes | None = Field(default=None, sa_type=Sealed)
    front: bytes | None = Field(default=None, sa_type=Sealed)
    inside: bytes | None = Field(default=None, sa_type=Sealed)


class MirrorCard(OfficeTable, table=True):
    __tablename__ = "mirror_card"
    __table_args__ = (Index("mirror_card_expires", "expires_on"),)

    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    seq: int = Field(primary_key=True)
    front: bytes = Field(sa_type=Sealed)
    inside: bytes = Field(sa_type=Sealed)
    expires_on: str = Field(sa_type=Words)


class LetterboxOutbox(OfficeTable, table=True):
    """Folders and cards on their way to the letterbox, written with what caused them."""

    __tablename__ = "letterbox_outbox"
    __table_args__ = (Index("letterbox_outbox_folder", "locator"),)

    id: int | None = Field(default=None, primary_key=True)
    # "folder" (put it there), "card", "drop" (the code was replaced)
    kind: str = Field(sa_type=Words)
    locator: bytes = Field(sa_type=Sealed)
    # canonical JSON of the FolderRow or SealedCard; empty for "drop"
    payload: bytes = Field(sa_type=Sealed)
    created_at: str = Field(sa_type=Words)
    tries: int


class Unopened(OfficeTable, table=True):
    """Envelopes that could not be opened. They stay in the letterbox and are tried again with every pull."""

    __tablename__ = "unopened"

    envelope_id: str = Field(primary_key=True, sa_type=Words)
    reference: str = Field(sa_type=Words)
    # ids of the keys it is sealed to, as a JSON list
    key_ids: str = Field(sa_type=Words)
    received_at: str = Field(sa_type=Words)
    first_tried_at: str = Field(sa_type=Words)
    # code of the error
    why: str = Field(sa_type=Words)
