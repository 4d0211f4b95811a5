"""Words that tell a promise from a report, a rise from a fall, a pledge from a wish. Extend the rows to read more."""

from __future__ import annotations

RISES = """
increase increases increased increasing rise rises rose rising risen grow grows grew growing grown growth up gain
gains gained
expand expands expanded expanding climb climbed surge surged jump jumped higher raise raised raising improve improved
added double doubled doubling triple tripled tripling
accelerated boost boosted strengthened exceeded_that
增长 增加 上升 上涨 提高 提升 扩大 增幅 涨幅 增速 增 涨 回升 增至 新增
"""
FALLS = """
decrease decreases decreased decreasing decline declines declined declining fall falls fell falling fallen drop drops
dropped
halve halved halving
reduce reduces reduced reducing reduction cut cuts cutting down lower lowered lowering shrink shrank contracted slowed
缩短 shorten shortens shortened shortening 下降 减少 降低 回落 下跌 缩减 压减 下调 降幅 收窄 减 降 负增长
"""
"""Words by which a figure is a change. The nearest one to the figure counts."""

LEVELS = """
rate ratio share proportion coverage cover covers covering accounted accounting account accounts percentage deficit
失业率 覆盖率 比重 占比 占 率为 赤字率 完成率 合格率 比例 入学率 贡献率 负债率 率达 率达到 率提高到 率控制在 率超过
"""
"""Words by which a percentage is a level and no change. 增长率 and the like are rises all the same."""

PLANS = """
accelerate achieve adhere advance allocate arrange attract begin break bring build carry complete concentrate conduct
consolidate
construct continue control coordinate create cultivate deepen deliver deploy develop double earmark encourage enhance
ensure
establish expand explore finish focus form foster formulate fund give guarantee guide hire implement improve increase
integrate
introduce invest issue keep launch lay limit maintain make meet mobilise mobilize modernise modernize open optimize
optimise
organize plan plant promote protect provide pursue raise reach recruit reduce reform renovate replace restore
resurface retain
roll save secure select set speed spend stabilize stabilise start strengthen strive subsidise subsidize support
sustain take
train transform treat upgrade uphold
"""
"""English verbs that open a clause of what will be done."""

CHINESE_PLANS = """
安排 推动 推进 促进 加快 支持 实施 建设 建成 新建 改造 开工 启动 投入 完成 实现 达到 力争 确保 争取 保持 培育 打造
发展 扩大 提高
提升 增加 降低 减少 控制 优化 完善 健全 强化 加强 深化 开展 落实 引进 引导 鼓励 组织 设立 发行 出台 制定 推出 构建
建立 统筹
新增 培训 解决 保障 稳定 巩固 拓展 做好 抓好 用好 布局 创建 打通 淘汰 压减 治理 修复 改善 清理 取消 免除 减免 推广
着力 坚持
"""

PROMISES = """
will shall must aim aims strive plan plans target targets intend should to_be need_to necessary_to going_to pledge
pledges pledged vowed would announced proposed unveiled earmarked budgeted
commit commits expects_to goal goals ensure ensuring planned projected let_us make_every_effort
将 要 拟 力争 确保 争取 计划 目标 必须 着力 努力 给予 予以 可享受 预期 安排 推动 加快 继续 进一步 务必 须 应 打算 拟建
"""
REPORTS = """
was were had has have been reached reached increased grew rose fell dropped declined achieved completed exceeded
doubled tripled halved totaled totalled
added created reported surpassed became lifted launched built stood saw made
已 了 完成 达到 达 实现 累计 同比 突破 取得 创 回顾 获 荣获 建成 新增 超过 位居 成功 过去
"""
ESTIMATES = "estimated estimate preliminary forecast forecasts 初步核算 初步统计 初步测算 预计 估计 估算 预测 约合"
COMPLETIONS = """
so_far to_date year-to-date as_of already has_been have_been has_completed have_completed has_reached 已 已经 累计
截至 截止 同比
"""
"""Words that tell that something was done even if its period still runs."""
SECTION_REPORTS = (
    "review reviews retrospect achievements past_year work_in 回顾 成绩 工作总结 过去 一年来 主要做了 所做的工作"
)
SECTION_PROMISES = """
targets tasks plans priorities goals work_plan arrangements outlook this_year
目标 任务 工作安排 总体要求 重点工作 部署 打算 工作建议 展望 建议
"""
"""Words in headings and opening sentences that tell what kind of section follows."""

VAGUE = """
a_number_of a_series_of several dozens_of hundreds_of thousands_of tens_of_thousands_of a_batch_of a_group_of
scores_of numerous
a_host_of a_variety_of 一批 一系列 若干 多个 多项 数个 数十 数百 数千 数万 几十 几百 几千 一些 一大批 成批
"""
"""A quantity without a number."""

RELATIVE = """
higher_than faster_than lower_than above_the_national below_the_national in_step_with on_par_with in_line_with
keep_pace_with
ahead_of outpace exceed_the_national no_lower_than_the_national 高于全国 快于全国 低于全国 高于经济 高于全省
与经济增长 基本同步 同步增长
高于年均 快于经济 不低于全国 好于全国 高于上年 不低于上年 持平 领先全国
"""
"""A comparison without a number."""

RELATIVE_OBJECTS = """
growth rate level average gdp income economy price prices spending expenditure investment revenue output national
增长 增速 收入 水平 经济 支出 平均 全国
"""

SLOGANS = """
dream dreams battle bull's_nose trump_card get_off_to_a_good_start good_start 梦 开门红 开门稳 攻坚战 主战场 新篇章
再出发 首战告捷
"""
