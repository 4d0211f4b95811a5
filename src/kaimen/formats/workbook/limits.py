"""Rows of the sheets about what limits a plan, `Quotas`, `Funds` and `Rules`, and of `Left out`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaimen.formats.workbook.tables import SENSES, Book, Formula, Row, flag
from kaimen.portfolio import QuotaUse, money_use, quota_use, rule_values
from kaimen.problem import AT_LEAST, AT_MOST

_ROUND_DOWN = "0.499999"
"""Taken off before rounding, leaves the whole part; parts finer than a millionth of a step do not occur."""


def quota_rows(book: Book) -> Iterator[Row]:
    """Yield a row per quota and period."""
    problem, table = book.problem, book.quotas
    for row, use in enumerate(quota_use(problem, book.portfolio)):
        quota, scale = problem.quotas[row], problem.quotas[row].scale
        price, limit = int(book.prices.quota[row]), use.limit
        at = {column.key: table.at(column.key, row) for column in table.columns}
        left = "={limit}+{drawn_in}+{carried_in}-{demand}-{drawn_out}-{carried_out}".format_map(at)
        yield {
            "row": row + 1,
            "name": quota.name,
            "resource": quota.resource,
            "region": quota.region,
            "period": quota.period,
            "unit": str(quota.unit),
            "limit": limit / scale,
            "demand": book.sums(_demand(book, at["row"]), use.demand / scale),
            "drawn_in": use.drawn_in / scale,
            "drawn_out": Formula(_sum_where(book, "drawn_in", "pool", at["row"]), use.drawn_out / scale),
            "carried_in": Formula(_sum_where(book, "arrives", "next", at["row"]), use.carried_in / scale),
            "carried_out": use.carried_out / scale,
            "left": Formula(left, use.left / scale),
            "broken": _quota_check(book, row, use),
            "price": price * scale / book.worth,
            "side": Formula(f"={at['limit']}*{at['price']}", book.term(price, limit)),
            "step": 1 / scale,
            **_draw_cells(book, row),
            **_carry_cells(book, row, use),
        }


def _demand(book: Book, row: str) -> str:
    return f"=SUMIFS({book.terms.whole('used')},{book.terms.whole('row')},{row})"


def _sum_where(book: Book, key: str, where: str, row: str) -> str:
    table = book.quotas
    return f"=SUMIFS({table.span(key, 0, table.count)},{table.span(where, 0, table.count)},{row})"


def _draw_cells(book: Book, row: int) -> Row:
    """Return the cells of a row that draws on a pool: cap x max(0, its price - the pool's)."""
    problem, table, pool = book.problem, book.quotas, int(book.problem.above[row])
    if pool < 0:
        return {}
    cap, price = int(problem.draw_cap[row]), book.prices.quota
    gain = f"{table.at('price', row)}-{table.at('price', pool)}"
    return {
        "pool": pool + 1,
        "draw_cap": cap / problem.quotas[row].scale,
        "draw_worth": Formula(
            f"={table.at('draw_cap', row)}*MAX(0,{gain})", book.term(max(0, int(price[row]) - int(price[pool])), cap)
        ),
    }


def _carry_cells(book: Book, row: int, use: QuotaUse) -> Row:
    """Return the cells of a row that carries on: cap x max(0, rate x price of the next period - its price)."""
    problem, table, following = book.problem, book.quotas, int(book.problem.carry_to[row])
    if following < 0:
        return {}
    scale, cap, price = problem.quotas[row].scale, int(problem.carry_cap[row]), book.prices.quota
    numerator, denominator = problem.carry_rate[row].tolist()
    at = {column.key: table.at(column.key, row) for column in table.columns}
    arrives = f"=ROUND({at['carried_out']}*{at['rate']}/{at['step']}-{_ROUND_DOWN},0)*{at['step']}"
    gain = max(0, numerator * int(price[following]) - denominator * int(price[row]))
    worth = f"={at['carry_cap']}*MAX(0,{at['rate']}*{table.at('price', following)}-{at['price']})"
    gross = f'=SUMIFS({book.terms.whole("used")},{book.terms.whole("row")},{at["row"]},{book.terms.whole("used")},">0")'
    return {
        "next": following + 1,
        "rate": numerator / denominator,
        "carry_cap": cap / scale,
        "arrives": Formula(arrives, (use.carried_out * numerator // denominator) / scale),
        "carry_worth": Formula(worth, gain * cap / (denominator * book.worth)),
        "gross": book.sums(gross, use.gross_demand / scale),
    }


def _quota_check(book: Book, row: int, use: QuotaUse) -> Formula:
    """Return whether a row is exceeded, its draw or carry outside its cap, or its carry more than its own rest."""
    problem = book.problem
    at = {column.key: book.quotas.at(column.key, row) for column in book.quotas.columns}
    below, above = "<-{step}/2".format_map(at), "+{step}/2".format_map(at)
    tests = [f"{at['left']}{below}", f"{at['drawn_in']}{below}", f"{at['drawn_in']}>{at['draw_cap']}{above}"]
    tests += [f"{at['carried_out']}{below}", f"{at['carried_out']}>{at['carry_cap']}{above}"]
    draw_cap = int(problem.draw_cap[row]) if problem.above[row] >= 0 else 0
    carry_cap, own = 0, 0
    if problem.carry_to[row] >= 0:
        carry_cap = int(problem.carry_cap[row])
        own = max(use.limit + use.carried_in - use.drawn_out - use.gross_demand, 0)
        rest = "{limit}+{carried_in}-{drawn_out}-{gross}".format_map(at)
        tests.append(f"{at['carried_out']}>MAX(0,{rest}){above}")
    holds = use.left >= 0 and 0 <= use.drawn_in <= draw_cap and 0 <= use.carried_out <= min(carry_cap, own)
    return Formula(f'=IF(OR({",".join(tests)}),"yes","no")', flag(not holds))


def fund_rows(book: Book) -> Iterator[Row]:
    """Yield a row per fund and period."""
    problem, table = book.problem, book.funds
    half = repr(0.5 / problem.money_scale)
    for fund, used in enumerate(money_use(problem, book.portfolio)):
        for period, paid in enumerate(used):
            row = fund * len(problem.periods) + period
            limit, price = int(problem.fund_limit[fund, period]), int(book.prices.fund[fund, period])
            at = {column.key: table.at(column.key, row) for column in table.columns}
            sums = f"=SUMIFS({book.money.whole('split')},{book.money.whole('row')},{at['row']})"
            yield {
                "row": row + 1,
                "fund": problem.funds[fund].name,
                "period": problem.periods[period],
                "limit": limit / problem.money_scale,
                "paid": book.sums(sums, paid / problem.money_scale),
                "left": Formula(f"={at['limit']}-{at['paid']}", (limit - paid) / problem.money_scale),
                "price": price * problem.money_scale / book.worth,
                "side": Formula(f"={at['limit']}*{at['price']}", book.term(price, limit)),
                "broken": Formula(f'=IF({at["left"]}<-{half},"yes","no")', flag(paid > limit)),
            }


def rule_rows(book: Book) -> Iterator[Row]:
    """Yield a row per rule row; its number counts on from the quotas'."""
    problem, table = book.problem, book.rules
    for row, value in enumerate(rule_values(problem, book.portfolio)):
        rule, side, price = problem.rules[row], int(problem.rule_side[row]), int(book.prices.rule[row])
        at = {column.key: table.at(column.key, row) for column in table.columns}
        yield {
            "row": len(problem.quotas) + row + 1,
            "name": rule.name,
            "kind": rule.kind.replace("_", " "),
            "part": rule.part,
            "unit": rule.unit,
            "sense": SENSES.get(rule.sense, "exactly"),
            "left": book.sums(_demand(book, at["row"]), value / rule.scale),
            "right": side / rule.scale,
            "price": price * rule.scale / book.worth,
            "side": Formula(f"={at['price']}*{at['right']}", book.term(price, side)),
            "step": 1 / rule.scale,
            "holds": Formula(_rule_check(at, rule.sense), flag(_holds(value, side, rule.sense))),
        }


def _holds(value: int, side: int, sense: int) -> bool:
    return value <= side if sense == AT_MOST else value >= side if sense == AT_LEAST else value == side


def _rule_check(at: dict[str, str], sense: int) -> str:
    test = {AT_MOST: "{left}<={right}+{step}/2", AT_LEAST: "{left}>={right}-{step}/2"}
    return f'=IF({test.get(sense, "ABS({left}-{right})<{step}/2").format_map(at)},"yes","no")'


def left_out_rows(book: Book, reasons: Sequence[tuple[str, str, str]]) -> Iterator[Row]:
    """Yield a row per project left out, with the margin of its best option where it has one."""
    problem = book.problem
    index = {project: number for number, project in enumerate(problem.projects)}
    barred = {entry.project: entry.title for entry in problem.barred}
    for project, code, sentence in reasons:
        title = barred.get(project, "")
        row: Row = {"project": project, "title": title, "reason": code.replace("_", " "), "sentence": sentence}
        if project in index:
            mine = book.options_of[index[project]]
            best = max(book.margin[option] for option in mine)
            row["title"] = problem.titles[index[project]]
            row["margin"] = book.sums(f"=MAX({book.options.block('margin', mine.start, mine.stop)})", best)
        yield row
