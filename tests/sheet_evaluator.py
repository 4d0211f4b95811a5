"""An independent evaluator of xlsx workbooks: the values of formulas from the file alone, cached values unread.

Reads the zip and its XML, parses formulas by recursive descent and evaluates the few functions our workbooks use as
ISO/IEC 29500 describes them. Numbers compare equal within 2**-48, as spreadsheet programs have it. A value is worked
out once; how deep references go depends on the layout of the sheets, not on their size.
"""

from __future__ import annotations

import io
import math
import operator
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree

Value = float | str | bool | None
Operation = Callable[[Value, Value], Value]
Address = tuple[int, int]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = {"m": _MAIN}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)|(?P<text>\"(?:[^\"]|\"\")*\")|(?P<name>[A-Z]+)(?=\()"
    r"|(?P<ref>(?:(?:'(?:[^']|'')+'|\w+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
    r"|(?P<sign><=|>=|<>|[-+*/&=<>(),]))"
)
_REF = re.compile(r"(?:(?:'((?:[^']|'')+)'|(\w+))!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


class Area(NamedTuple):
    """A rectangle of cells, edges included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def cells(self) -> Iterator[Address]:
        return ((r, c) for r in range(self.top, self.bottom + 1) for c in range(self.left, self.right + 1))


class Formula(NamedTuple):
    """A formula as it stands in a cell, and the value that was stored with it."""

    text: str
    cached: Value


def address(name: str) -> Address:
    match = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", name)
    assert match is not None, name
    return int(match[2]), _column(match[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class Workbook:
    """The sheets of a file. `at` evaluates; `rows` is a table by its heads."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            paths = sheet_paths(archive)
            items = _xml(archive.read("xl/sharedStrings.xml"))
            strings = ["".join(text.text or "" for text in item.iter(f"{{{_MAIN}}}t")) for item in items]
            self.sheets = {name: _cells(archive.read(path), strings) for name, path in paths.items()}
        self._values: dict[tuple[str, Address], Value] = {}
        self._index: dict[Area, dict[Value, list[int]]] = {}

    def at(self, sheet: str, where: Address) -> Value:
        """Return the value of the cell at a row and column, worked out if it is a formula."""
        key = (sheet, where)
        if key not in self._values:
            cell = self.sheets[sheet].get(where)
            if isinstance(cell, Formula):
                cell = _single(_Parser(sheet, cell.text).formula()(self))
            self._values[key] = cell
        return self._values[key]

    def formulas(self) -> Iterator[tuple[str, Address, Formula]]:
        for sheet, cells in self.sheets.items():
            yield from ((sheet, where, cell) for where, cell in cells.items() if isinstance(cell, Formula))

    def heads(self, sheet: str) -> dict[str, int]:
        return {str(cell): column for (row, column), cell in self.sheets[sheet].items() if row == 1}

    def rows(self, sheet: str) -> list[dict[str, Value]]:
        """Return the rows below the head, worked out, by head."""
        heads, last = self.heads(sheet), max(row for row, _ in self.sheets[sheet])
        return [{head: self.at(sheet, (row, c)) for head, c in heads.items()} for row in range(2, last + 1)]

    def positions(self, area: Area, wanted: Value) -> list[int]:
        """Return the places in an area, counted through, that hold exactly this value."""
        if area not in self._index:
            index: dict[Value, list[int]] = defaultdict(list)
            self._index[area] = index
            for place, where in enumerate(area.cells()):
                index[self.at(area.sheet, where)].append(place)
        return self._index[area].get(wanted, [])


Node = Callable[[Workbook], "Value | Area"]


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    links = _xml(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): str(link.get("Target")).lstrip("/") for link in links}
    paths = {}
    for sheet in _xml(archive.read("xl/workbook.xml")).iterfind("m:sheets/m:sheet", _NS):
        target = targets[sheet.get(f"{{{_LINK}}}id")]
        paths[str(sheet.get("name"))] = target if target.startswith("xl/") else f"xl/{target}"
    return paths


def _xml(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314  # our own files


def _cells(content: bytes, strings: Sequence[str]) -> dict[Address, Value | Formula]:
    read: dict[str, Callable[[str], Value]] = {"s": lambda place: strings[int(place)], "str": str}
    cells: dict[Address, Value | Formula] = {}
    for cell in _xml(content).iter(f"{{{_MAIN}}}c"):
        formula, stored = cell.find("m:f", _NS), cell.findtext("m:v", None, _NS)
        value = None if stored is None else read.get(cell.get("t", "n"), float)(stored)
        cells[address(str(cell.get("r")))] = value if formula is None else Formula(formula.text or "", value)
    return cells


def rewritten(data: bytes, changes: Mapping[tuple[str, str], float], keep_cached: bool = True) -> bytes:
    """Return the file with numbers put into cells, by sheet and address; `keep_cached=False` drops stored values."""
    ElementTree.register_namespace("", _MAIN)
    ElementTree.register_namespace("r", _LINK)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        names = {path: name for name, path in sheet_paths(archive).items()}
        for path in archive.namelist():
            content = archive.read(path)
            if path in names:
                mine = {where: number for (sheet, where), number in changes.items() if sheet == names[path]}
                content = _rewritten_sheet(content, mine, keep_cached)
            out.writestr(path, content)
    return target.getvalue()


def _rewritten_sheet(content: bytes, changes: dict[str, float], keep_cached: bool) -> bytes:
    root = _xml(content)
    for cell in root.iter(f"{{{_MAIN}}}c"):
        formula, stored = cell.find("m:f", _NS), cell.find("m:v", _NS)
        if formula is not None and stored is not None and not keep_cached:
            cell.remove(stored)
            cell.attrib.pop("t", None)
        number = changes.pop(str(cell.get("r")), None)
        if number is not None:
            assert formula is None and stored is not None, "only inputs that hold a number are changed"  # noqa: PT018
            stored.text = repr(float(number))
    assert not changes, f"no such cells: {changes}"
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


_LEVELS = (("<=", ">=", "<>", "=", "<", ">"), ("&",), ("+", "-"), ("*", "/"))
"""Operators from the loosest to the tightest."""


class _Parser:
    """Recursive descent over one formula; each method returns a function from the workbook to a value."""

    def __init__(self, sheet: str, text: str) -> None:
        self.sheet, self.tokens = sheet, [*_tokens(text), ("end", "")][::-1]

    def formula(self) -> Node:
        node = self.level(0)
        assert self.tokens == [("end", "")], self.tokens
        return node

    def level(self, depth: int) -> Node:
        if depth == len(_LEVELS):
            return self.signed()
        node = self.level(depth + 1)
        while self.tokens[-1][0] == "sign" and self.tokens[-1][1] in _LEVELS[depth]:
            node = _applied(_BINARY[self.tokens.pop()[1]], node, self.level(depth + 1))
        return node

    def signed(self) -> Node:
        kind, text = self.tokens.pop()
        if (kind, text) == ("sign", "-"):
            inner = self.signed()
            return lambda book: -_number(inner(book))
        if kind in ("number", "text"):
            value: Value = float(text) if kind == "number" else text[1:-1].replace('""', '"')
            return lambda _: value
        if kind == "ref":
            return _reference(self.sheet, text)
        if kind == "name":
            return self.call(_FUNCTIONS[text])
        assert text == "(", text
        node = self.level(0)
        assert self.tokens.pop()[1] == ")"
        return node

    def call(self, function: Function) -> Node:
        arguments: list[Node] = []
        self.tokens.pop()
        while True:
            arguments.append(self.level(0))
            sign = self.tokens.pop()[1]
            if sign == ")":
                return lambda book: function(book, arguments)
            assert sign == ",", sign


Function = Callable[[Workbook, Sequence[Node]], Value]


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match is not None, f"cannot read {text[place:]!r} in {text!r}"
        place = match.end()
        kind = str(match.lastgroup)
        yield kind, match[kind]


def _reference(sheet: str, text: str) -> Node:
    match = _REF.fullmatch(text)
    assert match is not None, text
    name = (match[1] or match[2] or sheet).replace("''", "'")
    top, left = int(match[4]), _column(match[3])
    if match[5] is None:
        return lambda book: book.at(name, (top, left))
    area = Area(name, top, left, int(match[6]), _column(match[5]))
    assert area.bottom >= area.top, text
    return lambda _: area


def _applied(operation: Operation, left: Node, right: Node) -> Node:
    return lambda book: operation(_single(left(book)), _single(right(book)))


def _single(value: Value | Area) -> Value:
    assert not isinstance(value, Area), "a range where one value is needed"
    return value


def _number(value: Value | Area) -> float:
    assert not isinstance(value, str | Area), f"{value!r} is not a number"
    return float(value or 0)


def _numbers(left: Value, right: Value) -> tuple[float, float]:
    return _number(left), _number(right)


def _ranks(left: Value, right: Value) -> tuple[float, float]:
    """Return two numbers in the order of the values: 0 and 0 where these are equal."""
    if isinstance(left, str) and isinstance(right, str):
        return (left.casefold() > right.casefold()) - (left.casefold() < right.casefold()), 0
    a, b = _numbers(left, right)
    return (0, 0) if math.isclose(a, b, rel_tol=2.0**-48) else (a, b)


def _over(numbers: Callable[[Value, Value], tuple[float, float]], operation: Callable[..., float]) -> Operation:
    return lambda a, b: operation(*numbers(a, b))


_SIX = (operator.eq, operator.ne, operator.lt, operator.gt, operator.le, operator.ge)
_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_COMPARISONS = dict(zip(("=", "<>", "<", ">", "<=", ">="), _SIX, strict=True))
_BINARY: dict[str, Operation] = {
    "&": lambda a, b: "".join(f"{side:.15g}" if isinstance(side, float) else str(side or "") for side in (a, b)),
    **{sign: _over(_numbers, operation) for sign, operation in _ARITHMETIC.items()},
    **{sign: _over(_ranks, operation) for sign, operation in _COMPARISONS.items()},
}


def _flat(book: Workbook, nodes: Sequence[Node]) -> Iterator[float]:
    """Yield the numbers of the arguments; text and blanks of ranges are passed over."""
    for node in nodes:
        value = node(book)
        if isinstance(value, Area):
            yield from (item for item in _held(book, node) if isinstance(item, float))
        else:
            yield _number(value)


def _area(book: Workbook, node: Node) -> Area:
    value = node(book)
    assert isinstance(value, Area), "a range is needed"
    return value


def _matching(book: Workbook, pairs: Sequence[Node]) -> list[int]:
    """Return the places at which every range meets its criterion."""
    found: list[set[int]] = []
    for area, wanted in zip(pairs[::2], (_single(node(book)) for node in pairs[1::2]), strict=True):
        match = re.match(r"<=|>=|<>|<|>", wanted) if isinstance(wanted, str) else None
        if match is None:
            found.append(set(book.positions(_area(book, area), wanted)))
        else:
            limit, test = float(str(wanted)[match.end() :]), _BINARY[match[0]]
            held = enumerate(_held(book, area))
            found.append({place for place, item in held if isinstance(item, float) and test(item, limit)})
    return sorted(set.intersection(*found))


def _held(book: Workbook, node: Node) -> list[Value]:
    area = _area(book, node)
    return [book.at(area.sheet, where) for where in area.cells()]


def _sumifs(book: Workbook, nodes: Sequence[Node]) -> Value:
    area = _area(book, nodes[0])
    cells = list(area.cells())
    values = (book.at(area.sheet, cells[place]) for place in _matching(book, nodes[1:]))
    return math.fsum(item for item in values if isinstance(item, float))


def _sumproduct(book: Workbook, nodes: Sequence[Node]) -> Value:
    columns = [[item if isinstance(item, float) else 0.0 for item in _held(book, node)] for node in nodes]
    return math.fsum(math.prod(row) for row in zip(*columns, strict=True))


def _round(number: float, digits: float) -> float:
    return math.copysign(math.floor(abs(number) * 10**digits + 0.5) / 10**digits, number)


_FUNCTIONS: dict[str, Function] = {
    "SUM": lambda book, nodes: math.fsum(_flat(book, nodes)),
    "MAX": lambda book, nodes: max(_flat(book, nodes), default=0.0),
    "MIN": lambda book, nodes: min(_flat(book, nodes), default=0.0),
    "ABS": lambda book, nodes: abs(_number(nodes[0](book))),
    "ROUND": lambda book, nodes: _round(_number(nodes[0](book)), _number(nodes[1](book))),
    "IF": lambda book, nodes: _single(nodes[1 if _number(nodes[0](book)) else 2](book)),
    "AND": lambda book, nodes: all(_number(node(book)) for node in nodes),
    "OR": lambda book, nodes: any(_number(node(book)) for node in nodes),
    "SUMIFS": _sumifs,
    "COUNTIFS": lambda book, nodes: float(len(_matching(book, nodes))),
    "SUMPRODUCT": _sumproduct,
}
