"""The demonstration's chains in a workspace: regions, firms, projects and the tables of two chains, all made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kaimen.chains import ChainTables, Known, checked_tables
from kaimen.errors import Finding, has_errors
from kaimen.formats.briefing import paper_html
from kaimen.formats.chain_table import parse_chain_tables
from kaimen.formats.firm_table import parse_firms
from kaimen.library import Library
from kaimen.portfolio import Result
from kaimen.regions import RegionTree
from kaimen.report.language import Speaker
from kaimen.workspace.business.chains import ChainGround, look_at_chains
from kaimen.workspace.files import write_bytes
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.publishing.guides import Ground, ground_guide
from kaimen.workspace.record.firms import look_at_firms
from kaimen.workspace.record.office import Kept, Office, Said
from kaimen.workspace.record.region_trees import look_at_regions
from kaimen.workspace.samples.examples import chain_tables, demo_scenario

_AnyIntake = TypeVar("_AnyIntake")
_TABLES = ("chains", "links", "stands", "technologies", "applications", "clusters", "leads", "contacts")


def fill_with_chains(office: Office, said: Said) -> list[Finding]:
    """Take the demonstration's tables in, each list as one change; what is there already is left as it is."""
    folder = chain_tables()
    steps: tuple[Callable[[], Kept], ...] = (
        lambda: _kept(look_at_regions(office, folder / "regions.csv"), lambda i: office.take_in(i, said)),
        lambda: _kept(look_at_firms(office, folder / "firms.csv"), lambda i: office.take_in(i, said)),
        lambda: _kept(
            look_at_projects(office, demo_scenario().with_name("library.csv")),
            lambda i: take_projects_in(office, i, said),
        ),
        lambda: _kept(
            look_at_chains(office, [folder / f"{name}.csv" for name in _TABLES]),
            lambda i: office.take_in(i, said),
        ),
    )
    findings: list[Finding] = []
    for step in steps:
        findings += step()[1]
        if has_errors(findings):
            break
    return findings


def demo_ground(library: Library, tree: RegionTree) -> ChainGround:
    """Return the demonstration's chains over a library and a region tree, without a workspace."""
    folder = chain_tables()
    parts: dict[str, tuple[Any, ...]] = {}
    for name in _TABLES:
        tables, _ = parse_chain_tables((folder / f"{name}.csv").read_bytes(), f"{name}.csv")
        parts[name] = getattr(tables, name)
    firms, _ = parse_firms((folder / "firms.csv").read_bytes(), "firms.csv")
    projects = {project.id: project for project in library.projects}
    tables, graph, _ = checked_tables(ChainTables(**parts), Known({firm.id for firm in firms}, projects, tree))
    return ChainGround(tables, graph, {firm.id: firm for firm in firms}, projects, tree)


def save_demo_guide(path: Path, question: Question, result: Result, region: str, language: str) -> list[Finding]:
    """Write the introduction guide of a region of the demonstration, with the land that a plan leaves."""
    ground = demo_ground(question.library, question.scenario.regions)
    beside = Ground(question.scenario, (question.problem, result), (), Speaker(language).say("guide.demo"))
    return write_bytes(path, paper_html(ground_guide(ground, region, beside, language)))


def _kept(looked: tuple[_AnyIntake | None, list[Finding]], take: Callable[[_AnyIntake], Kept]) -> Kept:
    intake, findings = looked
    return (None, findings) if intake is None else take(intake)
