"""What the form of a scenario sends, and which of its boxes each finding on the scenario belongs to."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from pydantic import Field as Part
from pydantic import StringConstraints

from kaimen.errors import Finding, Place
from kaimen.formats.scenario_draft import (
    Draft,
    FundRow,
    QuotaRow,
    RuleRow,
    amount_columns,
    moved,
    period_labels,
    values_of,
)
from kaimen.web.visit import Body, Desk

MOST_BOXES = 900
"""Boxes that a form has at most; a server takes forms of a thousand."""

_KEPT = 50

Text = Annotated[str, StringConstraints(max_length=300)]
Texts = Annotated[list[Text], Part(max_length=1000)]
_NONE: list[str] = Part(default_factory=list)


class ScenarioBody(Body):
    """A scenario as its form has it.

    Rows come as lists: those of quotas, funds and rules by their place, and amounts row by row in the order of `label`.
    `act` says what is to be done: a row added, the boxes of the years shown, or the scenario kept.
    """

    name: Text = ""
    money: Text = ""
    years: Text = ""
    only: Text = ""
    only_values: Text = ""
    criterion: Texts = _NONE
    weight: Texts = _NONE
    label: Texts = _NONE
    resource: Texts = _NONE
    region: Texts = _NONE
    quota_called: Texts = _NONE
    quota_amount: Texts = _NONE
    quota_cite: Texts = _NONE
    fund: Texts = _NONE
    share: Texts = _NONE
    fund_amount: Texts = _NONE
    fund_cite: Texts = _NONE
    kind: Texts = _NONE
    field: Texts = _NONE
    values: Texts = _NONE
    bound: Texts = _NONE
    called: Texts = _NONE
    rule_cite: Texts = _NONE
    act: Text = "years"
    seen: Text = ""

    def draft(self) -> Draft:
        """Return what is asked; what is missing of a row is empty."""
        count = len(self.resource)
        quotas = zip(
            self.resource,
            _filled(self.region, count),
            self._amounts(self.quota_amount, count),
            _filled(self.quota_cite, count),
            _filled(self.quota_called, count),
            strict=True,
        )
        count = len(self.fund)
        amounts = self._amounts(self.fund_amount, count)
        funds = zip(self.fund, _filled(self.share, count), amounts, _filled(self.fund_cite, count), strict=True)
        own = (self.field, self.values, self.bound, self.rule_cite, self.called)
        rules = zip(self.kind, *(_filled(texts, len(self.kind)) for texts in own), strict=True)
        return Draft(
            self.name,
            self.money,
            self.years,
            self.only,
            self.only_values,
            dict(zip(self.criterion, self.weight, strict=False)),
            tuple(QuotaRow(*row) for row in quotas),
            tuple(FundRow(*row) for row in funds),
            tuple(RuleRow(*row) for row in rules),
        )

    def _amounts(self, texts: Sequence[str], rows: int) -> list[dict[str, str]]:
        """Return amounts by label, a row each; what is blank is left out."""
        wide, columns = len(self.label), amount_columns(period_labels(self.years))
        runs = (texts[at * wide : at * wide + wide] for at in range(rows))
        given = [{label: t for label, t in zip(self.label, run, strict=False) if t.strip()} for run in runs]
        return [moved(amounts, self.label, columns) for amounts in given]


def _filled(texts: Sequence[str], count: int) -> list[str]:
    return [*texts, *("" for _ in range(count - len(texts)))][:count]


_ORDER = ("name", "money", "years", "only", "weight", "weights", "quota", "fund", "rule")


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a form: by the box it is beside, and what belongs to none."""

    beside: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    rest: tuple[Finding, ...] = ()

    @property
    def first(self) -> str:
        """The box to begin with, the first one of the form."""
        return min(self.beside, key=lambda box: _ORDER.index(box.partition(".")[0]), default="")


def faults_of(findings: Sequence[Finding], draft: Draft) -> Faults:
    """Return findings on the scenario that a form makes, each with its box; remarks are left out."""
    beside: dict[str, list[Finding]] = {}
    rest = []
    for finding in findings:
        box = _box_of(finding, draft) if finding.is_error else None
        if box:
            beside.setdefault(box, []).append(finding)
        elif finding.is_error:
            rest.append(finding)
    return Faults({box: tuple(found) for box, found in beside.items()}, tuple(rest))


_TOP = {"name": "name", "money": "money", "periods": "years", "starts": "years", "consider": "only"}


def _box_of(finding: Finding, draft: Draft) -> str:
    """Return the box that a finding is about, empty where there is none: by its key, and in a row by what it found."""
    key = finding.place.key
    part = key.split(".")[0]
    if part in _TOP:
        return _TOP[part]
    weight = key.removeprefix("benefit.weights.")
    if part == "benefit":
        return f"weight.{weight}" if weight in draft.weights else "weights"
    rows: list[tuple[str, str, Mapping[str, str]]] = [
        (f"quota {row.name}", f"quota.{at}", row.amounts) for at, row in enumerate(draft.quotas)
    ]
    rows += [(f"fund {row.name.strip()}", f"fund.{at}", row.amounts) for at, row in enumerate(draft.funds)]
    rows += [(f"rule {row.name}", f"rule.{at}", {}) for at, row in enumerate(draft.rules)]
    named = [row for row in rows if key == row[0] or key.startswith((f"{row[0]}.", f"{row[0]} (entry"))]
    if not named:
        return next((f"quota.{at}" for at, row in enumerate(draft.quotas) if key == f"resource.{row.resource}"), "")
    again = "(entry" in key
    _, box, amounts = max(named[-1:] if again else named[:1], key=lambda row: len(row[0]))
    if key.endswith((".share", ".cite", ".values")):
        return f"{box}.{key.rpartition('.')[2]}"
    if finding.found == "none" and key.endswith(".amount"):
        return f"{box}.{amount_columns(period_labels(draft.years))[0]}"
    wrong = next((label for label, text in amounts.items() if _is_found(text, finding.found)), "")
    return f"{box}.{wrong}" if wrong else box


def _is_found(text: str, found: str) -> bool:
    return found.startswith(f'"{text.strip()}') and bool(text.strip())


def unknown_values(draft: Draft, fields: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Return a finding for each value that rules or the choice of projects name and no project of the library has."""
    asked = [(draft.only, draft.only_values, "consider")]
    asked += [(row.field, row.values, f"rule {row.name}.values") for row in draft.rules if row.kind]
    findings = []
    for name, texts, key in asked:
        known = fields.get(name, ())
        for value in values_of(texts) if name else ():
            starts = value.removesuffix("*")
            if value not in known and not (starts != value and any(one.startswith(starts) for one in known)):
                what = f'No project of the library has the value "{value}" there.'
                fix = "Choose one of the list, or take it out."
                findings.append(Finding("E404", what, Place(key=key), ", ".join(known[:8]), f'"{value}"', fix))
    return findings


class Drafts:
    """Forms that are not kept yet, by reader and address: a reload or another language costs nobody what is typed."""

    def __init__(self, _desk: Desk) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[Draft, str]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, reader: str, path: str, draft: Draft, seen: str) -> None:
        """Keep a form as it was sent, with what it was made from."""
        with self._lock:
            self._kept[reader, path] = (draft, seen)
            self._kept.move_to_end((reader, path))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def of(self, reader: str, path: str) -> tuple[Draft, str] | None:
        """Return a form that was sent and not kept."""
        return self._kept.get((reader, path))

    def drop(self, reader: str, path: str) -> None:
        """Forget a form."""
        with self._lock:
            self._kept.pop((reader, path), None)


def with_row(draft: Draft, act: str, regions: Sequence[str]) -> Draft:
    """Return a form with a row more: `quota`, `fund`, `rule`; `regions:NAME`: one of a resource for each region."""
    if act == "quota":
        return replace(draft, quotas=(*draft.quotas, QuotaRow()))
    if act == "fund":
        return replace(draft, funds=(*draft.funds, FundRow()))
    if act == "rule":
        return replace(draft, rules=(*draft.rules, RuleRow("at_least")))
    kind, _, name = act.partition(":")
    there = {row.region for row in draft.quotas if row.resource == name}
    rows = tuple(QuotaRow(name, region) for region in regions if region not in there) if kind == "regions" else ()
    return replace(draft, quotas=(*draft.quotas, *rows))


def boxes(draft: Draft) -> int:
    """Return how many boxes a form has."""
    wide = len(amount_columns(period_labels(draft.years)))
    return (
        10
        + 2 * len(draft.weights)
        + len(draft.quotas) * (4 + wide)
        + len(draft.funds) * (3 + wide)
        + 6 * len(draft.rules)
    )
