"""The shelf: a plan that is being read holds up nobody who asks for another."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

import pytest

from kaimen.errors import Finding
from kaimen.workspace.planning import shelf as room
from kaimen.workspace.planning.shelf import OPEN, OpenPlan, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "plans").mkdir()
    for name in ("slow", "quick", "wrong", *(f"p{n}" for n in range(OPEN))):
        (tmp_path / "plans" / f"{name}.kaimen").write_text(name)
    return Shelf(tmp_path)


def test_a_plan_that_is_read_does_not_hold_up_another_and_is_read_once(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end, begun, read = threading.Event(), threading.Event(), []

    def opened(name: str, _: Path) -> tuple[OpenPlan | None, list[Finding]]:
        read.append(name)
        if name == "slow":
            begun.set()
            assert may_end.wait(10)
        return (None, [Finding("E853", "No.")]) if name == "wrong" else (cast(OpenPlan, name), [])

    monkeypatch.setattr(room, "_opened", opened)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(shelf.plan("slow"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    assert shelf.plan("quick")[0] == cast(OpenPlan, "quick")
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert found == [("slow", [])] * 3
    assert read == ["slow", "quick"]
    for _ in range(2):  # what is wrong is read again, since its file may be mended within a tick of the clock
        assert shelf.plan("wrong")[0] is None
    assert read[2:] == ["wrong", "wrong"]
    for number in range(OPEN):
        shelf.plan(f"p{number}")
    assert len(shelf._open) == OPEN
    assert not shelf._opening
