"""The pages of chains and of the guide: from everywhere and from a region, with their rows; wrong names answered."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaimen.store import Change, Draft
from kaimen.web import Settings, create_app
from kaimen.web.pages.chains import VIEWS
from kaimen.workspace.business.chains import look_at_chains
from kaimen.workspace.record.firms import look_at_firms
from kaimen.workspace.record.office import Said, open_office
from kaimen.workspace.record.region_trees import look_at_regions
from kaimen.workspace.samples.examples import chain_tables
from tests.effort import FULL
from tests.web.conftest import NOW, ORIGIN, TICKET, Browser, csrf

ASKED: list[dict[str, str]] = [{"chain": "battery", "region": "Qingdao"}]
if FULL:
    ASKED.append({})
PATHS = ["/chains", *(f"/chains/{view}" for view in VIEWS)]


@pytest.fixture(scope="module")
def filled(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a workspace with the demonstration's chains."""
    path = tmp_path_factory.mktemp("chains") / "office.db"
    shutil.copy(kept, path)
    office, _ = open_office(str(path))
    assert office is not None
    folder, said = chain_tables(), Said("planner", NOW)
    regions, _ = look_at_regions(office, folder / "regions.csv")
    firms, _ = look_at_firms(office, folder / "firms.csv")
    assert regions is not None
    assert firms is not None
    office.take_in(regions, said)
    office.take_in(firms, said)
    tables, _ = look_at_chains(office, [path for path in folder.iterdir() if path.stem not in ("regions", "firms")])
    assert tables is not None
    office.take_in(tables, said)
    office.close()
    return path


@pytest.fixture(scope="module")
def chained(filled: Path) -> Iterator[Browser]:
    """A browser over that workspace."""
    office, _ = open_office(str(filled))
    assert office is not None
    app = create_app(office, Settings(workspace="demo", ticket=TICKET), lambda: NOW)
    with Browser(app, base_url=ORIGIN, follow_redirects=False) as browser:
        assert browser.get("/enter", params={"ticket": TICKET}).status_code == 303
        yield browser
    office.close()


def test_every_view_opens_from_everywhere_and_from_a_region_in_both_languages(chained: Browser) -> None:
    for path in PATHS:
        for asked in ASKED:
            for language in ("en", "zh"):
                answer = chained.get(path, params={**asked, "lang": language, "link": "B-SEP"})
                assert answer.status_code == 200, answer.text[:300]
                told = "of 17 links" in answer.text
                is_about_links = path in ("/chains", "/chains/gaps", "/chains/risks")
                assert told == (language == "en" and bool(asked) and is_about_links)
    page = chained.get("/chains", params={"chain": "battery", "region": "Qingdao", "lang": "en"}).text
    assert "<svg" in page
    assert "GAP, 1 outside" in page
    assert 'data-src="links.csv, cell B' in page
    rows = chained.get("/chains/gaps.json", params={"chain": "battery"}).json()["tables"]["gaps"]
    assert {row["link"] for row in rows} == {"B-SOL", "B-SEP", "B-REC"}
    link = chained.get("/chains/link", params={"link": "B-CEL"}).text
    assert "stands.csv, cell C" in link


def test_tables_are_looked_at_and_taken_in(open_browser: Callable[..., Browser]) -> None:
    browser = open_browser()
    assert 'action="/chains/import"' in browser.get("/chains").text
    names = ("chains", "links", "contacts")
    files = [("files", (f"{name}.csv", (chain_tables() / f"{name}.csv").read_bytes())) for name in names]
    for keep, said in (("", "Nothing was kept."), ("yes", "Kept as entry ")):
        form = {"csrf": csrf(browser, "/chains"), "keep": keep, "why": "first tables"}
        answer = browser.post("/chains/import", data=form, files=files, headers={"Origin": ORIGIN})
        assert answer.status_code == 200, answer.text[:500]
        assert said in answer.text
    assert "of 31 links" in browser.get("/chains").text
    form = {"csrf": csrf(browser, "/chains"), "keep": "yes"}
    bad = [("files", ("x.csv", b"\x00\x01"))]
    answer = browser.post("/chains/import", data=form, files=bad, headers={"Origin": ORIGIN})
    assert answer.status_code == 422
    assert "E103" in answer.text


def test_a_wrong_name_is_answered_with_the_names_like_it(chained: Browser) -> None:
    for path, asked in (("/chains", {"chain": "batery"}), ("/chains", {"region": "Atlantis"}), ("/chains/x", {})):
        answer = chained.get(path, params={**asked, "lang": "en"})
        assert answer.status_code == 404
        assert ("Perhaps battery" in answer.text) == ("chain" in asked)


def test_the_guide_can_be_had_as_a_file_in_both_languages(chained: Browser, filled: Path) -> None:
    page = chained.get("/guide", params={"region": "Qingdao"}).text
    assert "/guide/file?region=Qingdao" in page
    assert "<svg" in page
    for language, said in (("en", "Qingdao battery cluster"), ("zh", "青岛动力电池集群")):
        answer = chained.get("/guide/file", params={"region": "Qingdao", "lang": language})
        assert answer.headers["content-disposition"].startswith("attachment")
        assert said in answer.text
    office, _ = open_office(str(filled))
    assert office is not None
    draft = Draft("names", "zh", {"Qingdao": "青岛市"}, 0)
    assert office.store.write(Change("planner", NOW, "names", (draft,)))[0] is not None
    office.close()
    assert "青岛市产业招商指南" in chained.get("/guide/file", params={"region": "Qingdao", "lang": "zh"}).text
    assert chained.get("/guide/file", params={"region": "Atlantis"}).status_code == 404
    assert chained.get("/guide/file.pdf", params={"region": "Atlantis"}).status_code == 404
    assert "/guide/file.pdf?region=Qingdao" in page
    typeset = chained.get("/guide/file.pdf", params={"region": "Qingdao", "lang": "en"})
    assert typeset.headers["content-type"] == "application/pdf"
    assert typeset.content.startswith(b"%PDF-")
