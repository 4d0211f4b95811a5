"""Explanations and what solving again says, as plain values: the same for the command line, pages and their files."""

from __future__ import annotations

from fractions import Fraction

from kaimen.explain import FACTS, Explanation, Reason
from kaimen.explain.outcomes import Resolved, Wish
from kaimen.portfolio import Result, Term
from kaimen.quantity import decimal_text


def explanation_json(explanation: Explanation) -> dict[str, object]:
    """Return an explanation as plain values; exact figures as text."""
    return {
        "project": explanation.project,
        "title": explanation.title,
        "chosen": explanation.chosen,
        "option": explanation.option._asdict() if explanation.option else None,
        "benefit": decimal_text(explanation.benefit),
        "terms": [_term_json(term) for term in explanation.terms],
        "margin": decimal_text(explanation.margin),
        "forced_bound": _exact(explanation.forced_bound),
        "proved": explanation.proved,
        "reasons": [_reason_json(reason) for reason in explanation.reasons],
        "changes": [
            {
                "code": change.code,
                "name": change.name,
                "what": change.what,
                "by": decimal_text(change.by),
                "unit": change.unit,
                "share": _exact(change.share),
            }
            for change in explanation.changes
        ],
    }


def wish_json(price: Wish, result: Result) -> dict[str, object]:
    """Return the price of a wish as plain values; exact figures as text."""
    return {
        "pinned": list(price.pinned),
        "excluded": list(price.excluded),
        "base": decimal_text(price.base),
        "benefit": _exact(price.benefit),
        "loss": _exact(price.loss),
        "bound": _exact(price.bound),
        "least_loss": decimal_text(price.least_loss(result.benefit)),
        "strength": str(price.strength(result.benefit)),
        "leaves": list(price.leaves),
        "enters": list(price.enters),
        "moves": [{"project": name, "from": before, "to": after} for name, before, after in price.moves],
        "free": price.free,
        "whole": price.whole,
        "settled": price.settled,
    }


def resolved_json(resolved: Resolved, result: Result) -> dict[str, object]:
    """Return what solving again says of a project as plain values; exact figures as text."""
    return {
        "wish": wish_json(resolved.wish, result),
        "options": [
            {
                "start": entry.option.start,
                "site": entry.option.site,
                "benefit": _exact(entry.benefit),
                "loss": _exact(entry.loss),
            }
            for entry in resolved.options
        ],
        "admits": [
            {
                "code": change.code,
                "name": change.name,
                "at_prices": _exact(change.at_prices),
                "enough": _exact(change.enough),
                "tried": decimal_text(change.tried),
                "unit": change.unit,
                "share": _exact(change.share),
            }
            for change in resolved.admits
        ],
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _reason_json(reason: Reason) -> dict[str, object]:
    """Return a reason with the facts its code has; exact figures as text."""
    document: dict[str, object] = {"code": reason.code, "strength": str(reason.strength), "detail": reason.detail}
    for name in FACTS[reason.code]:
        value = getattr(reason, name)
        if name == "short":
            value = [
                {"kind": s.kind, "name": s.name, "names": s.names, "part": s.part, "by": _exact(s.by), "unit": s.unit}
                for s in reason.short
            ]
        elif name == "terms":
            value = [_term_json(term) for term in reason.terms]
        elif name == "because":
            value = [_reason_json(inner) for inner in reason.because]
        elif name in ("margin", "forced_bound", "benefit"):
            value = _exact(value)
        document[name] = value
    return document


def _term_json(term: Term) -> dict[str, object]:
    return {
        "kind": term.kind,
        "name": term.name,
        "period": term.period,
        "amount": decimal_text(term.amount),
        "unit": term.unit,
        "price": decimal_text(term.price),
        "value": decimal_text(term.value),
    }
