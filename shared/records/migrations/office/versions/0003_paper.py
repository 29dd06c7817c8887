"""Sheets that wait: for a procedure, for somebody to type them, for a signature."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def words(name: str, key: bool = False) -> "sa.Column[str]":
    return sa.Column(
        name, sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=key, nullable=False
    )


def sealed(name: str) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "unsorted_sheet",
        words("reference", key=True),
        sealed("key_mark"),
        words("arrived_at"),
        words("channel"),
        words("received_by"),
        sealed("sealed"),
    )
    op.create_index("unsorted_sheet_key", "unsorted_sheet", ["key_mark"], unique=True)
    op.create_table(
        "paper_entry",
        words("reference", key=True),
        sa.Column("turn", sa.Integer(), primary_key=True, nullable=False),
        words("staff"),
        sa.Column("done", sa.Integer(), nullable=False),
        sealed("sealed"),
        words("saved_at"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "signature_wait",
        words("reference", key=True),
        words("section"),
        words("procedure_id"),
        words("staff"),
        words("printed_at"),
        sealed("sealed"),
    )
    op.create_index("signature_wait_section", "signature_wait", ["section", "printed_at"])


def downgrade() -> None:
    for table in ("signature_wait", "paper_entry", "unsorted_sheet"):
        op.drop_table(table)
