# ruff: noqa: E501 - a row of the pattern table is one fact on one line
"""Words for periods: kind, whether relative, rule and pattern, one row each.

Comparisons (比去年, over the previous year, since 2014) stand here so that their years are not taken for the period of a
figure.
"""

from __future__ import annotations

from kaimen.extract.number_words import ENGLISH_ORDINALS
from kaimen.extract.period_rules import (
    COUNT,
    HAN,
    MONTH,
    MONTHS,
    Rule,
    all_year,
    day,
    first_months,
    fiscal,
    fiscal_relative,
    half,
    middle,
    month,
    months_to,
    past_year,
    plan,
    quarter,
    quarters_until,
    row_of_years,
    since_month,
    so_far,
    unknown,
    whole_of_known,
    whole_year,
    within,
    year_range,
    year_ranges,
)

# --- patterns: kind, relative to the day of publication, rule, pattern ---

_BY = r"(?<![a-z0-9$€£¥.,-])(?:by|before|until|no later than)(?: the end of)?"
_BY_MONTH = (
    r"(?<![a-z0-9$€£¥.,-])(?:(?:by|before|until|no later than|through|up to)(?: the)?(?: end| beginning| start)?(?: of)?[ -]"
    r"|(?:at|to|as at|as of) the end of |(?:as at|as of|at) end[- ](?:of )?)"
)
_Y = r"(?P<year>(?:19|20)\d\d)"
ANYWHERE = r"(?<![a-z0-9$€£¥.,-])"
_E = r"(?![a-z0-9])"
_SCALED = "million|billion|trillion|thousand|yuan|rmb|dollars|per|%|km|square|hectares|mu|ton|tonnes|kilo|kw|mw|gw|people|jobs"
_NOT_A_FIGURE = rf"(?![a-z0-9]|,\d{{3}}|\.\d|%|-?(?:%| ?(?:{_SCALED})))"
_COUNTED = "百千万亿元个家项人吨亩公平名台座户套件米辆张所"
"""Characters after which a number with a blank behind it is an amount: 2000 万元."""
_NOT_MORE_THAN = "".join(
    rf"(?<!{word} )"
    for word in ["for", "is", "was", "are", "were", "be", "been", "of", "after", "last", "lasted", "take", "took", "by"]
)
"""Words after which over means more than: it lasted over five years."""
_FY = r"(?:the )?(?:fy|fiscal(?: year)?|financial year|budget year) ?'?"
_FROM = (
    r"(?<![a-z0-9$€£¥.,-])(?:from|as of|with effect from|effective(?: from)?|starting(?: in| from)?|beginning(?: in)?) "
)
_UNTIL = r"(?<![a-z0-9$€£¥.,-])(?:by|before|until|till|through(?:out)?|up to|no later than|beyond)(?: the end of)?"
_DUE = rf"{_UNTIL}(?: (?:the )?(?:end|close) of)?"
_END = r"(?:the end of|the close of|year-end|the year-end of|late|early|mid-|the beginning of|the middle of)"
_THE_YEAR = rf"(?:{_Y}|(?:the )?(?P<which>this|last|next|coming|current|previous) year|the year)"
_ANY_YEAR = rf"(?:{_Y}|(?P<which>this|last|next|the coming|current) year)"
_OF_YEAR = rf"(?:(?: of|,)? (?:{_Y}|(?P<which>this|last|next) year|the year))"
_ZY = r"(?:(?P<year>(?:19|20)\d\d)年度?|(?P<which>今|去|明|本|(?<![以之向往])上)(?:一)?年度?(?![轻龄均]))"
_COMPARE = "比|较|同比|超过|高于|低于|多于|少于|相当于|相比|自从?"
_MANY = r"(?:近|约|超|超过)?[\d.一二两三四五六七八九十]+"
_PLAN = (
    rf"(?P<plan>\d{{1,2}}|{'|'.join(ENGLISH_ORDINALS)})(?:st|nd|rd|th)? five[- ]year(?: (?:plan|programme|program)s?)?"
)

ROWS: list[tuple[str, bool, Rule, str]] = [
    # beginnings: from 2027, starting in January 2027; only of what is to come
    ("start", False, whole_year, rf"{_FROM}{_Y}(?! ?(?:to|-|until|through|levels?)){_E}"),
    (
        "start",
        False,
        month,
        rf"{_FROM}(?:\d{{1,2}} )?(?P<month>{'|'.join(MONTHS)})(?: \d{{1,2}},?)? {_Y}(?! (?:to|until|through)){_E}",
    ),
    # comparisons
    (
        "comparison",
        False,
        whole_year,
        rf"{ANYWHERE}(?:since|compared (?:with|to)|from(?= (?:19|20)\d\d(?! ?(?:to|-))))(?: that (?:of|in))? {_Y}{_E}",
    ),
    (
        "comparison",
        False,
        unknown,
        rf"{ANYWHERE}(?:since|compared (?:with|to)|than(?: in)?|above|below|against|relative to|up from|down from) {_FY}?(?:(?<=fy)\d\d|20\d\d[-/–]\d\d){_NOT_A_FIGURE}",
    ),
    (
        "comparison",
        False,
        whole_year,
        rf"{ANYWHERE}(?:on|below|above|against|relative to|versus|vs\.?) (?:the )?{_Y}(?: levels?| baseline| figure)?{_NOT_A_FIGURE}",
    ),
    (
        "comparison",
        True,
        whole_year,
        rf"{ANYWHERE}(?:over|on|from|than|with|to|against|of)(?: that (?:of|in))? (?:the )?(?P<which>previous|last|preceding) year(?:'s)?{_E}",
    ),
    ("comparison", True, whole_year, rf"{ANYWHERE}(?:than|over) (?:in |that of )?{_Y}{_E}"),
    (
        "comparison",
        True,
        unknown,
        rf"{ANYWHERE}year[- ]on[- ]year{_E}|{ANYWHERE}(?:the same period|a year earlier|the year before)(?: last year| of (?:19|20)\d\d)?{_E}",
    ),
    ("comparison", True, whole_year, rf"(?:{_COMPARE})(?P<which>去|上|前)(?:一)?年(?:同期|度|末|底)?"),
    ("comparison", False, whole_year, rf"(?:{_COMPARE}){_Y}年(?:同期|度|末|底|以来)?"),
    ("comparison", False, whole_year, rf"{_Y}年(?:以来|(?:之|以)?后|起)"),
    (
        "comparison",
        False,
        plan,
        rf"(?:{_COMPARE}|是|为)[“\"]?(?P<plan>{HAN}{{1,3}}?)五[”\"]?(?:末|时期|期间|初)",
    ),
    ("comparison", False, whole_year, rf"{_Y}年的(?={_MANY}倍)"),
    (
        "comparison",
        False,
        plan,
        rf"(?:是|为|比|较|相当于)[“\"]?(?P<plan>{HAN}{{1,3}}?)五[”\"]?(?:时期|期间)?的?(?={_MANY}倍)",
    ),
    ("comparison", True, unknown, "上年(?:同期|末|底|度)?(?=的|增|减|提|下|上|相)|同比|环比|以来"),
    # rows of years and plans
    ("deadline", False, plan, rf"[“\"]?(?P<plan>{HAN}{{1,3}})五[”\"]?(?:规划|时期|期)?末"),
    ("period", True, so_far, "(?:今年|年初)以来"),
    (
        "period",
        False,
        year_range,
        rf"{ANYWHERE}(?:(?:from|between|during|in|for|over|throughout) )?{_Y}(?: ?(?:-|–|—) ?| (?:to|and|through) (?=\d{{4}}))(?P<last>(?:19|20)\d\d|\d\d){_NOT_A_FIGURE}",
    ),
    (
        "period",
        False,
        year_range,
        rf"{ANYWHERE}(?:(?:in|for|during) )?(?:the )?(?:fy ?)?{_Y}/(?P<last>\d\d){_NOT_A_FIGURE}",
    ),
    (
        "period",
        False,
        year_ranges,
        rf"{ANYWHERE}(?:between|from|over) (?:{_FY})?{_Y}[-/–]\d\d(?: (?:and|to|until|through) |–)(?:{_FY})?(?P<until>20\d\d)[-/–](?P<last>\d\d){_NOT_A_FIGURE}",
    ),
    ("deadline", False, year_range, rf"{_DUE} (?:{_FY})?{_Y}[-/–](?P<last>\d\d){_NOT_A_FIGURE}"),
    ("deadline", False, fiscal, rf"{_DUE} {_FY}(?P<fiscal>(?:20)?\d\d)(?:[-/–](?P<last>(?:20)?\d\d))?{_NOT_A_FIGURE}"),
    (
        "period",
        False,
        fiscal,
        rf"{ANYWHERE}(?:(?:in|for|during|over|of) )?{_FY}(?P<fiscal>(?:20)?\d\d)(?:(?:[-/–]| to (?:{_FY})?)(?P<last>(?:20)?\d\d))?{_NOT_A_FIGURE}",
    ),
    (
        "period",
        True,
        fiscal_relative,
        rf"{ANYWHERE}(?:(?:in|for|during|over) )?(?:the )?(?P<which>coming|next|upcoming|new|current|this|last|past|previous) (?:fiscal|financial|budget) year{_E}",
    ),
    (
        "period",
        True,
        months_to,
        rf"{ANYWHERE}(?:(?:in|over|for|during) )?(?:the )?(?:(?:12|twelve) months|(?:financial |fiscal )?year) (?:to|ended|ending|through)(?: (?:the )?end(?: of)?| \d{{1,2}})? (?P<month>{'|'.join(MONTHS)})(?: [0-3]?\d(?!\d))?(?:,? {_Y})?{_E}",
    ),
    (
        "deadline",
        True,
        within,
        rf"{ANYWHERE}(?:within(?: the (?:next|coming))?|(?:in|over) the (?:next|coming)) (?P<count>\d{{1,2}}|{COUNT}) (?P<unit>month)s(?! of| after| from){_E}",
    ),
    (
        "deadline",
        True,
        within,
        rf"{ANYWHERE}within (?P<count>\d{{1,2}}|{COUNT}) (?P<unit>year)s?(?! of| after| from){_E}",
    ),
    (
        "deadline",
        True,
        middle,
        rf"{ANYWHERE}(?:by|before|until) (?:the )?mid(?:dle)?(?:-| of )?(?:{_Y}|(?P<which>next|this) year){_E}",
    ),
    ("deadline", True, whole_year, rf"{_UNTIL} year[- ]end{_E}"),
    (
        "deadline",
        True,
        whole_year,
        rf"{ANYWHERE}(?:through|up to|until) {_Y}(?=[.,;:)\n]|\s*\Z| (?:and|in|to|for|with|at|will|is|as)(?![a-z]))",
    ),
    ("deadline", True, quarter, rf"{_DUE} q(?P<quarter>[1-4])(?: (?:of )?{_Y})?{_E}"),
    (
        "deadline",
        True,
        quarter,
        rf"{_DUE} the (?P<quarter>first|second|third|fourth|last|final) quarter{_OF_YEAR}?{_E}",
    ),
    ("deadline", False, unknown, rf"{_UNTIL}(?: this| the)? decade{_E}"),
    ("period", False, year_range, rf"{_Y}(?:年)?(?:-|—|——|~|至|到)(?P<last>(?:19|20)\d\d)年?(?:期间|间)?"),
    ("period", False, plan, rf"{ANYWHERE}(?:(?:the )?(?:end|period) of )?(?:the )?{_PLAN}(?: period)?{_E}"),
    (
        "period",
        False,
        plan,
        rf"[“\"]?(?P<plan>{HAN}{{1,3}})五[”\"]?(?:规划|时期|期间|末|以来)+|[“\"](?P<plan2>{HAN}{{1,3}})五[”\"]|(?<![一二两三四五六七八九十第])(?P<plan3>十(?:[一二三四六七八九]|(?=五(?:规划|时期|期间|末|以来|计划))))五(?!年|个|家|人|亿|万|次|届)",
    ),
    (
        "period",
        True,
        row_of_years,
        rf"{ANYWHERE}(?:(?:over|in|during|for|within) )?the (?:(?P<past>past|last|previous|preceding)|(?:next|coming|following)(?: (?:\d{{1,2}}|{COUNT})(?= to | or |-)(?: to| or|-)(?= ))?) (?P<count>\d{{1,2}}|{COUNT}) years{_E}",
    ),
    (
        "period",
        True,
        row_of_years,
        rf"(?P<past>过去|最近|近)(?:的)?(?P<count>\d{{1,2}}|{HAN}{{1,2}})年(?:来|间|里|中)?",
    ),
    (
        "period",
        True,
        row_of_years,
        rf"(?<![第续一二两三四五六七八九十\d])(?P<past>)(?P<count>\d{{1,2}}|{HAN}{{1,2}})年(?P<after>内|之内|以内)",
    ),
    (
        "period",
        True,
        row_of_years,
        rf"(?<![第一二两三四五六七八九十\d])(?P<count>\d{{1,2}}|{HAN}{{1,2}})年(?P<past>来)",
    ),
    (
        "period",
        True,
        row_of_years,
        rf"(?:未来|今后|往后|接下来)(?:的)?(?P<past>)(?P<count>\d{{1,2}}|{HAN}{{1,2}})年(?:内|间|里)?",
    ),
    (
        "period",
        True,
        row_of_years,
        rf"用(?P<past>)(?P<count>\d{{1,2}}|{HAN}{{1,2}})年(?:左右)?的?时间",
    ),
    # lengths of time over which something is told: no figures
    (
        "span",
        True,
        unknown,
        rf"(?=over ){_NOT_MORE_THAN}{ANYWHERE}over (?:the course of |a period of |the |these )?(?:\d{{1,2}}|{COUNT}) years(?! (?:ago|olds?|older|later|earlier|of|in prison|behind)(?![a-z])|'){_E}",
    ),
    (
        "span",
        True,
        unknown,
        rf"(?<![^，。；、：\n])(?:\d{{1,2}}|{HAN}{{1,2}})年(?=累计|共|总共|合计|间|新增|建成|培育|引进|投入|新建)",
    ),
    ("span", True, unknown, rf"经过(?:近|约)?(?:\d{{1,2}}|{HAN}{{1,2}})多?年(?=[的来多发努建奋攻持])"),
    # parts of a year
    (
        "period",
        True,
        quarter,
        rf"{ANYWHERE}(?:in )?(?:the )?(?P<quarter>first|second|third|fourth|last|final) quarter{_OF_YEAR}?{_E}",
    ),
    ("period", True, quarter, rf"{ANYWHERE}q(?P<quarter>[1-4])(?: (?:of )?{_Y})?{_E}"),
    ("period", True, half, rf"{ANYWHERE}(?:in )?(?:the )?h(?P<half>[12]) (?:of )?{_Y}{_E}"),
    ("period", True, half, rf"{ANYWHERE}(?:in )?(?:the )?(?P<half>first|second) half{_OF_YEAR}?{_E}"),
    ("period", True, quarter, rf"{_ZY}?(?:的)?第?(?P<quarter>[一二三四])季度"),
    ("period", True, quarters_until, rf"{_ZY}?前(?P<quarter>[二三])季度?"),
    ("period", True, half, rf"{_ZY}?(?P<half>上|下)半年"),
    ("period", True, month, rf"{_ZY}?(?P<month>\d{{1,2}})月?(?:-|—|至|到)(?P<to>\d{{1,2}})月份?"),
    ("deadline", True, month, rf"{_ZY}?(?P<month>\d{{1,2}})月(?:底|末)(?:之?前)?"),
    # days
    ("day", True, day, rf"{ANYWHERE}(?:on )?(?P<month>{MONTH})\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,? {_Y})?{_E}"),
    ("day", True, day, rf"{ANYWHERE}(?:on )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?P<month>{MONTH})\.?(?:,? {_Y})?{_E}"),
    ("day", True, day, rf"{_ZY}?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?:日|号)"),
    ("day", True, day, r"(?<![\d年])(?P<day>[0-3]?\d)日(?![均产照])"),
    ("day", False, day, rf"(?<!\d){_Y}[-./](?P<month>[01]?\d)[-./](?P<day>[0-3]?\d)(?!\d)"),
    ("deadline", True, day, rf"{_BY} (?P<month>{MONTH})\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,? {_Y})?{_E}"),
    ("deadline", True, day, rf"{_BY} (?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?P<month>{MONTH})\.?(?:,? {_Y})?{_E}"),
    ("deadline", True, day, rf"{_ZY}?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?:日|号)(?:之|以)?前"),
    ("deadline", True, month, rf"{_BY_MONTH}(?P<month>{MONTH}),? (?:of )?{_Y}{_E}"),
    ("deadline", True, month, rf"{_BY_MONTH}(?P<month>{'|'.join(MONTHS)}){_E}"),
    ("period", True, month, rf"{ANYWHERE}(?:in )?(?P<month>{MONTH}),? (?:of )?{_Y}{_E}"),
    ("period", True, month, rf"{ANYWHERE}(?:in|during) (?P<month>{'|'.join(MONTHS)}){_E}"),
    ("period", True, since_month, rf"{ANYWHERE}since (?P<month>{'|'.join(MONTHS)}){_E}"),
    (
        "period",
        True,
        first_months,
        rf"{ANYWHERE}(?:in|over|during|for) the first (?P<count>\d{{1,2}}|{COUNT}) months{_OF_YEAR}?{_E}",
    ),
    ("deadline", False, whole_year, rf"{_UNTIL} (?:the )?(?:spring|summer|autumn|fall|winter)(?: of)? {_Y}{_E}"),
    ("period", False, whole_year, rf"{ANYWHERE}(?:in )?(?:the )?(?:spring|summer|autumn|fall|winter)(?: of)? {_Y}{_E}"),
    ("period", True, month, rf"{_ZY}?(?<!\d)(?P<month>1[0-2]|[1-9])月份?(?![\d个])"),
    # deadlines
    (
        "deadline",
        True,
        whole_year,
        rf"{ANYWHERE}(?:by|before|until|till|at|towards?)(?: about)? (?:{_END}(?: of)? ?)?{_THE_YEAR}{_E}",
    ),
    ("deadline", True, whole_year, rf"{ANYWHERE}at {_END} {_THE_YEAR}{_E}"),
    ("deadline", True, whole_year, rf"(?:到|至|截至|截止到?|力争到?)?{_ZY}(?:年?底|末|终)(?:之?前)?"),
    ("deadline", True, whole_year, rf"(?:到|至|截至|力争到?){_ZY}"),
    ("deadline", True, whole_year, rf"{_ZY}之?前"),
    ("loose", True, whole_of_known, "(?:到|至)?(?<![去上前明\\d])年(?:底|末|终)(?:之?前)?|年内"),
    ("open", False, unknown, rf"{ANYWHERE}as soon as possible{_E}|尽快|早日|尽早"),
    ("all", True, all_year, "全年"),
    # whole years
    (
        "period",
        True,
        whole_year,
        rf"{ANYWHERE}(?:(?:in|for|during|throughout|over|all of) )?(?<![\u3400-\u9fff])(?<!\d to ){_ANY_YEAR}(?! ?- ?\d{{3,4}}(?!\d)){_NOT_A_FIGURE}(?![\u3400-\u9fff]| [{_COUNTED}])",
    ),
    ("period", True, past_year, rf"{ANYWHERE}(?:(?:in|over|during|for) )?the past year{_E}"),
    ("period", True, whole_year, rf"{_ZY}"),
    ("period", True, past_year, "过去一年|一年来|过去的一年|这一年"),
]
