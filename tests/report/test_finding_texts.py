"""Findings in Chinese: every title, and every sentence of the rooms whose findings pages show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.errors import FINDINGS, Place
from kaimen.report.language import MESSAGES, Speaker, in_chinese, said_place, said_text

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kaimen"
ROOMS = [
    *sorted((SOURCE / "extract").glob("*.py")),
    *sorted((SOURCE / "web").rglob("*.py")),
    *(SOURCE / "formats" / f"{name}.py" for name in ("cells", "documents", "library_table", "tables")),
    *(SOURCE / "workspace" / f"{name}.py" for name in ("editing", "intake", "joining", "review", "shelf", "words")),
    *(SOURCE / f"{name}.py" for name in ("quantity", "stages")),
]
NOT_ON_PAGES = {"serve.py"}
PARTS = ("what", "expected", "fix")


def _said(node: ast.expr) -> list[str]:
    """Return the texts an expression may give, each value in it as 7; none where it is not put together there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in node.values)]
    if isinstance(node, ast.IfExp):
        return _said(node.body) + _said(node.orelse)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [one + other for one, other in product(_said(node.left), _said(node.right))]
    return []


def _texts(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        named = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Finding":
                given = dict(zip(("code", "what", "place", "expected", "found", "fix"), call.args, strict=False))
                given |= {word.arg: word.value for word in call.keywords if word.arg}
                for part in PARTS:
                    value = given.get(part)
                    found = named.get(value.id) if isinstance(value, ast.Name) else value
                    yield from _said(found) if found is not None else ()


def test_every_finding_has_a_chinese_title() -> None:
    titles = {code: MESSAGES[f"finding.{code}"] for code in FINDINGS}
    assert [code for code, (english, _) in titles.items() if english != FINDINGS[code]] == []
    assert [code for code, (_, chinese) in titles.items() if not re.search("[\u4e00-\u9fff]", chinese)] == []


@pytest.mark.parametrize("path", [p for p in ROOMS if p.name not in NOT_ON_PAGES], ids=lambda p: p.name)
def test_every_sentence_of_a_finding_that_pages_show_is_known_in_chinese(path: Path) -> None:
    texts = [re.sub(r"(?<=\.) 7$", "", text) for text in _texts(path) if not re.match("7[a-z]", text)]
    assert [text for text in texts if re.search("[a-z]{2} ", text) and in_chinese(text) is None] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            'The cost of project "N of 1" is not a number; the row is left out.',
            "项目“N of 1”的投资不是数字；该行不予采用。",
        ),
        (
            '"an increase of 53%": a change of gross domestic product of 53 % is outside what a province has seen '
            "in one year.",
            "“an increase of 53%”：地区生产总值变动53%，超出省级一年内见过的范围。",
        ),
        (
            "With the decimal point restored it would be 5.3 %. Look it up in another source; the text is unchanged.",
            "补回小数点后为5.3%。请查其他来源核对；原文未改动。",
        ),
        ("Something nobody wrote down. Correct it.", None),
    ],
)
def test_values_stand_where_chinese_has_them_and_what_is_not_known_stays_english(
    english: str, chinese: str | None
) -> None:
    assert in_chinese(english) == chinese
    assert said_text(Speaker("en"), english) == english


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_looked_up_without_a_fault(text: str) -> None:
    said = in_chinese(f'"{text}" is not a gap.')
    assert said is None or said.endswith("不是差距。")


def test_a_place_is_told_in_both_languages() -> None:
    place = Place("list.xlsx", "Sheet1", "D3", 3, start=5, end=9)
    assert said_place(Speaker("en"), place) == str(place)
    assert said_place(Speaker("zh"), place) == "list.xlsx，工作表Sheet1，第3行，单元格D3，第5至9字"
