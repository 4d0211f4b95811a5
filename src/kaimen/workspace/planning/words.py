"""What a planner writes on the command line to change or vary a question, against the names that there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fractions import Fraction

from kaimen.errors import Finding, Place
from kaimen.quantity import parse_number
from kaimen.scenario import Scenario
from kaimen.sweep import Spread

_LISTED = 8


def spread_of(
    scenario: Scenario, every: str, weights: Sequence[str], quotas: Sequence[str], *, costs: bool
) -> tuple[Spread, list[Finding]]:
    """Return what a sweep varies, from words.

    Args:
        scenario: the question, for its names.
        every: a share for all weights such as "20 %", or `any` for all mixes, or empty.
        weights: a share by criterion, `jobs=10 %`.
        quotas: a share by quota, pool or resource, `land=10 %`; `all` for every quota.
        costs: whether costs are drawn from the reference classes.
    """
    findings: list[Finding] = []
    benefit = scenario.benefit
    criteria = list(benefit.weights or benefit.gains)
    each = Fraction(0) if every in ("", "any") else _share(every, "--weights", findings)
    varied = dict.fromkeys(criteria, each) if each else {}
    for name, text in pairs(weights, "--weight", "jobs=10 %", findings):
        if name in criteria:
            varied[name] = _share(text, "--weight", findings)
        else:
            findings.append(unknown("criterion", name, "--weight", criteria))
    limits: dict[str, Fraction] = {}
    for name, text in pairs(quotas, "--quota", "land=10 %", findings):
        share = _share(text, "--quota", findings)
        named = quotas_called(scenario, name)
        limits |= dict.fromkeys(named, share)
        if not named:
            findings.append(unknown("quota, pool or resource", name, "--quota", quota_names(scenario)))
    if costs and not scenario.reference_classes:
        what = "The scenario has no reference class to draw costs from."
        fix = "Add a [[reference_class]] with the overruns of past projects, or leave --costs out."
        findings.append(Finding("E404", what, Place(key="--costs"), "[[reference_class]]", "none", fix))
    return Spread(varied, every == "any", limits, costs), findings


def quota_names(scenario: Scenario) -> list[str]:
    """Return the names under which quotas can be spoken of: their own, and their resources'."""
    return list(dict.fromkeys([*(r.name for r in scenario.resources), *(q.name for q in scenario.quotas)]))


def quotas_called(scenario: Scenario, name: str) -> list[str]:
    """Return the quotas and pools of a name: the one called so, or all of a resource, or `all`."""
    own = [quota.name for quota in scenario.quotas if quota.name == name]
    return own or [quota.name for quota in scenario.quotas if name in (quota.resource, "all")]


def unknown(kind: str, name: str, option: str, known: Iterable[str]) -> Finding:
    """Return the finding for a name that is not there, with the nearest that are."""
    names = list(known)
    near = get_close_matches(name, names, 3, 0.5)
    listed = ", ".join(names[:_LISTED]) + (" ..." if len(names) > _LISTED else "")
    fix = f"Did you mean {' or '.join(f'{chr(34)}{one}{chr(34)}' for one in near)}?" if near else "Use one that is."
    return Finding("E404", f'There is no {kind} "{name}".', Place(key=option), listed or "none", f'"{name}"', fix)


def pairs(words: Sequence[str], option: str, example: str, findings: list[Finding]) -> list[tuple[str, str]]:
    """Return names and what becomes of them; a word that is not NAME=CHANGE is a finding."""
    found = []
    for word in words:
        name, mark, text = word.rpartition("=")
        if mark and name.strip() and text.strip():
            found.append((name.strip(), text.strip()))
        else:
            what = f"{option} takes a name and what becomes of it."
            findings.append(Finding("E402", what, Place(key=option), f'"{example}"', f'"{word}"', "Write it so."))
    return found


def _share(text: str, option: str, findings: list[Finding]) -> Fraction:
    number = parse_number(text.strip().lstrip("+±").removesuffix("%").strip())
    share = Fraction(-1) if number is None else Fraction(number) / (100 if text.strip().endswith("%") else 1)
    if 0 <= share <= 1:
        return share
    what = f"{option} takes a spread as a share: the value is drawn from so much below to so much above."
    findings.append(Finding("E412", what, Place(key=option), "0 % to 100 %", f'"{text}"', 'Write "20 %" or "0.2".'))
    return Fraction(0)
