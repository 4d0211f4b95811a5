"""The rules of policies worked out firm by firm, from their statement in `docs/policies.md`, and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kaimen.firms import Firm
from kaimen.policies import All, AnyOf, Condition, Grant, Not, Policy, PolicyBook, Test


def due(book: PolicyBook, firm: Firm, day: date) -> dict[str, int]:
    """Return the hundredths of the currency that a firm is due, by policy, without those of which nothing is due."""
    force = [p for p in book.policies if p.start <= day and (p.end is None or day < p.end)]
    out = [
        line.policies
        for line in book.access
        if line.start <= day and (line.end is None or day < line.end) and holds(line.when, book, firm, day) is True
    ]
    worth: dict[str, int] = {}
    for policy in force:
        grant = granted(policy.grant, book, firm, day)
        kept_out = any("*" in names or policy.id in names for names in out)
        if holds(policy.when, book, firm, day) is True and grant is not None and not kept_out:
            worth[policy.id] = grant
    worth = _displaced(force, worth)
    for stacking in book.stackings:
        names = [name for name in stacking.policies if name in worth]
        if stacking.count is not None:
            best = sorted(names, key=lambda name: -worth[name])[: stacking.count]
            worth = {name: value for name, value in worth.items() if name not in names or name in best}
        if stacking.amount is not None:
            left = int(stacking.amount * 100)
            for name in names:
                if name in worth:
                    given = min(worth[name], left)
                    left -= given
                    if given < worth[name] and given == 0:
                        del worth[name]
                    else:
                        worth[name] = given
    return worth


def _displaced(force: Sequence[Policy], worth: dict[str, int]) -> dict[str, int]:
    by_id = {p.id: p for p in force}

    def stands(name: str) -> bool:
        return name in worth and not any(stands(p.id) for p in by_id.values() if name in p.instead_of)

    return {name: value for name, value in worth.items() if stands(name)}


def holds(condition: Condition, book: PolicyBook, firm: Firm, day: date) -> bool | None:
    if isinstance(condition, Not):
        inner = holds(condition.of, book, firm, day)
        return None if inner is None else not inner
    if isinstance(condition, All | AnyOf):
        parts = [holds(part, book, firm, day) for part in condition.of]
        decisive = isinstance(condition, AnyOf)
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    if condition.one_of:
        word = getattr(firm, condition.field)
        if not word:
            return None
        return any(word == w or (w.endswith("*") and word.startswith(w[:-1])) for w in condition.one_of)
    value = number(condition.field, condition.period, book, firm, day)
    if value is None:
        return None
    return _inside(condition, value)


def _inside(test: Test, value: Fraction) -> bool:
    if test.low is not None and (value < test.low or (test.low_open and value == test.low)):
        return False
    return not (test.high is not None and (value > test.high or (test.high_open and value == test.high)))


def number(name: str, period: str, book: PolicyBook, firm: Firm, day: date) -> Fraction | None:
    declared = next(n for n in book.fields if n.name == name)
    wanted = str(day.year - 1) if period == "last year" else period
    facts = [f for f in firm.facts if f.name == name and (f.period == wanted if wanted else int(f.period) <= day.year)]
    if not facts:
        return declared.missing
    value = max(facts, key=lambda f: f.period).value
    if isinstance(value, Decimal):
        return Fraction(value) if declared.unit is None else declared.missing
    if declared.unit is None or declared.unit.dimension != value.unit.dimension:
        return declared.missing
    return value.measured_in(declared.unit)


def granted(grant: Grant, book: PolicyBook, firm: Firm, day: date) -> int | None:
    exact = _exact(grant, book, firm, day)
    if exact is None:
        return None
    whole = max(0, exact * 100 // 1)
    return int(whole if grant.cap is None else min(whole, grant.cap * 100 // 1))


def _exact(grant: Grant, book: PolicyBook, firm: Firm, day: date) -> Fraction | None:
    def money(name: str) -> Fraction | None:
        value = number(name, grant.period, book, firm, day)
        unit = next(n for n in book.fields if n.name == name).unit
        return None if value is None or unit is None else value * unit.factor / book.money.factor

    if grant.tiers:
        level = number(grant.by, grant.period, book, firm, day)
        if level is None:
            return None
        if grant.in_slices:
            whole = money(grant.by)
            assert whole is not None
            each = whole / level if level else Fraction(1)
            tops = [tier.start for tier in grant.tiers[1:]] + [max(level, grant.tiers[-1].start)]
            total = Fraction(0)
            for tier, top in zip(grant.tiers, tops, strict=True):
                if level > tier.start and tier.rate is not None:
                    total += tier.rate * (min(level, top) - tier.start) * each
            return total
        reached = [tier for tier in grant.tiers if tier.start <= level]
        if not reached:
            return Fraction(0)
        if reached[-1].amount is not None:
            return reached[-1].amount
        base = money(grant.of or grant.by)
        return None if base is None else base * (reached[-1].rate or 0)
    if grant.rate is not None:
        base = money(grant.of)
        return None if base is None else base * grant.rate
    assert grant.amount is not None
    if grant.of:
        count = number(grant.of, grant.period, book, firm, day)
        return None if count is None else count * grant.amount
    return grant.amount
