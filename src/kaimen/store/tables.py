"""The tables. Their form is settled by the migrations; a test holds these to what those make."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text

METADATA = MetaData()

ENTRY = Table(
    "entry",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("passage", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

VERSION = Table(
    "version",
    METADATA,
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("entry", Integer, ForeignKey("entry.number"), nullable=False),
    Column("body", Text, nullable=True),  # NULL: withdrawn
    # Two changes that follow the same version cannot both be kept.
    PrimaryKeyConstraint("kind", "id", "number"),
    Index("version_by_entry", "entry"),
)

CONTENT = Table(
    "content",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

ACCOUNT = Table(
    "account",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("role", Integer, nullable=False),
    Column("password", Text, nullable=False),  # argon2id, with its own salt
    Column("made", Text, nullable=False),
)

SECRET = Table(
    "secret",
    METADATA,
    Column("sha256", Text, primary_key=True),  # the secret itself is with its owner alone
    Column("kind", Text, nullable=False),  # session or token
    Column("account", Text, ForeignKey("account.name"), nullable=False),
    Column("label", Text, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Index("secret_by_account", "account"),
)

ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("attempt_by_key", "key", "at"),
)
