"""Trials of what a store promises when things go wrong; counts come from whoever calls."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import apsw

from kaimen.store import Change, Checkpoint, Draft, Store, backup, open_store, restore, verify
from kaimen.store.chain import Json
from kaimen.store.engine import sqlite_module
from tests.store.conftest import moment
from tests.store.disk import Disk, connect_module

WAL, ROLLBACK = (3, 53, 0), (3, 40, 0)


@dataclass
class Tally:
    """How many states or cycles were looked at, and what was wrong with any."""

    looked_at: int = 0
    acknowledged: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def judge(self, store: Store, promised: dict[int, str]) -> None:
        """Look for what was promised in a store, and at its chain."""
        self.looked_at += 1
        broken = [str(finding) for finding in verify(store.engine)]
        self.broken += broken
        if any("itself is damaged" in finding for finding in broken):
            return
        hashes = {entry.number: entry.hash for entry, _ in store.entries()}
        self.lost += [f"entry {number}" for number, digest in promised.items() if hashes.get(number) != digest]


def a_change(draw: random.Random, number: int) -> Change:
    """A change with one to four new things, some of them large."""
    drafts = tuple(
        Draft("project", f"{number}-{part}", {"n": number, "text": "x" * draw.choice((5, 50, 3000))})
        for part in range(draw.randint(1, 4))
    )
    return Change("planner", moment(), "record", drafts)


def power_losses(states: int, seed: int, version: tuple[int, int, int], synchronous: str | None = None) -> Tally:
    """Write; at every moment the power may go, and each state it may leave is opened again and judged.

    Acknowledged is what `write` had returned by then. One process writes at a time.
    """
    tally, draw, run = Tally(), random.Random(seed), 0
    while tally.looked_at < states:
        run += 1
        disk, promised = Disk(), dict[int, str]()
        snapshots: list[tuple[dict[str, bytes], dict[int, str]]] = []

        def watch(disk: Disk = disk, promised: dict[int, str] = promised, kept: Any = snapshots) -> None:
            if draw.random() < 0.25:
                kept.append((disk.after_power_loss(draw), dict(promised)))

        store = _on(disk, f"p{seed}-{version[1]}-{run}", version, synchronous)
        disk.watch = watch
        for number in range(draw.randint(2, 12)):
            receipt, findings = store.write(a_change(draw, number))
            assert receipt is not None, findings
            promised[receipt.entry.number] = receipt.entry.hash
        watch()
        disk.watch = lambda: None
        store.close()
        for at, (image, then) in enumerate(snapshots[: states - tally.looked_at]):
            _judge_image(tally, image, then, f"q{seed}-{version[1]}-{run}-{at}", version)
        tally.acknowledged += len(promised)
    return tally


def _judge_image(
    tally: Tally, image: dict[str, bytes], promised: dict[int, str], name: str, version: tuple[int, int, int]
) -> None:
    module = connect_module(Disk(image), name, version)
    store, findings = open_store("office.db", module)
    if store is None:
        tally.looked_at += 1
        tally.broken += [str(finding) for finding in findings]
        return
    tally.judge(store, promised)
    store.close()


def faults(count: int, seed: int, version: tuple[int, int, int]) -> Tally:
    """Let one operation after another fail; afterwards the store must be as before or as after the change."""
    tally, draw, run = Tally(), random.Random(seed), 0
    while tally.looked_at < count:
        run += 1
        disk = Disk()
        store = _on(disk, f"f{seed}-{version[1]}-{run}", version, None)
        promised: dict[int, str] = {}
        for number in range(3):
            receipt, _ = store.write(a_change(draw, number))
            assert receipt is not None
            promised[receipt.entry.number] = receipt.entry.hash
        fault, first, lasting = draw.choice(FAULTS), disk.operations + draw.randint(1, 60), draw.random() < 0.3

        def meet(kind: str, number: int, fault: Any = fault, first: int = first, lasting: bool = lasting) -> Any:
            is_due = number >= first if lasting else number == first
            return fault[1]() if is_due and kind in fault[0] else None

        disk.fault = meet
        for number in range(3, 6):
            receipt, findings = store.write(a_change(draw, number))
            if receipt is not None:
                promised[receipt.entry.number] = receipt.entry.hash
            else:
                tally.refused += 1
                assert [finding.code for finding in findings] == ["E805"]
        disk.fault = lambda _kind, _number: None
        store.close()
        module = connect_module(
            Disk({n: bytes(i) for n, i in disk.live.items()}), f"g{seed}-{version[1]}-{run}", version
        )
        again, findings = open_store("office.db", module)
        if again is None:
            tally.looked_at += 1
            tally.broken += [str(finding) for finding in findings]
            continue
        tally.judge(again, promised)
        tally.acknowledged += len(promised)
        again.close()
    return tally


FAULTS: list[tuple[tuple[str, ...], Callable[[], Exception]]] = [
    (("write",), lambda: apsw.FullError("no space left on device")),
    (("write",), lambda: apsw.FullError("short write")),
    (("write", "sync", "truncate"), lambda: apsw.IOError("input/output error")),
    (("read", "size"), lambda: apsw.IOError("input/output error")),
    (("open", "delete"), lambda: apsw.CantOpenError("permission denied")),
    (("lock",), lambda: apsw.BusyError("locked")),
]


def _on(disk: Disk, name: str, version: tuple[int, int, int], synchronous: str | None) -> Store:
    store, findings = open_store("office.db", connect_module(disk, name, version, synchronous))
    assert store is not None, findings
    return store


def kills(cycles: int, seed: int, url: str, module: Any = None) -> Tally:
    """Kill a writing process with SIGKILL again and again, then look for every change it was told is kept."""
    tally, draw, promised = Tally(), random.Random(seed), dict[int, str]()
    _opened(url, module).close()
    for cycle in range(cycles):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _write_for_ever(url, module, writing, seed * 1_000_000 + cycle)
        os.close(writing)
        with os.fdopen(reading) as told:
            line = told.readline()
            threading.Timer(draw.random() * 0.02, os.kill, (child, signal.SIGKILL)).start()
            while line.endswith("\n"):
                number, digest = json.loads(line)
                promised[number] = digest
                line = told.readline()
        os.waitpid(child, 0)
        store = _opened(url, module)
        head = store.head()
        tally.judge(store, promised) if cycle % 50 == 49 or cycle == cycles - 1 else _look(tally, store, promised)
        tally.acknowledged = len(promised)
        tally.broken += [str(f) for f in verify(store.engine, head)] if cycle == cycles - 1 else []
        store.close()
    return tally


def _look(tally: Tally, store: Store, promised: dict[int, str]) -> None:
    """Look at the end of the ledger only: what was acknowledged last."""
    tally.looked_at += 1
    last = max(promised, default=0)
    hashes = {entry.number: entry.hash for entry, _ in store.entries(max(0, last - 50))}
    tally.lost += [f"entry {n}" for n, digest in promised.items() if n > last - 50 and hashes.get(n) != digest]


def _write_for_ever(url: str, module: Any, writing: int, seed: int) -> None:
    try:
        draw, number = random.Random(seed), 0
        store = _opened(url, module)
        while True:
            number += 1
            drafts = (Draft("project", f"{seed}-{number}", {"n": number, "text": "x" * draw.choice((5, 50, 3000))}),)
            receipt, _ = store.write(Change("planner", moment(), "record", drafts))
            if receipt is not None:
                os.write(writing, (json.dumps([receipt.entry.number, receipt.entry.hash]) + "\n").encode())
    finally:
        os._exit(1)


def edits(url: str, clients: int, each: int, things: int = 10, module: Any = None) -> Tally:
    """Let clients add 1 to counters, each from the version it has read; every addition told must be there."""
    store, tally = _opened(url, module), Tally()
    drafts = tuple(Draft("counter", f"c{n}", {"n": 0}) for n in range(things))
    store.write(Change("planner", moment(), "record", drafts))
    failed: list[BaseException] = []

    def add(client: int) -> None:
        draw = random.Random(client)
        try:
            for _ in range(each):
                _add_one(store, f"c{draw.randrange(things)}")
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=add, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = sum(_number(version.body) for version in store.versions("counter"))
    tally.looked_at, tally.acknowledged = clients * each, total
    tally.lost = [f"{clients * each - total} additions"] if total != clients * each else []
    tally.broken = [str(finding) for finding in verify(store.engine)] + [str(error) for error in failed]
    store.close()
    return tally


def _add_one(store: Store, name: str) -> None:
    while True:
        now = store.version("counter", name)
        assert now is not None
        draft = Draft("counter", name, {"n": _number(now.body) + 1}, now.number)
        receipt, findings = store.write(Change("planner", moment(), "count", (draft,)))
        if receipt is not None:
            return
        assert {finding.code for finding in findings} == {"E803"}, findings


def _number(body: Any) -> int:
    assert body is not None
    return int(body["n"])


def row_edits(path: str, count: int, seed: int) -> Tally:
    """Change one row of a database file at a time, each put back afterwards; every change must be found."""
    tally, draw = Tally(), random.Random(seed)
    store = _opened(path)
    number = 0
    while store.head().number < 40:
        number += 1
        store.write(a_change(draw, number))
        if number % 3 == 0:
            now = store.versions("project")[0]
            body: dict[str, Json] = {"n": number}
            store.write(Change("planner", moment(), "amend", (Draft("project", now.id, body, now.number),)))
    store.keep(b"a document")
    checkpoint = store.head()
    store.close()
    while tally.looked_at < count:
        _edit_one(path, draw, tally, checkpoint)
    return tally


def _edit_one(path: str, draw: random.Random, tally: Tally, checkpoint: Checkpoint) -> None:
    module: Any = sqlite_module()
    with closing(module.connect(path)) as connection:
        table = draw.choice(("entry", "version", "version", "content"))
        rows = connection.execute(f"SELECT rowid, * FROM {table}").fetchall()  # noqa: S608 - our own names
        columns = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
        row = draw.choice(rows)
        column = draw.randrange(len(columns))
        before = row[column + 1]
        is_deletion = draw.random() < 0.15
        after = _altered(before, draw)
        if is_deletion:
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row[0],))  # noqa: S608
        else:
            try:
                connection.execute(f"UPDATE {table} SET {columns[column]} = ? WHERE rowid = ?", (after, row[0]))  # noqa: S608
            except module.IntegrityError:  # another row has this key: the database itself refuses
                return
        connection.commit()
        store = _opened(path)
        # a kept document that is missing altogether is no row of the ledger; what cites it will miss it
        found = verify(store.engine, checkpoint) or (is_deletion and table == "content")
        store.close()
        tally.looked_at += 1
        if not found:
            tally.lost.append(f"{table}.{columns[column]} of row {row[0]}: {str(before)[:40]} to {str(after)[:40]}")
        if is_deletion:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES ({marks})", row)  # noqa: S608
        else:
            connection.execute(f"UPDATE {table} SET {columns[column]} = ? WHERE rowid = ?", (before, row[0]))  # noqa: S608
        connection.commit()


def _altered(value: Any, draw: random.Random) -> Any:
    if isinstance(value, int):
        return value + draw.choice((-1, 1, 7))
    if isinstance(value, bytes):
        return value + b"x"
    if value is None:
        return "{}"
    if not value:
        return "x"
    at = draw.randrange(len(value))
    return value[:at] + chr(33 + (ord(value[at]) - 32) % 90) + value[at + 1 :]


def killed_migrations(cycles: int, seed: int, path: Callable[[int], str]) -> Tally:
    """Kill the making of a new workspace at a random moment; then it must open, empty and whole."""
    tally, draw = Tally(), random.Random(seed)
    for cycle in range(cycles):
        child = os.fork()
        if child == 0:
            try:
                open_store(path(cycle))
            finally:
                os._exit(1)
        time.sleep(draw.random() * 0.08)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        store = _opened(path(cycle))
        receipt, findings = store.write(a_change(draw, cycle))
        tally.broken += [str(finding) for finding in findings]
        tally.judge(store, {receipt.entry.number: receipt.entry.hash} if receipt else {})
        store.close()
    return tally


def backups(count: int, url: str, folder: str) -> Tally:
    """Take backups while two threads write; each must restore into a new workspace and lead to its checkpoint."""
    tally, store, ended, wanted = Tally(), _opened(url), threading.Event(), threading.Event()

    def write(client: int) -> None:
        draw, number = random.Random(client), client * 1_000_000
        while not ended.is_set():
            number += 1
            wanted.wait()  # between backups nobody writes, so that the ledger can be restored often
            time.sleep(0.005)
            store.write(a_change(draw, number))

    threads = [threading.Thread(target=write, args=(client,)) for client in (1, 2)]
    for thread in threads:
        thread.start()
    for number in range(count):
        target = io.BytesIO()
        wanted.set()
        time.sleep(0.01)
        checkpoint = backup(store.engine, target)
        wanted.clear()
        again = _opened(f"{folder}/restored-{number}.db")
        target.seek(0)
        tally.broken += [str(finding) for finding in restore(again.engine, target)]
        tally.broken += [str(finding) for finding in verify(again.engine, checkpoint)]
        tally.looked_at += 1
        tally.acknowledged += again.head().number
        again.close()
    ended.set()
    wanted.set()
    for thread in threads:
        thread.join()
    store.close()
    return tally


def _opened(url: str, module: Any = None) -> Store:
    store, findings = open_store(url, module)
    assert store is not None, findings
    return store
