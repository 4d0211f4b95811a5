"""The introduction guide: what it says follows from rows, and each statement leads to one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kaimen.cli.app import app
from kaimen.formats.briefing import paper_html
from kaimen.report.guide import GuideMaterial, Stated, guide
from kaimen.workspace.business.chains import chain_ground, look_at_chains
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.publishing.guides import Beside, guide_of
from kaimen.workspace.record.firms import look_at_firms
from kaimen.workspace.record.office import Office, Said, open_office
from kaimen.workspace.record.region_trees import look_at_regions
from kaimen.workspace.samples.examples import chain_tables, demo_scenario

_NAMED = ("SYN-0105", "SYN-0220")
"""Later projects that the tables name."""

SAID = Said("tester", datetime(2026, 1, 5, 8, tzinfo=UTC))
run = CliRunner()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("guide") / "k.db")


@pytest.fixture(scope="module")
def office(url: str) -> Iterator[Office]:
    """A workspace with the demonstration's chains and the first of its projects."""
    found, findings = open_office(url)
    assert found is not None
    assert findings == []
    folder = chain_tables()
    library = Path(url).with_name("library.csv")
    lines = demo_scenario().with_name("library.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    library.write_text(
        "".join([*lines[:90], *(line for line in lines[90:221] if line.startswith(_NAMED))]), encoding="utf-8"
    )
    regions, _ = look_at_regions(found, folder / "regions.csv")
    firms, _ = look_at_firms(found, folder / "firms.csv")
    projects, _ = look_at_projects(found, library)
    assert regions is not None
    assert firms is not None
    assert projects is not None
    found.take_in(regions, SAID)
    found.take_in(firms, SAID)
    take_projects_in(found, projects, SAID)
    chains, _ = look_at_chains(found, [path for path in folder.iterdir() if path.stem not in ("regions", "firms")])
    assert chains is not None
    assert chains.findings == ()
    found.take_in(chains, SAID)
    yield found
    found.close()


def _page(office: Office, region: str, language: str, beside: Beside | None = None) -> str:
    paper, findings = guide_of(office, region, beside or Beside(), language)
    assert findings == []
    assert paper is not None
    return paper_html(paper).decode()


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_statement_leads_to_a_row_with_its_file_and_cell(office: Office, language: str) -> None:
    page = _page(office, "Qingdao", language, Beside(demo_scenario()))
    ids = re.findall(r'\bid="([^"]+)"', page)
    targets = set(re.findall(r'href="#([^"]+)"', page))

    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    rows = [anchor for anchor in ids if re.fullmatch(r"row\d+", anchor)]
    assert len(rows) > 60
    assert set(rows) <= targets
    places = re.findall(r'id="row\d+">.*?</tr>', page)
    assert all(re.search(r"\.(csv|toml)", row) for row in places)
    for named in (
        "links.csv, cell B",
        "stands.csv, cell C",
        "library.csv, cell A",
        "lead-projects.toml",
        "contacts.csv",
    ):
        assert named in page
    assert ("Synthetic" in page) == (language == "en")
    assert language == "en" or "合成数据" in page


def test_what_it_says_is_counted_from_the_rows(office: Office) -> None:
    ground = chain_ground(office, with_library=True)
    text = _text(_page(office, "Qingdao", "en", Beside(demo_scenario())))
    own = [s for s in ground.stands if s.region.startswith("Qingdao")]
    chains = {ground.graph.links[ground.graph.at[s.link]].chain for s in own}
    links = [link for link in ground.graph.links if link.chain in chains]
    supplied = {s.link for s in own if s.kind != "project"}
    waiting = [p for p in ground.projects.values() if p.region == "Qingdao"]
    signed = {lead.project for lead in ground.tables.leads if lead.stage in ("signed", "landed")}

    assert f"Qingdao stands on {len(chains)} chains: {len(supplied)} of their {len(links)} links" in text
    assert f"{len({s.id for s in own if s.kind == 'firm'})} firms of the region supply links" in text
    assert f"{len(links) - len(supplied)} links that nobody here supplies" in text
    assert f"{sum(p.id not in signed for p in waiting)} reserve projects seek an investor" in text
    assert "6,900 mu left on 2 sites" in text
    assert "Investment office, Qingdao" in text
    assert "Investment office, Yantai" not in text
    assert "Firm service line" in text


def test_without_a_scenario_it_says_nothing_of_sites_and_policies_come_in_as_plain_rows(office: Office) -> None:
    bare = _text(_page(office, "Qingdao", "en", Beside()))
    assert "Sites with room" not in bare
    assert "No policies are on record" in bare
    stated = Stated("P-1", "Loan interest paid", "贷款贴息", "small firms", "50 % of the interest", "a made-up notice")
    full = _text(_page(office, "Qingdao", "zh", Beside(entitlements=[stated])))
    assert "贷款贴息" in full
    assert "a made-up notice" in full


def test_a_policy_file_says_what_firms_of_the_region_are_due(office: Office) -> None:
    rule = (
        'name = "rules"\nmoney = "yuan"\n[[policy]]\nid = "P-1"\ntitle = "Large firms"\nstart = 2020-01-01\n'
        'when = [{ field = "size", is = "large" }]\ngrant = { amount = "1000 yuan" }\n'
        'cite = { document = "a made-up notice", article = "1", date = 2020-01-01 }\n'
    )
    path = Path(str(office.store.engine.url.database)).with_name("rules.toml")
    path.write_text(rule, encoding="utf-8")
    text = _text(_page(office, "Qingdao", "en", Beside(policies=path, day=date(2024, 1, 1))))
    large = [f for f in chain_ground(office).firms.values() if f.region == "Qingdao" and f.size == "large"]
    own = [f for f in chain_ground(office).firms.values() if f.region == "Qingdao"]

    assert f"{len(large)} of {len(own)} firms here are due it" in text
    assert "a made-up notice" in text
    assert "rules.toml" in text


def test_clusters_that_are_found_stand_in_for_named_ones(office: Office) -> None:
    paper, _ = guide_of(office, "Qingdao", Beside(), "en")
    ground = chain_ground(office, with_library=True)
    assert paper is not None
    material = GuideMaterial(
        "Qingdao", ground.survey("Qingdao"), replace(ground.tables, clusters=()), ground.stands, {}, ground.tree
    )
    text = _text(paper_html(guide(material, "en")).decode())
    assert "a cluster that is found and has no name" in text
    assert "a cluster that is found" not in _text(paper_html(paper).decode())


def test_a_region_that_stands_on_no_chain_has_a_guide_too(office: Office) -> None:
    text = html.unescape(_text(_page(office, "Tai'an", "en")))
    assert "Nobody in Tai'an stands on a link" in text
    assert "reserve projects seek an investor" in text


def test_the_command_writes_a_page_without_scripts_and_answers_wrong_words(
    office: Office, url: str, tmp_path: Path
) -> None:
    assert office.store.head().number == 4
    page = tmp_path / "guide.html"
    words = ["guide", "Yantai", "-w", url, "-o", str(page)]
    assert run.invoke(app, words).exit_code == 0
    first = page.read_bytes()
    assert b"<script" not in first
    assert b"http" not in first.replace(b"http-equiv", b"").replace(b"http://www.w3.org", b"")
    for wrong, code, said in (
        (["guide", "Yantia", "-w", url, "-o", str(page)], 1, "Perhaps Yantai"),
        (["guide", "Yantai", "-w", url, "-o", "x.docx"], 2, ".html or .pdf"),
        (["guide", "Yantai", "-w", url, "--lang", "de", "-o", str(page)], 2, "en or zh"),
        (["guide", "Yantai", "-w", url, "--scenario", "none.toml", "-o", str(page)], 1, "E101"),
        (["guide", "Yantai", "-w", str(tmp_path / "none.db"), "-o", str(page)], 2, "no workspace"),
    ):
        result = run.invoke(app, wrong)
        assert (result.exit_code, said in result.output) == (code, True), result.output
