"""Chinese figures to quantities: which unit, measure word or noun follows, and which numerals are part of words."""

from __future__ import annotations

import re
from fractions import Fraction

from kaimen.extract.figures import Figure
from kaimen.extract.folding import alternatives
from kaimen.extract.name_words import CHINESE_BEFORE, CHINESE_CLASSES, CHINESE_PROGRAMMES
from kaimen.extract.qualifiers import qualifier_after, qualifier_before
from kaimen.extract.unit_words import CHINESE_PERSONS
from kaimen.extract.units import (
    COUNT,
    UNITS,
    ReadUnit,
    chinese_unit,
    classifier,
    english_unit,
    head_noun,
    noun_after,
    noun_before,
    phrase_after,
    phrase_before,
)

_SELF_TOLD = {"percent": ReadUnit("%", "percent"), "share": ReadUnit("share", "share")}
_PEOPLE = re.compile(f"(?P<noun>[\u3400-\u9fff]{{0,6}}?(?:{alternatives(CHINESE_PERSONS)}))")
_BEFORE = tuple(CHINESE_BEFORE.split())
_SHARE_NO_UNIT = re.compile("[立为果功员本长效分就熟型套品都渝绩人年交]")
_SOME = re.compile("几|(?<![人户总指次件倍参系个岁])数\\Z")
_PROGRAMME = re.compile(rf"年(?:[^，。；、\n]{{0,6}})(?:{alternatives(CHINESE_PROGRAMMES)})")
_PRICED = re.compile("[花价卖买付值售费钱元]")
_ENDS_PRICE = re.compile(r"[，。；、！？,;!?\s一二三四五六七八九十]|多|左右|\Z")
"""What a price in 块 ends with: a stop, or the tenths (三块五); a noun makes it a piece (三块地)."""
_METRES = re.compile("m(?![a-z0-9²³/])")
_SIDES = re.compile("[面案针向式法便程块]")
_POINTS = re.compile("个(?:百分)?点")
_INDEX = re.compile(
    r"(?P<name>容积率|指数|系数|收入比|收入之比|倍差|比值|pue值?)[^，。；、：\n\d]{0,10}"
    r"(?:(?<=[由从])[\d.]+[^，。；、：\n\d]{0,8}[到至为]|[\d.]+(?:[~-]|—+))?\Z"
)
_ENDS_INDEX = re.compile(r"[，。；、,;）)\n]|以[上下内]|左右|[~—-]|缩小|降|提|扩大|上升|下|[到至]|\Z")
_INDEX_BACK = 28
_TENTHS, _WHOLE_PRICE = 10, 100
_DISCOUNT = re.compile(" ?折(?![叠旧射算合线页腰扣断损中返])")
_DEGREES = re.compile("度(?![假过数])")
_CAPITALS = tuple("贰叁肆伍陆柒捌玖拾佰仟")
_SPACED_POINTS = re.compile(" {0,3}个 ?百 ?分 ?点")
_AGO = re.compile("[之以]?[前后](?![三十列沿])|期(?!间)|级")
_HELD = re.compile("[共办训行][了]?\\Z")
_CLASS = re.compile(
    rf"(?:级|(?:及?以[上下](?:规模)?|之上)的?)(?P<rest>[^，。；、：\n\d]{{0,6}}?(?:{alternatives(CHINESE_CLASSES)}))"
)
_CLASS_OF_SCALE = re.compile(rf"[^，。；、：\n\d]{{0,4}}?(?:{alternatives(CHINESE_CLASSES)})")
_DOING = re.compile("支持|用于|推动|带动|建设|改造|服务|惠及|新增|实施|保障|培育|扶持|帮助|完成")
_HOLDS = re.compile(r"(?:收入|产值|营收|投资额?|规模|销售额|资产|市值|税收|纳税额?)(?:过|超过|超|突破|达到?)\Z")
_HELD_BY = re.compile(rf"的?[^，。；、：\n\d]{{0,6}}?(?:{alternatives(CHINESE_CLASSES)})")
_WIRED = re.compile("[^，。；、：\\n\\d]{0,6}?(?:线路|变电|输电|电网|电缆|配电|主变|工程|通道)")
_ONLY_SCALES = re.compile("[十百千万亿]+")
_CLASSING = frozenset({"money", "mass", "area", "power", "voltage", "age", "volume", "steam", "persons"})


def unit_of(lower: str, figure: Figure) -> tuple[ReadUnit, int, str] | None:
    """Return the unit of a figure, where the quantity ends, and the noun counted; None where it is no quantity."""
    if told := _self_told(lower, figure):
        return told
    if _is_in_word(lower, figure):
        return None
    following = lower[figure.end : figure.end + 5]
    at = figure.end + len(following) - len(following.lstrip(" "))
    found = _current(lower, figure, at) or chinese_unit(lower, at)
    if found is None and figure.style == "digits":
        found = english_unit(lower, figure.end)
    if found and found[0].code == "CNY" and figure.sign and lower[at] == "元":
        return figure.sign, found[1], ""  # 新台币35亿元
    if found:
        return _measured(lower, figure, *found)
    if figure.style == "digits" and not figure.scaled and _METRES.match(lower, figure.end):
        return ReadUnit("m", "length"), figure.end + 1, ""
    if figure.sign:
        return figure.sign, figure.end, ""
    end = classifier(lower, at)
    if end is not None:
        return _counted(lower, figure, at, end)
    return _without_measure(lower, figure) if figure.scaled and figure.style == "digits" else None


def _current(lower: str, figure: Figure, at: int) -> tuple[ReadUnit, int] | None:
    """Return kilowatt-hours where 度 follows a large number of electricity: 外送电量1400亿度."""
    is_told = figure.scaled and _DEGREES.match(lower, at) and "电" in lower[max(0, figure.start - 10) : figure.start]
    return (UNITS["度电"], at + 1) if is_told else None


def _self_told(lower: str, figure: Figure) -> tuple[ReadUnit, int, str] | None:
    """Return the share that a figure tells by itself or with 折: 百分之八, 三成, 七五折."""
    if lower.startswith(" ", figure.end) and (points := _SPACED_POINTS.match(lower, figure.end)):
        return UNITS["个百分点"], points.end(), ""
    if figure.style == "percent" and (points := _POINTS.match(lower, figure.end)):
        return UNITS["个百分点"], points.end(), ""  # 百分之三个点
    if figure.style in _SELF_TOLD:
        return _SELF_TOLD[figure.style], figure.end, ""
    if 0 < figure.value < _WHOLE_PRICE and figure.value != _TENTHS and (discount := _DISCOUNT.match(lower, figure.end)):
        tenths = 10 if figure.value < _TENTHS else 100
        return ReadUnit("share", "share", Fraction(1, tenths)), discount.end(), ""
    return None


def _without_measure(lower: str, figure: Figure) -> tuple[ReadUnit, int, str]:
    """Return persons where a large number counts them without a measure word (9亿农民), else a bare count."""
    counted = _PEOPLE.match(lower, qualifier_after(lower, figure.end)[1])
    return (ReadUnit("persons", "persons"), figure.end, counted["noun"]) if counted else (COUNT, figure.end, "")


def _is_in_word(lower: str, figure: Figure) -> bool:
    """Return whether the numeral is an ordinal, part of a word, or has 几 or 数 before it."""
    if figure.start and lower[figure.start - 1] == "第":
        return True
    if figure.style != "han":
        return False
    if not figure.value:
        return True  # 零件, 零售
    if lower[figure.start : figure.end] in _CAPITALS and not lower.startswith(("元", "圆"), figure.end):
        return True  # 登陆部队, 拾起
    before = max(0, figure.start - 2)
    return lower.endswith(_BEFORE, before, figure.start) or bool(_SOME.search(lower, before, figure.start))


def programme_length(lower: str, figure: Figure) -> bool:
    """Return whether the figure is the length in years of a programme: 三年行动."""
    return _PROGRAMME.match(lower, figure.end) is not None


def index_of(lower: str, figure: Figure) -> tuple[ReadUnit, int, str] | None:
    """Return a bare number where it is that of a ratio or an index: 容积率不低于2.0."""
    if figure.style != "digits" or figure.scaled or not _ENDS_INDEX.match(lower, figure.end):
        return None
    named = _INDEX.search(lower, max(0, figure.start - _INDEX_BACK), figure.start)
    return (COUNT, figure.end, named["name"]) if named else None


def names_class(lower: str, figure: Figure, end: int, kind: str) -> bool:
    """Return whether a figure that ends at `end` says which are counted or meant: 10亿元以上项目30个, 20万吨级泊位."""
    if kind not in _CLASSING:
        return False
    of_scale = _ONLY_SCALES.fullmatch(lower, figure.start, figure.end) and _CLASS_OF_SCALE.match(lower, end)
    held = _HOLDS.search(lower, max(0, figure.start - 8), figure.start) and _HELD_BY.match(lower, end)
    wired = _WIRED.match(lower, end) if kind == "voltage" else None
    named = _CLASS.match(lower, end) or of_scale or wired or held
    return bool(named and not _DOING.search(named[0]))


def _measured(lower: str, figure: Figure, unit: ReadUnit, end: int) -> tuple[ReadUnit, int, str] | None:
    is_scale = figure.style == "han" and figure.end - figure.start == 1 and figure.scaled
    if (
        is_scale
        and unit.kind not in ("money", "area")
        and not (figure.qualifier or qualifier_before(lower, figure.start))
    ):
        return None  # 百年, 万人
    bare_one = figure.style == "han" and figure.value == 1
    if lower[end - 1] == "方" and (not figure.scaled or _SIDES.match(lower, end)):
        return None
    if unit.kind == "duration" and _AGO.match(lower, end):
        return None  # 5年前 is a time
    if unit.code == "share" and (
        figure.value > _TENTHS or (_SHARE_NO_UNIT.match(lower, end) and not qualifier_before(lower, figure.start))
    ):
        return None
    if bare_one and unit.kind in ("persons", "count", "duration", "age"):
        return None
    if unit.kind == "duration" and figure.style == "han" and lower[end - 1] in "日周":
        return None
    if unit.kind == "persons" and figure.style == "han" and not figure.scaled and lower[end - 1] in "位名":
        return (unit, end, "") if lower[end : end + 1] not in ("次", "数") else None  # 两位数 is not two persons
    noun = noun_before(lower, figure.start) if unit.kind in ("count", "persons") else ""
    return unit, end, noun


def _counted(lower: str, figure: Figure, at: int, end: int) -> tuple[ReadUnit, int, str] | None:
    small = figure.style == "han" and not figure.scaled
    if figure.value == 1 and figure.style == "han":
        return None
    word = lower[at:end]
    if word == "部" and lower.startswith(("门", "委", "级", "长", "署"), end):
        return None  # 三部门
    if word == "期" and small and not _HELD.search(lower, max(0, figure.start - 2), figure.start):
        return None  # 园区三期
    if word == "大" and (not small or not noun_after(lower, end)):
        return None
    if (
        word == "块"
        and _ENDS_PRICE.match(lower, end)
        and _PRICED.search(lower, max(0, figure.start - 16), figure.start)
    ):
        return UNITS["元"], end, ""
    after = noun_after(lower, qualifier_after(lower, end)[1])
    noun = after or noun_before(lower, figure.start)
    head = head_noun(noun) if noun else word
    noun = noun or phrase_after(lower, qualifier_after(lower, end)[1]) or phrase_before(lower, figure.start)
    return ReadUnit(head, "count"), end, noun
