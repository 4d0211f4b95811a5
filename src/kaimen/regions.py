"""The region tree (site < zone < city < province) and groups of regions, which may overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kaimen.errors import NOWHERE, Finding, Place


@dataclass(frozen=True, slots=True)
class Region:
    """A place in the tree. `within` is the id of the region it lies in, empty at the top."""

    id: str
    within: str = ""
    level: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """A named set of regions, such as a corridor or a metropolitan area; groups may overlap."""

    id: str
    members: tuple[str, ...]
    name: str = ""


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


def region_tree(
    regions: Iterable[Region], groups: Iterable[RegionGroup] = (), place: Place = NOWHERE
) -> tuple[RegionTree, list[Finding]]:
    """Return the tree of the regions, leaving out what is doubled, unknown or circular, with a finding for each."""
    findings: list[Finding] = []
    kept: dict[str, Region] = {}
    for region in regions:
        if region.id in kept:
            findings.append(Finding("E403", f'Region "{region.id}" is given twice.', place, fix="Keep one of them."))
        else:
            kept[region.id] = region
    for region in list(kept.values()):
        problem = _problem_above(kept, region)
        if problem:
            kept[region.id] = Region(region.id, "", region.level, region.name)
            fix = "Name the region it lies in, or leave `within` out for the top of the tree."
            findings.append(Finding("E409", f'Region "{region.id}" {problem}.', place, fix=fix))
    whole: dict[str, RegionGroup] = {}
    for group in groups:
        unknown = [member for member in group.members if member not in kept]
        for member in unknown:
            what = f'Region group "{group.id}" has a member "{member}" that is not a region.'
            findings.append(Finding("E404", what, place, fix="Declare the region, or take it out of the group."))
        if group.id in kept or group.id in whole:
            findings.append(Finding("E403", f'The name "{group.id}" is used twice.', place, fix="Rename the group."))
            continue
        whole[group.id] = RegionGroup(group.id, tuple(m for m in group.members if m in kept), group.name)
    return RegionTree(kept, whole), findings


def _problem_above(regions: Mapping[str, Region], region: Region) -> str:
    seen = {region.id}
    above = region.within
    while above:
        if above not in regions:
            return f'lies in "{above}", which is not a region'
        if above in seen:
            return "lies in itself"
        seen.add(above)
        above = regions[above].within
    return ""
