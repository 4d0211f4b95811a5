"""Real lists of public bodies: read with their saved mappings, kept, compared over years, taken out again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kaimen.errors import Finding
from kaimen.store import verify
from kaimen.workspace.library.exports import save_library
from kaimen.workspace.library.intake import Intake, look_at_projects, take_projects_in
from kaimen.workspace.record.office import Office, Said, open_office
from tests.data import DATA, needs

MAPPINGS = Path(__file__).parents[1] / "examples" / "mappings"
LISTS = DATA / "libraries"


def said(year: int = 2024, why: str = "") -> Said:
    return Said("planning office", datetime(year, 2, 19, tzinfo=UTC), why)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened, _ = open_office(str(tmp_path / "office.db"))
    assert opened is not None
    yield opened
    assert verify(opened.store.engine) == []
    opened.close()


def looked_at(office: Office, path: Path, mapping: str) -> Intake:
    intake, findings = look_at_projects(office, path, MAPPINGS / mapping)
    assert intake is not None, findings
    return intake


def errors(intake: Intake) -> list[Finding]:
    return [finding for finding in intake.findings if finding.is_error]


@needs("libraries")
@pytest.mark.parametrize(
    ("path", "mapping", "projects", "codes"),
    [
        # two pairs of rows share an id, told apart only by the agency
        ("nyc-capital-plan/projects.csv", "new-york.toml", 2006, {"E305": 2, "E306": 2}),
        ("us-drinking-water-funds/tx-y4-iup-appendix-j.csv", "texas.toml", 355, {}),
        ("us-drinking-water-funds/mn-comprehensive-ppl.csv", "minnesota.toml", 1199, {}),
    ],
)
def test_a_public_list_is_kept_and_comes_out_as_it_went_in(
    office: Office, tmp_path: Path, path: str, mapping: str, projects: int, codes: dict[str, int]
) -> None:
    intake = looked_at(office, LISTS / path, mapping)

    assert len(intake.library.projects) == projects
    found = [finding.code for finding in errors(intake)]
    assert {code: found.count(code) for code in found} == codes
    assert take_projects_in(office, intake, said())[1] == []
    for name in ("out.csv", "out.json"):
        assert save_library(tmp_path / name, office.library(), published=said().at) == []
        again, _ = look_at_projects(office, tmp_path / name)
        assert again is not None
        assert (len(again.unchanged), again.changed, again.new) == (projects, (), ())


@needs("libraries/nyc-capital-plan")
def test_new_yorks_money_by_year_adds_up_to_its_totals(office: Office) -> None:
    path = LISTS / "nyc-capital-plan" / "projects.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["project_id"]: row for row in reversed(list(csv.DictReader(file)))}  # of two with one id, the first

    for project in looked_at(office, path, "new-york.toml").library.projects:
        row = rows[project.id]
        whole = sum((amount.value for amount in project.options[0].cost), Decimal(row["combined_prior_actuals"]))
        assert whole == Decimal(row["combined_total"])
        assert project.criteria["city"] + project.criteria["non_city"] == Decimal(row["combined_total"])


@needs("libraries/uk-major-projects")
def test_ten_years_of_major_projects_are_versions_of_one_list(office: Office, tmp_path: Path) -> None:
    with (LISTS / "uk-major-projects" / "gmpp_2014_2023_harmonised.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names: dict[int, set[str]] = {}
    for year in range(2014, 2024):
        own = [row for row in rows if row["year"] == str(year)]
        path = tmp_path / "portfolio.csv"
        target = io.StringIO(newline="")
        writer = csv.DictWriter(target, list(own[0]))
        writer.writeheader()
        writer.writerows(own)
        path.write_text(target.getvalue(), encoding="utf-8")
        intake = looked_at(office, path, "uk-major-projects.toml")
        assert errors(intake) == []
        names[year] = {row["project"].strip() for row in own}
        assert set(intake.gone) == names.get(year - 1, set()) - names[year]
        assert take_projects_in(office, intake, said(year))[1] == []

    versions = [version.body for _, version in office.store.history("list", "portfolio.csv")]
    assert [len(body["projects"]) for body in versions if body] == [len(names[year]) for year in range(2014, 2024)]  # type: ignore[arg-type]
    assert len(office.library().projects) == len(set().union(*names.values()))
    assert office.library(said(2015).at).ids == names[2014] | names[2015]
    first, second = sorted(names[2014])[0], sorted(names[2023])[0]
    assert office.link("renamed", [first], [second], said())[1] == []
    assert set(office.lineage(first)) == {first, second}
