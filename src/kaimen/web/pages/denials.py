"""What stands in a firm's way, in the reader's language: conditions, lines, guarantees, sizes and costs of loans."""

from __future__ import annotations

from fractions import Fraction

from kaimen.policies import Answer, Denial, Lack, Limit, Misfit, Outcome, Unserved
from kaimen.report import figure
from kaimen.report.language import in_chinese
from kaimen.web.visit import AnyVisit

_PREFIXES = (("loans of ", "loans_of"), ("guarantees of ", "guarantees_of"), ("places ", "places_of"))
_WHOLE = {"subsidy pool": "pool", "places": "places", "count": "count"}


def lack_words(visit: AnyVisit, lack: Lack) -> str:
    """Return a condition that does not hold, what the firm says, and how far that is."""
    if visit.speaker.language == "en":
        return str(lack)
    name, asked = visit.speaker.called(lack.field), in_chinese(lack.asked) or lack.asked
    if not lack.found:
        return visit.say("web.policies.unknown", field=name, asked=asked)
    said = visit.say("web.policies.lack", field=name, found=lack.found, asked=asked)
    if lack.distance is None:
        return said
    return said + visit.say("web.policies.away", x=f"{figure(lack.distance)} {lack.unit}".rstrip())


def answer_words(visit: AnyVisit, answer: Answer) -> str:
    """Return what a policy comes to for a firm, and why."""
    head = visit.say(f"web.outcome.{Outcome(answer.outcome).name.lower()}")
    detail = visit.speaker.separate(lack_words(visit, lack) for lack in answer.lacks) or answer.by
    return f"{head}{': ' if visit.speaker.language == 'en' else '：'}{detail}" if detail else head


def denial_words(visit: AnyVisit, unserved: Unserved) -> str:
    """Return why nobody may lend to a firm, lender by lender."""
    if not unserved.denials:
        return visit.say("web.denial.none", day=unserved.day.isoformat())
    parts = [_denial(visit, denial) for denial in unserved.denials]
    more = [visit.say("web.denial.more", n=f"{unserved.more:,}")] if unserved.more else []
    return visit.speaker.separate([*parts, *more])


def named_pool(visit: AnyVisit, name: str) -> str:
    """Return what a row of a programme or matching is called."""
    if name in _WHOLE:
        return visit.say(f"web.programmes.{_WHOLE[name]}")
    for prefix, word in _PREFIXES:
        if name.startswith(prefix):
            return visit.say(f"web.programmes.{word}", name=visit.speaker.called(name.removeprefix(prefix)))
    return visit.speaker.called(name)


def _denial(visit: AnyVisit, denial: Denial) -> str:
    if denial.needs_guarantee:
        each = visit.speaker.separate(_denial(visit, one) for one in denial.guarantees)
        parts = [visit.say("web.denial.guarantee", why=each or visit.say("web.denial.no_guarantee"))]
    else:
        parts = [lack_words(visit, lack) for lack in denial.lacks]
        parts += [visit.say("web.denial.line", name=line) for line in denial.lines]
        parts += [_misfit(visit, misfit) for misfit in denial.misfits]
    return visit.say("web.denial.lender", name=denial.by, why=visit.speaker.list(parts))


def _misfit(visit: AnyVisit, misfit: Misfit) -> str:
    def said(value: Fraction) -> str:
        return visit.speaker.percent(value, 2) if misfit.limit is Limit.COST else figure(value)

    with_ = "_with" if misfit.guarantee and misfit.limit is not Limit.SMALL else ""
    values = {"x": said(misfit.offered), "y": said(misfit.needed)}
    return visit.say(f"web.denial.{misfit.limit}{with_}", name=misfit.guarantee, **values)
