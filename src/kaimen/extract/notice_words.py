"""The words of progress notices in Chinese and English: what a figure is, by the words beside it. Extend to read more.

Each row is a measure, the kinds of quantities it may be, and words of which one must stand in the figure's clause.
Where several rows fit, that of the word nearest to the figure counts; `PLANNED` words make a figure a plan and no
report.
"""

from __future__ import annotations

MONEY, SHARE, POINTS, STARTED, START_RATE, PHYSICAL = "money", "share", "points", "started", "start rate", "physical"
OTHER = "other"
"""Read to be left out: total investment, growth, money that only came in, projects completed."""

ROWS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        MONEY,
        ("money",),
        """
        完成投资 累计投资 投资完成 投资累计 完成固定资产投资 完成项目投资 完成年度投资 累计完成 已投资 已完成
        项目完成 实际投资 支出 实际完成 完成投资额
        invested investment_of investment_reached investment_totaled investment_totalled spent poured injected
        completed_investment investment_completed completed_an_investment outlay expenditure disbursed
        """,
    ),
    (
        SHARE,
        ("percent",),
        """
        年度计划 年度投资 年度任务 年度目标 年计划 全年计划 全年任务 全年目标 年度投资计划 计划投资 年初计划 投资完成率
        完成率 计划完成率 年度完成率
        annual_plan annual_target yearly_plan yearly_target year's_plan year's_target annual_investment
        plan_for_the_year target_for_the_year full-year_plan full-year_target planned_investment completion_rate
        annually_planned planned_total
        """,
    ),
    (
        POINTS,
        ("points",),
        "进度 时序 序时 schedule scheduled calendar time_elapsed planned_progress timetable",
    ),
    (
        STARTED,
        ("count",),
        """
        新开工 已开工 开工建设 开工 动工 实现开工
        started start_construction started_construction broke_ground broken_ground commenced begun_construction
        began_construction under_way new_starts starts kicked_off
        """,
    ),
    (
        START_RATE,
        ("percent",),
        "开工率 开工面 新开工率 start_rate commencement_rate starting_rate have_started have_been_started had_started",
    ),
    (
        PHYSICAL,
        ("percent",),
        """
        形象进度 工程进度 总工程量 工程量 总体进度 整体进度 建设进度 施工进度
        physical_progress of_the_works of_the_work works_are construction_progress overall_progress
        """,
    ),
    (
        OTHER,
        ("money", "percent", "points", "count"),
        """
        总投资 总投资额 计划总投资 概算 同比 增长 增速 占比 去年同期 上年同期 竣工 竣工率 建成 投产 投产率 完工 入库
        储备 签约 到位 资本金 落实资金 到位率 总数 共安排 总计 累计投资完成率 累计完成率 总投资完成率
        单月 当月
        total_investment total_investment_of planned_investment_of combined_investment_of total_cost alone year-on-year
        year_on_year compared_with_last_year same_period completed_projects put_into_operation growth grew rose up_by
        """,
    ),
)

PLANNED = """
计划完成 拟完成 力争 确保 预计 计划新开工 计划开工 拟开工 将开工 拟新开工 将完成 年内将 目标是 集中开工
will plans_to plan_to aims_to expected_to to_be_started to_start are_to
"""
"""Words before a figure, in its clause, that make it a plan or the count of a ceremony."""

AHEAD = "快于 快 超 超过 超前 高于 领先 提前 优于 ahead faster above exceeding exceeds over"
BEHIND = "慢于 慢 低于 落后 滞后 欠 短于 少于 behind slower below short_of"

REFERS = "为 占 即 相当于 or representing equivalent equal"
"""A clause with a share that begins so speaks of the money in the clause before."""
