"""What was read from announcements as a table: where, what, how much, by when, said by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kaimen.extract import Candidate, Extraction, Quantity, When, Who, region_of
from kaimen.report.rows import Column, Table

_SIGNS = {"=": "", "~": "about ", "<~": "nearly ", "another": "another ", "range": ""}
_TEXTS = {">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ "}
_CHINESE = {"~": "约", "<~": "近", "another": "另"}
_WHEN = {
    "en": {
        **{"end": "end of {}", "by": "by {}", "year": "{}", "years": "{}-{}", "quarter": "Q{} {}", "days": "{} to {}"},
    },
    "zh": {
        **{"end": "{}年底", "by": "{}前", "year": "{}年", "years": "{}至{}年", "days": "{}至{}"},
        "quarter": "{1}年第{0}季度",
    },
}
_INHERITED = {"en": " (inherited)", "zh": "（承前）"}
_LONGEST = 48


def candidate_table(extractions: Sequence[Extraction], most: int | None = None, lang: str = "en") -> Table:
    """Return the candidates in the order of the text; with `most`, only those that weigh most.

    Those with a finding about their figure weigh most, then testable ones with a figure, then other testable ones.
    """
    several = len(extractions) > 1
    chosen = [(extraction, candidate) for extraction in extractions for candidate in extraction.candidates]
    if most is not None and len(chosen) > most:
        order = sorted(range(len(chosen)), key=lambda at: (_rank(chosen[at][1]), at))
        chosen = [chosen[at] for at in sorted(order[:most])]
    rows = [(extraction.document.name if several else "", *_cells(extraction, c, lang)) for extraction, c in chosen]
    heads = ("document", "where", "what", "figure", "by", "status", "said by")
    return Table("candidates", tuple(Column(head.replace(" ", "_"), head) for head in heads), tuple(rows))


def figure_text(quantity: Quantity, flags: Sequence[str] = (), lang: str = "en") -> str:
    """Return a figure in the words of the text, with its qualifier as a sign and the codes of findings about it."""
    signs = _CHINESE if lang == "zh" else _SIGNS
    sign = _TEXTS.get(quantity.qualifier, signs.get(quantity.qualifier, ""))
    noun = f" {quantity.noun.split()[-1]}" if quantity.noun and quantity.surface.isascii() else ""
    surface = " ".join(quantity.surface.split())
    marks = f"  ! {' '.join(flags)}" if flags else ""
    return f"{sign}{_short(surface + noun)}{marks}"


def _rank(candidate: Candidate) -> int:
    if candidate.flags:
        return 0
    if candidate.tier != "testable":
        return {"vague": 3, "soft": 4, "context": 4}.get(candidate.tier, 5)
    return 1 if candidate.quantity is not None else 2


def said_by(who: Who, lang: str = "en") -> str:
    """Return the person who says so, else the office, else the region; nothing where none is known."""
    name = who.person or who.role or who.organisation or ""
    return name + _INHERITED[lang] if name and who.attribution == "inherited" else name


def _cells(extraction: Extraction, candidate: Candidate, lang: str) -> tuple[str, ...]:
    quantity = extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
    return (
        region_of(extraction, candidate),
        _short(candidate.what),
        figure_text(quantity, candidate.flags) if quantity else "",
        when_text(candidate.when),
        candidate.modality,
        said_by(candidate.who, lang),
    )


def when_text(when: When | None, lang: str = "en") -> str:
    """Return a period as people write it: 2024, 2021-2025, Q1 2024, or its two days; nothing where it is not known."""
    if when is None or when.last is None:
        return ""
    first, last = when.first, when.last
    ends_year = (last.month, last.day) == (12, 31)
    words = _WHEN[lang]
    if first is None:
        return words["end"].format(last.year) if ends_year else words["by"].format(last.isoformat())
    if ends_year and (first.month, first.day) == (1, 1):
        is_one = first.year == last.year
        return words["year"].format(last.year) if is_one else words["years"].format(first.year, last.year)
    if _is_quarter(first, last):
        return words["quarter"].format(last.month // 3, last.year)
    if first == last:
        return first.isoformat()
    return words["days"].format(first.isoformat(), last.isoformat())


def _is_quarter(first: date, last: date) -> bool:
    whole = first.day == 1 and first.month % 3 == 1 and last.month == first.month + 2 and last.day >= 30
    return whole and first.year == last.year


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
