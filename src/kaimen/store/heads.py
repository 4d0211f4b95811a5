"""The last entry that touched each kind of thing, known without reading the ledger again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import closing

from sqlalchemy import Engine, PoolProxiedConnection, bindparam, func, select

from kaimen.store.reads import EVERY
from kaimen.store.tables import VERSION

_SINCE = (
    select(VERSION.c.kind, func.max(VERSION.c.entry))
    .where(VERSION.c.entry > bindparam("after"), VERSION.c.entry <= bindparam("last"))
    .group_by(VERSION.c.kind)
)


class Heads:
    """The heads of one workspace; other processes may write to it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock, self._asking = threading.Lock(), threading.Lock()
        self._own: PoolProxiedConnection | None = None
        self._kinds: Mapping[str, int] = {EVERY: 0}

    def now(self) -> Mapping[str, int]:
        """Return the number of the last entry of each kind, and of the ledger under `EVERY`.

        What is read after this call is at least as new.
        """
        kinds = self._kinds
        if self._last() == kinds[EVERY]:
            return kinds
        with self._lock:
            last, before = self._last(), self._kinds
            if last < before[EVERY]:  # another ledger lies there now
                before = {EVERY: 0}
            if last != before[EVERY]:
                self._kinds = {**before, **self._since(before[EVERY], last), EVERY: last}
            return self._kinds

    def close(self) -> None:
        """Close what is kept open for the question."""
        with self._asking:
            if self._own is not None:
                self._own.close()
            self._own = None

    def _last(self) -> int:
        # Asked for every request: a connection of its own and the driver alone take a tenth of the time. A server's
        # connection would stay within a transaction, and comes from the pool.
        if self._engine.dialect.name != "sqlite":
            with closing(self._engine.raw_connection()) as connection:
                return _number(connection)
        with self._asking:
            self._own = self._own or self._engine.raw_connection()
            return _number(self._own)

    def _since(self, after: int, last: int) -> dict[str, int]:
        with self._engine.begin() as connection:
            return {str(row[0]): int(row[1]) for row in connection.execute(_SINCE, {"after": after, "last": last})}


def _number(connection: PoolProxiedConnection) -> int:
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT max(number) FROM entry")
        row = cursor.fetchone()
    finally:
        cursor.close()
    return int(row[0] or 0) if row else 0
