"""The queue, page by page, and how many stand where. Keyset only: a page costs the same at any depth.

Order: what needs attention, then the earliest due day, then the earliest arrival; or the newest arrival
first.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection, text

from shared.records.columns import day_text
from shared.records.shapes import instant_text
from shared.records.status import Status
from shared.records.store.rows import QUEUE, SealedQueueRow, queue_row_of
from shared.records.store.visibility import Viewer

Order = Literal["due", "newest"]
Tokens = Mapping[bytes, str]  # {token: field}

_DUE = "s.queue_rank, s.due_on, s.received_at, s.reference"
_NEWEST = "s.received_at, s.reference"
_EXACT = ("reference", "register_number")
_NOTHING = "SELECT reference FROM submission WHERE 1 = 0"
_COUNTS = "SELECT section, status, n FROM status_count WHERE section IN ({sections})"
_PROTECTED = (
    "SELECT s.section, s.status, count(*) AS n FROM submission s WHERE s.visibility = 'protected' "
    "AND s.section IN ({sections}) AND {visible} GROUP BY s.section, s.status"
)


@dataclass(frozen=True)
class QueueMark:
    """Behind which row a page ends; holds no personal data."""

    rank: int
    due_on: str
    received_at: str
    reference: str

    def as_text(self) -> str:
        return f"{self.rank}|{self.due_on}|{self.received_at}|{self.reference}"

    @classmethod
    def from_text(cls, text_: str) -> "QueueMark":
        """Raises ValueError for anything else."""
        rank, due_on, received_at, reference = text_.split("|")
        return cls(int(rank), due_on, received_at, reference)


@dataclass(frozen=True)
class QueueFilter:
    """Which part of the queue. Empty means: no restriction, except that `statuses` empty is "all that is open".

    `tokens`: section → {token: field} of a search; a case that has any of them is found. `exactly`: a reference
    or register number that was typed; found too.
    """

    sections: tuple[str, ...]
    statuses: frozenset[Status] = frozenset()
    channel: str = ""
    procedure_id: str = ""
    assignee: str | None = None  # "" is what nobody has taken up
    attention_only: bool = False
    tokens: Mapping[str, Tokens] = field(default_factory=dict)
    exactly: tuple[str, ...] = ()
    order: Order = "due"


@dataclass(frozen=True)
class QueuePage:
    """Rows in order; `after` is where the next page begins, None on the last one."""

    rows: tuple[SealedQueueRow, ...]
    after: QueueMark | None


def queue_page(
    connection: Connection,
    asked: QueueFilter,
    visible_to: Viewer,
    limit: int = 50,
    after: QueueMark | None = None,
) -> QueuePage:
    """One page of the queue of all asked sections together."""
    found = [_rows(connection, asked, section, visible_to, limit + 1, after) for section in asked.sections]
    newest = asked.order == "newest"
    merged = heapq.merge(*found, key=_newest_key if newest else _due_key, reverse=newest)
    rows = [row for row, _ in zip(merged, range(limit + 1), strict=False)]
    if len(rows) <= limit:
        return QueuePage(tuple(rows), None)
    return QueuePage(tuple(rows[:limit]), _mark(rows[limit - 1]))


def counts(connection: Connection, sections: tuple[str, ...], visible_to: Viewer) -> dict[str, dict[Status, int]]:
    """How many visible submissions stand where: {section: {status: n}}, every section named, zeros left
    out.
    """
    found: dict[str, dict[Status, int]] = {section: {} for section in sections}
    if not sections:
        return found
    names = {f"section{n}": section for n, section in enumerate(sections)}
    listed = ", ".join(f":{name}" for name in names)
    protected = _PROTECTED.format(sections=listed, visible=visible_to.condition)
    for statement in (_COUNTS.format(sections=listed), protected):
        for row in connection.execute(text(statement), {**names, "viewer": visible_to.staff}):
            if row.n:
                at = found[row.section]
                at[Status(row.status)] = at.get(Status(row.status), 0) + row.n
    return found


def _rows(
    connection: Connection,
    asked: QueueFilter,
    section: str,
    visible_to: Viewer,
    most: int,
    after: QueueMark | None,
) -> list[SealedQueueRow]:
    values: dict[str, object] = {"section": section, "viewer": visible_to.staff, "most": most}
    conditions = ["s.section = :section", *_conditions(asked, values), visible_to.condition]
    found = _found(asked, section, values)
    if found:
        conditions.append("s.reference = found.reference")
    if after is not None:
        conditions.append(_behind(asked.order, after, values))
    order = _DUE if asked.order == "due" else "s.received_at DESC, s.reference DESC"
    statement = (
        f"SELECT {QUEUE} FROM {found}submission s JOIN submission_body b ON b.reference = s.reference "
        f"WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT :most"
    )
    return [queue_row_of(row) for row in connection.execute(text(statement), values).mappings()]


def _conditions(asked: QueueFilter, values: dict[str, object]) -> list[str]:
    conditions = ["s.queue_rank < 2"] if not asked.statuses else [_among(asked.statuses, values)]
    if asked.attention_only:
        conditions.append("s.queue_rank = 0")
    for column in ("channel", "procedure_id"):
        if value := getattr(asked, column):
            conditions.append(f"s.{column} = :{column}")
            values[column] = value
    if asked.assignee is not None:
        conditions.append("s.assignee = :assignee")
        values["assignee"] = asked.assignee
    return conditions


def _among(statuses: frozenset[Status], values: dict[str, object]) -> str:
    names = {f"status{n}": status.value for n, status in enumerate(sorted(statuses))}
    values.update(names)
    return f"s.status IN ({', '.join(f':{name}' for name in names)})"


def _found(asked: QueueFilter, section: str, values: dict[str, object]) -> str:
    """What a search finds, as the table `found` to begin with: SQLite would look through all that is open instead.

    Empty where nothing is searched for.
    """
    ways = []
    for n, typed in enumerate(asked.exactly):
        values[f"exactly{n}"] = typed
        ways += [f"SELECT reference FROM submission WHERE {column} = :exactly{n}" for column in _EXACT]
    for n, (token, field_) in enumerate(asked.tokens.get(section, {}).items()):
        values[f"token{n}"], values[f"field{n}"] = token, field_
        ways.append(
            f"SELECT reference FROM search_token WHERE section = :section AND field = :field{n} AND token = :token{n}"
        )
    if not ways:
        return f"({_NOTHING}) found CROSS JOIN " if asked.tokens else ""
    return f"({' UNION '.join(ways)}) found CROSS JOIN "


def _behind(order: Order, after: QueueMark, values: dict[str, object]) -> str:
    values.update(rank=after.rank, due=after.due_on, at=after.received_at, reference=after.reference)
    if order == "newest":
        return f"({_NEWEST}) < (:at, :reference)"
    return f"({_DUE}) > (:rank, :due, :at, :reference)"


def _mark(row: SealedQueueRow) -> QueueMark:
    shown = row.row
    return QueueMark(row.rank, day_text(shown.due_on), instant_text(shown.received_at), shown.reference)


def _due_key(row: SealedQueueRow) -> tuple[object, ...]:
    mark = _mark(row)
    return mark.rank, mark.due_on, mark.received_at, mark.reference


def _newest_key(row: SealedQueueRow) -> tuple[object, ...]:
    return instant_text(row.row.received_at), row.row.reference
