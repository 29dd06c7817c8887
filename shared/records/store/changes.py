"""What happens to a record after filing: one transaction of row, trail, counts, tokens and letters, or
nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, text

from shared.errors import SubmissionChanged, SubmissionNotFound
from shared.language import clock
from shared.records.card import SealedCard
from shared.records.folder import FolderRow
from shared.records.shapes import instant_text
from shared.records.status import Status
from shared.records.store.attachments import NewAttachment, put_attachments
from shared.records.store.filing import DUPLICATE
from shared.records.store.outgoing import Dropped, Letter, put_letters
from shared.records.store.parts import add_to_count, name_viewers, put_filed, put_tokens
from shared.records.store.protected import FieldToken, hold, protected_by
from shared.records.store.rows import PLAIN, changing_values, submission_of
from shared.records.store.trail_rows import append_trail, erase_details
from shared.records.submission import Submission, Visibility
from shared.records.trail import Deed
from shared.records.vault import wrap_number

_NOW = f"SELECT {PLAIN} FROM submission s WHERE s.reference = :reference"
_LOCKED = {"postgresql": " FOR UPDATE"}  # SQLite has one writer
_CHANGE = text(
    "UPDATE submission SET section = :section, status = :status, queue_rank = :queue_rank, "
    "visibility = :visibility, due_on = :due_on, waiting_since = :waiting_since, decided_at = :decided_at, "
    "completed_at = :completed_at, retain_until = :retain_until, assignee = :assignee, fee = :fee, "
    "fee_state = :fee_state, flags = :flags, attention = :attention, linked = :linked, "
    "revision = revision + 1, updated_at = :updated_at WHERE reference = :reference AND revision = :seen"
)
_IS_HIDDEN = text("SELECT 1 FROM submission WHERE reference = :reference AND visibility = 'protected'")
_KNOWN = text("SELECT reference FROM filed WHERE envelope_id = :id AND digest = :digest AND reference = :reference")
_SET_BODY = text("UPDATE submission_body SET body = :body WHERE reference = :reference")
_SET_APPLICANT = text("UPDATE submission_body SET applicant = :applicant WHERE reference = :reference")
_DROP_TOKENS = text("DELETE FROM search_token WHERE reference = :reference")
_SHRED = text(
    "UPDATE submission_body SET wrap = NULL, wrap_key = '', applicant = NULL, body = NULL WHERE reference = :reference"
)
_SHRED_FILES = text("UPDATE attachment SET sealed = NULL WHERE reference = :reference")
_BLOBS = text("SELECT blob_id FROM attachment WHERE reference = :reference ORDER BY n")
_UNDER_KEY = text(
    "SELECT reference, wrap FROM submission_body WHERE wrap_key = :key AND reference > :after "
    "ORDER BY reference LIMIT :most"
)
_REWRAP = text(
    "UPDATE submission_body SET wrap = :wrap, wrap_key = :key WHERE reference = :reference AND wrap = :before"
)


@dataclass(frozen=True, repr=False)
class Change:
    """What somebody did to a case.

    `after`: the record as it is to be; its `revision` is the one that was seen. `detail` is sealed as
    trail|reference|action. `applicant`, `body`: new sealed columns, None leaves them. `attachments` are added.
    `tokens`: {token: field}, replace all; needed where the section changes, for tokens belong to a section.
    `filed`: (envelope id, digest) of the envelope that asked for it. `viewers` replace those of the case, with its
    visibility; None leaves both as they are. `rests_on`: (action, sealed detail) of what had to be done first, each a
    row of the trail before its own. `looked_for`: whom the new body names; where the list has one of them
    at this moment, the case is hidden. `cards` gets the record as it was kept.
    """

    after: Submission
    at: datetime
    actor: str
    action: str
    detail: bytes = b""
    applicant: bytes | None = None
    body: bytes | None = None
    attachments: tuple[NewAttachment, ...] = ()
    tokens: Mapping[bytes, str] | None = None
    filed: tuple[str, bytes] | None = None
    viewers: tuple[str, ...] | None = None
    looked_for: tuple[FieldToken, ...] = ()
    folder: FolderRow | None = None
    cards: Callable[[Submission], Sequence[SealedCard]] = lambda kept: ()
    dropped: tuple[Dropped, ...] = ()
    rests_on: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, repr=False)
class Changed:
    """The record as it is now. `fresh` is False where the same envelope had done this before."""

    submission: Submission
    fresh: bool


def change_submission(connection: Connection, change: Change) -> Changed:
    """Makes the change where nobody was faster.

    Raises SubmissionNotFound, SubmissionChanged(revision=…). A section that changes needs `tokens`.
    """
    if change.looked_for:
        hold(connection)
    before = current(connection, change.after.reference)
    if change.filed is not None and _was_filed(connection, change.filed, before.reference):
        return Changed(before, False)
    if change.after.section != before.section and change.tokens is None:
        raise ValueError("another section needs its own tokens")
    change = _by_the_list(connection, _what_hiding_decides(connection, change, before))
    kept = _update(connection, change, before)
    _change_parts(connection, change)
    for action, detail in (*change.rests_on, (change.action, change.detail)):
        append_trail(connection, before.section, Deed(change.at, change.actor, action, before.reference, detail))
    _move_count(connection, before, kept)
    folder: tuple[Letter, ...] = () if change.folder is None else (change.folder,)
    put_letters(connection, (*folder, *change.cards(kept), *change.dropped))
    return Changed(kept, True)


def current(connection: Connection, reference: str) -> Submission:
    """The record for whoever is about to change it, visible or not; nobody else changes it until the COMMIT.

    Raises SubmissionNotFound.
    """
    statement = text(_NOW + _LOCKED.get(connection.dialect.name, ""))
    row = connection.execute(statement, {"reference": reference}).mappings().first()
    if row is None:
        raise SubmissionNotFound("submission_not_found")
    return submission_of(row)


def shred(connection: Connection, reference: str, at: datetime, actor: str) -> tuple[str, ...]:
    """Retention: nothing sealed of this case opens again, nobody finds it by name; register and chain stay.

    Returns the ids of the blobs whose files are to be deleted after the commit.
    """
    before = current(connection, reference)
    blobs = tuple(connection.execute(_BLOBS, {"reference": reference}).scalars())
    for statement in (_SHRED, _SHRED_FILES, _DROP_TOKENS):
        connection.execute(statement, {"reference": reference})
    append_trail(connection, before.section, Deed(at, actor, "shred", reference))
    erase_details(connection, reference, at, "retention")
    return blobs


def wraps_under(connection: Connection, number: int, after: str, most: int) -> list[tuple[str, bytes]]:
    """(reference, wrap) of cases under this vault key, to be wrapped again, in the order of references."""
    found = connection.execute(_UNDER_KEY, {"key": f"vault-{number}", "after": after, "most": most})
    return [(row.reference, bytes(row.wrap)) for row in found]


def put_wrap(connection: Connection, reference: str, before: bytes, wrap: bytes) -> bool:
    """The same case key under another vault key; False where it was shredded or wrapped meanwhile."""
    values = {"reference": reference, "before": before, "wrap": wrap, "key": f"vault-{wrap_number(wrap)}"}
    return connection.execute(_REWRAP, values).rowcount == 1


def _what_hiding_decides(connection: Connection, change: Change, before: Submission) -> Change:
    """A case that was hidden since it was read stays hidden, and no link leads to one that is (hiding.py)."""
    after = change.after
    if change.viewers is None:
        after = replace(after, visibility=before.visibility)
    if after.linked != before.linked and connection.execute(_IS_HIDDEN, {"reference": after.linked}).first():
        told = tuple(code for code in after.attention if code != DUPLICATE)
        after = replace(after, linked=before.linked, attention=told)
    return replace(change, after=after)


def _by_the_list(connection: Connection, change: Change) -> Change:
    viewers = protected_by(connection, change.looked_for, clock.today())
    if not viewers:
        return change
    return replace(change, viewers=viewers, after=replace(change.after, visibility=Visibility.PROTECTED))


def _was_filed(connection: Connection, filed: tuple[str, bytes], reference: str) -> bool:
    values = {"id": filed[0], "digest": filed[1], "reference": reference}
    return connection.execute(_KNOWN, values).first() is not None


def _update(connection: Connection, change: Change, before: Submission) -> Submission:
    values = changing_values(change.after)
    seen = change.after.revision
    values |= {"reference": before.reference, "seen": seen, "updated_at": instant_text(change.at)}
    if connection.execute(_CHANGE, values).rowcount != 1:
        raise SubmissionChanged("submission_changed", revision=before.revision)
    return replace(change.after, revision=seen + 1)


def _change_parts(connection: Connection, change: Change) -> None:
    reference = change.after.reference
    if change.body is not None:
        connection.execute(_SET_BODY, {"reference": reference, "body": change.body})
    if change.applicant is not None:
        connection.execute(_SET_APPLICANT, {"reference": reference, "applicant": change.applicant})
    if change.tokens is not None:
        connection.execute(_DROP_TOKENS, {"reference": reference})
        put_tokens(connection, change.after.section, reference, change.tokens)
    if change.filed is not None:
        put_filed(connection, *change.filed, reference)
    if change.viewers is not None:
        name_viewers(connection, reference, change.viewers)
    put_attachments(connection, reference, change.attachments)


def _move_count(connection: Connection, before: Submission, after: Submission) -> None:
    """In one order of rows for everybody, so that PostgreSQL sees no deadlock."""
    moves: dict[tuple[str, str], int] = {}
    for submission, n in ((before, -1), (after, 1)):
        if submission.visibility is Visibility.SECTION:
            place = (submission.section, submission.status.value)
            moves[place] = moves.get(place, 0) + n
    for section, status in sorted(moves):
        if moves[section, status]:
            add_to_count(connection, section, Status(status), moves[section, status])
