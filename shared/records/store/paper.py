"""Paper that waits: sheets without a procedure, what was typed so far, drafts that are out for a signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from shared.errors import SubmissionNotFound
from shared.records.columns import instant_of
from shared.records.shapes import instant_text
from shared.records.store.changes import Change, Changed, change_submission
from shared.records.store.rows import PLAIN, Row, submission_of
from shared.records.store.trail_rows import append_trail
from shared.records.store.visibility import Viewer
from shared.records.submission import Submission
from shared.records.trail import Deed

_KEEP_SHEET = text(
    "INSERT INTO unsorted_sheet (reference, key_mark, arrived_at, channel, received_by, sealed) "
    "VALUES (:reference, :key_mark, :arrived_at, :channel, :received_by, :sealed) ON CONFLICT DO NOTHING"
)
_BY_KEY = text("SELECT * FROM unsorted_sheet WHERE key_mark = :key_mark")
_SHEET = text("SELECT * FROM unsorted_sheet WHERE reference = :reference")
_SHEETS = text("SELECT * FROM unsorted_sheet ORDER BY arrived_at, reference LIMIT :most")
_DROP_SHEET = text("DELETE FROM unsorted_sheet WHERE reference = :reference")
_ENTRIES = text("SELECT * FROM paper_entry WHERE reference = :reference ORDER BY turn")
_PUT_ENTRY = text(
    "INSERT INTO paper_entry (reference, turn, staff, done, sealed, saved_at) "
    "VALUES (:reference, :turn, :staff, :done, :sealed, :saved_at) "
    "ON CONFLICT (reference, turn) DO UPDATE SET done = :done, sealed = :sealed, saved_at = :saved_at "
    "WHERE paper_entry.staff = :staff"
)
_GIVE_ENTRY = text("UPDATE paper_entry SET staff = :staff WHERE reference = :reference AND turn = :turn AND done = 0")
_REOPEN = text("UPDATE paper_entry SET done = 0 WHERE reference = :reference AND turn = 1")
_DROP_SECOND = text("DELETE FROM paper_entry WHERE reference = :reference AND turn = 2")
_DROP_ENTRIES = text("DELETE FROM paper_entry WHERE reference = :reference")
_PUT_WAIT = text(
    "INSERT INTO signature_wait (reference, section, procedure_id, staff, printed_at, sealed) "
    "VALUES (:reference, :section, :procedure_id, :staff, :printed_at, :sealed) "
    "ON CONFLICT (reference) DO UPDATE SET staff = :staff, printed_at = :printed_at, sealed = :sealed"
)
_WAIT = text("SELECT * FROM signature_wait WHERE reference = :reference")
_DROP_WAIT = text("DELETE FROM signature_wait WHERE reference = :reference")


@dataclass(frozen=True, repr=False)
class SheetRow:
    """A sheet without a procedure. `channel`: "paper" or "post"; `sealed`: scans and proof, by the vault."""

    reference: str
    key_mark: bytes
    arrived_at: datetime
    channel: str
    received_by: str
    sealed: bytes


@dataclass(frozen=True, repr=False)
class EntryRow:
    """What one person typed of a sheet. `turn` 1: all of it; 2: the marked answers once more."""

    reference: str
    turn: int
    staff: str
    done: bool
    sealed: bytes
    saved_at: datetime


@dataclass(frozen=True, repr=False)
class WaitRow:
    """A draft that is out for a signature. `sealed`: the root of its folder, by the vault."""

    reference: str
    section: str
    procedure_id: str
    staff: str
    printed_at: datetime
    sealed: bytes


def keep_sheet(connection: Connection, row: SheetRow) -> SheetRow:
    """Keeps it, or gives the one that the same key kept before."""
    connection.execute(_KEEP_SHEET, {**vars(row), "arrived_at": instant_text(row.arrived_at)})
    kept = connection.execute(_BY_KEY, {"key_mark": row.key_mark}).mappings().one()
    return _sheet(kept)


def sheet_by_key(connection: Connection, key_mark: bytes) -> SheetRow | None:
    row = connection.execute(_BY_KEY, {"key_mark": key_mark}).mappings().first()
    return None if row is None else _sheet(row)


def sheet(connection: Connection, reference: str) -> SheetRow:
    """Raises SubmissionNotFound."""
    row = connection.execute(_SHEET, {"reference": reference}).mappings().first()
    if row is None:
        raise SubmissionNotFound("submission_not_found")
    return _sheet(row)


def sheets(connection: Connection, most: int) -> list[SheetRow]:
    """Those that wait to be sorted, oldest arrival first."""
    return [_sheet(row) for row in connection.execute(_SHEETS, {"most": most}).mappings()]


def drop_sheet(connection: Connection, reference: str) -> None:
    """It is a submission now."""
    connection.execute(_DROP_SHEET, {"reference": reference})


def entries(connection: Connection, reference: str) -> list[EntryRow]:
    """What was typed, the first turn first."""
    return [_entry(row) for row in connection.execute(_ENTRIES, {"reference": reference}).mappings()]


def put_entry(connection: Connection, row: EntryRow) -> bool:
    """Keeps it; False where somebody else has this turn in hand."""
    values = {**vars(row), "done": int(row.done), "saved_at": instant_text(row.saved_at)}
    return connection.execute(_PUT_ENTRY, values).rowcount == 1


def give_entry(connection: Connection, reference: str, turn: int, staff: str) -> bool:
    """Somebody else goes on with a turn that is not finished; what was typed stays sealed for the turn."""
    values = {"reference": reference, "turn": turn, "staff": staff}
    return connection.execute(_GIVE_ENTRY, values).rowcount == 1


def reopen_entry(connection: Connection, reference: str) -> None:
    """The first turn open again, the second gone."""
    connection.execute(_DROP_SECOND, {"reference": reference})
    connection.execute(_REOPEN, {"reference": reference})


def complete(connection: Connection, change: Change) -> Changed:
    """The record with what was typed; what was typed besides is gone. Raises as change_submission."""
    changed = change_submission(connection, change)
    drop_entries(connection, change.after.reference)
    return changed


def drop_entries(connection: Connection, reference: str) -> None:
    """The record is complete."""
    connection.execute(_DROP_ENTRIES, {"reference": reference})


def marked(
    connection: Connection, code: str, sections: Sequence[str], visible_to: Viewer, most: int
) -> list[tuple[Submission, tuple[EntryRow, ...]]]:
    """Open cases with this attention code, the earliest arrival first, each with what was typed of it.

    What needs attention is a small part of what is open, and the index over open cases leads to it.
    """
    names = {f"s{n}": section for n, section in enumerate(sections)}
    if not names:
        return []
    statement = text(
        f"SELECT {PLAIN} FROM submission s WHERE s.section IN ({', '.join(f':{name}' for name in names)}) "
        f"AND s.queue_rank = 0 AND s.attention LIKE :code AND {visible_to.condition} "
        "ORDER BY s.received_at, s.reference LIMIT :most"
    )
    values = {**names, "code": f'%"{code}"%', "viewer": visible_to.staff, "most": most}
    found = [submission_of(row) for row in connection.execute(statement, values).mappings()]
    return [(one, tuple(entries(connection, one.reference))) for one in found]


def put_wait(connection: Connection, row: WaitRow, deed: Deed) -> None:
    """The sheet went out to be signed, for the first time or again; with its row of the section's trail."""
    connection.execute(_PUT_WAIT, {**vars(row), "printed_at": instant_text(row.printed_at)})
    append_trail(connection, row.section, deed)


def wait(connection: Connection, reference: str) -> WaitRow | None:
    row = connection.execute(_WAIT, {"reference": reference}).mappings().first()
    return None if row is None else _wait(row)


def waits(connection: Connection, sections: Sequence[str], most: int) -> list[WaitRow]:
    """Those of these sections, the earliest first."""
    names = {f"s{n}": section for n, section in enumerate(sections)}
    if not names:
        return []
    statement = text(
        f"SELECT * FROM signature_wait WHERE section IN ({', '.join(f':{name}' for name in names)}) "
        "ORDER BY printed_at, reference LIMIT :most"
    )
    return [_wait(row) for row in connection.execute(statement, {**names, "most": most}).mappings()]


def drop_wait(connection: Connection, reference: str) -> bool:
    """It came back signed. False where it does not wait."""
    return connection.execute(_DROP_WAIT, {"reference": reference}).rowcount == 1


def give_up_wait(connection: Connection, row: WaitRow, deed: Deed) -> bool:
    """It will not come back; with its row of the section's trail. False where somebody was quicker."""
    dropped = drop_wait(connection, row.reference)
    if dropped:
        append_trail(connection, row.section, deed)
    return dropped


def _sheet(row: Row) -> SheetRow:
    kept = dict(row)
    return SheetRow(**{**kept, "arrived_at": instant_of(kept["arrived_at"])})


def _entry(row: Row) -> EntryRow:
    kept = dict(row)
    return EntryRow(**{**kept, "done": bool(kept["done"]), "saved_at": instant_of(kept["saved_at"])})


def _wait(row: Row) -> WaitRow:
    kept = dict(row)
    return WaitRow(**{**kept, "printed_at": instant_of(kept["printed_at"])})
