"""Limits as a planner moves them: each quota, fund and counted rule with its box, its slider, its use and its price.

A row knows how to read what is written into its box, in the units of the reader's language, as a word of
`kaimen.workspace.planning.whatif`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.problem import Problem
from kaimen.quantity import Unit, decimal_text, parse_number
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.prices import PriceRow, price_rows, step_words
from kaimen.report.language import step_of
from kaimen.report.language.speaker import places_of
from kaimen.scenario import COUNT, Limit

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit on the page.

    Attributes:
        key: names its box.
        word: what changes it, before the `=` (`quota:land@2025`).
        group: what it is of.
        name: as people read it.
        pledge: what it rests on: the id of a pledge, or empty.
        unit: of the box, as shown; `stored` is that of the scenario, and `factor` leads from it to the box.
        base: what the box says in the plan that the page begins from; `now` after the changes.
        ends: least and greatest of the slider, and its step, in the box's unit as plain text.
        used: how much of what there is is used, as shown, and as a share (None: there is none).
        has: what there is with draws and carries, as shown, in the box's unit.
        weight: what all of it brings at its price, its part of the price bound.
        price: of a step, as shown (empty: it has none); `step` is the step with its unit.
        has_box: whether there is an amount of its own to change.
    """

    key: str
    word: str
    group: str
    name: str
    pledge: str
    unit: str
    stored: str
    factor: Fraction
    base: str
    now: str
    ends: tuple[str, str, str]
    used: str
    has: str
    share: Fraction | None
    step: str
    price: Fraction
    price_shown: str
    weight: Fraction
    has_box: bool

    @property
    def is_moved(self) -> bool:
        """Whether it is not what the plan has."""
        return self.base != self.now

    @property
    def tells(self) -> bool:
        """Whether it has a price, is full or was moved."""
        return self.price != 0 or self.is_moved or (self.share is not None and self.share >= 1)

    def word_for(self, text: str) -> str | None:
        """Return the word that makes the box say this; empty where it says so already, None where it is no amount."""
        if text.strip() == self.base:
            return ""
        number = parse_number(text.strip())
        if number is None or number < 0:
            return None
        value = round(Fraction(number) / self.factor, _DECIMALS)
        return f"{self.word}={decimal_text(Fraction(value))} {self.stored}".rstrip()


def limit_rows(ground: Ground, base: Problem) -> list[LimitRow]:
    """Return the rows of quotas and funds.

    Args:
        ground: the plan as it is shown, its problem perhaps changed.
        base: the problem that the page began from; its rows are those of the ground's.
    """
    rows = price_rows(ground)
    found: list[LimitRow] = []
    cites = {fund.name: fund.cite.pledge for fund in ground.scenario.funds}
    cites |= {quota.name: quota.cite.pledge for quota in ground.scenario.quotas}
    steps = _steps(rows)
    for at, (row, own) in enumerate(zip(rows, _own(ground, base), strict=True)):
        found.append(_row(ground, row, own, cites.get(row.entry, ""), steps[at]))
    return found


@dataclass(frozen=True, slots=True)
class _Own:
    key: str
    word: str
    before: Fraction
    now: Fraction
    unit: Unit


def _own(ground: Ground, base: Problem) -> Iterator[_Own]:
    """Yield what is set of each row, in the order of `price_rows`."""
    problem = ground.problem
    by_resource: dict[str, list[int]] = {}
    for number, quota in enumerate(problem.quotas):
        by_resource.setdefault(quota.resource, []).append(number)
    for number in (number for members in by_resource.values() for number in members):
        quota = problem.quotas[number]
        at = f"@{quota.period}" if quota.period in problem.periods else ""
        before = Fraction(int(base.limit[number]), base.quotas[number].scale)
        now = Fraction(int(problem.limit[number]), quota.scale)
        yield _Own(f"q{number}", f"quota:{quota.name}{at}", before, now, quota.unit)
    for fund, source in enumerate(problem.funds):
        for t, period in enumerate(problem.periods):
            before = Fraction(int(base.fund_limit[fund, t]), base.money_scale)
            yield _Own(
                f"f{fund}-{t}", f"fund:{source.name}@{period}", before, ground.fund_limit(fund, t), problem.money_unit
            )


def _row(ground: Ground, row: PriceRow, own: _Own, pledge: str, step: Fraction) -> LimitRow:
    speaker, view = ground.speaker, row.view
    shown = [view.of(amount) for amount in (own.before, own.now, row.used, row.limit)]
    places = places_of([*shown[:2], step])
    price = row.price / view.factor * step
    low, high, by = _ends(shown[0], shown[1], step)
    return LimitRow(
        key=own.key,
        word=own.word,
        group=row.group,
        name=row.name,
        pledge=pledge,
        unit=view.label,
        stored=str(own.unit),
        factor=view.factor,
        base=speaker.number(shown[0], _places(shown[0])),
        now=speaker.number(shown[1], _places(shown[1])),
        ends=(_plain(low), _plain(high), _plain(by)),
        used=speaker.number(shown[2], places),
        has=speaker.number(shown[3], places),
        share=row.used / row.limit if row.limit > 0 and row.used >= 0 else None,
        step=speaker.with_unit(step_words(speaker.number, step), view.label),
        price=price,
        price_shown=speaker.number(price, 2 if price else 0),
        weight=row.weight,
        has_box=own.before > 0 or own.now > 0,
    )


def _places(value: Fraction) -> int:
    """Return the decimals of a box: as many as it takes to say what is set."""
    places = 0
    while places < _DECIMALS and (value * 10**places).denominator != 1:
        places += 1
    return places


def _ends(before: Fraction, now: Fraction, step: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """Return the ends and the step of a slider: from nothing to twice what the plan has, in about 200 steps."""
    high = max(2 * before, now)
    by = min(step, step_of(high) / 10 if high else step)
    return Fraction(0), high, by


def _plain(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".") or "0"


def _steps(rows: Sequence[PriceRow]) -> list[Fraction]:
    sizes: dict[tuple[str, str], list[Fraction]] = {}
    for row in rows:
        if row.limit:
            sizes.setdefault((row.group, row.view.label), []).append(row.view.of(row.limit))
    steps = {key: step_of(sorted(values)[len(values) // 2]) for key, values in sizes.items()}
    return [steps.get((row.group, row.view.label), Fraction(1)) for row in rows]


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A number that is no amount of a quota: the count of a rule, or a weight; as `LimitRow`."""

    key: str
    word: str
    name: str
    base: str
    now: str

    @property
    def is_moved(self) -> bool:
        """Whether it is not what the plan has."""
        return self.base != self.now

    def word_for(self, text: str) -> str | None:
        """Return the word that makes the box say this; empty where it says so already, None where it is no number."""
        if text.strip() == self.base:
            return ""
        number = parse_number(text.strip())
        return None if number is None else f"{self.word}={decimal_text(Fraction(number))}"


def count_boxes(ground: Ground, base: Problem) -> dict[str, BoxRow]:
    """Return a box for each rule that counts projects, by the rule's name."""
    found = {}
    rows = {row.name: at for at, row in enumerate(base.rules)}
    for rule in ground.scenario.rules:
        at = rows.get(rule.name)
        if isinstance(rule, Limit) and rule.of == COUNT and at is not None:
            before, now = (int(p.rule_side[at]) // p.rules[at].scale for p in (base, ground.problem))
            found[rule.name] = BoxRow(f"r{at}", f"rule:{rule.name}", rule.name, f"{before}", f"{now}")
    return found


def weight_boxes(ground: Ground, changed: dict[str, str]) -> list[BoxRow]:
    """Return a box for each criterion's weight; `changed` is what the weights were changed to."""
    speaker = ground.speaker
    return [
        BoxRow(f"w{at}", f"weight:{name}", speaker.called(name), f"{weight:f}", changed.get(name, f"{weight:f}"))
        for at, (name, weight) in enumerate(ground.scenario.benefit.weights.items())
    ]
