"""Tables of verdicts, of series of indicators and of what is due, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kaimen.delivery import Outlook
from kaimen.delivery.indicators import Indicator, Point
from kaimen.delivery.verdicts import Verdict
from kaimen.report.delivery import outlook_text
from kaimen.report.language import Speaker, said_place, words_of
from kaimen.report.rows import Column, Table


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
    return words_of(lang, "assess").get(text, text)


def because(verdict: Verdict, lang: str = "en") -> str:
    """Return what a verdict rests on in a language."""
    says = words_of(lang, "verdict.says")
    said = Speaker(lang).separate(says[key].format(*words) for key, *words in verdict.sayings)
    return said or rule_words(verdict.rule, lang)


def rule_words(rule: str, lang: str = "en") -> str:
    """Return what gives the verdicts of a rule."""
    return words_of(lang, "verdict.rule")[rule]


def verdict_word(verdict: str, lang: str = "en") -> str:
    """Return a verdict in a language; empty for none."""
    return words_of(lang, "verdict").get(verdict, verdict)


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
