"""The tables as seen from a region, with names and regions of firms and projects filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kaimen.chains.types import Stand
from kaimen.firms import Firm
from kaimen.library import Project
from kaimen.regions import RegionTree


def filled(stands: Iterable[Stand], firms: Mapping[str, Firm], projects: Mapping[str, Project]) -> tuple[Stand, ...]:
    """Return the stands with the names and regions that the lists of firms and projects give, where they are blank."""
    found = []
    for stand in stands:
        name, name_zh, region = stand.name, stand.name_zh, stand.region
        if stand.kind == "firm" and stand.id in firms:
            name, region = name or firms[stand.id].name, region or firms[stand.id].region
        if stand.kind == "project" and stand.id in projects:
            project = projects[stand.id]
            name, region = name or project.title, region or project.region
            name_zh = name_zh or project.fields.get("title_zh", "")
        found.append(replace(stand, name=name, name_zh=name_zh, region=region))
    return tuple(found)


def in_region(stands: Iterable[Stand], tree: RegionTree, region: str) -> tuple[Stand, ...]:
    """Return the stands in a region or group, or all where `region` is empty."""
    return tuple(stand for stand in stands if not region or stand.region == region or tree.covers(region, stand.region))


def place_of(tree: RegionTree, region: str, level: str = "city") -> str:
    """Return the region of a level that a region lies in, or the region itself where there is none."""
    above = (name for name in tree.chain(region) if name in tree.regions and tree.regions[name].level == level)
    return next(above, region)
