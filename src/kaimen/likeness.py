"""Projects that may be one project: proposed to a person, never joined by themselves."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import ceil

import numpy as np
from scipy import sparse

from kaimen.library import Project

Piece = tuple[str, str]
Pairs = Iterator[tuple[int, int]]

LEAST = Fraction(4, 5)
"""From this likeness on a pair is proposed."""

_BLOCK = 1000


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
    against = projects if others is None else others
    if not projects or not against:
        return []
    pieces = [_pieces(project) for project in projects]
    other_pieces = pieces if others is None else [_pieces(project) for project in against]
    counts = Counter(chain.from_iterable([*pieces, *(other_pieces if others is not None else ())]))
    names = {piece: at for at, piece in enumerate(sorted(counts, key=lambda piece: (counts[piece], piece)))}
    left = [sorted(names[piece] for piece in part) for part in pieces]
    right = left if others is None else [sorted(names[piece] for piece in part) for part in other_pieces]
    found = []
    for row, column in _sharing_a_rare_piece(left, right, len(names)):
        if others is None and row >= column:
            continue
        one, other = projects[row], against[column]
        if one.id != other.id and _may_share(one.owner, other.owner):
            common = len(pieces[row] & other_pieces[column])
            likeness = common / (len(pieces[row]) + len(other_pieces[column]) - common)
            if likeness >= LEAST:
                found.append(Alike(one.id, other.id, round(likeness, 3), _shared(one, other)))
    return sorted(found, key=lambda pair: (-pair.likeness, -len(pair.shared), pair.first, pair.second))


def _sharing_a_rare_piece(left: Sequence[Sequence[int]], right: Sequence[Sequence[int]], names: int) -> Pairs:
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


def _pieces(project: Project) -> set[Piece]:
    """Return the pieces of a project's title, each with its region: projects of two regions share none."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", project.title).casefold() if c.isalnum())
    return {(project.region, plain[at : at + 3]) for at in range(max(1, len(plain) - 2))} if plain else set()


def _rarest(parts: Sequence[Sequence[int]], names: int) -> sparse.csr_array:
    """Return which rare pieces each part has: one of them must be shared by what is as like as `LEAST`.

    Pieces are numbered from the rarest on. Of n pieces at least LEAST n must be shared, so at most the rest is not.
    """
    counts = [len(part) - ceil(len(part) * LEAST) + 1 if part else 0 for part in parts]
    columns = np.array([at for part, count in zip(parts, counts, strict=True) for at in part[:count]], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return sparse.csr_array((np.ones(len(columns), dtype=np.int32), columns, starts), shape=(len(parts), names))
