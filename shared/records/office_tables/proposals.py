"""Changes of the catalogue that somebody proposes, and those that were published."""

from sqlalchemy import Index
from sqlmodel import Field

from shared.records.columns import Words
from shared.records.office_tables.registry import NO_ROWID, OfficeTable


class Proposal(OfficeTable, table=True):
    """手続の案. Files are JSON objects: name from the catalogue's folder → text, null where there is no such file.
    All of it is public once it is published, so nothing is sealed.
    """

    __tablename__ = "proposal"
    __table_args__ = (Index("proposal_state", "state", "publish_on"), NO_ROWID)

    # spoken: 案3
    number: int = Field(primary_key=True)
    state: str = Field(sa_type=Words)
    # grows with every change of the row: of two at once the second is told
    revision: int
    # JSON list of everybody who wrote any of it: none of them may approve it
    authors: str = Field(sa_type=Words)
    note: str = Field(sa_type=Words)
    # the changed files as they are to be, and as they were when they were taken from the disk
    texts: str = Field(sa_type=Words)
    base: str = Field(sa_type=Words)
    # day in Japan from which it is published
    publish_on: str = Field(sa_type=Words)
    created_at: str = Field(sa_type=Words)
    changed_at: str = Field(sa_type=Words)
    # who approved or refused it, and when
    decided_by: str | None = Field(default=None, sa_type=Words)
    decided_at: str | None = Field(default=None, sa_type=Words)
    # why it was refused
    reason: str = Field(sa_type=Words)
    published_by: str | None = Field(default=None, sa_type=Words)
    published_at: str | None = Field(default=None, sa_type=Words)
    # code of what kept it from being published on its day
    trouble: str = Field(sa_type=Words)
    # the publication that it takes back
    reverts: int | None = Field(default=None)
