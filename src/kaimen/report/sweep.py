"""A sweep as tables: how often each project is chosen, and what the samples' plans are worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaimen.report.rows import Column, Table, Value
from kaimen.sweep import Frequency, Place, Sample, gaps_of


def frequency_table(entries: Sequence[Frequency]) -> Table:
    """Return the selection frequency of every project, most frequent first."""
    rows: list[tuple[Value, ...]] = [
        (
            entry.project,
            entry.title,
            "yes" if entry.planned else "no",
            entry.share,
            _share(entry.low),
            _share(entry.high),
            str(entry.place),
            entry.start,
        )
        for entry in entries
    ]
    columns = (
        Column("project", "project"),
        Column("title", "title"),
        Column("planned", "in the plan"),
        Column("frequency", "chosen in", True, percent=True),
        Column("low", "from", True, percent=True),
        Column("high", "to", True, percent=True),
        Column("place", "place"),
        Column("start", "most often from"),
    )
    return Table("frequency", columns, tuple(rows))


def sample_table(samples: Sequence[Sample]) -> Table:
    """Return every sample with its benefit, its price bound and its gap."""
    rows: list[tuple[Value, ...]] = []
    for sample in samples:
        found = sample.options is not None
        figures = (sample.benefit, sample.bound, sample.gap) if found else (None, None, None)
        rows.append((sample.number, len(sample.options or ()), *figures))
    columns = (
        Column("sample", "sample"),
        Column("chosen", "projects chosen", True),
        Column("benefit", "benefit", True, 1),
        Column("price_bound", "price bound", True, 1),
        Column("price_gap", "price gap", True, percent=True),
    )
    return Table("samples", columns, tuple(rows))


def sweep_summary(wanted: int, samples: Sequence[Sample], entries: Sequence[Frequency]) -> dict[str, object]:
    """Return a sweep's main figures."""
    gaps = gaps_of(samples)
    places = {str(place): sum(entry.place is place for entry in entries) for place in Place}
    planned = [entry for entry in entries if entry.planned]
    return {
        "samples": len(samples),
        "wanted": wanted,
        "without_plan": sum(sample.options is None for sample in samples),
        **places,
        "planned": len(planned),
        "planned_borderline": sum(entry.place is Place.BORDERLINE for entry in planned),
        "planned_out": sum(entry.place is Place.OUT for entry in planned),
        "unplanned_safe": sum(entry.place is Place.SAFE and not entry.planned for entry in entries),
        "gap_median": None if gaps is None else float(gaps.median),
        "gap_ninth_decile": None if gaps is None else float(gaps.ninth),
        "gap_largest": None if gaps is None else float(gaps.largest),
    }


def _share(value: float) -> Fraction:
    return Fraction(round(value * 10**6), 10**6)
