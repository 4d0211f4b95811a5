"""What the store promises when power, disk or process fail; `benchmarks/record.py` runs these by the thousand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("apsw", reason="the disk in memory needs apsw")

from tests.store.trials import ROLLBACK, WAL, edits, faults, power_losses, row_edits

JOURNALS = pytest.mark.parametrize("version", [WAL, ROLLBACK], ids=["wal", "rollback"])


@JOURNALS
def test_what_was_acknowledged_survives_a_power_loss(version: tuple[int, int, int]) -> None:
    tally = power_losses(80, 1, version)

    assert (tally.looked_at, tally.lost, tally.broken) == (80, [], [])
    assert tally.acknowledged > 0


@JOURNALS
def test_the_trial_shows_losses_where_syncs_are_left_out(version: tuple[int, int, int]) -> None:
    tally = power_losses(60, 1, version, synchronous="NORMAL")

    assert tally.lost


@JOURNALS
def test_after_a_failed_operation_the_store_is_as_before_or_after(version: tuple[int, int, int]) -> None:
    tally = faults(40, 1, version)

    assert (tally.lost, tally.broken) == ([], [])
    assert tally.refused > 0


def test_every_edited_row_of_a_file_is_found(tmp_path: Path) -> None:
    tally = row_edits(str(tmp_path / "office.db"), 40, 1)

    assert tally.looked_at == 40
    assert tally.lost == []


def test_no_addition_of_eight_clients_is_lost(tmp_path: Path) -> None:
    tally = edits(str(tmp_path / "office.db"), 8, 10)

    assert (tally.acknowledged, tally.lost, tally.broken) == (80, [], [])


def test_a_killed_process_loses_nothing_it_was_told_is_kept() -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, str(root / "benchmarks" / "record.py"), "kills", "migrations", "--count", "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 broken" in done.stdout
