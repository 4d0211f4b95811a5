"""An office's own map: a GeoJSON file of areas with its approval number, checked and turned into shapes to draw.

Only what is drawn is read: the outer rings of polygons, and the property that names the region. RFC 7946.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, isfinite, radians
from typing import Any

from kaimen.errors import Finding, Place

MOST_BYTES = 5_000_000
MOST_POINTS = 200_000
MOST_AREAS = 2_000
_LEAST_STEP = 0.4
"""Pixels between two points that are drawn."""

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A region's name as the map says it, and its outer rings in degrees of longitude and latitude."""

    name: str
    rings: tuple[Ring, ...]


def parse_map(content: bytes, file: str, named_by: str) -> tuple[tuple[Area, ...], list[Finding]]:
    """Return the areas of a map, or `E857` with what cannot be used.

    Args:
        content: the file.
        file: its name, for findings.
        named_by: the property that names the region.
    """
    if len(content) > MOST_BYTES:
        return (), [_wrong(file, "The map is too large.", f"at most {MOST_BYTES:,} bytes", f"{len(content):,}")]
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return (), [_wrong(file, "The map is not JSON in UTF-8.", "a GeoJSON file", "something else")]
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        return (), [_wrong(file, "The map is not a collection of areas.", "a FeatureCollection", "something else")]
    if len(features) > MOST_AREAS:
        return (), [_wrong(file, "The map has too many areas.", f"at most {MOST_AREAS:,}", f"{len(features):,}")]
    areas, findings, points = [], [], 0
    for number, feature in enumerate(features, 1):
        area, why = _area(feature, named_by)
        if area is None:
            findings.append(_wrong(file, f"Area {number} cannot be used: {why}.", "a named polygon", why))
        else:
            points += sum(map(len, area.rings))
            areas.append(area)
    if points > MOST_POINTS:
        findings.append(_wrong(file, "The map has too many points.", f"at most {MOST_POINTS:,}", f"{points:,}"))
    if not areas and not findings:
        findings.append(_wrong(file, "The map has no area.", "at least one", "none"))
    return ((), findings[:8]) if findings else (tuple(areas), [])


def drawn_rings(areas: Sequence[Area], width: float, most_height: float) -> tuple[list[list[Ring]], float]:
    """Return each area's rings on a drawing of a width, north up, and its height.

    Degrees are drawn as they are, shortened from east to west as they are in the middle of the map.
    """
    xs = [x for area in areas for ring in area.rings for x, _ in ring]
    ys = [y for area in areas for ring in area.rings for _, y in ring]
    west, south, north = min(xs), min(ys), max(ys)
    squeeze = cos(radians((south + north) / 2))
    across, up = max((max(xs) - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min(width / across, most_height / up)

    def placed(ring: Ring) -> Ring:
        return _thinned([((x - west) * squeeze * scale, (north - y) * scale) for x, y in ring])

    return [[placed(ring) for ring in area.rings] for area in areas], up * scale


def _thinned(points: Sequence[tuple[float, float]]) -> Ring:
    kept = [points[0]]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) >= _LEAST_STEP or abs(y - kept[-1][1]) >= _LEAST_STEP:
            kept.append((x, y))
    return tuple(kept)


def _area(feature: object, named_by: str) -> tuple[Area | None, str]:
    if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
        return None, "it has no geometry"
    properties = feature.get("properties")
    name = properties.get(named_by) if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name.strip() or len(name) > 200:
        return None, f'it has no name in "{named_by[:60]}"'
    rings = []
    for ring in _rings(feature["geometry"]):
        points = _points(ring)
        if points is None:
            return None, "its points are not pairs of degrees"
        rings.append(points)
    return (Area(name.strip(), tuple(rings)), "") if rings else (None, "it is not a polygon")


def _rings(geometry: Mapping[str, Any]) -> Iterator[object]:
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        return
    polygons = coordinates if geometry.get("type") == "MultiPolygon" else [coordinates]
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return
    for polygon in polygons:
        if isinstance(polygon, list) and polygon:
            yield polygon[0]


def _points(ring: object) -> Ring | None:
    if not isinstance(ring, list) or len(ring) < 4:
        return None
    found = []
    for point in ring:
        if not isinstance(point, list) or len(point) < 2 or not all(_is_number(part) for part in point[:2]):
            return None
        x, y = float(point[0]), float(point[1])
        if not (-180 <= x <= 180 and -90 <= y <= 90):
            return None
        found.append((x, y))
    return tuple(found)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _wrong(file: str, what: str, expected: str, found: str) -> Finding:
    return Finding("E857", what, Place(file), expected, found, "Correct the file; nothing was kept.")
