"""A table of regions and region groups, CSV or XLSX, to both and back to what the record keeps.

Headings: `id`, `within`, `level`, `name`, `members`, `tile`. A row with `members` (ids with `;` between) is a group,
the others are regions; `tile` is a column and a row on a schematic map, such as `3, 2`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kaimen.errors import Finding, Place
from kaimen.formats.cells import shown
from kaimen.formats.tables import Headings, Row, Table, fold, parse_table
from kaimen.regions import Region, RegionGroup

HEADINGS = ("id", "within", "level", "name", "members", "tile")
_TILE = re.compile(r"\s*(\d{1,4})\s*[,;]\s*(\d{1,4})\s*")


def parse_regions(content: bytes, name: str) -> tuple[list[Region], list[RegionGroup], list[Finding]]:
    """Read regions and groups; whether they form a tree is for `kaimen.regions.region_tree` to say."""
    table, findings = parse_table(content, name, Headings(HEADINGS.__contains__, '"id", "within", "level", "name"'))
    if table is None:
        return [], [], findings
    columns = {fold(heading): at for at, heading in reversed(list(enumerate(table.header)))}
    if "id" not in columns:
        fix = "Name the column of the region's id `id`."
        return [], [], [*findings, Finding("E301", "The table has no column `id`.", Place(name), "id", fix=fix)]
    regions: list[Region] = []
    groups: list[RegionGroup] = []
    for row in table.rows:
        texts = {name: row.cells[columns[name]] if name in columns else "" for name in HEADINGS}
        place = table.place(row.number, columns["id"])
        if row.is_blank:
            continue
        if not texts["id"]:
            what = "The region has no id; the row is left out."
            findings.append(Finding("E302", what, place, "an id", fix="Give it one."))
        elif texts["members"]:
            members = tuple(part.strip() for part in texts["members"].split(";") if part.strip())
            groups.append(RegionGroup(texts["id"], members, texts["name"], place))
        else:
            tile = _tile(table, row, columns, findings)
            regions.append(Region(texts["id"], texts["within"], texts["level"], texts["name"], tile, place))
    if all(row.is_blank for row in table.rows):
        place = table.place(table.header_row, 0)
        findings.append(Finding("E102", "The table has no rows below its header.", place, fix="Add regions."))
    return regions, groups, findings


def region_body(region: Region) -> dict[str, Any]:
    """Return a region as JSON values; what is empty is left out."""
    body: dict[str, Any] = {name: text for name in ("within", "level", "name") if (text := getattr(region, name))}
    return body | ({"tile": list(region.tile)} if region.tile else {})


def region_of(name: str, body: Mapping[str, Any]) -> Region:
    """Return the region of a body that `region_body` made."""
    tile = body.get("tile")
    within, level, title = (str(body.get(key, "")) for key in ("within", "level", "name"))
    return Region(name, within, level, title, (int(tile[0]), int(tile[1])) if tile else None)


def group_body(group: RegionGroup) -> dict[str, Any]:
    """Return a group as JSON values."""
    return {"members": list(group.members)} | ({"name": group.name} if group.name else {})


def group_of(name: str, body: Mapping[str, Any]) -> RegionGroup:
    """Return the group of a body that `group_body` made."""
    return RegionGroup(name, tuple(str(member) for member in body["members"]), str(body.get("name", "")))


def region_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """Return rows under the headings as CSV in UTF-8 with a byte order mark, texts as they are."""
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows([HEADINGS, *rows])
    return target.getvalue().encode("utf-8-sig")


def _tile(table: Table, row: Row, columns: Mapping[str, int], findings: list[Finding]) -> tuple[int, int] | None:
    text = row.cells[columns["tile"]] if "tile" in columns else ""
    match = _TILE.fullmatch(text)
    if text and match is None:
        what, place = "The tile is not a column and a row; it is left empty.", table.place(row.number, columns["tile"])
        findings.append(Finding("E303", what, place, "3, 2", shown(text), "Write two whole numbers with a comma."))
    return (int(match[1]), int(match[2])) if match else None
