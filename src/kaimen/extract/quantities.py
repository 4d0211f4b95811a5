"""Quantities of a text: figures with their units, qualifiers, ranges and directions of change; names are left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kaimen.extract import chinese, english
from kaimen.extract.bare_numbers import YEARS, ends_bare
from kaimen.extract.change import change_of, changes
from kaimen.extract.figures import Figure, find_figures
from kaimen.extract.folding import Folded, cue_of
from kaimen.extract.name_words import CHINESE_NAMES, ENGLISH_NAMES, NUMBERED_PARTS, OWN_COUNTS, OWN_PARTS
from kaimen.extract.number_words import ENGLISH_NUMBERS, ENGLISH_SCALES
from kaimen.extract.numerals import DIGITS, EXACT, chinese_value, plain_number
from kaimen.extract.own_parts import lists_its_parts
from kaimen.extract.periods import Mention
from kaimen.extract.qualifiers import qualifier_after, qualifier_apart, qualifier_before, turned
from kaimen.extract.tables import Cells
from kaimen.extract.target_lists import target_lists
from kaimen.extract.types import Quantity
from kaimen.extract.units import UNITS, ReadUnit, per_after, per_end, yearly_after
from kaimen.extract.worded import find_worded

_NAMES = re.compile("|".join((ENGLISH_NAMES + CHINESE_NAMES).split("\n")[1:-1]).replace("||", "|"))
_JOIN = re.compile(
    r"(?P<range> ?(?:-|~|—|——|to|至|到) ?)"
    r"|(?P<move> to (?:about|around|some|under|over|below|above|nearly|(?:less|more|fewer) than|at (?:least|most)) )"
    r"|(?P<list> ?(?:,|、| and| or|和) ?)"
)
_LARGEST_SHARED = 1000
_LONGEST_JOIN = len(" to fewer than ")
_SUSPENDED = re.compile(r"-,? (?:(?:and|or|to) )?")
_STEPPED = re.compile(
    r"(?<![a-z])(?:ris|rose|gain|add|climb|grew|grow|increas|fell|fall|drop|declin|lost|los|jump|up|down|cut)[a-z]* \Z"
)
_SHARES = re.compile(
    r"[^.;:\n]{0,60}?, (?:an average of|some|about|around|over|nearly|almost|up to) "
    r"|[^.;:\n\d]{0,60}?(?: and| or| to| from|compared with|compared to| against| versus| than| including"
    r"| of which| of them| while the (?:lowest|highest|latter|rest) is)"
    r"(?: (?:an average of|a total of|about|around|over|nearly|almost|more than|another|only|just))? "
)
_SHARING = frozenset({"count", "persons", "households", "multiple", "mass", "length", "area", "ratio", "points"})
_BOUNDS = frozenset({"<", "<=", ">", ">="})
_PAIR = re.compile(r"“[^“”\n]{1,40}”")
_HAN_CHAR = re.compile("[\u3400-\u9fff]")
_SHORT_NAME = (5, 8)
_OWN_PARTS = frozenset(OWN_PARTS.split())
_MOST_PARTS = 30
_HALVED = ("mass", "length", "share", "area", "volume")
_HALF_MORE = re.compile("半(?![年天月径导圆数])")
_TENTHS = re.compile("[一二三四五六七八九](?![一二三四五六七八九十百千万个])| [一二三四五六七八九](?=[，。；、]|\\Z)")
_ROUGHLY = re.compile(r"[强弱多余](?=[，。；、：）)\n]|\Z)")
_FROM = 200
_DOTTED = re.compile(r"(?<![\d.])[1-9]\d{0,2}\.\d{3}\Z")
_WHOLE = ("count", "persons", "households")
_EUROPEAN = re.compile(
    r"(?<![\d.,])\d{1,3},\d{1,2} ?(?:%|per ?cent|million|billion|trillion|mn|bn|km|ha|mw|gw)(?![a-z])"
    r"|\d\.\d{3}(?:\.\d{3}|,\d{1,2})(?!\d)"
)
_GROUPED = re.compile(r"(?<![\d,])\d{1,3},\d{3}(?![\d,])")
_ORIGIN = re.compile(r"(?:(?<![a-z])from (?:(?!from )[^,;:.\n]){0,40}|[由从][^，；。、\n]{0,16})\Z")


@dataclass(frozen=True, slots=True)
class _Read:
    figure: Figure
    unit: ReadUnit
    end: int
    noun: str
    is_han: bool


def find_quantities(
    text: str,
    folded: Folded,
    mentions: Iterable[Mention],
    own: tuple[tuple[str, ReadUnit], ...] = (),
    cells: Cells | None = None,
) -> list[Quantity]:
    """Return the quantities of a text in order; numbers inside words for periods and inside names are none.

    `own` are a planner's words for units; they go before the known ones. `cells` are those of the text's tables.
    """
    periods = [(mention.start, mention.end) for mention in mentions]
    labels = cells.units() if cells else []
    names = _Spans([*periods, *labels, *(match.span() for match in _NAMES.finditer(folded.lower))])
    quoted = _Spans(_short_quotes(folded.plain))
    figures = [figure for figure in find_figures(folded) if not names.overlap(figure.start, figure.end)]
    units = dict(own)
    read = [_own(folded.lower, figure, units) or _read(folded.lower, figure, quoted) for figure in figures]
    if cells:
        read = [_in_cell(cells, figure, this) for figure, this in zip(figures, read, strict=True)]
    found = _joined(text, folded, figures, read)
    found += find_worded(text, folded.lower)
    found.sort(key=lambda quantity: (quantity.start, -quantity.end))
    targets = _Spans(target_lists(folded.lower))
    return [_as_target(quantity, targets) for quantity in _once(found)]


def _as_target(quantity: Quantity, targets: _Spans) -> Quantity:
    """Return a figure of a list of targets as at least what it is over; others as they are."""
    is_over = quantity.qualifier == ">" and quantity.surface.isascii()
    return replace(quantity, qualifier=">=") if is_over and targets.overlap(quantity.start, quantity.end) else quantity


class _Spans:
    """Spans, and whether a stretch touches one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlap(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and self._ends[at] > start


def _short_quotes(plain: str) -> list[tuple[int, int]]:
    """Return the spans of short phrases in quotation marks: a number word in one is a name."""
    spans = [match.span() for match in _PAIR.finditer(plain)]
    for line in re.finditer(r"[^\n]+", plain):
        marks = [line.start() + at for at, mark in enumerate(line[0]) if mark == '"']
        spans += [(first, last + 1) for first, last in zip(marks[::2], marks[1::2], strict=False)]
    return [(start, end) for start, end in spans if _is_short(plain, start + 1, end - 1)]


def _is_short(plain: str, start: int, end: int) -> bool:
    if end - start > 40:
        return False
    quote = plain[start:end]
    han = len(_HAN_CHAR.findall(quote))
    return han <= _SHORT_NAME[1] if han else len(quote.split()) <= _SHORT_NAME[0]


def _read(lower: str, figure: Figure, quoted: _Spans) -> _Read | None:
    is_han = _is_chinese(lower, figure)
    if not is_han and figure.style != "share" and english.is_label(lower, figure):
        return None
    found = chinese.unit_of(lower, figure) if is_han else english.unit_of(lower, figure)
    found = found or chinese.index_of(lower, figure)
    if found is None or (found[0].kind == "duration" and _is_bare_year(lower, figure, found[0])):
        return None
    by_word = figure.style in ("words", "han", "share")
    if by_word and found[0].kind in ("count", "persons", "share") and quoted.overlap(figure.start, figure.end):
        return None
    unit, end, noun = found
    if _is_dotted(lower, figure, unit):
        figure = replace(figure, value=figure.value * 1000)
    if is_han and unit.kind in _HALVED and _HALF_MORE.match(lower, end):
        figure, end = replace(figure, value=figure.value + Decimal("0.5")), end + 1  # 一吨半
    if is_han and lower[end - 1] in "块成" and (tenths := _TENTHS.match(lower, end)):
        figure = replace(figure, value=figure.value + chinese_value(tenths[0].strip()) / 10)
        end = tenths.end()  # 三块五, 一成五
    return _Read(figure, unit, end, noun, is_han)


def _in_cell(cells: Cells, figure: Figure, this: _Read | None) -> _Read | None:
    """Return a figure; a number that alone fills the cell of a table has the unit that its row or column names."""
    if this and (this.unit.code or this.noun):
        return this
    unit = None if figure.sign else cells.unit_at(figure.start, figure.end)
    return _Read(figure, unit, figure.end, "", is_han=False) if unit else this


def _is_dotted(lower: str, figure: Figure, unit: ReadUnit) -> bool:
    """Return whether a point parts thousands: 1.400 homes, and 1.400 km in a text that writes 85,5 million."""
    number = lower[figure.start : figure.end]
    if figure.style != "digits" or figure.scaled or figure.value >= 1000 or not _DOTTED.search(number):
        return False
    return (unit.kind in _WHOLE and bool(unit.code)) or _is_european(lower)


@lru_cache(maxsize=4)
def _is_european(lower: str) -> bool:
    return bool(_EUROPEAN.search(lower)) and not _GROUPED.search(lower)


def _own(lower: str, figure: Figure, units: dict[str, ReadUnit]) -> _Read | None:
    """Return a figure with the unit of a planner's own table that follows it, perhaps after a blank; else None."""
    at = figure.end + lower.startswith((" ", "-"), figure.end)
    match = cue_of(tuple(units)).match(lower, at) if units and not figure.sign else None
    if match is None or figure.style in ("share", "percent"):
        return None
    return _Read(figure, units[match[0]], match.end(), "", _is_chinese(lower, figure))


def _is_chinese(lower: str, figure: Figure) -> bool:
    if figure.style in ("han", "percent"):
        return True
    after = lower[figure.end : figure.end + 5].lstrip(" ")[:1]
    before = lower[max(0, figure.start - 1) : figure.start]
    beside = (after, before) if lower.startswith("m", figure.end) else (after,)
    return bool(_HAN_CHAR.search(lower, figure.start, figure.end) or any(map(_HAN_CHAR.match, beside)))


def _is_bare_year(lower: str, figure: Figure, unit: ReadUnit) -> bool:
    return (
        unit.code == "year" and figure.value > 200 and not figure.scaled and "," not in lower[figure.start : figure.end]
    )


# --- neighbours: ranges and figures that share a unit ---


def _joined(text: str, folded: Folded, figures: list[Figure], read: list[_Read | None]) -> list[Quantity]:
    found: list[Quantity] = []
    before: _Read | None = None
    skip = -1
    _suspend(folded.lower, figures, read)
    for at, figure in enumerate(figures):
        if at == skip:
            continue
        this = read[at]
        after = _with_sign_before(folded.lower, this, figures, read, at) if at + 1 < len(figures) else None
        end = this.end if this else figure.end
        between = (
            folded.lower[end : after.figure.start] if after and after.figure.start - end <= _LONGEST_JOIN else None
        )
        join = _JOIN.fullmatch(between) if between is not None else None
        if join and after and _fit(this, after, figure):
            low = _lower_end(folded.lower, figure, this, after)
            is_range = not join["move"] and _is_range(folded.lower, this, figure, after, join)
            if is_range and low <= after.figure.value:
                found.append(_range(text, folded, figure, low, after))
                skip = at + 1
                before = after
                continue
            is_sign_before = bool(join["list"] and after.figure.sign)  # Rp 300 trillion, Rs 40 crore
            is_moved = join["range"] and after.unit.kind == "duration" and _ORIGIN.search(_before(folded.lower, figure))
            is_too_large = after.unit.kind == "percent" and figure.value > _LARGEST_SHARED  # 16,644, 16 per cent
            is_shared = (_is_measured(after) or is_moved) and not is_too_large
            if (this is None or not this.unit.code) and is_shared and not is_sign_before:
                this = _Read(replace(figure, value=low), after.unit, figure.end, "", after.is_han)
            elif this and figure.sign:
                this = replace(this, figure=replace(figure, value=low))  # down from $89 to $93 billion
        this = _with_unit_before(folded.lower, figure, this, before)
        if this:
            found.append(_bound_too(folded.lower, found, _quantity(text, folded, this)))
            before = this
    return found


def _bound_too(lower: str, found: list[Quantity], this: Quantity) -> Quantity:
    """Return a quantity with the bound of the one before it where `or` joins them: may not exceed 60 %, or 85 %."""
    last = found[-1] if found else None
    if last is None or this.qualifier != "=" or last.unit != this.unit or last.qualifier not in _BOUNDS:
        return this
    return replace(this, qualifier=last.qualifier) if lower[last.end : this.start] in (", or ", " or ") else this


def _with_sign_before(
    lower: str, this: _Read | None, figures: list[Figure], read: list[_Read | None], at: int
) -> _Read | None:
    """Return the next figure; where it is bare and ends a range of money, with its currency: $200-300 million."""
    figure, following, after = figures[at], figures[at + 1], read[at + 1]
    is_bare = after is None or not (after.unit.code or after.noun)
    join = _JOIN.fullmatch(lower, figure.end, following.start)
    if this and figure.sign and is_bare and join and join["range"] and following.style == "digits":
        return _Read(following, this.unit, following.end, "", is_han=False)
    return after


def _suspend(lower: str, figures: list[Figure], read: list[_Read | None]) -> None:
    """Give numbers whose noun is left hanging that of the next one: four-, five- and six-lane roads."""
    for at in range(len(figures) - 2, -1, -1):
        figure, after = figures[at], read[at + 1]
        if read[at] is None and after and _SUSPENDED.fullmatch(lower, figure.end, after.figure.start):
            read[at] = _Read(figure, after.unit, figure.end, after.noun, after.is_han)


def _with_unit_before(lower: str, figure: Figure, this: _Read | None, before: _Read | None) -> _Read | None:
    """Return a bare number with the unit of the figure that it goes on from: 435 homes and 187 by tender."""
    is_bare = this is None or (this.unit.kind == "count" and not this.unit.code and not this.noun)
    if not is_bare or before is None or before.is_han or figure.style != "digits" or figure.sign:
        return this
    if before.unit.kind not in _SHARING or not before.unit.code or not ends_bare(lower, figure.end):
        return this
    start = before.end + 1 + len(before.noun) if lower.startswith(before.noun, before.end + 1) else before.end
    if not _SHARES.fullmatch(lower, start, figure.start) or _is_year(lower, figure):
        return this
    return _Read(figure, before.unit, figure.end, before.noun, is_han=False)


def _is_year(lower: str, figure: Figure) -> bool:
    return not figure.scaled and figure.value in YEARS and "," not in lower[figure.start : figure.end]


def _before(lower: str, figure: Figure) -> str:
    return lower[max(0, figure.start - _FROM) : figure.start]


def _fit(this: _Read | None, after: _Read, figure: Figure) -> bool:
    if figure.style != after.figure.style and "words" not in (figure.style, after.figure.style):
        return False
    return this is None or this.unit.code in (after.unit.code, "")


def _is_measured(read: _Read) -> bool:
    return read.unit.kind not in ("count", "persons", "duration")


def _lower_end(lower: str, figure: Figure, this: _Read | None, after: _Read) -> Decimal:
    """Return the first of two values; it shares the scale of the second where it has neither unit nor scale."""
    if figure.scaled or not after.figure.scaled or (this and this.unit.code and not figure.sign):
        return figure.value
    shown = _shown(lower, after.figure)
    if figure.sign and figure.value > shown:
        return figure.value  # $200 to $4 million, but $89 to $93 billion
    return EXACT.multiply(figure.value, EXACT.divide(after.figure.value, shown)) if shown else figure.value


def _shown(lower: str, figure: Figure) -> Decimal:
    """Return the number that stands before the scale of a figure: 5 in five thousand; 0 where there is none."""
    digits = re.search(DIGITS, lower[figure.start : figure.end])
    if digits:
        return Decimal(re.sub("[, ]", "", digits[0]))
    words = re.split("[ -]", lower[figure.start : figure.end])
    return Decimal(ENGLISH_NUMBERS.get(words[0], 0)) if len(words) > 1 and words[1] in ENGLISH_SCALES else Decimal(0)


def _is_range(lower: str, this: _Read | None, figure: Figure, after: _Read, join: re.Match[str]) -> bool:
    """Return whether two figures are the ends of a range: not those of a change from one to the other."""
    before = _before(lower, figure)
    if join["list"]:
        if join[0] == " or ":
            return figure.style in ("words", "digits") and figure.value == after.figure.value - 1
        return before.endswith("between ") and join[0].strip() == "and"
    if before.endswith("by ") and lower[figure.end - 1].isalpha() != lower[figure.start].isalpha():
        return False
    if this and this.unit.code and this.unit.kind != "percent" and _STEPPED.search(before):
        return False  # rose 18 sen to 2.50 ringgit
    origin = _ORIGIN.search(before)
    return not (origin and changes(before[: origin.start()]))


def _range(text: str, folded: Folded, figure: Figure, low: Decimal, after: _Read) -> Quantity:
    whole = replace(after, figure=replace(after.figure, start=figure.start, value=low))
    quantity = _quantity(text, folded, whole)
    if quantity.kind == "count":
        quantity = replace(quantity, tier="testable")
    return replace(quantity, qualifier="range", upper=plain_number(after.unit.in_base(after.figure.value)))


# --- one quantity ---


def _quantity(text: str, folded: Folded, read: _Read) -> Quantity:
    lower, figure, unit = folded.lower, read.figure, read.unit
    if unit.kind == "count":
        unit = UNITS.get(unit.code.casefold(), unit)  # six million additional hectares
    qualifier = figure.qualifier or qualifier_before(lower, figure.start)
    after, _ = qualifier_after(lower, per_end(lower, max(read.end, figure.end)))
    if unit.kind == "duration" and lower.startswith("内", read.end):
        after = "<="  # 10个工作日内
    if unit.kind == "share" and (odd := _ROUGHLY.match(lower, read.end)):
        after = "<" if odd[0] == "弱" else ">"  # 四分之一强
    if not qualifier or (after in (">=", "<=", "~") and qualifier in ("~", "another")):
        qualifier = after or qualifier
    if not qualifier and unit.kind in ("percent", "share") and lower.startswith("的", figure.start - 1):
        qualifier = qualifier_apart(lower, figure.start)
    qualifier = turned(lower, figure.start, qualifier)
    change, direction = change_of(lower, figure.start, read.end, unit.kind)
    return Quantity(
        figure.start,
        read.end,
        text[figure.start : read.end],
        plain_number(unit.in_base(figure.value)),
        unit.code,
        unit.kind,
        qualifier or "=",
        None if figure.upper is None else plain_number(unit.in_base(figure.upper)),
        change,
        direction,
        "context" if _is_context(folded, read) else "testable",
        read.noun,
        _per(lower, read),
    )


def _per(lower: str, read: _Read) -> str:
    """Return what a figure is for each of, behind its noun too: 50,000 dwellings a year."""
    end = max(read.end, read.figure.end)
    if read.noun and not read.is_han and read.noun in lower[end : end + len(read.noun) + 8]:
        end = lower.index(read.noun, end) + len(read.noun)
    if read.unit.kind == "percent" and lower.startswith(" of gdp", end):
        end += len(" of gdp")
    found = per_after(lower, end)
    return found or ("" if read.is_han or read.unit.kind in ("percent", "points") else yearly_after(lower, end))


def _is_context(folded: Folded, read: _Read) -> bool:
    figure, unit = read.figure, read.unit
    if read.is_han and chinese.names_class(folded.lower, figure, read.end, unit.kind):
        return True
    if unit.kind == "duration":
        if read.is_han:
            return chinese.programme_length(folded.lower, figure)
        return english.programme_length(folded.lower, figure)
    if unit.kind != "count" or figure.scaled or figure.value > _MOST_PARTS:
        return False
    if unit.code in _OWN_PARTS and figure.style in ("words", "han"):
        return True
    if not read.noun and unit.code in NUMBERED_PARTS:
        return True
    if read.is_han and figure.style == "han" and OWN_COUNTS.match(folded.lower, read.end):
        return True
    is_great = read.is_han and folded.lower[read.end - 1] == "大"
    return is_great or lists_its_parts(folded, int(figure.value), figure.start, read.end, read.is_han)


def _once(found: list[Quantity]) -> list[Quantity]:
    """Leave out what lies in another quantity, and the length of a programme after it was first told."""
    kept: list[Quantity] = []
    lengths: set[tuple[Decimal, str]] = set()
    for quantity in found:
        if kept and quantity.start < kept[-1].end:
            continue
        if quantity.kind == "duration" and quantity.tier == "context":
            key = (quantity.value, quantity.unit)
            if key in lengths:
                continue
            lengths.add(key)
        kept.append(quantity)
    return kept
