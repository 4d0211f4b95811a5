"""`prices --resolve`: intervals of prices, and what one more and one less bring. Ctrl-C keeps what is done."""

from __future__ import annotations

import sys
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.interrupt import interrupted
from kaimen.cli.looking import open_plan
from kaimen.explain.shadow import shadow_prices
from kaimen.explain.wish import Work
from kaimen.report import as_json as table_json
from kaimen.report import counted, shadow_table
from kaimen.solve import when


def prices_again(path: Path, inputs: Path | None, rows: int, nodes: int, *, as_json: bool) -> int:
    """Print the shadow prices of the rows that weigh most."""
    found = open_plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    problem = plan.question.problem
    with interrupted() as asked:
        shadows = shadow_prices(problem, result, rows, Work(nodes, 2, when(asked)), _say)
    if as_json:
        details = [{"free": s.free, "whole": s.whole, "settled": s.settled, "lumpy": s.is_lumpy} for s in shadows]
        table = table_json(shadow_table(shadows))
        joined = [{**row, **more} for row, more in zip(table, details, strict=True)]
        show.print_json({"basis": result.prices.basis, "shadow_prices": joined})
        return show.DONE
    show.print_table(shadow_table(shadows))
    basis = result.prices.basis.replace("_", " ")
    show.say(f"  prices: basis {basis}, and the interval over the best price lists", "dim")
    free = sorted({shadow.free for shadow in shadows if not shadow.whole})
    if free:
        few = f"{counted(free[0], 'project')}" + (f" to {free[-1]:,}" if len(free) > 1 else "")
        show.say(f"  more and less: solved again with {few} free to change and all others as they are", "dim")
    elif shadows:
        show.say("  more and less: solved again with all projects free to change", "dim")
    return show.DONE


def _say(done: int, rows: int, name: str) -> None:
    print(f"  {done} of {rows}: {name} ...   ^C keeps what is done", file=sys.stderr)
