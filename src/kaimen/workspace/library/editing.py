"""One project changed by hand: cells of the wide sheet, and what to do where somebody else changed it meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kaimen.errors import Finding, Place
from kaimen.formats.cells import read_number
from kaimen.formats.project_body import project_of
from kaimen.library import OWNERSHIP_CLASSES, Project
from kaimen.store import Change, Draft, Entry, Json
from kaimen.workspace.record.office import Kept, Office, Said
from kaimen.workspace.record.region_trees import tree_in

TEXTS = ("title", "region", "sector", "owner", "ownership")
"""Cells of every project; others are criteria, which are numbers, and fields of the list."""

BY_HAND = ("edit", "move")
"""What entries do that change one project by hand."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that two versions of a project do not agree on: as it was looked at, as it stands, and as it was to be.

    `may_choose`: it can be changed by hand. `is_mine`: whoever comes second changed it.
    """

    name: str
    before: str
    theirs: str
    mine: str
    may_choose: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Both:
    """What stands and what somebody wants who looked at an older version; `entry` is the one that came between."""

    version: int
    entry: Entry
    differences: tuple[Difference, ...]


def edit_project(office: Office, project: str, cells: Mapping[str, str], after: int, said: Said) -> Kept:
    """Change what a project says, as one change.

    Args:
        office: the workspace.
        project: its id.
        cells: what is to be said, by name: a text of every project, a criterion or a field; empty: nothing.
        after: the version that was looked at.
        said: who, when and why.

    Returns:
        The receipt, or None with findings: `E609` no such project, `E303`, `E307`, `E312` or `E404` where a value or
        a name is none that it may have, `E803` where it was changed meanwhile.
    """
    version = office.store.version("project", project)
    if version is None or version.body is None:
        return None, [Finding("E609", f"There is no project {project}.", Place(key=project), fix="Correct the id.")]
    body = dict(version.body)
    findings = [
        finding
        for name, text in cells.items()
        for finding in _changed(office, body, name, text.strip(), Place(key=f"{project}.{name}"))
    ]
    if findings:
        return None, findings
    draft = Draft("project", project, body, after)
    return office.store.write(Change(said.author, said.at, "edit", (draft,), said.why, ", ".join(cells)))


def undo_edit(office: Office, project: str, entry: int, said: Said) -> Kept:
    """Put back what a change of one project by hand said before, as a new version; an undo is taken back the same way.

    Returns:
        The receipt, or None with findings: `E813` where the entry is no such change, or not the last one.
    """
    if not _is_by_hand({found.number: found for found, _ in office.store.history("project", project)}, entry):
        what, fix = f"Entry {entry} did not change project {project} by hand.", "Choose one of the project's own page."
        return None, [Finding("E813", what, Place(key=project), fix=fix)]
    return office.undo(entry, said)


def last_by_hand(office: Office, project: str) -> Entry | None:
    """Return the last entry of a project where that is a change of it by hand, or takes one back."""
    history = {found.number: found for found, _ in office.store.history("project", project)}
    last = max(history, default=0)
    return history[last] if _is_by_hand(history, last) else None


def _is_by_hand(history: Mapping[int, Entry], number: int) -> bool:
    """Return whether an entry of a project's history is a change of that project alone, or takes one back."""
    entry = history.get(number)
    if entry is None or entry.action != "undo":
        return entry is not None and entry.action in BY_HAND
    return _is_by_hand(history, int(entry.passage.removeprefix("entry ")))


def both_versions(office: Office, project: str, cells: Mapping[str, str], after: int) -> Both | None:
    """Return what stands of a project beside what somebody wants who looked at version `after`; None: it is gone."""
    history = office.store.history("project", project)
    entry, last = history[-1] if history else (None, None)
    if entry is None or last is None or last.body is None:
        return None
    looked_at = next((v.body for _, v in history if v.number == after and v.body is not None), last.body)
    before, theirs = (cells_of(project_of(body)) for body in (looked_at, last.body))
    mine = before | {name: text.strip() for name, text in cells.items()}
    choosable = may_change(project_of(last.body))
    found = tuple(
        Difference(
            name, before.get(name, ""), theirs.get(name, ""), mine.get(name, ""), name in choosable, name in cells
        )
        for name in dict.fromkeys((*theirs, *mine))
        if theirs.get(name, "") != mine.get(name, "")
    )
    return Both(last.number, entry, found)


def cells_of(project: Project) -> dict[str, str]:
    """Return what a project says, by name: its texts, cost and demands of its first option, criteria and fields."""
    cells = {name: getattr(project, name) for name in (*TEXTS, "stage")}
    cells["cost"] = ", ".join(str(amount) for amount in project.options[0].cost) if project.options else ""
    for demand in project.options[0].demands if project.options else ():
        cells[demand.resource] = str(demand.amount)
    return cells | {name: f"{value:f}" for name, value in project.criteria.items()} | dict(project.fields)


def may_change(project: Project) -> tuple[str, ...]:
    """Return the names of the cells of a project that can be changed by hand."""
    return (*TEXTS, *sorted(project.criteria), *sorted(project.fields))


def _changed(office: Office, body: dict[str, Json], name: str, text: str, place: Place) -> list[Finding]:
    """Change a body in place; return what is wrong with the value."""
    criteria, fields = body.get("criteria", {}), body.get("fields", {})
    if name in TEXTS:
        findings = _wrong_text(office, name, text, place)
        if not findings:
            body[name] = text
        return findings
    if isinstance(criteria, Mapping) and name in criteria:
        number = read_number(text)
        if number is None or isinstance(number, Finding):
            return [Finding("E303", "A criterion is a number.", place, "a number", f'"{text}"', "Write it in figures.")]
        body["criteria"] = {**criteria, name: f"{number:f}"}
        return []
    if isinstance(fields, Mapping) and name in fields:
        body["fields"] = {**fields, name: text}
        return []
    return [Finding("E404", "The project has no such cell.", place, found=f'"{name}"', fix="Choose one that it has.")]


def _wrong_text(office: Office, name: str, text: str, place: Place) -> list[Finding]:
    if name == "title" and not text:
        return [Finding("E302", "A project has a title.", place, "a title", fix="Write one.")]
    if name == "ownership" and text not in ("", *OWNERSHIP_CLASSES):
        return [Finding("E312", "The ownership class is unknown.", place, ", ".join(OWNERSHIP_CLASSES), f'"{text}"')]
    if name == "region" and text and (regions := tree_in(office.store).regions) and text not in regions:
        return [Finding("E307", "The region is not in the tree.", place, "a region", f'"{text}"', "Correct it.")]
    return []
