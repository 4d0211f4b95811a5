"""A library written and read again is the same library: in the record, as a list, as an OC4IDS package."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.errors import NOWHERE
from kaimen.formats.library_list import library_csv, library_xlsx
from kaimen.formats.library_table import parse_library
from kaimen.formats.oc4ids import library_package, parse_package
from kaimen.formats.project_body import project_body, project_of
from kaimen.library import Condition, Demand, Library, Option, Project
from kaimen.likeness import alike
from kaimen.quantity import Amount, parse_unit
from kaimen.stages import DEFAULT, STATUSES
from kaimen.store.chain import body_text
from tests.data import DATA, needs
from tests.strategies import random_question

MOMENT = datetime(2024, 2, 19, 9, tzinfo=UTC)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters=";\r\n\t\x00", exclude_categories=("C", "Z")), max_size=8
)
NUMBERS = st.decimals(0, 10**7, places=3).map(lambda number: number.normalize())


def amount(number: Decimal, unit: str) -> Amount:
    known = parse_unit(unit)
    assert known is not None
    return Amount(Decimal(f"{number:f}"), known)


@st.composite
def listed_projects(draw: Any) -> Project:
    """Projects that a list has room for."""
    cost = amount(draw(NUMBERS) + 1, draw(st.sampled_from(["million yuan", "yuan"])))
    demands = [Demand("land", amount(draw(NUMBERS) + 1, "mu"))] if draw(st.booleans()) else []
    demands += [Demand("coal", amount(-draw(NUMBERS) - 1, "tce"), running=True)] if draw(st.booleans()) else []
    starts = draw(st.none() | st.just(("2024", "2026")))
    sites = draw(st.sampled_from([("",), ("East Zone", "West Zone")]))
    return Project(
        id="p",
        title=draw(WORDS),
        region=draw(WORDS),
        sector=draw(WORDS),
        owner=draw(WORDS),
        ownership=draw(st.sampled_from(["", "state", "private"])),
        stage=draw(st.sampled_from(["", "reserve", "selected"])),
        criteria={"points": draw(NUMBERS)} if draw(st.booleans()) else {},
        options=tuple(Option(tuple(demands), (cost,), starts, site) for site in sites),
        conditions=(Condition("permit", draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)))),),
        funds=draw(st.sampled_from([(), ("bonds",), ("bonds", "own money")])),
        fields={"programme": draw(WORDS)},
    )


@st.composite
def libraries(draw: Any) -> Library:
    projects = draw(st.lists(listed_projects(), min_size=1, max_size=5))
    numbered = tuple(replace(project, id=f"p{number}") for number, project in enumerate(projects))
    return Library("list", numbered, frozenset({"programme", "points"}))


def plain(library: Library) -> list[Project]:
    """The projects without where they were read, and without what is empty anyway."""
    found = []
    for project in library.projects:
        fields = {name: text for name, text in project.fields.items() if text}
        options = tuple(
            replace(o, cost=tuple(a for a in o.cost if a.value), demands=tuple(sorted(o.demands, key=str)))
            for o in project.options
        )
        found.append(replace(project, place=NOWHERE, fields=fields, options=options))
    return found


@given(libraries())
def test_a_list_reads_back_as_the_same_library(library: Library) -> None:
    for content, name in ((library_csv(library), "list.csv"), (library_xlsx(library), "list.xlsx")):
        assert content[1] == []
        again, findings = parse_library(content[0], name)

        assert [finding for finding in findings if finding.is_error] == []
        assert plain(again) == plain(library)


@pytest.mark.parametrize("seed", range(30))
def test_a_body_and_a_package_hold_everything_a_project_has(seed: int) -> None:
    library, _ = random_question(seed)

    assert [project_of(json.loads(body_text(project_body(p)))) for p in library.projects] == list(library.projects)
    package = json.dumps(library_package(library, DEFAULT, MOMENT))
    again, findings = parse_package(package.encode(), "package.json")
    assert findings == []
    assert again is not None
    assert again.projects == library.projects


def test_what_a_list_has_no_room_for_is_said() -> None:
    odd = Project(id="odd", options=(Option(benefit=Decimal(2)), Option()))
    content, findings = library_csv(Library("list", (odd, Project(id="even", options=(Option(),)))))

    assert [(finding.code, finding.place.key) for finding in findings] == [("W314", "odd")]
    assert b"even" in content
    assert b"odd" not in content


def test_a_name_like_a_formula_stays_a_name() -> None:
    library = Library("list", (Project(id="=1+1", title='=HYPERLINK("http://x")', options=(Option(),)),))

    again, _ = parse_library(library_xlsx(library)[0], "list.xlsx")

    assert [(project.id, project.title) for project in again.projects] == [("=1+1", '=HYPERLINK("http://x")')]


# --- OC4IDS ---


@needs("standards/oc4ids")
@pytest.mark.parametrize("seed", range(10))
def test_a_package_is_valid_against_the_schema(seed: int) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    library, _ = random_question(seed)
    folder = DATA / "standards" / "oc4ids" / "schema"
    schema = json.loads((folder / "project-schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema)

    package = json.loads(json.dumps(library_package(library, DEFAULT, MOMENT, "A planning office")))

    assert {"uri", "publishedDate", "version", "publisher", "projects"} <= set(package)
    for project in package["projects"]:
        assert [error.message for error in validator.iter_errors(project)] == []
        assert project["status"] in STATUSES


@needs("standards/oc4ids")
@pytest.mark.parametrize("name", ["example.json", "oc4idskit_project_package_fixture.json"])
def test_packages_of_others_are_read(name: str) -> None:
    library, findings = parse_package((DATA / "standards" / "oc4ids" / name).read_bytes(), name)

    assert {finding.code for finding in findings} <= {"E306"}  # one of them holds a project twice
    assert library is not None
    assert library.projects
    assert all(project.title for project in library.projects)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E103"),
        (b"\xff\xfe", "E103"),
        (b"[" * 100_000, "E103"),
        (b'{"projects": 3}', "E103"),
        (b'{"projects": [{"title": "no id"}, {"id": "a"}]}', "E302"),
        (b'{"projects": [{"id": "a"}, {"id": "a"}]}', "E306"),
        (b'{"projects": [{"id": "a", "budget": {"amount": {"amount": -1, "currency": "USD"}}}]}', "E303"),
        (
            b'{"projects": [{"id": "a", "additionalClassifications": [{"scheme": "kaimen", "description": "{"}]}]}',
            "W315",
        ),
    ],
)
def test_a_damaged_package_is_a_finding_and_the_rest_is_read(content: bytes, code: str) -> None:
    library, findings = parse_package(content, "package.json")

    assert [finding.code for finding in findings] == [code]
    assert code == "E103" or (library is not None and library.ids == {"a"})


# --- likeness and stages ---


def test_nearly_the_same_title_in_one_region_is_proposed() -> None:
    one = Project("a", "Offshore wind equipment base, Yantai", "Yantai", owner="Firm 1")
    again = Project("b", "offshore wind  equipment base (Yantai)", "Yantai")
    elsewhere = replace(again, id="c", region="Weihai")
    of_another = replace(again, id="d", owner="Firm 2")

    pairs = {frozenset((pair.first, pair.second)) for pair in alike([one, elsewhere, of_another, again])}
    assert pairs == {frozenset("ab"), frozenset("bd")}
    assert alike([one], [again])[0].likeness >= 0.8
    assert alike([Project("a"), Project("b")]) == []


def test_stages_lead_only_along_their_table() -> None:
    for name, stage in DEFAULT.table.items():
        assert stage.status in STATUSES
        assert set(stage.next) <= set(DEFAULT.table)
        for other in DEFAULT.table:
            found = DEFAULT.check_move("p", name, other, "a reason")
            assert (found == []) == (other == name or other in stage.next)
    assert [f.code for f in DEFAULT.check_move("p", "reserve", "rejected", "")] == ["E812"]
    assert DEFAULT.check_move("p", "", "completed", "") == []
