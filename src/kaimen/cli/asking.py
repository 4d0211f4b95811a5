"""Reading what is asked: the question of a scenario, shares."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.errors import has_errors
from kaimen.quantity import parse_number


def question(
    path: Path, library: Path | None, mapping: Path | None, overrides: Sequence[str], *, as_json: bool
) -> tuple[workspace.Question | None, int]:
    """Return the question of a scenario, or None and an exit code after saying what is wrong with it."""
    found, findings = workspace.load_question(path, library, mapping, overrides)
    if found is None or has_errors(found.scenario_findings):
        show.tell(list(found.findings) if found else findings, as_json=as_json)
        return None, show.WRONG
    return found, show.DONE


def share(text: str) -> Fraction | None:
    """Return a share such as "0.5 %" or 0.005 as a fraction, or None where it is none or above 100 %."""
    number = parse_number(text.strip().removesuffix("%"))
    if number is None:
        return None
    found = Fraction(number) / (100 if text.strip().endswith("%") else 1)
    return found if 0 <= found <= 1 else None


def other_ending(output: Path | None, endings: Collection[str], taker: str = "-o") -> str:
    """Return what is wrong with the ending of a name to write to; nothing where it is one of these, in either case."""
    if output is None or output.suffix.lower() in endings:
        return ""
    *most, last = endings
    return f'{taker} takes a name ending in {", ".join(most)}{" or " if most else ""}{last}, not "{output}".'


def has_other_ending(output: Path | None, endings: Collection[str], *, as_json: bool, taker: str = "-o") -> bool:
    """Return whether a name to write to has none of the endings, and say so."""
    wrong = other_ending(output, endings, taker)
    if wrong:
        show.misuse(wrong, as_json=as_json)
    return bool(wrong)
