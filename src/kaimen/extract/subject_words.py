"""Words that are cut off both ends of a clause to leave what a figure is about. Extend the rows to cut more."""

from __future__ import annotations

LEADING = """
and but with of which among these those them them, while as that where the a an its their his her our this
these also meanwhile furthermore moreover in addition in particular it we he she they i you there will shall
must to another additional further whose who or so then thus both including
"""
"""English words before a subject."""

TRAILING = """
of to by at from in on for with as about around approximately some roughly nearly almost close over above
below under more less than least most no not up down only just well is are was were be been being has have had
will shall would should must can could may might which that who it we they he she and or a an the its their a
total record high low reach reaches reached reaching exceed exceeds exceeded exceeding surpass surpassed total
totals totaled totalled totaling totalling amount amounts amounted amounting come comes came coming stand
stands stood standing hit hits account accounts accounted accounting make makes made up grow grows grew
growing grown increase increases increased increasing rise rises rose rising risen fall falls fell falling
fallen drop drops dropped decline declines declined decrease decreases decreased reduce reduces reduced
reducing cut cuts raise raises raised raising lower lowered expand expanded gain gained improve improved set
target targeted keep kept maintain maintained remain remained average averaged averaging cost costs costing
worth valued estimated expected projected planned arrange arranged allocate allocated invest invested spend
spent issue issued provide provided achieve achieved ensure ensuring contribute contributed further additional
another capped limited within began begun start started complete completed represent represents represented
representing figure benefit benefited benefiting through between per annual year- on-year year on around
approximately how
"""
"""English words after a subject: verbs of reaching and changing, prepositions, words for how exact."""

CHINESE_LEADING = """
其中 并 且 和 及 与 以及 同时 此外 另外 另 将 要 拟 力争 确保 争取 努力 计划 预计 预期 全年 当年 我省 我市
我国 我们 今年 安排 推动 实现 完成 达到 使 把 让 由 对 到 至 共 累计 总计 已 已经 还 也 又 再 进一步 继续 初步
是 为 约 全国首个 首个 惠及
"""
"""Chinese words before a subject."""

CHINESE_TRAILING = """
最高 最低 给予 分别给予 给予最高 按照 按 每 达到 达 为 是 有 共 共有 约 约为 约占 超过 超 突破 突破了 逾
不低于 不少于 不超过 不高于 至少 高于 低于 少于 多于 近 将近 接近 完成 实现 累计 累计达 总计 合计 控制在
保持在 保持 稳定在 维持在 提高到 提高至 提升到 提升至 增加到 增加至 扩大到 降至 降到 下降到 减少到 增长到
上升到 增长 增加 上升 上涨 提高 提升 扩大 下降 减少 降低 回落 下跌 增 降 减 再 另 安排 拟 拟按 按 到 至 在
得到 左右 平均为 平均 实际 同比 比去年 比上年 年均 分别 分别为 分别增长 名义 一般 以 计划 预计 力争 将 要 新增
惠及 涨幅 增幅 降幅 规模 仅 均 从 由 就 就达 高达 多达 可达 每年 全年 连续 了 占 的 首个 全国首个 第一个
"""
"""Chinese words after a subject."""

RATES = "growth increase decrease decline rise fall drop"
"""English nouns of change, which a rate of change says again."""

CHANGES = {("zh", "up"): "增长", ("zh", "down"): "下降", ("en", "up"): " growth", ("en", "down"): " decline"}
"""What a rate of change adds to its subject."""
