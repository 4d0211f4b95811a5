"""How fast the record is: durable writes of many clients, and a library of 100,000 projects."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kaimen.store import Change, Draft, Store, open_engine, open_store, verify
from kaimen.workspace.library.intake import look_at_projects, take_projects_in

CLIENTS = 16


def writes(folder: str, seconds: float) -> dict[str, Any]:
    """Changes of one thing each, acknowledged from 16 clients: by one store, and with a connection for each change."""
    together = f"{folder}/together.db"
    store, findings = open_store(together)
    assert store is not None, findings
    grouped = _rate(store.write, seconds)
    broken = len(verify(store.engine))
    store.close()
    alone = f"{folder}/alone.db"
    made, findings = open_store(alone)
    assert made is not None, findings
    made.close()

    def write(change: Change) -> Any:
        engine, faults = open_engine(alone)
        assert engine is not None, faults
        with closing(Store(engine)) as own:
            return own.write(change)

    single = _rate(write, seconds)
    return {
        "a_second": round(grouped),
        "connection_each": round(single),
        "times": round(grouped / single, 1),
        "broken": broken,
    }


def _rate(write: Callable[[Change], Any], seconds: float) -> float:
    counts = [0] * CLIENTS
    ends = time.perf_counter() + seconds

    def client(number: int) -> None:
        at = datetime.now(UTC)
        while time.perf_counter() < ends:
            draft = Draft("note", f"{number}-{counts[number]}", {"n": counts[number]})
            receipt, findings = write(Change("planner", at, "note", (draft,)))
            assert receipt is not None, findings
            counts[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def size(folder: str, projects: int, seed: int) -> dict[str, Any]:
    """A list of so many projects: looked at and taken in, the workspace opened, pages of it shown."""
    from kaimen.workspace.library.listing import Listing
    from kaimen.workspace.record.office import Said, open_office

    path, draw = Path(folder, "long.csv"), random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write("id,title,region,sector,stage,cost (million yuan),criterion: points,demand: land (mu)\n")
        for number in range(projects):
            title = f"{draw.choice(_WHAT)} {draw.choice(_WHERE)} {draw.randrange(10**6)}"
            file.write(f"P-{number:06d},{title},R{number % 200},s{number % 9},reserve,{draw.randint(1, 999)},5,3\n")
    url = f"{folder}/long.db"
    steps: dict[str, Any] = {"projects": projects}
    office, findings = open_office(url)
    assert office is not None, findings
    began = time.perf_counter()
    intake, findings = look_at_projects(office, path)
    assert intake is not None, findings
    steps["look_s"] = round(time.perf_counter() - began, 1)
    receipt, findings = take_projects_in(office, intake, Said("planner", datetime.now(UTC)))
    assert receipt is not None, findings
    steps["import_s"] = round(time.perf_counter() - began, 1)
    office.close()
    began = time.perf_counter()
    office, findings = open_office(url)
    assert office is not None, findings
    office.store.head()
    steps["open_s"] = round(time.perf_counter() - began, 3)
    steps["list_ms"] = max(
        _milliseconds(office.store.page, "project", f"P-{draw.randrange(projects):06d}") for _ in range(50)
    )
    steps["one_ms"] = max(
        _milliseconds(office.store.version, "project", f"P-{draw.randrange(projects):06d}") for _ in range(50)
    )
    began = time.perf_counter()
    library = office.library()
    assert len(library.projects) == projects
    steps["library_s"] = round(time.perf_counter() - began, 1)
    began = time.perf_counter()
    listing = Listing(library)
    queries: list[dict[str, Any]] = [
        {"words": "road 7"},
        {"where": {"region": "R7"}, "sort": "title"},
        {"where": {"sector": "s3", "stage": "reserve"}, "sort": "cost", "down": True, "first": 1000},
        {"sort": "title", "down": True, "first": projects // 2},
    ]
    for query in queries:  # columns are made ready when first asked for
        listing.find(**query)
    steps["listing_s"] = round(time.perf_counter() - began, 1)
    steps["query_ms"] = max(_milliseconds(lambda query=query: listing.find(**query)) for query in queries * 5)
    office.close()
    return steps


def _milliseconds(ask: Callable[..., Any], *words: str) -> float:
    began = time.perf_counter()
    ask(*words)
    return round((time.perf_counter() - began) * 1000, 1)


_WHAT = ("Wind base", "Port", "Rail", "Hospital", "Water works", "Chip plant", "Battery plant", "Road", "School")
_WHERE = ("of the north", "by the river", "at the coast", "phase two", "extension", "renewal", "in the new zone")
