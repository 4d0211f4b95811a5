"""Tables of verdicts, of series of indicators and of what is due, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kaimen.delivery import Outlook
from kaimen.delivery.indicators import Indicator, Point
from kaimen.delivery.verdicts import SAYINGS, Verdict
from kaimen.report.delivery import outlook_text
from kaimen.report.language import Speaker, said_place
from kaimen.report.rows import Column, Table

LANGUAGES = ("en", "zh")

HEADS: Mapping[str, str] = {
    **{"pledge": "承诺", "verdict": "结论", "was": "原结论", "rule": "规则", "because": "依据"},
    **{"indicator": "指标", "name": "名称", "region": "地区", "period": "时期", "value": "数值", "unit": "单位"},
    **{"vintage": "发布日期", "place": "出处", "verdicts": "承诺兑现情况", "indicators": "指标"},
    **{"kind": "类别", "id": "编号", "what": "内容", "due": "期限", "days": "剩余天数", "state": "状态"},
    **{"lead": "牵头单位", "with": "配合单位", "milestone": "节点", "report": "报告", "late": "逾期"},
}
"""Headings and words in Chinese; what is not here stays as it is."""

VERDICT_WORDS: Mapping[str, str] = {
    **{"fulfilled": "已兑现", "partially_fulfilled": "部分兑现", "not_fulfilled": "未兑现"},
    **{"in_progress": "进行中", "not_yet_due": "未到期", "not_testable": "无法检验"},
}
RULE_WORDS: Mapping[str, str] = {
    "V1": "没有检验方法说明由哪个数字判定",
    "V2": "时期未结束，尚无报告",
    "V3": "时期未结束，或该时期的数字尚未报告",
    "V4": "达到检验要求",
    "V5": "未达到检验要求，但已达到目标的约定比例",
    "V6": "未达到检验要求",
    "V7": "对照地区或基期没有数字",
}
_SAYINGS: Mapping[str, str] = {
    "above": "{3}为{0}，{2}为{1}",
    "first": "{0}年来首次领先",
    "nothing": "{0}没有数字",
    "nothing in": "{1}{0}没有数字",
    "due": "{0}末到期",
    "no target": "检验没有写明目标",
    "at least": "{2}为{0}，应不低于{1}",
    "at most": "{2}为{0}，应不高于{1}",
}


@dataclass(frozen=True, slots=True)
class Due:
    """Something expected by a day: a milestone, a pledge, or the next report on one; `days` negative where late."""

    kind: str
    id: str
    what: str
    due: date
    days: int
    lead: str = ""
    others: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """Whether the day is over."""
        return "late" if self.days < 0 else "due"


def word(text: str, lang: str) -> str:
    """Return a heading or a word of these tables in a language."""
    return HEADS.get(text, text) if lang == "zh" else text


def because(verdict: Verdict, lang: str = "en") -> str:
    """Return what a verdict rests on in a language."""
    if lang == "en":
        return verdict.because
    said = [_SAYINGS[key].format(*words) for key, *words in verdict.sayings]
    return "；".join(said) or RULE_WORDS[verdict.rule]


def verdict_word(verdict: str, lang: str = "en") -> str:
    """Return a verdict in a language; empty for none."""
    return VERDICT_WORDS.get(verdict, verdict) if lang == "zh" else verdict


def verdict_table(judged: Iterable[tuple[Verdict, str]], lang: str = "en") -> Table:
    """Return verdicts with those entered before them where they differ."""
    rows = tuple(
        (
            *(v.pledge, verdict_word(v.verdict, lang), verdict_word(before if before != v.verdict else "", lang)),
            *(v.rule, because(v, lang)),
        )
        for v, before in judged
    )
    return _table("verdicts", ("pledge", "verdict", "was", "rule", "because"), rows, lang)


def indicator_name(name: str, catalogue: Mapping[str, Indicator], lang: str = "en") -> str:
    """Return what an indicator is called in a language, its id where the catalogue does not say."""
    row = catalogue.get(name)
    return ((row.name_zh if lang == "zh" else row.name) if row else "") or name


def series_table(points: Sequence[Point], catalogue: Mapping[str, Indicator], lang: str = "en") -> Table:
    """Return points with unit, vintage and cell; the indicator by its name in the language."""
    rows = tuple(
        (
            *(p.indicator, _other_name(p.indicator, catalogue, lang), p.region, p.period, f"{p.value:f}", p.unit),
            *(str(p.vintage), said_place(Speaker(lang), p.place)),
        )
        for p in points
    )
    return _table(
        "indicators", ("indicator", "name", "region", "period", "value", "unit", "vintage", "place"), rows, lang
    )


def _other_name(name: str, catalogue: Mapping[str, Indicator], lang: str) -> str:
    called = indicator_name(name, catalogue, lang)
    return called if called != name else ""


def series_sentence(name: str, last: Iterable[tuple[str, str, str]], day: date, lang: str = "en") -> str:
    """Return what a chart of series shows: the last value of each region with its period."""
    if lang == "zh":
        return f"{name}：{'，'.join(f'{r}{p}为{v}' for r, v, p in last)}；截至{day}已知。"
    return f"{name}: {', '.join(f'{r} {v} in {p}' for r, v, p in last)}, as known on {day}."


def pace_sentence(name: str, region: str, year: int, outlook: Outlook, lang: str = "en") -> str:
    """Return where a year's months lead."""
    if lang == "zh":
        return f"{region}{name}：按目前进度，{year}年全年为{outlook_text(outlook, lang)}。"
    return f"{name} of {region}: at this pace {year} ends at {outlook_text(outlook, lang)}."


def due_table(expected: Iterable[Due], lang: str = "en") -> Table:
    """Return what is due or late, with the units that lead and take part."""
    apart = "、" if lang == "zh" else ", "
    rows = tuple(
        (
            *(word(d.kind, lang), d.id, d.what, str(d.due), d.days, word(d.state, lang)),
            *(d.lead, apart.join(d.others)),
        )
        for d in expected
    )
    return _table("due", ("kind", "id", "what", "due", "days", "state", "lead", "with"), rows, lang)


def _table(name: str, keys: Sequence[str], rows: tuple[tuple[str | int, ...], ...], lang: str) -> Table:
    return Table(word(name, lang), tuple(Column(k, word(k, lang), k in ("value", "days")) for k in keys), rows)


if set(_SAYINGS) != set(SAYINGS):  # pragma: no cover - a saying without its Chinese is found when this is imported
    raise AssertionError("every saying has its Chinese")
