"""The office's store as casework uses it: transactions for the functions of this package, and what the vault
opens.

    store.run(people.put_staff, row)          a write: one transaction, durable when it returns
    store.read(pages.counts, sections, who)   a read

Everything may raise StoreUnavailable; then nothing was acknowledged.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from shared.errors import CannotUnseal, CodeSlip, SubmissionNotFound
from shared.language import clock
from shared.records.database import reading
from shared.records.envelope import Body
from shared.records.reference import tidy_reference
from shared.records.shapes import JsonObject
from shared.records.store import cases, pages, protected, trail_rows
from shared.records.store.changes import Change, Changed, change_submission
from shared.records.store.filing import Another, FiledRow, NewSubmission, file_submission, file_submissions
from shared.records.store.pages import QueueFilter, QueueMark
from shared.records.store.protected import FieldToken
from shared.records.store.rows import SealedQueueRow, SealedSubmission
from shared.records.store.visibility import Viewer
from shared.records.submission import QueueRow, Submission, TrailEntry
from shared.records.trail import Deed, TrailRow
from shared.records.vault import CaseKey, Vault, query_terms
from shared.records.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

UNREADABLE = "unreadable"  # attention: what is sealed here does not open (changed or moved bytes)


@dataclass(frozen=True, repr=False)
class Page:
    """A page of the queue with names; `after` is where the next one begins, None on the last one."""

    rows: tuple[QueueRow, ...]
    after: QueueMark | None


@dataclass(frozen=True, repr=False)
class OpenAttachment:
    """The office's copy of a file. `described`: question, name, type, key (hex), sha256."""

    n: int
    blob_id: str
    size: int
    described: JsonObject


class OfficeStore:
    """May be shared by threads. Who may read is decided by casework; what may be seen, by the viewer."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self._writer = Writer(engine)

    def run(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `fn(connection, …)` returned, after its COMMIT."""
        return self._writer.run(lambda connection: fn(connection, *args, **kwargs))

    def read(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `fn(connection, …)` read."""
        with reading(self.engine) as connection:
            return fn(connection, *args, **kwargs)

    def file(self, new: NewSubmission, another: Another | None = None) -> FiledRow:
        """The filing transaction (filing.file_submission)."""
        return self.run(file_submission, new, another)

    def file_all(self, new: Sequence[tuple[NewSubmission, Another]]) -> list[FiledRow]:
        """As `file`: several in one transaction, all or none."""
        return self.run(file_submissions, new)

    def filed_as(self, envelope_id: str) -> FiledRow | None:
        """What this envelope became; None where it is not filed."""
        return self.read(cases.filed_as, envelope_id)

    def change(self, change: Change) -> Changed:
        """A change after filing. Raises SubmissionNotFound, SubmissionChanged."""
        return self.run(change_submission, change)

    def note(self, section: str, deed: Deed) -> TrailRow:
        """A trail row for a deed that changes no record: a look, a search, a sign-in, a refusal (AT-3)."""
        return self.run(trail_rows.append_trail, section, deed)

    def protected_by(self, tokens: Iterable[FieldToken]) -> tuple[str, ...]:
        """Names of the staff who may see a case of these persons; empty where nobody of them is protected."""
        return self.read(protected.protected_by, tuple(tokens), clock.today())

    def queue_page(
        self,
        asked: QueueFilter,
        visible_to: Viewer,
        limit: int = 50,
        after: QueueMark | None = None,
        search: str = "",
    ) -> Page:
        """One page of the queue. `search` as typed: a name, kana, birth date, phone, reference, register
        number.
        """
        if search.strip():
            asked = self._searching(asked, search)
        page = self.read(pages.queue_page, asked, visible_to, limit, after)
        return Page(tuple(self._queue_row(row) for row in page.rows), page.after)

    def submission(self, reference: str, visible_to: Viewer) -> Submission:
        """The record with the applicant's name, its body closed. Raises SubmissionNotFound, CannotUnseal."""
        return self._with_name(self.read(cases.by_reference, reference, visible_to))

    def opened(self, reference: str, visible_to: Viewer) -> tuple[Submission, CaseKey]:
        """The record with name and body, and the key for sealing more into it.

        Raises SubmissionNotFound (also where retention has shredded it), KeyMissing, CannotUnseal.
        """
        sealed = self.read(cases.by_reference, reference, visible_to, with_body=True)
        if sealed.wrap is None or sealed.body is None:
            raise SubmissionNotFound("submission_not_found")
        key = self.vault.open_case(reference, sealed.wrap)
        body = Body.from_json(key.open("submission_body", "body", sealed.body))
        return replace(self._with_name(sealed), body=body), key

    def attachments(self, reference: str, visible_to: Viewer) -> tuple[OpenAttachment, ...]:
        """The office's own copies, described. Raises SubmissionNotFound, KeyMissing, CannotUnseal."""
        sealed = self.read(cases.by_reference, reference, visible_to)
        kept = self.read(cases.attachments_of, reference, visible_to)
        if sealed.wrap is None:
            return ()
        key = self.vault.open_case(reference, sealed.wrap)
        return tuple(
            OpenAttachment(
                one.n,
                one.blob_id,
                one.size,
                json.loads(key.open("attachment", f"sealed:{one.n}", one.sealed)),
            )
            for one in kept
        )

    def trail(self, reference: str, visible_to: Viewer) -> tuple[TrailEntry, ...]:
        """What was done to a case, oldest first, details opened. Raises SubmissionNotFound, CannotUnseal."""
        sealed = self.read(cases.by_reference, reference, visible_to)
        key = None if sealed.wrap is None else self.vault.open_case(reference, sealed.wrap)
        rows = self.read(trail_rows.trail_of, reference, visible_to)
        return tuple(_entry(row, key) for row in rows)

    def _searching(self, asked: QueueFilter, search: str) -> QueueFilter:
        terms = query_terms(search)
        tokens = {section: self.vault.tokens(section, terms) for section in asked.sections}
        return replace(asked, tokens=tokens, exactly=_exactly(search))

    def _queue_row(self, sealed: SealedQueueRow) -> QueueRow:
        row = sealed.row
        if sealed.wrap is None or sealed.applicant is None:
            return row
        try:
            key = self.vault.open_case(row.reference, sealed.wrap)
            name = key.open("submission_body", "applicant", sealed.applicant)
        except CannotUnseal:  # CR-2: one case with changed bytes must not close the whole queue
            return replace(row, attention=(*row.attention, UNREADABLE))
        return replace(row, applicant_name=name.decode())

    def _with_name(self, sealed: SealedSubmission) -> Submission:
        if sealed.wrap is None or sealed.applicant is None:
            return sealed.submission
        key = self.vault.open_case(sealed.submission.reference, sealed.wrap)
        name = key.open("submission_body", "applicant", sealed.applicant).decode()
        return replace(sealed.submission, applicant_name=name)


def _exactly(search: str) -> tuple[str, ...]:
    typed = search.strip()
    try:
        return tuple(dict.fromkeys((typed, tidy_reference(typed))))
    except CodeSlip:
        return (typed,)


def _entry(row: TrailRow, key: CaseKey | None) -> TrailEntry:
    """The detail is sealed as trail|reference|action; one without content is an empty object."""
    detail: JsonObject | None = None
    if row.detail == b"":
        detail = {}
    elif row.detail is not None and key is not None:
        detail = json.loads(key.open("trail", row.action, row.detail))
    return TrailEntry(row.section, row.seq, row.at, row.actor, row.action, row.reference, detail)
