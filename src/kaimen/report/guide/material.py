"""What a guide is made from, and the rows that its statements lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kaimen.chains import ChainTables, Stand, Survey
from kaimen.errors import NOWHERE, Place
from kaimen.library import Project
from kaimen.quantity import Unit
from kaimen.regions import RegionTree
from kaimen.report.briefing.blocks import Column, Grid, Line, Row, Words
from kaimen.report.chains import ChainTitles
from kaimen.report.language import Speaker


@dataclass(frozen=True, slots=True)
class SiteRoom:
    """Land that a quota leaves for a site: `room` in all, `taken` by a plan (None: no plan was given)."""

    site: str
    quota: str
    room: Fraction
    taken: Fraction | None
    unit: Unit
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Stated:
    """A plain row of policies: what is due, to whom, on which legal reference; of the titles either may be empty."""

    id: str
    title: str = ""
    title_zh: str = ""
    whom: str = ""
    benefit: str = ""
    reference: str = ""
    place: Place = NOWHERE

    def called(self, language: str) -> str:
        """Return the title in a language, or the other one, or the id."""
        first, second = (self.title_zh, self.title) if language == "zh" else (self.title, self.title_zh)
        return first or second or self.id


@dataclass(frozen=True, slots=True)
class GuideMaterial:
    """What a guide is made from.

    `here` is the survey as seen from the region, `stands` are all stands, with name and region, of any region;
    `projects` those of the record; `names` what the data is called, by language; `known` says as of when.
    """

    region: str
    here: Survey
    tables: ChainTables
    stands: tuple[Stand, ...]
    projects: Mapping[str, Project]
    tree: RegionTree
    sites: tuple[SiteRoom, ...] = ()
    entitlements: tuple[Stated, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: str = ""
    synthetic: bool = False

    def lies_here(self, region: str) -> bool:
        """Return whether a region is the guide's own or lies in it."""
        return region == self.region or self.tree.covers(self.region, region)


class Rows:
    """The rows that statements lead to, each once, by kind in the order in which they were first named."""

    def __init__(self, titles: ChainTitles) -> None:
        self.titles = titles
        self._rows: dict[str, dict[str, tuple[str, str, Place]]] = {}
        self._ids: dict[tuple[str, str], str] = {}

    @property
    def speaker(self) -> Speaker:
        """Who speaks."""
        return self.titles.speaker

    def link(self, kind: str, name: str, title: str, place: Place) -> Words:
        """Return the title of something as words that lead to its row, which is kept for the end."""
        key = kind, name
        if key not in self._ids:
            self._ids[key] = f"row{len(self._ids) + 1}"
            self._rows.setdefault(kind, {})[name] = (self._ids[key], title, place)
        return Words(title, to=self._ids[key])

    def grids(self) -> Sequence[Grid]:
        """Return the rows that were named, a table for each kind, with where they were read."""
        say = self.speaker.say
        columns = tuple(Column(say(f"guide.row.{head}")) for head in ("id", "title", "place"))
        found = []
        for kind, rows in self._rows.items():
            body = tuple(
                Row((words(name), words(title), words(str(place) or say("guide.row.unknown"))), id=anchor)
                for name, (anchor, title, place) in rows.items()
            )
            found.append(Grid(f"rows-{kind}", say(f"guide.rows.{kind}"), columns, body, long=len(body) > 24))
        return found


def words(text: str, look: str = "") -> Line:
    """Return plain words as a cell."""
    return (Words(text, look),) if text else ()
