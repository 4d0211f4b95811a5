"""What is wrong with a book of policies as a whole; what cannot stand is left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from graphlib import CycleError
from itertools import pairwise
from typing import TypeVar

from kaimen.errors import Finding, Place
from kaimen.policies.entitle import displacing_first
from kaimen.policies.types import (
    TEXT_FIELDS,
    AccessLine,
    Condition,
    Financing,
    Guarantee,
    Lender,
    Not,
    Policy,
    PolicyBook,
    Programme,
    Stacking,
    Test,
)
from kaimen.policies.why import figure_text

DEAR = Fraction(36, 100)
"""A rate a year above which no court of China protects a loan; one above it is remarked on."""

_Dated = TypeVar("_Dated", Policy, AccessLine, Lender, Guarantee)


def check_policies(book: PolicyBook) -> tuple[PolicyBook, list[Finding]]:
    """Return a book without what cannot stand, and a finding for each fault.

    Left out are rules without a legal reference (`E923`) or with a field that is not declared (`E922`), later
    versions whose dates overlap an earlier one's (`E921`), and displacements that lead in a circle (`E924`).
    """
    findings: list[Finding] = []
    stated = _apart(_known(book, _referenced(book.policies, findings), findings), findings)
    access = _apart(_known(book, _referenced(book.access, findings), findings), findings)
    policies = _without_circles(_named(stated, book, findings), findings)
    ids = {policy.id for policy in policies}
    stackings = tuple(_stacking(entry, ids, findings) for entry in book.stackings)
    guarantees = _apart(_known(book, _referenced(book.guarantees, findings), findings), findings)
    backing = {entry.id for entry in guarantees}
    lenders = _apart(_known(book, _referenced(book.lenders, findings), findings), findings)
    lenders = tuple(lender for lender in lenders if _is_backed(lender, backing, findings))
    lending = {lender.id for lender in lenders}
    findings += _dear(lenders)
    for line in access:
        for name in line.policies:
            if name != "*" and name not in ids | backing | lending:
                findings.append(_no_policy(name, ids, line.place))
    programmes = tuple(p for p in book.programmes if _can_run(p, book, ids, findings))
    kept = replace(book, policies=policies, access=access, stackings=stackings, programmes=programmes)
    financings = tuple(f for f in book.financings if _can_lend(f, book, lending, findings))
    return replace(kept, guarantees=guarantees, lenders=lenders, financings=financings), findings


def _dear(lenders: Iterable[Lender]) -> Iterator[Finding]:
    """Yield a remark (`W316`) for each lender whose rate is above `DEAR`: a decimal point may be missing."""
    for lender in lenders:
        if lender.rate > DEAR:
            what = f'The rate of lender "{lender.id}" is above {figure_text(100 * DEAR)} % a year; it is kept.'
            fix = "Correct it if a decimal point or a unit was lost; leave it if it is right."
            yield Finding("W316", what, lender.place, found=f"{figure_text(100 * lender.rate)} %", fix=fix)


def _can_lend(financing: Financing, book: PolicyBook, lending: set[str], findings: list[Finding]) -> bool:
    """Return whether the fields and lenders of a matching are there and fit; a finding for each that does not."""
    before = len(findings)
    kinds = {financing.wants: book.money.dimension, financing.least: book.money.dimension, financing.highest: "share"}
    for name in filter(None, (*kinds, *financing.benefit)):
        number = book.number(name)
        if number is None:
            what = f'The matching "{financing.name}" reads the field "{name}", which is not declared; it is left out.'
            expected = ", ".join(entry.name for entry in book.fields)
            findings.append(Finding("E922", what, financing.place, expected, f'"{name}"', _declare(name)))
        elif name in kinds and (number.unit is None or number.unit.dimension != kinds[name]):
            what = f'The matching "{financing.name}" reads "{name}", which is of another kind; it is left out.'
            expected = "a field in %" if kinds[name] == "share" else f"a field of money such as {book.money}"
            found = str(number.unit or "a bare number")
            findings.append(Finding("E925", what, financing.place, expected, found, "Correct the unit of the field."))
    for name in financing.lenders:
        if name not in lending:
            findings.append(_nothing("lender", name, lending, financing.place))
    return len(findings) == before


def _is_backed(lender: Lender, backing: set[str], findings: list[Finding]) -> bool:
    """Return whether the guarantees that a lender names are there."""
    gone = [name for name in lender.guarantees if name not in backing]
    findings += [_nothing("guarantee", name, backing, lender.place) for name in gone]
    return not gone


def _declare(name: str) -> str:
    return f'Declare it: [field."{name}"], with its unit if it has one; or correct the name.'


def _can_run(programme: Programme, book: PolicyBook, ids: set[str], findings: list[Finding]) -> bool:
    """Return whether a programme's policy stands and its fields are declared; a finding where not."""
    before = len(findings)
    if programme.policy not in ids:
        findings.append(_no_policy(programme.policy, ids, programme.place))
    for name in programme.benefit:
        if book.number(name) is None:
            what = f'The programme "{programme.name}" counts the field "{name}", which is not declared; it is left out.'
            fix = _declare(name)
            expected = ", ".join(number.name for number in book.fields)
            findings.append(Finding("E922", what, programme.place, expected, f'"{name}"', fix))
    return len(findings) == before


def _referenced(rules: Iterable[_Dated], findings: list[Finding]) -> list[_Dated]:
    kept = []
    for rule in rules:
        if rule.reference.is_whole:
            kept.append(rule)
            continue
        has = rule.reference.document or rule.reference.number
        what = f'"{rule.id}" does not say on which {"article" if has else "document"} it rests; it is left out.'
        fix = 'Write cite = { document = "...", number = "...", article = "..." }.'
        findings.append(Finding("E923", what, rule.place, "a document and an article", str(rule.reference), fix))
    return kept


def _known(book: PolicyBook, rules: Iterable[_Dated], findings: list[Finding]) -> list[_Dated]:
    """Return the rules of which every field is declared."""
    fields: set[str] = {number.name for number in book.fields}
    kept: list[_Dated] = []
    for rule in rules:
        unknown = [test for test in tests_of(rule.when) if test.field not in (*fields, *TEXT_FIELDS)]
        named = [(test.field, test.place if str(test.place) else rule.place) for test in unknown]
        if isinstance(rule, Policy):
            grant = rule.grant
            named += [(name, rule.place) for name in (grant.of, grant.by) if name and name not in fields]
        for name, place in named:
            what = f'"{rule.id}" reads the field "{name}", which is not declared; the rule is left out.'
            fix = _declare(name)
            expected = ", ".join((*TEXT_FIELDS, *sorted(fields)))
            findings.append(Finding("E922", what, place, expected, f'"{name}"', fix))
        if not named:
            kept.append(rule)
    return kept


def tests_of(condition: Condition) -> Iterator[Test]:
    """Yield the tests of a condition."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests_of(condition.of)
    else:
        for part in condition.of:
            yield from tests_of(part)


def _apart(rules: Sequence[_Dated], findings: list[Finding]) -> tuple[_Dated, ...]:
    """Return the rules without versions that overlap an earlier version of the same id."""
    gone: set[int] = set()
    by_id: dict[str, list[_Dated]] = {}
    for rule in rules:
        by_id.setdefault(rule.id, []).append(rule)
    for versions in by_id.values():
        ordered = sorted(versions, key=lambda rule: rule.start)
        for earlier, later in pairwise(ordered):
            if earlier.end is None or later.start < earlier.end:
                gone.add(id(later))
                what = f'Two versions of "{later.id}" are in force at the same time; the later one is left out.'
                expected = f"the version from {earlier.start} to end by {later.start}"
                if line := earlier.place.line:
                    expected = f"the version from {earlier.start} (line {line}) to end by {later.start}"
                found = f"end = {earlier.end}" if earlier.end else "no end"
                fix = f"Write end = {later.start} in the earlier version, or give this rule an id of its own."
                if earlier.start == later.start:
                    expected, fix = "another day to begin", "Give it a later start, or an id of its own; or delete it."
                findings.append(Finding("E921", what, later.place, expected, found, fix))
    return tuple(rule for rule in rules if id(rule) not in gone)


def _named(policies: Sequence[Policy], book: PolicyBook, findings: list[Finding]) -> list[Policy]:
    """Return the policies with the names in `instead_of` and `pool` that are known."""
    ids = {policy.id for policy in policies}
    pools = {pool.name for pool in book.pools}
    kept = []
    for policy in policies:
        for name in policy.instead_of:
            if name not in ids:
                findings.append(_no_policy(name, ids, policy.place))
        if policy.pool and policy.pool not in pools:
            what = f'"{policy.id}" pays from the pool "{policy.pool}", which is not declared.'
            fix = "Declare it as a [[pool]], or correct the name."
            findings.append(Finding("E404", what, policy.place, ", ".join(sorted(pools)), f'"{policy.pool}"', fix))
        kept.append(replace(policy, instead_of=tuple(name for name in policy.instead_of if name in ids)))
    return kept


def _without_circles(policies: Sequence[Policy], findings: list[Finding]) -> tuple[Policy, ...]:
    """Return the policies with the last displacement of each circle taken out."""
    kept = list(policies)
    while True:
        firsts = list({policy.id: policy for policy in kept}.values())
        try:
            displacing_first(firsts)
        except CycleError as error:
            circle = [firsts[number].id for number in error.args[1]]
            closing = _closing(kept, set(circle))
            what = f"Policies stand in each other's place in a circle: {' - '.join(circle)}."
            fix = "Take one `instead_of` of the circle out; until then the last one in the file does not count."
            findings.append(Finding("E924", what, kept[closing].place, "no circle", " - ".join(circle), fix))
            left = tuple(name for name in kept[closing].instead_of if name not in circle)
            kept[closing] = replace(kept[closing], instead_of=left)
        else:
            return tuple(kept)


def _closing(policies: Sequence[Policy], circle: set[str]) -> int:
    numbers = [n for n, policy in enumerate(policies) if policy.id in circle and circle & set(policy.instead_of)]
    return numbers[-1]


def _stacking(entry: Stacking, ids: set[str], findings: list[Finding]) -> Stacking:
    for name in entry.policies:
        if name not in ids:
            findings.append(_no_policy(name, ids, entry.place))
    return replace(entry, policies=tuple(name for name in dict.fromkeys(entry.policies) if name in ids))


def _no_policy(name: str, ids: Iterable[str], place: Place) -> Finding:
    return _nothing("policy", name, ids, place)


def _nothing(kind: str, name: str, ids: Iterable[str], place: Place) -> Finding:
    what = f'There is no {kind} "{name}" that stands.'
    fix = f"Correct the id; a {kind} that is left out with an error does not count."
    return Finding("E404", what, place, ", ".join(sorted(ids)), f'"{name}"', fix)
