"""How many requests a second the workbench answers, and how late: the mix of an office, with and without a search.

    python benchmarks/load.py [--smoke] [--seconds 60] [--projects 5000] [--readers 16]

Of a hundred requests sixty ask for rows as JSON with the tag they have, twenty-five for a page of the library, ten
change a cell (durable before they are answered), five ask why a project of a plan is out. Server and client run on this
machine and share its processors.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx

from kaimen import workspace
from kaimen.portfolio import Result
from kaimen.solve import max_gap, solve
from kaimen.workspace.office import Said, open_office

SERVER = """
import resource, sys
import uvicorn
from kaimen.web import Settings, create_app
from kaimen.workspace.office import open_office
office, findings = open_office(sys.argv[1])
assert office is not None, findings
app = create_app(office, Settings("load", ticket="ticket"))
uvicorn.run(app, port=int(sys.argv[2]), log_level="error", access_log=False)
"""
JSON = ("/library.json", "/plan.json?plan=first", "/prices.json?plan=first", "/chosen.json?plan=first", "/jobs.json")


def furnish(folder: Path, projects: int) -> list[str]:
    """Make a workspace with so many projects, copies of the demonstration's, and its plan; return the ids."""
    question, findings = workspace.load_question(workspace.demo_scenario())
    assert question is not None, findings
    lines = (workspace.demo_scenario().parent / "library.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [line.replace("SYN-", f"S{copy}-", 1) for copy in range(projects // 1545 + 1) for line in lines[1:]][
        :projects
    ]
    (folder / "library.csv").write_text("".join([lines[0], *rows]), encoding="utf-8")
    office, findings = open_office(str(folder / "office.db"))
    assert office is not None, findings
    intake, findings = office.look_at(folder / "library.csv")
    assert intake is not None, findings
    assert office.take_in(intake, Said("load", datetime.now(UTC)))[0] is not None
    office.close()
    result = solve(question.problem, max_gap(0.02))
    assert isinstance(result, Result)
    (folder / "plans").mkdir()
    assert not workspace.save_plan(folder / "plans" / "first.kaimen", question, result)
    return [row.split(",", 1)[0] for row in rows]


class Office:
    """Readers of one server, and what they met."""

    def __init__(self, base: str, ids: list[str], left_out: list[str]) -> None:
        self.base, self.ids, self.left_out = base, ids, left_out
        self.tags: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.late: dict[str, list[float]] = {"json": [], "pages": [], "writes": [], "reasons": []}
        self.errors: list[str] = []
        self.unchanged = 0

    async def read(self, client: httpx.AsyncClient, csrf: str, end: float, seed: int) -> None:
        """Ask one thing after the other until the end."""
        draw = random.Random(seed)
        while time.perf_counter() < end:
            kind = draw.choices(("json", "pages", "writes", "reasons"), (60, 25, 10, 5))[0]
            began = time.perf_counter()
            try:
                answer = await self._ask(client, kind, csrf, draw)
            except httpx.HTTPError as error:
                self.errors.append(f"{kind}: {type(error).__name__}")
                continue
            self.late[kind].append(time.perf_counter() - began)
            self.unchanged += answer.status_code == 304
            # Two who change one cell at the same time: the second is told so, which is no fault.
            if answer.status_code not in (200, 303, 304, 409, 412):
                self.errors.append(f"{kind}: {answer.status_code} {answer.text[:200]}")

    async def _ask(self, client: httpx.AsyncClient, kind: str, csrf: str, draw: random.Random) -> httpx.Response:
        if kind == "writes":
            project = draw.choice(self.ids)
            version = self.versions.get(project, 1)
            form = {"csrf": csrf, "name": "title", "value": f"Works {draw.randrange(10**9)}", "version": f"{version}"}
            headers = {"Origin": self.base, "Accept": "application/json"}
            answer = await client.post(f"/library/{project}", data=form, headers=headers)
            if answer.status_code == 303:
                self.versions[project] = version + 1
            return answer
        if kind == "pages":
            return await client.get("/library", params={"page": draw.randrange(1, 20)})
        if kind == "reasons":
            return await client.get("/why", params={"plan": "first", "project": draw.choice(self.left_out)})
        path = draw.choice(JSON)
        answer = await client.get(path, headers={"If-None-Match": self.tags.get(path, "")})
        self.tags[path] = answer.headers.get("etag", "")
        return answer


async def measure(base: str, ids: list[str], seconds: float, readers: int, *, searching: bool) -> dict[str, object]:
    """Return what was answered in so many seconds."""
    limits = httpx.Limits(max_connections=readers + 4)
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits, follow_redirects=False) as client:
        # The ticket opens once; the second time the session is still there.
        await client.get("/enter", params={"ticket": "ticket"})
        if session:
            client.cookies.update(session)
        else:
            session.update(client.cookies)
        page = (await client.get("/plan", params={"plan": "first"})).text
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token is not None, page[:500]
        rows = (await client.get("/why.json", params={"plan": "first"})).json()["tables"]["left_out"]
        office = Office(base, ids, [row["project"] for row in rows])
        if searching:
            form = {"csrf": token[1], "plan": "first", "name": "second", "seconds": f"{int(seconds) + 30}", "gap": "0"}
            done = await client.post("/plan/solve", data=form, headers={"Origin": base})
            assert done.status_code == 303, done.text[:300]
            await asyncio.sleep(min(6.0, seconds))
        began = time.perf_counter()
        end = began + seconds
        await asyncio.gather(*(office.read(client, token[1], end, seed) for seed in range(readers)))
        took = time.perf_counter() - began
        if searching:
            await client.post("/jobs/000001/cancel", data={"csrf": token[1]}, headers={"Origin": base})
    every = sorted(late for kind in office.late.values() for late in kind)
    told: dict[str, object] = {
        "search running": searching,
        "requests": len(every),
        "a second": round(len(every) / took, 1),
        "median ms": _at(every, 0.5),
        "p99 ms": _at(every, 0.99),
        "unchanged (304)": office.unchanged,
        "errors": len(office.errors),
    }
    told |= {f"{kind}, median ms": _at(sorted(late), 0.5) for kind, late in office.late.items()}
    if office.errors:
        told["first error"] = office.errors[0]
    return told


session: dict[str, str] = {}


def _at(ordered: list[float], part: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000, 1) if ordered else 0.0


def memory_of(process: int) -> int:
    """Return the resident memory of a process in MB; 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--smoke", action="store_true", help="a few seconds on a small workspace")
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--projects", type=int, default=5000)
    asked.add_argument("--readers", type=int, default=16)
    asked.add_argument("--port", type=int, default=8431)
    given = asked.parse_args()
    seconds, projects = (3.0, 200) if given.smoke else (given.seconds, given.projects)
    with tempfile.TemporaryDirectory() as folder:
        ids = furnish(Path(folder), projects)
        command = [sys.executable, "-c", SERVER, str(Path(folder) / "office.db"), str(given.port)]
        server = subprocess.Popen(command, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
        base = f"http://127.0.0.1:{given.port}"
        try:
            for _ in range(240):
                try:
                    if httpx.get(f"{base}/healthz").status_code == 200:
                        break
                except httpx.HTTPError:
                    time.sleep(0.25)
            for searching in (False, True):
                before = memory_of(server.pid)
                told = asyncio.run(measure(base, ids, seconds, given.readers, searching=searching))
                told["memory MB, before and after"] = f"{before} {memory_of(server.pid)}"
                print("; ".join(f"{name} {value}" for name, value in told.items()), flush=True)
                if told["errors"]:
                    sys.exit(1)
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
