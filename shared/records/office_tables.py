"""Tables of the office (LGWAN side). What can be sorted and counted is plain; what tells of a person is
sealed.
"""

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.records.columns import NO_DAY, Sealed, Words

OFFICE = registry()
_NO_ROWID = {"sqlite_with_rowid": False}  # the key is the table: one look-up instead of two


class OfficeTable(SQLModel, registry=OFFICE):
    """Base of every table of the office."""


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class SubmissionRow(OfficeTable, table=True):
    """A narrow row: a page of the queue reads no bodies."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("submission_register", "register_section", "fiscal_year", "register_serial", unique=True),
        Index("submission_envelope", "envelope_id"),
        Index("submission_register_number", "register_number"),
        # the queue: what is open, attention first, then by due day
        _partial(
            "submission_open",
            "section",
            "queue_rank",
            "due_on",
            "received_at",
            "reference",
            "status",
            "channel",
            "procedure_id",
            where="queue_rank < 2",
        ),
        # one status by due day, and newest first
        Index("submission_status", "section", "status", "queue_rank", "due_on", "received_at", "reference"),
        Index("submission_newest", "section", "received_at", "reference"),
        _partial("submission_linked", "linked", where="linked <> ''"),
        _partial("submission_retention", "retain_until", where="retain_until IS NOT NULL"),
    )

    # 受付番号, 9 characters without blanks
    reference: str = Field(primary_key=True, sa_type=Words)
    # of the application; several submissions share it only where a second, different one arrived under
    # the same id
    envelope_id: str = Field(sa_type=Words)
    # 収受番号 as written; it stays with the section that registered the case, also after it was handed over
    register_number: str = Field(sa_type=Words)
    register_section: str = Field(sa_type=Words)
    # 2026 is 2026-04-01 to 2027-03-31
    fiscal_year: int
    register_serial: int
    # the section that works on it now
    section: str = Field(sa_type=Words)
    procedure_id: str = Field(sa_type=Words)
    # of the procedure as it was asked: the key of asked_procedure
    procedure_hash: bytes = Field(sa_type=Sealed)
    channel: str = Field(sa_type=Words)
    status: str = Field(sa_type=Words)
    # 0 open with attention flags, 1 open, 2 closed: kept by the store from status and attention
    queue_rank: int
    # "section", or "protected": then only the staff of case_viewer may learn that it exists
    visibility: str = Field(sa_type=Words)
    # 1: the procedure is marked sensitive
    sensitive: int
    # the letterbox's clock (the kiosk's for the counter): what counts in law
    received_at: str = Field(sa_type=Words)
    filed_at: str = Field(sa_type=Words)
    # day in Japan; NO_DAY where the procedure promises none
    due_on: str = Field(default=NO_DAY, sa_type=Words)
    # since when the clock stands still for a correction
    waiting_since: str | None = Field(default=None, sa_type=Words)
    decided_at: str | None = Field(default=None, sa_type=Words)
    completed_at: str | None = Field(default=None, sa_type=Words)
    # last day in Japan; NULL while the case is open
    retain_until: str | None = Field(default=None, sa_type=Words)
    # name of a member of staff, or empty
    assignee: str = Field(sa_type=Words)
    # yen
    fee: int
    fee_state: str = Field(sa_type=Words)
    # codes, as a JSON list: what came with the answers, and what filing found
    flags: str = Field(sa_type=Words)
    attention: str = Field(sa_type=Words)
    # reference of an earlier arrival, or empty
    linked: str = Field(sa_type=Words)
    # counts changes from 1; a change names the revision it saw
    revision: int
    updated_at: str = Field(sa_type=Words)


class SubmissionBody(OfficeTable, table=True):
    """What is sealed under the case key. Retention shreds `wrap`; without it nothing of the case opens
    again.
    """

    __tablename__ = "submission_body"
    __table_args__ = (
        ForeignKeyConstraint(["reference"], ["submission.reference"], name="submission_body_of"),
        Index("submission_body_key", "wrap_key"),
    )

    reference: str = Field(primary_key=True, sa_type=Words)
    # the case key under a vault key; NULL once shredded
    wrap: bytes | None = Field(default=None, sa_type=Sealed)
    # id of that vault key
    wrap_key: str = Field(sa_type=Words)
    # the applicant's name as the queue shows it
    applicant: bytes | None = Field(default=None, sa_type=Sealed)
    body: bytes | None = Field(default=None, sa_type=Sealed)


class AskedProcedure(OfficeTable, table=True):
    """The procedure as it was asked, once per version: a changed catalogue never disturbs a case that
    has begun.
    """

    __tablename__ = "asked_procedure"

    # SHA-256 of `asked`
    hash: bytes = Field(primary_key=True, sa_type=Sealed)
    procedure_id: str = Field(sa_type=Words)
    # canonical JSON; no personal data
    asked: str = Field(sa_type=Words)


class Attachment(OfficeTable, table=True):
    __tablename__ = "attachment"
    __table_args__ = (
        ForeignKeyConstraint(["reference"], ["submission.reference"], name="attachment_of"),
        Index("attachment_blob", "blob_id"),
    )

    reference: str = Field(primary_key=True, sa_type=Words)
    # order of the files in the case, from 1
    n: int = Field(primary_key=True)
    # file in the office's own blob folder
    blob_id: str = Field(sa_type=Words)
    # the file's key, digest, type and shown name, under the case key; NULL once shredded
    sealed: bytes | None = Field(default=None, sa_type=Sealed)
    # bytes of the opened file
    size: int


class SearchToken(OfficeTable, table=True):
    """Keyed digests of names, birth dates and phones: found by whoever holds the index key, read by
    nobody.
    """

    __tablename__ = "search_token"
    __table_args__ = (
        ForeignKeyConstraint(["reference"], ["submission.reference"], name="search_token_of"),
        Index("search_token_case", "reference"),
        _NO_ROWID,
    )

    section: str = Field(primary_key=True, sa_type=Words)
    field: str = Field(primary_key=True, sa_type=Words)
    # HMAC-SHA256, 16 bytes
    token: bytes = Field(primary_key=True, sa_type=Sealed)
    reference: str = Field(primary_key=True, sa_type=Words)


class Filed(OfficeTable, table=True):
    """Which envelopes have become what: filing twice is filing once."""

    __tablename__ = "filed"
    __table_args__ = (
        ForeignKeyConstraint(["reference"], ["submission.reference"], name="filed_as"),
        Index("filed_case", "reference"),
    )

    envelope_id: str = Field(primary_key=True, sa_type=Words)
    # of the opened content; another content under the same id is a second arrival
    digest: bytes = Field(primary_key=True, sa_type=Sealed)
    reference: str = Field(sa_type=Words)


class RegisterCounter(OfficeTable, table=True):
    """The last 収受番号 given. No counter is common to the city: it would make all sections wait for
    each other.
    """

    __tablename__ = "register_counter"
    __table_args__ = (_NO_ROWID,)

    section: str = Field(primary_key=True, sa_type=Words)
    fiscal_year: int = Field(primary_key=True)
    last: int


class StatusCount(OfficeTable, table=True):
    """How many submissions stand where. Protected ones are not counted here: they exist for no one else."""

    __tablename__ = "status_count"
    __table_args__ = (_NO_ROWID,)

    section: str = Field(primary_key=True, sa_type=Words)
    status: str = Field(primary_key=True, sa_type=Words)
    n: int


class CaseViewer(OfficeTable, table=True):
    """Who may know of a protected case, by name."""

    __tablename__ = "case_viewer"
    __table_args__ = (
        ForeignKeyConstraint(["reference"], ["submission.reference"], name="case_viewer_of"),
        _NO_ROWID,
    )

    staff: str = Field(primary_key=True, sa_type=Words)
    reference: str = Field(primary_key=True, sa_type=Words)


class ProtectedPerson(OfficeTable, table=True):
    """支援措置: keyed digests of protected persons and their children, looked up before a case becomes
    visible.
    """

    __tablename__ = "protected_person"
    __table_args__ = (Index("protected_person_entry", "entry"), _NO_ROWID)

    field: str = Field(primary_key=True, sa_type=Words)
    token: bytes = Field(primary_key=True, sa_type=Sealed)
    # random id of the entry on the list: one person has several tokens
    entry: str = Field(primary_key=True, sa_type=Words)
    # last day of the measure in Japan
    until: str = Field(sa_type=Words)
    # staff who may see this person's cases, as a JSON list of names
    viewers: str = Field(sa_type=Words)


class Trail(OfficeTable, table=True):
    """経過: append-only. Triggers refuse UPDATE and DELETE; only `detail` may become NULL, for cases in
    trail_erasure.
    """

    __tablename__ = "trail"
    __table_args__ = (Index("trail_case", "reference", "section", "seq"),)

    # one chain per section; "office" for what belongs to none (sign-in, keys, backup)
    section: str = Field(primary_key=True, sa_type=Words)
    # from 1 without gaps
    seq: int = Field(primary_key=True)
    at: str = Field(sa_type=Words)
    # name of a member of staff, "citizen", or the process that did it
    actor: str = Field(sa_type=Words)
    action: str = Field(sa_type=Words)
    # empty where it is about no case
    reference: str = Field(sa_type=Words)
    # sealed, empty where there was none; NULL where it was erased
    detail: bytes | None = Field(default=None, sa_type=Sealed)
    # SHA-256 of the sealed detail: stays when the detail goes, so that the chain still verifies
    detail_digest: bytes = Field(sa_type=Sealed)
    # over the row before and this row (trail.py)
    hash: bytes = Field(sa_type=Sealed)


class TrailHead(OfficeTable, table=True):
    """Where each chain ends. Its row is the lock under which the chain grows."""

    __tablename__ = "trail_head"
    __table_args__ = (_NO_ROWID,)

    section: str = Field(primary_key=True, sa_type=Words)
    seq: int
    hash: bytes = Field(sa_type=Sealed)


class TrailErasure(OfficeTable, table=True):
    """The mark without which no detail can be erased."""

    __tablename__ = "trail_erasure"

    reference: str = Field(primary_key=True, sa_type=Words)
    at: str = Field(sa_type=Words)
    # a code, e.g. "retention"
    reason: str = Field(sa_type=Words)


class AnchorRow(OfficeTable, table=True):
    """Signed heads of all chains, daily; copies leave the machine."""

    __tablename__ = "anchor"

    at: str = Field(primary_key=True, sa_type=Words)
    # as trail.make_anchor gives it: canonical JSON with its signature
    signed: bytes = Field(sa_type=Sealed)


class Staff(OfficeTable, table=True):
    __tablename__ = "staff"

    # what is typed at sign-in; stands in the trail
    name: str = Field(primary_key=True, sa_type=Words)
    # what colleagues and receipts see
    shown_name: str = Field(sa_type=Words)
    # Argon2id in the standard encoded form
    password: str = Field(sa_type=Words)
    # 1: a one-time password that must be changed at the first sign-in
    must_change: int
    # 1: may unmask My Numbers
    number: int
    # JSON lists
    roles: str = Field(sa_type=Words)
    sections: str = Field(sa_type=Words)
    created_at: str = Field(sa_type=Words)
    disabled_at: str | None = Field(default=None, sa_type=Words)


class StaffSession(OfficeTable, table=True):
    __tablename__ = "staff_session"
    __table_args__ = (Index("staff_session_staff", "staff"), Index("staff_session_expires", "expires_at"))

    # SHA-256 of the token
    hash: bytes = Field(primary_key=True, sa_type=Sealed)
    staff: str = Field(sa_type=Words)
    started_at: str = Field(sa_type=Words)
    seen_at: str = Field(sa_type=Words)
    # the longest it may live, whatever is done
    expires_at: str = Field(sa_type=Words)


class SignInTry(OfficeTable, table=True):
    __tablename__ = "sign_in_try"
    __table_args__ = (Index("sign_in_try_who", "who", "at"), Index("sign_in_try_at", "at"))

    id: int | None = Field(default=None, primary_key=True)
    # a keyed digest of what was typed as the name: people type passwords there
    who: bytes = Field(sa_type=Sealed)
    at: str = Field(sa_type=Words)


class MirrorFolder(OfficeTable, table=True):
    """The letterbox's folders as of the last pull: what the counter opens when the letterbox cannot be
    reached.
    """

    __tablename__ = "mirror_folder"
    __table_args__ = (Index("mirror_folder_expires", "expires_on"),)

    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    revision: int
    expires_on: str = Field(sa_type=Words)
    fact_kind: str = Field(sa_type=Words)
    created_at: str = Field(sa_type=Words)
    saved_at: str = Field(sa_type=Words)
    draft: bytes | None = Field(default=None, sa_type=Sealed)
    front: bytes | None = Field(default=None, sa_type=Sealed)
    inside: bytes | None = Field(default=None, sa_type=Sealed)


class MirrorCard(OfficeTable, table=True):
    __tablename__ = "mirror_card"
    __table_args__ = (Index("mirror_card_expires", "expires_on"),)

    locator: bytes = Field(primary_key=True, sa_type=Sealed)
    seq: int = Field(primary_key=True)
    front: bytes = Field(sa_type=Sealed)
    inside: bytes = Field(sa_type=Sealed)
    expires_on: str = Field(sa_type=Words)


class LetterboxOutbox(OfficeTable, table=True):
    """Folders and cards on their way to the letterbox, written with what caused them."""

    __tablename__ = "letterbox_outbox"
    __table_args__ = (Index("letterbox_outbox_folder", "locator"),)

    id: int | None = Field(default=None, primary_key=True)
    # "folder" (put it there), "card", "drop" (the code was replaced)
    kind: str = Field(sa_type=Words)
    locator: bytes = Field(sa_type=Sealed)
    # canonical JSON of the FolderRow or SealedCard; empty for "drop"
    payload: bytes = Field(sa_type=Sealed)
    created_at: str = Field(sa_type=Words)
    tries: int


class Parked(OfficeTable, table=True):
    """A case that was being entered when the counter's screen was covered, for the member of staff who
    entered it.
    """

    __tablename__ = "parked"
    __table_args__ = (_NO_ROWID,)

    staff: str = Field(primary_key=True, sa_type=Words)
    reference: str = Field(primary_key=True, sa_type=Words)
    sealed: bytes = Field(sa_type=Sealed)
    parked_at: str = Field(sa_type=Words)


class Rehearsal(OfficeTable, table=True):
    """A backup that was restored into a scratch place and found whole."""

    __tablename__ = "rehearsal"

    at: str = Field(primary_key=True, sa_type=Words)
    # when that backup was made
    backup_made_at: str = Field(sa_type=Words)
    # rows restored, and seconds taken
    rows: int
    seconds: int


class Unopened(OfficeTable, table=True):
    """Envelopes that could not be opened. They stay in the letterbox and are tried again with every pull."""

    __tablename__ = "unopened"

    envelope_id: str = Field(primary_key=True, sa_type=Words)
    reference: str = Field(sa_type=Words)
    # ids of the keys it is sealed to, as a JSON list
    key_ids: str = Field(sa_type=Words)
    received_at: str = Field(sa_type=Words)
    first_tried_at: str = Field(sa_type=Words)
    # code of the error
    why: str = Field(sa_type=Words)


class Setting(OfficeTable, table=True):
    """What the office must remember between starts, e.g. how far the mirror has come. No secrets, no
    persons.
    """

    __tablename__ = "setting"

    name: str = Field(primary_key=True, sa_type=Words)
    value: str = Field(sa_type=Words)
