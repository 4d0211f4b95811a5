"""What the tables of industrial chains hold: links, who stands on them, technologies, leads and the rest.

A chain is a graph of links, and one graph holds four layers: what is made (industrial), what it is made to know
(innovation), who pays (capital) and who can do it (talent). A link names the links just upstream of it, of any layer
and of any chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kaimen.errors import NOWHERE, Place

LAYERS = ("innovation", "industrial", "capital", "talent")
"""The layers of a chain, in the order in which they are shown."""

KINDS: Mapping[str, str] = {
    "firm": "industrial",
    "laboratory": "innovation",
    "fund": "capital",
    "training": "talent",
    "project": "",
}
"""What may stand on a link, and the layer it brings there; a project brings one when it is done."""

LEAD_STAGES = ("open", "contacted", "visited", "negotiating", "signed", "landed", "lost")
"""Stages of a lead, from the first to the last; `lost` from any of them."""

WON = frozenset({"signed", "landed"})
"""Stages at which a lead's investor counts as the project's investor."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a stable id and its names in both languages; `place` is the row it was read from."""

    id: str
    name: str = ""
    name_zh: str = ""
    place: Place = field(default=NOWHERE, compare=False, kw_only=True)

    def title(self, language: str = "en") -> str:
        """Return the name in a language, or the other one, or the id."""
        first, second = (self.name_zh, self.name) if language == "zh" else (self.name, self.name_zh)
        return first or second or self.id


@dataclass(frozen=True, slots=True)
class Chain(Named):
    """An industrial chain."""


@dataclass(frozen=True, slots=True)
class Link(Named):
    """A step of a chain. `upstream` are the links it needs; `need` is the capacity wanted, in `unit`.

    `value` (> 0) is its part in the shares of its chain that are told, such as its output; 1 where links count alike.
    """

    chain: str = ""
    upstream: tuple[str, ...] = ()
    layer: str = "industrial"
    need: Decimal | None = None
    unit: str = ""
    value: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Stand(Named):
    """A firm, project, laboratory, fund or training place (`kind`, `id`) that stands on a link.

    `capacity` is in the link's unit, `share` a part of the link's supply from 0 to 1. Name and region of firms and
    projects come from their lists.
    """

    link: str = ""
    kind: str = "firm"
    region: str = ""
    capacity: Decimal | None = None
    share: Decimal | None = None
    source: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Its kind and id: who it is, on whatever link."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Technology(Named):
    """A technology: the links that it serves, the firms and laboratories that hold it, its readiness from 1 to 9.

    Readiness is a level of ISO 16290:2013, the scale of technology readiness.
    """

    links: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    readiness: int | None = None


@dataclass(frozen=True, slots=True)
class Application(Named):
    """An application scenario: a place where new technology is put to use, and what it asks for.

    It takes any one of `technologies`, at `readiness` or above, from `places` firms.
    """

    region: str = ""
    technologies: tuple[str, ...] = ()
    readiness: int | None = None
    places: int = 1


@dataclass(frozen=True, slots=True)
class Cluster(Named):
    """A named group of firms."""

    region: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead(Named):
    """An investor's interest in a project or a link; `contact` is a role, never a person."""

    investor: str = ""
    project: str = ""
    link: str = ""
    stage: str = "open"
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Contact(Named):
    """A role to turn to in a region, and for what; never a person."""

    region: str = ""
    about: str = ""
    about_zh: str = ""


@dataclass(frozen=True, slots=True)
class ChainTables:
    """All tables of chains, each in the order of its rows."""

    chains: tuple[Chain, ...] = ()
    links: tuple[Link, ...] = ()
    stands: tuple[Stand, ...] = ()
    technologies: tuple[Technology, ...] = ()
    applications: tuple[Application, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    leads: tuple[Lead, ...] = ()
    contacts: tuple[Contact, ...] = ()
