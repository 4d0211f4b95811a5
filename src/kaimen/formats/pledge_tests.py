"""Tests of pledges from TOML: which figure decides each, and how."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaimen.delivery.verdicts import KINDS, PledgeTest
from kaimen.errors import Finding, Place
from kaimen.quantity import parse_number, parse_period

_NEEDED = {"above": ("region", "against"), "change_at_least": ("region", "against", "target")}
_KEYS = ("pledge", "kind", "indicator", "region", "period", "against", "target", "part")


def parse_tests(text: str, name: str) -> tuple[tuple[PledgeTest, ...], list[Finding]]:
    """Read `[[test]]` tables; one that cannot be used is a finding, and the others are kept."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (), [Finding("E401", f"The file is not valid TOML: {error}.", Place(name), fix="Correct the line.")]
    rows = document.get("test")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return (), [Finding("E402", "The file has no [[test]].", Place(name), "[[test]]", fix="See the reference.")]
    tests: dict[str, PledgeTest] = {}
    findings = []
    for number, row in enumerate(rows, 1):
        place = Place(name, key=f"test {number}")
        test, found = _test(row, place)
        findings += found
        if test is not None and test.pledge in tests:
            findings.append(Finding("E403", f'Pledge "{test.pledge}" has two tests.', place, fix="Keep one."))
        elif test is not None:
            tests[test.pledge] = test
    return tuple(tests.values()), findings


def pledge_test_body(test: PledgeTest) -> dict[str, Any]:
    """Return a test as JSON values."""
    return {key: None if (value := getattr(test, key)) is None else str(value) for key in _KEYS}


def pledge_test_of(body: Mapping[str, Any]) -> PledgeTest:
    """Return the test of a body that `pledge_test_body` made.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    target, part = (None if body[key] is None else Fraction(body[key]) for key in ("target", "part"))
    return PledgeTest(**{key: body[key] for key in _KEYS[:6]}, target=target, part=part)


def _test(row: Mapping[str, Any], place: Place) -> tuple[PledgeTest | None, list[Finding]]:
    unknown = [key for key in row if key not in _KEYS]
    if unknown:
        return None, [
            Finding("E402", f'The key "{unknown[0]}" is not known.', place, ", ".join(_KEYS), fix="Correct it.")
        ]
    said = {key: str(row.get(key, "")) for key in _KEYS}
    needed = ("pledge", "kind", "indicator", "period", *_NEEDED.get(said["kind"], ("region", "target")))
    missing = [key for key in needed if not said[key]]
    if said["kind"] not in KINDS:
        fix = "Use one of the kinds."
        return None, [Finding("E312", f'"{said["kind"]}" is no kind of test.', place, ", ".join(KINDS), fix=fix)]
    if missing:
        return None, [Finding("E402", f"The test has no {missing[0]}.", place, missing[0], fix="Add it.")]
    if parse_period(said["period"]) is None:
        return None, [
            Finding("E308", "The period cannot be read.", place, "such as 2024", said["period"], "Correct it.")
        ]
    target, part = parse_number(said["target"]), parse_number(said["part"])
    if (said["target"] and target is None) or (said["part"] and (part is None or not 0 < part <= 1)):
        return None, [Finding("E303", "target is no number, or part is not between 0 and 1.", place, fix="Correct it.")]
    if said["kind"] == "delivered" and not said["against"]:
        said["against"] = "done"
    amount, share = (None if n is None else Fraction(n) for n in (target, part))
    return PledgeTest(**{key: said[key] for key in _KEYS[:6]}, target=amount, part=share), []
