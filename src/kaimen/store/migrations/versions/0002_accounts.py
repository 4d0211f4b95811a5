"""Accounts, their sessions and tokens, and failed attempts to sign in; the ledger is as it was."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "account",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
    )
    op.create_table(
        "secret",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), sa.ForeignKey("account.name"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("label", "csrf", "made", "seen")),
    )
    op.create_index("secret_by_account", "secret", ["account"])
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
    )
    op.create_index("attempt_by_key", "attempt", ["key", "at"])
