"""Numbers that visitors wait with."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def words(name: str, key: bool = False, missing: bool = False) -> "sa.Column[str]":
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, kind, primary_key=key, nullable=missing)


def number(name: str, key: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), primary_key=key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "ticket_line",
        words("day", key=True),
        words("line", key=True),
        number("last"),
        number("walk_ins"),
        number("booked"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ticket",
        words("token", key=True),
        words("day"),
        words("label"),
        words("issued_at"),
        words("booked_for", missing=True),
        words("reference", missing=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ticket_label", "ticket", ["day", "label"], unique=True)
    op.create_table(
        "ticket_turn",
        words("token", key=True),
        number("n", key=True),
        words("day"),
        words("line"),
        words("state"),
        words("place_at"),
        words("called_at", missing=True),
        words("shown_at", missing=True),
        words("counter", missing=True),
        words("staff", missing=True),
        words("ended_at", missing=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ticket_turn_line", "ticket_turn", ["day", "line", "state"])


def downgrade() -> None:
    for table in ("ticket_turn", "ticket", "ticket_line"):
        op.drop_table(table)
