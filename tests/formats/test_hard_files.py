"""Mutated files and bombs: each is read or refused with a reason, in little time and memory, and nothing dies of it."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from kaimen.formats.spreadsheet_child import Child

if sys.platform != "linux":
    pytest.skip("limits of memory and time are Linux's", allow_module_level=True)

from tests.effort import FULL
from tests.formats.mutants import MEMORY, SECONDS, bombs, judge, mutants, plain_workbook, whole_files

COUNT = 50_000 if FULL else 5_000


def test_whole_files_are_read() -> None:
    for read, content in [*whole_files(), (whole_files()[0][0], plain_workbook())]:
        count, findings = read(content)
        assert count, findings
        assert [finding for finding in findings if finding.is_error] == []


def test_mutated_files_are_read_or_refused_with_a_reason() -> None:
    judged = judge(mutants(COUNT, 1))

    assert (judged.crashes, judged.silent) == ([], [])
    assert judged.read == COUNT
    assert 0 < judged.refused < COUNT
    assert judged.slowest <= SECONDS
    assert judged.largest <= MEMORY


def test_forty_bombs_do_no_harm() -> None:
    looked_at = list(bombs(10 if FULL else 1))
    assert len({name for name, _, _ in looked_at}) == 40

    judged = judge(looked_at)

    assert (judged.crashes, judged.silent) == ([], [])
    assert judged.read == 40
    assert judged.slowest <= SECONDS
    assert judged.largest <= MEMORY


def test_a_reading_that_dies_or_says_nothing_is_noticed() -> None:
    judged = judge([("dies", lambda _: os._exit(3), b""), ("says nothing", lambda _: (0, []), b"")])

    assert [crash.partition(":")[0] for crash in judged.crashes] == ["dies"]
    assert [silent.partition(":")[0] for silent in judged.silent] == ["says nothing"]


def test_a_child_that_dies_or_takes_too_much_is_an_error_and_the_next_file_is_read() -> None:
    def read(content: bytes) -> object:
        if content == b"dies":
            os.kill(os.getpid(), signal.SIGABRT)
        return bytearray(2**30) if content == b"memory" else content.decode()

    child = Child(read)
    for content in (b"dies", b"memory", b"\xff"):
        with pytest.raises(ValueError, match=r"MiB|decode|MemoryError"):
            child.ask(content, 0)
        assert child.ask(b"whole", 0) == "whole"
    began = time.perf_counter()
    assert child.ask(b"quick", 0) == "quick"
    assert time.perf_counter() - began < 1
    child.close()
