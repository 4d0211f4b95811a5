"""The pledges of a ledger as a table: where, what, how much, by when, which rules cite it, and its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from kaimen.ledger import Ledger, Pledge, Retraction, Target
from kaimen.quantity import UNITS, parse_unit
from kaimen.report.language import Speaker, said_value
from kaimen.report.rows import Column, Table, Value
from kaimen.scenario import Scenario

_WORDS = {
    **{">": "more than", ">=": "at least", "<": "less than", "<=": "at most"},
    **{"~": "about", "<~": "nearly", "another": "another", "range": "", "=": ""},
}
_CHINESE = {
    **{">": "超过", ">=": "不少于", "<": "少于", "<=": "不超过"},
    **{"~": "约", "<~": "近", "another": "另", "range": "", "=": ""},
}
_ENGLISH = Speaker("en")
_BARE = re.compile(r"[\d,.\s]+|[a-z]+")
_COLUMNS = (
    *(Column("id", "id"), Column("where", "where"), Column("what", "what"), Column("figure", "figure")),
    *(
        Column("due", "by"),
        Column("cited", "times cited", True),
        Column("cited_by", "cited by"),
        Column("state", "state"),
    ),
    Column("authority", "authority"),
    *(Column("value", "value"), Column("unit", "unit"), Column("on", "last entry"), Column("by", "entered by")),
    *(Column("quote", "sentence"), Column("document", "document"), Column("start", "start"), Column("end", "end")),
)
SCREEN_COLUMNS = ("id", "where", "what", "figure", "due", "cited")
"""The columns that fit on a screen."""


def pledge_table(ledger: Ledger, scenario: Scenario | None = None) -> Table:
    """Return every pledge that is or was in the ledger, in the order of its first entry.

    Args:
        ledger: the ledger.
        scenario: whose quotas, funds and rules may cite pledges.
    """
    citing = _citing(scenario) if scenario else {}
    pledges: dict[str, Pledge] = {}
    for entry in ledger.entries:
        if not isinstance(entry, Retraction):
            pledges[entry.pledge.id] = entry.pledge
    return Table("pledges", _COLUMNS, tuple(_row(ledger, pledge, citing) for pledge in pledges.values()))


def narrowed(table: Table, keys: Sequence[str], rows: Iterable[int] | None = None) -> Table:
    """Return a table with some of its columns, in the order of `keys`, and some of its rows."""
    at = [next(i for i, column in enumerate(table.columns) if column.key == key) for key in keys]
    kept = table.rows if rows is None else [table.rows[number] for number in rows]
    return Table(table.name, tuple(table.columns[i] for i in at), tuple(tuple(row[i] for i in at) for row in kept))


def pledge_figure(pledge: Pledge, speaker: Speaker = _ENGLISH) -> str:
    """Return a pledge's figure in the words of its text, with its qualifier: more than 9,000 firms.

    A reader of Chinese has the value of a figure that was said in English, in the units of Chinese.
    """
    if pledge.figure is None or pledge.target is None:
        return ""
    surface = " ".join(pledge.figure.quote.split())
    if speaker.language != "en":
        sign = _CHINESE[pledge.target.qualifier]
        return sign + (_amount(pledge.target, speaker) if surface.isascii() else surface)
    needs_noun = _BARE.fullmatch(surface) and pledge.target.unit != "share"
    words = (_WORDS[pledge.target.qualifier], surface, pledge.target.unit if needs_noun else "")
    return " ".join(word for word in words if word)


def _amount(target: Target, speaker: Speaker) -> str:
    unit = {"CNY": UNITS["yuan"], "share": UNITS["%"]}.get(target.unit) or parse_unit(target.unit)
    if unit is None:
        return said_value(speaker, f"{target.value:,f} {target.unit}")
    value = Fraction(target.value) * (100 if target.unit == "share" else 1)
    return speaker.amount(value, unit)


def _citing(scenario: Scenario) -> dict[str, list[str]]:
    """Return the names of the quotas, funds and rules that cite a pledge, by pledge."""
    found: dict[str, list[str]] = {}
    for entry in (*scenario.quotas, *scenario.funds, *scenario.rules):
        if entry.cite.pledge:
            found.setdefault(entry.cite.pledge, []).append(entry.name)
    return found


def _row(ledger: Ledger, pledge: Pledge, citing: dict[str, list[str]]) -> tuple[Value, ...]:
    cites = citing.get(pledge.id, [])
    last = ledger.history(pledge.id)[-1]
    state = {"Confirmation": "confirmed", "Amendment": "amended", "Retraction": "retracted"}[type(last).__name__]
    target = pledge.target
    return (
        *(pledge.id, pledge.region, pledge.what, pledge_figure(pledge), _due(pledge.due)),
        *(len(cites) or None, "; ".join(cites)),
        *(state, pledge.authority),
        *(f"{target.value:f}" if target else "", target.unit if target else "", str(last.on), last.by),
        *(pledge.passage.quote, pledge.passage.document, str(pledge.passage.start), str(pledge.passage.end)),
    )


def _due(day: date | None) -> str:
    if day is None:
        return ""
    return str(day.year) if (day.month, day.day) == (12, 31) else day.isoformat()
