"""Rows of the library that are kept are those that would be made anew, whatever came, went or changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from kaimen.library import Project
from kaimen.report import Column
from kaimen.web import Settings, library_rows
from kaimen.web.library_rows import Bodies, Look, Texts, row_of
from kaimen.web.visit import Desk
from kaimen.workspace.record.office import Office
from tests.web.conftest import NOW

COLUMNS = (Column("id", "id"), Column("title", "title"), Column("criterion: jobs", "jobs", True))
SAID = st.sampled_from(["a", "1.0", "1"])
STEPS = st.tuples(st.sampled_from(["change", "add", "withdraw"]), st.integers(0, 40), SAID)


def project(number: int, said: str) -> Project:
    jobs = {"jobs": Decimal(said)} if said != "a" else {}
    return Project(id=f"P-{number:03}", title=f"Works {said[:1]}", criteria=jobs)


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(library_rows, "_RUN", 4)
    made = Desk(office, Settings(), lambda: NOW)
    yield made
    made.close()


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_runs_that_are_kept_are_those_made_anew(desk: Desk, steps: list[tuple[str, int, str]]) -> None:
    kept, library = Texts(desk), {f"P-{number:03}": project(number, "1") for number in range(0, 40, 2)}
    for kind, number, said in [("change", 2, "1.0"), *steps]:
        name = f"P-{number:03}"
        if kind == "withdraw":
            library.pop(name, None)
        elif kind == "add" or name in library:
            library[name] = project(number, said)
        projects = tuple(library[name] for name in sorted(library))
        found = kept.of(projects, COLUMNS, every=True)
        assert found == Texts(desk).of(projects, COLUMNS, every=True)
        rows = json.loads(b"[" + b", ".join(run.text for run in found) + b"]")
        assert [tuple(row.values()) for row in rows] == [row_of(project, COLUMNS) for project in projects]


def test_a_row_of_the_page_is_made_again_for_another_project_version_reader_or_name(desk: Desk) -> None:
    bodies, made = Bodies(desk), []

    def ask(projects: list[Project], versions: list[int], look: Look) -> tuple[Markup, ...]:
        def make(places: list[int]) -> list[Markup]:
            made.append([projects[at].id for at in places])
            return [escape(f"{projects[at].title} {versions[at]} {look.language}") for at in places]

        return bodies.of(projects, versions, look, make)

    look = Look(COLUMNS, "en", True, {})
    first, second = project(1, "1"), project(2, "2")
    assert ask([first, second], [1, 1], look) == ("Works 1 1 en", "Works 2 1 en")
    assert ask([second, first], [1, 1], replace(look)) == ("Works 2 1 en", "Works 1 1 en")
    assert made == [["P-001", "P-002"]]
    assert ask([first, second], [2, 1], look)[0] == "Works 1 2 en"
    for other in (
        Look(COLUMNS[:2], "en", True, {}),
        Look(COLUMNS, "zh", True, {}),
        Look(COLUMNS, "en", False, {}),
        Look(COLUMNS, "en", True, {"Works": "x"}),
    ):
        ask([first], [2], other)
    assert made[1:] == [["P-001"]] * 5


def test_rows_of_the_page_take_no_more_room_than_they_may(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_rows, "_MOST_BODIES", 5)
    bodies, look = Bodies(desk), Look(COLUMNS, "en", True, {})
    projects = [project(number, "1") for number in range(20)]
    found = bodies.of(projects, [1] * 20, look, lambda places: [escape(projects[at].id) for at in places])
    assert list(found) == [one.id for one in projects]
    assert len(bodies._kept._kept) == 5
