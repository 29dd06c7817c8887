"""A case and what belongs to it. What can be sorted and counted is plain; what tells of a person is sealed."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from shared.records.columns import NO_DAY, Sealed, Words
from shared.records.office_tables.registry import NO_ROWID, OfficeTable, partial


class SubmissionRow(OfficeTable, table=True):
    """A narrow row: a page of the queue reads no bodies."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("submission_register", "register_section", "fiscal_year", "register_serial", unique=True),
        Index("submission_envelope", "envelope_id"),
        Index("submission_register_number", "register_number"),
        # the queue: what is open, attention first, then by due day
        partial(
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
        partial("submission_linked", "linked", where="linked <> ''"),
        partial("submission_retention", "retain_until", where="retain_until IS NOT NULL"),
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
        NO_ROWID,
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


class CaseViewer(OfficeTable, table=True):
    """Who may know of a protected case, by name."""

    __tablename__ = "case_viewer"
    __table_args__ = (
        ForeignKeyConstraint(["reference"], ["submission.reference"], name="case_viewer_of"),
        NO_ROWID,
    )

    staff: str = Field(primary_key=True, sa_type=Words)
    reference: str = Field(primary_key=True, sa_type=Words)
