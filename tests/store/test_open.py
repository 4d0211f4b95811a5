"""Opening a workspace: what is made, what is refused, and workspaces of every form there has been."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from kaimen.store import Checkpoint, Store, open_store, verify
from kaimen.store.engine import journal_mode, sqlite_module
from kaimen.store.migrate import HEAD
from kaimen.store.tables import METADATA

FORMS = sorted((Path(__file__).parent / "forms").glob("*.db"))
MIGRATIONS = Path(__file__).parents[2] / "src" / "kaimen" / "store" / "migrations"


def test_the_tables_are_what_the_migrations_make(store: Store) -> None:
    with store.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_workspace_of_an_earlier_form_opens_whole(form: Path, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    shutil.copy(form, path)

    store, findings = open_store(str(path))

    assert findings == []
    assert store is not None
    number, digest = form.with_suffix(".txt").read_text(encoding="ascii").split()
    assert verify(store.engine, Checkpoint(int(number), digest)) == []
    assert [version.id for version in store.versions("project")] == ["GD-1"]
    store.close()


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("/nowhere/at/all/office.db", "unable to open"),
        ("mysql://host/name", "address"),
        ("://", "address"),
        ("postgresql://127.0.0.1:9/none", "cannot be opened"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_finding(url: str, word: str) -> None:
    store, findings = open_store(url)

    assert store is None
    assert [finding.code for finding in findings] == ["E801"]
    assert word in findings[0].what


@pytest.mark.parametrize("content", [b"", b"words, many of them\n" * 100, b"\x00\xff" * 4000])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "office.db"
    path.write_bytes(content)

    store, findings = open_store(str(path))

    if content:
        assert [finding.code for finding in findings] == ["E801"]
        assert path.read_bytes() == content
    else:
        assert store is not None
        store.close()


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")

    store, findings = open_store(str(path))

    assert store is None
    assert [finding.code for finding in findings] == ["E801"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("birds",)]


def test_a_workspace_of_a_newer_kaimen_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "office.db")
    store, _ = open_store(path)
    assert store is not None
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()

    store, findings = open_store(path)

    assert store is None
    assert [(finding.code, finding.found) for finding in findings] == [("E802", "form 9999")]


@pytest.mark.parametrize(("version", "mode"), [((3, 40, 1), "truncate"), ((3, 51, 2), "truncate"), ((3, 51, 3), "wal")])
def test_an_old_sqlite_never_gets_the_write_ahead_log(version: tuple[int, int, int], mode: str) -> None:
    module = ModuleType("sqlite")
    module.sqlite_version_info = version  # type: ignore[attr-defined]  # a stand-in

    assert journal_mode(module) == mode


def test_a_file_in_write_ahead_mode_is_turned_back_by_an_old_sqlite(tmp_path: Path) -> None:
    if journal_mode(sqlite_module()) != "wal":
        pytest.skip("no SQLite here that may use the write-ahead log")
    path = str(tmp_path / "office.db")
    store, _ = open_store(path)
    assert store is not None
    store.close()

    store, findings = open_store(path, sqlite3)

    assert findings == []
    assert store is not None
    with store.engine.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == journal_mode(sqlite3)
    store.close()
