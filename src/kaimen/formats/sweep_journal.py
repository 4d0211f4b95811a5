"""The journal of a sweep: JSON lines, one for the sweep and one for each sample, only ever appended to.

The first line says what is swept: the problem's digest, the spread, the seed, the work, the versions.
Each line ends with a hash of itself and the first line, so that a line that is torn, changed or from
another sweep is told apart. The order of the samples' lines means nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kaimen.errors import Finding, Place
from kaimen.quantity import decimal_text
from kaimen.sweep import Sample, Task

FORMAT = "kaimen-sweep/1"


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal as read: its samples by number, and how many bytes of it are sound from its beginning on."""

    samples: Mapping[int, Sample]
    length: int


def head_line(task: Task, versions: Mapping[str, str]) -> str:
    """Return the first line of the journal of a task."""
    spread = task.spread
    document = {
        "format": FORMAT,
        "problem": task.ground.problem.digest(),
        "weights": {name: str(share) for name, share in sorted(spread.weights.items())},
        "any_mix": spread.any_mix,
        "quotas": {name: str(share) for name, share in sorted(spread.quotas.items())},
        "costs": spread.costs,
        "seed": task.seed,
        "work": task.work,
        "versions": dict(sorted(versions.items())),
    }
    return _sealed(document, "")


def sample_line(sample: Sample, head: str) -> str:
    """Return the line of a sample, under a head."""
    document: dict[str, Any] = {"sample": sample.number, "options": None}
    if sample.options is not None:
        document["options"] = list(sample.options)
        document["benefit"] = decimal_text(sample.benefit)
        document["bound"] = str(sample.bound)
    return _sealed(document, head)


def parse_journal(content: bytes, head: str, name: str) -> tuple[Journal | None, list[Finding]]:
    """Read a journal that should have a head.

    Returns:
        The samples that are whole, or None where the journal is of another sweep; a last line that was cut off
        and lines that are not sound are remarks, and their samples are left out.
    """
    place = Place(name)
    if not content:
        return Journal({}, 0), []
    first, _, rest = content.partition(b"\n")
    if first.decode("utf-8", "replace") + "\n" != head:
        if head.encode().startswith(content):
            return Journal({}, 0), [_torn(place)]
        return None, [_other(first, head, place)]
    samples: dict[int, Sample] = {}
    damaged: list[int] = []
    lines = rest.split(b"\n")
    for number, line in enumerate(lines[:-1], 2):
        sample = _sample(line, head)
        if sample is None:
            damaged.append(number)
        else:
            samples[sample.number] = sample
    findings = [_torn(place)] if lines[-1] else []
    if damaged:
        what = f"{len(damaged)} lines of the journal are damaged; their samples are worked out again."
        place = Place(name, line=damaged[0])
        findings.append(Finding("W902", what, place, fix="Nothing, if you know why; else look after the disk."))
    return Journal(samples, len(content) - len(lines[-1])), findings


def _sealed(document: Mapping[str, Any], head: str) -> str:
    text = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    return f'{text[:-1]},"hash":"{_hash(text, head)}"}}\n'


def _hash(text: str, head: str) -> str:
    return hashlib.sha256((head + text).encode()).hexdigest()[:32]


def _sample(line: bytes, head: str) -> Sample | None:
    text, mark, tail = line.decode("utf-8", "replace").rpartition(',"hash":"')
    if not mark or tail != f'{_hash(text + "}", head)}"}}':
        return None
    document = json.loads(text + "}")
    if document["options"] is None:
        return Sample(document["sample"], None)
    benefit, bound = Fraction(document["benefit"]), Fraction(document["bound"])
    return Sample(document["sample"], tuple(document["options"]), benefit, bound)


def _torn(place: Place) -> Finding:
    what = "The last line of the journal was cut off; its sample is worked out again."
    return Finding("W902", what, place, fix="Nothing; this happens when a run is ended in the middle of a line.")


def _other(first: bytes, head: str, place: Place) -> Finding:
    what = "The journal is of another sweep."
    fix = "Give another name for the journal, or the same question, spread, seed, work and versions as before."
    try:
        was, now = json.loads(first), json.loads(head)
        names = [name for name in now if name != "hash" and was.get(name) != now[name]]
    except (ValueError, AttributeError):
        return Finding("E901", "The file is not a journal of a sweep.", place, FORMAT, fix="Give another name.")
    return Finding("E901", what, place, "the same " + ", ".join(names), fix=fix)
