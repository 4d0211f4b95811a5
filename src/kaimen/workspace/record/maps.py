"""The office's own map, kept in the workspace with its approval number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaimen.errors import Finding, Place
from kaimen.formats.geojson_map import Area, parse_map
from kaimen.store import Change, Draft
from kaimen.workspace.record.office import Kept, Office, Said

_KIND, _ID = "map", "office"
_APPROVAL = re.compile(r"(?=.*\d)[\w()（）\[\]〔〕 号.-]{4,60}")


@dataclass(frozen=True, slots=True)
class OfficeMap:
    """A map: its areas, its approval number, and the property that names them."""

    areas: tuple[Area, ...]
    approval: str
    named_by: str


def map_in(office: Office) -> OfficeMap | None:
    """Return the map that a workspace keeps; None where it keeps none."""
    version = office.store.version(_KIND, _ID)
    if version is None or version.body is None:
        return None
    body = version.body
    content = office.store.content(str(body["sha256"]))
    areas, _ = parse_map(content or b"", str(body["file"]), str(body["named_by"]))
    return OfficeMap(areas, str(body["approval"]), str(body["named_by"])) if areas else None


def keep_map(office: Office, content: bytes, file: str, approval: str, named_by: str, said: Said) -> Kept:
    """Keep a map as one entry; without an approval number, or where it cannot be drawn, it is refused (`E857`)."""
    if not _APPROVAL.fullmatch(approval.strip()):
        what = "A map is shown only with its approval number."
        expected = "such as GS(2023)2767号"
        return None, [Finding("E857", what, Place(key="approval"), expected, f'"{approval[:60]}"', "Give the number.")]
    _, findings = parse_map(content, file, named_by)
    if findings:
        return None, findings
    body = {"sha256": office.store.keep(content), "approval": approval.strip(), "named_by": named_by, "file": file}
    return _written(office, body, said, "map")


def remove_map(office: Office, said: Said) -> Kept:
    """Show tiles again; the map stays in the history."""
    return _written(office, None, said, "map")


def _written(office: Office, body: dict[str, str] | None, said: Said, action: str) -> Kept:
    number = office.store.numbers(_KIND, [_ID]).get(_ID, 0)
    return office.store.write(Change(said.author, said.at, action, (Draft(_KIND, _ID, body, number),), said.why))
