"""Days that options give."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kaimen.quantity import parse_day


def day_of(text: str) -> date | None:
    """Return the day that an option gives, today where it gives none, None where it cannot be read."""
    return parse_day(text) if text else datetime.now(UTC).date()
