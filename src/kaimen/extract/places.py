"""Regions named in a text: provinces and larger cities of China in both languages, countries, and regions of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.place_rows import CITY_ROWS, COUNTRY_ROWS, PROVINCE_ROWS
from kaimen.extract.region_rows import ADJECTIVE_ROWS, ALSO_PERSONS, NATION_ROWS, STATE_ROWS
from kaimen.extract.types import Where

CHINA = Where("China", "100000")
CHINA_IN_CHINESE = Where("中国", "100000")


@dataclass(frozen=True, slots=True)
class Place:
    """A region named at `start` to `end`; `level` is nation, province or city.

    `is_part` where it is part of a longer name; `called` is the name as the gazetteer has it, `is_shared` where
    several regions have it, and `choices` are those of them that nothing rules out, if several: `where` is the first.
    """

    start: int
    end: int
    where: Where
    level: str
    is_part: bool = False
    called: str = ""
    is_shared: bool = False
    choices: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A region: names (either may be empty), code or nothing, level; `is_own` in a planner's table.

    The code has six digits in China and is that of ISO 3166 elsewhere; `others` are more English names.
    """

    english: str
    chinese: str
    code: str
    level: str
    suffix: str = ""
    is_own: bool = False
    others: tuple[str, ...] = ()

    def where(self, *, is_han: bool) -> Where:
        """Return the region as it is named in a language."""
        if not is_han:
            return Where(self.english or self.chinese, self.code or None)
        is_city = self.level == "city" and not self.is_own and not self.suffix
        form = "市" if is_city else self.suffix.removeprefix("=")
        return Where((self.chinese or self.english) + form, self.code or None)


Named = dict[str, tuple[Region, ...]]
"""Regions by name; several where they share one."""


def _rows() -> list[Region]:
    rows = []
    for line in PROVINCE_ROWS.strip().splitlines():
        code, chinese, english, form = line.split()
        rows.append(Region(english.replace("_", " "), chinese, code, "province", form))
    for line in CITY_ROWS.strip().splitlines():
        code, chinese, english, *mark = line.split()
        rows.append(Region(english.replace("_", " "), chinese, code, "city", "".join(mark)))
    for line in COUNTRY_ROWS.strip().splitlines():
        code, chinese, *names = line.split()
        rows.append(_abroad(code, chinese, names, "nation"))
    for level, lines in (("nation", NATION_ROWS), ("province", STATE_ROWS)):
        for line in lines.strip().splitlines():
            code, *names = line.split()
            rows.append(_abroad(code, "", names, level))
    return rows


def _abroad(code: str, chinese: str, names: Sequence[str], level: str) -> Region:
    first, *others = (name.lstrip("=").replace("_", " ") for name in names)
    return Region(first, chinese, code, level, others=tuple(others))


_ROWS = _rows()
_NATIONS = {row.code: row for row in _ROWS if row.level == "nation"}
_PROVINCES = {row.code: row for row in _ROWS if row.level == "province"}


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    english: Named
    han: Named
    latin_pattern: re.Pattern[str]
    han_pattern: re.Pattern[str]


_BY_CODE = {row.code: row for row in _ROWS}
_OF_ADJECTIVE = {
    word.lstrip("=").replace("_", " "): _BY_CODE[code]
    for code, *words in (line.split() for line in ADJECTIVE_ROWS.strip().splitlines())
    for word in words
}
_ADJECTIVE = re.compile(
    rf"(?<![A-Za-z-])(?:{alternatives(list(_OF_ADJECTIVE))})(?= (?:[Ff]ederal |[Nn]ational |[Ss]tate )?"
    r"(?:[Gg]overnment|[Bb]udget|[Pp]arliament|[Cc]abinet|[Pp]resident|[Pp]rime [Mm]inister|[Tt]reasur|[Mm]inist"
    r"|authorities|officials)(?![a-z]*-))"
)
_NO_REGION = " (?:River|Avenue|Street|Sea|Ocean|Basin|University)"


@lru_cache
def _gazetteer(own: tuple[Region, ...]) -> _Gazetteer:
    """Return the names of all regions, a planner's own before those of the same name."""
    codes = {row.code for row in own if row.code}
    known = [row for row in _ROWS if row.code not in codes]
    english = _named(_ROWS, lambda row: [row.english, *row.others]) | _named(own, lambda row: [row.english], known)
    han = _named(_ROWS, _han_forms) | _named(own, lambda row: [row.chinese], known)
    latin = re.compile(
        rf"(?<![A-Za-z])(?<!Lake )(?<!New )(?<!Gulf of )(?P<name>{alternatives(list(english))})(?![a-z]|{_NO_REGION})"
        r"(?:'s| Province| City| Municipality)?"
    )
    return _Gazetteer(english, han, latin, re.compile(alternatives(list(han))))


def _named(rows: Iterable[Region], names: Callable[[Region], list[str]], beside: Iterable[Region] = ()) -> Named:
    """Return rows by their names, each with the rows `beside` them that have one of those names too."""
    found: dict[str, list[Region]] = {}
    for row in rows:
        for name in filter(None, names(row)):
            found.setdefault(name, []).append(row)
    for row in beside if found else ():
        for name in {row.english, *_han_forms(row)} & found.keys():
            found[name].append(row)
    return {name: tuple(same) for name, same in found.items()}


def called(name: str, own: tuple[Region, ...] = ()) -> tuple[Where, ...]:
    """Return the regions that a name is of, in the language of the name, a planner's own before the others."""
    gazetteer = _gazetteer(own)
    same = gazetteer.english.get(name) or gazetteer.han.get(name, ())
    return tuple(row.where(is_han=not name.isascii()) for row in same)


def _han_forms(row: Region) -> list[str]:
    if row.level == "city":
        form = row.suffix.removeprefix("=") or "市"
        short = "州" if form.endswith("自治州") else form
        is_bare = row.suffix not in ("市",) and not row.suffix.startswith("=")
        return [row.chinese + form, *([row.chinese + short] if short != form else []), *([row.chinese] * is_bare)]
    return [row.chinese, *([row.chinese + row.suffix] if row.level == "province" else [])]


_NATION = re.compile(
    r"(?<![A-Za-z])(?:China(?!\.com)|(?P<implied>the (?:whole )?(?:country|nation)|nationwide|[Nn]ational)"
    r"|State Council|Chinese)(?![a-z])|全国|我国|国务院|中国(?!式|制造|共产|特色|人民|移动|电信)"
)
_OTHER = re.compile(
    r"(?:(?:State|Province|Prefecture|County|Region|Republic|Kingdom|City|Municipality|Government) of"
    r" (?P<of>(?:[A-Z][a-zA-Z'-]+ ?){1,3})"
    r"|(?<![A-Za-z])(?P<named>(?:[a-z]?[A-Z][a-z'-]+ ){1,3})(?P<form>State|Province|Prefecture|County|Oblast"
    r"|Territory|Municipality|City(?= Council)|Mayor(?= [A-Z]))(?![a-z]))"
)
_NO_NAMES = frozenset({"The", "This", "Deputy", "Vice", "Former", "Acting", "Lord", "District", "Local", "State"})
_NO_PART = re.compile(
    r" (?:Capital|Budget|Plan|Council|Government|Department|Office|Report|Programme|Program|Strategy|Annual|Draft)"
    r"(?: .*)?\Z"
)
_JOINED = re.compile("[-–—][A-Z]")
_LOCATED = re.compile(r"(?i)(?<![a-z])(?:in|of|for|across|from|to|within|throughout|at|and|,) \Z")


def within_province(where: Where) -> str:
    """Return what a region is called, with the province or, outside China, the country it lies in."""
    is_han = not where.region.isascii()
    if nation := _NATIONS.get((where.adcode or "").partition("-")[0]):
        return where.region if where.adcode == nation.code else f"{where.region}, {nation.english}"
    province = province_of(where, is_han)
    if province == where:
        return where.region
    return f"{province.region}{where.region}" if is_han else f"{where.region}, {province.region}"


def find_places(folded: Folded, own: tuple[Region, ...] = (), meant: Iterable[tuple[str, str]] = ()) -> list[Place]:
    """Return the regions named in a text in order, without overlaps.

    Args:
        folded: the text.
        own: a planner's regions, beside the gazetteer.
        meant: names with the code of the region that is meant where the text does not tell; of two answers the last.
    """
    plain, gazetteer = folded.plain, _gazetteer(own)
    rows: dict[int, tuple[Region, ...]] = {}
    found: list[Place] = []
    for match in gazetteer.latin_pattern.finditer(plain):
        if match["name"] in ALSO_PERSONS and _is_person(plain, match):
            continue
        rows[match.start()] = gazetteer.english[match["name"]]
        found.append(_latin(plain, match, rows[match.start()][0]))
    for match in gazetteer.han_pattern.finditer(plain):
        rows[match.start()] = gazetteer.han[match[0]]
        row = rows[match.start()][0]
        found.append(Place(*match.span(), row.where(is_han=True), row.level, called=match[0]))
    found += [
        Place(*match.span(), _OF_ADJECTIVE[match[0]].where(is_han=False), _OF_ADJECTIVE[match[0]].level)
        for match in _ADJECTIVE.finditer(plain)
    ]
    known = {place.start for place in found}
    nations = list(_NATION.finditer(plain))
    is_here = any(not _is_abroad(place.where) for place in found)  # else "national" is of another nation
    is_here = is_here or any(not match["implied"] for match in nations)
    for match in nations if is_here else ():
        is_han = not match[0].isascii()
        found.append(Place(*match.span(), CHINA_IN_CHINESE if is_han else CHINA, "nation"))
    for match in _OTHER.finditer(plain):
        name = _NO_PART.sub("", (match["of"] or match["named"]).strip())
        start = match.start("of" if match["of"] else "named")
        if start not in known and name not in _NO_NAMES and not name.startswith(("The ", "People", "National")):
            level = "city" if match["form"] in ("Municipality", "City", "Mayor") else "province"
            found.append(Place(start, match.end(), Where(name.removeprefix("the ")), level))
    found.sort(key=lambda place: (place.start, -place.end))
    kept: list[Place] = []
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return _told_apart(plain, kept, rows, dict(meant))


def smallest(lower: str, places: Sequence[Place]) -> list[Place]:
    """Return the places without a province that only says where the city beside it lies.

    In 河北省石家庄市 and "Suzhou, Jiangsu" the city stands for the whole name, so that what follows is told of it.
    """
    kept: list[Place] = []
    for place in places:
        before = kept[-1] if kept else None
        if before is None or not _are_one_name(lower, before, place):
            kept.append(place)
            continue
        city = place if place.level == "city" else before
        kept[-1] = replace(city, start=before.start, end=place.end)
    return kept


def _are_one_name(lower: str, first: Place, second: Place) -> bool:
    codes = [place.where.adcode or "" for place in (first, second)]
    is_inside = {first.level, second.level} == {"province", "city"} and codes[0][:2] == codes[1][:2] != ""
    between = lower[first.end : second.start]
    return is_inside and between == ("" if first.level == "province" else ", ")


def _is_abroad(where: Where) -> bool:
    return bool(where.adcode) and not str(where.adcode).isdigit()


def _is_person(plain: str, match: re.Match[str]) -> bool:
    """Return whether a name that persons have too goes on like one: Georgia Roe, but not in Georgia."""
    goes_on = re.match(r" [A-Z][a-z]+", plain[match.end("name") : match.end("name") + 20])
    return goes_on is not None and not _LOCATED.search(plain, max(0, match.start() - 12), match.start())


def _latin(plain: str, match: re.Match[str], row: Region) -> Place:
    after, before = plain[match.end() : match.end() + 2], plain[max(0, match.start() - 1) : match.start()]
    is_part = bool(_JOINED.match(after)) or before in ("-", "–")
    return Place(*match.span(), row.where(is_han=False), row.level, is_part, match["name"])


def _told_apart(
    plain: str, places: list[Place], rows: Mapping[int, tuple[Region, ...]], meant: Mapping[str, str]
) -> list[Place]:
    """Return the places with what regions of one name are told apart by.

    The province beside the name goes first, then what a person said is meant, then a planner's own region, then the
    provinces that the text names.
    """
    shared = {at: same for at, same in rows.items() if len(same) > 1}
    if not shared:
        return places
    provinces = {place.where.adcode[:2] for place in places if place.start not in shared and place.where.adcode}
    told = []
    for number, place in enumerate(places):
        same = shared.get(place.start, ())
        beside = [other for other in places[max(0, number - 1) : number + 2] if other is not place]
        near = {o.where.adcode[:2] for o in beside if o.where.adcode and _is_beside(plain, place, o)}
        left = _left(same, near, meant.get(place.called), provinces)
        known = tuple(row.where(is_han=not plain[place.start].isascii()) for row in left)
        choices = known if len(known) > 1 else ()
        told.append(
            replace(place, where=known[0], level=left[0].level, is_shared=True, choices=choices) if known else place
        )
    return told


def _left(same: Sequence[Region], near: set[str], said: str | None, provinces: set[str]) -> Sequence[Region]:
    """Return the regions of a name that nothing rules out."""
    beside = [row for row in same if row.code[:2] in near]
    meant = [row for row in beside or same if row.code == said]
    own = [row for row in same if row.is_own] or same
    return meant or beside or [row for row in own if row.code[:2] in provinces] or own


def _is_beside(plain: str, place: Place, other: Place) -> bool:
    between = plain[min(place.end, other.end) : max(place.start, other.start)]
    return between.strip(" ,的省市（(") == ""


def province_of(where: Where, is_han: bool) -> Where:
    """Return the province a city lies in; other regions as they are."""
    code = where.adcode or ""
    if len(code) != 6 or code.endswith("0000"):
        return where
    province = _PROVINCES.get(code[:2] + "0000")
    return province.where(is_han=is_han) if province else where
