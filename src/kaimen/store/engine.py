"""One URL to an engine whose commits last.

SQLite comes from pysqlite3 where it has a wheel. Write-ahead logging is used from SQLite 3.51.3 on, which mends a fault
that could corrupt such a file; an older library gets a rollback journal instead, slower and as safe. `synchronous=FULL`
in both: a commit that was acknowledged is on the disk.
"""

from __future__ import annotations

import sqlite3
from importlib import import_module
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from kaimen.errors import Finding, Place

WAL_IS_SAFE = (3, 51, 3)
WAIT_SECONDS = 60


def open_engine(url: str, module: ModuleType | None = None) -> tuple[Engine | None, list[Finding]]:
    """Return an engine for a file name, a `sqlite:///` or a `postgresql://` URL.

    Args:
        url: where the workspace lies.
        module: the SQLite module to use instead of the best there is.
    """
    try:
        parsed = make_url(url if "://" in url else f"sqlite:///{url}")
    except ArgumentError:
        return None, [_unknown(url)]
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(str(parsed.database or ""), module or sqlite_module()), []
    if parsed.get_backend_name() == "postgresql":
        try:
            engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
            event.listen(engine, "begin", _begin_postgresql)
        except ModuleNotFoundError:
            what = "PostgreSQL needs the package psycopg, which is not installed."
            return None, [Finding("E801", what, Place(url), fix="Install kaimen with its extra: kaimen[postgres].")]
        return engine, []
    return None, [_unknown(url)]


def sqlite_module() -> ModuleType:
    """Return pysqlite3 where it is there and newer, else the standard library's module."""
    try:
        newer: Any = import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3
    return newer if newer.sqlite_version_info >= sqlite3.sqlite_version_info else sqlite3


def journal_mode(module: Any) -> str:
    """Return how a SQLite module may keep its journal."""
    return "wal" if tuple(module.sqlite_version_info) >= WAL_IS_SAFE else "truncate"


def library_version(engine: Engine) -> str:
    """Return the database and its version, as people write it."""
    query = "SELECT sqlite_version()" if engine.dialect.name == "sqlite" else "SHOW server_version"
    with engine.begin() as connection:
        version = connection.exec_driver_sql(query).scalar()
    return f"{'SQLite' if engine.dialect.name == 'sqlite' else 'PostgreSQL'} {version}"


def _sqlite(path: str, module: ModuleType) -> Engine:
    # threads share the pool's connections one at a time
    options = {"check_same_thread": False, "timeout": WAIT_SECONDS, "isolation_level": None}
    engine = create_engine(f"sqlite:///{path}", module=module, connect_args=options)
    mode = journal_mode(module)

    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (f"journal_mode={mode}", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Any) -> None:
        # The write lock comes first, so that what a transaction has read is still so when it writes.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("snapshot", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _unknown(url: str) -> Finding:
    fix = "Give a file name such as office.db, or postgresql://host/name."
    return Finding("E801", "The workspace's address is not one that can be opened.", Place(url), fix=fix)
