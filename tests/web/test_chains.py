"""The pages of chains and of the guide: from everywhere and from a region, with their rows; wrong names answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kaimen.web.pages.chains import PAGES
from kaimen.workspace.chains import look_at_chains, take_chains_in
from kaimen.workspace.examples import chain_tables
from kaimen.workspace.firms import look_at_firms, take_firms_in
from kaimen.workspace.office import Office, Said
from kaimen.workspace.region_trees import look_at_regions, take_regions_in
from tests.web.conftest import NOW, ORIGIN, Browser, csrf

PATHS = [page.path for page in PAGES]


@pytest.fixture
def chained(office: Office, open_browser: Callable[..., Browser]) -> Browser:
    """A browser over the demonstration's chains."""
    folder, said = chain_tables(), Said("planner", NOW)
    regions, _ = look_at_regions(office, folder / "regions.csv")
    firms, _ = look_at_firms(office, folder / "firms.csv")
    assert regions is not None
    assert firms is not None
    take_regions_in(office, regions, said)
    take_firms_in(office, firms, said)
    tables, _ = look_at_chains(office, [path for path in folder.iterdir() if path.stem not in ("regions", "firms")])
    assert tables is not None
    take_chains_in(office, tables, said)
    return open_browser()


def test_every_view_opens_from_everywhere_and_from_a_region_in_both_languages(chained: Browser) -> None:
    for path in PATHS:
        for asked in ({}, {"chain": "battery", "region": "Qingdao"}):
            for language in ("en", "zh"):
                answer = chained.get(path, params={**asked, "lang": language, "link": "B-SEP"})
                assert answer.status_code == 200, answer.text[:300]
                told = "of 17 links" in answer.text
                assert told == (language == "en" and bool(asked) and path != "/chains/link")
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


@pytest.mark.parametrize("asked", [{"chain": "batery"}, {"region": "Atlantis"}])
def test_a_wrong_name_is_answered_with_the_names_like_it(chained: Browser, asked: dict[str, str]) -> None:
    answer = chained.get("/chains", params=asked)

    assert answer.status_code == 404
    assert ("Perhaps battery" in answer.text) == ("chain" in asked)


def test_the_guide_can_be_had_as_a_file_in_both_languages(chained: Browser) -> None:
    page = chained.get("/guide", params={"region": "Qingdao"}).text
    assert "/guide/file?region=Qingdao" in page
    assert "<svg" in page
    for language, said in (("en", "Qingdao battery cluster"), ("zh", "青岛动力电池集群")):
        answer = chained.get("/guide/file", params={"region": "Qingdao", "lang": language})
        assert answer.headers["content-disposition"].startswith("attachment")
        assert said in answer.text
    assert chained.get("/guide/file", params={"region": "Atlantis"}).status_code == 404
