"""The two column types that both stores share.

Instants are text like `2026-11-22T05:41:00.000000Z` (shapes.instant_text), days `2026-11-22`: of one
width, so they sort as text, the same on both engines and in a backup.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

# A day after every other, where a case has no due date: sorts last and keeps keyset paging free of NULL.
NO_DAY = "9999-12-31"


class Words(TypeDecorator[str]):
    """Text that sorts by code point everywhere, as Python does (PostgreSQL would use the language of
    its host).
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text(collation="C" if dialect.name == "postgresql" else None)


class Sealed(TypeDecorator[bytes]):
    """Bytes: cipher, hashes, random ids."""

    impl = LargeBinary
    cache_ok = True


def day_text(day: date | None) -> str:
    """A day as kept; NO_DAY for none."""
    return NO_DAY if day is None else day.isoformat()


def day_of(text: str) -> date | None:
    """The day that was kept."""
    return None if text == NO_DAY else date.fromisoformat(text)


def instant_of(text: str) -> datetime:
    """The instant that was kept, aware, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def instant_or_none(text: str | None) -> datetime | None:
    """As instant_of, where there may be none."""
    return None if text is None else instant_of(text)
