"""Loans to small firms as questions to the planner: each firm that wants one is a project, each offer a way to do it.

An offer is a lender, alone or with a guarantee, and an amount. It takes that amount of what the lender lends in all,
and the guaranteed part of it of what the guarantee stands good for. So lenders and guarantees have prices, and every
firm without a loan a reason. A loan is never put together from two lenders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil

from kaimen.library import Demand, Library, Option, Project
from kaimen.policies.conditions import HOLDS, States, judge
from kaimen.policies.denials import Denial, Limit, Misfit, Unserved
from kaimen.policies.entitle import Entitlements
from kaimen.policies.grants import PARTS
from kaimen.policies.programme import Question, as_decimal
from kaimen.policies.types import Financing, Guarantee, Lender
from kaimen.policies.why import JudgedStates, lacks_of
from kaimen.quantity import Amount, Period
from kaimen.regions import Region, region_tree
from kaimen.scenario import WHOLE, Benefit, Quota, Resource, Scenario


@dataclass(frozen=True, slots=True)
class Offer:
    """A loan that a firm may have: `amount` and what of it is `guaranteed`, in money; `cost` a year as a share."""

    lender: str
    guarantee: str
    amount: Fraction
    guaranteed: Fraction
    cost: Fraction

    @property
    def site(self) -> str:
        """What the offer is called among the ways of a firm."""
        return f"{self.lender} with {self.guarantee}" if self.guarantee else self.lender


@dataclass(frozen=True, slots=True)
class Want:
    """A firm, by its place among the firms, and the loan it wants in money; `highest` a year as a share (None: any)."""

    firm: int
    amount: Fraction
    least: Fraction
    highest: Fraction | None


@dataclass(frozen=True, slots=True)
class LoanQuestion:
    """A matching as a question, what each firm wants, what it may have, and those nobody may lend to."""

    question: Question
    wants: Mapping[str, Want]
    offers: Mapping[str, tuple[Offer, ...]]
    unserved: tuple[Unserved, ...]


def as_loans(financing: Financing, found: Entitlements) -> LoanQuestion:
    """Return a matching as a question over the firms that want a loan, on the day of the entitlements."""
    desk = _Desk(financing, found)
    wants = {found.columns.firms[want.firm].id: want for want in _wants(financing, found)}
    offers: dict[str, tuple[Offer, ...]] = {}
    unserved, projects, places = [], [], []
    for firm, want in wants.items():
        given = tuple(desk.offers(want))
        if not given:
            unserved.append(desk.unserved(want))
            continue
        offers[firm] = given
        places.append(want.firm)
        projects.append(_project(desk, want, given))
    library = Library(financing.name, tuple(projects), frozenset({"benefit"}))
    sites = {offer.site for given in offers.values() for offer in given}
    question = Question(library, _scenario(desk, sites), tuple(places))
    return LoanQuestion(question, wants, offers, tuple(unserved))


def _wants(financing: Financing, found: Entitlements) -> Iterator[Want]:
    columns, money = found.columns, found.columns.book.money
    fields = [columns.figures(name) if name else None for name in (financing.wants, financing.least, financing.highest)]
    factor, least_factor = (_factor(name, found) / money.factor for name in (financing.wants, financing.least))
    part = _factor(financing.highest, found)
    for at in range(len(columns)):
        amount, least, highest = (figures.at(at) if figures else None for figures in fields)
        wanted = _down((amount or Fraction(0)) * factor)
        if wanted > 0:
            smallest = wanted if least is None else min(wanted, least * least_factor)
            yield Want(at, wanted, smallest, None if highest is None else highest * part)


def _factor(name: str, found: Entitlements) -> Fraction:
    """Return what one unit of a field is in the base unit of its kind."""
    number = found.columns.book.number(name)
    return number.unit.factor if number and number.unit else Fraction(1)


class _Desk:
    """The lenders and guarantees of a matching that are in force, and what they say of each firm."""

    def __init__(self, financing: Financing, found: Entitlements) -> None:
        self.financing, self.columns, self.found = financing, found.columns, found
        book, day = found.columns.book, found.columns.day
        self.lenders = [
            lender
            for lender in book.lenders
            if lender.is_in_force(day) and (not financing.lenders or lender.id in financing.lenders)
        ]
        self.guarantees = [entry for entry in book.guarantees if entry.is_in_force(day)]
        self.states: dict[str, States] = {rule.id: judge(rule.when, self.columns).state for rule in self._rules}
        self.judged: JudgedStates = {}

    @property
    def _rules(self) -> Sequence[Lender | Guarantee]:
        return (*self.lenders, *self.guarantees)

    @cached_property
    def barring(self) -> Mapping[str, tuple[int, ...]]:
        """The rows of access lines that name a lender or guarantee, by its id."""
        lines = list(enumerate(self.found.lines))
        return {rule.id: tuple(n for n, line in lines if rule.id in line.policies) for rule in self._rules}

    def offers(self, want: Want) -> Iterator[Offer]:
        """Yield the loans a firm may have."""
        for lender in self.lenders:
            if self._takes(lender, want.firm):
                for guarantee in self._ways(lender, want.firm):
                    offer = _offer(lender, guarantee, want)
                    if _is_wanted(offer, lender, want):
                        yield offer

    def unserved(self, want: Want) -> Unserved:
        """Return why nobody may lend to a firm, lender by lender, the nearest first."""
        told = sorted((self._denial(lender, want) for lender in self.lenders), key=lambda denial: denial.distance)
        firm = self.columns.firms[want.firm].id
        return Unserved(firm, self.columns.day, tuple(told[:_MOST]), max(0, len(told) - _MOST))

    def _takes(self, rule: Lender | Guarantee, firm: int) -> bool:
        return bool(self.states[rule.id][firm] == HOLDS) and not any(
            self.found.out[n, firm] for n in self.barring[rule.id]
        )

    def _ways(self, lender: Lender, firm: int) -> Sequence[Guarantee | None]:
        if not lender.guaranteed:
            return (None,)
        return [entry for entry in self._accepted(lender) if self._takes(entry, firm)]

    def _accepted(self, lender: Lender) -> list[Guarantee]:
        return [entry for entry in self.guarantees if not lender.guarantees or entry.id in lender.guarantees]

    def _denial(self, lender: Lender, want: Want) -> Denial:
        """Return what stands in the way of a loan."""
        barred = self._barred(lender, want.firm)
        if barred.lacks or barred.lines:
            return barred
        ways = self._ways(lender, want.firm)
        if not ways:
            each = tuple(self._barred(entry, want.firm) for entry in self._accepted(lender))
            return Denial(lender.id, needs_guarantee=True, guarantees=each)
        tries = [_misfit(_offer(lender, way, want), lender, want) for way in ways]
        return Denial(lender.id, misfits=tuple(dict.fromkeys(tries)))

    def _barred(self, rule: Lender | Guarantee, firm: int) -> Denial:
        lacks = tuple(lacks_of(rule.when, self.columns, firm, self.judged))
        lines = [self.found.lines[row] for row in self.barring[rule.id] if self.found.out[row, firm]]
        return Denial(rule.id, lacks, tuple(f"{line.id} ({line.reference})" for line in lines))


def _offer(lender: Lender, guarantee: Guarantee | None, want: Want) -> Offer:
    """Return the largest loan within what is wanted, the lender's largest and the guarantee's cap."""
    amount = want.amount if lender.largest is None else min(want.amount, lender.largest)
    if guarantee is None:
        return Offer(lender.id, "", _down(amount), Fraction(0), lender.rate)
    if guarantee.cap is not None:
        amount = min(amount, guarantee.cap / lender.guaranteed)
    amount = _down(amount)
    part = Fraction(ceil(amount * lender.guaranteed * PARTS), PARTS)
    cost = lender.rate + guarantee.fee * lender.guaranteed
    return Offer(lender.id, guarantee.id, amount, part, cost)


def _is_wanted(offer: Offer, lender: Lender, want: Want) -> bool:
    return offer.amount >= max(want.least, lender.smallest) and (want.highest is None or offer.cost <= want.highest)


def _misfit(offer: Offer, lender: Lender, want: Want) -> Misfit:
    """Return why an offer is none for the firm."""
    if want.amount < lender.smallest:
        return Misfit(Limit.SMALL, lender.smallest, want.amount)
    needed = max(want.least, lender.smallest)
    if offer.amount < needed:
        return Misfit(Limit.LARGE, offer.amount, needed, offer.guarantee)
    return Misfit(Limit.COST, offer.cost, want.highest or Fraction(0), offer.guarantee)


def _project(desk: _Desk, want: Want, offers: Sequence[Offer]) -> Project:
    firm, money, financing = desk.columns.firms[want.firm], desk.columns.book.money, desk.financing
    weights = [(desk.columns.figures(name).at(want.firm) or 0, weight) for name, weight in financing.benefit.items()]
    whole = sum((weight * value for value, weight in weights), Fraction(0)) if weights else want.amount
    options = []
    for offer in offers:
        worth = whole * offer.amount / want.amount - financing.cost * offer.cost * offer.amount
        demands = [Demand(f"loans of {offer.lender}", Amount(as_decimal(offer.amount), money))]
        if offer.guarantee:
            demands.append(Demand(f"guarantees of {offer.guarantee}", Amount(as_decimal(offer.guaranteed), money)))
        factor = as_decimal(worth / whole) if whole else Decimal(0)
        options.append(Option(tuple(demands), site=offer.site, benefit=factor))
    # What a firm is worth is in the criterion, so that a plan shows it; the offers differ by their factors.
    return Project(firm.id, firm.name, criteria={"benefit": as_decimal(whole)}, options=tuple(options))


def _scenario(desk: _Desk, sites: set[str]) -> Scenario:
    day, money, financing = desk.columns.day, desk.columns.book.money, desk.financing
    period = Period(date(day.year, 1, 1), date(day.year + 1, 1, 1), str(day.year))
    limits: list[tuple[str, Lender | Guarantee]] = [(f"loans of {lender.id}", lender) for lender in desk.lenders]
    limits += [(f"guarantees of {entry.id}", entry) for entry in desk.guarantees]
    return Scenario(
        financing.name,
        (period,),
        Benefit({"benefit": Decimal(1)}),
        starts=(period.label,),
        money=money,
        resources=tuple(Resource(name, money) for name, _ in limits),
        regions=region_tree([Region(site) for site in sorted(sites)], ())[0],
        quotas=tuple(
            Quota(name, name, "", {WHOLE: Amount(as_decimal(rule.amount), money)}, place=rule.place)
            for name, rule in limits
        ),
        synthetic=desk.columns.book.synthetic,
        place=financing.place,
    )


def _down(amount: Fraction) -> Fraction:
    """Return an amount rounded down to a hundredth."""
    return Fraction(amount * PARTS // 1, PARTS)


_MOST = 3
"""Lenders of which it is told why they do not lend to a firm."""
