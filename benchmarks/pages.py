"""How long each page of the workbench takes to make: 5,000 projects, 60 months of observations.

    python benchmarks/pages.py [--smoke] [--only WORD] [--cold]

Each page and its rows are asked for three times: the first after the server began and
made ready what it does beside, again after an entry that touched a
thing of every kind, and once more with nothing changed. Milliseconds are processor time of the server and of the few
lines that ask it, in one process, with the server's settings of the collector. Ends with 1 where one of the second or
third takes more than 300 ms; a smoke run does not judge.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

from load import furnish

from delivery import big_drafts
from kaimen.store import EVERY, Change, Draft, Store
from kaimen.web import Settings, create_app
from kaimen.web.pages import PAGES
from kaimen.web.serve import calm_collector
from kaimen.web.warming import warm_beside
from kaimen.workspace.record.office import Said, open_office
from kaimen.workspace.samples.filling import fill_sample

with warnings.catch_warnings(action="ignore"):
    from fastapi.testclient import TestClient

MOST_MS = 300
MOMENT = datetime(2025, 3, 1, tzinfo=UTC)
SAMPLE = 1545
QUERIES = {
    "/compare": "?plan=first&plan=second",
    "/why": "?plan=first",
    "/trace": "?figure=SYN-0001.cost",
    "/library": "?page=20&sort=title",
    "/delivery": "?by=project",
}


def touch_all(store: Store) -> None:
    """Write a thing of every kind again, as it is."""
    drafts = []
    for kind in store.heads():
        last = store.page(kind, most=1) if kind != EVERY else []
        drafts += [Draft(kind, one.id, one.body, one.number) for one in last]
    assert store.write(Change("bench", MOMENT, "edit", tuple(drafts)))[0] is not None


def addresses(store: Store) -> list[str]:
    """Return the address of each page, with a thing of the workspace where it names one."""
    names = {"project": "SYN-0001", "view": "gaps"}
    for kind in ("document", "pledge"):
        found = store.page(kind, most=1)
        names |= {kind: found[0].id} if found else {}
    paths = []
    for page in PAGES:
        parts = re.findall(r"{(\w+)}", page.path)
        if all(part in names for part in parts):
            paths.append(page.path.format_map(names))
    return paths


def measure(folder: Path, projects: int, months: int, word: str, *, cold: bool = False) -> bool:
    """Print the times of each page; return whether all are within the bar."""
    office, findings = open_office(str(folder / "office.db"))
    assert office is not None, findings
    assert fill_sample(office, Said("bench", MOMENT)) == []
    office.close()
    furnish(folder, max(1, projects - SAMPLE))
    (folder / "plans" / "second.kaimen").write_bytes((folder / "plans" / "first.kaimen").read_bytes())
    office, findings = open_office(str(folder / "office.db"))
    assert office is not None, findings
    drafts = tuple(big_drafts(projects, months))
    assert office.store.write(Change("bench", MOMENT, "observe", drafts))[0] is not None
    is_good = True
    calm_collector()
    with TestClient(create_app(office, Settings("bench", ticket="ticket")), base_url="http://127.0.0.1:8427") as client:
        client.get("/enter", params={"ticket": "ticket"}, follow_redirects=False)
        if not cold:
            warm_beside(client.app.state.desk).join()  # type: ignore[attr-defined]  # the application is FastAPI's
        for path in addresses(office.store):
            for address in (
                path + QUERIES.get(path, ""),
                (path.rstrip("/") or "/index") + ".json" + QUERIES.get(path, ""),
            ):
                if word in address:
                    is_good = timed(client, office.store, address) and is_good
    office.close()
    return is_good


def timed(client: TestClient, store: Store, address: str) -> bool:
    """Print the times of one page; return whether they are within the bar."""
    times, size = [], 0
    for step in range(3):
        if step == 1:
            touch_all(store)
        began = time.process_time()
        answer = client.get(address)
        times.append((time.process_time() - began) * 1000)
        if answer.status_code != 200:  # a page without rows
            return answer.status_code == 404
        size = len(answer.content)
    is_good = max(times[1:]) <= MOST_MS
    shown = " ".join(f"{ms:8.0f}" for ms in times)
    print(f"{shown} {size / 1000:8.0f} kB  {address}{'' if is_good else '  above the bar'}", flush=True)
    return is_good


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--smoke", action="store_true", help="few projects and months")
    asked.add_argument("--only", default="", metavar="WORD", help="addresses that have this word")
    asked.add_argument("--cold", action="store_true", help="the first time before anything was made ready")
    given = asked.parse_args()
    projects, months = (SAMPLE + 100, 12) if given.smoke else (5000, 60)
    print("   first  changed  as it was     size")
    with tempfile.TemporaryDirectory() as folder:
        is_good = measure(Path(folder), projects, months, given.only, cold=given.cold)
    return 0 if is_good or given.smoke else 1


if __name__ == "__main__":
    sys.exit(main())
