"""経過 in the database: appended under the chain's own lock, read back, verified against heads and
anchors.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from shared.records.columns import instant_of
from shared.records.shapes import instant_text
from shared.records.store.visibility import Viewer
from shared.records.trail import (
    Anchor,
    BrokenLink,
    ChainHead,
    Deed,
    TrailRow,
    chain_start,
    next_row,
    verify_chain,
)

OFFICE_CHAIN = "office"  # for deeds that belong to no section: sign-in, keys, backup
_AT_A_TIME = 2000

# Raises the head and gives the one before: on PostgreSQL its row lock keeps the chain in one order.
_RAISE = text(
    "INSERT INTO trail_head (section, seq, hash) VALUES (:section, 1, :start) "
    "ON CONFLICT (section) DO UPDATE SET seq = trail_head.seq + 1 RETURNING seq, hash"
)
_APPEND = text(
    "INSERT INTO trail (section, seq, at, actor, action, reference, detail, detail_digest, hash) VALUES "
    "(:section, :seq, :at, :actor, :action, :reference, :detail, :detail_digest, :hash)"
)
_SET_HEAD = text("UPDATE trail_head SET hash = :hash WHERE section = :section")
_COLUMNS = "t.section, t.seq, t.at, t.actor, t.action, t.reference, t.detail, t.detail_digest, t.hash"
_CHAIN = text(f"SELECT {_COLUMNS} FROM trail t WHERE t.section = :section ORDER BY t.seq").execution_options(
    yield_per=_AT_A_TIME
)
_HEADS = text("SELECT section, seq, hash FROM trail_head ORDER BY section")
_SECTIONS = text("SELECT section FROM trail_head UNION SELECT DISTINCT section FROM trail ORDER BY section")
_MARK = text(
    "INSERT INTO trail_erasure (reference, at, reason) VALUES (:reference, :at, :reason) "
    "ON CONFLICT (reference) DO NOTHING"
)
_ERASE = text("UPDATE trail SET detail = NULL WHERE reference = :reference AND detail IS NOT NULL")
_ANCHOR = text("INSERT INTO anchor (at, signed) VALUES (:at, :signed)")
_ANCHORS = text("SELECT signed FROM anchor ORDER BY at")


def append_trail(connection: Connection, section: str, deed: Deed) -> TrailRow:
    """Adds a deed to the section's chain."""
    start = chain_start(section)
    raised = connection.execute(_RAISE, {"section": section, "start": start.hash}).one()
    row = next_row(section, ChainHead(raised.seq - 1, bytes(raised.hash)), deed)
    connection.execute(
        _APPEND,
        {
            "section": section,
            "seq": row.seq,
            "at": instant_text(row.at),
            "actor": row.actor,
            "action": row.action,
            "reference": row.reference,
            "detail": row.detail,
            "detail_digest": row.detail_digest,
            "hash": row.hash,
        },
    )
    connection.execute(_SET_HEAD, {"section": section, "hash": row.hash})
    return row


def trail_of(connection: Connection, reference: str, visible_to: Viewer) -> list[TrailRow]:
    """What was done to a case, in the order of time; empty where the viewer may not know of it."""
    statement = text(
        f"SELECT {_COLUMNS} FROM trail t JOIN submission s ON s.reference = t.reference "
        f"WHERE t.reference = :reference AND {visible_to.condition} ORDER BY t.at, t.section, t.seq"
    )
    parameters = {"reference": reference, "viewer": visible_to.staff}
    return [row_of(row) for row in connection.execute(statement, parameters).mappings()]


def deeds_of(connection: Connection, section: str, after_seq: int, most: int, visible_to: Viewer) -> list[TrailRow]:
    """A section's chain from `after_seq` on, for the chief's look-through; protected cases are left out."""
    statement = text(
        f"SELECT {_COLUMNS} FROM trail t LEFT JOIN submission s ON s.reference = t.reference "
        "WHERE t.section = :section AND t.seq > :after "
        f"AND (s.reference IS NULL OR {visible_to.condition}) ORDER BY t.seq LIMIT :most"
    )
    parameters = {"section": section, "after": after_seq, "most": most, "viewer": visible_to.staff}
    return [row_of(row) for row in connection.execute(statement, parameters).mappings()]


def heads(connection: Connection) -> dict[str, ChainHead]:
    """Where every chain ends, as the store remembers it: what an anchor signs."""
    return {row.section: ChainHead(row.seq, bytes(row.hash)) for row in connection.execute(_HEADS)}


def verify_trail(connection: Connection, anchors: Sequence[Anchor] = ()) -> BrokenLink | None:
    """The first broken link of all chains, in the order of sections; None where everything holds.

    `anchors` are those that left the machine, verified already.
    """
    ends = heads(connection)
    sections = set(connection.execute(_SECTIONS).scalars())
    for section in sorted(sections.union(*(anchor.heads for anchor in anchors))):
        known = [anchor.heads[section] for anchor in anchors if section in anchor.heads]
        end = ends.get(section, chain_start(section))
        broken = _verify(connection, section, [*known, end]) or _beyond(connection, section, end)
        if broken:
            return broken
    return None


def erase_details(connection: Connection, reference: str, at: datetime, reason: str) -> int:
    """Retention: the sealed details of a case go, its chain stays. `reason` is a code."""
    connection.execute(_MARK, {"reference": reference, "at": instant_text(at), "reason": reason})
    return connection.execute(_ERASE, {"reference": reference}).rowcount


def keep_anchor(connection: Connection, at: datetime, signed: bytes) -> None:
    """The daily anchor as trail.make_anchor made it."""
    connection.execute(_ANCHOR, {"at": instant_text(at), "signed": signed})


def anchors(connection: Connection) -> list[bytes]:
    """All anchors, oldest first, signed."""
    return [bytes(signed) for signed in connection.execute(_ANCHORS).scalars()]


def row_of(row: Mapping[Any, Any]) -> TrailRow:
    """The dataclass of a row of `trail`."""
    detail = row["detail"]
    return TrailRow(
        section=row["section"],
        seq=row["seq"],
        at=instant_of(row["at"]),
        actor=row["actor"],
        action=row["action"],
        reference=row["reference"],
        detail_digest=bytes(row["detail_digest"]),
        hash=bytes(row["hash"]),
        detail=None if detail is None else bytes(detail),
    )


def _verify(connection: Connection, section: str, known: Sequence[ChainHead]) -> BrokenLink | None:
    with connection.execute(_CHAIN, {"section": section}) as found:
        return verify_chain(section, map(row_of, found.mappings()), known)


def _beyond(connection: Connection, section: str, head: ChainHead) -> BrokenLink | None:
    """Rows that nobody appended by the rules: they follow correctly, yet the head does not know them."""
    beyond = text("SELECT min(seq) FROM trail WHERE section = :section AND seq > :seq")
    first = connection.execute(beyond, {"section": section, "seq": head.count}).scalar()
    return None if first is None else BrokenLink(section, first, "order")
