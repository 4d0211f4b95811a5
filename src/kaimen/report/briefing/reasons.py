"""Why a project was left out, said from the code and the facts of its reasons, in the paper's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.explain import Explanation, Reason, Short, Strength
from kaimen.portfolio import Term
from kaimen.quantity import UNITS, Unit, parse_unit
from kaimen.report.briefing.blocks import Line
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import line, said
from kaimen.report.language import Speaker

MOST_TERMS = 2
"""Terms of a sum that are named; the others are one figure together."""

MOST_NAMED = 2
"""Rows and projects that a sentence names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Case:
    """A reason to be said: of which explanation, in which paper."""

    ground: Ground
    explanation: Explanation
    reason: Reason

    @property
    def speaker(self) -> Speaker:
        """Who says it."""
        return self.ground.speaker


def reason_line(ground: Ground, explanation: Explanation) -> Line:
    """Return the first reason as a sentence and the further ones by name.

    That what is priced out does not fit into the full plan either goes without saying, and is left out.
    """
    first, *others = explanation.reasons
    if first.code == "priced_out":
        others = [reason for reason in others if reason.code != "does_not_fit"]
    sentence = _SAID[first.code](Case(ground, explanation, first))
    if not others:
        return sentence
    names = ground.speaker.list([ground.speaker.say(f"reason.{reason.code}.name") for reason in others])
    return (*sentence, *line(ground.speaker, "reason.also", names=names))


def said_reason(case: Case) -> Line:
    """Return one reason as a sentence."""
    return _SAID[case.reason.code](case)


def margin_words(case: Case) -> str:
    """Return the margin of the project's best option as a figure."""
    explanation = case.explanation
    return case.speaker.number(case.ground.shown_margin(explanation.margin, explanation.benefit), 1)


def _not_read(case: Case) -> Line:
    if case.reason.about:
        return line(case.speaker, "reason.not_read.region", region=case.reason.about[0])
    return line(case.speaker, "reason.not_read.amount")


def _not_ready(case: Case) -> Line:
    if not case.reason.about:
        return line(case.speaker, "reason.not_ready.start")
    return line(case.speaker, "reason.not_ready.condition", names=_called(case.ground, case.reason.about))


def _not_eligible(case: Case) -> Line:
    if not case.reason.about:
        return line(case.speaker, "reason.not_eligible.any")
    return line(case.speaker, "reason.not_eligible.funds", names=_called(case.ground, case.reason.about))


def _waived(case: Case) -> Line:
    author, why = (*case.reason.about, "", "")[:2]
    speaker = case.speaker
    if not why:
        return line(speaker, "reason.waived.by", author=speaker.called(author))
    return line(speaker, "reason.waived.why", author=speaker.called(author), why=speaker.called(why))


def _ruled_out(case: Case) -> Line:
    if not case.reason.about:
        return line(case.speaker, "reason.ruled_out.outside")
    return line(case.speaker, "reason.ruled_out.rule", rule=case.speaker.called(case.reason.about[0]))


def _excluded_by(case: Case) -> Line:
    places = f"{min(case.reason.places):,}" if case.reason.places else "1"
    rules, rivals = _called(case.ground, case.reason.rules), _projects(case.ground, case.reason.projects)
    return line(case.speaker, "reason.excluded_by.rule", rules=rules, n=places, projects=rivals)


def _needs(case: Case) -> Line:
    return line(case.speaker, "reason.needs.project", projects=_projects(case.ground, case.reason.projects))


def _tie(case: Case) -> Line:
    return line(case.speaker, "reason.tie.twin", projects=_projects(case.ground, case.reason.projects))


def _priced_out(case: Case) -> Line:
    speaker, benefit, margin = case.speaker, case.explanation.benefit, case.explanation.margin
    values = {
        "benefit": speaker.number(benefit, 1),
        "worth": speaker.number(benefit - margin, 1),
        "terms": sum_words(case.ground, case.explanation.terms),
        "short": speaker.number(-margin, 1),
    }
    sentence = line(speaker, "reason.priced_out.sum", **values)
    if benefit > 0:
        sentence = (*sentence, *line(speaker, "reason.priced_out.part", part=speaker.percent(-margin / benefit)))
    proved = case.reason.strength is Strength.PROVED
    return (*sentence, *line(speaker, "reason.proved")) if proved else sentence


def sum_words(ground: Ground, terms: Sequence[Term]) -> str:
    """Return what an option takes at the prices, the largest first; the figures add up to benefit less margin."""
    speaker = ground.speaker
    costs = sorted((term for term in terms if term.value), key=lambda term: (-abs(term.value), term.name, term.period))
    named = [f"{term_name(ground, term)} {speaker.number(-term.value, 1)}" for term in costs[:MOST_TERMS]]
    rest = sum((-term.value for term in costs[MOST_TERMS:]), Fraction(0))
    if costs[MOST_TERMS:]:
        named.append(speaker.say("reason.others", x=speaker.number(rest, 1)))
    return speaker.separate(named)


def term_name(ground: Ground, term: Term) -> str:
    """Return the name of a row of a sum in the paper's language."""
    speaker = ground.speaker
    if term.kind == "share":
        fund = ground.problem.life.fund[term.row] if isinstance(term.row, int) else 0
        return speaker.say("row.share", name=speaker.called(ground.problem.funds[int(fund)].name))
    if term.kind == "rule":
        return rule_row_name(ground, term.name, term.period)
    return speaker.row(term.name, term.period)


def rule_row_name(ground: Ground, name: str, part: str) -> str:
    """Return the name of a rule's row; its part is left out where it only repeats the sense or names projects."""
    speaker = ground.speaker
    labels = {period.label for period in ground.scenario.periods}
    return speaker.row(name, part) if part in labels else speaker.called(name)


def _does_not_fit(case: Case) -> Line:
    speaker = case.speaker
    if not case.reason.short:
        return line(speaker, "reason.does_not_fit.together")
    rows = [_short(case.ground, row) for row in case.reason.short[:MOST_NAMED]]
    more = len(case.reason.short) - MOST_NAMED
    words = speaker.separate(rows)
    if more > 0:
        words = speaker.separate([words, speaker.say("reason.more_rows", n=f"{more:,}")])
    return line(speaker, "reason.does_not_fit.rows", margin=margin_words(case), rows=words)


def _short(ground: Ground, row: Short) -> str:
    speaker = ground.speaker
    by = speaker.amount(row.by, unit_of(ground, row.unit))
    if row.kind == "rule":
        name = rule_row_name(ground, row.names[0], row.part)
    else:
        name = speaker.row(speaker.list([speaker.called(name) for name in row.names]), row.part)
    return speaker.say("reason.short", name=name, x=by)


def unit_of(ground: Ground, text: str) -> Unit:
    """Return the unit that a row's text names: one of the scenario's, or one that is known, or a plain number."""
    own = {str(resource.unit): resource.unit for resource in ground.scenario.resources}
    own[str(ground.scenario.money)] = ground.scenario.money
    return own.get(text) or parse_unit(text) or Unit(text, text) if text else UNITS["projects"]


def _no_benefit(case: Case) -> Line:
    return line(case.speaker, "reason.no_benefit.sum", benefit=case.speaker.number(case.explanation.benefit, 1))


def _not_reached(case: Case) -> Line:
    return line(case.speaker, "reason.not_reached.search", margin=margin_words(case))


def _later(case: Case) -> Line:
    return line(case.speaker, "reason.later.start", start=case.speaker.period(case.reason.start))


def _called(ground: Ground, names: Sequence[str]) -> str:
    return ground.speaker.list([ground.speaker.called(name) for name in names])


def _projects(ground: Ground, projects: Sequence[str]) -> Line:
    shown = [f"{project} {ground.title(project)}".strip() for project in projects[:MOST_NAMED]]
    more = len(projects) - MOST_NAMED
    if more > 0:
        shown.append(ground.speaker.say("reason.more_projects", n=f"{more:,}"))
    return said(ground.speaker.list(shown))


_SAID: Mapping[str, Callable[[Case], Line]] = {
    "not_read": _not_read,
    "not_ready": _not_ready,
    "not_eligible": _not_eligible,
    "waived": _waived,
    "ruled_out": _ruled_out,
    "excluded_by": _excluded_by,
    "needs": _needs,
    "tie": _tie,
    "priced_out": _priced_out,
    "does_not_fit": _does_not_fit,
    "no_benefit": _no_benefit,
    "not_reached": _not_reached,
    "later": _later,
}
"""How each reason is said; a code without a sentence is an error of the tests, not of a reader."""

SAID = frozenset(_SAID)
"""The codes that have a sentence."""
