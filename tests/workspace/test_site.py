"""The public site: every link leads somewhere, nothing runs, nothing is asked for, the same bytes each time."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kaimen import workspace
from kaimen.cli.app import app
from kaimen.delivery import Promise
from kaimen.formats.baseline_list import baseline_of
from kaimen.portfolio import Result
from kaimen.quantity import UNITS, parse_period
from kaimen.solve import solve
from kaimen.workspace.delivery.observing import Delivery
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.publishing.site import LIST, save_site, site_of
from tests.sweep.questions import LIST as PROJECTS
from tests.sweep.questions import SCENARIO, WEIGHTS

EVIL = '<script>alert(1)</script>" onmouseover="x'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Question, Result]:
    folder = tmp_path_factory.mktemp("question")
    (folder / "list.csv").write_text(PROJECTS, encoding="utf-8")
    title = "name = 'evil'\ntitle = '" + EVIL + "'\n"
    text = 'library = "list.csv"\n' + re.sub(r"^name = .*$", title, SCENARIO, flags=re.MULTILINE, count=1)
    (folder / "s.toml").write_text(text.replace("BENEFIT", WEIGHTS), encoding="utf-8")
    question, findings = workspace.load_question(folder / "s.toml")
    assert question is not None, findings
    result = solve(question.problem)
    assert isinstance(result, Result)
    return question, result


class Page(HTMLParser):
    """Ids, links and everything that would load or run something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.active: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            if name == "href":
                self.links.append(value or "")
            if name.startswith("on") or name in ("src", "srcset", "action"):
                self.active.append(f"{tag} {name}")
        if tag in ("script", "iframe", "object", "embed", "form", "link", "base"):
            self.active.append(tag)


def test_every_link_leads_to_a_place_that_is_there_and_nothing_runs(made: tuple[Question, Result]) -> None:
    files = site_of(*made)
    pages = {name: Page(content.decode()) for name, content in files.items() if name.endswith(".html")}
    assert {"index.html", "en/index.html", "zh/index.html"} <= set(pages)
    assert {name[3:] for name in pages if name[:3] == "en/"} == {name[3:] for name in pages if name[:3] == "zh/"}
    for name, page in pages.items():
        assert page.active == [], name
        for link in page.links:
            path, _, anchor = link.partition("#")
            assert ":" not in path
            target = (Path("/") / Path(name).parent / path).as_posix() if path else f"/{name}"
            target = str(Path(target.replace("/en/../", "/").replace("/zh/../", "/")))[1:]
            assert target in files, (name, link)
            assert not anchor or anchor in pages[target].ids, (name, link)


def test_a_page_from_data_stays_text(made: tuple[Question, Result]) -> None:
    text = site_of(*made)["en/index.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text
    assert "default-src 'none'" in text


def test_the_same_plan_gives_the_same_bytes(made: tuple[Question, Result]) -> None:
    assert site_of(*made) == site_of(*made)


def test_what_became_of_it_is_a_page_in_both_languages(made: tuple[Question, Result]) -> None:
    period = parse_period("2026")
    assert period is not None
    promise = Promise("P-1", "Works", "North", "rail", (), {}, made[0].library.projects[0].place)
    rows = [(promise, [Fraction(12)])]
    baseline = baseline_of("b", date(2026, 3, 1), UNITS["yuan"], [period], rows, "plan.kaimen")
    delivery = Delivery(baseline, baseline, (), (baseline,), date(2026, 9, 30))
    files = site_of(*made, delivery, date(2026, 10, 1))
    assert "What became of it" in files["en/delivery.html"].decode()
    assert "实施进展" in files["zh/delivery.html"].decode()


def test_a_folder_with_something_else_is_left_alone_and_a_site_is_written_over(
    made: tuple[Question, Result], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine", encoding="utf-8")
    names, findings = save_site(other, *made)
    assert names == []
    assert [finding.code for finding in findings] == ["E855"]
    assert [path.name for path in other.iterdir()] == ["mine.txt"]

    site = tmp_path / "site"
    outside = tmp_path / "outside.txt"
    outside.write_text("keep", encoding="utf-8")
    names, findings = save_site(site, *made)
    assert findings == []
    (site / "en" / "old.html").write_text("old", encoding="utf-8")
    (site / "notes.txt").write_text("mine", encoding="utf-8")
    with (site / LIST).open("a", encoding="utf-8") as listed:
        listed.write("0  en/old.html\n0  ../outside.txt\n")
    assert save_site(site, *made) == (names, [])
    assert not (site / "en" / "old.html").exists()
    assert (site / "notes.txt").exists()
    assert outside.exists()


def test_the_command_writes_it(made: tuple[Question, Result], tmp_path: Path) -> None:
    plan = tmp_path / "plan.kaimen"
    workspace.save_plan(plan, *made)
    done = CliRunner().invoke(app, ["site", str(plan), "-o", str(tmp_path / "site")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "site" / "index.html").is_file()
    assert CliRunner().invoke(app, ["site", str(plan), "-o", str(tmp_path)]).exit_code == 1
    assert CliRunner().invoke(app, ["site", str(plan), "-o", str(tmp_path / "s"), "--as-of", "soon"]).exit_code == 2
    assert CliRunner().invoke(app, ["site", "nothing.kaimen", "-o", str(tmp_path / "s")]).exit_code == 1
