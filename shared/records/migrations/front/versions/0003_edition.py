"""The catalogue as the office sends it out, signed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column(
            "name", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True, nullable=False
        ),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("edition")
