"""The chart of milestones that moved: a bar from the day promised to the day met, expected or reached without it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kaimen.delivery import Slip
from kaimen.report.charts import Chart, Mark, Scale, label, line, rect
from kaimen.report.language import words_of

MOST = 20
"""Milestones that a chart shows; the table has all."""

_ROW, _NAMES, _TOP = 22.0, 230.0, 24.0


def slip_sentence(slips: Sequence[Slip], lang: str = "en") -> str:
    """Return how many milestones are late and by how much at most."""
    late = [slip.slippage for slip in slips if slip.slippage > 0]
    words = words_of(lang, "slips")
    return words["later"].format(n=len(late), all=len(slips), most=max(late)) if late else words["none"]


def slip_chart(slips: Sequence[Slip], lang: str = "en", width: float = 700) -> Chart:
    """Return a row a milestone, the latest first: hollow where it was promised, a bar to where it is now."""
    shown = [slip for slip in slips if slip.slippage][:MOST]
    left, right = _NAMES, width - 70
    days = [day for slip in shown for day in (slip.due, slip.now)] or [date(2000, 1, 1)]
    scale = Scale(min(days).toordinal(), max(max(days).toordinal(), min(days).toordinal() + 1), left, right)
    bottom = _TOP + _ROW * len(shown)
    marks: list[Mark] = []
    for tick in _ticks(min(days), max(days)):
        at = scale.at(tick.toordinal())
        marks += [
            line(at, _TOP - 6, at, bottom, "line"),
            label(at, 12, f"{tick:%Y-%m}", "ink-3", anchor="middle", size=11),
        ]
    for number, slip in enumerate(shown):
        y = _TOP + _ROW * number
        due, now = scale.at(slip.due.toordinal()), scale.at(slip.now.toordinal())
        name = _cut(f"{slip.title or slip.project} · {slip.milestone}")
        tone = "attn" if slip.slippage > 0 else "accent-mid"
        marks.append(label(_NAMES - 10, y + 14, name, "ink", anchor="end", size=11))
        marks.append(rect(min(due, now), y + 6, abs(now - due), 9, tone))
        marks.append(line(due, y + 2, due, y + 19, "ink", stroke=2.0))
        words = words_of(lang, "slips")["days"].format(n=f"{slip.slippage:+,}".replace("-", "\u2212"))
        marks.append(label(max(due, now) + 6, y + 14, words, "ink-2", size=11))
    hidden = sum(1 for slip in slips if slip.slippage) - len(shown)
    if hidden > 0:
        marks.append(
            label(_NAMES, bottom + 14, words_of(lang, "slips")["more"].format(n=f"{hidden:,}"), "ink-3", size=11)
        )
    return Chart(width, bottom + (22 if hidden > 0 else 6), tuple(marks), slip_sentence(slips, lang))


def _ticks(first: date, last: date) -> list[date]:
    """Return about six firsts of months from the first day to the last."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    step = max(1, -(-len(months) // 6))
    ticks = [date(month // 12, month % 12 + 1, 1) for month in months[::step]]
    return [tick for tick in ticks if first <= tick <= last]


def _cut(text: str) -> str:
    """Return a name that fits beside the chart; Chinese characters are twice as wide as others."""
    room, found = 36, ""
    for character in text:
        room -= 2 if ord(character) > 0x2E7F else 1
        if room < 0:
            return found + "…"
        found += character
    return found
