"""Offices that a report rests on where no person speaks: 记者从省统计局获悉, according to the Ministry of Water."""

from __future__ import annotations

import re

from kaimen.extract.folding import Folded

_HAN_OFFICE = (
    r"[\u3400-\u9fff]{1,18}?(?:委员会|委|局|厅|部|办公室|办|署|院|政府|中心|集团|公司|银行)"
    r"(?<!全局)(?<![内外干全]部)(?<!大厅)(?![门分队署长级员])"
)
_WHEN = r"(?:日前|近日|今[日天]|昨[日天]|\d{1,2}日|\d{1,2}月\d{1,2}日)?"
_HAN = re.compile(
    rf"(?:记者|[，。\n]){_WHEN}从(?P<asked>{_HAN_OFFICE})[^，。；\n]{{0,16}}?(?:获悉|了解到|得知|发布会)"
    rf"|据(?P<by>{_HAN_OFFICE})[^，。；\n]{{0,8}}?(?:统计|介绍|消息|通报|测算|数据|公布|发布)"
    rf"|(?:^|[。\n])(?P<itself>{_HAN_OFFICE}(?:、{_HAN_OFFICE}){{0,4}}){_WHEN}(?:联合)?(?:印发|发布|公布|通报|宣布|表示|透露|提出|明确)"
)
_KIND = (
    r"(?:Ministry|Department|Office|Agency|Authority|Commission|Council|Board|Bureau|Treasury|Bank|Corporation|Fund"
    r"|Secretariat|Directorate|Division)"
)
_WORD = r"[A-Z][A-Za-z'’-]+"
_OFFICE = rf"(?:{_WORD} ){{0,4}}{_KIND}(?: (?:of|for)(?: the)? {_WORD}(?:,? (?:and )?{_WORD}){{0,4}})?"
_ENGLISH = re.compile(
    rf"[Aa]ccording to the (?P<by>{_OFFICE})(?![a-z])"
    rf"|(?:^|(?<=[.\n\"”] )|(?<=\n))The (?P<itself>{_OFFICE}) (?:has |today |yesterday |on [A-Z][a-z]+ |also )?"
    r"(?:said|announced|reported|stated|confirmed|published|says|announces|reports|confirms)(?![a-z])"
)
_WIDEST = 400


def office_in(folded: Folded, text: str, start: int, end: int) -> str | None:
    """Return the office that a sentence gives as its source, as written; None where it gives none."""
    end = min(end, start + _WIDEST)
    for pattern in (_HAN, _ENGLISH):
        if match := pattern.search(folded.plain, max(0, start - 1), end):
            name = next(name for name, found in match.groupdict().items() if found)
            return text[match.start(name) : match.end(name)]
    return None
