"""Tasks of a policy: the number before one, and the units that its end makes responsible.

A numbered task (1. / （一） / Task 5) goes on until the next number, also over several paragraphs. A bracket such as
（省大数据局牵头，各有关部门配合）, （责任单位：市财政局） or (led by the Ministry of Finance) belongs to
the task it stands in; where the text has no numbers, to its paragraph. The same may stand without a bracket, as a
sentence or a line that begins with a label or names offices: 牵头单位：市财政局, 由省水利厅牵头，省财政厅配合.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kaimen.extract.discourse import Context
from kaimen.extract.folding import Folded

if TYPE_CHECKING:
    from kaimen.extract.candidates import Task

_NUMBER = re.compile(
    r"\s*(?P<number>\d{1,3}(?=[.、．)]\s?(?!\d))|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)]"
    r"|[一二三四五六七八九十]{1,3}(?=、)|(?:task|measure|action) \d{1,3})"
)
_BRACKET = re.compile(r"[（(](?P<inside>[^（）()\n]{2,240}?)[）)]")
_LABELS = re.compile(
    r"(?P<role>牵头单位|责任单位|配合单位|参加单位|负责单位|实施单位|牵头部门|责任部门|配合部门|lead|led by|with)[:： ]"
)
_DOING = re.compile(
    r"(?P<units>[^，,；;。]{2,120}?)(?P<role>分工负责|牵头负责|牵头|负责|配合|参与|参加|承办|落实)(?=[，,；;。]|$)"
)
_OFFICES = r"[^，,；;。：:\n（）()]{0,80}?(?:[委局厅部办院行署]|单位|部门|政府|中心|公司|集团)"
_UNBRACKETED = re.compile(
    r"(?:(?<=[\n。；;])|(?<=\s))(?P<inside>(?:牵头|责任|负责|实施)(?:单位|部门)[:：][^。\n]{2,240}"
    r"(?:\n\s*(?:责任|配合|参加)(?:单位|部门)[:：][^。\n]{2,240}){0,2}"
    rf"|由?{_OFFICES}(?:牵头负责|牵头)(?=[，,；;。])[^。\n（）()]{{0,240}})"
)
_LEADING = frozenset(
    {"牵头单位", "牵头部门", "牵头", "牵头负责", "责任单位", "责任部门", "负责单位", "负责", "lead", "led by"}
)
_ENDING = re.compile(r"等?(?:按|根据)(?:各自)?职[责能]\Z|等\Z")
_BY = re.compile(r"\s*由")
_BEHIND = 260
_SEPARATOR = re.compile("[、,，；;]| and ")
_ONLY_TASK = re.compile("牵头|负责|责任|配合|led by|lead:")


def find_tasks(text: str, folded: Folded, contexts: Sequence[Context]) -> dict[int, Task]:
    """Return the task of each sentence that has one, by the start of the sentence."""
    groups: list[tuple[str, list[Context]]] = []
    number, paragraph = "", -1
    for context in contexts:
        begins = _NUMBER.match(folded.lower, context.sentence.start, context.sentence.end)
        if begins:
            number = begins["number"].strip("（）()")
        if begins or not groups or (not number and context.sentence.paragraph != paragraph):
            groups.append((number, []))
        paragraph = context.sentence.paragraph
        groups[-1][1].append(context)
    tasks: dict[int, Task] = {}
    for following, (name, members) in enumerate(groups, 1):
        last = members[-1].sentence.end
        stop = groups[following][1][0].sentence.start if following < len(groups) else len(text)
        lead, others = _units(text, folded.plain, members[0].sentence.start, last, min(stop, last + _BEHIND))
        if name or lead or others:
            for context in members:
                tasks[context.sentence.start] = {"task": name, "lead": lead, "others": others}
    return tasks


def _units(text: str, plain: str, start: int, end: int, stop: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the units that the last bracket or label of a stretch makes responsible: those that lead, and others.

    The stretch goes from `start` to `end`; lines without a figure may follow it as far as `stop`.
    """
    for bracket in _stretches(plain, start, end, stop):
        lead: list[str] = []
        others: list[str] = []
        roles = _roles(plain, *bracket.span("inside"))
        has_head = any(role.startswith("牵头") for role, _, _ in roles)
        for role, low, high in roles:
            names = [_ENDING.sub("", _BY.sub("", name)).strip() for name in _SEPARATOR.split(text[low:high])]
            leads = (role in _LEADING or role == "分工负责") and not (has_head and role.startswith(("责任", "分工")))
            (lead if leads else others).extend(name for name in names if name)
        if lead or others:
            return tuple(lead), tuple(others)
    return (), ()


def _stretches(plain: str, start: int, end: int, stop: int) -> Iterator[re.Match[str]]:
    """Yield brackets from the last to the first, then lines that name the units after a label without a bracket."""
    for bracket in reversed(list(_BRACKET.finditer(plain, start, min(len(plain), end + _BEHIND)))):
        if bracket.start() <= end and _ONLY_TASK.search(bracket["inside"]):
            yield bracket
    yield from reversed(list(_UNBRACKETED.finditer(plain, start, stop)))


def _roles(plain: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the roles in a bracket with where their units stand: after a label, or before a verb."""
    labels = list(_LABELS.finditer(plain, start, end))
    if labels:
        stops = [label.start() for label in labels[1:]] + [end]
        return [(label["role"], label.end(), stop) for label, stop in zip(labels, stops, strict=True)]
    return [(match["role"], *match.span("units")) for match in _DOING.finditer(plain, start, end)]
