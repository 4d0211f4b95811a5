"""Plan files: a result by the names people use, and back.

`plan.json` holds the hashes of the inputs, the portfolio, the prices and the bounds; `plan.kaimen`
is a zip of it with the problem's arrays and the inputs themselves. Amounts and prices are exact
text in the units people see. Same result, same bytes: no date, no duration, nothing compressed.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import numpy as np

from kaimen.errors import Finding, Place
from kaimen.formats.plan_witnesses import certificate_text
from kaimen.portfolio import Result
from kaimen.problem import LifeRows, Problem, Splits, Terms
from kaimen.quantity import decimal_text

FORMAT = "kaimen-plan/2"
FORMATS = (FORMAT, "kaimen-plan/1")
"""What is read: 1 had no certificate."""

_PLAN, _PROBLEM, _INPUTS = "plan.json", "problem/", "inputs/"
_LARGEST_ARCHIVE = 2**31
_DEEPEST = 20
_DAMAGES = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, OSError, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, MemoryError),
)
"""What `zipfile` raises over files that are no sound archives."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a plan was made from: its role, its name and its bytes.

    Roles are library, mapping, scenario, pledges and document; only of the last there may be several.

    `path` is where it lay, seen from the plan file: a hint for finding it again, nothing that is verified.
    """

    role: str
    name: str
    content: bytes
    path: str = ""

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan file as read: the JSON document, and from an archive the inputs and the problem's members."""

    name: str
    document: Mapping[str, Any]
    inputs: tuple[Input, ...] = ()
    members: Mapping[str, bytes] | None = None


def plan_text(
    problem: Problem, result: Result, inputs: Sequence[Input], overrides: Sequence[str], versions: Mapping[str, str]
) -> str:
    """Return plan.json."""
    document = {
        "format": FORMAT,
        "scenario": problem.scenario,
        "overrides": list(overrides),
        "inputs": [{"role": i.role, "name": i.name, "sha256": i.sha256, "path": i.path} for i in inputs],
        "problem": problem.digest(),
        "status": str(result.status),
        "repeats": result.repeats,
        "benefit": decimal_text(result.benefit),
        "bounds": {
            "price": decimal_text(result.bounds.price),
            "certified": _maybe(result.bounds.certified),
            "solver": _maybe(result.bounds.solver),
        },
        "gaps": {
            "price": gap_text(result.price_gap),
            "certified": gap_text(result.certified_gap),
            "solver": gap_text(result.solver_gap),
        },
        "portfolio": _portfolio(problem, result),
        "prices": _prices(problem, result),
        "seed": problem.seed,
        "versions": dict(versions),
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if result.certificate is None:
        return text + "\n"
    return f'{text.removesuffix(chr(10) + "}")},\n "certificate": {certificate_text(problem, result.certificate)}\n}}\n'


def gap_text(gap: Fraction | None) -> str | None:
    """Return a gap with nine decimals, rounded half to even, or None."""
    if gap is None:
        return None
    return decimal_text(Fraction(round(gap * 10**9), 10**9))


def _maybe(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _portfolio(problem: Problem, result: Result) -> dict[str, list[dict[str, str]]]:
    portfolio = result.portfolio
    moved: dict[str, list[dict[str, str]]] = {}
    for name, amounts in (("draws", portfolio.draws), ("carries", portfolio.carries)):
        moved[name] = [
            {
                "quota": problem.quotas[row].name,
                "period": problem.quotas[row].period,
                "amount": decimal_text(Fraction(int(amounts[row]), problem.quotas[row].scale)),
            }
            for row in np.flatnonzero(amounts).tolist()
        ]
    splits = []
    for entry in np.flatnonzero(portfolio.splits).tolist():
        cost = int(problem.splits.cost[entry])
        splits.append(
            {
                "project": problem.option_name(int(problem.cost_option[cost])).project,
                "period": problem.periods[problem.cost_period[cost]],
                "fund": problem.funds[problem.splits.fund[entry]].name,
                "amount": decimal_text(Fraction(int(portfolio.splits[entry]), problem.money_scale)),
            }
        )
    options = [problem.option_name(option)._asdict() for option in portfolio.chosen.tolist()]
    return {"options": options, **moved, "splits": splits}


def _prices(problem: Problem, result: Result) -> dict[str, Any]:
    prices = result.prices
    quotas = [
        {"quota": q.name, "period": q.period, "price": decimal_text(prices.quota_price(problem, row))}
        for row, q in enumerate(problem.quotas)
        if prices.quota[row]
    ]
    funds = [
        {
            "fund": problem.funds[fund].name,
            "period": problem.periods[period],
            "price": decimal_text(prices.fund_price(problem, fund, period)),
        }
        for fund, period in np.argwhere(prices.fund).tolist()
    ]
    shares = [
        {
            **problem.option_name(int(problem.life.option[row]))._asdict(),
            "fund": problem.funds[problem.life.fund[row]].name,
            "price": decimal_text(prices.life_price(problem, row)),
        }
        for row in np.flatnonzero(prices.life).tolist()
    ]
    rules = [
        {"rule": rule.name, "part": rule.part, "price": decimal_text(prices.rule_price(problem, row))}
        for row, rule in enumerate(problem.rules)
        if prices.rule[row]
    ]
    return {
        "basis": prices.basis,
        "grid": str(prices.grid),
        "quotas": quotas,
        "funds": funds,
        "shares": shares,
        "rules": rules,
    }


def plan_archive(text: str, problem: Problem, inputs: Sequence[Input]) -> bytes:
    """Return plan.kaimen: plan.json, the problem's members and the inputs."""
    members = {_PLAN: text.encode()}
    members |= {_PROBLEM + name: content for name, content in problem_members(problem).items()}
    members |= {f"{_INPUTS}{entry.role}/{entry.name}": entry.content for entry in inputs}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def problem_members(problem: Problem) -> dict[str, bytes]:
    """Return the problem as files: an .npy for each array, and `names.json` for the rest."""
    members: dict[str, bytes] = {}
    names: dict[str, object] = {}
    for item in fields(problem):
        value = getattr(problem, item.name)
        if isinstance(value, np.ndarray):
            members[f"{item.name}.npy"] = _npy(value)
        elif isinstance(value, Terms | LifeRows | Splits):
            members |= {f"{item.name}.{part.name}.npy": _npy(getattr(value, part.name)) for part in fields(value)}
        else:
            names[item.name] = value
    members["names.json"] = (json.dumps(names, ensure_ascii=False, indent=1, default=_named) + "\n").encode()
    return members


def _named(value: object) -> object:
    if isinstance(value, Fraction):
        return decimal_text(value)
    return {item.name: getattr(value, item.name) for item in fields(value)}  # type: ignore[arg-type]  # a dataclass


def _npy(array: np.ndarray[Any, Any]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def parse_plan(content: bytes, name: str) -> tuple[PlanFile | None, list[Finding]]:
    """Read plan.json or plan.kaimen. What is not such a file is a finding."""
    if not content:
        return None, [Finding("E102", "The plan file is empty.", Place(name), fix="Solve again with -o.")]
    members: dict[str, bytes] | None = None
    if content[:2] == b"PK":
        members, findings = _unpacked(content, name)
        if members is None:
            return None, findings
        content = members.get(_PLAN, b"")
    try:
        document = json.loads(content.decode(), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        reason = f"The plan cannot be read as JSON: {error}."
        return None, [Finding("E601", reason, Place(name), fix="Solve again with -o, or fetch the file again.")]
    if not isinstance(document, dict) or document.get("format") not in FORMATS:
        found = document.get("format", "none") if isinstance(document, dict) else "no table"
        what = "This is not a plan that this version of kaimen reads."
        return None, [Finding("E601", what, Place(name), FORMAT, f'"{found}"', "Give a file that solve wrote.")]
    if not _is_shallow(document):
        what = f"The plan has tables within tables, more than {_DEEPEST} deep."
        return None, [Finding("E601", what, Place(name), fix="Give a file that solve wrote.")]
    if members is None:
        return PlanFile(name, document), []
    return PlanFile(name, document, _inputs(members), _below(members, _PROBLEM)), []


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key occurs twice in one table")
    return table


def _is_shallow(document: object) -> bool:
    layer = [document]
    for _ in range(_DEEPEST):
        tables = [list(item.values()) if isinstance(item, dict) else item for item in layer]
        layer = [child for table in tables if isinstance(table, list) for child in table]
    return not layer


def _unpacked(content: bytes, name: str) -> tuple[dict[str, bytes] | None, list[Finding]]:
    place = Place(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST_ARCHIVE:
                return None, [Finding("E601", "The plan file unpacks to more than 2 GiB.", place, fix="Do not use it.")]
            if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
                raise zipfile.BadZipFile("it is packed in a way that plan files are not")
            members = {entry.filename: archive.read(entry) for entry in entries}
            if len(members) != len(entries):
                raise zipfile.BadZipFile("a member occurs twice")
            return members, []
    except _DAMAGES as error:
        what = f"The plan file is damaged: {error}."
        return None, [Finding("E601", what, place, fix="Fetch it again, or solve again with -o.")]


def _below(members: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name[len(folder) :]: content for name, content in members.items() if name.startswith(folder)}


def _inputs(members: Mapping[str, bytes]) -> tuple[Input, ...]:
    found = _below(members, _INPUTS)
    named = [(name.partition("/"), content) for name, content in found.items()]
    return tuple(Input(role, name, content) for (role, _, name), content in named if name)
