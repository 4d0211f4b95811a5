"""The sample: one click fills an empty workspace, no page of it is empty, and it is never put over anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI

from kaimen.cli import serving
from kaimen.web import Settings
from kaimen.web.pages import PAGES
from kaimen.web.visit import Desk
from kaimen.workspace.planning.shelf import Shelf
from kaimen.workspace.record.office import open_office
from tests.web.conftest import ORIGIN, TICKET, Browser, post

LATER = datetime(2026, 3, 1, tzinfo=UTC)
NEED_A_PLAN = {"/plan", "/prices", "/why", "/compare", "/map", "/briefing", "/audit", "/guide"}
NEED_A_PERSON = {"/appeals", "/scenarios"}
IN_THE_MENU = sorted(page.path for page in PAGES if page.menu)


@pytest.fixture(scope="module")
def filled(shared: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser over a workspace that the button of the first page has filled."""
    office, _ = open_office(str(tmp_path_factory.mktemp("sample") / "office.db"))
    assert office is not None
    assert isinstance(shared.app, FastAPI)
    desk = Desk(office, Settings(workspace="sample", ticket=TICKET), lambda: LATER)
    shared.app.state.desk = desk
    browser = Browser(shared.app, base_url=ORIGIN, follow_redirects=False)
    browser.portal = shared.portal
    assert browser.get("/enter", params={"ticket": TICKET}).status_code == 303
    assert post(browser, "/sample").status_code == 303
    yield browser
    desk.close()
    office.close()


def test_no_page_of_it_is_empty(filled: Browser) -> None:
    assert set(IN_THE_MENU) >= (NEED_A_PLAN | NEED_A_PERSON)
    for path in sorted(set(IN_THE_MENU) - NEED_A_PLAN - NEED_A_PERSON):
        tables = filled.get(f"{path}.json").json()["tables"]
        assert any(rows for rows in tables.values()), path
    board = filled.get("/delivery").text
    assert "sample 2025" in board
    assert "made up" in filled.get("/indicators", params={"lang": "en"}).text


def test_it_goes_into_an_empty_workspace_alone(filled: Browser) -> None:
    again = post(filled, "/sample")
    assert again.status_code == 409
    assert "E803" in again.text


def test_the_command_fills_once_and_solves_only_where_no_plan_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    solved: list[Path] = []
    hosts: list[str] = []

    def solve(shelf: Shelf) -> bool:
        solved.append(shelf.folder)
        return True

    def serve(_office: object, _settings: object, host: str, *_more: object) -> list[object]:
        hosts.append(host)
        return []

    monkeypatch.setattr(serving, "_has_plan", solve)
    monkeypatch.setattr("kaimen.web.serve.serve", serve)
    assert serving.serve("", "127.0.0.1", 0, "", "en", with_sample=True) == 0
    assert "made up" in capsys.readouterr().out
    assert solved == [tmp_path / "kaimen-sample"]
    (tmp_path / "kaimen-sample" / "mine.kaimen").write_bytes(b"{}")
    assert serving.serve("", "127.0.0.1", 0, "", "en", with_sample=True) == 0
    assert "made up" not in capsys.readouterr().out
    assert (len(solved), len(hosts)) == (1, 2)
