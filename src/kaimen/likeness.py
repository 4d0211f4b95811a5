"""Projects that may be one project: proposed to a person, never joined by themselves."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import ceil
from sys import intern

import numpy as np
from scipy import sparse

from kaimen.library import Project

LEAST = Fraction(4, 5)
"""From this likeness on a pair is proposed."""

_BLOCK = 1000
_FEW = 20
"""So many changed projects are held against all others one by one; where there are more, all are compared anew."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two projects by id, how like their titles are (1: the same), and what else they share."""

    first: str
    second: str
    likeness: float
    shared: tuple[str, ...]


def alike(projects: Sequence[Project], others: Sequence[Project] | None = None) -> list[Alike]:
    """Return pairs with titles that are nearly the same in one region, of one owner or none, the likest first.

    Likeness is the share of three-character pieces that two titles have in common (Jaccard 1912,
    doi:10.1111/j.1469-8137.1912.tb05611.x), without regard to case, width, spaces and punctuation. Titles that are so
    like share one of their rarest pieces, a few of each, so only those that do are compared (Bayardo, Ma and Srikant
    2007, doi:10.1145/1242572.1242591).

    Args:
        projects: the projects looked at.
        others: those they are held against; None: each other.
    """
    pieces = [_pieces(project) for project in projects]
    return _alike(projects, pieces, others, [_pieces(project) for project in others] if others is not None else None)


def _alike(
    projects: Sequence[Project],
    own: Sequence[set[str]],
    others: Sequence[Project] | None = None,
    theirs: Sequence[set[str]] | None = None,
) -> list[Alike]:
    """Return the pairs of projects whose titles have these pieces."""
    against = projects if others is None else others
    if not projects or not against:
        return []
    regions: dict[str, int] = {}
    pieces = [_placed(project, part, regions) for project, part in zip(projects, own, strict=True)]
    other_pieces = pieces
    if theirs is not None:
        other_pieces = [_placed(project, part, regions) for project, part in zip(against, theirs, strict=True)]
    counts = Counter(chain.from_iterable([*pieces, *(other_pieces if others is not None else ())]))
    names = {piece: at for at, piece in enumerate(sorted(counts, key=lambda piece: (counts[piece], piece)))}
    left = [sorted(map(names.__getitem__, part)) for part in pieces]
    right = left if others is None else [sorted(map(names.__getitem__, part)) for part in other_pieces]
    found = []
    for row, column in _sharing_a_rare_piece(left, right, len(names)):
        if others is not None or row < column:
            pair = _pair(projects[row], against[column], pieces[row], other_pieces[column])
            found += [] if pair is None else [pair]
    return sorted(found, key=_likest)


class Pairs:
    """The same pairs, kept for projects that change: each change is held against the others, and they not again."""

    def __init__(self) -> None:
        self._projects: dict[str, Project] = {}
        self._pieces: dict[str, set[str]] = {}
        self._found: list[Alike] = []

    def of(self, projects: Sequence[Project]) -> list[Alike]:
        """Return `alike(projects)`; every project has an id of its own."""
        changed = [project for project in projects if self._projects.get(project.id) is not project]
        now = {project.id: project for project in projects}
        if len(changed) > _FEW:
            self._pieces = {project.id: _pieces(project) for project in projects}
            self._found = _alike(projects, [self._pieces[project.id] for project in projects])
        else:
            self._follow(changed, now)
        self._projects = now
        return list(self._found)

    def _follow(self, changed: Sequence[Project], now: Mapping[str, Project]) -> None:
        pieces = self._pieces = {name: own for name, own in self._pieces.items() if name in now}
        pieces |= {project.id: _pieces(project) for project in changed}
        anew = {project.id for project in changed}
        stands = now.keys() - anew
        found = [pair for pair in self._found if pair.first in stands and pair.second in stands]
        place = {name: at for at, name in enumerate(now)} if changed else {}
        for one in changed:
            for other in now.values():
                if other.region == one.region and not (other.id in anew and place[other.id] <= place[one.id]):
                    first, second = (one, other) if place[one.id] < place[other.id] else (other, one)
                    pair = _pair(first, second, pieces[first.id], pieces[second.id])
                    found += [] if pair is None else [pair]
        self._found = sorted(found, key=_likest)


def _pair(one: Project, other: Project, mine: set[str], theirs: set[str]) -> Alike | None:
    """Return two projects of one region as a pair if they are like enough, from the pieces of their titles."""
    least, most = sorted((len(mine), len(theirs)))
    if not mine or not theirs or least * LEAST.denominator < most * LEAST.numerator:  # were all of one in the other
        return None
    if one.id == other.id or not _may_share(one.owner, other.owner):
        return None
    common = len(mine & theirs)
    every = least + most - common
    if common * LEAST.denominator < every * LEAST.numerator:
        return None
    return Alike(one.id, other.id, round(common / every, 3), _shared(one, other))


def _likest(pair: Alike) -> tuple[float, int, str, str]:
    return (-pair.likeness, -len(pair.shared), pair.first, pair.second)


def _sharing_a_rare_piece(
    left: Sequence[Sequence[int]], right: Sequence[Sequence[int]], names: int
) -> Iterator[tuple[int, int]]:
    """Yield the pairs (number on the left, on the right) that share one of their rarest pieces."""
    mine, theirs = _rarest(left, names), _rarest(right, names).T.tocsr()
    for low in range(0, len(left), _BLOCK):
        common = sparse.coo_array(mine[low : low + _BLOCK] @ theirs)
        yield from zip((common.row + low).tolist(), common.col.tolist(), strict=True)


def _shared(one: Project, other: Project) -> tuple[str, ...]:
    costs = [project.options[0].cost if project.options else () for project in (one, other)]
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in ("region", "sector", "owner")}
    pairs["cost"] = (costs[0], costs[1])
    return tuple(name for name, (mine, theirs) in pairs.items() if mine and mine == theirs)


def _may_share(owner: str, other: str) -> bool:
    """Return whether two projects may have one owner: the same, or one is not known."""
    return not owner or not other or owner == other


def _pieces(project: Project) -> set[str]:
    """Return the pieces of a project's title."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", project.title).casefold() if c.isalnum())
    return {intern(plain[at : at + 3]) for at in range(max(1, len(plain) - 2))} if plain else set()


def _placed(project: Project, pieces: set[str], regions: dict[str, int]) -> set[str]:
    """Return the pieces of a project's title, each with its region's number: projects of two regions share none."""
    region = str(regions.setdefault(project.region, len(regions)))
    return {f"{region} {piece}" for piece in pieces}


def _rarest(parts: Sequence[Sequence[int]], names: int) -> sparse.csr_array:
    """Return which rare pieces each part has: one of them must be shared by what is as like as `LEAST`.

    Pieces are numbered from the rarest on. Of n pieces at least LEAST n must be shared, so at most the rest is not.
    """
    counts = [len(part) - ceil(len(part) * LEAST) + 1 if part else 0 for part in parts]
    columns = np.array([at for part, count in zip(parts, counts, strict=True) for at in part[:count]], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return sparse.csr_array((np.ones(len(columns), dtype=np.int32), columns, starts), shape=(len(parts), names))
