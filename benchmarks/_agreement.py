"""How far the figures of a text and of its translation agree: the same reports in two languages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

MONEY_AND_PERCENT = ("money", "percent", "points")
OTHERS = ("area", "energy", "mass", "electricity", "power")
_ROUNDING = {**dict.fromkeys(MONEY_AND_PERCENT, 6), **dict.fromkeys(OTHERS, 2)}
"""Significant digits that are compared: translations round what they convert (mu to hectares)."""


def agreement(folder: Path) -> dict[str, float | int]:
    """Return the F1 between the figures of `zh/NAME.txt` and `en/NAME.txt`: money and percent, and all measures."""
    shared: Counter[str] = Counter()
    total: Counter[str] = Counter()
    pairs = 0
    for chinese in sorted((folder / "zh").glob("work-report-*.txt")):
        english = folder / "en" / chinese.name
        if not english.is_file():
            continue
        pairs += 1
        one, other = _figures(chinese), _figures(english)
        for key in one.keys() | other.keys():
            for group in ("measures", *(["money and percent"] if key[0] in MONEY_AND_PERCENT else [])):
                shared[group] += 2 * min(one[key], other[key])
                total[group] += one[key] + other[key]
    return {
        "pairs": pairs,
        **{f"{group}, f1": shared[group] / max(1, total[group]) for group in ("money and percent", "measures")},
        "figures": total["measures"],
    }


def _figures(path: Path) -> Counter[tuple[str, str]]:
    from kaimen.evidence import Document
    from kaimen.extract import extract

    quantities = extract(Document(path.name, path.read_text(encoding="utf-8")))[0].quantities
    kept = [quantity for quantity in quantities if quantity.kind in _ROUNDING]
    return Counter((q.kind, f"{abs(float(q.value)):.{_ROUNDING[q.kind] - 1}e}") for q in kept)
