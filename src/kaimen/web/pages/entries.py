"""What became of a thing: its versions, each with the entry that made it."""

from __future__ import annotations

from kaimen.report import Column, Table
from kaimen.report.language import MESSAGES
from kaimen.web.page import Group, Sheet
from kaimen.web.visit import AnyVisit


def action_word(action: str) -> str:
    """Return the part of a message that names what an entry did."""
    return action if f"web.action.{action}" in MESSAGES else "other"


def history_of(visit: AnyVisit, kind: str, name: str) -> Group:
    """Return what became of a thing: every version with who, when and why."""
    rows = tuple(
        (version.number, entry.at[:16].replace("T", " "), entry.author, entry.action, entry.why)
        for entry, version in visit.desk.office.store.history(kind, name)
    )
    keys = ("version", "at", "by", "action", "why")
    heads = {key: visit.say(f"web.entry.{key}") for key in keys}
    shown = {(n, "action"): visit.say(f"web.action.{action_word(row[3])}") for n, row in enumerate(rows)}
    shown |= {(n, "by"): visit.speaker.called(str(row[2])) for n, row in enumerate(rows)}
    table = Table("history", tuple(Column(key, key, key == "version") for key in keys), rows)
    return Group(visit.say("web.entry.history"), (Sheet(table, heads=heads, shown=shown),))
