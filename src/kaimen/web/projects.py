"""What projects are called on a page: their cells, values and headings in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kaimen.errors import Finding, Place
from kaimen.library import OWNERSHIP_CLASSES, Project
from kaimen.report.language import said_in_unit
from kaimen.store import Version
from kaimen.web.visit import AnyVisit, Refused

TEXTS = ("id", "title", "region", "sector", "owner", "ownership", "stage")
"""What every project says of itself, as the sheet has it."""


def words_of(visit: AnyVisit, project: Project) -> dict[str, str]:
    """Return what texts of a project are called in the reader's language, by name."""
    found = {"title": title_of(visit, project), "cost": cost_of(visit, project)}
    found |= {name: visit.speaker.called(text, name) for name, text in project.fields.items()}
    found |= {name: visit.speaker.called(getattr(project, name), name) for name in ("region", "sector")}
    found |= {f"criterion: {name}": figure_of(visit, value) for name, value in project.criteria.items()}
    return found | {name: word_of(visit, name, getattr(project, name)) for name in ("ownership", "stage")}


def figure_of(visit: AnyVisit, value: Decimal) -> str:
    """Return a number of a list as readers write it, with all its decimals."""
    exponent = value.as_tuple().exponent
    return visit.speaker.number(Fraction(value), -exponent if isinstance(exponent, int) and exponent < 0 else 0)


def title_of(visit: AnyVisit, project: Project) -> str:
    """Return a project's title in the reader's language, where the list has one."""
    return project.fields.get(f"title_{visit.speaker.language}", "") or project.title


def cost_of(visit: AnyVisit, project: Project) -> str:
    """Return the cost of a project's first option by period, in the units of the reader."""
    amounts = project.options[0].cost if project.options else ()
    return visit.speaker.separate(visit.speaker.amount(Fraction(amount.value), amount.unit) for amount in amounts)


def demands_of(visit: AnyVisit, project: Project) -> dict[str, str]:
    """Return what a project's first option takes of each resource, in the units of the reader."""
    found: dict[str, list[str]] = {}
    for demand in project.options[0].demands if project.options else ():
        found.setdefault(demand.resource, []).append(said_in_unit(visit.speaker, demand.amount))
    return {resource: visit.speaker.separate(amounts) for resource, amounts in found.items()}


def word_of(visit: AnyVisit, family: str, word: str) -> str:
    """Return what a class of ownership or a stage is called; what is none stays as it is."""
    known = (*OWNERSHIP_CLASSES, *visit.desk.office.stages.table)
    return visit.say(f"web.{family}.{word}") if word in known else word  # web.ownership.* and web.stage.*


def part_of(visit: AnyVisit, key: str) -> str:
    """Return what a cell of a project is called."""
    return visit.say(f"web.project.{key}") if key in (*TEXTS, "cost") else visit.speaker.called(key)


def project_at(visit: AnyVisit, name: str) -> tuple[Project, Version]:
    """Return a project and its version.

    Raises:
        Refused: there is none of this id.
    """
    version = visit.desk.office.store.version("project", name)
    project = visit.desk.current.find(name)
    if project is None or version is None:
        raise Refused(404, Finding("E609", f"There is no project {name}.", Place(key=name), fix="Correct the id."))
    return project, version
