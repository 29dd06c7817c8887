"""What the office knows about itself."""

from sqlmodel import Field

from shared.records.columns import Words
from shared.records.office_tables.registry import OfficeTable


class Rehearsal(OfficeTable, table=True):
    """A backup that was restored into a scratch place and found whole."""

    __tablename__ = "rehearsal"

    at: str = Field(primary_key=True, sa_type=Words)
    # when that backup was made
    backup_made_at: str = Field(sa_type=Words)
    # rows restored, and seconds taken
    rows: int
    seconds: int


class Setting(OfficeTable, table=True):
    """What the office must remember between starts, e.g. how far the mirror has come. No secrets, no
    persons.
    """

    __tablename__ = "setting"

    name: str = Field(primary_key=True, sa_type=Words)
    value: str = Field(sa_type=Words)
