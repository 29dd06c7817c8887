"""Proposals for the catalogue: rows of `proposal`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

from shared.records.columns import instant_of, instant_or_none
from shared.records.shapes import instant_text
from shared.records.store.rows import codes_of, codes_text
from shared.records.store.trail_rows import OFFICE_CHAIN, append_trail
from shared.records.trail import Deed

Texts = Mapping[str, str | None]  # name of a file from the catalogue's folder → what is in it, None: no such file


class State(StrEnum):
    """Where a proposal is."""

    DRAFT = "draft"
    WAITING = "waiting"  # for somebody else's approval
    APPROVED = "approved"  # waits for its day
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True)
class ProposalHead:
    """A proposal without its texts."""

    number: int
    state: State
    revision: int
    authors: tuple[str, ...]
    note: str
    publish_on: date
    created_at: datetime
    changed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    published_by: str | None = None
    published_at: datetime | None = None
    trouble: str = ""  # code of what kept it from being published on its day
    reverts: int | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal(ProposalHead):
    """`texts`: the changed files as they are to be; `base`: as they were when they were taken from the disk."""

    texts: Texts
    base: Texts


_HEAD = (
    "number, state, revision, authors, note, publish_on, created_at, changed_at, decided_by, decided_at, reason, "
    "published_by, published_at, trouble, reverts"
)
_NEW = text(
    "INSERT INTO proposal (number, state, revision, authors, note, texts, base, publish_on, created_at, changed_at, "
    "decided_by, decided_at, reason, published_by, published_at, trouble, reverts) "
    "SELECT coalesce(max(number), 0) + 1, :state, 1, :authors, :note, :texts, :base, :publish_on, :at, :at, NULL, "
    "NULL, '', NULL, NULL, '', CAST(:reverts AS INTEGER) FROM proposal RETURNING number"
)
_CHANGE = text(
    "UPDATE proposal SET state = :state, revision = revision + 1, authors = :authors, note = :note, texts = :texts, "
    "base = :base, publish_on = :publish_on, changed_at = :changed_at, decided_by = :decided_by, "
    "decided_at = :decided_at, reason = :reason, published_by = :published_by, published_at = :published_at, "
    "trouble = :trouble WHERE number = :number AND revision = :revision"
)
_ONE = text(f"SELECT {_HEAD}, texts, base FROM proposal WHERE number = :number")
_ALL = text(f"SELECT {_HEAD} FROM proposal ORDER BY number DESC LIMIT :most")
_DUE = text(
    "SELECT number FROM proposal WHERE state = 'approved' AND publish_on <= :day AND trouble = '' "
    "ORDER BY publish_on, number"
)


def add_proposal(connection: Connection, new: Proposal, deed: Callable[[int], Deed]) -> int:
    """A new row, whose number is given here, with its row of the trail."""
    values = {"state": new.state.value, "at": instant_text(new.created_at), "reverts": new.reverts}
    number: int = connection.execute(_NEW, {**values, **_written(new)}).scalar_one()
    append_trail(connection, OFFICE_CHAIN, deed(number))
    return number


def change_proposal(connection: Connection, changed: Proposal, deed: Deed) -> bool:
    """The row as it is to be, with its row of the trail. False where another was first, by its revision."""
    values = {
        "number": changed.number,
        "revision": changed.revision,
        "state": changed.state.value,
        "changed_at": instant_text(changed.changed_at),
        "decided_by": changed.decided_by,
        "decided_at": instant_text(changed.decided_at) if changed.decided_at else None,
        "reason": changed.reason,
        "published_by": changed.published_by,
        "published_at": instant_text(changed.published_at) if changed.published_at else None,
        "trouble": changed.trouble,
    }
    first = connection.execute(_CHANGE, {**values, **_written(changed)}).rowcount == 1
    if first:
        append_trail(connection, OFFICE_CHAIN, deed)
    return first


def proposal(connection: Connection, number: int) -> Proposal | None:
    row = connection.execute(_ONE, {"number": number}).mappings().first()
    if row is None:
        return None
    return Proposal(**_head(row), texts=json.loads(row["texts"]), base=json.loads(row["base"]))


def heads(connection: Connection, most: int) -> list[ProposalHead]:
    """Newest first."""
    return [ProposalHead(**_head(row)) for row in connection.execute(_ALL, {"most": most}).mappings()]


def due(connection: Connection, day: date) -> list[int]:
    """Numbers of those that are approved and whose day has come, in the order of their days."""
    return list(connection.execute(_DUE, {"day": day.isoformat()}).scalars())


def _written(row: Proposal) -> dict[str, Any]:
    return {
        "authors": codes_text(row.authors),
        "note": row.note,
        "texts": json.dumps(dict(row.texts), ensure_ascii=False),
        "base": json.dumps(dict(row.base), ensure_ascii=False),
        "publish_on": row.publish_on.isoformat(),
    }


def _head(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "number": row["number"],
        "state": State(row["state"]),
        "revision": row["revision"],
        "authors": codes_of(row["authors"]),
        "note": row["note"],
        "publish_on": date.fromisoformat(row["publish_on"]),
        "created_at": instant_of(row["created_at"]),
        "changed_at": instant_of(row["changed_at"]),
        "decided_by": row["decided_by"],
        "decided_at": instant_or_none(row["decided_at"]),
        "reason": row["reason"],
        "published_by": row["published_by"],
        "published_at": instant_or_none(row["published_at"]),
        "trouble": row["trouble"],
        "reverts": row["reverts"],
    }
