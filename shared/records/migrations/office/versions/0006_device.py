"""Devices that are enrolled as kiosks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def words(name: str, key: bool = False) -> "sa.Column[str]":
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, kind, primary_key=key, nullable=not key)


def upgrade() -> None:
    op.create_table(
        "device",
        words("name", key=True),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        words("code_until"),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        words("enrolled_at"),
        words("seen_on"),
        words("revoked_at"),
    )
    op.create_index("device_hash", "device", ["hash"], unique=True)


def downgrade() -> None:
    op.drop_table("device")
