"""Plan files: what is wrong is rejected, what is only written differently is accepted, nothing raises.

The bar, with KAIMEN_FULL: 1,000 semantic corruptions, every checksum recomputed, each shown wrong by the evaluator
of the tests, all rejected by `verify`; 1,000 harmless changes, all accepted. Without it, 120 of each.
"""

from __future__ import annotations

import copy
import hashlib
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kaimen import workspace
from kaimen.errors import Finding, has_errors
from kaimen.formats.plan_check import check_plan
from kaimen.formats.plan_file import Input, parse_plan, plan_archive, plan_text, problem_members
from kaimen.library import Library
from kaimen.portfolio import CarryChoice, Result, Source, certified_bound
from kaimen.problem import Problem, build_problem
from kaimen.quantity import decimal_text
from kaimen.scenario import Scenario
from kaimen.solve import solve
from kaimen.workspace.planning.plans import recompiled
from tests.certificates import random_certificate
from tests.effort import FULL
from tests.evaluator import Question, price_bound
from tests.formats.plan_changes import (
    ARRAY_CHANGES,
    DOCUMENT_CHANGES,
    FIGURE_CHANGES,
    INPUT_CHANGES,
    SIGN_CHANGES,
    Draft,
    question_of,
    restate,
    shuffled_rows,
)
from tests.formats.plan_judge import array_faults, faults, gap_of, prices_of
from tests.formats.question_files import Files, files_of, simplified
from tests.formats.witness_changes import (
    CERTIFIED_CHANGES,
    HARMLESS_WITNESSES,
    WITNESS_CHANGES,
    restate_certified,
)
from tests.strategies import random_question, rule_kind

CORRUPTIONS = HARMLESS = 1_000 if FULL else 120
CASES = 60
ALL_CHANGES = (
    *(DOCUMENT_CHANGES, FIGURE_CHANGES, SIGN_CHANGES, INPUT_CHANGES, ARRAY_CHANGES),
    *(WITNESS_CHANGES, CERTIFIED_CHANGES),
)
Document = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A solved question."""

    seed: int
    library: Library
    scenario: Scenario
    problem: Problem
    question: Question
    result: Result
    text: str

    @property
    def document(self) -> Document:
        """The plan's document, to be changed."""
        found: Document = json.loads(self.text)
        return found

    @property
    def draft(self) -> Draft:
        """The plan, to be changed."""
        return Draft(self.document, self.library, self.scenario, self.problem)


def inputs_of(files: Files) -> list[Input]:
    return [Input(role, name, content, name) for role, (name, content) in files.by_role().items()]


@cache
def cases() -> tuple[Case, ...]:
    """Return solved questions that files can say, with everything in them."""
    found = []
    for seed in range(10 * CASES):
        case = solved(seed)
        if case is not None:
            found.append(case)
        if len(found) == CASES:
            break
    return tuple(found)


def solved(seed: int) -> Case | None:
    library, scenario = simplified(*random_question(seed))
    problem, findings = build_problem(library, scenario)
    if has_errors(findings) or not _can_be_said(library, scenario, problem):
        return None
    result = solve(problem)
    if not isinstance(result, Result):
        return None
    if seed % 4:
        result = _certified(problem, result, random.Random(seed))
    inputs = inputs_of(files_of(library, scenario))
    text = plan_text(problem, result, inputs, [], workspace.versions())
    return Case(seed, library, scenario, problem, Question(library, scenario), result, text)


def _certified(problem: Problem, result: Result, rng: random.Random) -> Result:
    """Return the result with random witnesses, the best certificate of a few."""
    found = [random_certificate(problem, rng, result.prices) for _ in range(4)]
    bound, _, best = min((certified_bound(problem, one), number, one) for number, one in enumerate(found))
    return replace(result, certificate=best, bounds=replace(result.bounds, certified=bound))


def _can_be_said(library: Library, scenario: Scenario, problem: Problem) -> bool:
    """Return whether the question's files are read without an error; then they must give the same problem."""
    plan, findings = parse_plan(plan_archive('{"format": "kaimen-plan/1"}', problem, []), "plan")
    assert plan is not None
    assert not findings
    question, _ = recompiled(plan, inputs_of(files_of(library, scenario)))
    if question is None or has_errors(question.findings):
        return False
    assert question.problem.digest() == problem.digest()
    return True


# Writing drafts.


def written(folder: Path, draft: Draft, *, archive: bool) -> Path:
    """Write a draft with every hash in it recomputed."""
    files = files_of(draft.library, draft.scenario)
    problem, scenario = draft.problem, question_of(draft).scenario
    if draft.changes_inputs:
        problem, _ = build_problem(draft.library, scenario)
    document = draft.document
    document["problem"] = draft.digest or problem.digest()
    for entry in document["inputs"]:
        entry["sha256"] = hashlib.sha256(files.by_role()[entry["role"]][1]).hexdigest()
    text = json.dumps(document, ensure_ascii=False)
    if archive:
        path = folder / "plan.kaimen"
        members = draft.members if draft.members is not None else problem_members(problem)
        path.write_bytes(zipped(text.encode(), members, files))
    else:
        path = folder / "plan.json"
        path.write_text(text, encoding="utf-8")
        for name, content in files.by_role().values():
            (folder / name).write_bytes(content)
    return path


def zipped(plan: bytes, members: Mapping[str, bytes], files: Files, **how: Any) -> bytes:
    entries = {"plan.json": plan} | {f"problem/{name}": content for name, content in members.items()}
    entries |= {f"inputs/{role}/{name}": content for role, (name, content) in files.by_role().items()}
    return zip_of(list(entries.items()), **how)


def zip_of(entries: list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def errors_of(path: Path) -> list[Finding]:
    """Return what verification finds wrong."""
    plan, findings = workspace.load_plan(path)
    everything = [*findings, *(plan.verified.findings if plan else ())]
    return [finding for finding in everything if finding.is_error]


# Corruptions.


def corrupted(rng: random.Random, case: Case, kind: str) -> Draft | None:
    """Return a changed plan that is wrong, or None where the change had nothing to change or left it right."""
    draft = case.draft
    changes = {name: change for kinds in ALL_CHANGES for name, change in kinds.items()}
    if not changes[kind](rng, draft):
        return None
    if kind in ARRAY_CHANGES:
        assert draft.members is not None
        return draft if array_faults(case.question, draft.members) else None
    if kind in INPUT_CHANGES:
        draft.changes_inputs = True
        question = question_of(draft)
        if has_errors(build_problem(draft.library, question.scenario)[1]):
            return None
        return draft if faults(question, draft.document) else None
    if kind in SIGN_CHANGES or (kind in DOCUMENT_CHANGES and rng.random() < 0.5):
        restate(draft, case.question)
    if kind in WITNESS_CHANGES:
        _restate_witnesses(draft, case.question)
    return draft if faults(case.question, draft.document) else None


def _restate_witnesses(draft: Draft, question: Question) -> None:
    """State what the witnesses would prove, if that can be said at all."""
    with suppress(KeyError, ValueError):
        restate_certified(question, draft.document)


def corruptions(wanted: int) -> Iterator[tuple[Case, str, Draft]]:
    """Yield so many wrong plans, of every kind of change in turn."""
    rng = random.Random(20240219)
    kinds = [kind for changes in ALL_CHANGES for kind in changes]
    for number in range(wanted):
        # A kind of change that leaves a plan right, or has nothing to change in it, is tried on another.
        for attempt in range(40 * len(kinds)):
            case, kind = rng.choice(cases()), kinds[(number + attempt // 40) % len(kinds)]
            draft = corrupted(rng, case, kind)
            if draft is not None:
                yield case, kind, draft
                break


def test_the_questions_have_everything_in_them() -> None:
    counts: Counter[str] = Counter(rule_kind(rule) for case in cases() for rule in case.scenario.rules)
    for case in cases():
        portfolio, problem = case.result.portfolio, case.problem
        counts["draws"] += bool(portfolio.draws.any())
        counts["carries"] += bool(portfolio.carries.any())
        counts["nested pools"] += any(q.is_pool and q.draw is not None for q in case.scenario.quotas)
        counts["lossy carries"] += any(q.carry is not None and q.carry.rate < 1 for q in case.scenario.quotas)
        counts["two funds pay"] += len(set(problem.splits.fund[portfolio.splits > 0].tolist())) > 1
        counts["over life"] += bool(len(problem.life.cap))
        counts["priced life"] += bool(case.result.prices.life.any())
        counts["sites"] += len(problem.sites) > 1
        counts["readiness"] += bool(case.scenario.readiness)
        counts["freed"] += bool((problem.demand.amount < 0).any())
        counts["price gap"] += case.result.price_gap > 0
        _count_witnesses(counts, case.result)
    assert len(cases()) >= 25
    few = {name: count for name, count in counts.items() if count < 5}
    assert set(few) <= {"priced life"}, counts
    assert len(counts) == 27
    assert counts["priced life"] > 0


def _count_witnesses(counts: Counter[str], result: Result) -> None:
    cuts = result.certificate.cuts if result.certificate is not None else ()
    leaves = result.certificate.leaves if result.certificate is not None else ()
    decisions = [decision for leaf in leaves for decision in leaf.decisions]
    counts["covers"] += any(not cut.is_clique for cut in cuts)
    counts["cliques"] += any(cut.is_clique for cut in cuts)
    counts["sloped cuts"] += any(cut.slope > 0 for cut in cuts)
    counts["cuts over funds"] += any(cut.source is Source.FUND for cut in cuts)
    counts["leaves"] += len(leaves) > 1
    counts["carries decided"] += any(isinstance(decision, CarryChoice) for decision in decisions)


def test_plans_as_solved_are_right_by_judge_and_by_verify(tmp_path: Path) -> None:
    for case in cases():
        assert faults(case.question, case.document) == []
        assert array_faults(case.question, problem_members(case.problem)) == []
        for archive in (False, True):
            assert errors_of(written(tmp_path, case.draft, archive=archive)) == []


def test_a_thousand_semantic_corruptions_are_all_rejected(tmp_path: Path) -> None:
    kinds: Counter[str] = Counter()
    accepted = []
    for number, (case, kind, draft) in enumerate(corruptions(CORRUPTIONS)):
        archive = kind in ARRAY_CHANGES or number % 2 == 1
        if not errors_of(written(tmp_path, draft, archive=archive)):
            accepted.append((case.seed, kind))
        kinds[kind] += 1
    assert accepted == []
    assert kinds.total() == CORRUPTIONS
    rare = {kind: count for kind, count in kinds.items() if count < CORRUPTIONS // 200}
    assert rare == {}
    assert len(kinds) == sum(map(len, ALL_CHANGES))


# Harmless changes.


@dataclass
class Rewriting:
    """A plan about to be written differently: its document, text, members and files."""

    case: Case
    document: Document
    files: Files
    indent: int | None = 1
    members: dict[str, bytes] | None = None
    compression: int = zipfile.ZIP_STORED
    in_other_order: bool = False
    repriced: bool = False
    remarks: tuple[str, ...] = ()


Rewrite = Callable[[random.Random, Rewriting], None]


def _every_table(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _every_table(child)


def _keys_shuffled(rng: random.Random, plan: Rewriting) -> None:
    for table in list(_every_table(plan.document)):
        entries = shuffled_rows(rng, list(table.items()))
        table.clear()
        table.update(entries)


def _entries_shuffled(rng: random.Random, plan: Rewriting) -> None:
    for table in list(_every_table(plan.document)):
        for name, value in table.items():
            if isinstance(value, list):
                table[name] = shuffled_rows(rng, value)


def _white_space(rng: random.Random, plan: Rewriting) -> None:
    plan.indent = rng.choice((None, 0, 2, 4, 8))


def _worse_prices(rng: random.Random, plan: Rewriting) -> None:
    """Change prices on their grid within their signs, and state the bound and gap that follow."""
    document, problem, question = plan.document, plan.case.problem, plan.case.question
    prices = document["prices"]
    step = 1 / (Fraction(prices["grid"]) * problem.benefit_scale)
    for name, rows, scale in (
        ("quotas", [{"quota": q.name, "period": q.period} for q in problem.quotas], [q.scale for q in problem.quotas]),
        ("rules", [{"rule": r.name, "part": r.part} for r in problem.rules], [r.scale for r in problem.rules]),
    ):
        sign = {(r.name, r.part): r.sense for r in problem.rules}
        for row, unit in zip(rows, scale, strict=True):
            if rng.random() < 0.5:
                continue
            price = step * unit * rng.randint(0, 10**6) * (sign[row["rule"], row["part"]] if name == "rules" else 1)
            prices[name] = [r for r in prices[name] if {**r, **row} != r]
            prices[name].append({**row, "price": decimal_text(price)})
    bound = price_bound(question, prices_of(question, document))
    document["bounds"]["price"] = decimal_text(bound)
    document["gaps"]["price"] = decimal_text(gap_of(bound, Fraction(document["benefit"])))
    plan.repriced = True


def _zeros(rng: random.Random, plan: Rewriting) -> None:
    """State some amounts and prices of nothing."""
    problem, part = plan.case.problem, plan.document["portfolio"]
    for rows, key in (
        (part["draws"], "amount"),
        (part["carries"], "amount"),
        (plan.document["prices"]["quotas"], "price"),
    ):
        named = {(row["quota"], row["period"]) for row in rows}
        for quota in problem.quotas:
            if quota.key not in named and rng.random() < 0.7:
                rows.append({"quota": quota.name, "period": quota.period, key: rng.choice(("0", "0.0", "-0", "0/7"))})
    rules = plan.document["prices"]["rules"]
    named = {(row["rule"], row["part"]) for row in rules}
    rules += [{"rule": r.name, "part": r.part, "price": "0"} for r in problem.rules if r.key not in named]


def _other_numbers(rng: random.Random, plan: Rewriting) -> None:
    for table in list(_every_table(plan.document)):
        for name in {"amount", "price", "benefit", "certified", "solver", "grid"} & set(table):
            if isinstance(table[name], str):
                table[name] = _same_number(rng, table[name])


def _same_number(rng: random.Random, text: str) -> str:
    value = Fraction(text)
    ways = [f"{value.numerator}/{value.denominator}", f"{2 * value.numerator}/{2 * value.denominator}"]
    if "/" not in text and not text.startswith(("-0", "+")):
        ways.append(f"{text}00" if "." in text else f"{text}.000")
        ways.append(f"0{text}" if value >= 0 else f"-0{text[1:]}")
        ways.append(f"+{text}" if value >= 0 else text)
    return rng.choice(ways)


def _unknown_keys(rng: random.Random, plan: Rewriting) -> None:
    for table in list(_every_table(plan.document)):
        if table is not plan.document["versions"] and rng.random() < 0.5:
            table["remark"] = rng.choice(("seen", 3, None, [1.5, {"by": "计划处"}]))


def _versions(rng: random.Random, plan: Rewriting) -> None:
    plan.document["versions"] = {"kaimen": "9.9.9", "highspy": rng.choice(("1.0", "2.0"))}
    plan.remarks = ("W608",)


def _hints(rng: random.Random, plan: Rewriting) -> None:
    for entry in plan.document["inputs"]:
        entry["path"] = rng.choice(("", "elsewhere/x.csv", "/no/such/folder/list.csv", "../.."))


def _repacked(rng: random.Random, plan: Rewriting) -> None:
    plan.in_other_order = True
    plan.compression = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))


def _members_rewritten(rng: random.Random, plan: Rewriting) -> None:
    """Write arrays in the other order of dimensions, names with other white space."""
    plan.members = problem_members(plan.case.problem)
    plan.members["names.json"] = json.dumps(
        json.loads(plan.members["names.json"]), indent=rng.choice((None, 3))
    ).encode()
    for name in ("fund_limit.npy", "carry_rate.npy"):
        buffer = io.BytesIO()
        np.save(buffer, np.asfortranarray(np.load(io.BytesIO(plan.members[name]))))
        plan.members[name] = buffer.getvalue()


def _inputs_rewritten(rng: random.Random, plan: Rewriting) -> None:
    """Put the rows of the list in another order and comments into the scenario, and state their new hashes."""
    files = plan.files
    head, *rows = files.library.decode().splitlines()
    library = "\r\n".join([head, *shuffled_rows(rng, rows), ""]).encode()
    scenario = b"\xef\xbb\xbf# A remark.\n" + files.scenario.replace(b" = ", b"  =  ")
    plan.files = Files(scenario, library, files.mapping + b"\n# The end.\n")


def _witnesses(change: Callable[[random.Random, Document], None]) -> Rewrite:
    """Return a rewriting of the certificate, where there is one, with the bound that then follows."""

    def rewrite(rng: random.Random, plan: Rewriting) -> None:
        if plan.document.get("certificate") is not None:
            change(rng, plan.document)
            restate_certified(plan.case.question, plan.document)
            plan.repriced = True

    return rewrite


REWRITES: dict[str, Rewrite] = {
    **{name: _witnesses(change) for name, change in HARMLESS_WITNESSES.items()},
    "order of keys": _keys_shuffled,
    "order of entries": _entries_shuffled,
    "white space": _white_space,
    "worse prices": _worse_prices,
    "zeros": _zeros,
    "other numbers": _other_numbers,
    "unknown keys": _unknown_keys,
    "versions": _versions,
    "hints": _hints,
    "repacked": _repacked,
    "members": _members_rewritten,
    "inputs": _inputs_rewritten,
}
_OF_ARCHIVES = ("repacked", "members")


def rewritten(rng: random.Random, folder: Path, plan: Rewriting, *, archive: bool) -> Path:
    """Write a plan in its other form, with the hashes of its inputs recomputed."""
    for entry in plan.document["inputs"]:
        entry["sha256"] = hashlib.sha256(plan.files.by_role()[entry["role"]][1]).hexdigest()
    text = json.dumps(plan.document, ensure_ascii=rng.random() < 0.5, indent=plan.indent).encode()
    path = folder / ("plan.kaimen" if archive else "plan.json")
    if not archive:
        path.write_bytes(text)
        for name, content in plan.files.by_role().values():
            (folder / name).write_bytes(content)
        return path
    members = plan.members if plan.members is not None else problem_members(plan.case.problem)
    content = zipped(text, members, plan.files, compression=plan.compression)
    if plan.in_other_order:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [(name, packed.read(name)) for name in shuffled_rows(rng, packed.namelist())]
        content = zip_of(entries, plan.compression)
    path.write_bytes(content)
    return path


def _same_result(case: Case, found: Result, *, repriced: bool) -> bool:
    known = case.result
    same = (found.portfolio, found.benefit, found.status, found.repeats, found.bounds.solver) == (
        known.portfolio,
        known.benefit,
        known.status,
        known.repeats,
        known.bounds.solver,
    )
    return same and (repriced or _prices_alike(known, found))


def _prices_alike(known: Result, found: Result) -> bool:
    parts = [(getattr(known.prices, n), getattr(found.prices, n)) for n in ("quota", "fund", "life", "rule")]
    alike = all(np.array_equal(one, other) for one, other in parts)
    return alike and (known.bounds, known.prices.grid) == (found.bounds, found.prices.grid)


def test_a_thousand_harmless_changes_are_all_accepted(tmp_path: Path) -> None:
    rng, kinds, refused = random.Random(1508), list(REWRITES), []
    for number in range(HARMLESS):
        kind, case = kinds[number % len(kinds)], rng.choice(cases())
        plan = Rewriting(case, case.document, files_of(case.library, case.scenario))
        for name in dict.fromkeys((kind, *rng.sample(kinds, rng.choice((0, 0, 1, 2))))):
            REWRITES[name](rng, plan)
        archive = kind in _OF_ARCHIVES or number % 2 == 1
        found, findings = workspace.load_plan(rewritten(rng, tmp_path, plan, archive=archive))
        codes = {finding.code for finding in (*findings, *(found.verified.findings if found else ()))}
        result = found.verified.result if found else None
        if result is None or codes - set(plan.remarks) or not _same_result(case, result, repriced=plan.repriced):
            refused.append((case.seed, kind, codes))
    assert refused == []


# Writing and reading again.


def test_a_plan_read_again_is_the_result_that_was_written() -> None:
    for case in cases():
        for content in (case.text.encode(), plan_archive(case.text, case.problem, _inputs(case))):
            file, findings = parse_plan(content, "plan")
            assert file is not None
            assert findings == []
            verified = check_plan(file, case.problem)
            assert verified.findings == ()
            assert verified.result is not None
            assert _same_result(case, verified.result, repriced=False)
            again = plan_text(case.problem, verified.result, _inputs(case), [], workspace.versions())
            assert again == case.text.replace('"basis": "lp_relaxation"', f'"basis": "{verified.result.prices.basis}"')


def _inputs(case: Case) -> list[Input]:
    return inputs_of(files_of(case.library, case.scenario))


def test_plans_of_format_1_are_still_read(tmp_path: Path) -> None:
    """They had no certificate and no gap to a certified bound."""
    plain = [case for case in cases() if case.result.certificate is None][:5]
    assert len(plain) == 5
    for case in plain:
        draft = case.draft
        draft.document["format"] = "kaimen-plan/1"
        del draft.document["gaps"]["certified"]
        assert errors_of(written(tmp_path, draft, archive=False)) == []


def test_the_same_question_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    chosen = [case for case in cases() if case.problem.quotas and case.problem.funds][:3]
    program = (
        "import sys, hashlib; from tests.formats.test_plan_file import solved, plan_archive, _inputs\n"
        "for seed in sys.argv[1:]:\n"
        "    case = solved(int(seed)); content = plan_archive(case.text, case.problem, _inputs(case))\n"
        "    print(hashlib.sha256(content).hexdigest())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *(str(case.seed) for case in chosen)],
        env={**os.environ, "PYTHONHASHSEED": "4242", "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    here = [hashlib.sha256(plan_archive(c.text, c.problem, _inputs(c))).hexdigest() for c in chosen]
    assert run.stdout.split() == here


# Files that are no plans: findings, never an exception.


@pytest.fixture(scope="module")
def sample() -> Case:
    full = [case for case in cases() if case.document["prices"]["quotas"] and case.problem.funds]
    return max(full, key=lambda case: len(case.text))


@pytest.fixture
def folder(tmp_path: Path, sample: Case) -> Path:
    for name, content in files_of(sample.library, sample.scenario).by_role().values():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def refused(path: Path, content: bytes | str) -> set[str]:
    """Return the codes with which a file is refused."""
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    found = {finding.code for finding in errors_of(path)}
    assert found
    return found


def test_a_plan_cut_off_anywhere_is_refused(folder: Path, sample: Case) -> None:
    archive = plan_archive(sample.text, sample.problem, _inputs(sample))
    for name, content in (("plan.json", sample.text.rstrip().encode()), ("plan.kaimen", archive)):
        for part in range(60):
            assert refused(folder / name, content[: len(content) * part // 60]) <= {"E102", "E601"}


def test_a_plan_with_damaged_bytes_is_refused_or_still_the_same(folder: Path, sample: Case) -> None:
    rng = random.Random(3)
    text = sample.text.encode()
    packed = zipped(text, problem_members(sample.problem), files_of(sample.library, sample.scenario))
    deflated = zip_of(_entries(packed), zipfile.ZIP_DEFLATED)
    for number in range(450 if FULL else 150):
        name, content = (("plan.json", text), ("plan.kaimen", packed), ("plan.kaimen", deflated))[number % 3]
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 1, 3, 20))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        (folder / name).write_bytes(damaged)
        plan, findings = workspace.load_plan(folder / name)
        if plan is not None and not has_errors((*findings, *plan.verified.findings)):
            assert plan.verified.result is not None
            assert _same_result(sample, plan.verified.result, repriced=False)


def _entries(archive: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


def test_random_bytes_are_refused(folder: Path) -> None:
    rng = random.Random(4)
    for number in range(150):
        head = (b"", b"PK\x03\x04", b"{")[number % 3]
        assert refused(folder / "plan.kaimen", head + rng.randbytes(rng.randrange(1, 400))) <= {"E601"}


def test_a_missing_input_is_named(folder: Path, sample: Case) -> None:
    for name in ("list.csv", "mapping.toml", "scenario.toml"):
        kept = (folder / name).read_bytes()
        (folder / name).unlink()
        assert refused(folder / "plan.json", sample.text) == {"E602"}
        assert any(f'"{name}"' in finding.what for finding in errors_of(folder / "plan.json"))
        (folder / name).write_bytes(kept)
    archive = [entry for entry in _entries(_packed(sample)) if entry[0] != "inputs/library/list.csv"]
    assert refused(folder / "plan.kaimen", zip_of(archive)) == {"E602"}


def _packed(case: Case) -> bytes:
    return plan_archive(case.text, case.problem, _inputs(case))


def test_a_changed_input_is_named(folder: Path, sample: Case) -> None:
    for name in ("list.csv", "mapping.toml", "scenario.toml"):
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(kept + b"\n")
        assert refused(folder / "plan.json", sample.text) == {"E603"}
        assert any(finding.place.file == name for finding in errors_of(folder / "plan.json"))
        (folder / name).write_bytes(kept)
    changed = [(name, content + b"\n" * name.startswith("inputs/")) for name, content in _entries(_packed(sample))]
    assert refused(folder / "plan.kaimen", zip_of(changed)) == {"E603"}


def test_inputs_that_the_plan_does_not_name_are_refused(folder: Path, sample: Case) -> None:
    """Another scenario in the archive would be read in place of the one whose hash is stated."""
    other = ("inputs/scenario/zzz.toml", files_of(sample.library, sample.scenario).scenario + b"\n")
    assert refused(folder / "plan.kaimen", zip_of([*_entries(_packed(sample)), other])) == {"E601"}
    document = sample.document
    document["inputs"] = []
    nameless = [("plan.json", json.dumps(document).encode()), *_entries(_packed(sample))[1:]]
    assert refused(folder / "plan.kaimen", zip_of(nameless)) == {"E601"}
    document = sample.document
    document["inputs"].append({**document["inputs"][0], "name": "zzz.toml"})
    (folder / "zzz.toml").write_bytes(_inputs(sample)[0].content)
    assert refused(folder / "plan.json", json.dumps(document)) == {"E601"}


def test_a_key_given_twice_is_refused(folder: Path, sample: Case) -> None:
    for key in ("benefit", "status", "price"):
        text = sample.text.replace(f'"{key}": ', f'"{key}": "1", "{key}": ', 1)
        assert refused(folder / "plan.json", text) == {"E601"}


@pytest.mark.parametrize("depth", [30, 500, 900, 950, 980, 990, 1000, 100_000])
def test_deep_nesting_is_refused(folder: Path, sample: Case, depth: int) -> None:
    for key in ("benefit", "status", "versions", "format", "problem"):
        text = json.dumps({**sample.document, key: "HERE"}).replace('"HERE"', "[" * depth + "]" * depth)
        assert refused(folder / "plan.json", text) <= {"E601"}
    deep = [*_entries(_packed(sample)), ("problem/names2.json", b"[" * depth + b"]" * depth)]
    deep = [(n, b"[" * depth + b"]" * depth if n.endswith("names.json") else content) for n, content in deep]
    assert refused(folder / "plan.kaimen", zip_of(deep)) == {"E603"}


HUGE = ("9" * 900, "1" + "0" * 5000, "1e999999999", "-1e400", "1/0", "0." + "0" * 900 + "1", "nan", "inf", "", " 1")


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("path", ["benefit", "bounds.solver", "prices.grid", "prices.quotas.0.price", "gaps.price"])
def test_numbers_that_are_none_or_huge_are_refused(folder: Path, sample: Case, path: str, number: str) -> None:
    document: Any = sample.document
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    table = document
    for part in parents:
        table = table[part]
    table[last] = number
    assert refused(folder / "plan.json", json.dumps(document)) <= {"E601", "E605", "E606"}
    table[last] = 10**300
    assert refused(folder / "plan.json", json.dumps(document)) <= {"E601", "E605"}


WRONG_KINDS: tuple[Any, ...] = (None, True, 3, 2.5, "x", [], {}, [3], [{}], {"a": 1}, [None], "\ud800")


def test_values_of_the_wrong_kind_are_refused(folder: Path, sample: Case) -> None:
    optional = ("repeats", "overrides", "versions", "certified", "path", "basis", "gaps")
    every = list(_replacements(sample.document))
    for place, value in every if FULL else every[::12]:
        document: Any = sample.document
        table = document
        for part in place[:-1]:
            table = table[part]
        if table[place[-1]] == value or place[-1] in optional or "versions" in place:
            continue
        table[place[-1]] = value
        if faults_if_any(sample, document):
            refused(folder / "plan.json", json.dumps(document))


def _replacements(document: Document) -> Iterator[tuple[tuple[Any, ...], Any]]:
    places: list[tuple[Any, ...]] = []

    def visit(value: object, path: tuple[Any, ...]) -> None:
        places.append(path)
        children = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
        for key, child in children:
            visit(child, (*path, key))

    visit(document, ())
    for place in places[1:]:
        yield from ((place, value) for value in WRONG_KINDS)


def faults_if_any(case: Case, document: Document) -> bool:
    """Return whether the judge finds fault, or cannot even read the document."""
    try:
        return bool(faults(case.question, document)) or document["problem"] != case.problem.digest()
    except Exception:  # noqa: BLE001 - whatever it is, the document is not a plan
        return True


def test_an_archive_that_unpacks_to_too_much_is_refused(folder: Path, sample: Case) -> None:
    content = bytearray(_packed(sample))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(signature)
        content[at + offset : at + offset + 4] = (3 * 2**30).to_bytes(4, "little")
    assert refused(folder / "plan.kaimen", bytes(content)) == {"E601"}


ARRAYS = (
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06" + bytes(18),
    b"\x93NUMPY\x01\x00\x10\x00((((((((((((((((",
    b"\x93NUMPY\x01\x00\x46\x00{'descr': '<i8', 'fortran_order': False, 'shape': (1000000000000000,)}",
    b"\x93NUMPY\x01\x00\x37\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,)}  ",
    b"\x93NUMPY\x02\x00\x10\x00\x00\x00" + b"[" * 16,
    b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65535,
    b"\x93NUMPY\x01\x00\x88\x13" + b"(" * 5000,
    b'\x93NUMPY\x01\x00\x08\x00"""abc\n ',
    b"cos\nsystem\n(S'true'\ntR.",
)


@pytest.mark.parametrize("number", range(len(ARRAYS)))
def test_arrays_that_are_none_are_refused(folder: Path, sample: Case, number: int) -> None:
    entries = dict(_entries(_packed(sample))) | {"problem/benefit.npy": ARRAYS[number]}
    assert refused(folder / "plan.kaimen", zip_of(list(entries.items()))) == {"E603"}


def test_members_missing_added_or_doubled_are_refused(folder: Path, sample: Case) -> None:
    entries = _entries(_packed(sample))
    for name in ("problem/benefit.npy", "problem/names.json", "plan.json"):
        without = [entry for entry in entries if entry[0] != name]
        assert refused(folder / "plan.kaimen", zip_of(without)) <= {"E601", "E603"}
    assert refused(folder / "plan.kaimen", zip_of([*entries, ("problem/more.npy", b"")])) == {"E603"}
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zip_of([*entries, entries[0]])
    assert refused(folder / "plan.kaimen", twice) == {"E601"}


def test_a_hint_too_long_for_a_path_is_no_hint(folder: Path, sample: Case) -> None:
    document = sample.document
    document["inputs"][0]["path"] = "x" * 5000
    (folder / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    assert errors_of(folder / "plan.json") == []


def test_a_plan_of_a_scenario_with_a_rule_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """With a rule misspelt, the problem compiles without it, and its plan keeps everything but that rule."""
    case = next(case for case in cases() if any(rule_kind(rule) == "at_most" for rule in case.scenario.rules))
    files = files_of(case.library, case.scenario)
    misspelt = replace(files, scenario=files.scenario.replace(b'kind = "at_most"', b'kind = "at_mots"'))
    dropped = tuple(rule for rule in case.scenario.rules if rule_kind(rule) != "at_most")
    problem, _ = build_problem(case.library, replace(case.scenario, rules=dropped))
    result = solve(problem)
    assert isinstance(result, Result)
    text = plan_text(problem, result, inputs_of(misspelt), [], workspace.versions())
    (tmp_path / "plan.kaimen").write_bytes(plan_archive(text, problem, inputs_of(misspelt)))
    assert errors_of(tmp_path / "plan.kaimen")


def test_nothing_is_written_twice_differently(sample: Case) -> None:
    assert _packed(sample) == _packed(copy.deepcopy(sample))
    assert replace(sample).text == sample.text
