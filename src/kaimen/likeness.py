"""Projects that may be one project: proposed to a person, never joined by themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from kaimen.library import Project

LEAST = 0.8
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
    doi:10.1111/j.1469-8137.1912.tb05611.x), without regard to case, width, spaces and punctuation.

    Args:
        projects: the projects looked at.
        others: those they are held against; None: each other.
    """
    against = projects if others is None else others
    pieces = [_pieces(project.title) for project in projects]
    other_pieces = pieces if others is None else [_pieces(project.title) for project in against]
    names = {piece: at for at, piece in enumerate(sorted(set().union(*pieces, *other_pieces)))}
    left, right = _matrix(pieces, names), _matrix(other_pieces, names)
    left_sizes, right_sizes = (np.array([len(part) for part in parts]) for parts in (pieces, other_pieces))
    found = []
    for low in range(0, len(projects), _BLOCK):
        common = sparse.coo_array(left[low : low + _BLOCK] @ right.T)
        rows = common.row + low
        share = common.data / (left_sizes[rows] + right_sizes[common.col] - common.data)
        near = share >= LEAST if others is not None else (share >= LEAST) & (rows < common.col)
        pairs = zip(rows[near].tolist(), common.col[near].tolist(), share[near].tolist(), strict=True)
        for row, column, likeness in pairs:
            one, other = projects[row], against[column]
            if one.id != other.id and one.region == other.region and _may_share(one.owner, other.owner):
                found.append(Alike(one.id, other.id, round(likeness, 3), _shared(one, other)))
    return sorted(found, key=lambda pair: (-pair.likeness, -len(pair.shared), pair.first, pair.second))


def _shared(one: Project, other: Project) -> tuple[str, ...]:
    costs = [project.options[0].cost if project.options else () for project in (one, other)]
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in ("region", "sector", "owner")}
    pairs["cost"] = (costs[0], costs[1])
    return tuple(name for name, (mine, theirs) in pairs.items() if mine and mine == theirs)


def _may_share(owner: str, other: str) -> bool:
    """Return whether two projects may have one owner: the same, or one is not known."""
    return not owner or not other or owner == other


def _pieces(title: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKC", title).casefold() if c.isalnum())
    return {plain[at : at + 3] for at in range(max(1, len(plain) - 2))} if plain else set()


def _matrix(parts: Sequence[set[str]], names: dict[str, int]) -> sparse.csr_array:
    columns = [names[piece] for part in parts for piece in sorted(part)]
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    ones = np.ones(len(columns), dtype=np.int64)
    return sparse.csr_array((ones, np.array(columns, dtype=np.int64), starts), shape=(len(parts), len(names)))
