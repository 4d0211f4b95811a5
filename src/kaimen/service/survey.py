"""Firms' sense of gain: answers of a survey with weights, by class, with intervals.

The mean is weighted; its interval is that of a weighted mean under sampling with replacement (Taylor linearisation,
Saerndal, Swensson and Wretman 1992, section 5.6), with Student's t at the effective number of answers less one; that
number is Kish's, (sum w)^2 / sum w^2. Answers are numbers on the question's scale; yes and no are 1 and 0, with
Wilson's interval at the effective number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from kaimen.errors import NOWHERE, Finding, Place
from kaimen.service.intervals import wilson

_SCALE = 8
"""Answers that a question needs before one of them can be off its scale."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's answer to a question, with its weight and classes."""

    respondent: str
    question: str
    value: float
    weight: float = 1.0
    fields: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Gain:
    """A question in a class: answers, their effective number, the weighted mean and its 95 % interval.

    The interval is None with fewer than two answers, or where all weight lies on one.
    """

    question: str
    name: str
    answers: int
    effective: float
    mean: float
    low: float | None
    high: float | None


def check_answers(answers: Sequence[Answer]) -> list[Finding]:
    """Return a remark for each respondent who answers a question twice (`E306`) and each answer off the scale (`W316`).

    Off the scale is what is more than twice all others of a question with eight answers or more.
    """
    findings = []
    first: set[tuple[str, str]] = set()
    asked: dict[str, list[Answer]] = {}
    for answer in answers:
        key = (answer.question, answer.respondent)
        if answer.respondent and key in first:
            what = f'Respondent "{answer.respondent}" answers "{answer.question}" twice; both count.'
            fix = "Delete one of the rows, or give each respondent a name of its own."
            findings.append(Finding("E306", what, answer.place, "one answer", f'"{answer.respondent}"', fix))
        first.add(key)
        asked.setdefault(answer.question, []).append(answer)
    for question, own in asked.items():
        ordered = sorted(own, key=lambda answer: answer.value)
        if len(own) >= _SCALE and ordered[-1].value > 2 * max(1.0, ordered[-2].value):
            what = f'An answer to "{question}" is far above all others; it is kept.'
            fix = "Correct it if a decimal point or a unit was lost; leave it if it is right."
            found, expected = f"{ordered[-1].value:,.6g}", f"about {ordered[-2].value:,.6g} or less"
            findings.append(Finding("W316", what, ordered[-1].place, expected, found, fix))
    return findings


def gains(answers: Sequence[Answer], by: str) -> list[Gain]:
    """Return every question in every class of a field, questions and classes by name; with no field all together."""
    groups: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        groups.setdefault((answer.question, answer.fields.get(by, "") if by else ""), []).append(answer)
    return [_gain(question, name, own) for (question, name), own in sorted(groups.items())]


def _gain(question: str, name: str, own: Sequence[Answer]) -> Gain:
    weights, values = (np.array([getattr(a, part) for a in own], float) for part in ("weight", "value"))
    total = float(weights.sum())
    effective = total**2 / float((weights**2).sum())
    mean = float((weights * values).sum()) / total
    if len(own) < 2 or effective < 1 + 1e-9:
        return Gain(question, name, len(own), effective, mean, None, None)
    if set(values.tolist()) <= {0.0, 1.0}:
        low, high = wilson(mean * effective, effective)
        return Gain(question, name, len(own), effective, mean, low, high)
    residuals = weights * (values - mean)
    variance = float((residuals**2).sum()) / total**2 * len(own) / (len(own) - 1)
    half = float(stdtrit(effective - 1, 0.975)) * sqrt(variance)
    return Gain(question, name, len(own), effective, mean, mean - half, mean + half)
