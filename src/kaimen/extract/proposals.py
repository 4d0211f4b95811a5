"""What a confirmed pledge can become: a rule, quota or fund of a scenario, or a test of its verdict; or why it cannot.

A proposal is TOML for a person to put into a scenario and to finish: the selection (`where`, `part`) is theirs, because
no sentence says how a list calls its sectors. The sentence stands above it as a comment, and the rule cites the pledge.
"More than" keeps its sense only in `share`; of a count it is the next whole number, of an amount at least that amount.
"About" becomes at least, and says so.

What holds a plan to something is told by the words of the figure's own clause: projects that are counted, what they
cost, land and energy that they may use, money that is set aside. A level or change of an indicator, and a count of
anything else, is no rule, but it can be tested: the proposal is a `[[test]]`, and says why it is no rule. What one
recipient is given belongs in a policy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaimen.extract.change import change_of
from kaimen.ledger import Pledge, Target
from kaimen.quantity import UNITS

_AT_MOST = frozenset({"<", "<="})
_MONEY = {
    unit.dimension.removeprefix("currency "): unit.code for unit in UNITS.values() if "currency" in unit.dimension
}
"""What a scenario calls a currency, by its code."""
_AREAS = frozenset({"km2", "ha", "m2"})
_LARGE = Decimal(100_000_000)
_SMALL = Decimal("0.01")
"""Below it a number is written out in full."""
_TELLING = re.compile(r"[\u3400-\u9fff]{2}|[A-Za-z]{3,}\W+(?:\w+\W+)*[A-Za-z]{3,}")
_CLAUSE = re.compile(r"[，。；：！？;:!?\n]|,(?!\d)|\.(?!\d)")


def _words(han: str, english: str) -> re.Pattern[str]:
    return re.compile(f"{han}|(?<![a-z])(?:{english})(?![a-z])", re.I)


_PROJECTS = _words("项目", "projects?")
_COUNTED = frozenset({"projects", "project", "项目", "个", "项", ""})
_FUNDS = _words(
    "资金|基金|债券|国债|专项债|预算内投资|预算投资", "funds?|funding|bonds?|budget|budgetary|special[- ]purpose bonds?"
)
_SPENT = _words(
    "安排|支出|拨付|拨款|财政", "spend|spending|allocates?|allocated?|allocations?|appropriat[a-z]+|expenditures?"
)
_COSTS = _words("投资|造价", "invest|investments?|invested|costs?")
_GIVEN = _words(
    "奖励|奖补|补助|补贴|资助|扶持|贴息|给予|人均|每人|每户|每名|每个单位|每家|标准",
    "subsid[a-z]+|grants?|awards?|rewards?|allowances?|per (?:capita|person|head|household)|each person|rebates?",
)
_MEASURED = _words(
    "收入|产值|增加值|销售|利润|税收|赤字|余额|进出口|贸易|生产总值|营收|价格|规模|市值|交易额|产量",
    "revenues?|output|sales|deficits?|profits?|incomes?|trade|prices?|gdp|exports?|imports?|turnover|savings?",
)
_RATES = _words("率|覆盖|普及|占比.{0,8}(?:gdp|生产总值)", "rates?|coverage|ratio|intensity")
_LAND = _words(
    "净地|供地|建设用地|工业用地|产业用地|用地指标|土地供应|新增用地",
    "(?:industrial|construction|building|net|serviced)(?: [a-z]+)? land|land (?:for|quotas?|supply|supplied)",
)
_ENERGY = _words(
    "能耗总量|能源消费|煤炭消费|用能|能耗指标|综合能耗",
    "(?:energy|coal) (?:consumption|use|quotas?)|consume|consumption",
)
_COAL = _words(
    "煤炭?.{0,6}(?:消费|消耗|使用|用量)|(?:消费|消耗|耗|用)煤(?!电)",
    "coal (?:consumption|use|burn(?:t|ed)?|quotas?)|consum[a-z]+ .{0,40}coal",
)
_SAVED = _words("节约|节能|减少|替代|降低|压减", "saved?|savings?|energy-saving|reduc[a-z]+|cut|replac[a-z]+")
_SAVED_BY = re.compile(
    r"(?:节约|减少|替代|降低|压减)约?\s*\Z|"
    r"(?<![a-z])(?:saves?|saved|saving|cut|reduc[a-z]+|replac[a-z]+)(?: by| about)*\s*\Z",
    re.I,
)
"""Directly before an amount: that much less is used, which is no ceiling."""
_BUILT = _words(
    "建成|完成|完工|竣工|开工|动工|投产|达产|通车|通水|通航|投用|启用|交付|投入(?:使用|运营|运行|生产)|试运[行营]|封顶|并网|贯通|开通|"
    "开园|开业|开馆",
    "complete[ds]?|completion|finish(?:ed)?|opens?|(?:re)?opened|in operation|into (?:use|operation|service)|"
    "construction|"
    "commission(?:ed)?|inaugurated?|operational|delivered|handed over|(?:break|broken) ground|go(?:es)? live|"
    "start(?:s)? (?:operations?|operating|running)|works? .{0,80}(?:begins?|starts?|commences?)",
)
_OF_OFFICE = _words(
    "改革|立法|条例|方案|规划编制|编制|修订|普查|审计|评估|考核|整治行动|调查",
    "reforms?|legislation|bills?|laws?|regulations?|surveys?|census|audits?|reviews?|evaluations?|strateg(?:y|ies)|drafts?|"
    "negotiations?|recruitment",
)
_COMPARED = _words("高于|低于|同步|不低于", "higher|lower|in step")
_MOVED = _words(
    "减少|缩减|压减|提高|降低|下降|增加|覆盖",
    "reduc[a-z]+|cut|raise[ds]?|lower(?:ed)?|extend(?:ed)?|cover(?:s|ed)?|deduction",
)
_LINKED = _words("其中|占", "of (?:which|these|them|those)|among")
_AMONG = re.compile(
    r"(?<![a-z])(?:of|among) (?:the |these |those |all )?(?:[a-z-]+ ){0,2}projects(?![a-z])|项目中", re.I
)
_OF_OTHERS = re.compile(
    r"\s+of (?!(?:which|these|them|those|(?:the |all )?(?:[a-z-]+ ){0,3}(?:projects?|investment)))", re.I
)
_OF_ONE = re.compile(r"(?:及)?以[上下](?:的)?[^，。；]{0,10}项目")
_EACH = _words("单体|单个|每个项目|每项", "(?:each|any|every|a single|one) project|per project|apiece")
_LOWER = _words(
    "失业率|赤字|价格|物价|能耗|排放|死亡率|浓度|事故|时限|贫困",
    "concentrations?|accidents|poverty|unemployment|deficit|prices?|cpi|inflation|intensity|emissions?|mortality",
)
_ABOVE_NATION = _words("高于全国|快于全国|超过全国", "(?:above|faster than|higher than|exceed) the nation(?:'s|al)?")
_YEARLY = _words("每年|年均", "each year|every year|annually|per year|a year")
_SHARE_OF = _words("占.{0,16}(?:比重|比例)|占比", "(?:share|proportion|percentage) of")
_ENSURED = _words("确保|保证|力争", "ensures?|ensured|guarantees?|guaranteed|makes? sure|strives?")
_BROUGHT_DOWN = re.compile(
    r"(?:降|减|压减|缩短|下降|控制)(?:低|少)?[至到在]\s*\Z|"
    r"(?<![a-z])(?:down|reduced|cut|lowered|fall|drop|kept|limited) to (?:about |around )?\Z",
    re.I,
)
_NATIONS = frozenset({"China", "中国"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pledge can become: `kind` is count, amount, share, quota, fund, deadline or test, or empty.

    `toml` is a table of a scenario, or of a file of tests, with the pledge's sentence above it. Where `kind` is test or
    empty, `why_not` says why there is no rule of a plan.
    """

    pledge: str
    kind: str
    toml: str = ""
    why_not: str = ""


def propose_rule(pledge: Pledge) -> Proposal:
    """Return the table of a scenario that a pledge can become, or a test of it; and why where it is no rule."""
    target = pledge.target
    if target is None:
        return _without_figure(pledge)
    clause = _clause(pledge)
    if target.change == "increment":
        return _test(pledge, target, "It is a change against another year, not an amount of its own.")
    if target.unit in ("%", "share", "pp"):
        return _of_percent(pledge, target, clause)
    if target.unit in _MONEY:
        return _of_money(pledge, target, clause)
    is_coal = target.unit == "tonne" and _COAL.search(clause)
    if is_coal or target.unit in (*_AREAS, "tce"):
        return _of_resource(pledge, target, clause)
    if target.unit in _COUNTED and _PROJECTS.search(f"{target.unit} {clause}") and target.value == int(target.value):
        return _count(pledge, target, clause)
    why = f"It counts {target.unit or 'something'}, of which a project list has none; it can be observed."
    return _test(pledge, target, why)


def _clause(pledge: Pledge, back: int = 0) -> str:
    """Return the clause of the sentence that holds the figure, with so many before it, behind what the pledge is of."""
    quote = pledge.passage.quote
    if pledge.figure is None:
        return f"{pledge.what} {quote}"
    start, end = pledge.figure.start - pledge.passage.start, pledge.figure.end - pledge.passage.start
    before = [stop.end() for stop in _CLAUSE.finditer(quote) if stop.end() <= start]
    after = _CLAUSE.search(quote, end)
    first = before[-1 - back] if len(before) > back else 0
    return f"{pledge.what} {quote[first : after.start() if after else len(quote)]}"


def _before(pledge: Pledge) -> str:
    """Return what stands before the figure in its sentence."""
    return pledge.passage.quote[: pledge.figure.start - pledge.passage.start] if pledge.figure else ""


def _after(pledge: Pledge) -> str:
    """Return what follows the figure in its sentence."""
    return pledge.passage.quote[pledge.figure.end - pledge.passage.start :] if pledge.figure else ""


def _without_figure(pledge: Pledge) -> Proposal:
    quote = f"{pledge.what} {pledge.passage.quote}"
    if _ABOVE_NATION.search(quote):
        why = "It is a comparison of an indicator: it is observed, not made up of projects."
        return _test(pledge, None, why)
    if pledge.due is not None and _OF_OFFICE.search(quote):
        why = "It is work of the authority itself, which no project list has; its day can be watched."
        return Proposal(pledge.id, "", why_not=why)
    if pledge.due is not None and _BUILT.search(quote) and not _COMPARED.search(quote):
        lines = ["[[rule]]", 'kind = "must_select"', f"name = {_text(_name(pledge))}", 'where = { id = "..." }']
        return Proposal(
            pledge.id,
            "deadline",
            _table(pledge, lines, "say which project, or projects = [...] for several; check that it can be ready"),
        )
    return Proposal(pledge.id, "", why_not="It has no figure, so nothing can be held against it.")


def _of_percent(pledge: Pledge, target: Target, clause: str) -> Proposal:
    if target.change == "yoy" or target.unit == "pp":
        return _test(pledge, target, "It is a rate of change of an indicator: it is observed, not made up of projects.")
    if _GIVEN.search(pledge.passage.quote):
        return _in_a_policy(pledge)
    wide = _clause(pledge, 1)
    wide = wide if _LINKED.search(clause) or _AMONG.search(wide) else clause
    is_of_projects = (_PROJECTS.search(wide) or _COSTS.search(wide)) and not _OF_OTHERS.match(_after(pledge))
    is_moved = _MOVED.search(clause) and not (_SHARE_OF.search(clause) and target.change == "level")
    if is_of_projects and not _RATES.search(clause) and not is_moved:
        return _share(pledge, target)
    return _test(pledge, target, "It is a level of an indicator or a share of something else than projects.")


def _of_money(pledge: Pledge, target: Target, clause: str) -> Proposal:
    is_large = target.value >= _LARGE
    is_set_aside = is_large and (_FUNDS.search(clause) or _SPENT.search(clause))
    if _GIVEN.search(clause if is_large else pledge.passage.quote) and not is_set_aside:
        return _in_a_policy(pledge)
    if _LOWER.search(pledge.what):
        return _test(pledge, target, "It is an amount of an indicator: it is observed, not what projects cost.")
    if _FUNDS.search(clause):
        return _fund(pledge, target)
    is_of_one = _EACH.search(clause.removeprefix(pledge.what)) or (not is_large and _OF_ONE.match(_after(pledge)))
    if _COSTS.search(clause) and is_of_one:
        return Proposal(pledge.id, "", why_not="It says how large one project is, not what all of them come to.")
    if _COSTS.search(clause):
        return _amount(pledge, target)
    if _MEASURED.search(clause):
        return _test(pledge, target, "It is an amount of an indicator: it is observed, not what projects cost.")
    if _SPENT.search(clause):
        return _fund(pledge, target)
    why = "The sentence does not say that projects cost it or that a fund holds it; if so, write the rule yourself."
    return Proposal(pledge.id, "", why_not=why)


def _of_resource(pledge: Pledge, target: Target, clause: str) -> Proposal:
    """Return a quota of land, energy or coal where the words say that it may be used, else a test."""
    named, is_use = {
        "tce": ("energy", _ENERGY.search(clause) and not _SAVED.search(clause)),
        "tonne": ("coal", not _SAVED_BY.search(_before(pledge))),
    }.get(target.unit, ("land", _LAND.search(clause)))
    if is_use:
        return _quota(pledge, target, named)
    return _test(pledge, target, f"It is not {named} that projects may use: a plan has no row for it.")


def _in_a_policy(pledge: Pledge) -> Proposal:
    why = "It is what a recipient is given on conditions: that is a rule of a policy, not of a plan."
    return Proposal(pledge.id, "", why_not=why)


def _test(pledge: Pledge, target: Target | None, why: str) -> Proposal:
    """Return a table for `kaimen assess`: which figure decides the pledge; without a period there is none."""
    if pledge.due is None or not pledge.region:
        missing = "period" if pledge.due is None else "region"
        return Proposal(pledge.id, "", why_not=f"{why} It says no {missing} either, so a test is yours to write.")
    lines = ["[[test]]", f"pledge = {_text(pledge.id)}"]
    place = [f"region = {_text(pledge.region)}", f'period = "{pledge.due.year}"']
    if target is None:
        lines += ['kind = "above"', 'indicator = "..."', *place, 'against = "China"']
    else:
        is_down = _falls(pledge, target)
        is_open = target.qualifier in ("=", "~", "<~")
        is_meant_low = is_open and (_LOWER.search(_clause(pledge)) or _BROUGHT_DOWN.search(_before(pledge))) is not None
        at_most = is_down or is_meant_low or _sense(target) == "at_most"
        value = -target.value if is_down else target.value
        lines += [f'kind = "{"at_most" if at_most else "at_least"}"', 'indicator = "..."', *place]
        lines += [f'target = "{_plain(value)}"']
    note = f"in {target.unit}; say which indicator decides it" if target else "say which indicator decides it"
    return Proposal(pledge.id, "test", _commented(pledge, lines, note), why)


def _falls(pledge: Pledge, target: Target) -> bool:
    """Return whether a rate of change is one of falling."""
    if pledge.figure is None or target.change != "yoy":
        return False
    quote, first = pledge.passage.quote.lower(), pledge.passage.start
    if len(quote) != len(pledge.passage.quote):
        return False
    return change_of(quote, pledge.figure.start - first, pledge.figure.end - first, "percent")[1] == "down"


def _count(pledge: Pledge, target: Target, clause: str) -> Proposal:
    is_ensured = target.qualifier == "=" and _ENSURED.search(clause)
    sense = "exactly" if target.qualifier == "=" and not is_ensured else _sense(target)
    count = int(target.value) + (1 if target.qualifier == ">" else -1 if target.qualifier == "<" else 0)
    is_another = target.qualifier == "another" or _words("另", "another|further|additional").search(clause)
    note = "another: beside those there are already" if is_another else ""
    note = "of each year: a rule a period, with starts" if _YEARLY.search(clause) else note
    return Proposal(pledge.id, "count", _rule(pledge, sense, f"count = {count}", note))


def _amount(pledge: Pledge, target: Target) -> Proposal:
    sense = {"=": "at_least"}.get(target.qualifier, _sense(target))
    body = f'of = "cost"\namount = "{_shown(target.value)} {_MONEY[target.unit]}"'
    return Proposal(pledge.id, "amount", _rule(pledge, sense, body, "say which costs: where = { sector = ... }"))


def _share(pledge: Pledge, target: Target) -> Proposal:
    percent = target.value if target.unit == "%" else target.value * 100
    key = {">": "more_than", "<": "less_than"}.get(target.qualifier, _sense(target))
    body = f'part = {{ sector = "..." }}\n{key} = "{_shown(percent)} %"'
    return Proposal(pledge.id, "share", _rule(pledge, "share", body, "say which part the sentence means"))


def _quota(pledge: Pledge, target: Target, name: str) -> Proposal:
    lines = [
        "[[quota]]",
        f"name = {_text(_name(pledge))}",
        f'resource = "{name}"',
        *([f"region = {_text(pledge.region)}"] if pledge.region and pledge.region not in _NATIONS else []),
        f'amount = "{_shown(target.value)} {target.unit}"',
    ]
    return Proposal(pledge.id, "quota", _table(pledge, lines, "one amount for all periods; divide it if you know how"))


def _fund(pledge: Pledge, target: Target) -> Proposal:
    lines = [
        "[[fund]]",
        f"name = {_text(_name(pledge))}",
        f'amount = {{ each = "{_shown(target.value)} {_MONEY[target.unit]}" }}',
    ]
    return Proposal(pledge.id, "fund", _table(pledge, lines, "the amount of each period, and who may draw on it"))


def _rule(pledge: Pledge, kind: str, body: str, note: str) -> str:
    is_part = pledge.region and pledge.region not in _NATIONS
    region = [f"where = {{ region = {_text(pledge.region)} }}"] if is_part else []
    lines = ["[[rule]]", f'kind = "{kind}"', f"name = {_text(_name(pledge))}", *region, *body.split("\n")]
    return _table(pledge, lines, note)


def _table(pledge: Pledge, lines: Sequence[str], note: str) -> str:
    return _commented(pledge, [*lines, f"cite = {{ pledge = {_text(pledge.id)} }}"], note)


def _commented(pledge: Pledge, lines: Sequence[str], note: str) -> str:
    target = pledge.target
    remarks = [" ".join(pledge.passage.quote.split())]
    if target and target.qualifier in ("~", "<~"):
        remarks.append('the text says "about"')
    if target and target.upper is not None:
        remarks.append(f"the text gives a range up to {_shown(target.upper)}")
    if target and target.unit in _MONEY and target.unit != "CNY":
        remarks.append(f"in {target.unit}; where your scenario's money is another one, convert it")
    if pledge.due:
        remarks.append(f"due {pledge.due.isoformat()}")
    if note:
        remarks.append(note)
    comments = [f"# {_printable(remark)}" for remark in remarks]
    return "\n".join([*comments, *lines]) + "\n"


def _sense(target: Target) -> str:
    return "at_most" if target.qualifier in _AT_MOST else "at_least"


def _name(pledge: Pledge) -> str:
    """Return what a row is called: the pledge, and what it is of where that is more than a word or a year."""
    is_telling = _TELLING.search(pledge.what)
    return f"{pledge.id}: {' '.join((pledge.what if is_telling else pledge.passage.quote).split())}"[:80]


def _shown(value: Decimal) -> str:
    text = f"{round(value, 6) if abs(value) >= _SMALL else value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: Decimal) -> str:
    return _shown(value).replace(",", "")


def _text(text: str) -> str:
    """Return a TOML string: what TOML does not take in one is escaped or left out."""
    return '"' + _printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _printable(text: str) -> str:
    return "".join(mark for mark in " ".join(text.split()) if mark.isprintable())
