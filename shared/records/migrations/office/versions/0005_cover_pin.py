"""The short PIN that takes the cover off a screen."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def words(name: str, key: bool = False) -> "sa.Column[str]":
    return sa.Column(
        name, sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=key, nullable=False
    )


def upgrade() -> None:
    op.create_table(
        "cover_pin",
        words("staff", key=True),
        words("pin"),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("cover_pin")
