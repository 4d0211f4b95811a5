"""Pairs that are proposed are those that every pair compared with every other gives."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaimen.library import Project
from kaimen.likeness import LEAST, Pairs, alike

_PARTS = st.lists(
    st.sampled_from(["road", "Road ", "bridge", "水库扩建工程", "水库 扩建", "a", "north harbour"]), max_size=5
)
_PROJECT = st.builds(
    lambda number, parts, region, owner: Project(f"P{number}", "".join(parts), region, owner=owner),
    st.integers(0, 40),
    _PARTS,
    st.sampled_from(["", "x"]),
    st.sampled_from(["", "o", "p"]),
)
_LISTS = st.lists(_PROJECT, max_size=12)


def _is_near(one: Project, other: Project) -> bool:
    mine, theirs = (_threes("".join(c for c in p.title.casefold() if c.isalnum())) for p in (one, other))
    apart = one.id != other.id and one.region == other.region and (not one.owner or other.owner in ("", one.owner))
    return apart and bool(mine and theirs) and Fraction(len(mine & theirs), len(mine | theirs)) >= LEAST


def _threes(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text)) if at + 3 <= len(text)} or ({text} if text else set())


@given(_LISTS, _LISTS)
def test_all_that_are_like_enough_are_proposed_and_no_others(projects: list[Project], others: list[Project]) -> None:
    pairs = sorted((one.id, other.id) for one in projects for other in others if _is_near(one, other))
    assert sorted((pair.first, pair.second) for pair in alike(projects, others)) == pairs
    within = [(a.id, b.id) for at, a in enumerate(projects) for b in projects[at + 1 :] if _is_near(a, b)]
    assert sorted((pair.first, pair.second) for pair in alike(projects)) == sorted(within)


@given(st.lists(st.lists(_PROJECT, max_size=30, unique_by=lambda p: p.id), max_size=4), st.data())
def test_pairs_followed_through_changes_are_those_found_anew(lists: list[list[Project]], data: st.DataObject) -> None:
    pairs, before = Pairs(), list[Project]()
    for projects in lists:
        ids = {project.id for project in projects}
        kept = [p for p in before if p.id not in ids and data.draw(st.booleans())]
        before = sorted([*kept, *projects], key=lambda project: project.id)
        assert pairs.of(before) == alike(before)
