"""Numbers given, cases counted, persons protected."""

from sqlalchemy import Index
from sqlmodel import Field

from shared.records.columns import Sealed, Words
from shared.records.office_tables.registry import NO_ROWID, OfficeTable


class RegisterCounter(OfficeTable, table=True):
    """The last 収受番号 given. No counter is common to the city: it would make all sections wait for
    each other.
    """

    __tablename__ = "register_counter"
    __table_args__ = (NO_ROWID,)

    section: str = Field(primary_key=True, sa_type=Words)
    fiscal_year: int = Field(primary_key=True)
    last: int


class StatusCount(OfficeTable, table=True):
    """How many submissions stand where. Protected ones are not counted here: they exist for no one else."""

    __tablename__ = "status_count"
    __table_args__ = (NO_ROWID,)

    section: str = Field(primary_key=True, sa_type=Words)
    status: str = Field(primary_key=True, sa_type=Words)
    n: int


class ProtectedPerson(OfficeTable, table=True):
    """支援措置: keyed digests of protected persons and their children, looked up before a case becomes
    visible.
    """

    __tablename__ = "protected_person"
    __table_args__ = (Index("protected_person_entry", "entry"), NO_ROWID)

    field: str = Field(primary_key=True, sa_type=Words)
    token: bytes = Field(primary_key=True, sa_type=Sealed)
    # random id of the entry on the list: one person has several tokens
    entry: str = Field(primary_key=True, sa_type=Words)
    # last day of the measure in Japan
    until: str = Field(sa_type=Words)
    # staff who may see this person's cases, as a JSON list of names
    viewers: str = Field(sa_type=Words)
