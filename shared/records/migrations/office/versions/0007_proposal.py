"""Changes of the catalogue that are proposed, approved and published."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def words(name: str, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        words("state"),
        sa.Column("revision", sa.Integer(), nullable=False),
        words("authors"),
        words("note"),
        words("texts"),
        words("base"),
        words("publish_on"),
        words("created_at"),
        words("changed_at"),
        words("decided_by", nullable=True),
        words("decided_at", nullable=True),
        words("reason"),
        words("published_by", nullable=True),
        words("published_at", nullable=True),
        words("trouble"),
        sa.Column("reverts", sa.Integer(), nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_index("proposal_state", "proposal", ["state", "publish_on"])


def downgrade() -> None:
    op.drop_table("proposal")
