"""What is found in a listing is what a plain look through the list finds."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kaimen.cli.app import app
from kaimen.library import Library, Option, Project
from kaimen.quantity import Amount, parse_unit
from kaimen.workspace.library.listing import Listing

YUAN, MILLION = parse_unit("yuan"), parse_unit("million yuan")
assert YUAN is not None
assert MILLION is not None

_WORDS = st.sampled_from(["", "Port", "port road", "Straße", "水库", "rail"])
_COSTS = st.none() | st.tuples(st.integers(0, 3), st.sampled_from([YUAN, MILLION]))


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    projects = []
    for number in range(draw(st.integers(0, 12))):
        cost = draw(_COSTS)
        options = (Option(cost=(Amount(Decimal(cost[0]), cost[1]),)),) if cost else (Option(),)
        points = draw(st.none() | st.integers(-20, 20))
        criteria = {} if points is None else {"points": Decimal(points)}
        fields = {"owner type": draw(st.sampled_from(["", "a", "B"]))}
        region, title = draw(st.sampled_from(["", "Jinan", "jinan"])), draw(_WORDS)
        projects.append(Project(f"P-{number}", title, region, criteria=criteria, options=options, fields=fields))
    return Library("list", tuple(projects), frozenset({"points", "owner type"}))


def _key(project: Project, sort: str) -> tuple[object, ...] | None:
    """Return what a project is ordered by, None where it says nothing."""
    if sort == "points":
        return (project.criteria["points"],) if "points" in project.criteria else None
    if sort == "cost":
        costs = project.options[0].cost
        return (
            (sum(amount.value * (1_000_000 if amount.unit == MILLION else 1) for amount in costs),) if costs else None
        )
    said = project.fields.get(sort, "") if sort == "owner type" else str(getattr(project, sort))
    return (said.casefold(), said) if said else None


@given(
    libraries(),
    st.sampled_from(["", "port", "STRASSE", "水", "jinan p"]),
    st.sampled_from([{}, {"region": "Jinan"}, {"owner type": "a"}, {"points": "7"}, {"region": "nowhere"}]),
    st.sampled_from(["", "title", "region", "points", "cost", "owner type"]),
    st.booleans(),
    st.integers(0, 5),
    st.integers(1, 5),
)
def test_a_listing_finds_what_a_plain_look_finds(
    library: Library, words: str, where: dict[str, str], sort: str, down: bool, first: int, most: int
) -> None:
    def is_wanted(project: Project) -> bool:
        said = [project.id, project.title, project.region, project.sector, *project.fields.values()]
        text = " ".join(said).casefold()
        has_words = all(word in text for word in words.casefold().split())
        return has_words and all(project.value_of(name) == value for name, value in where.items())

    wanted = [project for project in library.projects if is_wanted(project)]
    if sort:
        full = [project for project in wanted if _key(project, sort) is not None]
        empty = [project for project in wanted if _key(project, sort) is None]
        wanted = [*sorted(full, key=lambda project: _key(project, sort) or (), reverse=down), *empty]
    elif down:
        wanted.reverse()
    found = Listing(library).find(words, where, sort, first, most, down=down)
    assert found.total == len(wanted)
    assert list(found.projects) == wanted[first : first + most]


def test_the_command_shows_a_page_and_says_what_is_not_there(tmp_path: Path) -> None:
    rows = "id,title,region,cost (yuan)\nP-1,Port,Jinan,3\nP-2,Road,Zibo,20\nP-3,Rail,Jinan,100\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    runner, place = CliRunner(), ["-w", str(tmp_path / "office.db")]
    assert runner.invoke(app, ["library", "import", str(tmp_path / "list.csv"), "--keep", *place]).exit_code == 0
    listed = ["library", "list", *place]
    done = json.loads(
        runner.invoke(app, [*listed, "--where", "region=Jinan", "--sort", "cost", "--down", "--json"]).stdout
    )
    assert (done["total"], [row["id"] for row in done["projects"]]) == (2, ["P-3", "P-1"])
    assert "2 to 3 of 3 projects" in runner.invoke(app, [*listed, "--from", "2"]).stdout
    assert "no such project" in runner.invoke(app, [*listed, "airport"]).stdout
    assert runner.invoke(app, [*listed, "--where", "region"]).exit_code == 2
    assert runner.invoke(app, [*listed, "--sort", "height"]).exit_code == 2
