"""What the server keeps of what it worked out, and how it knows that it still stands.

Nothing is declared: whatever is worked out notes what it reads (`kaimen.store.reads`), and stands as long as the ledger
has no newer entry of those kinds. What stands on a value (how many projects there are) and not on where it comes from
stands as long as the value is the same. Whoever asks for what somebody else is working out waits for it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from kaimen.store import EVERY, Store, note, noting, read_so_far

Made = TypeVar("Made")
Key = TypeVar("Key", bound=Hashable)

_MOST = 256
"""Things kept; the one that was not asked for the longest goes first."""

Values = dict[str, tuple[Callable[[], object], object]]

_VALUES: ContextVar[Values | None] = ContextVar("values", default=None)


@dataclass(frozen=True, slots=True)
class Basis:
    """What something was worked out from: the heads of the kinds it read, and values with how each is worked out."""

    heads: Mapping[str, int]
    values: Mapping[str, tuple[Callable[[], object], object]]


@dataclass(slots=True)
class Traced:
    """What is read within a `trace`; `heads` are from before."""

    heads: Mapping[str, int]
    kinds: set[str]
    values: Values = field(default_factory=dict)

    @property
    def basis(self) -> Basis:
        """What was read so far."""
        return Basis({kind: self.heads.get(kind, 0) for kind in self.kinds}, self.values)


@dataclass(slots=True)
class _Cell:
    lock: threading.RLock = field(default_factory=threading.RLock)
    kept: tuple[Basis, object] | None = None


class Least(Generic[Key, Made]):
    """At most so many things by key, those asked for last; not locked."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Made] = OrderedDict()

    def get(self, key: Key) -> Made | None:
        """Return what is kept under a key."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, made: Made) -> None:
        """Keep something."""
        self._kept[key] = made
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


class Keeping:
    """What one desk keeps of a workspace; safe to be asked from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._cells: Least[str, _Cell] = Least(_MOST)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what `make` works out from the workspace, from memory while that stands.

        Whoever asks stands on what `make` read.
        """
        with self._lock:
            cell = self._cells.get(name)
            if cell is None:
                cell = _Cell()
                self._cells.put(name, cell)
        with cell.lock:
            if cell.kept is None or not self.stands(cell.kept[0]):
                with self.trace() as traced:
                    made = make()
                cell.kept = (traced.basis, made)
            basis, kept = cell.kept
        pass_on(basis)
        return cast(Made, kept)

    def value(self, name: str, make: Callable[[], Made]) -> Made:
        """Return the same as `once`; but whoever asks stands on the value alone, as long as `==` says so."""
        with self.trace():
            found = self.once(name, make)
        values = _VALUES.get()
        if values is not None:
            values[name] = (make, found)
        return found

    def stands(self, basis: Basis) -> bool:
        """Return whether what was worked out from this is still what would be worked out now."""
        if not self.heads_stand(basis):
            return False
        with self.trace():
            return all(self.once(name, make) == found for name, (make, found) in basis.values.items())

    def heads_stand(self, basis: Basis) -> bool:
        """Return whether no kind that was read has a newer entry; quick, and nothing is worked out."""
        now = self._store.heads()
        return all(now.get(kind, 0) == head for kind, head in basis.heads.items())

    @contextmanager
    def trace(self) -> Iterator[Traced]:
        """Collect what is read within; whoever traces outside is told nothing (see `pass_on`)."""
        heads = self._store.heads()  # before anything is read: what is read is at least as new
        token = None
        try:
            with noting() as kinds:
                traced = Traced(heads, kinds)
                token = _VALUES.set(traced.values)
                yield traced
        finally:
            if token is not None:
                _VALUES.reset(token)

    @property
    def entry(self) -> int:
        """The last entry that touched what was read so far, for whoever traces."""
        heads = self._store.heads()
        return max((heads.get(kind, 0) for kind in read_so_far()), default=0)

    @property
    def head(self) -> int:
        """The number of the last entry, whatever it touched."""
        return self._store.heads()[EVERY]


def pass_on(basis: Basis) -> None:
    """Tell whoever traces that it stands on this too."""
    for kind in basis.heads:
        note(kind)
    values = _VALUES.get()
    if values is not None:
        values.update(basis.values)
