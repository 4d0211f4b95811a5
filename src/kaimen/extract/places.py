"""Regions named in a text: provinces and larger cities of China in both languages, countries, and other provinces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.place_rows import CITY_ROWS, COUNTRY_ROWS, PROVINCE_ROWS
from kaimen.extract.types import Where

CHINA = Where("China", "100000")
CHINA_IN_CHINESE = Where("中国", "100000")


@dataclass(frozen=True, slots=True)
class Place:
    """A region named at `start` to `end`; `level` is nation, province or city.

    `is_part` where it is part of a longer name.
    """

    start: int
    end: int
    where: Where
    level: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    english: str
    chinese: str
    code: str
    level: str
    suffix: str = ""


def _rows() -> list[_Row]:
    rows = []
    for line in PROVINCE_ROWS.strip().splitlines():
        code, chinese, english, form = line.split()
        rows.append(_Row(english.replace("_", " "), chinese, code, "province", form))
    for line in CITY_ROWS.strip().splitlines():
        code, chinese, english, *mark = line.split()
        rows.append(_Row(english.replace("_", " "), chinese, code, "city", "".join(mark)))
    for line in COUNTRY_ROWS.strip().splitlines():
        code, chinese, english = line.split()
        rows.append(_Row(english.replace("_", " "), chinese, code, "nation"))
    return rows


_ROWS = _rows()
_ENGLISH: dict[str, _Row] = {}
_CHINESE: dict[str, _Row] = {}
for _row in _ROWS:
    _ENGLISH.setdefault(_row.english, _row)
    _CHINESE.setdefault(_row.chinese, _row)
_FULL = {row.chinese + row.suffix: row for row in _ROWS if row.level == "province"}
_SUFFIXED = {row.chinese + "市": row for row in _ROWS if row.level == "city"}
_BARE = {row.chinese: row for row in _ROWS if not (row.level == "city" and row.suffix)}
_HAN_NAMES = {**_BARE, **_SUFFIXED, **_FULL}
_HAN = re.compile(alternatives(list(_HAN_NAMES)))
_LATIN = re.compile(
    rf"(?<![A-Za-z])(?P<name>{alternatives(list(_ENGLISH))})(?![a-z])(?:'s| Province| City| Municipality)?"
)
_NATION = re.compile(
    r"(?<![A-Za-z])(?:China(?!\.com)|the (?:whole )?(?:country|nation)|nationwide|[Nn]ational"
    r"|State Council|Chinese)(?![a-z])|全国|我国|国务院|中国(?!式|制造|共产|特色|人民|移动|电信)"
)
_OTHER = re.compile(
    r"(?:(?:State|Province|Prefecture|County|Region|Republic|Kingdom) of (?P<of>(?:[A-Z][a-zA-Z'-]+ ?){1,3})"
    r"|(?<![A-Za-z])(?P<named>(?:[A-Z][a-z'-]+ ){1,3})(?:State|Province|Prefecture|County|Oblast|Territory)(?![a-z]))"
)
_JOINED = re.compile("[-–—][A-Z]")


def find_places(folded: Folded) -> list[Place]:
    """Return the regions named in a text in order, without overlaps."""
    plain = folded.plain
    found = [_latin(plain, match) for match in _LATIN.finditer(plain)]
    found += [_han(match) for match in _HAN.finditer(plain)]
    known = {place.start for place in found}
    for match in _NATION.finditer(plain):
        is_han = not match[0].isascii()
        found.append(Place(*match.span(), CHINA_IN_CHINESE if is_han else CHINA, "nation"))
    for match in _OTHER.finditer(plain):
        name = (match["of"] or match["named"]).strip()
        start = match.start("of" if match["of"] else "named")
        if start not in known and name not in ("The", "This") and not name.startswith(("The ", "People", "National")):
            found.append(Place(start, match.end(), Where(name.removeprefix("the ")), "province"))
    found.sort(key=lambda place: (place.start, -place.end))
    kept: list[Place] = []
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _latin(plain: str, match: re.Match[str]) -> Place:
    row = _ENGLISH[match["name"]]
    after, before = plain[match.end() : match.end() + 2], plain[max(0, match.start() - 1) : match.start()]
    is_part = bool(_JOINED.match(after)) or before in ("-", "–")
    return Place(*match.span(), Where(row.english, row.code), row.level, is_part)


def _han(match: re.Match[str]) -> Place:
    row = _HAN_NAMES[match[0]]
    name = row.chinese + (row.suffix if row.level == "province" else "市" if row.level == "city" else "")
    return Place(*match.span(), Where(name, row.code), row.level)


def province_of(where: Where, is_han: bool) -> Where:
    """Return the province a city lies in; other regions as they are."""
    code = where.adcode or ""
    if len(code) != 6 or code.endswith("0000"):
        return where
    province = next((row for row in _ROWS if row.code == code[:2] + "0000"), None)
    if province is None:
        return where
    return Where(province.chinese + province.suffix if is_han else province.english, province.code)
