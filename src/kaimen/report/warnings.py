"""Tables of late warnings: who, how likely, why, and how such warnings were before."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaimen.delivery.warnings import RECALL, Warnings
from kaimen.report.rows import Column, Table, Value

_LONGEST = 20

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        **{"warnings": "warnings", "project": "project", "chance": "chance", "base": "as rated", "end": "end"},
        **{"rating": "rating", "because": "because", "trials": "trials", "year": "year", "pairs": "pairs"},
        **{"late": "late", "loss": "log loss", "loss_base": "as rated", "precision": "precision"},
        **{"precision_base": "as rated", "calibration": "calibration", "low": "band from", "high": "to"},
        **{"within": "within", "yes": "yes", "no": "no", "rating 1 worse": "its rating"},
        **{"is past its end": "ends this year or should have ended", "years to the end": "time to its end"},
        "head": "Chances that a project of {year} says in {next} that it ends later, learnt from {n} year pairs"
        " ({late} later).",
        "scored": "Over {years} years tried, log loss {loss:.3f} against {base:.3f} as rated; where half of the late"
        " ones were found, {hits:.0f} of 100 warnings came true ({base_hits:.0f} as rated).",
    },
    "zh": {
        **{"warnings": "延期预警", "project": "项目", "chance": "延期概率", "base": "同评级延期率", "end": "完工日期"},
        **{"rating": "评级", "because": "主要原因", "trials": "历年检验", "year": "年份", "pairs": "对数"},
        **{"late": "延期", "loss": "对数损失", "loss_base": "按评级", "precision": "准确率"},
        **{"precision_base": "按评级", "calibration": "校准", "low": "区间下限", "high": "上限"},
        **{"within": "在区间内", "yes": "是", "no": "否"},
        **{"rating 1 worse": "评级较差", "rating unknown": "没有评级", "years to the end": "距完工年数"},
        **{"is past its end": "年内或已到完工期", "years since the start": "已开工年数", "log cost": "投资额大"},
        **{"moved last year": "上年已延期", "times moved": "多次延期", "cost rose last year": "上年投资增加"},
        **{"spends less than planned": "支出低于计划", "years known": "在册年数"},
        "head": "{year}年的项目在{next}年报告延期的概率；依据{n}对年度数据（其中{late}对延期）。",
        "scored": "在检验的{years}年中，对数损失{loss:.3f}，按评级为{base:.3f}；找出半数延期项目时，100次预警中"
        "{hits:.0f}次属实（按评级{base_hits:.0f}次）。",
    },
}
"""Headings, drivers and sentences by language; a driver without a word here is its own name."""


def warning_table(found: Warnings, lang: str = "en") -> Table:
    """Return the projects of the last year, the likeliest to be late first."""
    words = WORDS[lang]
    heads = ("project", "chance", "base", "end", "rating", "because")
    columns = tuple(Column(h, words[h], h in ("chance", "base"), percent=h in ("chance", "base")) for h in heads)
    rows = tuple(
        (
            *(w.project, _share(w.chance), _share(w.base), str(w.end or ""), _short(w.rating)),
            "; ".join(words.get(driver, driver) for driver in w.drivers),
        )
        for w in found.warned
    )
    return Table(words["warnings"], columns, rows)


def trial_table(found: Warnings, lang: str = "en") -> Table:
    """Return how warnings were in each year tried, beside the rating."""
    words = WORDS[lang]
    heads = ("year", "pairs", "late", "loss", "loss_base", "precision", "precision_base")
    columns = tuple(Column(h, words[h], h != "year", 3 if "loss" in h or "prec" in h else None) for h in heads)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (str(s.year), s.pairs, s.late, *(_share(value) for value in (*s.log_loss, *s.precision))) for s in found.scores
    )
    return Table(words["trials"], columns, rows)


def calibration_table(found: Warnings, lang: str = "en") -> Table:
    """Return groups of like chance with the part that was late and the band of chance alone."""
    words = WORDS[lang]
    heads = ("pairs", "chance", "late", "low", "high", "within")
    columns = tuple(Column(h, words[h], h != "within", None if h == "pairs" else 3) for h in heads)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (b.count, *(_share(v) for v in (b.chance, b.late, b.low, b.high)), words["yes" if b.is_within else "no"])
        for b in found.bins
    )
    return Table(words["calibration"], columns, rows)


def warning_sentences(found: Warnings, lang: str = "en") -> list[str]:
    """Return what the warnings are, and how good such warnings were."""
    words = WORDS[lang]
    said = [words["head"].format(year=found.year, next=found.year + 1, n=found.learnt, late=found.late)]
    if found.scores:
        pairs, late = sum(s.pairs for s in found.scores), sum(s.late for s in found.scores)
        losses = [sum(s.log_loss[at] * s.pairs for s in found.scores) / pairs for at in (0, 1)]
        warned = [sum(RECALL * s.late / s.precision[at] for s in found.scores if s.precision[at]) for at in (0, 1)]
        hits = [100 * RECALL * late / each if each else 0.0 for each in warned]
        said.append(
            words["scored"].format(
                years=len(found.scores), loss=losses[0], base=losses[1], hits=hits[0], base_hits=hits[1]
            )
        )
    return said


def _short(text: str) -> str:
    """Return a rating; some lists write a paragraph where there is none."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _share(value: float) -> Fraction:
    return Fraction(round(value * 10**4), 10**4)
