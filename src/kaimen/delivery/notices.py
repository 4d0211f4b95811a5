"""Figures of a progress notice held against a baseline: what could be observed, of which line, and what disagrees.

A *proposal* is what an observation would be if a person accepts it. Shares of the annual plan become money by what was
promised for the year, start rates become counts; points against the calendar are never observed, they are only compared
with what the shares give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kaimen.delivery.calendar import printed_points, year_share
from kaimen.delivery.standing import promised_in_year
from kaimen.delivery.types import MONEY, PHYSICAL, STARTED, Baseline, Promise, Report
from kaimen.errors import Finding, Place
from kaimen.evidence import Passage
from kaimen.extract import notice_words as words
from kaimen.extract.notices import Progress
from kaimen.quantity import decimal_text

MEASURES = {
    words.MONEY: MONEY,
    words.SHARE: MONEY,
    words.STARTED: STARTED,
    words.START_RATE: STARTED,
    words.PHYSICAL: PHYSICAL,
}
"""What each read measure is observed as; points are compared only."""

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """An observation that a notice would make: `value` in the baseline's unit, in projects, or in per cent.

    `project` is the line it seems to be of (empty: not told), `day` the last day it speaks of (None: not told). `how`
    says how the value comes of the figure where it is not the figure itself. `is_first` is False where the notice has
    said the same measure of the same day before: a part of the whole, most often.
    """

    number: int
    measure: str
    project: str
    value: Fraction | None
    day: date | None
    how: str
    is_first: bool
    read: Progress


def proposals(baseline: Baseline, found: Sequence[Progress], named: dict[int, str]) -> list[Proposal]:
    """Return what a notice proposes, in the order of the text.

    Args:
        baseline: the baseline in force.
        found: what was read.
        named: the line that a person says a figure is of, by its number (from 1).
    """
    told = {(p.measure, p.day) for p in found if p.measure in (words.MONEY, words.STARTED)}
    seen: set[tuple[str, str, date | None]] = set()
    made = []
    for number, read in enumerate(found, 1):
        measure = MEASURES.get(read.measure, "")
        key = (read.measure, read.region, read.day)
        line = named.get(number, _line(baseline, read) if key not in seen else "")
        is_double = (read.measure == words.SHARE and (words.MONEY, read.day) in told) or (
            read.measure == words.START_RATE and (words.STARTED, read.day) in told
        )
        value, how = _value(baseline, read, line)
        proposal = Proposal(number, measure, line, value, read.day, how, key not in seen, read)
        made.append(replace(proposal, measure="") if is_double and number not in named else proposal)
        seen.add(key)
    return made


def disagreements(baseline: Baseline, made: Sequence[Proposal], document: str) -> list[Finding]:
    """Return a remark (`W866`) for each figure that does not go with the others of its line and day.

    Money against its share of the year's promise, counts against the start rate, points against the share and the
    calendar, each as printed.
    """
    findings = []
    for proposal in made:
        given, line = proposal.read, proposal.project
        if proposal.day is None or not line or not proposal.is_first:
            continue
        beside = {
            p.read.measure: p.read.value for p in made if p.is_first and (p.project, p.day) == (line, proposal.day)
        }
        expected = _expected(baseline, given.measure, beside, line, proposal.day)
        if expected is not None and _printed(expected, given.value) != Fraction(given.value):
            shown = decimal_text(_printed(expected, given.value))
            what = f'"{given.figure.quote}" does not go with the other figures of {line}.'
            place = Place(document, start=given.figure.start, end=given.figure.end)
            fix = "See which of them is right, and whether the promise of the baseline is the one meant."
            findings.append(Finding("W866", what, place, f"{shown} by them", f"{given.value:f}", fix))
    return findings


def reports_of(baseline: Baseline, chosen: Sequence[Proposal], vintage: date, document: str) -> list[Report]:
    """Return the reports that accepted proposals make; each keeps the passage it rests on as its source.

    A proposal without a value or a day makes none.
    """
    return [
        _report(baseline, proposal, proposal.value, proposal.day, vintage, document)
        for proposal in chosen
        if proposal.value is not None and proposal.day is not None
    ]


def _line(baseline: Baseline, read: Progress) -> str:
    """Return the only line that a figure can be of: named in its passage, of its region, or the only one there is."""
    promises = baseline.promises
    if len(promises) == 1:
        return promises[0].project
    quote = read.passage.quote.casefold()
    named = [p.project for p in promises if p.title and p.title.casefold() in quote]
    own = [p.project for p in promises if read.region and p.region and _same_region(p.region, read.region)]
    for candidates in (named, own):
        if len(candidates) == 1:
            return candidates[0]
    return ""


def _same_region(one: str, other: str) -> bool:
    return one.casefold() == other.casefold() or (len(one) > 1 and other.startswith(one) and len(other) == len(one) + 1)


def _promise(baseline: Baseline, line: str) -> tuple[int, Promise] | None:
    return next(((at, p) for at, p in enumerate(baseline.promises) if p.project == line), None)


def _promised(baseline: Baseline, line: str, day: date) -> Fraction:
    found = _promise(baseline, line)
    return Fraction(int(promised_in_year(baseline, day.year)[found[0]]), baseline.scale) if found else Fraction(0)


def _value(baseline: Baseline, read: Progress, line: str) -> tuple[Fraction | None, str]:
    value = Fraction(read.value)
    if read.measure == words.MONEY:
        own = f"currency {read.unit}" == baseline.unit.dimension
        return (value / baseline.unit.factor, "") if own else (None, f"another currency than {baseline.unit}")
    if read.measure in (words.STARTED, words.PHYSICAL):
        return value, ""
    found = _promise(baseline, line)
    if found is None or read.day is None or read.measure == words.POINTS:
        return None, ""
    if read.measure == words.START_RATE:
        return Fraction(round(value * found[1].count / _HUNDRED)), f"{read.value:f} % of {found[1].count:,} projects"
    promised = _promised(baseline, line, read.day)
    how = f"{read.value:f} % of the {decimal_text(promised)} {baseline.unit} promised for {read.day.year}"
    return (promised * value / _HUNDRED, how) if promised else (None, "")


def _expected(baseline: Baseline, measure: str, beside: dict[str, Decimal], line: str, day: date) -> Fraction | None:
    """Return what the other figures of a line and day make of a measure; None where they do not tell."""
    promised = _promised(baseline, line, day)
    found = _promise(baseline, line)
    if measure == words.SHARE and words.MONEY in beside and promised:
        return Fraction(beside[words.MONEY]) / baseline.unit.factor / promised * _HUNDRED
    if measure == words.START_RATE and words.STARTED in beside and found and found[1].count > 1:
        return Fraction(beside[words.STARTED]) / found[1].count * _HUNDRED
    if measure == words.POINTS and words.SHARE in beside:
        return printed_points(Fraction(beside[words.SHARE]) / _HUNDRED, year_share(day))
    return None


def _printed(value: Fraction, like: Decimal) -> Fraction:
    """Return a value rounded, halves away from zero, to the decimals that a figure is printed with."""
    exponent = like.as_tuple().exponent
    scale = 10 ** max(0, -exponent if isinstance(exponent, int) else 0)
    whole = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(-whole if value < 0 else whole, scale)


def _report(baseline: Baseline, proposal: Proposal, value: Fraction, day: date, vintage: date, document: str) -> Report:
    value = value * _HUNDRED if proposal.measure == PHYSICAL else value
    scale = 1
    while (value * scale).denominator > 1 and scale < 10**9:
        scale *= 10
    period = f"{day:%Y-%m}" if _is_month_end(day) else day.isoformat()
    source = f"{_span(proposal.read.figure)} {proposal.how}".strip()
    return Report(
        *(baseline.id, proposal.measure, period, day, vintage, (proposal.project,), (round(value * scale),)),
        *(scale, document, "", "", (), source),
    )


def _is_month_end(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


def _span(figure: Passage) -> str:
    return f'[{figure.start}:{figure.end}] "{figure.quote}"'
