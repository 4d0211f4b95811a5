"""Up to four plans side by side: their figures, what moved by money, and one to adopt."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import Field as Part
from pydantic import StringConstraints

from kaimen.errors import Finding, KaimenError, Place
from kaimen.explain.compare import MOST_PLANS, Comparison
from kaimen.report.compare import moves_table, plans_table, reasons_table
from kaimen.report.language import View
from kaimen.report.language.speaker import places_of
from kaimen.report.rows import Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import SUM, Block, Button, Field, Form, Group, Link, Links, Page, Prose, Sheet
from kaimen.web.pages import plan_start
from kaimen.web.planning import plan_state, planning, titles_of
from kaimen.web.visit import AnyVisit, Query, Refused, address

_MOVES = Link("#moves", (), SUM)
_MONEY = ("money", "money_in", "money_out")

Name = Annotated[str, StringConstraints(max_length=80)]


class CompareQuery(Query):
    """The plans that are compared, the first beside the others."""

    plan: list[Name] = Part(default_factory=list, max_length=20, description="Names of two to four plans.")


def show(visit: AnyVisit) -> Page:
    names = list(dict.fromkeys(name for name in visit.query.plan if name))
    known = [entry.name for entry in planning(visit).shelf.entries()]
    if not known:
        return plan_start.empty(visit)
    form = _form(visit, known, names)
    if not 2 <= len(names) <= MOST_PLANS:
        if len(known) < 2:
            way = Links((("/plan", visit.say("compare.make")),))
            return Page(visit.say("compare.title"), (Prose(visit.say("compare.alone", x=known[0])), way))
        return Page(visit.say("compare.title"), (form, Prose(visit.say("compare.few"))), visit.say("compare.lead"))
    opened = [plan for name in names if (plan := planning(visit).plan(name)) is not None]
    try:
        comparison = planning(visit).compared(opened)
    except KaimenError as error:
        raise Refused(422, Finding("E406", f"{error}.", Place(key="plan"), fix="Compare others.")) from error
    titles = {name: title for plan in reversed(opened) for name, title in titles_of(visit, plan).items()}
    return Page(visit.say("compare.title"), (form, *_blocks(visit, comparison, titles)), visit.say("compare.lead"))


def _form(visit: AnyVisit, known: list[str], names: list[str]) -> Form:
    choices = (("", visit.say("compare.nothing")), *((name, name) for name in known))
    fields = tuple(
        Field(
            "plan",
            visit.say("compare.one", n=at + 1),
            "select",
            names[at] if at < len(names) else known[at] if at < min(2, len(known)) and not names else "",
            choices,
        )
        for at in range(MOST_PLANS)
    )
    return Form("/compare", fields, (Button(visit.say("compare.go"), is_main=True),), "get", is_row=True)


def _blocks(visit: AnyVisit, comparison: Comparison, titles: Mapping[str, str]) -> tuple[Block, ...]:
    names = [side.name for side in comparison.sides]
    unit = visit.speaker.view(comparison.sides[0].problem.money_unit, _amounts(comparison))
    plans, moves, reasons = plans_table(comparison), moves_table(comparison), reasons_table(comparison)
    links = {cell: link for at, name in enumerate(names) for cell, link in _plan_links(at, name).items()}
    adopt = tuple((f"{address('/plan', plan=name)}#approve", visit.say("compare.adopt", name=name)) for name in names)
    blocks: list[Block] = [
        Sheet(plans, "", _heads(visit, plans, unit.label), _money(visit, plans, unit), links),
        Links(adopt),
    ]
    if not moves.rows:
        return (*blocks, Prose(visit.say("compare.same")))
    shown = {
        (at, "move"): " ".join(visit.say(f"compare.kind.{kind}") for kind in str(row[2]).split())
        for at, row in enumerate(moves.rows)
    }
    shown |= {(at, "title"): titles.get(str(row[0]), str(row[1])) for at, row in enumerate(moves.rows)}
    shown |= _choices(visit, comparison) | _money(visit, moves, unit)
    own = {
        (at, key): Link(address("/why", plan=names[0], project=str(row[0])))
        for at, row in enumerate(moves.rows)
        for key in ("project", "money")
    }
    sheet = Sheet(moves, "", _heads(visit, moves, unit.label), shown, own, frozenset({"detail"}), most=60)
    blocks.append(Group(visit.say("compare.moves"), (sheet,), id="moves"))
    if reasons.rows:
        said = {(at, "reason"): _reason(visit, str(row[1])) for at, row in enumerate(reasons.rows)}
        said |= _money(visit, reasons, unit)
        heads = _heads(visit, reasons, unit.label)
        sums = {(at, key): _MOVES for at in range(len(reasons.rows)) for key in ("projects", "money")}
        blocks.append(Group(visit.say("compare.reasons"), (Sheet(reasons, "", heads, said, sums),)))
    return tuple(blocks)


def _plan_links(at: int, name: str) -> dict[tuple[int, str], Link]:
    """Return where the figures of a plan lead: to its page, to the projects it chooses, to what moves."""
    plan, chosen = Link(address("/plan", plan=name), (name,)), Link(address("/chosen", plan=name), (name,), SUM)
    links = {(at, key): plan for key in ("plan", "benefit", "price_gap", "solver_gap")}
    links |= {(at, key): chosen for key in ("chosen", "money")}
    return links | {(at, key): _MOVES for key in ("in", "out", "moved", "money_in", "money_out")}


def _amounts(comparison: Comparison) -> list[Fraction]:
    return [choice.cost for move in comparison.moves for choice in move.choices if choice.chosen]


def _money(visit: AnyVisit, table: Table, unit: View) -> dict[tuple[int, str], str]:
    """Return the cells of money in the unit that readers of the language count in."""
    places = {at: c.key for at, c in enumerate(table.columns) if c.key in _MONEY}
    shown = {
        (row, key): unit.of(Fraction(value))
        for row, cells in enumerate(table.rows)
        for at, key in places.items()
        if isinstance(value := cells[at], int | Fraction)
    }
    decimals = places_of(shown.values())
    return {cell: visit.speaker.number(value, decimals) for cell, value in shown.items()}


def _choices(visit: AnyVisit, comparison: Comparison) -> dict[tuple[int, str], str]:
    """Return what each plan does with each project that they do not treat alike: its start and site, or why not."""
    speaker = visit.speaker
    shown = {}
    for at, move in enumerate(comparison.moves):
        for number, choice in enumerate(move.choices, 1):
            place = [speaker.period(choice.start), speaker.called(choice.site)] if choice.chosen else []
            said = " ".join(filter(None, place)) or f"({_reason(visit, choice.reason)})"
            shown[at, f"plan_{number}"] = said
    return shown


def _reason(visit: AnyVisit, code: str) -> str:
    return visit.say("compare.not_listed") if code == "not_listed" else visit.say(f"reason.{code}.name")


def _heads(visit: AnyVisit, table: Table, unit: str) -> dict[str, str]:
    """Return the headings of a comparison in the reader's language; plans keep their names."""
    heads = {}
    for column in table.columns:
        key = {"projects": "chosen"}.get(column.key, column.key)
        if key in ("project", "title", "benefit", "reason"):
            heads[column.key] = visit.say(f"plan.head.{key}")
        elif not key.startswith("plan_"):
            heads[column.key] = visit.say(f"compare.head.{key}", unit=unit)
    return heads


PAGES = (
    PageAt("/compare", "compare.title", show, menu="choose", query=CompareQuery, state=plan_state, is_traced=True),
)
ACTIONS: tuple[Action, ...] = ()
