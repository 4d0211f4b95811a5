"""Indicators: what they are called, in which unit, and within what they have been; found by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from kaimen.errors import Finding, Place
from kaimen.extract.indicator_rows import (
    CONTRIBUTIONS,
    DENOMINATORS,
    NATIONAL_OUTPUT,
    OTHER_NATIONS,
    ROWS,
    SLOWER,
    YUAN_A_UNIT,
)
from kaimen.extract.modality import cue

LEVELS = ("nation", "province", "city")
ABROAD = "foreign nation"
Range = tuple[Decimal | None, Decimal | None]
_CONTRIBUTIONS = cue(CONTRIBUTIONS)
_OUTPUT = {int(year): Decimal(value) for year, value in zip(*[iter(NATIONAL_OUTPUT.split())] * 2, strict=True)}
_PART = re.compile(r"(?P<low>[-+\d.e]*?)\.\.(?P<high>[-+\d.e]*)(?P<gdp> gdp)?")
_FIELDS = 6
_BESIDE = 24
_LATER, _EARLIER = Decimal("1.05"), Decimal("0.88")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its bounds by level (nation, province, city); None where it has none.

    `change` is in percent a year. `size` is in `unit`, or where `of_output` in shares of the nation's output that year.
    """

    name: str
    chinese: str
    unit: str
    words: str
    change: tuple[Range | None, ...]
    size: tuple[Range | None, ...]
    of_output: bool = False

    def changes(self, level: str, years: int, last: int | None = None) -> tuple[Decimal, Decimal] | None:
        """Return the bounds of a change over a number of years in percent, compounded; None where there are none.

        Since growth has become slower, the upper bound of what grows with output is lower where `last`, the last of
        the years, and all others lie after that.
        """
        bounds = self._abroad if level == ABROAD else self.change[LEVELS.index(level)]
        if bounds is None or bounds[0] is None or bounds[1] is None:
            return None
        is_slower = level != ABROAD and self.is_slower(years, last)
        yearly = bounds[0], bounds[1] * (SLOWER[self.name][1] if is_slower else 1)
        low, high = (((1 + bound / 100) ** min(years, 30) - 1) * 100 for bound in yearly)
        return round(low, 6), round(high, 6)

    @property
    def _abroad(self) -> Range | None:
        """Return the bounds of a change in another nation, or of a rate there."""
        if self.name in OTHER_NATIONS:
            return OTHER_NATIONS[self.name]
        return None if self.unit == "%" else self.change[-1]

    def is_slower(self, years: int, last: int | None) -> bool:
        """Return whether the lower of its upper bounds holds for so many years up to `last`."""
        return last is not None and self.name in SLOWER and last - years >= SLOWER[self.name][0]

    def sizes(self, level: str, year: int | None) -> Range | None:
        """Return the bounds of a size of a year in the unit, of any level where it is empty; or None."""
        if level == ABROAD:
            return self._abroad if self.unit == "%" else None
        bounds = self.size[LEVELS.index(level)] if level else _widest(self.size)
        if bounds is None or not self.of_output:
            return bounds
        if year is None:
            return None
        whole = national_output(year)
        low, high = (None if bound is None else bound * whole for bound in bounds)
        return low, high


def _widest(ranges: Sequence[Range | None]) -> Range | None:
    known = [bounds for bounds in ranges if bounds is not None]
    if not known:
        return None
    lows, highs = [low for low, _ in known], [high for _, high in known]
    return (
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def in_unit(value: Decimal, unit: str, indicator: Indicator) -> Decimal | None:
    """Return a value in the indicator's unit, other currencies at a rough rate; None where it is of another kind."""
    if unit == indicator.unit:
        return value
    rates = [YUAN_A_UNIT.get(code) for code in (unit, indicator.unit)]
    return value * Decimal(rates[0]) / Decimal(rates[1]) if rates[0] and rates[1] else None


def parse_indicators(text: str, name: str = "") -> tuple[tuple[Indicator, ...], list[Finding]]:
    """Read lines of a catalogue as `indicator_rows` describes them; empty lines and those after `#` are left out.

    Returns:
        The indicators, and a finding (`E220`) for each line that cannot be read.
    """
    rows: list[Indicator] = []
    findings: list[Finding] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            rows.append(_row(line))
        except (ValueError, InvalidOperation) as error:
            what = f"Line {number} of the catalogue of indicators cannot be read: {error}."
            fix = "Write: name | Chinese name | unit | words | change: nation, province, city | size: the same."
            findings.append(Finding("E220", what, Place(name, line=number), found=line.strip()[:80], fix=fix))
    return tuple(rows), findings


def find_indicator(
    lower: str, low: int, high: int, indicators: Sequence[Indicator], *, of_whole: bool = False
) -> tuple[Indicator, int] | None:
    """Return the indicator named last between two places and where, unless it is what another one is measured by.

    A row without a unit (output of something) gives way to one named directly before it (steel output).

    With `of_whole`, the first word may also follow a word of sharing: the unemployment rate is a share itself.
    """
    if find_contribution(lower, low, high):
        return None
    general = None
    pattern, rows = _words(tuple(indicators))
    for match in reversed(list(pattern.finditer(lower, low, high))):
        if not of_whole and lower.endswith(DENOMINATORS, low, match.start()):
            continue
        found = rows[match[0]], match.start()
        if found[0].unit:
            return found if general is None or general[1] - match.end() <= _BESIDE else general
        general = general or found
    return general


def find_contribution(lower: str, low: int, high: int) -> bool:
    """Return whether a part in the growth of something is told of between two places."""
    return _CONTRIBUTIONS.search(lower, low, high) is not None


@lru_cache
def _words(indicators: tuple[Indicator, ...]) -> tuple[re.Pattern[str], dict[str, Indicator]]:
    """Return a pattern of all words, the longest first, and the row of each: the first one that has it."""
    rows: dict[str, Indicator] = {}
    for indicator in indicators:
        for word in indicator.words.split():
            rows.setdefault(word.replace("_", " "), indicator)
    return cue(" ".join(word.replace(" ", "_") for word in rows)), rows


def _row(line: str) -> Indicator:
    fields = [field.strip() for field in line.split("|")]
    if len(fields) not in (_FIELDS - 1, _FIELDS):
        raise ValueError(f"it has {len(fields)} fields instead of {_FIELDS}")
    name, chinese, unit, words, change, size = [*fields, ""][:_FIELDS]
    if not name or not words:
        raise ValueError("it has no name or no words")
    sizes, of_output = _ranges(size)
    return Indicator(name, chinese, unit, words, _ranges(change)[0], sizes, of_output)


def _ranges(field: str) -> tuple[tuple[Range | None, ...], bool]:
    parts = [part.strip() for part in field.split(",")] if field else []
    found: list[Range | None] = []
    of_output: bool | None = None
    for part in parts:
        match = _PART.fullmatch(part) if part else None
        if part and match is None:
            raise ValueError(f'"{part}" is no range such as -5..30')
        found.append(_range(match) if match else None)
        if match and of_output not in (None, bool(match["gdp"])):
            raise ValueError("some of its sizes are shares of output (gdp) and others are not")
        of_output = bool(match["gdp"]) if match else of_output
    return tuple([*found, None, None, None][: len(LEVELS)]), bool(of_output)


def _range(match: re.Match[str]) -> Range:
    low, high = (Decimal(match[side]) if match[side] else None for side in ("low", "high"))
    return low, high


def national_output(year: int) -> Decimal:
    """Return China's output of a year in yuan at current prices."""
    first, last = min(_OUTPUT), max(_OUTPUT)
    if year > last:
        return _OUTPUT[last] * _LATER ** min(year - last, 60)
    return _OUTPUT[year] if year >= first else _OUTPUT[first] * _EARLIER ** min(first - year, 60)


def _catalogue() -> Iterator[Indicator]:
    rows, findings = parse_indicators(ROWS)
    if findings:
        raise ValueError(str(findings[0]))  # a row of our own
    yield from rows


CATALOGUE = tuple(_catalogue())
"""The indicators that are known without a planner's own."""
