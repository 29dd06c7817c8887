"""Which browsers are kiosks."""

from sqlalchemy import Index
from sqlmodel import Field

from shared.records.columns import Sealed, Words
from shared.records.office_tables.registry import OfficeTable


class Device(OfficeTable, table=True):
    __tablename__ = "device"
    __table_args__ = (Index("device_hash", "hash", unique=True),)

    # what the operator calls it; stands in the trail
    name: str = Field(primary_key=True, sa_type=Words)
    # a keyed digest of the code that enrols it, once, until then
    code: bytes | None = Field(default=None, sa_type=Sealed)
    code_until: str | None = Field(default=None, sa_type=Words)
    # SHA-256 of the secret that its browser holds; none before it is enrolled and once it is revoked
    hash: bytes | None = Field(default=None, sa_type=Sealed)
    enrolled_at: str | None = Field(default=None, sa_type=Words)
    # the last day, in Japan, on which it asked for anything
    seen_on: str | None = Field(default=None, sa_type=Words)
    revoked_at: str | None = Field(default=None, sa_type=Words)
