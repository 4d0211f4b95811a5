"""How long entitlements and an enrolment take.

    python benchmarks/policies.py [--smoke]

Entitlements: 100,000 firms with up to 12 facts and 200 policies of four conditions each, from `Firm` values on.
Enrolment: 40,000 firms that are all due a policy, 9,000 places, quotas of 120 counties, and a subsidy pool of a fifth
of what is due, so that money binds, or of two fifths, so that places do; solved to a gap of 0.1 %, with a reason for
every refusal. `loops` is what compiling loops takes on the first run of a machine; they are kept for later ones.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kaimen.explain import explain_all
from kaimen.firms import Fact, Firm
from kaimen.policies import (
    All,
    AnyOf,
    Condition,
    Grant,
    Not,
    Number,
    Policy,
    PolicyBook,
    Programme,
    Reference,
    Stacking,
    Test,
    as_question,
    entitle,
)
from kaimen.portfolio import Result, check
from kaimen.problem import build_problem
from kaimen.quantity import UNITS, Amount, Unit
from kaimen.solve import max_gap, max_seconds, solve

MILLION = Unit("million yuan", "currency CNY", Fraction(10**6))
RESTS = Reference("made up", "1", "1")
DAY = date(2024, 7, 1)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def entitlements(firms: int, policies: int) -> dict[str, object]:
    chance = random.Random(1)
    names = [f"fact {n}" for n in range(12)]

    def some_firm(number: int) -> Firm:
        facts = tuple(
            Fact(name, "2023", Amount(Decimal(chance.randrange(100_000)) / 100, MILLION))
            for name in names
            if chance.random() < 0.9
        )
        return Firm(f"F{number}", "", chance.choice("ABCDEFGH"), chance.choice(("31", "39")), "private", "small", facts)

    def test() -> Condition:
        if chance.random() < 0.3:
            return Test(chance.choice(("region", "sector")), (chance.choice(("A", "B", "31")),))
        return Test(chance.choice(names), low=Fraction(chance.randrange(1_000)))

    def policy(number: int) -> Policy:
        when = All((test(), test(), AnyOf((test(), test())), Not(test())))
        grant = Grant(rate=Fraction(3, 100), of=chance.choice(names), cap=Fraction(10**6))
        return Policy(f"P{number}", when, grant, RESTS, date(2020, 1, 1))

    book = PolicyBook(
        "bench",
        fields=tuple(Number(name, MILLION) for name in names),
        policies=tuple(policy(number) for number in range(policies)),
        stackings=tuple(
            Stacking(f"S{n}", tuple(f"P{k}" for k in range(10 * n, 10 * n + 10)), count=2)
            for n in range(policies // 10)
        ),
    )
    listed = [some_firm(number) for number in range(firms)]
    before, began = cpu(), time.perf_counter()
    found = entitle(book, listed, DAY)
    spent = {"seconds": round(time.perf_counter() - began, 2), "cpu": round(cpu() - before, 2)}
    return {"firms": firms, "policies": policies, **spent, "due": int(found.due.sum()), "gib": round(peak(), 2)}


def enrolment(firms: int, counties: int, part: Fraction) -> dict[str, object]:
    chance = random.Random(2)
    weights = [0.2 + chance.random() for _ in range(counties)]
    homes = chance.choices(range(counties), weights, k=firms)
    listed, due = [], 0
    for number, home in enumerate(homes):
        paid = Decimal(int(chance.lognormvariate(13, 0.6)) // 1_000 * 1_000)
        gain = Decimal(int(paid * Decimal(chance.lognormvariate(0, 0.5))))
        due += int(paid) * 3 // 10
        facts = (Fact("investment", "2023", Amount(paid, UNITS["yuan"])), Fact("gain", "2023", gain))
        listed.append(Firm(f"F{number:05d}", "", f"C{home:03d}", size="small", facts=facts))
    policy = Policy("P", All(), Grant(rate=Fraction(3, 10), of="investment"), RESTS, date(2024, 1, 1))
    places = {f"C{home:03d}": homes.count(home) * 26 // 100 for home in range(counties)}
    programme = Programme("bench", "P", {"gain": Fraction(1)}, firms * 9 // 40, Fraction(due * part // 1), places)
    fields = (Number("investment", UNITS["yuan"]), Number("gain"))
    book = PolicyBook("bench", UNITS["yuan"], fields, policies=(policy,), programmes=(programme,))
    began, before = time.perf_counter(), cpu()
    question = as_question(programme, entitle(book, listed, DAY))
    problem, findings = build_problem(question.library, question.scenario)
    assert findings == []
    built = time.perf_counter()
    result = solve(problem, max_gap(0.001) | max_seconds(60))
    assert isinstance(result, Result)
    assert check(problem, result.portfolio) == []
    solved = time.perf_counter()
    explained = explain_all(problem, result)
    assert len(explained) + len(result.portfolio.chosen) == firms
    assert all(entry.reasons for entry in explained)
    return {
        "firms": firms,
        "enrolled": len(result.portfolio.chosen),
        "gap to the price bound": f"{float(result.price_gap):.4%}",
        "built": round(built - began, 1),
        "solved": round(solved - built, 1),
        "explained": round(time.perf_counter() - solved, 1),
        "cpu": round(cpu() - before, 1),
    }


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a hundredth of the size")
    part = 100 if parser.parse_args().smoke else 1
    print(json.dumps({"entitlements": entitlements(100_000 // part, 200 // (10 if part > 1 else 1))}))
    began = cpu()
    enrolment(6_000, 20, Fraction(1, 5))  # from 5,000 firms on, loops are compiled
    print(json.dumps({"loops": round(cpu() - began, 1)}))
    for share in (Fraction(1, 5), Fraction(2, 5)):
        print(json.dumps({"enrolment": enrolment(40_000 // part, 120 // (10 if part > 1 else 1), share)}))


if __name__ == "__main__":
    main()
