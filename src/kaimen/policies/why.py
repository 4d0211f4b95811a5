"""Why a policy is due to a firm or not: each condition that does not hold, what the firm says, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from kaimen.policies.columns import FirmColumns
from kaimen.policies.conditions import HOLDS, States, judge
from kaimen.policies.entitle import OUTCOMES, Entitlements, Outcome
from kaimen.policies.grants import PARTS
from kaimen.policies.types import TEXT_FIELDS, All, AnyOf, Condition, Not, Reference, Test
from kaimen.quantity import decimal_text


@dataclass(frozen=True, slots=True)
class Lack:
    """A test that stands in the way: what it asks, what the firm says (empty: nothing), and how far that is.

    `distance` is in the field's unit, None where words are compared or nothing is known.
    """

    field: str
    asked: str
    found: str
    distance: Fraction | None = None
    unit: str = ""

    def __str__(self) -> str:
        """Return it as a sentence without a full stop."""
        if not self.found:
            return f"{self.field} is not known; asked is {self.asked}"
        far = f", {figure_text(self.distance)} {self.unit}".rstrip() + " away" if self.distance is not None else ""
        return f"{self.field} is {self.found}; asked is {self.asked}{far}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one policy comes to for one firm. `amount` is in the book's money; `by` names what decides, if a rule does.

    `lacks` are the tests that stand in the way; of conditions of which one must hold, all of them.
    """

    policy: str
    title: str
    outcome: Outcome
    amount: Fraction
    reference: Reference
    lacks: tuple[Lack, ...] = ()
    by: str = ""
    shortfall: float = 0.0

    @property
    def words(self) -> str:
        """What to tell of it."""
        head = OUTCOMES[self.outcome]
        detail = "; ".join(map(str, self.lacks)) or self.by
        return f"{head}: {detail}" if detail else head


def answers(found: Entitlements, firm: int) -> list[Answer]:
    """Return what each policy in force comes to for one firm, by its place among the firms."""
    return [_answer(found, row, firm, {}) for row in range(len(found.policies))]


def answers_on(found: Entitlements, row: int, firms: Iterable[int]) -> list[Answer]:
    """Return what one policy, by its row, comes to for many firms."""
    judged: JudgedStates = {}
    return [_answer(found, row, firm, judged) for firm in firms]


def barring(found: Entitlements, firm: int) -> list[str]:
    """Return the ids of the lines that keep a firm out."""
    return [line.id for row, line in enumerate(found.lines) if found.out[row, firm]]


def _answer(found: Entitlements, row: int, firm: int, judged: JudgedStates) -> Answer:
    policy, outcome = found.policies[row], Outcome(int(found.outcome[row, firm]))
    lacks: tuple[Lack, ...] = ()
    by = ""
    if outcome in (Outcome.FAILS, Outcome.OPEN):
        lacks = tuple(lacks_of(policy.when, found.columns, firm, judged)) or tuple(_unknown_base(found, row, firm))
    elif outcome is Outcome.BARRED:
        lines = [
            line
            for number, line in enumerate(found.lines)
            if found.out[number, firm] and ("*" in line.policies or policy.id in line.policies)
        ]
        by = "; ".join(f"line {line.id} ({line.reference})" for line in lines)
    elif outcome is Outcome.DISPLACED:
        by = ", ".join(other.id for other in found.policies if policy.id in other.instead_of)
    elif outcome in (Outcome.LIMITED, Outcome.CUT):
        names = (s.name for s in found.columns.book.stackings if policy.id in s.policies)
        by = ", ".join(f'"{name}"' for name in names)
    amount = Fraction(int(found.amount[row, firm]), PARTS)
    far = float(found.shortfall[row, firm])
    return Answer(policy.id, policy.title, outcome, amount, policy.reference, lacks, by, far)


def _unknown_base(found: Entitlements, row: int, firm: int) -> Iterator[Lack]:
    grant = found.policies[row].grant
    for name in filter(None, (grant.of, grant.by)):
        if not found.columns.figures(name, grant.period).known[firm]:
            yield Lack(name, "the figure that the grant is worked out from", "")


JudgedStates = dict[tuple[int, bool], States]
"""States of the conditions of a policy for all firms, by the condition and whether its opposite is asked."""


def lacks_of(
    condition: Condition, columns: FirmColumns, firm: int, judged: JudgedStates, *, negate: bool = False
) -> Iterator[Lack]:
    """Yield the tests that stand in a firm's way; `judged` keeps states between firms."""
    key = (id(condition), negate)
    if key not in judged:
        judged[key] = judge(condition, columns, negate=negate).state
    if judged[key][firm] == HOLDS:
        return
    if isinstance(condition, Not):
        yield from lacks_of(condition.of, columns, firm, judged, negate=not negate)
    elif isinstance(condition, All | AnyOf):
        for part in condition.of:
            yield from lacks_of(part, columns, firm, judged, negate=negate)
    else:
        yield _lack(condition, columns, firm, negate=negate)


def _lack(test: Test, columns: FirmColumns, firm: int, *, negate: bool) -> Lack:
    asked = f"not {asked_text(test, columns)}" if negate else asked_text(test, columns)
    label = f"{test.field} {test.period}".rstrip()
    if test.field in TEXT_FIELDS:
        return Lack(label, asked, columns.words(test.field).at(firm))
    number = columns.book.number(test.field)
    unit = str(number.unit) if number and number.unit else ""
    value = columns.figures(test.field, test.period).at(firm)
    if value is None:
        return Lack(label, asked, "")
    return Lack(label, asked, f"{figure_text(value)} {unit}".rstrip(), _distance(test, value, negate=negate), unit)


def asked_text(test: Test, columns: FirmColumns) -> str:
    """Return what a test asks, in words."""
    if test.is_text:
        return " or ".join(test.one_of)
    number = columns.book.number(test.field)
    unit = f" {number.unit}" if number and number.unit else ""
    if test.low is not None and test.low == test.high:
        return f"exactly {figure_text(test.low)}{unit}"
    parts = []
    if test.low is not None:
        parts.append(f"{'more than' if test.low_open else 'at least'} {figure_text(test.low)}{unit}")
    if test.high is not None:
        parts.append(f"{'less than' if test.high_open else 'at most'} {figure_text(test.high)}{unit}")
    return " and ".join(parts)


def _distance(test: Test, value: Fraction, *, negate: bool) -> Fraction:
    """Return how far a number is from where the test, or its opposite, turns."""
    edges = [edge for edge in (test.low, test.high) if edge is not None]
    if negate:
        return min(abs(value - edge) for edge in edges)
    low = max(Fraction(0), test.low - value) if test.low is not None else Fraction(0)
    high = max(Fraction(0), value - test.high) if test.high is not None else Fraction(0)
    return max(low, high)


def figure_text(value: Fraction) -> str:
    """Return a number as people write it, exact where it has a decimal, else to six decimals."""
    text = decimal_text(value)
    return f"{float(value):,.6g}" if "/" in text else _grouped(text)


def _grouped(text: str) -> str:
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() and whole != "-0" else text
