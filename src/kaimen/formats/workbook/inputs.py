"""Rows of the sheets `Criteria`, `Appraisal` and `Costs`: what benefit and cost are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.formats.workbook.tables import Column, Formula, Row, Table
from kaimen.library import Library
from kaimen.problem import Part, Problem, appraised, parts_of
from kaimen.problem.overruns import uplift
from kaimen.problem.ways import class_of
from kaimen.scenario import Scenario

_CRITERIA = (
    Column("criterion", "criterion", 24, "text"),
    Column("weight", "weight", 14, "price", is_input=True),
    Column("function", "value", 90, "text"),
)
_APPRAISAL = (
    Column("option", "option", 8, "count"),
    Column("project", "project", 14, "text"),
    Column("start", "start", 9, "text"),
    Column("site", "site", 14, "text"),
    Column("criterion", "criterion", 24, "text"),
    Column("said", "as the list says", 18, "text"),
    Column("value", "value", 14, "price", is_input=True),
    Column("factor", "factor", 14, "price", is_input=True),
    Column("weight", "weight", 14, "price"),
    Column("worth", "value x factor x weight", 14, "benefit"),
)
_COSTS = (
    Column("project", "project", 14, "text"),
    Column("option", "option", 8, "count"),
    Column("estimate", "estimate, {money}", 16, "amount", is_input=True),
    Column("class", "reference class", 24, "text"),
    Column("level", "level", 9, "gap"),
    Column("overrun", "overrun at the level", 12, "gap", is_input=True),
    Column("cost", "cost, {money}", 16, "amount"),
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its weight and its value function in words."""

    name: str
    weight: Fraction
    function: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of an option as the list has it, and what its reference class makes of it."""

    option: int
    estimate: Fraction
    reference: str
    level: Fraction | None
    uplift: Fraction


@dataclass(frozen=True, slots=True)
class Inputs:
    """What benefits and costs of a problem were made from; `parts` by option, `estimates` only with classes."""

    criteria: tuple[Criterion, ...]
    parts: tuple[Part, ...]
    estimates: tuple[Estimate, ...]


def inputs_of(library: Library, scenario: Scenario) -> Inputs:
    """Return what the benefits and costs of a question's problem are made from."""
    ways, appraisal = appraised(library, scenario)
    criteria = [Criterion(name, weight, _in_words(scenario, name)) for name, weight in appraisal.weights.items()]
    estimates: list[Estimate] = []
    for number, way in enumerate(ways if scenario.reference_classes else ()):
        reference = class_of(way.project, scenario)
        level = None if reference is None or reference.level is None else Fraction(reference.level)
        raised = uplift(reference)
        name = reference.name if reference else ""
        estimates.append(Estimate(number, way.whole_cost / raised, name, level, raised))
    return Inputs(tuple(criteria), tuple(parts_of(ways, scenario, appraisal)), tuple(estimates))


def _in_words(scenario: Scenario, name: str) -> str:
    benefit = scenario.benefit
    if name in benefit.gains:
        periods = f"for {benefit.lasts} periods, discounted at {benefit.rate * 100:f} % a period"
        return f"{benefit.gains[name]} for each unit, {periods}; {str(benefit.measure).replace('_', ' ')}"
    function = benefit.values.get(name)
    if function is None:
        return "the criterion itself"
    pairs = [f"{at:f}: {value:f}" for at, value in function.points]
    pairs += [f"{word}: {value:f}" for word, value in function.categories.items()]
    return f"{'; '.join(pairs)}; missing: {function.missing:f}"


class Sheets:
    """The three sheets of the inputs, as tables and rows."""

    def __init__(self, problem: Problem, inputs: Inputs) -> None:
        self.problem, self.inputs = problem, inputs
        money = str(problem.money_unit)
        costs = [Column(c.key, c.head.replace("{money}", money), c.width, c.style, c.is_input) for c in _COSTS]
        self.criteria = Table("Criteria", _CRITERIA, len(inputs.criteria))
        self.appraisal = Table("Appraisal", _APPRAISAL, len(inputs.parts))
        self.costs = Table("Costs", costs, len(inputs.estimates))
        self._first: dict[int, tuple[int, int]] = {}
        for row, part in enumerate(inputs.parts):
            low, _ = self._first.get(part.way, (row, row))
            self._first[part.way] = (low, row + 1)

    def benefit(self, option: int, value: float) -> Formula | float:
        """Return an option's benefit as the sum of its parts."""
        low, high = self._first.get(option, (0, 0))
        return Formula(f"=SUM({self.appraisal.block('worth', low, high)})", value) if low < high else value

    def criterion_rows(self) -> Iterator[Row]:
        """Yield a row per criterion."""
        for entry in self.inputs.criteria:
            yield {"criterion": entry.name, "weight": float(entry.weight), "function": entry.function}

    def appraisal_rows(self) -> Iterator[Row]:
        """Yield a row per option and criterion."""
        places = {entry.name: row for row, entry in enumerate(self.inputs.criteria)}
        at = self.criteria.ref
        for row, part in enumerate(self.inputs.parts):
            name, table = self.problem.option_name(part.way), self.appraisal
            place = places.get(part.criterion)
            weight = 1.0 if place is None else Formula(f"={at('weight', place)}", float(part.weight))
            value, factor, by = (table.at(key, row) for key in ("value", "factor", "weight"))
            yield {
                "option": part.way + 1,
                "project": name.project,
                "start": name.start,
                "site": name.site,
                "criterion": part.criterion or "costs, discounted",
                "said": part.said,
                "value": float(part.value),
                "factor": float(part.factor),
                "weight": weight,
                "worth": Formula(f"={value}*{factor}*{by}", float(part.value * part.factor * part.weight)),
            }

    def cost_rows(self) -> Iterator[Row]:
        """Yield a row per option with its estimate and what the reference class makes of it."""
        for row, entry in enumerate(self.inputs.estimates):
            estimate, overrun = self.costs.at("estimate", row), self.costs.at("overrun", row)
            yield {
                "project": self.problem.option_name(entry.option).project,
                "option": entry.option + 1,
                "estimate": float(entry.estimate),
                "class": entry.reference,
                "level": None if entry.level is None else float(entry.level),
                "overrun": float(entry.uplift - 1),
                "cost": Formula(f"={estimate}*(1+{overrun})", float(entry.estimate * entry.uplift)),
            }

    def written(self) -> Sequence[tuple[Table, Iterator[Row]]]:
        """Return the sheets that have rows."""
        sheets = (
            (self.criteria, self.criterion_rows()),
            (self.appraisal, self.appraisal_rows()),
            (self.costs, self.cost_rows()),
        )
        return [sheet for sheet in sheets if sheet[0].count]
