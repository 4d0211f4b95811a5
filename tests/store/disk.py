"""A disk in memory that can lose power or fail: what was not synced may be kept, dropped or torn by the sector.

`connect_module` makes a DB-API module of apsw on such a disk, so that the store's own transactions run on it.
"""

# ruff: noqa: N802 - the names of methods are SQLite's
from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import apsw

SECTOR = 512
Operation = tuple[str, int, bytes]
"""write, offset, bytes; or truncate, size, nothing."""


class Disk:
    """Files as programs see them, as the disk holds them, and what lies between."""

    def __init__(self, images: dict[str, bytes] | None = None) -> None:
        self.live = {name: bytearray(image) for name, image in (images or {}).items()}
        self.durable = {name: bytearray(image) for name, image in (images or {}).items()}
        self.pending: dict[str, list[Operation]] = {}
        self.operations = 0
        self.fault: Callable[[str, int], Exception | None] = lambda _kind, _number: None
        self.watch: Callable[[], None] = lambda: None

    def step(self, kind: str) -> Exception | None:
        """Count an operation and return the fault it meets, if any."""
        self.operations += 1
        self.watch()
        return self.fault(kind, self.operations)

    def write(self, name: str, offset: int, content: bytes) -> None:
        """Write where programs see it, and remember that the disk has not heard of it."""
        _apply(self.live.setdefault(name, bytearray()), ("write", offset, content))
        self.pending.setdefault(name, []).append(("write", offset, content))

    def truncate(self, name: str, size: int) -> None:
        """Cut a file, likewise."""
        _apply(self.live.setdefault(name, bytearray()), ("truncate", size, b""))
        self.pending.setdefault(name, []).append(("truncate", size, b""))

    def sync(self, name: str) -> None:
        """Bring a file to the disk."""
        image = self.durable.setdefault(name, bytearray())
        for operation in self.pending.pop(name, []):
            _apply(image, operation)

    def delete(self, name: str) -> None:
        """Remove a file; the folder is taken to be synced."""
        for files in (self.live, self.durable, self.pending):
            files.pop(name, None)

    def after_power_loss(self, draw: random.Random) -> dict[str, bytes]:
        """Return the files as they may be found when the power is back."""
        found = {name: bytearray(image) for name, image in self.durable.items()}
        for name, operations in self.pending.items():
            fates = draw.choice(("all kept", "all dropped", "each its own"))
            for operation in operations:
                fate = fates if fates != "each its own" else draw.choice(("kept", "dropped", "torn"))
                for part in _survivors(operation, fate, draw):
                    _apply(found.setdefault(name, bytearray()), part)
        return {name: bytes(image) for name, image in found.items()}


def _survivors(operation: Operation, fate: str, draw: random.Random) -> Iterable[Operation]:
    if fate in ("kept", "all kept"):
        return [operation]
    kind, offset, content = operation
    if fate in ("dropped", "all dropped") or kind == "truncate":
        return []
    parts = []
    at = 0
    while at < len(content):
        size = SECTOR - (offset + at) % SECTOR
        if draw.random() < 0.5:
            parts.append(("write", offset + at, content[at : at + size]))
        at += size
    return parts


def _apply(image: bytearray, operation: Operation) -> None:
    kind, offset, content = operation
    if kind == "truncate":
        del image[offset:]
        return
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(content)] = content


class _File:
    """A file of the disk for SQLite; one connection at a time, so a lock is always had."""

    def __init__(self, disk: Disk, name: str, flags: list[int], *, scratch: bool) -> None:
        self._disk, self._name, self._scratch = disk, name, scratch
        flags[1] = flags[0]
        disk.live.setdefault(name, bytearray())

    def _meet(self, kind: str) -> None:
        error = self._disk.step(kind)
        if error is not None:
            raise error

    def xRead(self, amount: int, offset: int) -> bytes:
        self._meet("read")
        return bytes(self._disk.live[self._name][offset : offset + amount])

    def xWrite(self, content: bytes, offset: int) -> None:
        error = self._disk.step("write")
        if error is not None:
            if "short" in str(error):
                self._disk.write(self._name, offset, bytes(content[: len(content) // 2]))
            raise error
        self._disk.write(self._name, offset, bytes(content))

    def xTruncate(self, size: int) -> None:
        self._meet("truncate")
        self._disk.truncate(self._name, size)

    def xSync(self, _flags: int) -> None:
        self._meet("sync")
        self._disk.sync(self._name)

    def xFileSize(self) -> int:
        self._meet("size")
        return len(self._disk.live[self._name])

    def xClose(self) -> None:
        if self._scratch:
            self._disk.delete(self._name)

    def xLock(self, _level: int) -> None:
        self._meet("lock")

    def xUnlock(self, _level: int) -> None:
        return

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, _op: int, _pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return 0


class _Files(apsw.VFS):
    """The disk as a file system for SQLite."""

    def __init__(self, name: str, disk: Disk) -> None:
        self._disk, self._scratch = disk, 0
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        error = self._disk.step("open")
        if error is not None:
            raise error
        if name is None:
            self._scratch += 1
        path = f"scratch {self._scratch}" if name is None else _path(name)
        return _File(self._disk, path, flags, scratch=name is None)

    def xDelete(self, name: str, _sync: bool) -> None:
        error = self._disk.step("delete")
        if error is not None:
            raise error
        self._disk.delete(name)

    def xAccess(self, name: str, _flags: int) -> bool:
        return name in self._disk.live

    def xFullPathname(self, name: str) -> str:
        return name


def _path(name: Any) -> str:
    return str(name.filename() if isinstance(name, apsw.URIFilename) else name)


class Error(Exception):
    """What the DB-API calls an error."""


class DatabaseError(Error):
    """SQLite refused."""


class _Cursor:
    def __init__(self, connection: apsw.Connection) -> None:
        self._connection, self._cursor = connection, connection.cursor()
        self._cursor.exec_trace = self._describe
        self.arraysize, self.rowcount, self.lastrowid = 1, -1, None
        self.description: Any = None
        self._rows: list[Any] = []

    def _describe(self, cursor: Any, _statement: str, _bindings: Any) -> bool:
        columns = cursor.get_description()
        self.description = [(column[0], *(None,) * 6) for column in columns] or None
        return True

    def execute(self, statement: str, parameters: Any = ()) -> _Cursor:
        try:
            self._rows = list(self._cursor.execute(statement, parameters))
        except apsw.Error as error:
            raise DatabaseError(f"{type(error).__name__}: {error}") from error
        is_change = statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
        self.rowcount = self._connection.changes() if is_change else -1
        return self

    def executemany(self, statement: str, rows: Iterable[Any]) -> _Cursor:
        for row in rows:
            self.execute(statement, row)
        return self

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> Any:
        rows, self._rows = self._rows[: size or 1], self._rows[size or 1 :]
        return rows

    def fetchall(self) -> Any:
        rows, self._rows = self._rows, []
        return rows

    def close(self) -> None:
        self._rows = []


class _Connection:
    """A DB-API connection that leaves transactions to whoever sends BEGIN."""

    def __init__(self, files: str, synchronous: str | None) -> None:
        try:
            self.apsw = apsw.Connection("office.db", vfs=files)
            if synchronous is not None:
                self.apsw.execute(f"PRAGMA synchronous={synchronous}")
            self.apsw.execute("PRAGMA locking_mode=EXCLUSIVE")  # no shared memory on this disk
        except apsw.Error as error:
            raise DatabaseError(f"{type(error).__name__}: {error}") from error
        self._weaker = synchronous
        self.isolation_level = None

    def cursor(self) -> Any:
        return _Weakened(self.apsw) if self._weaker else _Cursor(self.apsw)

    def execute(self, statement: str, parameters: Any = ()) -> _Cursor:
        return _Cursor(self.apsw).execute(statement, parameters)

    def create_function(self, *_arguments: Any, **_options: Any) -> None:
        return

    def commit(self) -> None:
        if self.apsw.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.apsw.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self.apsw.close(force=True)


class _Weakened(_Cursor):
    """Does not let the store ask for full syncs: what a harness that finds nothing must be shown to find."""

    def execute(self, statement: str, parameters: Any = ()) -> _Cursor:
        return self if statement.startswith("PRAGMA synchronous") else super().execute(statement, parameters)


def connect_module(disk: Disk, name: str, version: tuple[int, int, int], synchronous: str | None = None) -> ModuleType:
    """Return a DB-API module whose only database lies on `disk`.

    Args:
        disk: the disk.
        name: a name for SQLite to know it by.
        version: what the store is told SQLite's version is, which decides how it keeps its journal.
        synchronous: a weaker setting than the store's own, or None.
    """
    module: Any = ModuleType(f"disk_{name}")
    files = _Files(name, disk)
    module.files = files  # SQLite keeps no reference
    module.paramstyle, module.threadsafety, module.apilevel = "qmark", 1, "2.0"
    module.sqlite_version_info, module.sqlite_version = version, ".".join(map(str, version))
    module.PARSE_DECLTYPES = module.PARSE_COLNAMES = 0
    module.Binary = bytes
    for error in ("Error", "DatabaseError"):
        setattr(module, error, globals()[error])
    for error in ("InterfaceError", "DataError", "OperationalError", "IntegrityError", "InternalError"):
        setattr(module, error, type(error, (DatabaseError,), {}))
    module.ProgrammingError = module.NotSupportedError = type("ProgrammingError", (DatabaseError,), {})
    module.connect = lambda *_arguments, **_options: _Connection(name, synchronous)
    return module  # type: ignore[no-any-return]  # a module made here
