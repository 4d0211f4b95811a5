"""Tables of late warnings: who, how likely, why, and how such warnings were before."""

from __future__ import annotations

from fractions import Fraction

from kaimen.delivery.warnings import RECALL, Warnings
from kaimen.report.language import words_of
from kaimen.report.rows import Column, Table, Value

_LONGEST = 20


def warning_table(found: Warnings, lang: str = "en") -> Table:
    """Return the projects of the last year, the likeliest to be late first."""
    words = words_of(lang, "warnings")
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
    words = words_of(lang, "warnings")
    heads = ("year", "pairs", "late", "loss", "loss_base", "precision", "precision_base")
    columns = tuple(Column(h, words[h], h != "year", 3 if "loss" in h or "prec" in h else None) for h in heads)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (str(s.year), s.pairs, s.late, *(_share(value) for value in (*s.log_loss, *s.precision))) for s in found.scores
    )
    return Table(words["trials"], columns, rows)


def calibration_table(found: Warnings, lang: str = "en") -> Table:
    """Return groups of like chance with the part that was late and the band of chance alone."""
    words = words_of(lang, "warnings")
    heads = ("pairs", "chance", "late", "low", "high", "within")
    columns = tuple(Column(h, words[h], h != "within", None if h == "pairs" else 3) for h in heads)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (b.count, *(_share(v) for v in (b.chance, b.late, b.low, b.high)), words["yes" if b.is_within else "no"])
        for b in found.bins
    )
    return Table(words["calibration"], columns, rows)


def warning_sentences(found: Warnings, lang: str = "en") -> list[str]:
    """Return what the warnings are, and how good such warnings were."""
    words = words_of(lang, "warnings")
    said = [words["head"].format(year=found.year, next=found.year + 1, n=found.learnt, late=found.late)]
    if found.scores:
        pairs, late = sum(s.pairs for s in found.scores), sum(s.late for s in found.scores)
        losses = [sum(s.log_loss[at] * s.pairs for s in found.scores) / pairs for at in (0, 1)]
        warned = [sum(RECALL * s.late / s.precision[at] for s in found.scores if s.precision[at]) for at in (0, 1)]
        hits = [100 * RECALL * late / each if each else 0.0 for each in warned]
        numbers = {"loss": f"{losses[0]:.3f}", "base": f"{losses[1]:.3f}"}
        numbers |= {"hits": f"{hits[0]:.0f}", "base_hits": f"{hits[1]:.0f}"}
        said.append(words["scored"].format(years=len(found.scores), **numbers))
    return said


def _short(text: str) -> str:
    """Return a rating; some lists write a paragraph where there is none."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _share(value: float) -> Fraction:
    return Fraction(round(value * 10**4), 10**4)
