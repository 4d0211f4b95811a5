"""How many requests a second the workbench answers, and how late: the mix of an office, with and without a search.

    python benchmarks/load.py [--smoke] [--seconds 60] [--projects 5000] [--readers 16] [--streams 200]
                              [--rate 250] [--bare]

Of a hundred requests sixty ask for rows as JSON with the tag they have, twenty-five for a page of the library, ten
change a cell (durable before they are answered), five ask why a project of a plan is out. The second run has a search
(niced, one thread) and streams of its events open. Readers ask one thing after the other, as fast as they are answered;
with a rate they come at random, so many a second in all, and lateness counts from when a request was due. Server and
client run on this machine and share its processors; the client is told apart. The server is the one of `kaimen serve`,
its log written to a file.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import _bare
import httpx

from kaimen import workspace
from kaimen.portfolio import Result
from kaimen.solve import max_gap, solve
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.record.office import Said, open_office

SERVER = """
import sys
from kaimen.web.serve import serve
from kaimen.web.settings import Settings
from kaimen.workspace.record.office import open_office
office, findings = open_office(sys.argv[1])
assert office is not None, findings
serve(office, Settings("load", ticket="ticket"), "127.0.0.1", int(sys.argv[2]), print)
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
    intake, findings = look_at_projects(office, folder / "library.csv")
    assert intake is not None, findings
    assert take_projects_in(office, intake, Said("load", datetime.now(UTC)))[0] is not None
    office.close()
    result = solve(question.problem, max_gap(0.02))
    assert isinstance(result, Result)
    (folder / "plans").mkdir()
    assert not workspace.save_plan(folder / "plans" / "first.kaimen", question, result)
    return [row.split(",", 1)[0] for row in rows]


class Wire:
    """One connection that stays open: the least of HTTP, so that the client leaves the processors to the server."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.same = f"Host: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, headers: str = "", body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers by small letters and body."""
        reader, writer = self._ends = self._ends or await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        writer.write(f"{method} {path} HTTP/1.1\r\n{self.same}{headers}{length}\r\n".encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        said = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        size = int(said.get("content-length", "0"))
        return int(lines[0].split(" ")[1]), said, await reader.readexactly(size) if size else b""

    async def follow(self, path: str, heard: list[int]) -> None:
        """Hold a stream of events open, and count what comes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {path} HTTP/1.1\r\n{self.same}\r\n".encode())
        try:
            while await reader.read(65536):
                heard[0] += 1
        finally:
            heard[1] += 1
            writer.close()


class Office:
    """Readers of one server, and what they met."""

    def __init__(self, port: int, ids: list[str], left_out: list[str], csrf: str) -> None:
        self.port, self.ids, self.left_out, self.csrf = port, ids, left_out, csrf
        self.tags: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.late: dict[str, list[float]] = {"json": [], "pages": [], "writes": [], "reasons": []}
        self.errors: list[str] = []
        self.unchanged = 0

    async def read(self, wire: Wire, end: float, seed: int, rate: float) -> None:
        """Ask one thing after the other until the end; with a rate, so many a second."""
        draw = random.Random(seed)
        due = time.perf_counter()
        while time.perf_counter() < end:
            kind = draw.choices(("json", "pages", "writes", "reasons"), (60, 25, 10, 5))[0]
            if rate:
                due += draw.expovariate(rate)
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            began = due if rate else time.perf_counter()
            try:
                status, _, body = await self._ask(wire, kind, draw)
            except (OSError, asyncio.IncompleteReadError) as error:
                self.errors.append(f"{kind}: {type(error).__name__}")
                return
            self.late[kind].append(time.perf_counter() - began)
            self.unchanged += status == 304
            # Two who change one cell at the same time: the second is told so, which is no fault.
            if status not in (200, 303, 304, 409, 412):
                self.errors.append(f"{kind}: {status} {body[:200]!r}")

    async def _ask(self, wire: Wire, kind: str, draw: random.Random) -> tuple[int, dict[str, str], bytes]:
        if kind == "writes":
            project = draw.choice(self.ids)
            version = self.versions.get(project, 1)
            form = {"csrf": self.csrf, "name": "title", "value": f"Works {draw.randrange(10**9)}", "version": version}
            headers = (
                f"Origin: http://127.0.0.1:{self.port}\r\nAccept: application/json\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
            )
            answer = await wire.ask("POST", f"/library/{project}", headers, urlencode(form).encode())
            if answer[0] == 303:
                self.versions[project] = version + 1
            return answer
        if kind == "pages":
            return await wire.ask("GET", f"/library?page={draw.randrange(1, 20)}")
        if kind == "reasons":
            return await wire.ask("GET", f"/why?plan=first&project={draw.choice(self.left_out)}")
        path = draw.choice(JSON)
        answer = await wire.ask("GET", path, f"If-None-Match: {self.tags.get(path, '')}\r\n")
        self.tags[path] = answer[1].get("etag", "")
        return answer


async def watch(process: int, seconds: float, memory: list[int]) -> None:
    """Note the server's memory eight times in a run."""
    for _ in range(8):
        await asyncio.sleep(seconds / 8)
        memory.append(memory_of(process))


async def measure(
    server: int, port: int, cookie: str, ids: list[str], seconds: float, readers: int, rate: float, streams: int
) -> dict[str, object]:
    """Return what was answered in so many seconds; with streams a search runs that they follow."""
    wire = Wire(port, cookie)
    page = (await wire.ask("GET", "/plan?plan=first"))[2].decode()
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token is not None, page[:500]
    rows = json.loads((await wire.ask("GET", "/why.json?plan=first"))[2])["tables"]["left_out"]
    office = Office(port, ids, [row["project"] for row in rows], token[1])
    heard, job, following = [0, 0], "", []
    headers = f"Origin: http://127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    if streams:
        form = {"csrf": token[1], "plan": "first", "name": "second", "seconds": int(seconds) + 30, "gap": "0"}
        done = await wire.ask("POST", "/plan/solve", headers, urlencode(form).encode())
        assert done[0] == 303, done
        job = json.loads((await wire.ask("GET", "/jobs.json"))[2])["tables"]["jobs"][0]["id"]
        following = [asyncio.create_task(wire.follow(f"/jobs/{job}/events", heard)) for _ in range(streams)]
        await asyncio.sleep(min(6.0, seconds))
    memory = [memory_of(server)]
    before, own, began = processor_of(server), time.process_time(), time.perf_counter()
    end = began + seconds
    await asyncio.gather(
        watch(server, seconds, memory),
        *(office.read(Wire(port, cookie), end, seed, rate / readers) for seed in range(readers)),
    )
    took = time.perf_counter() - began
    own, used, ended = time.process_time() - own, processor_of(server) - before, heard[1]
    if streams:
        wire = Wire(port, cookie)  # the first has been quiet for too long
        await wire.ask("POST", f"/jobs/{job}/cancel", headers, urlencode({"csrf": token[1]}).encode())
        await asyncio.wait(following, timeout=10)
    every = sorted(late for kind in office.late.values() for late in kind)
    told: dict[str, object] = {
        "search running": bool(streams),
        "requests": len(every),
        "a second": round(len(every) / took, 1),
        "median ms": _at(every, 0.5),
        "p99 ms": _at(every, 0.99),
        "unchanged (304)": office.unchanged,
        "errors": len(office.errors),
        "server, processor ms a request": round(used / max(1, len(every)) * 1000, 2),
        "processors used, server and client": f"{used / took:.2f} {own / took:.2f}",
        "server's memory MB": " ".join(str(point) for point in memory),
    }
    told |= {
        f"{kind}, median and p99 ms": f"{_at(sorted(late), 0.5)} {_at(sorted(late), 0.99)}"
        for kind, late in office.late.items()
    }
    if streams:
        told |= {"streams": streams, "events heard": heard[0], "streams that ended early": ended}
    if office.errors:
        told["first error"] = office.errors[0]
    return told


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


def processor_of(process: int) -> float:
    """Return the processor seconds that a process has used; 0 where the system does not tell."""
    try:
        parts = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def enter(base: str) -> str:
    """Wait for the server, and return the cookie of a session."""
    for _ in range(240):
        try:
            if httpx.get(f"{base}/healthz").status_code == 200:
                break
        except httpx.HTTPError:
            time.sleep(0.25)
    answer = httpx.get(f"{base}/enter", params={"ticket": "ticket"})
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--smoke", action="store_true", help="a few seconds on a small workspace")
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--projects", type=int, default=5000)
    asked.add_argument("--readers", type=int, default=16)
    asked.add_argument("--streams", type=int, default=200)
    asked.add_argument(
        "--rate", type=float, default=0, help="requests a second in all; 0: as fast as they are answered"
    )
    asked.add_argument("--bare", action="store_true", help="against an application that works nothing out: the ceiling")
    asked.add_argument("--port", type=int, default=8431)
    given = asked.parse_args()
    seconds, projects = (3.0, 200) if given.smoke else (given.seconds, given.projects)
    with tempfile.TemporaryDirectory() as folder:
        ids = furnish(Path(folder), projects)
        server_code = _bare.SERVER if given.bare else SERVER
        office = str(Path(folder) / "office.db")
        command = [sys.executable, "-c", server_code, office, str(given.port), str(Path(__file__).parent)]
        log = open(Path(folder) / "log", "wb")  # noqa: SIM115 - until the server ends
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            cookie = enter(f"http://127.0.0.1:{given.port}")
            for streams in (0, given.streams) if not given.bare else (0,):
                told = asyncio.run(
                    measure(server.pid, given.port, cookie, ids, seconds, given.readers, given.rate, streams)
                )
                print("; ".join(f"{name} {value}" for name, value in told.items()), flush=True)
                if told["errors"]:
                    sys.exit(1)
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
