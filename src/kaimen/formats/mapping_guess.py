"""A mapping proposed from a list's headings and cells, each column with how sure it is; a person looks it over.

What a heading says counts as much as its cells: an id must differ from row to row, a cost must read as money. Sure is
the product of the two, from 0 to 1. Nothing is read by a guess: the proposal is a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.formats.cells import AmountReader, is_blank, read_number
from kaimen.formats.tables import Headings, Table, fold, parse_table, plain
from kaimen.formats.toml_text import toml
from kaimen.quantity import Amount, Unit, parse_unit

LEAST = 0.35
"""Below this a column is not proposed for anything."""

_ROWS = 400

WORDS: dict[str, str] = {
    "id": "id; project id; project number; project no; pif #; number; no.; code; 项目编号; 编号; 项目代码; 代码; 序号",
    "title": "title; project name; project title; project; name; project description; description;"
    " 项目名称; 名称; 项目",
    "region": "region; city; county; borough; district; province; municipality; location;"
    " 地区; 地市; 所在地; 区域; 市; 县",
    "sector": "sector; industry; category; programme; program; type; 行业; 领域; 类别; 产业",
    "owner": "owner; sponsor; applicant; entity; managing agency; agency; department; system;"
    " 业主; 建设单位; 责任单位; 单位",
    "ownership": "ownership; owner type; ownership class; 所有制; 企业性质; 性质",
    "stage": "stage; status; phase; 阶段; 状态; 进展",
    "cost": "project cost; estimated cost; total cost; cost; eligible project cost; budget; combined total; total;"
    " investment; amount; total investment; 总投资; 投资额; 计划投资; 投资; 金额",
    "criterion": "points; score; rank points; rating; population; 得分; 评分; 分数; 人口",
}
"""Words that headings have for each part, the likeliest first; `criterion` may be said of several columns."""

_NUMERIC = ("cost", "criterion")
_BRACKET = re.compile(r"[(（]([^()（）]+)[)）]")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column proposed for a part of a project, and how sure that is."""

    part: str
    heading: str
    sure: float


def guess_mapping(content: bytes, name: str) -> tuple[list[Guess], str, list[Finding]]:
    """Return the proposals, the likeliest first, and the mapping (TOML) they make; or findings: there is no list."""
    table, findings = parse_table(content, name, _LOOKED_FOR)
    if table is None:
        return [], "", findings
    guesses = proposals(table)
    return guesses, _toml(table, guesses), [finding for finding in findings if finding.is_error]


def looked_for() -> Headings:
    """Return the headings that any list may have, for finding its header."""
    return _LOOKED_FOR


def _is_known(heading: str) -> bool:
    return max(_likeness(heading, part) for part in WORDS) >= LEAST


_LOOKED_FOR = Headings(_is_known, "headings such as project name, region, cost")


def proposals(table: Table) -> list[Guess]:
    """Return which column may be what, the likeliest first."""
    columns = [[row.cells[at] for row in table.rows[:_ROWS]] for at in range(len(table.header))]
    weighed = [
        (_likeness(heading, part) * _evidence(columns[at], part, heading), part, at)
        for at, heading in enumerate(table.header)
        if heading
        for part in WORDS
    ]
    guesses: list[Guess] = []
    parts: set[str] = set()
    taken: set[str] = set()
    for sure, part, at in sorted(weighed, key=lambda entry: (-entry[0], entry[2])):
        heading = table.header[at]
        if sure >= LEAST and part not in parts and fold(heading) not in taken:
            guesses.append(Guess(part, heading, round(sure, 2)))
            taken.add(fold(heading))
            parts |= {part} - {"criterion"}
    return guesses


def _likeness(heading: str, part: str) -> float:
    """Return how much a heading says that it is a part: 1 for a word of its own, less where there is more beside it."""
    text = fold(_BRACKET.sub("", heading).replace("_", " ")).strip(" :*.")
    best = 0.0
    for place, word in enumerate(WORDS[part].split(";")):
        known, early = word.strip(), 1 - 0.02 * place
        if text == known.strip("."):
            return early
        bounded = known if not known.isascii() else rf"(?<![a-z]){re.escape(known)}(?![a-z])"
        if re.search(bounded, text):
            best = max(best, early * (0.45 + 0.5 * len(known) / len(text)))
    return best


def _evidence(cells: Sequence[str], part: str, heading: str) -> float:
    """Return how well the cells bear the part out, from 0 to 1."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return 0.1
    distinct = len(set(filled)) / len(filled)
    if part in _NUMERIC:
        reader = AmountReader(guessed_unit(heading, filled))
        read = [reader.read(cell) if part == "cost" else read_number(cell) for cell in filled]
        return sum(isinstance(value, Amount | Decimal) for value in read) / len(filled)
    numeric = sum(read_number(cell) is not None and not isinstance(read_number(cell), Finding) for cell in filled)
    words = 1 - numeric / len(filled)
    if part == "id":
        return 1.0 if distinct == 1 and len(filled) == len(cells) else 0.4 * distinct
    if part == "title":
        return words * (0.5 + 0.5 * distinct)
    return words * (1.0 if distinct <= 0.5 else 0.7)


def bracket_unit(heading: str) -> Unit | None:
    """Return the unit that stands in brackets in a heading."""
    bracket = _BRACKET.search(plain(heading))
    return parse_unit(bracket[1].partition(",")[0]) if bracket else None


def guessed_unit(heading: str, cells: Sequence[str]) -> Unit:
    """Return the unit of money a column seems to be in: its heading's bracket, a sign in its cells, else yuan."""
    named = bracket_unit(heading)
    if named is not None and named.dimension.startswith("currency"):
        return named
    signs = [parse_unit(sign) for cell in cells[:20] for sign in ("$", "£", "€") if sign in cell]
    found = next((unit for unit in signs if unit is not None), None) or parse_unit("yuan")
    assert found is not None  # noqa: S101 - yuan is a unit
    return found


def _toml(table: Table, guesses: Sequence[Guess]) -> str:
    """Return a mapping with the proposals, each with how sure it is; other columns stand as comments."""
    lines = [
        f"# Proposed from the headings and cells of {table.name}; look it over before you use it.",
        "",
        "[columns]",
    ]
    own = [guess for guess in guesses if guess.part not in _NUMERIC]
    lines += [f"{guess.part} = {toml(guess.heading)}  # {guess.sure:.0%} sure" for guess in own]
    if not any(guess.part == "id" for guess in own):
        lines.append('# id = "..."  # no column has a value of its own in every row; name the one that is the id')
    criteria = [guess for guess in guesses if guess.part == "criterion"]
    if criteria:
        lines += ["", "[criteria]"]
        lines += [f"{_key(guess.heading)} = {toml(guess.heading)}  # {guess.sure:.0%} sure" for guess in criteria]
    for guess in (guess for guess in guesses if guess.part == "cost"):
        cells = [row.cells[table.header.index(guess.heading)] for row in table.rows[:_ROWS]]
        unit = guessed_unit(guess.heading, cells)
        lines += ["", "[cost]", f"column = {toml(guess.heading)}  # {guess.sure:.0%} sure"]
        lines += [f"unit = {toml(unit.code)}  # see that this is the unit of numbers without one", 'missing = "error"']
    used = {fold(guess.heading) for guess in guesses}
    rest = [heading for heading in table.header if heading and fold(heading) not in used]
    if rest:
        lines += ["", "# Not proposed for anything; take what rules need, as text or as a number:", "# [fields]"]
        lines += [f"# {_key(heading)} = {toml(heading)}" for heading in rest]
    return "\n".join(lines) + "\n"


def _key(heading: str) -> str:
    name = re.sub(r"[^\w]+", "_", fold(heading)).strip("_")
    return name if name.isascii() and name else toml(plain(heading))
