"""What all tables of the office share. `every.OFFICE` is the registry with all of them in it."""

from sqlalchemy import Index, text
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

TABLES = registry()
NO_ROWID = {"sqlite_with_rowid": False}  # the key is the table: one look-up instead of two


class OfficeTable(SQLModel, registry=TABLES):
    """Base of every table of the office."""


def partial(name: str, *columns: str, where: str) -> Index:
    """An index over some of the rows, on both engines."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
