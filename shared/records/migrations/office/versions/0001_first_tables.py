"""The office's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def words(name: str, key: bool = False, optional: bool = False) -> "sa.Column[str]":
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, kind, primary_key=key, nullable=optional)


def sealed(name: str, key: bool = False, optional: bool = False) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(), primary_key=key, nullable=optional)


def number(name: str, key: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), primary_key=key, nullable=False)


def index(name: str, table: str, columns: list[str], where: str | None = None, unique: bool = False) -> None:
    condition = None if where is None else sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    _cases()
    _counters_and_lists()
    _trail()
    _staff()
    _letterbox()


def _cases() -> None:
    op.create_table(
        "asked_procedure",
        sealed("hash", key=True),
        words("procedure_id"),
        words("asked"),
    )
    op.create_table(
        "submission",
        words("reference", key=True),
        words("envelope_id"),
        words("register_number"),
        words("register_section"),
        number("fiscal_year"),
        number("register_serial"),
        words("section"),
        words("procedure_id"),
        sealed("procedure_hash"),
        words("channel"),
        words("status"),
        number("queue_rank"),
        words("visibility"),
        number("sensitive"),
        words("received_at"),
        words("filed_at"),
        words("due_on"),
        words("waiting_since", optional=True),
        words("decided_at", optional=True),
        words("completed_at", optional=True),
        words("retain_until", optional=True),
        words("assignee"),
        number("fee"),
        words("fee_state"),
        words("flags"),
        words("attention"),
        words("linked"),
        number("revision"),
        words("updated_at"),
    )
    index("submission_envelope", "submission", ["envelope_id"])
    index("submission_linked", "submission", ["linked"], where="linked <> ''")
    index("submission_newest", "submission", ["section", "received_at", "reference"])
    index(
        "submission_open",
        "submission",
        ["section", "queue_rank", "due_on", "received_at", "reference", "status", "channel", "procedure_id"],
        where="queue_rank < 2",
    )
    index(
        "submission_register",
        "submission",
        ["register_section", "fiscal_year", "register_serial"],
        unique=True,
    )
    index("submission_register_number", "submission", ["register_number"])
    index("submission_retention", "submission", ["retain_until"], where="retain_until IS NOT NULL")
    index(
        "submission_status",
        "submission",
        ["section", "status", "queue_rank", "due_on", "received_at", "reference"],
    )
    op.create_table(
        "attachment",
        words("reference", key=True),
        number("n", key=True),
        words("blob_id"),
        sealed("sealed", optional=True),
        number("size"),
        sa.ForeignKeyConstraint(["reference"], ["submission.reference"], name="attachment_of"),
    )
    index("attachment_blob", "attachment", ["blob_id"])
    op.create_table(
        "case_viewer",
        words("staff", key=True),
        words("reference", key=True),
        sa.ForeignKeyConstraint(["reference"], ["submission.reference"], name="case_viewer_of"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "filed",
        words("envelope_id", key=True),
        sealed("digest", key=True),
        words("reference"),
        sa.ForeignKeyConstraint(["reference"], ["submission.reference"], name="filed_as"),
    )
    index("filed_case", "filed", ["reference"])
    op.create_table(
        "search_token",
        words("section", key=True),
        words("field", key=True),
        sealed("token", key=True),
        words("reference", key=True),
        sa.ForeignKeyConstraint(["reference"], ["submission.reference"], name="search_token_of"),
        sqlite_with_rowid=False,
    )
    index("search_token_case", "search_token", ["reference"])
    op.create_table(
        "submission_body",
        words("reference", key=True),
        sealed("wrap", optional=True),
        words("wrap_key"),
        sealed("applicant", optional=True),
        sealed("body", optional=True),
        sa.ForeignKeyConstraint(["reference"], ["submission.reference"], name="submission_body_of"),
    )
    index("submission_body_key", "submission_body", ["wrap_key"])


def _counters_and_lists() -> None:
    op.create_table(
        "protected_person",
        words("field", key=True),
        sealed("token", key=True),
        words("entry", key=True),
        words("until"),
        words("viewers"),
        sqlite_with_rowid=False,
    )
    index("protected_person_entry", "protected_person", ["entry"])
    op.create_table(
        "register_counter",
        words("section", key=True),
        number("fiscal_year", key=True),
        number("last"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "status_count",
        words("section", key=True),
        words("status", key=True),
        number("n"),
        sqlite_with_rowid=False,
    )


def _trail() -> None:
    op.create_table(
        "anchor",
        words("at", key=True),
        sealed("signed"),
    )
    op.create_table(
        "rehearsal",
        words("at", key=True),
        words("backup_made_at"),
        number("rows"),
        number("seconds"),
    )
    op.create_table(
        "setting",
        words("name", key=True),
        words("value"),
    )
    op.create_table(
        "trail",
        words("section", key=True),
        number("seq", key=True),
        words("at"),
        words("actor"),
        words("action"),
        words("reference"),
        sealed("detail", optional=True),
        sealed("detail_digest"),
        sealed("hash"),
    )
    index("trail_case", "trail", ["reference", "section", "seq"])
    op.create_table(
        "trail_erasure",
        words("reference", key=True),
        words("at"),
        words("reason"),
    )
    op.create_table(
        "trail_head",
        words("section", key=True),
        number("seq"),
        sealed("hash"),
        sqlite_with_rowid=False,
    )


def _staff() -> None:
    op.create_table(
        "parked",
        words("staff", key=True),
        words("reference", key=True),
        sealed("sealed"),
        words("parked_at"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_in_try",
        number("id", key=True),
        sealed("who"),
        words("at"),
    )
    index("sign_in_try_at", "sign_in_try", ["at"])
    index("sign_in_try_who", "sign_in_try", ["who", "at"])
    op.create_table(
        "staff",
        words("name", key=True),
        words("shown_name"),
        words("password"),
        number("must_change"),
        number("number"),
        words("roles"),
        words("sections"),
        words("created_at"),
        words("disabled_at", optional=True),
    )
    op.create_table(
        "staff_session",
        sealed("hash", key=True),
        words("staff"),
        words("started_at"),
        words("seen_at"),
        words("expires_at"),
    )
    index("staff_session_expires", "staff_session", ["expires_at"])
    index("staff_session_staff", "staff_session", ["staff"])


def _letterbox() -> None:
    op.create_table(
        "letterbox_outbox",
        number("id", key=True),
        words("kind"),
        sealed("locator"),
        sealed("payload"),
        words("created_at"),
        number("tries"),
    )
    index("letterbox_outbox_folder", "letterbox_outbox", ["locator"])
    op.create_table(
        "mirror_card",
        sealed("locator", key=True),
        number("seq", key=True),
        sealed("front"),
        sealed("inside"),
        words("expires_on"),
    )
    index("mirror_card_expires", "mirror_card", ["expires_on"])
    op.create_table(
        "mirror_folder",
        sealed("locator", key=True),
        number("revision"),
        words("expires_on"),
        words("fact_kind"),
        words("created_at"),
        words("saved_at"),
        sealed("draft", optional=True),
        sealed("front", optional=True),
        sealed("inside", optional=True),
    )
    index("mirror_folder_expires", "mirror_folder", ["expires_on"])
    op.create_table(
        "unopened",
        words("envelope_id", key=True),
        words("reference"),
        words("key_ids"),
        words("received_at"),
        words("first_tried_at"),
        words("why"),
    )


def downgrade() -> None:
    for table in (
        "submission_body",
        "search_token",
        "filed",
        "case_viewer",
        "attachment",
        "unopened",
        "trail_head",
        "trail_erasure",
        "trail",
        "submission",
        "status_count",
        "staff_session",
        "staff",
        "sign_in_try",
        "setting",
        "rehearsal",
        "register_counter",
        "protected_person",
        "parked",
        "mirror_folder",
        "mirror_card",
        "letterbox_outbox",
        "asked_procedure",
        "anchor",
    ):
        op.drop_table(table)
