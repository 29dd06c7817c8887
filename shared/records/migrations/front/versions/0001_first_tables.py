"""The letterbox's first tables."""

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
    op.create_table(
        "blob",
        words("id", key=True),
        number("size"),
        words("created_at"),
        sealed("locator", optional=True),
        words("envelope_id", optional=True),
    )
    index("blob_envelope", "blob", ["envelope_id"])
    index("blob_folder", "blob", ["locator"])
    op.create_table(
        "browser_pass",
        sealed("hash", key=True),
        sealed("locator", key=True),
        sealed("box"),
        words("expires_at"),
    )
    index("browser_pass_expires", "browser_pass", ["expires_at"])
    op.create_table(
        "card",
        sealed("locator", key=True),
        number("seq", key=True),
        sealed("front"),
        sealed("inside"),
        words("expires_on"),
    )
    index("card_expires", "card", ["expires_on"])
    op.create_table(
        "envelope",
        words("envelope_id", key=True),
        words("kind"),
        words("reference"),
        sealed("head"),
        sealed("wraps", optional=True),
        sealed("body", optional=True),
        words("received_at"),
        words("token"),
        words("filed_at", optional=True),
    )
    index("envelope_filed", "envelope", ["filed_at"])
    index("envelope_reference", "envelope", ["reference"], where="kind = 'application'", unique=True)
    index("envelope_waiting", "envelope", ["received_at", "envelope_id"], where="filed_at IS NULL")
    op.create_table(
        "fact_try",
        sealed("locator", key=True),
        words("day", key=True),
        number("count"),
    )
    op.create_table(
        "folder",
        sealed("locator", key=True),
        number("revision"),
        words("expires_on"),
        words("fact_kind"),
        words("created_at"),
        words("saved_at"),
        words("changed_at"),
        sealed("draft", optional=True),
        sealed("front", optional=True),
        sealed("inside", optional=True),
    )
    index("folder_changed", "folder", ["changed_at", "locator"])
    index("folder_expires", "folder", ["expires_on"])
    op.create_table(
        "lease",
        words("name", key=True),
        words("holder"),
        words("until"),
    )
    op.create_table(
        "sending",
        sealed("key_hash", key=True),
        sealed("locator"),
        sealed("box"),
        words("created_at"),
    )
    index("sending_created", "sending", ["created_at"])


def downgrade() -> None:
    for table in (
        "sending",
        "lease",
        "folder",
        "fact_try",
        "envelope",
        "card",
        "browser_pass",
        "blob",
    ):
        op.drop_table(table)
