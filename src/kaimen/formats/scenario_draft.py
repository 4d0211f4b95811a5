"""A scenario as a form has it: texts in boxes, turned into a scenario file (TOML).

Amounts are as they are typed: a bare number is in the resource's unit or the scenario's money. Rows without an amount,
a name or a kind are not written. Nothing is judged here: the file that is made is read like any other, and what is
wrong with it is found there.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from kaimen.formats.scenario_reader import EACH
from kaimen.formats.toml_text import toml, toml_key
from kaimen.quantity import parse_number
from kaimen.regions import RegionTree
from kaimen.scenario import COST, WHOLE, Resource, Use

MOST_COLUMNS = 8
"""Periods that have a box of their own; with more there is one for each the same, and one for all together."""

KINDS = ("at_least", "at_most", "must_select", "must_not", "exclusion")
"""Kinds of rules that a form has; a bound in per cent makes a rule on a share of the first two."""

_BETWEEN = re.compile(r"[,，、;；\s]+")
_YEARS = re.compile(r"(\d{4})\s*[-\u2013\u2014~～至到]+\s*(\d{4})")
_MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """How much there is of a resource: in a region (empty: everywhere), by period."""

    resource: str = ""
    region: str = ""
    amounts: Mapping[str, str] = field(default_factory=dict)
    cite: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        """What the quota is called."""
        return self.called.strip() or (f"{self.resource}, {self.region}" if self.region else self.resource)


@dataclass(frozen=True, slots=True)
class FundRow:
    """A source of money, by period, and the greatest part of a cost that it bears."""

    name: str = ""
    share: str = ""
    amounts: Mapping[str, str] = field(default_factory=dict)
    cite: str = ""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: its kind, the projects it is about, and its bound: a count, a share, or money that they cost."""

    kind: str = ""
    field: str = ""
    values: str = ""
    bound: str = ""
    cite: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        """What the rule is called."""
        if self.called.strip():
            return self.called.strip()
        about = f"{self.field} {' or '.join(values_of(self.values))}" if self.field else "all projects"
        words = (self.kind.replace("_", " "), self.bound.strip(), about)
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form asks for a scenario, all as it is typed."""

    name: str = ""
    money: str = ""
    years: str = ""
    only: str = ""
    only_values: str = ""
    weights: Mapping[str, str] = field(default_factory=dict)
    quotas: tuple[QuotaRow, ...] = ()
    funds: tuple[FundRow, ...] = ()
    rules: tuple[RuleRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a scenario can speak of: resources by name, the region tree, ids of pledges."""

    resources: Mapping[str, Resource]
    regions: RegionTree
    pledges: Container[str] = ()


def period_labels(years: str) -> list[str]:
    """Return the labels that a text such as `2027`, `2027-2030` or `2027Q1, 2027Q2` means, whatever they are."""
    labels: list[str] = []

    def spread(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[2])
        every = range(first, last + 1) if 0 <= last - first < _MOST_YEARS else ()
        return " ".join(map(str, every)) or match[0]

    for label in _BETWEEN.split(_YEARS.sub(spread, years)):
        labels += [label] if label and label not in labels else []
    return labels


def amount_columns(labels: list[str]) -> list[str]:
    """Return the keys of amounts that have a box: each period the same, every period, all together."""
    if len(labels) < 2:
        return labels[:1] or [WHOLE]
    return [EACH, *(labels if len(labels) <= MOST_COLUMNS else ()), WHOLE]


def moved(amounts: Mapping[str, str], before: list[str], after: list[str]) -> dict[str, str]:
    """Return amounts in the boxes of other periods: as many boxes keep their places, else those of a period stay."""
    if len(before) == len(after):
        return {new: amounts[old] for old, new in zip(before, after, strict=True) if old in amounts}
    kept = {label: text for label, text in amounts.items() if label in after}
    first = next(iter(amounts.values()), "")
    if kept or not first or not after:
        return kept
    return {after[0]: amounts.get(EACH, first)}


def values_of(text: str) -> list[str]:
    """Return values that stand between semicolons."""
    return [value for part in re.split(r"[;；]", text) if (value := part.strip())]


def draft_toml(draft: Draft, known: Known) -> str:
    """Return a scenario file."""
    quotas = [row for row in draft.quotas if row.resource and any(text.strip() for text in row.amounts.values())]
    lines = [*_top(draft), *_resources(quotas, known.resources), *_regions(known.regions)]
    for row in quotas:
        resource = known.resources.get(row.resource)
        lines += ["", "[[quota]]", f"name = {toml(row.name)}", f"resource = {toml(row.resource)}"]
        lines += [f"region = {toml(row.region)}"] if row.region else []
        lines += [_amount(row.amounts, resource.unit.code if resource else ""), *_cite(row.cite, known)]
    is_limited = any(text.strip() for fund in draft.funds for text in fund.amounts.values())
    for fund in draft.funds:
        if is_limited and (fund.name.strip() or any(text.strip() for text in fund.amounts.values())):
            lines += ["", "[[fund]]", f"name = {toml(fund.name.strip())}", _amount(fund.amounts, draft.money)]
            lines += [f"share = {toml(_percent(fund.share))}"] if fund.share.strip() else []
            lines += _cite(fund.cite, known)
    for rule in draft.rules:
        if rule.kind:
            lines += ["", "[[rule]]", *_rule(rule, draft.money), *_cite(rule.cite, known)]
    return "\n".join(lines) + "\n"


def _top(draft: Draft) -> Iterator[str]:
    yield f"name = {toml(draft.name.strip())}"
    yield f"money = {toml(draft.money.strip())}"
    yield f"periods = {toml(period_labels(draft.years))}"
    if draft.only:
        yield f"consider = {_where(draft.only, draft.only_values)}"
    yield "\n[benefit]"
    weights = {name: text.strip() for name, text in draft.weights.items() if text.strip()}
    yield f"weights = {toml(weights) if weights else '{}'}"


def _resources(quotas: list[QuotaRow], resources: Mapping[str, Resource]) -> Iterator[str]:
    for name in dict.fromkeys(row.resource for row in quotas):
        resource = resources.get(name)
        if resource is not None:
            yield f"\n[resource.{toml_key(name)}]\nunit = {toml(resource.unit.code)}"
            if resource.use is Use.RUNNING:
                yield 'use = "running"'


def _regions(tree: RegionTree) -> Iterator[str]:
    for region in tree.regions.values():
        yield f"\n[[region]]\nid = {toml(region.id)}"
        for key in ("within", "level", "name"):
            if text := getattr(region, key):
                yield f"{key} = {toml(text)}"
        if region.tile is not None:
            yield f"tile = {toml(region.tile)}"
    for group in tree.groups.values():
        yield f"\n[[region_group]]\nid = {toml(group.id)}\nregions = {toml(group.members)}"
        if group.name:
            yield f"name = {toml(group.name)}"


def _amount(amounts: Mapping[str, str], unit: str) -> str:
    given = {label: _with_unit(text, unit) for label, text in amounts.items() if text.strip()}
    return f"amount = {toml(given) if given else '{}'}"


def _with_unit(text: str, unit: str) -> str:
    text = text.strip()
    return f"{text} {unit}".rstrip() if parse_number(text) is not None else text


def _percent(text: str) -> str:
    return f"{text.strip()} %" if parse_number(text) is not None else text.strip()


def _where(name: str, values: str) -> str:
    return toml({name: values_of(values)})


def _rule(rule: RuleRow, money: str) -> Iterator[str]:
    bound, where = rule.bound.strip(), _where(rule.field, rule.values) if rule.field else ""
    is_share = rule.kind in KINDS[:2] and bound.endswith(("%", "\uff05"))
    yield f"kind = {toml('share' if is_share else rule.kind)}"
    yield f"name = {toml(rule.name)}"
    if where:
        yield f"{'part' if is_share else 'where'} = {where}"
    if is_share:
        yield f"{rule.kind} = {toml(bound.replace(chr(0xFF05), '%'))}"
    elif rule.kind == "exclusion" and bound:
        yield f"at_most = {toml(bound)}"
    elif bound:
        number = parse_number(bound)
        is_count = number is not None and number == number.to_integral_value() and number >= 0
        yield f"count = {number:.0f}" if is_count else f"of = {toml(COST)}\namount = {toml(_with_unit(bound, money))}"


def _cite(text: str, known: Known) -> Iterator[str]:
    if cite := text.strip():
        yield f"cite = {toml({'pledge': cite} if cite in known.pledges else cite)}"
