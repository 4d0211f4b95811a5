"""A workspace with some of the demonstration's projects, and a browser's part of the workbench over it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from kaimen.extract import extract
from kaimen.web import Settings, create_app
from kaimen.web.visit import Desk
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.reading import own_words
from kaimen.workspace.reading.review import start_review
from kaimen.workspace.record.office import Office, Said, open_office

DEMO = Path(__file__).parents[2] / "src" / "kaimen" / "data" / "demo"
NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
TICKET = "a-ticket-for-one"
ORIGIN = "http://127.0.0.1:8427"

Browser = TestClient


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a workspace with sixty projects of the demonstration."""
    folder = tmp_path_factory.mktemp("kept")
    lines = (DEMO / "library.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "library.csv").write_text("".join(lines[:61]), encoding="utf-8")
    office, _ = open_office(str(folder / "office.db"))
    assert office is not None
    intake, findings = look_at_projects(office, folder / "library.csv")
    assert intake is not None, findings
    assert take_projects_in(office, intake, Said("planner", NOW))[0] is not None
    for name in ("first-meetings.en.txt", "first-meetings.zh.txt"):
        review, findings = start_review(office, DEMO / name, date(2024, 2, 19))
        assert review is not None, findings
        assert review.take_in(Said("reviewer", NOW))[0] is not None
    office.close()
    return folder / "office.db"


@pytest.fixture
def office(kept: Path, tmp_path: Path) -> Iterator[Office]:
    """That workspace, open, for one test alone."""
    shutil.copy(kept, tmp_path / "office.db")
    opened, _ = open_office(str(tmp_path / "office.db"))
    assert opened is not None
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared(kept: Path) -> Iterator[Browser]:
    """One application for all tests, since putting it together takes a moment; each test sets a desk of its own."""
    opened, _ = open_office(str(kept))
    assert opened is not None
    with Browser(create_app(opened), base_url=ORIGIN) as first:
        yield first
    opened.close()


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """The two announcements of the demonstration are read once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_words, "extract", cache(extract))
        yield


@pytest.fixture
def open_browser(office: Office, shared: Browser) -> Iterator[Callable[..., Browser]]:
    """Makes browsers on a new server over the workspace; `enter=False`: before the ticket is taken."""
    desks: list[Desk] = []
    app = shared.app
    assert isinstance(app, FastAPI)

    def make(enter: bool = True, **settings: object) -> Browser:
        chosen = Settings(**{"workspace": "demo", "ticket": TICKET} | settings)  # type: ignore[arg-type]  # tests name settings
        desks.append(Desk(office, chosen, lambda: NOW))
        app.state.desk = desks[-1]
        browser = Browser(app, base_url=ORIGIN, follow_redirects=False)
        browser.portal = shared.portal
        if enter:
            assert browser.get("/enter", params={"ticket": TICKET}).status_code == 303
        return browser

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def browser(open_browser: Callable[..., Browser]) -> Browser:
    """A browser that is signed in as the person at this machine."""
    return open_browser()


def csrf(browser: Browser, path: str = "/") -> str:
    """The token that forms of a page carry."""
    page = browser.get(path).text
    return str(page).split('name="csrf" value="')[1].split('"')[0]


def post(browser: Browser, path: str, **form: str) -> Response:
    """Send a form as a page of the workbench would."""
    answer: Response = browser.post(path, data={"csrf": csrf(browser), **form}, headers={"Origin": ORIGIN})
    return answer


def bare(page: str) -> list[str]:
    """Return the figures of a page's tables and headlines that lead nowhere."""
    cells = re.findall(r'<td class="num">\s*(.*?)\s*</td>|<dd>\s*(.*?)\s*</dd>', page, re.DOTALL)
    return [text for pair in cells for text in pair if text and "<a " not in text]


def traces(page: str) -> set[str]:
    """Return where the figures of a page lead to, within the steps back to a source."""
    return {unescape(href) for href in re.findall(r'class="n" href="(/trace[^"]*)"', page)}
