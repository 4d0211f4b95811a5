"""What a confirmed pledge can become in a scenario: a count, an amount, a share, a quota; or why it cannot.

A proposal is TOML for a person to put into a scenario and to finish: the selection (`where`, `part`) is theirs, because
no sentence says how a list calls its sectors. The sentence stands above it as a comment, and the rule cites the pledge.
"More than" keeps its sense only in `share`; of a count it is the next whole number, of an amount at least that amount.
"About" becomes at least, and says so. A pledge without a figure, a rate of change of an indicator, and a count of
something that is no project are tracked but cannot hold a plan to anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kaimen.ledger import Pledge, Target

_AT_MOST = frozenset({"<", "<="})
_PROJECTS = re.compile(r"项目|(?<![a-z])projects?(?![a-z])", re.I)
_FUNDS = re.compile(r"资金|基金|债券|国债|(?<![a-z])(?:fund|funds|funding|bond|bonds|budget)(?![a-z])", re.I)
_RESOURCES = {
    "km2": "land",
    "ha": "land",
    "m2": "land",
    "tce": "energy",
}
_CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pledge can become: `kind` is count, amount, share, quota or fund, or empty with `why_not` saying why.

    `toml` is a table of a scenario with the pledge's sentence above it.
    """

    pledge: str
    kind: str
    toml: str = ""
    why_not: str = ""


def propose_rule(pledge: Pledge) -> Proposal:
    """Return the table of a scenario that a pledge can become, or why there is none."""
    target = pledge.target
    if target is None:
        return _none(pledge, "It has no figure, so nothing can be held against it.")
    if target.unit == "%" and target.change == "yoy":
        return _none(pledge, "It is a rate of change of an indicator: it is observed, not made up of projects.")
    if target.unit in ("%", "share"):
        return _share(pledge, target)
    words = f"{pledge.what} {pledge.passage.quote}"
    if target.unit == _CURRENCY:
        return _fund(pledge, target) if _FUNDS.search(pledge.what) else _amount(pledge, target)
    if target.unit in _RESOURCES:
        return _quota(pledge, target)
    if target.unit in ("projects", "项目") or (_PROJECTS.search(pledge.what) and target.value == int(target.value)):
        return _count(pledge, target, words)
    return _none(
        pledge, f"It counts {target.unit or 'something'}, of which a project list has none; it can be observed."
    )


def _none(pledge: Pledge, why: str) -> Proposal:
    return Proposal(pledge.id, "", why_not=why)


def _count(pledge: Pledge, target: Target, words: str) -> Proposal:
    sense = {"=": "exactly"}.get(target.qualifier, _sense(target))
    count = int(target.value) + (1 if target.qualifier == ">" else -1 if target.qualifier == "<" else 0)
    note = "another: beside those there are already" if target.qualifier == "another" or "another" in words else ""
    return Proposal(pledge.id, "count", _rule(pledge, sense, f"count = {count}", note))


def _amount(pledge: Pledge, target: Target) -> Proposal:
    sense = {"=": "at_least"}.get(target.qualifier, _sense(target))
    body = f'of = "cost"\namount = "{_shown(target.value)} yuan"'
    return Proposal(pledge.id, "amount", _rule(pledge, sense, body, "say which costs: where = { sector = ... }"))


def _share(pledge: Pledge, target: Target) -> Proposal:
    percent = target.value if target.unit == "%" else target.value * 100
    key = {">": "more_than", "<": "less_than"}.get(target.qualifier, _sense(target))
    body = f'part = {{ sector = "..." }}\n{key} = "{_shown(percent)} %"'
    return Proposal(pledge.id, "share", _rule(pledge, "share", body, "say which part the sentence means"))


def _quota(pledge: Pledge, target: Target) -> Proposal:
    name = _RESOURCES[target.unit]
    unit = {"m2": "m2"}.get(target.unit, target.unit)
    lines = [
        "[[quota]]",
        f"name = {_text(_name(pledge))}",
        f'resource = "{name}"',
        *([f"region = {_text(pledge.region)}"] if pledge.region else []),
        f'amount = "{_shown(target.value)} {unit}"',
    ]
    return Proposal(pledge.id, "quota", _table(pledge, lines, "one amount for all periods; divide it if you know how"))


def _fund(pledge: Pledge, target: Target) -> Proposal:
    lines = ["[[fund]]", f"name = {_text(_name(pledge))}", f'amount = {{ each = "{_shown(target.value)} yuan" }}']
    return Proposal(pledge.id, "fund", _table(pledge, lines, "the amount of each period, and who may draw on it"))


def _rule(pledge: Pledge, kind: str, body: str, note: str) -> str:
    region = [f"where = {{ region = {_text(pledge.region)} }}"] if pledge.region else []
    lines = ["[[rule]]", f'kind = "{kind}"', f"name = {_text(_name(pledge))}", *region, *body.split("\n")]
    return _table(pledge, lines, note)


def _table(pledge: Pledge, lines: list[str], note: str) -> str:
    target = pledge.target
    remarks = [" ".join(pledge.passage.quote.split())]
    if target and target.qualifier in ("~", "<~"):
        remarks.append('the text says "about"')
    if pledge.due:
        remarks.append(f"due {pledge.due.isoformat()}")
    if note:
        remarks.append(note)
    comments = [f"# {_printable(remark)}" for remark in remarks]
    return "\n".join([*comments, *lines, f"cite = {{ pledge = {_text(pledge.id)} }}"]) + "\n"


def _sense(target: Target) -> str:
    return "at_most" if target.qualifier in _AT_MOST else "at_least"


def _name(pledge: Pledge) -> str:
    return f"{pledge.id}: {pledge.what}"[:80]


def _shown(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(text: str) -> str:
    """Return a TOML string: what TOML does not take in one is escaped or left out."""
    return '"' + _printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _printable(text: str) -> str:
    return "".join(mark for mark in " ".join(text.split()) if mark.isprintable())
