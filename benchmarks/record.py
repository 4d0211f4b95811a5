"""What the record promises when power, disk, processes or people fail, tried by the thousand.

    python benchmarks/record.py [TRIAL ...] [--count N] [--seed K]
                                [--url postgresql://...] [--json OUT] [--smoke]

power       states a disk may be left in when the power goes during our own transactions
faults      operations that fail: full disk, input/output error, no permission, short write, a lock
kills       SIGKILL to a writing process (--url: on that server instead of a file)
edits       additions of 8 clients, each from the version it has read (--url as above)
rows        single edits of the rows of a database file, to be found by `verify`
backups     backups while others write, each restored and verified
migrations  SIGKILL while a workspace is made
writes      acknowledged changes a second of 16 clients, for COUNT seconds, and with a connection for each change
size        a list of COUNT projects: import, open, a page of the list
hard        mutated lists and packages, and forty bombs, read in limited children

power runs with the write-ahead log and with the rollback journal, and says how many acknowledged changes the same
trial loses with weaker syncs. Ends with 1 if anything acknowledged was lost or a state was broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
COUNTS = {
    "power": 100_000,
    "faults": 10_000,
    "kills": 1000,
    "edits": 80_000,
    "rows": 1000,
    "backups": 200,
    "migrations": 200,
    "writes": 5,
    "size": 100_000,
    "hard": 50_000,
}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Trials of the record.")
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(COUNTS))
    parser.add_argument("--count", type=int, help="how many; by default the number of the bar")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url", help="a PostgreSQL server's empty database, for kills and edits")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--smoke", action="store_true", help="a few of each")
    given = parser.parse_args(words)
    unknown = [name for name in given.trials if name not in COUNTS]
    if unknown:
        print(f"record.py: no trial {', '.join(unknown)}; there are {', '.join(COUNTS)}", file=sys.stderr)
        return 2
    rows = []
    for name in given.trials or COUNTS:
        count = 8 if given.smoke else given.count or COUNTS[name]
        with tempfile.TemporaryDirectory() as folder:
            if name in ("writes", "size", "hard"):
                rows.append(_measured(name, count, given.seed, folder))
                continue
            for label, run in _runs(name, count, given, folder):
                began = time.perf_counter()
                tally = run()
                row: dict[str, Any] = {"trial": label, "looked_at": tally.looked_at, "acknowledged": tally.acknowledged}
                row |= {"refused": tally.refused, "lost": len(tally.lost), "broken": len(tally.broken)}
                row |= {
                    "examples": [*tally.lost[:3], *tally.broken[:3]],
                    "seconds": round(time.perf_counter() - began, 1),
                }
                rows.append(row)
                print(
                    "{trial}: {looked_at} looked at, {acknowledged} acknowledged, {refused} refused,"
                    " {lost} lost, {broken} broken, {seconds} s".format(**row),
                    flush=True,
                )
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 1 if any(row.get("lost") or row.get("broken") for row in rows if "weaker" not in row["trial"]) else 0


def _measured(name: str, count: int, seed: int, folder: str) -> dict[str, Any]:
    from benchmarks import _record_speed
    from tests.formats.mutants import bombs, judge, mutants

    if name == "hard":
        rows = [judge(mutants(count, seed)), judge(bombs(10))]
        row: dict[str, Any] = {"read": sum(r.read for r in rows), "refused": sum(r.refused for r in rows)}
        row |= {"broken": sum(len(r.crashes) + len(r.silent) for r in rows)}
        row |= {"slowest_s": round(max(r.slowest for r in rows), 2), "largest_mb": max(r.largest for r in rows) >> 20}
    else:
        row = _record_speed.writes(folder, count) if name == "writes" else _record_speed.size(folder, count, seed)
    print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    return {"trial": name, **row}


def _runs(name: str, count: int, given: argparse.Namespace, folder: str) -> list[tuple[str, Callable[[], Any]]]:
    from tests.store import trials

    url, seed = given.url or f"{folder}/office.db", given.seed
    if name == "power":
        half = max(1, count // 2)
        return [
            ("power, write-ahead log", lambda: trials.power_losses(half, seed, trials.WAL)),
            ("power, rollback journal", lambda: trials.power_losses(half, seed, trials.ROLLBACK)),
            ("power, weaker syncs", lambda: trials.power_losses(min(half, 500), seed, trials.WAL, "NORMAL")),
        ]
    if name == "faults":
        half = max(1, count // 2)
        return [
            ("faults, write-ahead log", lambda: trials.faults(half, seed, trials.WAL)),
            ("faults, rollback journal", lambda: trials.faults(half, seed, trials.ROLLBACK)),
        ]
    return {
        "kills": [("kills", lambda: trials.kills(count, seed, url))],
        "edits": [("edits", lambda: trials.edits(url, 8, max(1, count // 8)))],
        "rows": [("rows", lambda: trials.row_edits(f"{folder}/rows.db", count, seed))],
        "backups": [("backups", lambda: trials.backups(count, f"{folder}/backed.db", folder))],
        "migrations": [("migrations", lambda: trials.killed_migrations(count, seed, lambda n: f"{folder}/new-{n}.db"))],
    }[name]


if __name__ == "__main__":
    sys.exit(main())
