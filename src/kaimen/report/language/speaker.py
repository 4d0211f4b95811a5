"""One language's words, figures, periods and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache

from kaimen.quantity import Unit
from kaimen.report.language.messages import MESSAGES
from kaimen.report.language.units import View, view_of
from kaimen.scenario import WHOLE

_THIN = "\u202f"
_COLUMN = {"en": 0, "zh": 1}
_PERIOD = re.compile(r"(\d{4})(?:-?(?:Q([1-4])|H([12])|(\d{2})))?", re.IGNORECASE)
_ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says messages in a language; `names` is what the data's names are called in it."""

    language: str
    names: Mapping[str, str] = field(default_factory=dict)

    def say(self, message: str, **values: str) -> str:
        """Return a message with its values; of `one|many` the first where the value `n` is 1."""
        return self.template(message, values.get("n", "")).format(**values)

    def template(self, message: str, n: str = "") -> str:
        """Return a message with its places for values left open."""
        text = MESSAGES[message][_COLUMN[self.language]]
        one, bar, many = text.partition("|")
        return (one if n == "1" else many) if bar else text

    def called(self, name: str, kind: str = "") -> str:
        """Return what a name of the data is called in this language, or the name itself.

        With a `kind` such as sector, `sector: name` is looked up first, for names that mean two things.
        """
        return self.names.get(f"{kind}: {name}", "") or self.names.get(name, name)

    def period(self, label: str) -> str:
        """Return a period as it is written: 2027, Q1 2027; 2027年, 2027年一季度."""
        if label == WHOLE:
            return self.say("period.whole")
        match = _PERIOD.fullmatch(label)
        if match is None or self.language == "en":
            return self.called(label)
        year, quarter, half, month = match.groups()
        if quarter:
            return f"{year}年{_ORDINALS[int(quarter) - 1]}季度"
        if half:
            return f"{year}年{'上' if half == '1' else '下'}半年"
        return f"{year}年{int(month)}月" if month else f"{year}年"

    def row(self, name: str, period: str) -> str:
        """Return the name of a quota or fund in a period."""
        return self.say("row.name", name=self.called(name), period=self.period(period)) if period else self.called(name)

    def number(self, value: Fraction | int, places: int = 0) -> str:
        """Return a figure with thousands separated and a true minus; what is not 0 is never shown as 0."""
        value = Fraction(value)
        rounded = round(value * 10**places)
        if rounded == 0 and value != 0:
            least = f"{Decimal(1).scaleb(-places):,.{places}f}"
            return f"<{least}" if value > 0 else f"\u2212<{least}"
        return f"{Decimal(rounded).scaleb(-places):,.{places}f}".replace("-", "\u2212")

    def percent(self, part: Fraction, places: int = 1) -> str:
        """Return a fraction in percent; what is not all is never shown as 100."""
        shown = part * 100
        if 0 < part < 1 and round(shown, places) == 100:
            shown = 100 - Fraction(1, 10**places)
        return f"{self.number(shown, places)}{_THIN if self.language == 'en' else ''}%"

    def amount(self, value: Fraction, unit: Unit, places: int | None = None) -> str:
        """Return an amount in the unit that suits it, with the unit behind it."""
        view = view_of(self.language, unit, [value])
        shown = view.of(value)
        return self.with_unit(self.number(shown, places_of([shown]) if places is None else places), view.label)

    def with_unit(self, figure: str, label: str) -> str:
        """Return a figure with its unit: a narrow space between in English, none in Chinese."""
        return f"{figure}{_THIN if self.language == 'en' else ''}{label}" if label else figure

    def view(self, unit: Unit, amounts: Iterable[Fraction]) -> View:
        """Return the unit in which amounts of one column are shown."""
        return view_of(self.language, unit, amounts)

    def list(self, words: Sequence[str]) -> str:
        """Return words as an enumeration: a, b and c; a、b和c."""
        if len(words) < 2:
            return "".join(words)
        comma, last = (", ", " and ") if self.language == "en" else ("、", "和")
        return comma.join(words[:-1]) + last + words[-1]

    def separate(self, words: Iterable[str]) -> str:
        """Return words with semicolons between."""
        return ("; " if self.language == "en" else "；").join(words)


@cache
def words_of(language: str, part: str) -> Mapping[str, str]:
    """Return what the messages of one part (`part.word`) say in a language, by their words."""
    start = f"{part}."
    column = _COLUMN[language]
    return {name[len(start) :]: said[column] for name, said in MESSAGES.items() if name.startswith(start)}


def places_of(shown: Iterable[Fraction]) -> int:
    """Return the decimals of one column: none where all are whole or the greatest is 10,000, else by its size."""
    values = [abs(value) for value in shown]
    most = max(values, default=Fraction(0))
    if most >= 10_000 or all(value.denominator == 1 for value in values):
        return 0
    return 1 if most >= 10 else 2
