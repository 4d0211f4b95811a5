"""The region tree (site < zone < city < province) and groups of regions, which may overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kaimen.errors import NOWHERE, Finding, Place


@dataclass(frozen=True, slots=True)
class Region:
    """A place in the tree. `within` is the id of the region it lies in, empty at the top.

    `tile` is its column and row on a schematic map of equal tiles, counted from the north-west (None: not on it).
    """

    id: str
    within: str = ""
    level: str = ""
    name: str = ""
    tile: tuple[int, int] | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """A named set of regions, such as a corridor or a metropolitan area; groups may overlap."""

    id: str
    members: tuple[str, ...]
    name: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class RegionTree:
    """Regions and groups by id. Built by `region_tree`, which makes sure that it is a tree."""

    regions: Mapping[str, Region] = field(default_factory=dict)
    groups: Mapping[str, RegionGroup] = field(default_factory=dict)

    def __contains__(self, place: str) -> bool:
        """Return whether `place` is a known region or group."""
        return place in self.regions or place in self.groups

    def chain(self, region: str) -> Iterator[str]:
        """Yield the region and those it lies in, innermost first."""
        while region:
            yield region
            region = self.regions[region].within if region in self.regions else ""

    def covers(self, outer: str, inner: str) -> bool:
        """Return whether region `inner` is `outer`, lies in it, or lies in a member of the group `outer`."""
        members = self.groups[outer].members if outer in self.groups else (outer,)
        return any(region in members for region in self.chain(inner))

    def title(self, place: str) -> str:
        """Return the name of a region or group, or its id where it has none."""
        known = self.regions.get(place) or self.groups.get(place)
        return known.name if known and known.name else place


def region_tree(regions: Iterable[Region], groups: Iterable[RegionGroup] = ()) -> tuple[RegionTree, list[Finding]]:
    """Return the tree of the regions, leaving out what is doubled, unknown or circular, with a finding for each."""
    findings: list[Finding] = []
    kept: dict[str, Region] = {}
    for region in regions:
        if region.id in kept:
            what = f'Region "{region.id}" is given twice.'
            findings.append(Finding("E403", what, region.place, fix="Keep one of them."))
        else:
            kept[region.id] = region
    for region in list(kept.values()):
        problem = _problem_above(kept, region)
        if problem:
            kept[region.id] = replace(region, within="")
            fix = "Name the region it lies in, or leave `within` out for the top of the tree."
            findings.append(Finding("E409", f'Region "{region.id}" {problem}.', region.place, fix=fix))
    whole: dict[str, RegionGroup] = {}
    for group in groups:
        unknown = [member for member in group.members if member not in kept]
        for member in unknown:
            what = f'Region group "{group.id}" has a member "{member}" that is not a region.'
            findings.append(Finding("E404", what, group.place, fix="Declare the region, or take it out of the group."))
        if group.id in kept or group.id in whole:
            what = f'The name "{group.id}" is used twice.'
            findings.append(Finding("E403", what, group.place, fix="Rename the group."))
            continue
        whole[group.id] = replace(group, members=tuple(m for m in group.members if m in kept))
    return RegionTree(kept, whole), findings


def _problem_above(regions: Mapping[str, Region], region: Region) -> str:
    """Return what is wrong with where the region itself lies; a fault further up is the other region's."""
    if region.within and region.within not in regions:
        return f'lies in "{region.within}", which is not a region'
    seen: set[str] = set()
    above = region.within
    while above in regions and above not in seen:
        if above == region.id:
            return "lies in itself" if region.within == region.id else f'lies in "{region.within}", which lies in it'
        seen.add(above)
        above = regions[above].within
    return ""
