"""The reply to an applicant in the reader's language; the English one is `kaimen.explain.reply_letter`.

Both say the same of the same explanation, and neither names another applicant.
"""

from __future__ import annotations

from fractions import Fraction

from kaimen.explain import Change, Explanation, reply_letter
from kaimen.explain.letter import public_name
from kaimen.explain.types import Short
from kaimen.portfolio import Term
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import plain
from kaimen.report.briefing.reasons import Case, rule_row_name, said_reason, term_name, unit_of

_CHINESE = {
    "not_read": "项目清单中该项目有一项数量无法采用。",
    "not_ready": "该项目开工条件尚未具备。",
    "not_eligible": "依规定可使用的资金来源都不能承担其投资。",
    "waived": "该项目已按决定搁置，决定人和理由均有记录。",
    "ruled_out": "情景中的一条规则不允许该项目。",
    "excluded_by": "一组项目中只能选定有限几个，名额已满。",
    "needs": "该项目所依赖的项目未入选，或开工较晚。",
    "tie": "另有项目各项数字与之完全相同，按公布的次序排在前面。",
    "priced_out": "该项目所需指标用于别处的价值高于其自身效益。",
    "does_not_fit": "剩余的指标和资金不足以安排该项目。",
    "no_benefit": "该项目经评估的效益不大于零。",
    "not_reached": "方案的搜索结束时尚未轮到该项目。",
}
_ABOUT_ITSELF = ("not_read", "not_ready", "not_eligible")
_RELATED = "与相关项目有关的规则"


def letter_in(ground: Ground, explanation: Explanation) -> str:
    """Return the letter as plain text in the language of the ground."""
    if ground.language == "en":
        return reply_letter(ground.problem, explanation)
    title = ground.title(explanation.project)
    name = f"{explanation.project}“{title}”" if title else explanation.project
    scenario = f"“{ground.speaker.called(ground.problem.scenario)}”"
    if explanation.chosen and explanation.option is not None:
        start = ground.speaker.period(explanation.option.start)
        return f"贵单位申报的项目{name}已列入{scenario}方案，{start}开工。\n"
    lines = [f"贵单位申报的项目{name}未列入{scenario}方案。", ""]
    lines += [f"理由{n}：{_CHINESE[reason.code]}" for n, reason in enumerate(explanation.reasons, 1)]
    lines += [f"  {line}" for line in _own_words(ground, explanation)]
    if any(reason.code == "priced_out" for reason in explanation.reasons):
        lines += ["", *_sum(ground, explanation)]
    if explanation.changes:
        goal = "余量按现行价格即为零" if explanation.margin < 0 else "即可安排"
        lines += ["", f"以下任何一项改变，单独作出后{goal}："]
        lines += [f"  - {_change(ground, explanation, change)}" for change in explanation.changes]
    lines += ["", "所有项目均适用同一份价目表。如对数字有异议，可以申请核对。"]
    return "\n".join(lines) + "\n"


def _own_words(ground: Ground, explanation: Explanation) -> list[str]:
    own = [
        plain(said_reason(Case(ground, explanation, reason)))
        for reason in explanation.reasons
        if reason.code in _ABOUT_ITSELF and reason.detail
    ]
    rows = [row for reason in explanation.reasons for row in reason.short]
    return own + [f"{_short_name(ground, explanation, row)}：缺{_amount(ground, row.by, row.unit)}" for row in rows]


def _sum(ground: Ground, explanation: Explanation) -> list[str]:
    number = ground.speaker.number
    rows = [f"效益：{number(explanation.benefit, 1)}"]
    rows += [
        f"{_term_name(ground, explanation, term)}（{_amount(ground, term.amount, term.unit)}）：{number(term.value, 1)}"
        for term in explanation.terms
        if term.value
    ]
    return [f"  {row}" for row in (*rows, f"余量：{number(explanation.margin, 1)}")]


def _change(ground: Ground, explanation: Explanation, change: Change) -> str:
    speaker = ground.speaker
    term = next((t for t in explanation.terms if str(t) == change.name), None)
    is_rule = change.code == "rule_loosened"
    called = _rule(ground, explanation, change.name) if is_rule else speaker.called(change.name)
    if term is not None and not is_rule:
        called = term_name(ground, term)
    what = speaker.say(f"why.change.{change.code}", name=called)
    by = _amount(ground, change.by, change.unit)
    return f"{what}：{by}"


def _term_name(ground: Ground, explanation: Explanation, term: Term) -> str:
    if term.kind == "rule":
        return _rule(ground, explanation, str(term))
    return term_name(ground, term)


def _short_name(ground: Ground, explanation: Explanation, row: Short) -> str:
    if row.kind == "rule":
        is_public = public_name(ground.problem, "rule", row.name, explanation.project) == row.name
        return rule_row_name(ground, row.names[0], row.part) if is_public else _RELATED
    return ground.speaker.list([ground.speaker.row(name, row.part) for name in row.names])


def _rule(ground: Ground, explanation: Explanation, name: str) -> str:
    """Return what a rule is called, unless it names another project."""
    is_public = public_name(ground.problem, "rule", name, explanation.project) == name
    return ground.speaker.called(name) if is_public else _RELATED


def _amount(ground: Ground, amount: Fraction, unit: str) -> str:
    if not unit:
        return ground.speaker.number(amount, 1 if amount >= 10 else 3)
    return ground.speaker.amount(amount, unit_of(ground, unit))
