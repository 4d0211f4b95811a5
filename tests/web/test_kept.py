"""What is kept is never stale: after any change a page is what a server would send that has kept nothing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaimen.store import EVERY, Change, Draft, Store
from kaimen.web import Settings
from kaimen.web.guard import Gate
from kaimen.web.keeping import Keeping
from kaimen.web.kept import Answers
from kaimen.web.pages import PAGES
from kaimen.web.visit import Desk
from kaimen.web.warming import warm_beside
from kaimen.workspace.record.office import Office, Said, open_office
from kaimen.workspace.samples.filling import fill_sample
from tests.effort import FULL
from tests.web.conftest import NOW, ORIGIN, TICKET, Browser, post

SAID = Said("planner", NOW)
PAGES_KEPT = sorted(page.path for page in PAGES if page.is_traced and "{" not in page.path)
SHORT = ["/library", "/library.json", "/library/SYN-0003", "/pledges", "/services.json", "/"]
LONG = [
    *PAGES_KEPT,
    *(f"{path}.json" for path in PAGES_KEPT if path != "/"),
    "/library/SYN-0003",
    "/library?sort=title",
]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Office]:
    """A workspace that has things of many kinds: the sample's, with fewer projects."""
    office, _ = open_office(str(tmp_path / "sample.db"))
    assert office is not None
    assert fill_sample(office, SAID) == []
    drafts = tuple(Draft("project", v.id, None, v.number) for v in office.store.versions("project")[60:])
    assert office.store.write(Change("planner", NOW, "retract", drafts))[0] is not None
    yield office
    office.close()


class Two:
    """A server that has been asked before, and one that has kept nothing, over one workspace."""

    def __init__(self, office: Office, shared: Browser) -> None:
        app = shared.app
        assert isinstance(app, FastAPI)
        self.office, self.app = office, app
        self.old = app.state.desk = self._desk(office)
        self.browser = Browser(app, base_url=ORIGIN, follow_redirects=False)
        self.browser.portal = shared.portal
        assert self.browser.get("/enter", params={"ticket": TICKET}).status_code == 303
        self.tags: dict[str, str] = {}
        self.bodies: dict[str, bytes] = {}

    def _desk(self, office: Office) -> Desk:
        return Desk(office, Settings(workspace="demo", ticket=TICKET), lambda: NOW)

    def compare(self, path: str) -> None:
        """Ask the old server with the tag it gave, and a new one; both say the same."""
        self.app.state.desk = self.old
        answer = self.browser.get(path, headers={"If-None-Match": self.tags.get(path, "")})
        assert answer.status_code in (200, 304, 404), answer.text[:300]
        if answer.status_code == 200:
            self.bodies[path], self.tags[path] = answer.content, answer.headers["etag"]
        office, _ = open_office(str(self.office.store.engine.url.database))  # the store keeps things too
        assert office is not None
        new = self.app.state.desk = self._desk(office)
        new.part(Gate)._local.update(self.old.part(Gate)._local)  # the same session: the same token in forms
        fresh = self.browser.get(path)
        new.close()
        office.close()
        self.app.state.desk = self.old
        if answer.status_code == 404 or fresh.status_code == 404:
            assert answer.status_code == fresh.status_code
            return
        assert _plain(self.bodies[path]) == _plain(fresh.content), path

    def withdraw(self, kind: str, at: int) -> None:
        """Withdraw a thing of a kind; whatever the kind, that is an entry that pages may not miss."""
        things = self.office.store.versions(kind)
        thing = things[at % len(things)]
        change = Change("planner", NOW, "retract", (Draft(kind, thing.id, None, thing.number),))
        assert self.office.store.write(change)[0] is not None


def _plain(body: bytes) -> bytes:
    return re.sub(rb'nonce="[\w-]+"', b"", body)


@pytest.fixture
def two(office: Office, shared: Browser) -> Iterator[Two]:
    made = Two(office, shared)
    yield made
    made.old.close()


@pytest.fixture
def two_of_the_sample(sample: Office, shared: Browser) -> Iterator[Two]:
    made = Two(sample, shared)
    yield made
    made.old.close()


def _kinds(store: Store) -> list[str]:
    return [kind for kind in sorted(store.heads()) if kind not in (EVERY, "list") and store.versions(kind)]


def _withdraw_each(two: Two, paths: Sequence[str]) -> None:
    for path in paths:
        two.compare(path)
    for kind in _kinds(two.office.store):
        two.withdraw(kind, 0)
        for path in paths:
            two.compare(path)


def test_no_page_is_stale_after_a_change(two: Two) -> None:
    _withdraw_each(two, SHORT)


@pytest.mark.skipif(not FULL, reason="KAIMEN_FULL: a minute")
def test_no_page_is_stale_after_a_change_of_any_kind(two_of_the_sample: Two) -> None:
    _withdraw_each(two_of_the_sample, LONG)


@pytest.mark.skipif(not FULL, reason="KAIMEN_FULL: a minute")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.lists(st.sampled_from(LONG), max_size=5), st.integers(0, 1000)), min_size=1, max_size=4))
def test_no_page_is_stale_after_any_changes(two_of_the_sample: Two, rounds: list[tuple[list[str], int]]) -> None:
    two = two_of_the_sample  # the workspace goes on from example to example, and so do the kept pages
    for paths, number in rounds:
        for path in paths:
            two.compare(path)
        kinds = _kinds(two.office.store)
        if kinds and number % 3:
            two.withdraw(kinds[number % len(kinds)], number)
        else:
            last = two.office.store.head().number
            two.office.undo(max(1, last - number % 4), SAID)


def test_a_row_elsewhere_does_not_make_a_page_of_the_library_again(browser: Browser) -> None:
    tags = {path: browser.get(path).headers["etag"] for path in ("/library", "/library?page=2", "/library.json")}
    assert post(browser, "/library/SYN-0055", name="title", value="Another", version="1").status_code == 303
    again = {path: browser.get(path, headers={"If-None-Match": tag}).status_code for path, tag in tags.items()}
    assert again == {"/library": 304, "/library?page=2": 200, "/library.json": 200}


def test_a_kept_page_is_for_the_session_it_was_made_for(browser: Browser) -> None:
    for _ in range(2):
        assert browser.get("/library").status_code == 200
    stolen = dict(browser.cookies)
    assert post(browser, "/sign-out").status_code == 303
    browser.cookies.update(stolen)
    assert browser.get("/library").status_code == 401


def test_a_language_in_the_address_is_kept_for_the_next_page_also_the_second_time(browser: Browser) -> None:
    for language in ("zh", "en", "zh"):
        assert f'<html lang="{language}"' in browser.get("/library", params={"lang": language}).text
        assert f'<html lang="{language}"' in browser.get("/library").text


def _touch(office: Office, name: str) -> None:
    version = office.store.version("project", name)
    assert version is not None
    draft = Draft("project", name, {**(version.body or {}), "title": f"title {version.number}"}, version.number)
    assert office.store.write(Change("planner", NOW, "edit", (draft,)))[0] is not None


def test_what_changes_while_it_is_read_is_read_again(office: Office) -> None:
    keeping = Keeping(office.store)

    def read() -> str:
        title = _title(office)
        if title != "title 2":
            _touch(office, "SYN-0001")
        return title

    assert keeping.once("title", read) != "title 1"
    assert keeping.once("title", read) == "title 1"
    assert keeping.once("title", read) == keeping.once("title", read) == "title 2"


def _title(office: Office) -> str:
    version = office.store.version("project", "SYN-0001")
    return str(version.body["title"]) if version and version.body else ""


def test_what_stands_on_a_value_is_kept_while_the_value_is_the_same(office: Office) -> None:
    keeping, made = Keeping(office.store), []

    def whole() -> int:
        made.append(1)
        return keeping.value("count", lambda: len(office.store.versions("project")))

    assert keeping.once("whole", whole) == keeping.once("whole", whole) == 60
    _touch(office, "SYN-0001")
    assert keeping.once("whole", whole) == 60
    assert len(made) == 1
    draft = Draft("project", "SYN-0002", None, 1)
    assert office.store.write(Change("planner", NOW, "retract", (draft,)))[0] is not None
    assert keeping.once("whole", whole) == 59


def test_many_who_ask_at_once_have_it_made_once(office: Office) -> None:
    keeping, made, gate = Keeping(office.store), [], threading.Barrier(8)

    def make() -> int:
        made.append(1)
        return len(office.store.versions("project"))

    def ask(told: Callable[[int], None]) -> None:
        gate.wait(10)
        told(keeping.once("count", make))

    found: list[int] = []
    threads = [threading.Thread(target=ask, args=(found.append,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == [60] * 8
    assert made == [1]


def test_answers_take_no_more_memory_than_they_may(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from kaimen.web import kept

    monkeypatch.setattr(kept, "_MOST_BYTES", 100_000)
    for page in range(40):
        assert browser.get("/library", params={"q": f"{page}"}).status_code == 200
    answers = browser.app.state.desk.part(Answers)  # type: ignore[attr-defined]  # the application is FastAPI's
    assert sum(len(one.body) for one in answers._kept.values()) == answers._bytes <= 100_000


def test_a_desk_warmed_before_it_is_asked_shows_the_same(two_of_the_sample: Two) -> None:
    warm_beside(two_of_the_sample.old).join()
    for path in ["/library", "/plan", "/why"]:
        two_of_the_sample.compare(path)
