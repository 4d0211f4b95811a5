"""What is made of things of the ledger, kept and brought up to date by the entries that came since.

A version never changes, so what was made of it stands; only what is new is read. A name has one thing kept, so memory
grows with what the workspace has and not with what it is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

from kaimen.store.chain import Version

Made = TypeVar("Made")


@dataclass(slots=True)
class _Cell:
    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: tuple[int, object] | None = None


class Memory:
    """The memory of one store; safe to be asked from several threads, which wait for one another by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cells: dict[str, _Cell] = {}

    def upto(
        self,
        name: str,
        head: Callable[[], int],
        first: Callable[[], Made],
        since: Callable[[int], Sequence[Version]],
        after: Callable[[Made, Sequence[Version]], Made],
    ) -> Made:
        """Return what stands under a name at the ledger's end.

        Args:
            name: what it is.
            head: the number of the last entry that touches it; asked before anything is read.
            first: makes it from all there is.
            since: the versions that entries after a number made, in their order.
            after: makes it from what it was and those versions, some of which it may know; changes nothing in place.
        """
        with self._lock:
            cell = self._cells.setdefault(name, _Cell())
        with cell.lock:
            last = head()
            if cell.kept is None or last < cell.kept[0]:  # another ledger lies there now
                cell.kept = (last, first())
            elif last > cell.kept[0]:
                cell.kept = (last, after(cast(Made, cell.kept[1]), since(cell.kept[0])))
            return cast(Made, cell.kept[1])
