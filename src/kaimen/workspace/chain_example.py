"""The demonstration's chains in a workspace: regions, firms, projects and the tables of two chains, all made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kaimen.errors import Finding, has_errors
from kaimen.workspace.chains import look_at_chains, take_chains_in
from kaimen.workspace.examples import chain_tables, demo_scenario
from kaimen.workspace.firms import look_at_firms, take_firms_in
from kaimen.workspace.office import Kept, Office, Said
from kaimen.workspace.region_trees import look_at_regions, take_regions_in

_AnyIntake = TypeVar("_AnyIntake")
_TABLES = ("chains", "links", "stands", "technologies", "applications", "clusters", "leads", "contacts")


def fill_with_chains(office: Office, said: Said) -> list[Finding]:
    """Take the demonstration's tables in, each list as one change; what is there already is left as it is."""
    folder = chain_tables()
    steps: tuple[Callable[[], Kept], ...] = (
        lambda: _kept(look_at_regions(office, folder / "regions.csv"), lambda i: take_regions_in(office, i, said)),
        lambda: _kept(look_at_firms(office, folder / "firms.csv"), lambda i: take_firms_in(office, i, said)),
        lambda: _kept(office.look_at(demo_scenario().with_name("library.csv")), lambda i: office.take_in(i, said)),
        lambda: _kept(
            look_at_chains(office, [folder / f"{name}.csv" for name in _TABLES]),
            lambda i: take_chains_in(office, i, said),
        ),
    )
    findings: list[Finding] = []
    for step in steps:
        findings += step()[1]
        if has_errors(findings):
            break
    return findings


def _kept(looked: tuple[_AnyIntake | None, list[Finding]], take: Callable[[_AnyIntake], Kept]) -> Kept:
    intake, findings = looked
    return (None, findings) if intake is None else take(intake)
