"""One project changed by hand: a cell of the wide sheet."""

from __future__ import annotations

from collections.abc import Mapping

from kaimen.errors import Finding, Place
from kaimen.formats.cells import read_number
from kaimen.library import OWNERSHIP_CLASSES
from kaimen.store import Change, Draft, Json
from kaimen.workspace.office import Kept, Office, Said
from kaimen.workspace.region_trees import tree_in

TEXTS = ("title", "region", "sector", "owner", "ownership")
"""Cells of every project; others are criteria, which are numbers, and fields of the list."""


def edit_project(office: Office, project: str, name: str, text: str, after: int, said: Said) -> Kept:
    """Change what a project says under one name.

    Args:
        office: the workspace.
        project: its id.
        name: a text of every project, a criterion or a field.
        text: what it is to say; empty: nothing.
        after: the version that was looked at.
        said: who, when and why.

    Returns:
        The receipt, or None with findings: `E609` no such project, `E303`, `E307`, `E312` or `E404` where the value or
        the name is none that it may have, `E803` where it was changed meanwhile.
    """
    version = office.store.version("project", project)
    if version is None or version.body is None:
        return None, [Finding("E609", f"There is no project {project}.", Place(key=project), fix="Correct the id.")]
    body = dict(version.body)
    findings = _changed(office, body, name, text.strip(), Place(key=f"{project}.{name}"))
    if findings:
        return None, findings
    draft = Draft("project", project, body, after)
    return office.store.write(Change(said.author, said.at, "edit", (draft,), said.why, name))


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
