# ruff: noqa: E501 - a line of the table is one fact
"""The catalogue of indicators: what each is called, and within what it has been. A line a fact; add lines to check more.

A line is `name | Chinese name | unit | words | yearly change in percent: nation, province, city | size: nation, province,
city`. `_` in a word is a blank. A size is in the base unit, or with `gdp` a share of the nation's output of that year.
What is empty is not checked. The bounds are wide on purpose: a finding must mean that nobody has seen such a figure,
not that it is unusual. Output of provinces follows the national statistics 1992-2023: real growth of a province in a
year lay between -3 % and 27 %, nominal between -10 % and 30 % but for single years of high inflation.
"""

from __future__ import annotations

import re
from decimal import Decimal

ROWS = """
gross domestic product | 地区生产总值 | CNY | gdp gross_domestic_product economic_growth economy regional_product gross_regional_product 国内生产总值 地区生产总值 生产总值 经济增长 经济增速 经济增幅 经济年均增长 经济平均增长 经济实际增长 经济总量 economic_output | -15..20, -10..30, -20..40 | 0.7..1.35 gdp, 0.0003..0.14 gdp, 0.00002..0.06 gdp
consumer prices | 居民消费价格 | % | consumer_price consumer_prices cpi inflation 居民消费价格 消费价格 物价 | -5..24.5, -5..25, -5..25 | -5..24.5, -5..25, -5..25
unemployment rate | 失业率 | % | unemployment_rate registered_urban_unemployment urban_unemployment 失业率 | | 0.5..15, 0.5..20, 0.5..25
deficit ratio | 赤字率 | % | deficit-to-gdp deficit_to_gdp deficit_ratio deficit_rate 赤字率 赤字占国内生产总值 | | 0.3..8, ,
value added | 工业增加值 | CNY | value_added added_value value-added industrial_output 增加值 工业增加值 | -20..35, -25..40, -30..60 | ..0.6 gdp, ..0.08 gdp, ..0.04 gdp
income | 居民可支配收入 | CNY | disposable_income per_capita_income incomes net_income 可支配收入 居民收入 人均收入 人均纯收入 纯收入 | -10..25, -10..30, -15..35 | 1000..150000, 1000..200000, 1000..200000
retail sales | 社会消费品零售总额 | CNY | retail_sales sales_of_consumer_goods 社会消费品零售总额 零售总额 | -20..35, -25..40, -30..50 | 0.25..0.5 gdp, ..0.06 gdp, ..0.03 gdp
fixed-asset investment | 固定资产投资 | CNY | fixed_asset_investment fixed-asset_investment investment_in_fixed_assets 固定资产投资 | -20..50, -30..60, -50..100 | 0.2..0.95 gdp, ..0.12 gdp, ..0.05 gdp
budget revenue | 财政收入 | CNY | fiscal_revenue general_public_budget general_public_budgets budgetary_revenue budget_revenue government_revenue 财政收入 公共预算收入 税收收入 | -25..38, -35..50, -50..80 | 0.05..0.3 gdp, ..0.03 gdp, ..0.012 gdp
budget expenditure | 财政支出 | CNY | fiscal_expenditure budgetary_expenditure budget_expenditure government_expenditure government_expenditures 财政支出 公共预算支出 本级支出 支出规模 中央财政支出 中央财政投入 central_government_spending central_government_expenditures 财政用于 | -20..36, -35..50, -50..80 | 0.00002..0.4 gdp, ..0.04 gdp, ..0.02 gdp
central budget | 中央财政 | CNY | central_budget central_government_allocated central_government_allocation central_government_funding 中央财政 中央下达 中央预算内投资 | -60..150, , | 1e8..3e13, 1e6..3e13, 1e6..3e13
budget deficit | 财政赤字 | CNY | government_deficit budget_deficit fiscal_deficit 财政赤字 中央财政赤字 | | 0.001..0.07 gdp, ,
transfer payments | 转移支付 | CNY | transfer_payments 转移支付 | -25..60, -40..80, | 0.0005..0.12 gdp, ,
local bonds | 地方政府债券 | CNY | special-purpose_bonds government_bonds 专项债券 地方政府债券 地方债券 地方债 地方发债 代发地方债 特别国债 | | 0.0005..0.1 gdp, ..0.02 gdp, ..0.01 gdp
foreign trade | 进出口总额 | CNY | foreign_trade imports_and_exports exports_and_imports trade_volume trade_in_goods goods_trade 进出口总额 进出口 外贸 出口总额 | -35..50, -40..70, -60..120 | 0.15..0.8 gdp, ..0.12 gdp, ..0.06 gdp
foreign exchange reserves | 外汇储备 | USD | foreign_exchange_reserves foreign_currency_reserves 外汇储备 | -30..80, , | 1e11..6e12, ,
foreign investment | 实际使用外资 | USD | foreign_direct_investment foreign_investment utilized_foreign utilized_overseas of_overseas_investment 利用外资 使用外资 外商直接投资 | -40..40, -70..150, -90..300 | 3e10..3e11, ..5e10, ..3e10
outward investment | 对外直接投资 | USD | outward_direct_investment outbound_direct_investment overseas_direct_investment outward_investment outbound_investment 对外直接投资 | -50..120, -90..400, -95..500 | 1e10..1e12, ..1e11, ..5e10
deposits | 存款 | CNY | savings_deposits bank_deposits 存款余额 储蓄存款 | -10..40, -20..60, -30..80 | ..3 gdp, ,
loans | 贷款 | CNY | new_loans loan_balance additional_loans renminbi_loans rmb_loans 新增贷款 贷款余额 人民币贷款 | -30..110, -40..150, -50..200 | 0.01..3 gdp, ,
money supply | 货币供应量 | CNY | money_supply m2 broad_money 货币供应量 广义货币 | 0..35, 0..40, 0..50 |
research spending | 研发经费 | CNY | research_and_development r&d 研发经费 研发投入 研究与试验发展经费 | -20..60, -40..90, -60..150 | ..0.05 gdp, ..0.008 gdp, ..0.004 gdp
new urban jobs | 城镇新增就业 | persons | urban_jobs urban_job new_jobs 城镇新增就业 新增就业 | | 1e6..3e7, 2e4..3e6, 1000..1e6
grain output | 粮食产量 | tonne | grain_output grain_production grain_harvest 粮食产量 粮食总产量 粮食生产 粮食综合生产 粮食连续 粮食再获 | -15..20, -40..60, | 3e8..9e8, 1e5..1e8, ..3e7
population | 人口 | persons | population 人口总量 常住人口 总人口 | -5..5, -10..10, -15..20 | ..1.6e9, ..1.5e8, ..4e7
urbanisation | 城镇化率 | % | urbanization_rate urbanisation_rate permanent_urban_residents 城镇化率 | | 10..100, 10..100, 10..100
forest cover | 森林覆盖率 | % | forest_coverage 森林覆盖率 | | 5..40, 1..80, 1..90
research intensity | 研发投入强度 | % | r&d_intensity 研发经费支出占 研发投入强度 研发经费投入强度 研究与试验发展经费投入强度 研发强度 研发经费占 经费占gdp 经费支出占gdp 经费支出占营业收入 经费占营业收入 经费支出占主营业务收入 经费占主营业务收入 | | 0.3..5, 0.1..9, 0.1..12
energy use per unit of output | 单位生产总值能耗 | % | energy_consumption_per_unit 单位国内生产总值能耗 单位生产总值能耗 万元生产总值能耗 能源消耗强度 能耗强度 energy_intensity energy_consumption_per carbon_intensity intensity_of_carbon dioxide_intensity emissions_per_unit 碳排放强度 碳强度 二氧化碳排放强度 | -25..15, -30..20, -30..30 |
emissions | 排放 | % | emissions concentration 排放 排放量 浓度 | -30..50, -60..80, -90..150 |
insured persons | 参保人数 | persons | insured medical_insurance old-age_insurance pension_insurance cooperative_medical 参保 参合 医疗保险 养老保险 合作医疗 | -30..120, -30..150, | 2e6..1.45e9, 1000..1.3e8, ..4e7
steel, cement and coal | 钢铁、水泥、煤炭 | tonne | steel cement coal iron_works pig_iron 钢铁 粗钢 钢材 水泥 煤炭 原煤 | -60..90, -80..120, -95..200 | 5e5..6e9, ..2e9, ..1e9
aluminium and copper | 铝、铜 | tonne | aluminum aluminium copper 电解铝 精炼铜 铝产能 | -60..90, -80..120, -95..200 | ..2e8, ..8e7, ..3e7
tax rate | 税率 | % | purchase_tax tax_rate vat_rate income_tax_rate 购置税 税率 | | 0..60, 0..60, 0..60
the whole people | 全国人口 | persons | chinese_people people_of_china developing_country_with populous_country populous_nation 中国人民 中国人 人民群众 人口大国 人口的大国 人口的发展中 人口的国家 | | 1e9..1.6e9, ,
tourist trips | 旅游人次 | persons | outbound_tourism domestic_tourism inbound_tourism 出境旅游 出境游 国内旅游 入境旅游 | -95..300, -95..400, | 1e6..1e10, ..2e9, ..5e8
education spending | 教育支出 | CNY | expenditures_on_education expenditure_on_education spending_on_education education_spending 教育支出 财政性教育经费 | -20..60, -60..150, -80..200 | 0.0005..0.08 gdp, ..0.006 gdp, ..0.003 gdp
an industry | 产业规模 | CNY | 产业产值 产业总产值 工业总产值 产业规模 产业增加值 产业收入 产业营业收入 合同成交额 电子商务交易额 网络零售额 数字经济规模 海洋生产总值 | -60..150, -60..150, | 1e10..1.5e14, 5e8..3e13, 3e7..1e13
spending on farming | 三农支出 | CNY | rural_areas_and_farmers agriculture,_farmers agriculture,_rural spending_on_agriculture 三农 支农 | -60..150, -80..200, -90..300 | 0.002..0.5 gdp, ..0.05 gdp, ..0.02 gdp
social security spending | 社会保障支出 | CNY | social_security_funds social_security_fund social_safety_net spending_on_social_security 社会保障基金 社保基金 社会保障支出 社会保障投入 | -60..150, -80..200, -90..300 | 0.001..0.15 gdp, ..0.02 gdp, ..0.01 gdp
science spending | 科技支出 | CNY | spending_on_science spend_on_science expenditures_on_science 科技投入 科技支出 科学技术支出 | -60..100, -80..200, -90..300 | 0.0005..0.03 gdp, ..0.005 gdp, ..0.003 gdp
employment funds | 就业资金 | CNY | employment_funds employment_programs promote_employment employment_policy 就业资金 就业补助 促进就业 | -60..150, -80..300, -90..400 | 0.00005..0.01 gdp, ..0.002 gdp, ..0.001 gdp
health spending | 卫生支出 | CNY | spending_on_health health_expenditures health_spending 卫生支出 医疗卫生投入 卫生健康支出 | -60..150, -80..200, -90..300 | 0.0005..0.08 gdp, ..0.01 gdp, ..0.005 gdp
culture and sports spending | 文化体育支出 | CNY | culture_and_sports culture,_health 文化体育 文化体育事业 | -60..150, -80..200, -90..300 | 0.0003..0.05 gdp, ..0.01 gdp, ..0.005 gdp
public investment | 政府投资 | CNY | government_investment public_investment budgetary_investment investment_plan invest_an_additional treasury_bond_investment investment_from_the_central investment_in_the_central 政府投资 国债投资 中央投资 中央建设投资 投资计划 | -60..150, -80..300, -90..400 | 0.0003..0.15 gdp, ..0.03 gdp, ..0.02 gdp
railway building | 铁路投资 | CNY | railway_construction railway_investment invest_in_railways 铁路投资 铁路建设投资 铁路固定资产投资 国家铁路建设资本金 | -60..120, -90..200, -95..300 | 0.0003..0.03 gdp, 0.0000005..0.004 gdp, 0.0000001..0.002 gdp
highways and waterways | 公路水运投资 | CNY | highway_and_waterway road_construction highway_construction 公路水运投资 公路投资 公路建设投资 | -60..120, -90..200, -95..300 | 0.0003..0.05 gdp, 0.00000001..0.01 gdp, 0.00000001..0.005 gdp
water works | 水利投资 | CNY | water_conservancy 水利投资 水利建设投资 水利工程投资规模 | -60..120, -90..200, -95..300 | 0.00005..0.03 gdp, ..0.004 gdp, ..0.002 gdp
relief from taxes and fees | 减税降费 | CNY | tax_and_fee tax_cuts tax_reductions tax_refunds vat_credit_refunds burden_on_businesses burden_on_enterprises burdens_on_enterprises burden_on_market tax_burden annual_burden interest_payment_burden business_related_fees 减税降费 减税 退税 减负 企业负担 农民负担 利息负担 | -90..120, -95..200, -95..300 | 0.00005..0.05 gdp, ..0.01 gdp, ..0.005 gdp
poverty funds | 扶贫资金 | CNY | poverty_alleviation_funds poverty_reduction_funds 扶贫资金 | -60..150, -80..300, -90..400 | 0.0001..0.01 gdp, ..0.002 gdp, ..0.001 gdp
contracts abroad | 对外承包工程 | USD | overseas_project_contracting contracts_to_build_foreign overseas_contracts contracted_projects 对外承包工程 对外工程承包 | -60..120, -90..200, -95..300 | 5e9..1e12, ..1e11, ..5e10
students aided | 受资助学生 | persons | compulsory_education 义务教育 | -60..120, -90..200, -95..300 | 2e5..2.5e8, ..3e7, ..1e7
those who draw pensions | 领取养老金人数 | persons | drawing_pensions receiving_pensions receive_pensions draw_pensions 领取养老金 领取基本养老金 | -60..120, -80..200, -90..300 | 1e6..6e8, ..6e7, ..2e7
pupils | 在校学生 | persons | students_in_school students_at_school 在校学生 在校生 | -30..60, -40..80, -60..150 | 1e6..4e8, ..5e7, ..2e7
workers | 劳动力 | persons | labor_force labour_force workforce 劳动力 | -60..120, -80..200, -90..300 | 2e5..1.1e9, ..1e8, ..3e7
migrants who settle | 农业转移人口 | persons | rural_migrants 农业转移人口 | -60..120, -80..200, -90..300 | 2e5..4e8, ..5e7, ..2e7
safe drinking water | 饮水安全 | persons | drinking_water 饮水 | -90..120, -90..200, -95..300 | 2e5..1.45e9, ..1.3e8, ..4e7
people to be fed | 吃饭人口 | persons | food_security food_supply_for 粮食安全 吃饭问题 | -99..120, -99..120, -99..120 | 1e9..1.6e9, 1e5..1.4e8, 1e4..4e7
people as a market | 市场人口 | persons | consumption_potential 人口蕴藏 人口的消费 人口的市场 | -99..120, -99..120, -99..120 | 1e8..1.6e9, 1e5..1.4e8, 1e4..4e7
bad loans | 不良贷款率 | % | non-performing_loans non-performing_loan npl_ratio 不良贷款率 不良率 | | 0.1..40, 0.1..50, 0.1..60
who counts as large | 规模以上标准 | CNY | enterprises_with_annual_revenue enterprises_with_annual_sales 年主营业务收入 | -99..120, -99..120, -99..120 | 1e6..1e8, 1e6..1e8, 1e6..1e8
taxable income of small firms | 小型企业应纳税所得额 | CNY | taxable_income 应纳税所得额 月销售额 | -99..120, -99..120, -99..120 | 1000..1e8, 1000..1e8, 1000..1e8
another indicator | 其他指标 | | consumption production output grain expenditure spending electricity 产量 消耗 能耗 支出 经费 用电量 用水量 | -95..90, -95..90, -95..150 |
"""

NATIONAL_OUTPUT = """
1995 6.13e12  1996 7.18e12  1997 7.97e12  1998 8.52e12  1999 9.06e12  2000 10.03e12  2001 11.09e12  2002 12.17e12
2003 13.74e12  2004 16.18e12  2005 18.73e12  2006 21.94e12  2007 27.01e12  2008 31.92e12  2009 34.85e12  2010 41.21e12
2011 48.79e12  2012 53.86e12  2013 59.30e12  2014 64.36e12  2015 68.89e12  2016 74.64e12  2017 83.20e12  2018 91.93e12
2019 98.65e12  2020 101.36e12  2021 114.92e12  2022 120.47e12  2023 126.06e12  2024 134.91e12
"""
"""China's gross domestic product in yuan at current prices by year, national statistics; after the last year it is
taken to grow by 5 % a year, before the first one to shrink by 12 %."""

SLOWER = {
    "gross domestic product": (2012, Decimal("0.65")),
    "value added": (2012, Decimal("0.65")),
    "retail sales": (2012, Decimal("0.65")),
    "budget revenue": (2012, Decimal("0.65")),
    "income": (2012, Decimal("0.65")),
    "consumer prices": (1996, Decimal("0.5")),
}
"""What has not grown in China, in a year after the one named, by more than this part of its upper bound (the largest:
output of the nation 8.4 % in 2021, budget revenue of a province 23 % in 2021, consumer prices of a province 10.1 % in
2008)."""

OTHER_NATIONS: dict[str, tuple[Decimal, Decimal]] = {
    "unemployment rate": (Decimal("0.1"), Decimal(45)),
    "research intensity": (Decimal("0.01"), Decimal(8)),
    "deficit ratio": (Decimal("0.05"), Decimal(35)),
    "urbanisation": (Decimal(8), Decimal(100)),
    "forest cover": (Decimal("0.05"), Decimal(99)),
}
"""What rates have been in nations other than China since 1990 (World Bank indicators); prices have no bounds there."""

YUAN_A_UNIT = {"CNY": "1", "USD": "7", "EUR": "8", "HKD": "0.9"}
"""Rough rates by which sizes in other currencies are compared; a factor of two hardly matters to the bounds."""

CEILINGS = """
tonne 1.2e11  tce 3e10  km2 5.2e8  ha 5.2e10  kWh 5e13  kW 2e10  km 1e12
CNY 1e16  USD 5e14  EUR 1e14  GBP 3e13  INR 3e15  BRL 1e14  ZAR 1e14  KES 2e14  NGN 2e15  VND 1e17  JPY 6e15
"""
"""More than there is of each unit on earth, or is moved there in a year; of money, some ten times what is produced in a
year where it is the currency (World Bank, 2022)."""

MOST_PERSONS = "world 8.3e9  nation 1.5e9  foreign_nation 1.5e9  province 3e8  city 1e8"
"""More persons than any has."""

MOST_TRIPS, MOST_TURNS = 2e11, 1.5e10
"""More journeys than a nation has in a year, and more visits to doctors, trainings, grants and other turns of persons
(visits to doctors in China were 9.6e9 in 2023)."""
TRIPS = "客 旅 出行 行程 班次 乘 点击 trips passenger passengers journeys travel rides"

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

GROWTH_ONLY = ("economy", "economic growth", "经济增长", "经济增速", "incomes", "物价")
"""Words by which a change of an indicator is told but never its size."""

NATIONAL = re.compile(
    "中央|全国|国家财政|我国|中国的|(?<![a-z])(?:central|national|nationwide|nation's|country's|china's)(?![a-z])"
)
"""Words by which a figure is the nation's, wherever the text is about."""

SHARES_OF_A_WHOLE = """
coverage share employment_rate enrollment_rate enrolment_rate proportion accounted_for accounts_for accounting_for percentage_of unemployment_rate attendance_rate
literacy 覆盖率 比重 占比 占 失业率 就业率 参保率 升学率 巩固率 合格率 优良率 森林覆盖率 入学率 普及率 城镇化率 达标率 完成率 利用率
"""
"""Words for a part of a whole."""

MULTIPLE_WORDS = "target plan capacity of_the_previous of_the_target 目标 计划 产能 超额 负债"
MOST_OF_PLAN = 200
"""Words by which a rate may be above 100 % all the same: of a plan, of a capacity; and up to what it may be."""

RELIEF = (
    "relief disaster disasters flood floods drought earthquake emergency quake 救灾 防汛 抗旱 抢险 应急 灾后 灾害 慰问"
)
"""Words by which what a central government gives may be small: some ten million yuan to one county."""

FLOWS = frozenset({"relief from taxes and fees", "loans", "local bonds", "public investment"})
"""Indicators that an increase or a cut is the size of: new loans, further tax cuts, a burden that is cut by so much."""
