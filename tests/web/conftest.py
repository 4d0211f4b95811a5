"""A workspace with some of the demonstration's projects, and a browser's part of the workbench over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from kaimen.web import Settings, create_app
from kaimen.workspace.office import Office, Said, open_office
from kaimen.workspace.review import start_review

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
    intake, findings = office.look_at(folder / "library.csv")
    assert intake is not None, findings
    assert office.take_in(intake, Said("planner", NOW))[0] is not None
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


@pytest.fixture
def open_browser(office: Office) -> Iterator[Callable[..., Browser]]:
    """Makes browsers on a new server over the workspace; `enter=False`: before the ticket is taken."""
    opened: list[Browser] = []

    def make(enter: bool = True, **settings: object) -> Browser:
        app = create_app(office, Settings(**{"workspace": "demo", "ticket": TICKET} | settings), lambda: NOW)  # type: ignore[arg-type]  # tests name settings
        browser = Browser(app, base_url=ORIGIN, follow_redirects=False)
        browser.__enter__()
        opened.append(browser)
        if enter:
            assert browser.get("/enter", params={"ticket": TICKET}).status_code == 303
        return browser

    yield make
    for browser in opened:
        browser.__exit__(None, None, None)


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
