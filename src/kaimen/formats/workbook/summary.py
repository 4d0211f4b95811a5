"""The lines of the sheet `Summary`: what the plan is worth, its bounds, what is broken, what each sheet is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.formats.workbook.delivery import ABOUT as DELIVERY
from kaimen.formats.workbook.tables import Book, Cell, Formula, Row, Table
from kaimen.portfolio import benefit, gap

ABOUT = {
    "Options": "one row per option: what it brings, what it takes at the prices, its margin; chosen is 1",
    "Terms": "what each option takes of each quota and counts in each rule, by option",
    "Money": "each cost by the funds that may bear it: the cheapest split at the prices, and the plan's own",
    "Shares": "caps of a fund on an option's cost over all periods",
    "Quotas": "limits by region and period, what is drawn and carried, what is left, the price of one more unit",
    "Funds": "money by period, what is paid, what is left, the price of one more unit",
    "Rules": "each rule as a sum over options against its right side, with its price",
    "Criteria": "what counts as benefit, with its weight: change a weight, and the benefits follow",
    "Appraisal": "what each criterion adds to the benefit of each option",
    "Costs": "each option's estimate, and the overrun of its reference class that was added",
    "Left out": "every project that is not in the plan, and why",
}
"""What each sheet is."""

_LARGE = (
    "This problem has too many options for a sheet, so options, terms and money are not in this workbook. Totals over"
    " them, and so the bound, are numbers that do not follow when a cell is changed; the plan file has all of it."
)
_LIVE = "Blue figures are inputs. Change a choice, a limit or a price, and everything that depends on it follows."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary; `sheet` is the sheet it leads to."""

    item: str
    now: Cell = None
    solved: Cell = None
    about: str = ""
    style: str = "benefit"
    is_key: bool = False
    is_check: bool = False
    sheet: str = ""


_KEYS = (
    *("scenario", "library", "status", "basis", "chosen", "benefit", "price_bound", "price_gap"),
    *("certified_bound", "certified_gap", "solver_bound", "solver_gap"),
    *("broken", "broken_options", "broken_money", "broken_quotas", "broken_funds", "broken_rules", "broken_prices"),
    *("of_quotas", "of_funds", "of_rules", "of_options", "of_draws", "of_carries"),
)
_AT = {key: f"B{row}" for row, key in enumerate(_KEYS, 2)}
"""Where the figure of a line stands."""


def summary_lines(
    book: Book, limits: Mapping[str, Sequence[Row]], tables: Sequence[Table], notes: Sequence[tuple[str, str]]
) -> list[Line]:
    """Return the lines of the summary, given the rows of `Quotas`, `Funds` and `Rules` and the sheets that follow."""
    lines = {**_heads(book), **_bounds(book, limits), **_checks(book, limits), **_parts(book, limits)}
    tail = [Line("how to use this", about=_LIVE if book.live else _LARGE, is_key=True)]
    tail += [Line(table.name, about=(ABOUT | DELIVERY)[table.name], sheet=table.name) for table in tables]
    tail += [Line(label, about=text) for label, text in notes]
    return [lines[key] for key in _KEYS] + tail


def _heads(book: Book) -> dict[str, Line]:
    problem, result, options = book.problem, book.result, book.options
    chosen = len(set(problem.option_project[book.portfolio.chosen].tolist()))
    count = book.sums(f'=COUNTIFS({options.whole("taken")},">0")', chosen)
    ended = str(result.status).replace("_", " ")
    basis = book.prices.basis.replace("_", " ")
    return {
        "scenario": Line("scenario", problem.scenario, style="text"),
        "library": Line("library", problem.library, style="text"),
        "status": Line("search ended", solved=ended, about="how the search for this plan ended", style="text"),
        "basis": Line("price list from", solved=basis, about="where the prices come from", style="text"),
        "chosen": Line("projects chosen", count, chosen, f"of {len(problem.projects)} that could be", "count"),
    }


def _bounds(book: Book, limits: Mapping[str, Sequence[Row]]) -> dict[str, Line]:
    bounds, options = book.result.bounds, book.options
    worth, made = book.result.benefit, benefit(book.problem, book.portfolio)
    now = book.sums(f"=SUMPRODUCT({options.whole('chosen')},{options.whole('benefit')})", float(made))
    total = math.fsum(_values(book, limits).values())
    price = book.sums(f"=SUM({_AT['of_quotas']}:{_AT['of_carries']})", total)
    about = "no portfolio is worth more at any prices of the right signs; recomputed here from the prices alone"
    solver = "stated by the solver for the plan as solved; only the solver can confirm it, and it follows no change"
    certified = "recomputed by kaimen verify from the plan file's witnesses; it follows no change here"
    lines = {
        "benefit": Line("benefit", now, float(worth), "benefit of the options chosen", is_key=True),
        "price_bound": Line("price bound", price, float(bounds.price), about, is_key=True),
        "price_gap": _gap_line(book, "price", gap(Fraction(total), made), bounds.price),
    }
    for name, bound, words in (("certified", bounds.certified, certified), ("solver", bounds.solver, solver)):
        stated = "none" if bound is None else float(bound)
        lines[f"{name}_bound"] = Line(f"{name} bound", stated, stated, words)
        lines[f"{name}_gap"] = _gap_line(book, name, None if bound is None else gap(bound, made), bound)
    return lines


def _gap_line(book: Book, name: str, now: Fraction | None, bound: Fraction | None) -> Line:
    item, about = f"{name} gap", f"({name} bound - benefit) / {name} bound"
    if bound is None or now is None:
        return Line(item, "none", "none", about, "gap")
    at = _AT[f"{name}_bound"]
    formula = Formula(f"=({at}-{_AT['benefit']})/MAX(ABS({at}),1)", float(now))
    live = formula if book.live else float(now)
    return Line(item, live, float(gap(bound, book.result.benefit)), about, "gap", is_key=name == "price")


def _values(book: Book, limits: Mapping[str, Sequence[Row]]) -> dict[str, float]:
    """Return the parts of the price bound as they were when the plan was made."""

    def total(name: str, key: str) -> float:
        cells = [row.get(key) for row in limits[name]]
        return math.fsum(cell.value for cell in cells if isinstance(cell, Formula) and not isinstance(cell.value, str))

    return {
        "of_quotas": total("Quotas", "side"),
        "of_funds": total("Funds", "side"),
        "of_rules": total("Rules", "side"),
        "of_options": math.fsum(book.best(project) for project in range(len(book.problem.projects))),
        "of_draws": total("Quotas", "draw_worth"),
        "of_carries": total("Quotas", "carry_worth"),
    }


def _parts(book: Book, limits: Mapping[str, Sequence[Row]]) -> dict[str, Line]:
    values = _values(book, limits)
    parts = (
        ("of_quotas", book.quotas, "side", "quotas at their prices", "sum of limit x price"),
        ("of_funds", book.funds, "side", "funds at their prices", "sum of limit x price"),
        ("of_rules", book.rules, "side", "rules at their prices", "sum of price x right side"),
        ("of_options", book.options, "best", "best margins", "per project the best margin, or 0 where none is better"),
        ("of_draws", book.quotas, "draw_worth", "draws", "draw cap x what a unit gains in price by moving"),
        ("of_carries", book.quotas, "carry_worth", "carries", "carry cap x what a unit gains in price by moving"),
    )
    return {
        key: Line(f"price bound: {item}", book.sums(f"=SUM({table.whole(column)})", values[key]), values[key], about)
        for key, table, column, item, about in parts
    }


def _checks(book: Book, limits: Mapping[str, Sequence[Row]]) -> dict[str, Line]:
    def count(name: str, key: str, bad: str) -> int:
        cells = [row[key] for row in limits[name]]
        return sum(isinstance(cell, Formula) and cell.value == bad for cell in cells)

    def yes(table: Table) -> str:
        return f'COUNTIFS({table.whole("broken")},"yes")'

    money = yes(book.money) + (f"+{yes(book.shares)}" if book.shares.count else "")
    holds = f'COUNTIFS({book.rules.whole("holds")},"no")'
    parts = (
        (
            "options",
            yes(book.options),
            book.broken_projects,
            "projects chosen twice, or missing though they must be in",
        ),
        ("money", money, book.broken_money, "costs not paid, or paid from a fund above its share"),
        ("quotas", yes(book.quotas), count("Quotas", "broken", "yes"), "quotas, draws and carries"),
        ("funds", yes(book.funds), count("Funds", "broken", "yes"), "funds overspent"),
        ("rules", holds, count("Rules", "holds", "no"), "rules that do not hold"),
        ("prices", _wrong_signs(book), book.wrong_prices, "prices of the wrong sign; then there is no bound"),
    )
    lines = {}
    for name, text, number, about in parts:
        cell: Cell = number if name in ("options", "money") and not book.live else Formula(f"={text}", number)
        lines[f"broken_{name}"] = _check(f"rows broken: {name}", cell, about)
    total = sum(number for _, _, number, _ in parts)
    lines["broken"] = _check("rows broken", Formula(f"=SUM({_AT['broken_options']}:{_AT['broken_prices']})", total))
    return lines


def _check(item: str, cell: Cell, about: str = "all of them; a plan has none") -> Line:
    return Line(item, cell, about=about, style="count", is_key=item == "rows broken", is_check=True)


def _wrong_signs(book: Book) -> str:
    """Return the formula that counts prices of the wrong sign."""
    tables = [book.quotas, book.funds, *([book.shares] if book.live and book.shares.count else [])]
    counts = [f'COUNTIFS({table.whole("price")},"<0")' for table in tables]
    senses, prices = book.rules.whole("sense"), book.rules.whole("price")
    wrong = (("at most", "<0"), ("at least", ">0"))
    counts += [f'COUNTIFS({senses},"{sense}",{prices},"{side}")' for sense, side in wrong]
    return "+".join(counts)
