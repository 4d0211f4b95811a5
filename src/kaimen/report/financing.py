"""Loans to firms as tables: who lends what to whom, and what more of a lender or guarantee would bring."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaimen.policies import LoanQuestion, Offer
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report.figures import counted, figure, percent
from kaimen.report.rows import Column, Table, Value
from kaimen.report.tables import price_table


def loans_of(asked: LoanQuestion, problem: Problem, result: Result) -> Mapping[str, Offer]:
    """Return the loan of each firm that gets one."""
    names = [problem.option_name(int(option)) for option in result.portfolio.chosen]
    by_site = {(firm, offer.site): offer for firm, given in asked.offers.items() for offer in given}
    return {name.project: by_site[name.project, name.site] for name in names}


def loan_table(asked: LoanQuestion, loans: Mapping[str, Offer], money: str) -> Table:
    """Return a row for each loan."""
    names = {project.id: project.title for project in asked.question.library.projects}
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (firm, names[firm], o.lender, o.guarantee, o.amount, asked.wants[firm].amount, o.guaranteed, o.cost)
        for firm, o in loans.items()
    )
    columns = (
        Column("firm", "firm"),
        Column("name", "name"),
        Column("lender", "lender"),
        Column("guarantee", "guarantee"),
        Column("amount", f"lent ({money})", True, 2),
        Column("wanted", "wanted", True, 2),
        Column("guaranteed", "guaranteed", True, 2),
        Column("cost", "cost a year", True, percent=True),
    )
    return Table("loans", columns, rows)


def pool_table(problem: Problem, result: Result) -> Table:
    """Return what each lender and guarantee gives in all, and its price: benefit for one more unit of money."""
    prices = price_table(problem, result)
    keys = ("name", "used", "limit", "unit", "share", "price")
    at = [next(n for n, column in enumerate(prices.columns) if column.key == key) for key in keys]
    return Table("pools", tuple(prices.columns[n] for n in at), tuple(tuple(row[n] for n in at) for row in prices.rows))


def loan_sentence(name: str, asked: LoanQuestion, loans: Mapping[str, Offer], result: Result, money: str) -> str:
    """Return what a matching comes to in a sentence."""
    lent = sum((offer.amount for offer in loans.values()), Fraction(0))
    wanted = sum((want.amount for want in asked.wants.values()), Fraction(0))
    head = f"{name}: {len(loans):,} of {counted(len(asked.wants), 'want')} served, {figure(lent)} of {figure(wanted)}"
    return f"{head} {money} lent; benefit {figure(result.benefit, 1)}, gap {percent(result.price_gap)}"
