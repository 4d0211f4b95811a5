"""Region trees: what covers what, and a finding for whatever is no tree."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.errors import Place
from kaimen.regions import Region, RegionGroup, RegionTree, region_tree
from tests.strategies import region_world

IDS = "ABCDEFG"


def codes(regions: Sequence[Region], groups: Sequence[RegionGroup] = ()) -> list[tuple[str, str]]:
    return [(finding.code, finding.what) for finding in region_tree(regions, groups)[1]]


def region_lists() -> st.SearchStrategy[list[Region]]:
    """Lists of regions with any fault there can be: doubled, circular, in unknown places."""
    return st.lists(st.builds(Region, st.sampled_from(IDS), st.sampled_from(["", *IDS, "X"])), max_size=10)


def test_a_region_covers_itself_and_what_lies_in_it() -> None:
    world = region_world()
    assert [place for place in world.regions if world.covers("A", place)] == ["A", "A1", "A2"]
    assert world.covers("P", "A1")
    assert not world.covers("A1", "A")
    assert list(world.chain("A1")) == ["A1", "A", "P"]


def test_a_group_covers_what_lies_in_its_members() -> None:
    world = region_world()
    assert [place for place in world.regions if world.covers("corridor", place)] == ["B", "A1", "B1"]
    assert not world.covers("A1", "corridor")
    assert "corridor" in world


def test_an_unknown_place_is_covered_by_nothing_but_its_own_name() -> None:
    world = region_world()
    assert "X" not in world
    assert not any(world.covers(place, "X") for place in (*world.regions, "corridor"))
    assert not world.covers("P", "")


def test_a_place_has_its_name_or_its_id_as_title() -> None:
    tree, _ = region_tree([Region("A", name="Ay"), Region("B")], [RegionGroup("G", ("A",), "Both")])
    assert [tree.title(place) for place in ("A", "B", "G", "X")] == ["Ay", "B", "Both", "X"]


@given(region_lists())
def test_whatever_is_given_becomes_a_tree(regions: list[Region]) -> None:
    tree, findings = region_tree(regions)
    assert set(tree.regions) == {region.id for region in regions}
    for place in tree.regions:
        assert len(list(tree.chain(place))) <= len(tree.regions)
        assert tree.covers(place, place)
    again, none = region_tree(tree.regions.values())
    assert (again, none) == (tree, [])
    assert all(finding.code in ("E403", "E409") and finding.fix for finding in findings)


@given(region_lists())
def test_covering_is_transitive(regions: list[Region]) -> None:
    tree, _ = region_tree(regions)
    for a in tree.regions:
        for b in tree.regions:
            assert not (a != b and tree.covers(a, b) and tree.covers(b, a))
            assert all(tree.covers(a, c) for c in tree.regions if tree.covers(a, b) and tree.covers(b, c))


@given(region_lists(), st.lists(st.sampled_from([*IDS, "X"]), max_size=4))
def test_a_group_covers_what_any_member_covers(regions: list[Region], members: list[str]) -> None:
    tree, findings = region_tree(regions, [RegionGroup("group", tuple(members))])
    for place in tree.regions:
        expected = any(tree.covers(member, place) for member in members if member in tree.regions)
        assert tree.covers("group", place) == expected
    unknown = [member for member in members if member not in tree.regions]
    assert len([finding for finding in findings if finding.code == "E404"]) == len(unknown)


@pytest.mark.parametrize(
    ("regions", "expected"),
    [
        ([Region("A"), Region("A", "B")], [("E403", 'Region "A" is given twice.')]),
        ([Region("A", "X")], [("E409", 'Region "A" lies in "X", which is not a region.')]),
        ([Region("A", "A")], [("E409", 'Region "A" lies in itself.')]),
        ([Region("A", "B"), Region("B", "A")], [("E409", 'Region "A" lies in "B", which lies in it.')]),
        (
            [Region("A", "B"), Region("B", "C"), Region("C", "A")],
            [("E409", 'Region "A" lies in "B", which lies in it.')],
        ),
    ],
)
def test_what_is_no_tree_is_a_finding(regions: list[Region], expected: list[tuple[str, str]]) -> None:
    assert codes(regions) == expected


def test_a_fault_further_up_is_laid_at_the_door_it_belongs_to() -> None:
    """The zone comes first in the list, but it is its city that lies in a place that is not there."""
    tree, (finding,) = region_tree([Region("zone", "city"), Region("city", "X")])
    assert 'Region "city"' in finding.what
    assert tree.covers("city", "zone")
    tree, (finding,) = region_tree([Region("zone", "A"), Region("A", "B"), Region("B", "A")])
    assert 'Region "A"' in finding.what
    assert tree.covers("B", "zone") == tree.covers("B", "A") == False  # noqa: E712  both, and false
    assert tree.covers("A", "zone")


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (
            [RegionGroup("G", ("A", "X"))],
            [("E404", 'Region group "G" has a member "X" that is not a region.')],
        ),
        ([RegionGroup("A", ("A",))], [("E403", 'The name "A" is used twice.')]),
        ([RegionGroup("G", ("A",)), RegionGroup("G", ())], [("E403", 'The name "G" is used twice.')]),
    ],
)
def test_what_is_no_group_is_a_finding(groups: list[RegionGroup], expected: list[tuple[str, str]]) -> None:
    assert codes([Region("A")], groups) == expected


def test_findings_stand_where_the_region_does() -> None:
    places = [Place("scenario.toml", line=line) for line in (3, 5, 7)]
    regions = [Region("A", "X", place=places[0]), Region("A", place=places[1])]
    tree, findings = region_tree(regions, [RegionGroup("G", ("Y",), place=places[2])])
    assert [finding.place for finding in findings] == [places[1], places[0], places[2]]
    assert tree.regions["A"].place == places[0]


def test_no_regions_are_a_tree() -> None:
    assert region_tree([]) == (RegionTree({}, {}), [])
