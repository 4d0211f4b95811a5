"""What stands in a firm's way, in the reader's language: conditions, lines, guarantees, sizes and costs of loans."""

from __future__ import annotations

import re
from fractions import Fraction

from kaimen.policies import Answer, Denial, Lack, Limit, Misfit, Outcome, Unserved
from kaimen.quantity import Unit, parse_unit
from kaimen.report import figure
from kaimen.report.language import in_chinese, said_value
from kaimen.web.visit import AnyVisit

_PREFIXES = (("loans of ", "loans_of"), ("guarantees of ", "guarantees_of"), ("places ", "places_of"))
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?) ([A-Za-z%][\w %]*)")
_WORDS = frozenset(("size", "sector", "region", "ownership", "id", "micro", "small", "medium", "large")) | frozenset(
    ("state", "private", "foreign", "mixed")
)
_WHOLE = {"subsidy pool": "pool", "places": "places", "count": "count"}


def lack_words(visit: AnyVisit, lack: Lack) -> str:
    """Return a condition that does not hold, what the firm says, and how far that is."""
    if visit.speaker.language == "en":
        return str(lack)
    field, _, period = lack.field.rpartition(" last year")
    name = f"{_word(visit, field or period)}{visit.say('web.word.last_year') if field else ''}"
    if not lack.found:
        return visit.say("web.policies.unknown", field=name, asked=_asked(visit, lack.asked))
    said = visit.say("web.policies.lack", field=name, found=_value(visit, lack.found), asked=_asked(visit, lack.asked))
    if lack.distance is None:
        return said
    return said + visit.say("web.policies.away", x=_value(visit, f"{figure(lack.distance)} {lack.unit}".rstrip()))


def _asked(visit: AnyVisit, asked: str) -> str:
    """Return what a condition asks: amounts in units of the language, and words of which one must hold."""
    if any(sign.isdigit() for sign in asked):
        said = in_chinese(asked) or asked
        return _AMOUNT.sub(lambda match: _value(visit, match[0]), said)
    kept_out, words = asked.startswith("not "), asked.removeprefix("not ").split(" or ")
    said = visit.say("web.word.or").join(_word(visit, word) for word in words)
    return visit.say("web.word.not", x=said) if kept_out else said


def _value(visit: AnyVisit, text: str) -> str:
    """Return a figure with its unit as readers write it, or a word."""
    match = _AMOUNT.fullmatch(text)
    unit = parse_unit(match[2]) if match else None
    return visit.speaker.amount(Fraction(match[1].replace(",", "")), unit) if match and unit else _word(visit, text)


def _word(visit: AnyVisit, word: str) -> str:
    """Return what a field or a class of firms is called."""
    return visit.say(f"web.word.{word}") if word in _WORDS else visit.speaker.called(word)


def answer_words(visit: AnyVisit, answer: Answer) -> str:
    """Return what a policy comes to for a firm, and why."""
    head = visit.say(f"web.outcome.{Outcome(answer.outcome).name.lower()}")
    detail = visit.speaker.separate(lack_words(visit, lack) for lack in answer.lacks)
    detail = detail or said_value(visit.speaker, answer.by)
    return f"{head}{': ' if visit.speaker.language == 'en' else '：'}{detail}" if detail else head


def denial_words(visit: AnyVisit, unserved: Unserved, money: Unit) -> str:
    """Return why nobody may lend to a firm, lender by lender; amounts are of `money`."""
    if not unserved.denials:
        return visit.say("web.denial.none", day=unserved.day.isoformat())
    parts = [_denial(visit, denial, money) for denial in unserved.denials]
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


def _denial(visit: AnyVisit, denial: Denial, money: Unit) -> str:
    if denial.needs_guarantee:
        each = visit.speaker.separate(_denial(visit, one, money) for one in denial.guarantees)
        parts = [visit.say("web.denial.guarantee", why=each or visit.say("web.denial.no_guarantee"))]
    else:
        parts = [lack_words(visit, lack) for lack in denial.lacks]
        parts += [visit.say("web.denial.line", name=visit.speaker.called(line)) for line in denial.lines]
        parts += [_misfit(visit, misfit, money) for misfit in denial.misfits]
    return visit.say("web.denial.lender", name=visit.speaker.called(denial.by), why=visit.speaker.list(parts))


def _misfit(visit: AnyVisit, misfit: Misfit, money: Unit) -> str:
    def said(value: Fraction) -> str:
        return visit.speaker.percent(value, 2) if misfit.limit is Limit.COST else visit.speaker.amount(value, money)

    with_ = "_with" if misfit.guarantee and misfit.limit is not Limit.SMALL else ""
    values = {"x": said(misfit.offered), "y": said(misfit.needed)}
    return visit.say(f"web.denial.{misfit.limit}{with_}", name=visit.speaker.called(misfit.guarantee), **values)
