"""A real server is killed while changes of every kind are under way: what it acknowledged is there when it is back.

Each life of the server begins over what the last one left. One kind of change is in flight when the process is killed;
those before it were answered. Between two lives the workspace is opened and judged.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest

from kaimen import workspace
from kaimen.portfolio import Result
from kaimen.solve import solve
from kaimen.store import verify
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.planning.plans import load_plan
from kaimen.workspace.record.office import Office, Said, open_office
from tests.effort import FULL
from tests.sweep.questions import LIST, SCENARIO, WEIGHTS
from tests.web.chromium import launched, needs_chromium

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")
LIVES = 24 if FULL else 2
KINDS = ("edit", "import", "decide", "announce", "solve", "approve")
NEWS = "The province will build {n} key construction projects in 2025. It will renovate 9,000 firms this year.\n"

Fact = Callable[[Office], bool]


class Life:
    """One server, from its start to its end, and a reader with a session of it."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        command = [sys.executable, "-P", "-m", "kaimen", "serve", "--port", str(port), "-w", str(folder / "office.db")]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.server.stdout is not None
        entrance = re.search(r"http://\S+", self.server.stdout.readline())
        assert entrance is not None, self.server.wait()
        self.origin, self.ticket = entrance[0].split("/enter?ticket=")
        self.reader = httpx.Client(base_url=self.origin, headers={"Origin": self.origin}, timeout=60)

    def enter(self) -> None:
        assert self.reader.get("/enter", params={"ticket": self.ticket}).status_code == 303
        self.csrf = re.findall(r'name="csrf" value="([^"]+)"', self.reader.get("/library").text)[0]

    def post(self, path: str, file: tuple[str, bytes] | None = None, **form: str) -> httpx.Response:
        """Send a form; an answer means that it was acknowledged or refused."""
        files = {"file": (*file, "application/octet-stream")} if file else None
        return self.reader.post(path, data={"csrf": self.csrf, **form}, files=files)

    def kill(self) -> None:
        self.server.kill()
        self.server.wait()
        self.server.stdout.close()  # type: ignore[union-attr]  # it was asked for
        self.reader.close()


class Changes:
    """Changes of every kind, each with what must be there once it is answered."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.facts: dict[str, Fact] = {}

    def make(self, kind: str, life: Life) -> None:
        """Make a change, and note what it promised if it was acknowledged."""
        self.number += 1
        name, fact = f"{kind} {self.number}", getattr(self, f"_{kind}")(life, str(self.number))
        self.facts[name] = fact

    def lost(self) -> list[str]:
        """Return what was promised and is not there; the chain and every plan file must be whole."""
        office, findings = open_office(str(self.folder / "office.db"))
        assert office is not None, findings
        assert verify(office.store.engine) == []
        lost = [name for name, fact in self.facts.items() if not fact(office)]
        office.close()
        for plan in (self.folder / "plans").glob("*.kaimen"):
            assert load_plan(plan)[0] is not None, plan
        return lost

    def _edit(self, life: Life, number: str) -> Fact:
        version = str(life.reader.get("/library/P-1").text).split('name="version" value="')[1].split('"')[0]
        assert life.post("/library/P-1", name="title", value=f"Title {number}", version=version).status_code == 303
        return lambda office: any(
            (version.body or {}).get("title") == f"Title {number}"
            for _, version in office.store.history("project", "P-1")
        )

    def _import(self, life: Life, number: str) -> Fact:
        taken = life.post("/library/import", ("more.csv", f"id,title\nN-{number},New {number}\n".encode()))
        assert taken.status_code == 303
        assert life.post(f"{taken.headers['location']}/apply").status_code == 303
        return lambda office: office.store.version("project", f"N-{number}") is not None

    def _announce(self, life: Life, number: str) -> Fact:
        assert life.post(
            "/announcements", (f"news {number}.txt", NEWS.format(n=1500 + int(number)).encode())
        ).is_redirect
        return lambda office: office.store.version("document", f"news {number}.txt") is not None

    def _decide(self, life: Life, number: str) -> Fact:
        self._announce(life, number)
        key = re.findall(r'name="key" value="([^"]+)"', life.reader.get(f"/review/news%20{number}.txt").text)[0]
        assert life.post(f"/review/news%20{number}.txt", key=key, verdict="accept").status_code == 303
        return lambda office: office.store.version("review", key) is not None

    def _approve(self, life: Life, number: str) -> Fact:
        answer = life.post("/plan/approve", plan="first", baseline=f"b{number}", day="2024-02-20")
        assert answer.status_code == 303
        return lambda office: office.store.version("baseline", f"b{number}") is not None

    def _solve(self, life: Life, number: str) -> Fact:
        answer = life.post("/plan/solve", plan="first", name=f"plan {number}", seconds="600", gap="0")
        assert answer.status_code == 303
        return lambda _: any(f"plan {number}" in file.read_text() for file in (self.folder / "jobs").iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with projects and a plan."""
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "s.toml").write_text('library = "list.csv"\n' + SCENARIO.replace("BENEFIT", WEIGHTS), encoding="utf-8")
    question, findings = workspace.load_question(tmp_path / "s.toml")
    assert question is not None, findings
    result = solve(question.problem)
    assert isinstance(result, Result)
    (tmp_path / "plans").mkdir()
    workspace.save_plan(tmp_path / "plans" / "first.kaimen", question, result)
    office, _ = open_office(str(tmp_path / "office.db"))
    assert office is not None
    intake, findings = look_at_projects(office, tmp_path / "list.csv")
    assert intake is not None, findings
    assert take_projects_in(office, intake, Said("planner", datetime(2024, 2, 1, tzinfo=UTC)))[0] is not None
    office.close()
    return tmp_path


@pytest.fixture
def begin(folder: Path) -> Iterator[Callable[..., Life]]:
    """Begins a server over the workspace; all are ended with the test."""
    with ExitStack() as lives:

        def make(port: int = 0) -> Life:
            life = Life(folder, port)
            lives.callback(life.kill)
            return life

        yield make


def test_a_killed_server_has_lost_nothing_that_it_acknowledged(folder: Path, begin: Callable[..., Life]) -> None:
    draw, changes = random.Random(11), Changes(folder)
    before: Life | None = None
    for number in range(LIVES):
        life = begin()
        if before is None:
            life.enter()
        else:
            _stale(life, before)
            _broken_off(life)
        kinds = draw.sample(KINDS, len(KINDS)) if FULL else [*KINDS[number * 3 :], *KINDS[: number * 3]]
        for kind in kinds[:-1]:
            changes.make(kind, life)
        _killed_within(life, draw.uniform(0, 0.15), partial(changes.make, kinds[-1], life))
        assert changes.lost() == []
        before = life
    assert len(changes.facts) >= LIVES * (len(KINDS) - 1)


def _killed_within(life: Life, seconds: float, change: Callable[[], None]) -> None:
    """Kill a server so many seconds after a change began, whether it was answered or not."""

    def send() -> None:
        with suppress(httpx.TransportError):
            change()

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(seconds)
    life.server.kill()
    sending.join()
    life.kill()


def _stale(life: Life, before: Life) -> None:
    """A page of the server before is told what to do, and changes nothing."""
    life.reader.cookies = before.reader.cookies
    life.csrf = before.csrf
    answer = life.reader.post("/library/P-1", data={"csrf": before.csrf, "name": "title", "value": "x", "version": "1"})
    assert (answer.status_code, "Nobody is signed in." in answer.text) == (401, True)
    assert "open the address that the server printed when it started" in answer.text
    life.enter()
    life.csrf, own = before.csrf, life.csrf
    answer = life.post("/library/P-1", name="title", value="x", version="1")
    assert (answer.status_code, "Open the page again" in answer.text) == (403, True)
    life.csrf = own
    tagged = life.reader.post(
        "/library/P-1",
        data={"csrf": own, "name": "title", "value": "mine"},
        headers={"If-Match": '"0"', "Accept": "application/json"},
    )
    assert (tagged.status_code, tagged.json()["current"]["version"] >= 1) == (412, True)
    assert "mine" in tagged.text


def _broken_off(life: Life) -> None:
    """A search that was under way is told to have ended, with what can be done; its stream ends at once."""
    jobs = life.reader.get("/jobs.json").json()["tables"]["jobs"]
    assert jobs
    assert {job["state"] for job in jobs} <= {"failed", "done"}
    broken = [job["id"] for job in jobs if job["state"] == "failed"]
    if broken:
        page = life.reader.get("/plan").text
        assert "The calculation ended before its time: the workbench ended." in page
        assert "Begin it again" in page
        assert "event: close" in life.reader.get(f"/jobs/{broken[0]}/events").text


@pytest.mark.skipif(not FULL, reason="drives a browser: run with --full")
@needs_chromium
def test_what_is_typed_stays_while_the_server_is_away_and_can_be_sent_when_it_is_back(
    begin: Callable[..., Life],
) -> None:
    first = begin()
    with launched() as browser:
        page, other = (context := browser.new_context()).new_page(), context.new_page()
        page.goto(f"{first.origin}/enter?ticket={first.ticket}")
        page.goto(f"{first.origin}/library/P-1")
        form = page.locator("form[action='/library/P-1']")
        form.locator("[name=name]").select_option("title")
        form.locator("[name=value]").fill("Typed before")
        first.server.kill()
        first.server.wait()
        form.locator("button").click()
        form.get_by_role("alert").filter(has_text="The workbench does not answer").wait_for()
        assert form.locator("[name=value]").input_value() == "Typed before"

        second = begin(int(first.origin.rpartition(":")[2]))
        form.locator("button").click()
        form.get_by_role("alert").filter(has_text="Nobody is signed in").wait_for()
        assert "What you typed is still here" in form.get_by_role("alert").inner_text()
        other.goto(f"{second.origin}/enter?ticket={second.ticket}")
        assert form.locator("[name=value]").input_value() == "Typed before"
        with page.expect_navigation():
            form.locator("button").click()
        assert page.locator("h1").inner_text() == "Typed before"
