"""Projects with the criteria of chains, in a list that a scenario reads or kept with the projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kaimen.chains import CRITERIA, chain_criteria
from kaimen.formats.project_body import project_body, project_of
from kaimen.library import Library
from kaimen.store import Change, Draft
from kaimen.workspace.business.chains import ChainGround
from kaimen.workspace.record.office import Kept, Office, Said


def library_with_criteria(ground: ChainGround, library: Library, region: str = "") -> Library:
    """Return a library whose projects have the criteria of chains; a project on no link has none of each, 0."""
    found = chain_criteria(ground.survey(region), ground.tables.stands)
    none: Mapping[str, Decimal] = dict.fromkeys(CRITERIA, Decimal(0))
    projects = tuple(
        replace(project, criteria={**project.criteria, **found.get(project.id, none)}) for project in library.projects
    )
    return Library(library.name, projects, library.names.union(CRITERIA))


def keep_criteria(office: Office, library: Library, said: Said) -> Kept:
    """Keep the criteria of the projects that changed, as one change."""
    before = {version.id: version for version in office.store.versions("project")}
    drafts = []
    for project in library.projects:
        version = before.get(project.id)
        if version is not None and version.body and project_of(version.body) != project:
            drafts.append(Draft("project", project.id, project_body(project), version.number))
    if not drafts:
        return None, []
    return office.store.write(Change(said.author, said.at, "appraise", tuple(drafts), said.why))
