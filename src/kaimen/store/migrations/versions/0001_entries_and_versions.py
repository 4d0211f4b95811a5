"""The ledger's entries, the versions they made, and the bytes of documents."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        *(sa.Column(n, sa.Text(), nullable=False) for n in ("at", "author", "action", "why", "passage")),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
    )
    op.create_table(
        "version",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), sa.ForeignKey("entry.number"), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "id", "number"),
    )
    op.create_index("version_by_entry", "version", ["entry"])
    op.create_table(
        "content",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
    )
