"""Numbers for the phone page, and times that can be booked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def words(name: str, key: bool = False) -> "sa.Column[str]":
    return sa.Column(
        name, sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=key, nullable=False
    )


def upgrade() -> None:
    op.create_table("board", words("line", key=True), words("day"), words("shown"), words("made_at"))
    op.create_table(
        "slot",
        words("line", key=True),
        words("starts_at", key=True),
        sa.Column("taken", sa.Integer(), nullable=False),
    )
    op.create_index("slot_starts", "slot", ["starts_at"])
    op.create_table(
        "booking",
        sa.Column("locator", sa.LargeBinary(), primary_key=True, nullable=False),
        words("line"),
        words("starts_at"),
        words("made_at"),
    )
    op.create_index("booking_starts", "booking", ["starts_at"])


def downgrade() -> None:
    for table in ("booking", "slot", "board"):
        op.drop_table(table)
