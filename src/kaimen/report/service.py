"""Tables and the chart of services: open and late cases, curves by class with effects, forecasts, sense of gain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from kaimen.report.charts import Chart, Mark, Scale, label, level_lines, path, rect, ticks
from kaimen.report.charts.bars import apart
from kaimen.report.language import words_of
from kaimen.report.rows import Column, Table, Value

if TYPE_CHECKING:
    from kaimen.service import Chance, Clock, Curve, Effect, Gain, Trial

MOST_CURVES = 6
"""Classes that a chart tells apart: those with the most cases."""

_TONES = ("accent", "attn", "mute", "accent-mid", "ink-2", "edge")


def service_table(clocks: Sequence[Clock], lang: str = "en") -> Table:
    """Return a line a service: cases by state, and the part of judged ones that was late."""
    words = words_of(lang, "services")
    heads = ("service", "cases", "in_time", "late", "late_rate", "open", "open_late", "stopped", "none")
    rows: list[tuple[Value, ...]] = []
    for name in sorted({clock.case.service for clock in clocks}):
        count = _counts([clock for clock in clocks if clock.case.service == name])
        judged = count["in time"] + count["late"]
        rate = Fraction(count["late"], judged) if judged else None
        states = (count["open"], count["open, late"], count["stopped"], count["no standard"])
        rows.append((name, sum(count.values()), count["in time"], count["late"], rate, *states))
    columns = tuple(Column(h, words[h], h != "service", percent=h == "late_rate") for h in heads)
    return Table(words["services"], columns, tuple(rows))


def clock_table(clocks: Sequence[Clock], found: Mapping[str, Chance], lang: str = "en") -> Table:
    """Return open cases, those over and those nearest to being due first, with the chance of each to be late."""
    words = words_of(lang, "services")
    heads = ("service", "case", "received", "due", "run", "left", "state", "chance")
    opened = [clock for clock in clocks if clock.state in ("open", "open, late", "stopped")]
    ordered = sorted(opened, key=lambda c: (c.left is None, c.left or 0, c.case.service, c.case.id))
    rows: list[tuple[Value, ...]] = []
    for clock in ordered:
        case, chance = clock.case, found.get(f"{clock.case.service}/{clock.case.id}".removeprefix("/"))
        days = (str(case.received.date()), str(clock.due.date()) if clock.due else "")
        part = None if chance is None else Fraction(round(chance.chance * 10**4), 10**4)
        state = words.get(clock.state, clock.state)
        rows.append((case.service, case.id, *days, clock.run, clock.left, state, part))
    columns = tuple(Column(h, words[h], h in ("run", "left", "chance"), percent=h == "chance") for h in heads)
    return Table(words["clocks"], columns, tuple(rows))


def service_sentence(clocks: Sequence[Clock], lang: str = "en") -> str:
    """Return in one sentence how many were late and are open."""
    count = _counts(clocks)
    decided = count["in time"] + count["late"]
    opened = count["open"] + count["open, late"] + count["stopped"]
    numbers = {"late": count["late"], "decided": decided, "open": opened, "over": count["open, late"]}
    return words_of(lang, "services")["says"].format(**{name: f"{number:,}" for name, number in numbers.items()})


def curve_table(curves: Sequence[Curve], lang: str = "en") -> Table:
    """Return classes with their cases, how many were late, and the median of days with its interval."""
    words = words_of(lang, "services")
    heads = ("class", "cases", "decided", "late", "late_rate", "median", "median_low", "median_high")
    rows = tuple(
        (
            *(_class(c.name, words), c.cases, c.decided, c.late, Fraction(c.late, c.judged) if c.judged else None),
            *(_days(value) for value in (c.median, c.median_low, c.median_high)),
        )
        for c in curves
    )
    return Table(words["curves"], _columns(heads, words, "late_rate"), rows)


def effect_table(found: Sequence[Effect], lang: str = "en") -> Table:
    """Return each class against all others: effects with intervals first, the test last."""
    words = words_of(lang, "services")
    heads = ("class", "mean_days", "mean_low", "mean_high", "horizon", "late_points", "late_low", "late_high")
    columns = [
        Column(h, words[h], h != "class", 1 if "mean" in h or h == "horizon" else None, percent=h.startswith("late"))
        for h in heads
    ]
    columns += [Column("statistic", words["statistic"], True, 2), Column("p", words["p"], True)]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            *(_class(e.name, words), *(_days(value) for value in (e.mean_days, e.mean_low, e.mean_high, e.horizon))),
            *(_part(value) for value in (e.late_points, e.late_low, e.late_high)),
            _part(e.statistic),
            f"{e.p:.2g}",
        )
        for e in found
    )
    return Table(words["effects"], tuple(columns), rows)


def trial_table(found: Trial, days: Sequence[str], lang: str = "en") -> Table:
    """Return how forecasts were block by block; `days` are the days from which blocks were received."""
    words = words_of(lang, "services")
    heads = ("from", "cases", "late", "loss", "loss_base", "brier", "brier_base")
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (day, b.cases, b.late, *(_part(value) for value in (*b.log_loss, *b.brier)))
        for day, b in zip(days, found.blocks, strict=True)
    )
    columns = tuple(Column(h, words[h], h != "from", 3 if "loss" in h or "brier" in h else None) for h in heads)
    return Table(words["trials"], columns, rows)


def bin_table(found: Trial, lang: str = "en") -> Table:
    """Return groups of like chance with the part that was late and the band of chance alone."""
    words = words_of(lang, "services")
    heads = ("cases", "chance", "late", "low", "high", "within")
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (b.count, *(_part(v) for v in (b.chance, b.late, b.low, b.high)), words["yes" if b.is_within else "no"])
        for b in found.bins
    )
    columns = tuple(Column(h, words[h], h != "within", None if h == "cases" else 3) for h in heads)
    return Table(words["calibration"], columns, rows)


def trial_sentence(found: Trial, lang: str = "en") -> str:
    """Return how forecasts were over all blocks."""
    (loss, base), (score, score_base) = found.totals
    cases = sum(block.cases for block in found.blocks)
    numbers = {"loss": loss, "loss_base": base, "brier": score, "brier_base": score_base}
    shown = {name: f"{number:.3f}" for name, number in numbers.items()}
    return words_of(lang, "services")["scored"].format(cases=f"{cases:,}", **shown)


def gain_table(found: Sequence[Gain], curves: Mapping[str, Curve], lang: str = "en") -> Table:
    """Return what respondents said by question and class with intervals, beside the clocks of the same class."""
    words = words_of(lang, "services")
    heads = ("question", "class", "answers", "effective", "mean", "low", "high", "median", "late_rate")
    rows: list[tuple[Value, ...]] = []
    for gain in found:
        own = curves.get(gain.name)
        rate = Fraction(own.late, own.judged) if own is not None and own.judged else None
        said = (gain.answers, _days(gain.effective), *(_part(value) for value in (gain.mean, gain.low, gain.high)))
        rows.append((gain.question, _class(gain.name, words), *said, _days(own.median) if own else None, rate))
    columns = tuple(
        Column(
            h,
            words[h],
            h not in ("question", "class"),
            2 if h in ("mean", "low", "high") else 1 if h in ("effective", "median") else None,
            percent=h == "late_rate",
        )
        for h in heads
    )
    return Table(words["gain"], columns, tuple(rows))


def service_chart(curves: Sequence[Curve], lang: str = "en", width: float = 700) -> Chart:
    """Return the part of cases still open by days since receipt, a step line a class with the interval of the first."""
    words, left, right, top, bottom = words_of(lang, "services"), 56.0, width - 150, 16.0, 250.0
    shown = sorted(curves, key=lambda c: (-c.cases, c.name))[:MOST_CURVES]
    longest = max((c.days[-1] for c in shown if c.days), default=1.0)
    levels = ticks(0.0, longest, 6)
    across = Scale(0.0, levels[-1], left, right)
    upright = Scale(0.0, 1.0, bottom, top)
    marks: list[Mark] = level_lines(upright, [0.0, 0.25, 0.5, 0.75, 1.0], left, right, lambda v: f"{v * 100:.0f} %")
    for tick in levels:
        marks.append(label(across.at(tick), bottom + 17, f"{tick:g}", "ink-3", anchor="middle", size=11))
    marks.append(label(right, bottom + 34, words["days"], "ink-3", anchor="end", size=11))
    if shown:
        marks += _band(shown[0], across, upright)
    wanted = []
    for at, one in enumerate(shown):
        points = _steps(one.days, one.open)
        marks.append(path([(across.at(x), upright.at(y)) for x, y in points], _TONES[at], stroke=2.0))
        wanted.append((across.at(points[-1][0]), upright.at(points[-1][1]) + 4, at))
    order = sorted(wanted, key=lambda part: -part[1])
    places = apart([y for _, y, _ in order], 15, top, bottom)
    for y, (_, _, at) in zip(places, order, strict=True):
        marks.append(rect(right + 8, y - 9, 9, 9, _TONES[at]))
        marks.append(label(right + 22, y, _class(shown[at].name, words), "ink", size=11, bold=at == 0))
    parts = [
        words["half" if c.median is not None else "not half"].format(
            name=_class(c.name, words), day=f"{c.median or 0:.1f}"
        )
        for c in shown
    ]
    return Chart(width, bottom + 40, tuple(marks), words["chart"].format(parts=words["comma"].join(parts)))


def _class(name: str, words: Mapping[str, str]) -> str:
    """Return the name of a class; of cases that have none, our own word for it."""
    return words[name] if name == "(none)" else name


def _band(one: Curve, across: Scale, upright: Scale) -> list[Mark]:
    edges = (_steps(one.days, part) for part in (one.low, one.high))
    return [path([(across.at(x), upright.at(y)) for x, y in edge], "edge", stroke=1.0, dashed=True) for edge in edges]


def _steps(days: Sequence[float], still: Sequence[float]) -> list[tuple[float, float]]:
    points, before = [(0.0, 1.0)], 1.0
    for day, part in zip(days, still, strict=True):
        points += [(day, before), (day, part)]
        before = part
    return points


def _counts(clocks: Sequence[Clock]) -> dict[str, int]:
    count = dict.fromkeys(("in time", "late", "open", "open, late", "stopped", "no standard"), 0)
    for clock in clocks:
        count[clock.state] += 1
    return count


def _columns(heads: Sequence[str], words: Mapping[str, str], share: str) -> tuple[Column, ...]:
    return tuple(
        Column(h, words[h], h != "class", 1 if h.startswith("median") else None, percent=h == share) for h in heads
    )


def _days(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(round(value * 100), 100)


def _part(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(round(value * 10**4), 10**4)
