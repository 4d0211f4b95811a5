"""Rows of the sheets about options: `Options`, `Terms`, `Money` and `Shares`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from kaimen.formats.workbook.tables import Book, Formula, Row, Table, flag
from kaimen.portfolio import least_payment


def option_rows(book: Book) -> Iterator[Row]:
    """Yield a row per option."""
    problem, options = book.problem, book.options
    at_prices = _at_prices(book)
    for project, mine in enumerate(book.options_of):
        for option in mine:
            name = problem.option_name(option)
            row: Row = {
                "option": option + 1,
                "project": name.project,
                "title": problem.titles[project],
                "start": name.start,
                "site": name.site,
                "chosen": int(option in book.chosen),
                "must": int(problem.must[project]),
                "benefit": book.benefit(option),
                **at_prices[option],
            }
            b, d, m, c = (options.at(key, option) for key in ("benefit", "demands", "money", "credit"))
            row["margin"] = Formula(f"={b}-{d}-{m}+{c}", book.margin[option])
            yield row | _project_cells(book, project) if option == mine[0] else row


def _at_prices(book: Book) -> list[Row]:
    """Return, per option, what its demands, its money and its shares of the whole come to at the prices."""
    problem, prices = book.problem, book.prices
    taken, price = least_payment(problem, prices)
    splits, life = problem.splits, problem.life
    owners = problem.cost_option[splits.cost] if len(splits.cost) else splits.cost
    quota = prices.quota.astype(object)[problem.demand.row] * problem.demand.amount
    rule = prices.rule.astype(object)[problem.rule_terms.row] * problem.rule_terms.amount
    term_owners = np.concatenate([problem.demand.option, problem.rule_terms.option])
    columns = (
        ("demands", book.terms, "cost", term_owners, np.concatenate([quota, rule])),
        ("money", book.money, "payment", owners, taken * price.astype(object)),
        ("credit", book.shares, "credit", life.option, prices.life.astype(object) * life.cap),
    )
    rows: list[Row] = [{} for _ in range(problem.option_count)]
    for key, table, source, owner, value in columns:
        totals = np.zeros(problem.option_count, dtype=object)
        np.add.at(totals, owner, value)
        edges = np.searchsorted(np.sort(owner), np.arange(problem.option_count + 1)).tolist()
        for option, total in enumerate(totals.tolist()):
            low, high = edges[option], edges[option + 1]
            text = f"=SUM({table.block(source, low, high)})"
            rows[option][key] = Formula(text, total / book.worth) if low < high else 0
    return rows


def _project_cells(book: Book, project: int) -> Row:
    """Return what is counted once per project, on its first row."""
    mine, options = book.options_of[project], book.options
    low, high = mine.start, mine.stop
    taken = sum(option in book.chosen for option in mine)
    must, span = options.at("must", low), options.span("margin", low, high)
    count = options.at("taken", low)
    broken = taken > 1 or (bool(book.problem.must[project]) and taken == 0)
    return {
        "best": Formula(f"=IF({must}=1,MAX({span}),MAX(0,{span}))", book.best(project)),
        "taken": Formula(f"=SUM({options.span('chosen', low, high)})", taken),
        "broken": Formula(f'=IF(OR({count}>1,AND({must}=1,{count}<1)),"yes","no")', flag(broken)),
    }


def term_rows(book: Book) -> Iterator[Row]:
    """Yield a row per nonzero coefficient of a quota or rule, sorted by option; quotas before rules."""
    problem, prices, terms = book.problem, book.prices, book.terms
    demand, rules = problem.demand, problem.rule_terms
    lines: list[tuple[str, str, str, int, int, str]] = [
        ("quota", q.name, q.period, q.scale, int(p), f"={book.quotas.ref('price', row)}")
        for row, (q, p) in enumerate(zip(problem.quotas, prices.quota, strict=True))
    ]
    lines += [
        ("rule", r.name, r.part, r.scale, int(p), f"={book.rules.ref('price', row)}")
        for row, (r, p) in enumerate(zip(problem.rules, prices.rule, strict=True))
    ]
    shown = [price * scale / book.worth for _, _, _, scale, price, _ in lines]
    owner = np.concatenate([demand.option, rules.option])
    line = np.concatenate([demand.row, rules.row + len(problem.quotas)])
    order = np.argsort(owner, kind="stable")
    columns = (owner[order], line[order], np.concatenate([demand.amount, rules.amount])[order])
    for row, (option, number, amount) in enumerate(zip(*(part.tolist() for part in columns), strict=True)):
        kind, name, part, scale, price, source = lines[number]
        used = amount / scale if option in book.chosen else 0
        yield {
            "option": option + 1,
            "project": problem.projects[problem.option_project[option]],
            "kind": kind,
            "row": number + 1,
            "name": name,
            "part": part,
            "amount": amount / scale,
            "price": Formula(source, shown[number]),
            "cost": Formula(f"={terms.at('amount', row)}*{terms.at('price', row)}", book.term(price, amount)),
            "used": Formula(f"={terms.at('amount', row)}*{book.options.ref('chosen', option)}", used),
        }


def money_rows(book: Book) -> Iterator[Row]:
    """Yield a row per cost and fund that may bear it, sorted by cost, then fund."""
    problem, splits, table = book.problem, book.problem.splits, book.money
    order = book.split_order
    taken, price = least_payment(problem, book.prices)
    places = np.argsort(book.life_order)
    edges = np.searchsorted(splits.cost[order], np.arange(len(problem.cost_amount) + 1)).tolist()
    for cost, (low, high) in enumerate(pairwise(edges)):
        option, period = int(problem.cost_option[cost]), int(problem.cost_period[cost])
        name = problem.option_name(option)
        entries = order[low:high].tolist()
        ranks = _ranks([int(price[entry]) for entry in entries])
        for row, entry in enumerate(entries, low):
            fund, life = int(splits.fund[entry]), int(splits.life[entry])
            source = book.funds.ref("price", fund * len(problem.periods) + period)
            extra = f"+{book.shares.ref('price', int(places[life]))}" if life >= 0 else ""
            yield {
                "cost": cost + 1,
                "option": option + 1,
                "project": name.project,
                "start": name.start,
                "period": problem.periods[period],
                "due": int(problem.cost_amount[cost]) / problem.money_scale,
                "fund": problem.funds[fund].name,
                "row": fund * len(problem.periods) + period + 1,
                "share": int(places[life]) + 1 if life >= 0 else None,
                "cap": int(splits.cap[entry]) / problem.money_scale,
                "price": Formula(f"={source}{extra}", int(price[entry]) * problem.money_scale / book.worth),
                "rank": Formula(_rank_formula(table, low, high, row), ranks[row - low]),
                "taken": Formula(_taken_formula(table, low, high, row), int(taken[entry]) / problem.money_scale),
                "payment": Formula(
                    f"={table.at('taken', row)}*{table.at('price', row)}",
                    book.term(int(price[entry]), int(taken[entry])),
                ),
                "split": int(book.portfolio.splits[entry]) / problem.money_scale,
                "broken": _split_check(book, cost, entries, row, low),
            }


def _ranks(prices: Sequence[int]) -> list[int]:
    order = sorted(range(len(prices)), key=lambda place: (prices[place], place))
    return [order.index(place) + 1 for place in range(len(prices))]


def _rank_formula(table: Table, low: int, high: int, row: int) -> str:
    mine = table.at("price", row)
    cheaper = [
        f"IF({table.at('price', other)}{'<=' if other < row else '<'}{mine},1,0)"
        for other in range(low, high)
        if other != row
    ]
    return "=" + "+".join(["1", *cheaper])


def _taken_formula(table: Table, low: int, high: int, row: int) -> str:
    caps, ranks = table.span("cap", low, high), table.span("rank", low, high)
    cheaper = f'-SUMIFS({caps},{ranks},"<"&{table.at("rank", row)})' if high - low > 1 else ""
    return f"=MAX(0,MIN({table.at('cap', row)},{table.at('due', row)}{cheaper}))"


def _split_check(book: Book, cost: int, entries: Sequence[int], row: int, low: int) -> Formula:
    """Return whether a split is outside its cap or, on a cost's first row, the splits are not the cost."""
    problem, table = book.problem, book.money
    half, option = repr(0.5 / problem.money_scale), int(problem.cost_option[cost])
    chosen, split = book.options.ref("chosen", option), table.at("split", row)
    tests = [f"{split}<-{half}", f"{split}>{table.at('cap', row)}*{chosen}+{half}"]
    amounts = book.portfolio.splits
    entry = entries[row - low]
    broken = not 0 <= amounts[entry] <= int(problem.splits.cap[entry]) * (option in book.chosen)
    if row == low:
        span = table.span("split", low, low + len(entries))
        tests.append(f"ABS(SUM({span})-{table.at('due', row)}*{chosen})>{half}")
        paid = sum(int(amounts[other]) for other in entries)
        broken = broken or paid != int(problem.cost_amount[cost]) * (option in book.chosen)
    return Formula(f'=IF(OR({",".join(tests)}),"yes","no")', flag(broken))


def share_rows(book: Book) -> Iterator[Row]:
    """Yield a row per cap of a fund on an option's whole cost, sorted by option."""
    problem, table, life = book.problem, book.shares, book.problem.life
    half = repr(0.5 / problem.money_scale)
    for row, index in enumerate(book.life_order.tolist()):
        option, cap, price = int(life.option[index]), int(life.cap[index]), int(book.prices.life[index])
        paid = int(book.shares_paid[index])
        ids = book.money.whole("share")
        sums = f"=SUMIFS({book.money.whole('split')},{ids},{table.at('row', row)})"
        yield {
            "row": row + 1,
            "option": option + 1,
            "project": problem.option_name(option).project,
            "fund": problem.funds[life.fund[index]].name,
            "cap": cap / problem.money_scale,
            "paid": Formula(sums, paid / problem.money_scale),
            "left": Formula(f"={table.at('cap', row)}-{table.at('paid', row)}", (cap - paid) / problem.money_scale),
            "price": price * problem.money_scale / book.worth,
            "credit": Formula(f"={table.at('cap', row)}*{table.at('price', row)}", book.term(price, cap)),
            "broken": Formula(f'=IF({table.at("left", row)}<-{half},"yes","no")', flag(paid > cap)),
        }
