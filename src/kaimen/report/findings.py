"""Findings as plain values."""

from __future__ import annotations

from collections.abc import Iterable

from kaimen.errors import Finding

_PLACE = ("file", "sheet", "cell", "line", "key", "start", "end")


def findings_json(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return findings as plain tables; of a place what is known of it."""
    return [
        {
            "code": f.code,
            "what": f.what,
            "place": {key: value for key in _PLACE if (value := getattr(f.place, key)) not in ("", None)},
            "expected": f.expected,
            "found": f.found,
            "fix": f.fix,
        }
        for f in findings
    ]
