"""What a user may meet has its place in the docs: codes, reasons, rule kinds, keys, options, names, terms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

import kaimen
from kaimen.cli.app import app
from kaimen.errors import FINDINGS
from kaimen.explain import REASONS, Strength
from kaimen.formats import scenario_schema
from kaimen.scenario import RULE_KINDS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py")))


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _missing(words: list[str], page: str) -> list[str]:
    text = _page(page)
    return [word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]


def test_every_finding_is_described() -> None:
    page = _page("reference/findings.md")
    assert [code for code, title in FINDINGS.items() if f"### {code}: {title}" not in page] == []
    assert set(re.findall(r"^### ([EW]\d{3})", page, re.MULTILINE)) == set(FINDINGS)


def test_every_finding_is_given_somewhere_and_every_number_is_used_once() -> None:
    used = set(re.findall(r'"([EW]\d{3})"', SOURCE))
    given = {code for code in FINDINGS if SOURCE.count(f'"{code}"') > 1}
    assert set(FINDINGS) - given == set()
    assert used - set(FINDINGS) == set()
    assert len({code[1:] for code in FINDINGS}) == len(FINDINGS)


def test_every_reason_and_strength_is_described() -> None:
    assert _missing([*REASONS, *Strength], "reference/reasons.md") == []


def test_every_rule_kind_and_key_is_described() -> None:
    tables = [table for table in vars(scenario_schema).values() if isinstance(table, type)]
    keys = {key for table in tables if issubclass(table, BaseModel) for key in table.model_fields}
    assert _missing([*RULE_KINDS, *sorted(keys)], "reference/scenario.md") == []


def test_every_command_and_option_is_described() -> None:
    command = typer.main.get_command(app)
    words: list[str] = []

    def visit(name: str, entry: object) -> None:
        words.extend([name] if name else [])
        for parameter in getattr(entry, "params", []):
            words.extend(option for option in parameter.opts if option.startswith("-"))
        for inner, child in getattr(entry, "commands", {}).items():
            visit(inner, child)

    visit("", command)
    assert len(words) > 30
    assert _missing(sorted(set(words)), "reference/cli.md") == []


def test_every_public_name_is_described() -> None:
    assert _missing(list(kaimen.__all__), "reference/api.md") == []


@pytest.mark.parametrize(
    "term",
    ["bound", "carry", "draw", "fund", "margin", "option", "pool", "portfolio", "quota", "shadow price", "split"],
)
def test_the_glossary_has_the_words_of_the_statement(term: str) -> None:
    assert re.search(rf"(?im)^\W*{re.escape(term)}\b", _page("glossary.md"))
