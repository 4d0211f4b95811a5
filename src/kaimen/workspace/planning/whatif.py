"""What-if: words of a planner to an override of the scenario, and the question with it.

The override is written as text and laid over the scenario like any other, so that it is checked like the
rest, a plan made with it carries it inside, and it can be kept by copying it into the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from kaimen.errors import Finding, Place
from kaimen.explain.compare import Side
from kaimen.formats.plan_file import Input
from kaimen.formats.scenario_file import parse_scenario
from kaimen.formats.toml_text import toml, toml_key
from kaimen.portfolio import Result
from kaimen.problem import appraised
from kaimen.quantity import Amount, Unit, decimal_text, parse_amount, parse_number
from kaimen.scenario import COUNT, Limit, Quota, Scenario
from kaimen.workspace.planning.questions import Question, compiled
from kaimen.workspace.planning.words import pairs, quota_names, quotas_called, unknown


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be changed, as it was written: NAME=CHANGE, or NAME@PERIOD=CHANGE, or the id of a project."""

    quota: Sequence[str] = ()
    fund: Sequence[str] = ()
    weight: Sequence[str] = ()
    rule: Sequence[str] = ()
    level: Sequence[str] = ()
    must: Sequence[str] = ()
    must_not: Sequence[str] = ()


@dataclass(slots=True)
class _Patch:
    """The override being written: `table` is merged, `rules` are added."""

    table: dict[str, Any] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def put(self, value: Any, *path: str) -> None:
        """Set a value at a path of the override."""
        inner = self.table
        for part in path[:-1]:
            inner = inner.setdefault(part, {})
        inner[path[-1]] = value

    def wrong(self, option: str, what: str, expected: str, found: str, fix: str) -> None:
        """Note what cannot be done."""
        finding = Finding("E408", what, Place(key=option), expected, f'"{found}"', fix)
        # One change for many amounts is wrong once.
        known = {(other.what, other.place, other.found) for other in self.findings}
        self.findings += [] if (what, finding.place, finding.found) in known else [finding]


def changed_question(question: Question, words: Words) -> tuple[Question | None, str, list[Finding]]:
    """Return the question with the words' changes, and the override that makes them.

    Returns:
        The question (its scenario input has the override added), the text of the override, and findings; None
        where a word cannot be used.
    """
    patch = _patch(question, words)
    if patch.findings:
        return None, "", patch.findings
    names, text = _written(patch, question.scenario)
    inputs = [_extended(entry, text) if entry.role == "scenario" else entry for entry in question.inputs]
    scenario = next(entry for entry in inputs if entry.role == "scenario")
    whole = scenario.content.decode("utf-8-sig", errors="replace")
    read, findings = parse_scenario(whole, scenario.name, [*question.scenario.applied, *names])
    if read is None or any(finding.is_error for finding in findings):
        return None, text, findings
    new = compiled(question.library, read.scenario, inputs, question.library_findings, findings, question.pledges)
    return new, text, []


def patch_of(question: Question, words: Words) -> tuple[dict[str, Any], list[dict[str, Any]], list[Finding]]:
    """Return what the words change, as a table of the scenario file, the rules they add, and findings."""
    patch = _patch(question, words)
    return patch.table, patch.rules, patch.findings


def side_of(name: str, question: Question, result: Result) -> Side:
    """Return a plan as a side of a comparison."""
    ways, _ = appraised(question.library, question.scenario)
    return Side(name, question.problem, result, [way.whole_cost for way in ways])


def _extended(entry: Input, text: str) -> Input:
    # What was written is no longer what lies there, so nothing says where it lies.
    return replace(entry, content=entry.content.rstrip() + b"\n\n" + text.encode(), path="")


def _patch(question: Question, words: Words) -> _Patch:
    patch, scenario = _Patch(), question.scenario
    steps: tuple[tuple[Callable[[_Patch, Scenario, str, str], None], Sequence[str], str, str], ...] = (
        (_quota, words.quota, "--quota", "land=+10 %"),
        (_fund, words.fund, "--fund", "special bonds=-20 %"),
        (_weight, words.weight, "--weight", "jobs=2"),
        (_rule, words.rule, "--rule", "fifteen lead projects=20"),
        (_level, words.level, "--level", "rail=90 %"),
    )
    for step, given, option, example in steps:
        for name, change in pairs(given, option, example, patch.findings):
            step(patch, scenario, name, change)
    known = sorted(question.library.ids)
    for kind, option, given in (("must_select", "--must", words.must), ("must_not", "--must-not", words.must_not)):
        for project in given:
            if project not in question.library.ids:
                patch.findings.append(unknown("project", project, option, known))
            else:
                name = f"what if {project} {'must' if kind == 'must_select' else 'must not'} be chosen"
                patch.rules.append({"kind": kind, "name": name, "projects": [project]})
    return patch


def _quota(patch: _Patch, scenario: Scenario, name: str, change: str) -> None:
    name, period = _period(name, scenario)
    named = set(quotas_called(scenario, name))
    if not named:
        patch.findings.append(unknown("quota, pool or resource", name, "--quota", quota_names(scenario)))
    for quota in scenario.quotas:
        if quota.name in named:
            _amounts(patch, quota, period, change)


def _amounts(patch: _Patch, quota: Quota, period: str, change: str) -> None:
    kind = "pool" if quota.is_pool else "quota"
    labels = [label for label in quota.amounts if period in ("", label)]
    if not labels:
        what = f'The quota "{quota.name}" has no amount for {period}.'
        patch.wrong("--quota", what, ", ".join(quota.amounts), period, "Name a period that it has.")
    for label in labels:
        text = _changed(patch, quota.amounts[label], change, "--quota")
        if text is not None:
            patch.put(text, kind, quota.name, "amount", label)


def _fund(patch: _Patch, scenario: Scenario, name: str, change: str) -> None:
    name, period = _period(name, scenario)
    funds = [fund for fund in scenario.funds if name in (fund.name, "all")]
    if not funds:
        patch.findings.append(unknown("fund", name, "--fund", [fund.name for fund in scenario.funds]))
    for fund in funds:
        for label, amount in fund.amounts.items():
            text = _changed(patch, amount, change, "--fund") if period in ("", label) else None
            if text is not None:
                patch.put(text, "fund", fund.name, "amount", label)


def _weight(patch: _Patch, scenario: Scenario, name: str, change: str) -> None:
    benefit = scenario.benefit
    if name in benefit.gains:
        text = _changed(patch, benefit.gains[name], change, "--weight")
        if text is not None:
            patch.put(text, "benefit", "gains", name)
    elif name in benefit.weights:
        text = _number(patch, Fraction(benefit.weights[name]), change, "--weight")
        if text is not None:
            patch.put(text, "benefit", "weights", name)
    else:
        patch.findings.append(unknown("criterion with a weight", name, "--weight", benefit.weights or benefit.gains))


def _rule(patch: _Patch, scenario: Scenario, name: str, change: str) -> None:
    rule = next((rule for rule in scenario.rules if rule.name == name), None)
    limits = [rule.name for rule in scenario.rules if isinstance(rule, Limit)]
    if rule is None:
        patch.findings.append(unknown("rule", name, "--rule", limits))
    elif not isinstance(rule, Limit):
        what = f'The rule "{name}" has no bound that a number would change.'
        patch.wrong("--rule", what, "a rule at_least, at_most or exactly", name, "Write an override for it.")
    elif rule.of == COUNT:
        text = _number(patch, Fraction(rule.bound.value), change, "--rule")
        if text is not None and not text.isdigit():
            patch.wrong("--rule", f'The rule "{name}" counts projects.', "a whole number", text, "Give one.")
        elif text is not None:
            patch.put(int(text), "rule", name, "count")
    else:
        plain = rule.bound.unit.dimension == "count"
        given = _number(patch, Fraction(rule.bound.value), change, "--rule") if plain else None
        text = given if plain else _changed(patch, rule.bound, change, "--rule")
        if text is not None:
            patch.put(text, "rule", name, "amount")


def _level(patch: _Patch, scenario: Scenario, name: str, change: str) -> None:
    names = [reference.name for reference in scenario.reference_classes]
    if name not in (*names, "all"):
        patch.findings.append(unknown("reference class", name, "--level", names))
    for each in names:
        if name in (each, "all"):
            patch.put(change, "reference_class", each, "level")


# Changes.


def _period(name: str, scenario: Scenario) -> tuple[str, str]:
    head, mark, label = name.rpartition("@")
    return (head, label) if mark and label in [period.label for period in scenario.periods] else (name, "")


def _changed(patch: _Patch, amount: Amount, change: str, option: str) -> str | None:
    """Return an amount after a change: "+10 %", "-20 mu", "200 mu"; what is below 0 becomes 0."""
    share = _share(change)
    if share is not None:
        return _amount_text(Fraction(amount.value) * (1 + share), amount.unit)
    sign = change[0] if change[0] in "+-\u2212" else ""
    given, _ = parse_amount(change[len(sign) :].strip(), {str(amount.unit).casefold(): amount.unit})
    if given is None or given.unit.dimension != amount.unit.dimension:
        example = f"{amount.value:f} {amount.unit}".strip()
        fix = "A share changes what there is, an amount with a sign is added, and one without replaces it."
        patch.wrong(option, "The change cannot be read.", f'"+10 %", "-5 %", "+{example}" or "{example}"', change, fix)
        return None
    texts = []
    for unit in (amount.unit, given.unit):  # 100 mu are no decimal of km2, but 15 km2 are one of mu
        value, before = given.measured_in(unit), amount.measured_in(unit)
        texts.append(_amount_text({"": value, "+": before + value}.get(sign, before - value), unit))
    return next((text for text in texts if "/" not in text.split(" ")[0]), texts[0])


def _amount_text(value: Fraction, unit: Unit) -> str:
    return f"{decimal_text(max(value, Fraction(0)))} {unit}".strip()


def _number(patch: _Patch, before: Fraction, change: str, option: str) -> str | None:
    share = _share(change)
    if share is not None:
        return decimal_text(before * (1 + share))
    number = parse_number(change.lstrip("+"))
    if number is None:
        fix = "Give the number itself, or a share by which it changes."
        patch.wrong(option, "The change cannot be read.", '"2", "+20 %" or "-20 %"', change, fix)
        return None
    added = before if change.startswith("+") else Fraction(0)
    return decimal_text(added + Fraction(number))


def _share(change: str) -> Fraction | None:
    """Return a change such as "+10 %" as a share, or None where it is none; it needs its sign."""
    if not change.endswith("%") or change[:1] not in ("+", "-", "\u2212"):
        return None
    number = parse_number(change[1:-1].strip())
    if number is None:
        return None
    return Fraction(number) / (100 if change[0] == "+" else -100)


# The override as text.


def _written(patch: _Patch, scenario: Scenario) -> tuple[list[str], str]:
    names: list[str] = []
    lines: list[str] = []
    for suffix, table in (("", patch.table), ("-wishes", {"rule": patch.rules} if patch.rules else {})):
        if table:
            names.append(_free(f"what-if{suffix}", scenario))
            lines.append(f"[override.{names[-1]}]")
            lines += list(_lines(table))
    return names, "\n".join([*lines, ""])


def _free(name: str, scenario: Scenario) -> str:
    number, free = 1, name
    while free in scenario.overrides:
        number += 1
        free = f"{name}-{number}"
    return free


def _lines(table: Mapping[str, Any], *path: str) -> list[str]:
    lines = []
    for key, value in table.items():
        here = (*path, key)
        if isinstance(value, dict) and key != "amount":
            lines += _lines(value, *here)
        else:
            lines.append(f"{'.'.join(map(toml_key, here))} = {toml(value)}")
    return lines
