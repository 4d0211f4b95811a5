"""What an indicator has done in one year: bounds for findings, a row a fact. Extend the rows to check more.

The rows for output follow China's provinces 1992-2023 (national statistics): yearly real growth of a province lay
between -3 % and 27 %, nominal between -10 % and 30 % but for single years of high inflation. The others are wide on
purpose: a finding must mean that nobody has seen such a figure, not that it is unusual.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest change in percent a year of an indicator, by level (nation, province, city)."""

    name: str
    words: str
    nation: tuple[int, int]
    province: tuple[int, int]
    city: tuple[int, int]

    def over(self, level: str, years: int) -> tuple[Decimal, Decimal]:
        """Return the bounds in percent over a number of years, compounded."""
        low, high = {"nation": self.nation, "province": self.province}.get(level, self.city)
        powers = [((1 + Decimal(bound) / 100) ** min(years, 30) - 1) * 100 for bound in (low, high)]
        return round(powers[0], 6), round(powers[1], 6)


GROWTH_BOUNDS = (
    Bounds(
        "gross domestic product",
        "gdp gross_domestic_product economic_growth economy regional_product gross_regional_product "
        "国内生产总值 地区生产总值 生产总值 经济增长 经济增速 经济总量",
        (-15, 20),
        (-10, 30),
        (-20, 40),
    ),
    Bounds(
        "consumer prices",
        "consumer_price consumer_prices cpi inflation 居民消费价格 消费价格 物价",
        (-5, 30),
        (-5, 30),
        (-5, 30),
    ),
    Bounds(
        "value added",
        "value_added added_value value-added industrial_output 增加值 工业增加值",
        (-20, 35),
        (-25, 40),
        (-30, 60),
    ),
    Bounds(
        "income",
        "disposable_income per_capita_income incomes net_income 可支配收入 居民收入 人均收入 人均纯收入 纯收入",
        (-10, 25),
        (-10, 30),
        (-15, 35),
    ),
    Bounds(
        "retail sales",
        "retail_sales sales_of_consumer_goods 社会消费品零售总额 零售总额",
        (-20, 35),
        (-25, 40),
        (-30, 50),
    ),
    Bounds(
        "fixed-asset investment",
        "fixed_asset_investment fixed-asset_investment investment_in_fixed_assets 固定资产投资",
        (-20, 50),
        (-30, 60),
        (-50, 100),
    ),
    Bounds(
        "budget revenue",
        "fiscal_revenue budgetary_revenue budget_revenue government_revenue 财政收入 公共预算收入 税收收入",
        (-25, 40),
        (-35, 50),
        (-50, 80),
    ),
    Bounds(
        "foreign trade",
        "foreign_trade imports_and_exports exports_and_imports trade_volume trade_in_goods goods_trade "
        "进出口 外贸 出口总额",
        (-35, 50),
        (-40, 70),
        (-60, 120),
    ),
    Bounds("population", "population 人口总量 常住人口 总人口", (-5, 5), (-10, 10), (-15, 20)),
    Bounds(
        "another indicator",
        "emissions concentration consumption production output grain expenditure spending electricity "
        "排放 浓度 产量 消耗 能耗 支出 经费 用电量 用水量",
        (-95, 90),
        (-95, 90),
        (-95, 150),
    ),
)

CONTRIBUTIONS = "contribution contributed contributing contributes 贡献率 贡献 拉动"
"""Words for a part in the growth of an indicator, which is no rate of it."""

DENOMINATORS = (
    "unit of ",
    "units of ",
    "percent of ",
    "% of ",
    "proportion to ",
    "share of ",
    "单位",
    "占",
    "与",
    "万元",
    "比",
)
"""Words before an indicator that something else is measured by."""

SHARES_OF_A_WHOLE = """
coverage share proportion accounted_for accounts_for accounting_for percentage_of unemployment_rate attendance_rate
literacy 覆盖率 比重 占比 占 失业率 合格率 优良率 森林覆盖率 入学率 普及率 城镇化率 达标率 完成率 利用率
"""
"""Words for a part of a whole."""

MULTIPLE_WORDS = "target plan capacity previous of_the_target 目标 计划 产能 超额 负债"
"""Words by which a rate may be above 100 % all the same: of a plan, of a capacity."""
