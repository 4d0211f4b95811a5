"""The rules of a plan as people read them: what is asked, what the plan does, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaimen.evidence import Citation
from kaimen.portfolio import rule_values
from kaimen.problem.ways import Way, selects, selects_project
from kaimen.quantity import UNITS, Unit
from kaimen.report.briefing.ground import Ground
from kaimen.scenario import (
    COST,
    COUNT,
    Exclusion,
    Limit,
    MustNot,
    MustSelect,
    Prerequisite,
    Rule,
    Sense,
    Share,
    Substitution,
    Use,
)


@dataclass(frozen=True, slots=True)
class RuleState:
    """A rule: what it asks and what the plan does, in words of the paper; its rows in the problem, if it has any.

    `price` is benefit per unit of its one row (None: it has none, or several).
    """

    rule: Rule
    asked: str
    now: str
    rows: tuple[int, ...]
    price: Fraction | None
    unit: Unit

    @property
    def cite(self) -> Citation:
        """What the rule rests on."""
        return self.rule.cite


def rule_states(ground: Ground) -> list[RuleState]:
    """Return every rule of the scenario in its order."""
    rows: dict[str, list[int]] = {}
    for number, row in enumerate(ground.problem.rules):
        rows.setdefault(row.name, []).append(number)
    states = []
    for rule in ground.scenario.rules:
        own = tuple(rows.get(rule.name, ()))
        asked, now = _WORDED[type(rule)](rule, ground)
        price = ground.result.prices.rule_price(ground.problem, own[0]) if len(own) == 1 else None
        states.append(RuleState(rule, asked, now, own, price, _unit(ground, getattr(rule, "of", COUNT))))
    return states


def _unit(ground: Ground, of: str) -> Unit:
    if of == COST:
        return ground.scenario.money
    return ground.resources[of].unit if of in ground.resources else UNITS["projects"]


def _uses(ground: Ground) -> Mapping[str, Use]:
    return {name: resource.use for name, resource in ground.resources.items()}


def measured(ground: Ground, of: str, period: str, takes: Callable[[Way], bool]) -> Fraction:
    """Return how much of a measure the chosen ways that are taken have together, in the units of the scenario."""
    labels = [p.label for p in ground.scenario.periods]
    number = labels.index(period) if period in labels else None
    uses = _uses(ground)
    return sum((one.way.measure(of, number, uses) for one in ground.chosen if takes(one.way)), Fraction(0))


def _limit(rule: Limit, ground: Ground) -> tuple[str, str]:
    speaker, unit = ground.speaker, _unit(ground, rule.of)
    known = rule.of in (COUNT, COST) or rule.of in ground.resources
    bound = rule.bound.measured_in(unit) if known and rule.of != COUNT else Fraction(rule.bound.value)
    now = measured(ground, rule.of, rule.period, lambda way: selects(rule.over, way, ground.scenario))
    view = speaker.view(unit, [bound] if bound else [now])

    def shown(value: Fraction) -> str:
        if not known:
            return speaker.number(value, 0 if value.denominator == 1 else 1)
        places = 0 if view.of(value).denominator == 1 else 1 if view.of(value) >= 10 else 2
        return speaker.with_unit(speaker.number(view.of(value), places), view.label)

    word = {Sense.AT_LEAST: "asked.at_least", Sense.AT_MOST: "asked.at_most", Sense.EXACTLY: "asked.exactly"}
    asked = speaker.say(word[rule.sense], x=shown(bound))
    if rule.within:
        asked = speaker.say("asked.within", x=asked, share=speaker.percent(Fraction(rule.within)))
    return asked, shown(now)


def _share(rule: Share, ground: Ground) -> tuple[str, str]:
    speaker, scenario = ground.speaker, ground.scenario
    whole = measured(ground, rule.of, rule.period, lambda way: selects(rule.whole, way, scenario))
    part = measured(
        ground,
        rule.of,
        rule.period,
        lambda way: selects(rule.whole, way, scenario) and selects(rule.part, way, scenario),
    )
    most = rule.sense is Sense.AT_MOST
    word = ("asked.less_than" if most else "asked.more_than") if rule.strictly else None
    word = word or ("asked.at_most" if most else "asked.at_least")
    share = Fraction(rule.share) * 100
    bound = speaker.percent(Fraction(rule.share), 0 if share.denominator == 1 else 1)
    return speaker.say(word, x=bound), speaker.percent(part / whole) if whole else speaker.say("nothing")


def _prerequisite(rule: Prerequisite, ground: Ground) -> tuple[str, str]:
    speaker = ground.speaker
    chosen = {one.project.id for one in ground.chosen}
    needs = speaker.list([ground.title(need) for need in rule.needs])
    asked = speaker.say("asked.needs", project=ground.title(rule.project), needs=needs)
    return asked, speaker.say("now.kept" if rule.project in chosen else "now.not_taken")


def _exclusion(rule: Exclusion, ground: Ground) -> tuple[str, str]:
    now = sum(selects(rule.among, one.way, ground.scenario) for one in ground.chosen)
    count = UNITS["projects"]
    shown = [ground.speaker.amount(Fraction(value), count, 0) for value in (rule.at_most, now)]
    return ground.speaker.say("asked.at_most", x=shown[0]), shown[1]


def _must(rule: MustSelect | MustNot, ground: Ground) -> tuple[str, str]:
    speaker = ground.speaker
    named = [p.id for p in ground.library.projects if selects_project(rule.projects, p, ground.scenario)]
    chosen = {one.project.id for one in ground.chosen}
    inside = sum(project in chosen for project in named)
    if isinstance(rule, MustNot):
        asked = speaker.say("asked.none", n=f"{len(named):,}")
        return asked, speaker.say("now.out", n=f"{len(named) - inside:,}")
    word = "asked.green" if rule.green_channel else "asked.all"
    return speaker.say(word, n=f"{len(named):,}"), speaker.say("now.in", n=f"{inside:,}")


def _substitution(rule: Substitution, ground: Ground) -> tuple[str, str]:
    speaker, problem = ground.speaker, ground.problem
    values = rule_values(problem, ground.result.portfolio)
    rows = [number for number, row in enumerate(problem.rules) if row.name == rule.name]
    spare = min((Fraction(values[row], problem.rules[row].scale) for row in rows), default=Fraction(0))
    ratio = speaker.number(Fraction(rule.ratio), 0 if Fraction(rule.ratio).denominator == 1 else 1)
    asked = speaker.say("asked.replaced", resource=speaker.called(rule.resource), ratio=ratio)
    unit = ground.resources[rule.resource].unit if rule.resource in ground.resources else UNITS["projects"]
    return asked, speaker.say("now.spare", x=speaker.amount(spare, unit))


_WORDED: Mapping[type, Callable[..., tuple[str, str]]] = {
    Limit: _limit,
    Share: _share,
    Prerequisite: _prerequisite,
    Exclusion: _exclusion,
    MustSelect: _must,
    MustNot: _must,
    Substitution: _substitution,
}
