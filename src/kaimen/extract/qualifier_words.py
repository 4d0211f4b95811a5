"""How exact a figure is meant: `code: words`. Codes: > >= < <= ~ (about) <~ (nearly) another (in addition)."""

from __future__ import annotations

BEFORE: dict[str, str] = {
    ">": """more_than over above exceed exceeds exceeded exceeding surpass surpasses surpassed surpassing topped topping
        greater_than in_excess_of higher_than larger_than beyond passed upward_of upwards_of well_over
        超过 超过了 超 突破 突破了 逾 多于 高于 大于 超出 远超 过""",
    ">=": """at_least as_few_as as_little_as
        no_less_than not_less_than no_fewer_than not_fewer_than not_lower_than no_lower_than
        a_minimum_of minimum_of not_below 不低于 不少于 不小于
        不得低于 不得少于 不得小于 不应低于 不应少于 不能少于 不能低于 至少 达到或超过 最低""",
    "<": """less_than under below fewer_than lower_than short_of 低于 少于 小于 不足 不到 不满 未满""",
    "<=": """up_to as_many_as as_much_as
        at_most no_more_than not_more_than within not_exceed not_exceeding no_higher_than a_maximum_of
        maximum_of no_longer_than
        not_longer_than capped_at no_greater_than not_over
        不超过 不高于 不多于 不大于
        不得超过 不得高于 不得多于 不得大于 不应超过 不应高于 不能超过 至多 最多 不超 最高 最高不超过""",
    "~": """about around approximately some roughly approx. circa c. in_the_region_of in_the_order_of or_so
        约 大约 约为 约占 约占全国 约占全国的 约占全省 约占全省的 约占全市 约占全市的 大概 约达 左右""",
    "<~": """nearly almost close_to approaching just_under 近 将近 接近 几乎 近乎""",
    "another": """another a_further an_additional a_new_total_of further additional an_extra extra 再 另""",
}
"""Words directly before the figure."""

PART_OF_WORD: dict[str, str] = {
    "约": "节公条合契预签制集",
    "近": "附邻临最",
    "再": "一不",
    "超": "高赶反",
    "过": "超通经不路渡度跨达",
}
"""Characters before one of these words that make it part of another word: 节约 is to save."""

AFTER: dict[str, str] = {
    ">=": "or_more or_above or_higher and_above or_over and_more 以上 及以上 或以上 之上",
    "<=": "or_less or_below or_lower at_most 以内 之内 以下 及以下 之下",
    "~": "or_so or_thereabouts 左右 上下 前后",
    ">": "-plus plus + 有余 开外",
}
"""Words directly after the figure and its unit."""

INSIDE: dict[str, str] = {">": "多 余 来 几 odd"}
"""Words between the numeral and its unit: 370多个."""

GRANTS = "给予 奖励 奖补 补助 补贴 资助 安排 下降 降"
"""Chinese verbs that may do so."""
FILLERS = f"""
a_total_of a_record the an a to at by of total
建成 建设 新建 新增 培育 打造 完成 引进 实施
达 达到 为 共 合计 总计 其中 了 在 到 至 是 有 {GRANTS}
"""
"""Words that may stand between such a word and the figure."""
