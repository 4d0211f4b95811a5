"""Chinese headings and words of lists of firms and tables of services, with what they are read as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from kaimen.errors import Finding
from kaimen.formats.tables import Table, fold, plain

FIRMS: Mapping[str, str] = {
    **dict.fromkeys(("编号", "企业编号", "统一社会信用代码"), "id"),
    **dict.fromkeys(("名称", "企业名称"), "name"),
    **dict.fromkeys(("地区", "所在地", "所在地区"), "region"),
    **dict.fromkeys(("行业", "所属行业"), "sector"),
    **dict.fromkeys(("所有制", "企业类型", "经济类型"), "ownership"),
    **dict.fromkeys(("规模", "企业规模"), "size"),
    **dict.fromkeys(("来源", "数据来源"), "source"),
}
CLASSES: Mapping[str, str] = {
    "国有": "state",
    **dict.fromkeys(("民营", "私营"), "private"),
    "外资": "foreign",
    **dict.fromkeys(("混合", "混合所有制"), "mixed"),
    **{"微型": "micro", "小型": "small", "中型": "medium", "大型": "large"},
}
SERVICES: Mapping[str, str] = {
    **dict.fromkeys(("编号", "办件编号"), "id"),
    **dict.fromkeys(("受理日期", "受理时间"), "received"),
    **dict.fromkeys(("办结日期", "办结时间"), "decided"),
    **dict.fromkeys(("承诺办结日期", "到期日"), "due"),
    **dict.fromkeys(("事项", "事项名称"), "service"),
    **{"办件": "case", "暂停日期": "stopped", "恢复日期": "restarted", "原因": "reason"},
    **dict.fromkeys(("承诺工作日", "工作日"), "working days"),
    **{"日历": "calendar", "来源": "source", "日期": "day", "至": "until", "类别": "kind"},
    **{"问题": "question", "答复": "answer", "评分": "answer", "受访企业": "respondent", "权重": "weight"},
}
KINDS: Mapping[str, str] = {"休": "off", "放假": "off", "班": "work", "上班": "work", "周末": "weekend"}
WEEKDAYS: Mapping[str, str] = {
    f"{week}{sign}": day
    for week in ("周", "星期")
    for sign, day in zip(
        "一二三四五六日",
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        strict=True,
    )
}


def canonical(heading: str, words: Mapping[str, str]) -> str:
    """Return what a heading is read as: the English one of a Chinese one, else itself in small letters."""
    folded = fold(heading)
    return words.get(folded, folded)


def misspelt(table: Table, known: Iterable[str], words: Mapping[str, str], names: Iterable[str]) -> list[Finding]:
    """Return a remark (`W311`) for each column that is not read and whose heading is much like one that would be.

    `known` are the headings that were read; of `names`, those that are looked for, one that the table has is left out.
    """
    read = set(known)
    missing = [name for name in names if name not in read]
    findings = []
    for at, heading in enumerate(table.header):
        folded = canonical(heading, words)
        alike = get_close_matches(folded, missing, 1, 0.75) if folded and folded not in read else []
        if alike:
            what = f'The column "{plain(heading)}" is not used.'
            fix = f"Call it {alike[0]} if that is what it is, or leave it."
            place = table.place(table.header_row, at)
            findings.append(Finding("W311", what, place, alike[0], f'"{plain(heading)}"', fix))
    return findings
