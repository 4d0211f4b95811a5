"""The reply to an applicant: the reason for a refusal in plain words, in either language, naming no other applicant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache, lru_cache

from kaimen.explain import Explanation, Reason, Resolved, Short
from kaimen.portfolio import Term
from kaimen.problem import Problem
from kaimen.quantity import decimal_text
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import plain
from kaimen.report.briefing.reasons import Case, rule_row_name, said_reason, term_name, unit_of
from kaimen.report.language import Speaker

_ABOUT_ITSELF = ("not_read", "not_ready", "not_eligible")
"""Reasons whose details are about the project itself, not about other projects."""


def reply_letter(
    problem: Problem, explanation: Explanation, resolved: Resolved | None = None, ground: Ground | None = None
) -> str:
    """Return the letter as plain text. Other projects are not named, whatever the reasons are about.

    With what solving again said of the project, the changes are those that were found to admit it. The letter is in
    English; with a `ground` of another language it is in that one, with that language's names and units.
    """
    words = _Plain(problem, explanation, Speaker("en"))
    if ground is not None and ground.language != "en":
        words = _Native(ground, explanation)
    say, project, scenario = words.speaker.say, words.project(), words.speaker.called(problem.scenario)
    if explanation.chosen and explanation.option is not None:
        start = words.speaker.period(explanation.option.start)
        return say("letter.in", project=project, scenario=scenario, start=start) + "\n"
    lines = [say("letter.out", project=project, scenario=scenario), ""]
    for n, reason in enumerate(explanation.reasons, 1):
        lines.append(say("letter.reason", n=str(n), why=say(f"letter.why.{reason.code}")))
    lines += [f"  {detail}" for detail in words.details()]
    if any(reason.code == "priced_out" for reason in explanation.reasons):
        lines += ["", *(f"  {row}" for row in words.sum())]
    lines += _changes(words, resolved)
    return "\n".join([*lines, "", say("letter.end")]) + "\n"


def _changes(words: _Plain, resolved: Resolved | None) -> list[str]:
    """Return what would bring the project in: as found by solving again, else as its reasons say."""
    say, explanation = words.speaker.say, words.explanation
    found = [change for change in resolved.admits if change.enough] if resolved is not None else []
    if found:
        given = [(change.code, change.name, change.enough or Fraction(0), change.unit) for change in found]
        head = say("letter.found")
    else:
        given = [(change.code, change.name, change.by, change.unit) for change in explanation.changes]
        head = say("letter.each", goal=say("letter.to_zero" if explanation.margin < 0 else "letter.to_fit"))
    lines = [f"  - {words.change(code, name, by, unit)}" for code, name, by, unit in given]
    return ["", head, *lines] if lines else []


class _Plain:
    """The words of a letter that the problem alone gives: in English, names and units as they are in the data."""

    def __init__(self, problem: Problem, explanation: Explanation, speaker: Speaker) -> None:
        self.problem, self.explanation, self.speaker = problem, explanation, speaker

    def project(self) -> str:
        title = self.explanation.title
        return f'{self.explanation.project} "{title}"' if title else self.explanation.project

    def details(self) -> Iterable[str]:
        """Yield the details that are about the project itself or about rows."""
        reasons = self.explanation.reasons
        yield from (self.own(reason) for reason in reasons if reason.code in _ABOUT_ITSELF and reason.detail)
        for row in (row for reason in reasons for row in reason.short):
            yield self.speaker.say("letter.short", name=self.short(row), x=self.amount(row.by, row.unit))

    def own(self, reason: Reason) -> str:
        return reason.detail

    def short(self, row: Short) -> str:
        return self.row(row.kind, row.name)

    def row(self, kind: str, name: str) -> str:
        """Return the name of a row, unless it is a rule that names another project."""
        if kind == "rule" and _names_another(self.problem, name, self.explanation.project):
            return self.speaker.say("letter.related")
        return self.speaker.called(name)

    def amount(self, amount: Fraction, unit: str) -> str:
        return f"{_figure(amount)} {unit}".rstrip()

    def sum(self) -> list[str]:
        """Return the sum of the margin, names and figures in columns."""
        terms = [term for term in self.explanation.terms if term.value]
        named = [f"{self.row(term.kind, str(term))}: {self.amount(term.amount, term.unit)}" for term in terms]
        names = ["benefit", *named, "margin"]
        values = [self.explanation.benefit, *(term.value for term in terms), self.explanation.margin]
        figures = [_figure(value) for value in values]
        width, size = max(map(len, names)), max(map(len, figures))
        return [f"{name:<{width}}  {figure:>{size}}" for name, figure in zip(names, figures, strict=True)]

    def change(self, code: str, name: str, by: Fraction, unit: str) -> str:
        called = self.row("rule" if code == "rule_loosened" else "", name)
        return self.speaker.say(f"letter.change.{code}", name=called, x=self.amount(by, unit))


class _Native(_Plain):
    """The words of a letter as a paper of another language has them: that language's names and units."""

    def __init__(self, ground: Ground, explanation: Explanation) -> None:
        super().__init__(ground.problem, explanation, ground.speaker)
        self.ground = ground

    def project(self) -> str:
        title = self.ground.title(self.explanation.project)
        return f"{self.explanation.project}“{title}”" if title else self.explanation.project

    def own(self, reason: Reason) -> str:
        return plain(said_reason(Case(self.ground, self.explanation, reason)))

    def short(self, row: Short) -> str:
        if row.kind != "rule":
            return self.speaker.list([self.speaker.row(name, row.part) for name in row.names])
        if _names_another(self.problem, row.name, self.explanation.project):
            return self.speaker.say("letter.related")
        return rule_row_name(self.ground, row.names[0], row.part)

    def amount(self, amount: Fraction, unit: str) -> str:
        if not unit:
            return self.speaker.number(amount, 1 if amount >= 10 else 3)
        return self.speaker.amount(amount, unit_of(self.ground, unit))

    def sum(self) -> list[str]:
        say, number = self.speaker.say, self.speaker.number
        rows = [say("letter.sum.benefit", x=number(self.explanation.benefit, 1))]
        for term in self.explanation.terms:
            if term.value:
                amount = self.amount(term.amount, term.unit)
                rows.append(say("letter.sum.term", name=self._term(term), amount=amount, x=number(term.value, 1)))
        return [*rows, say("letter.sum.margin", x=number(self.explanation.margin, 1))]

    def change(self, code: str, name: str, by: Fraction, unit: str) -> str:
        term = next((term for term in self.explanation.terms if str(term) == name), None)
        if term is None or code == "rule_loosened":
            return super().change(code, name, by, unit)
        return self.speaker.say(f"letter.change.{code}", name=term_name(self.ground, term), x=self.amount(by, unit))

    def _term(self, term: Term) -> str:
        return self.row("rule", str(term)) if term.kind == "rule" else term_name(self.ground, term)


def _names_another(problem: Problem, name: str, own: str) -> bool:
    """Return whether the name of a rule has another project's id or title in it."""
    return bool(_named(problem)(name) - {own})


@lru_cache(4)
def _named(problem: Problem) -> Callable[[str], frozenset[str]]:
    """Return what tells which projects the name of a rule names; each name is looked through once."""
    every = [*zip(problem.projects, problem.titles, strict=True), *((b.project, b.title) for b in problem.barred)]

    @cache
    def named(name: str) -> frozenset[str]:
        near = ((project, word) for project, title in every for word in (project, title) if word and word in name)
        return frozenset(project for project, word in near if re.search(_whole(word), name))

    return named


def _whole(word: str) -> str:
    """Return a pattern of a name where it is not a part of a longer one; Chinese has no blanks between words."""
    return rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])"


def _figure(value: Fraction) -> str:
    """Return a figure exactly if it is short, else to six significant digits."""
    text = decimal_text(value)
    return text if len(text) <= 12 and "/" not in text else f"{float(value):,.6g}"
