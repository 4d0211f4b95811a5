"""The office's memory: an append-only ledger of entries and the versions of things they made, at one URL.

Two tables hold all of it. An entry says who, when, why and from which passage; the versions it made say what. The state
of a thing is its version with the highest number, so nothing is ever overwritten, and two people who start from the
same version cannot both follow it. Every entry carries a hash of itself, its versions and the entry before it
(`chain`); `verify` recomputes all of them.

SQLite in one file serves an office, PostgreSQL a team; both keep the same contract and pass the same tests.
"""

from kaimen.store.backup import backup, restore
from kaimen.store.chain import Change, Checkpoint, Draft, Entry, Json, Version, texts_of
from kaimen.store.engine import open_engine
from kaimen.store.reads import EVERY, note, noting, read_so_far
from kaimen.store.store import Receipt, Store, open_store
from kaimen.store.verify import verify

__all__ = [
    "EVERY",
    "Change",
    "Checkpoint",
    "Draft",
    "Entry",
    "Json",
    "Receipt",
    "Store",
    "Version",
    "backup",
    "note",
    "noting",
    "open_engine",
    "open_store",
    "read_so_far",
    "restore",
    "texts_of",
    "verify",
]
