"""Reads texts with another reader, in that reader's own environment: JSON in, JSON out.

`python _peer_child.py NAME` takes a list of [text, language] on standard input and prints `quantities` (for each text a
list of [values, unit, start, end]) and `seconds`. It imports nothing of kaimen.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

Read = list[list[Any]]


def main() -> None:
    warnings.simplefilter("ignore")
    texts = json.load(sys.stdin)
    read = {"quantulum3": _quantulum, "recognizers": _recognizers}[sys.argv[1]]
    read("It costs 3 yuan.", "en")  # what is loaded at first use is not timed
    began = time.perf_counter()
    quantities = [read(text, language) for text, language in texts]
    json.dump({"quantities": quantities, "seconds": time.perf_counter() - began}, sys.stdout)


def _quantulum(text: str, _language: str) -> Read:
    from quantulum3 import parser

    try:
        found = parser.parse(text)
    except Exception:  # noqa: BLE001 - a reader that fails on a text has read nothing there
        return []
    return [[[q.value], "" if q.unit.name == "dimensionless" else q.unit.name, *q.span] for q in found]


def _recognizers(text: str, language: str) -> Read:
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    culture = Culture.Chinese if language == "zh" else Culture.English
    rows: Read = []
    for recognize in (recognize_currency, recognize_percentage, recognize_dimension, recognize_number):
        try:
            found = recognize(text, culture)
        except Exception:  # noqa: BLE001 - as above
            found = []
        for one in found:
            value = str((one.resolution or {}).get("value") or "").rstrip("%").replace(",", "")
            taken = any(one.start < row[3] and one.end + 1 > row[2] for row in rows)
            try:
                number = float(value)
            except ValueError:
                continue
            if not taken:
                unit = "percentage" if recognize is recognize_percentage else (one.resolution or {}).get("unit", "")
                rows.append([[number], str(unit).lower(), one.start, one.end + 1])
    return rows


if __name__ == "__main__":
    main()
