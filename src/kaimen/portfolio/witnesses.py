"""`check_certificate`: is each witness what it must be?

Cuts must follow from the rows they name (`kaimen.portfolio.implied`), prices must have their signs,
and the leaves must be the ends of one tree of decisions. That is found without being told the tree:
the decision at its root is in every leaf, on one side or the other; so is the next in each half; and
where several decisions are in all leaves, any of them will do as the root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kaimen.errors import Finding
from kaimen.portfolio.bound import check_prices
from kaimen.portfolio.certificate import CarryChoice, Certificate, Cut, Decision, Leaf, Source
from kaimen.portfolio.certificate import is_of_one_project as of_one_project
from kaimen.portfolio.implied import holds
from kaimen.portfolio.prices import LARGEST_PRICE
from kaimen.problem import Problem

_AGAIN = "Certify the plan again."


def check_certificate(problem: Problem, certificate: Certificate) -> list[Finding]:
    """Return a finding for each cut, leaf or price that is not what it must be; without any, the bound holds."""
    findings = list(_wrong_cuts(problem, certificate.cuts))
    for number, leaf in enumerate(certificate.leaves):
        findings += _wrong_leaf(problem, certificate, leaf, number)
    if not findings:
        findings += _wrong_tree(certificate.leaves)
    return findings


def cut_name(problem: Problem, cut: Cut) -> str:
    """Return the rows of a cut in words."""
    names: list[str]
    if cut.source is Source.QUOTA:
        names = [f"{problem.quotas[row].name}, {problem.quotas[row].period}" for row in cut.rows]
    elif cut.source is Source.FUND:
        names = [f"{problem.funds[fund].name}, {problem.periods[cut.period]}" for fund in cut.rows]
    else:
        names = [problem.rules[row].name for row in cut.rows]
    return f"{cut.source} " + "; ".join(f'"{name}"' for name in names)


def _wrong_cuts(problem: Problem, cuts: Sequence[Cut]) -> Iterator[Finding]:
    for number, cut in enumerate(cuts, 1):
        kind = "clique" if cut.is_clique else "cover"
        if not _is_well_formed(problem, cut):
            yield Finding("E611", f"Cut {number} ({kind}) is not one that this problem can have.", fix=_AGAIN)
        elif not holds(problem, cut):
            what = f"Cut {number} ({kind}) does not follow from {cut_name(problem, cut)}."
            yield Finding("E611", what, fix=_AGAIN)


def _is_well_formed(problem: Problem, cut: Cut) -> bool:
    counts = {Source.QUOTA: len(problem.quotas), Source.FUND: len(problem.funds), Source.RULE: len(problem.rules)}
    rows, options = list(cut.rows), cut.options.tolist()
    if not rows or not options or len(options) != len(cut.weights):
        return False
    if rows != sorted(set(rows)) or rows[0] < 0 or rows[-1] >= counts[cut.source]:
        return False
    if options != sorted(set(options)) or options[0] < 0 or options[-1] >= problem.option_count:
        return False
    periods = range(len(problem.periods)) if cut.source is Source.FUND else (-1,)
    one_row = cut.source is not Source.RULE or len(rows) == 1 or cut.is_clique
    plain = cut.most == 1 and cut.slope == 0 and bool((cut.weights == 1).all())
    scales = {problem.quotas[row].scale for row in rows} if cut.source is Source.QUOTA else {1}
    slopes = cut.slope >= 0 and len(scales) == 1 if cut.source is Source.QUOTA else cut.slope == 0
    right = slopes and bool((cut.weights >= 1).all()) and cut.most >= 0
    return cut.period in periods and one_row and right and (plain or not cut.is_clique)


def _wrong_leaf(problem: Problem, certificate: Certificate, leaf: Leaf, number: int) -> list[Finding]:
    name = f"Leaf {number + 1}"
    if (len(leaf.cuts), len(leaf.decided)) != (len(certificate.cuts), len(leaf.decisions)):
        return [_malformed(f"{name} does not have a price for each cut and decision.")]
    if not all(_is_decision(problem, decision) for decision in leaf.decisions):
        return [_malformed(f"{name} has a decision that this problem cannot have.")]
    findings = check_prices(problem, leaf.prices)
    wrong = [_sign(problem, decision) for decision in leaf.decisions]
    prices = [*leaf.cuts.tolist(), *leaf.decided.tolist()]
    signs: list[Callable[[int], bool]] = [_not_negative] * len(leaf.cuts) + wrong
    if any(abs(price) > LARGEST_PRICE or not sign(price) for price, sign in zip(prices, signs, strict=True)):
        what = f"{name} has a price of a cut or decision with the wrong sign."
        findings.append(Finding("E606", what, fix=_AGAIN))
    return findings


def _malformed(what: str) -> Finding:
    return Finding("E611", what, fix=_AGAIN)


def _is_decision(problem: Problem, decision: Decision) -> bool:
    if isinstance(decision, CarryChoice):
        return 0 <= decision.row < len(problem.quotas) and int(problem.carry_to[decision.row]) >= 0
    options = list(decision.options)
    known = options == sorted(set(options)) and bool(options) and options[0] >= 0 and options[-1] < problem.option_count
    return known and decision.most >= 0


def _sign(problem: Problem, decision: Decision) -> Callable[[int], bool]:
    if isinstance(decision, CarryChoice):
        return _not_negative if decision.used else _nothing
    if of_one_project(problem, decision):
        return _nothing
    return _not_negative if decision.below else _not_positive


def _not_negative(price: int) -> bool:
    return price >= 0


def _not_positive(price: int) -> bool:
    return price <= 0


def _nothing(price: int) -> bool:
    return price == 0


_Key = tuple[object, ...]


def _literal(decision: Decision) -> tuple[_Key, bool]:
    """Return what is decided, and on which side."""
    if isinstance(decision, CarryChoice):
        return ("carry", decision.row), decision.used
    return (decision.options, decision.most), decision.below


def _wrong_tree(leaves: Sequence[Leaf]) -> list[Finding]:
    sides = [dict(_literal(decision) for decision in leaf.decisions) for leaf in leaves]
    if not sides:
        return [Finding("E612", "The certificate has no leaves.", fix=_AGAIN)]
    if any(len(side) != len(leaf.decisions) for side, leaf in zip(sides, leaves, strict=True)):
        return [Finding("E612", "A leaf decides the same thing twice.", fix=_AGAIN)]
    halves = [(list(range(len(sides))), frozenset[_Key]())]
    while halves:
        members, decided = halves.pop()
        left = sides[members[0]].keys() - decided
        if len(members) == 1 and not left:
            continue
        shared = next((key for key in sides[members[0]] if key in left and all(key in sides[m] for m in members)), None)
        parts = [[m for m in members if shared is not None and sides[m][shared] is way] for way in (True, False)]
        if shared is None or not all(parts):
            what = f"The leaves leave something out or overlap, near leaf {members[0] + 1}."
            return [Finding("E612", what, expected="the ends of one tree of decisions", fix=_AGAIN)]
        halves += [(part, decided | {shared}) for part in parts]
    return []
