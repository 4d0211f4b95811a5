"""What findings may say, read out of the source: every text that flows into a `Finding`, its values left open.

A text may be put together in another function than the one that makes the finding; it is followed through names,
arguments, returned values and tables of the module. A value that comes from data is written `{}`.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice, product
from pathlib import Path
from typing import TypeVar, cast

PARTS = ("code", "what", "place", "expected", "found", "fix")
SAID = ("what", "expected", "found", "fix")
_MOST, _DEEPEST = 64, 12
_Way = tuple[int, ...]
Function = ast.FunctionDef


@dataclass(frozen=True)
class Told:
    """A text that a finding made at `place` may have as its `part`."""

    place: str
    part: str
    text: str


class Source:
    """The modules of the package, parsed."""

    def __init__(self, root: Path) -> None:
        self._modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.py"))}
        self._root = root
        self._names: dict[int, list[tuple[str, ast.expr]]] = {}

    def told(self) -> list[Told]:
        """Return every text of every finding, and of every value in one that the source writes out itself."""
        found: dict[tuple[str, str], Told] = {}
        for path, tree in self._modules.items():
            for function in self._functions(tree):
                for call in _calls(function, "Finding"):
                    given = dict(zip(PARTS, call.args, strict=False)) | {w.arg: w.value for w in call.keywords if w.arg}
                    place = f"{path.relative_to(self._root).as_posix()}:{call.lineno}"
                    for part in (part for part in SAID if part in given):
                        values: list[str] = []
                        texts = self._said(given[part], function, path, (), values)
                        for kind, text in (*((part, text) for text in texts), *(("value", text) for text in values)):
                            found.setdefault((kind, text), Told(place, kind, text))
        return list(found.values())

    def _said(self, node: ast.expr, function: Function | None, path: Path, way: _Way, values: list[str]) -> list[str]:
        """Return the texts of an expression, `{}` for a value of the data; texts of values inside go to `values`."""
        if id(node) in way or len(way) > _DEEPEST:
            return ["{}"]
        found = dict.fromkeys(self._each(node, function, path, (*way, id(node)), values))
        return list(islice(found, _MOST)) or ["{}"]

    def _each(
        self, node: ast.expr, function: Function | None, path: Path, way: _Way, values: list[str]
    ) -> Iterator[str]:
        def said(one: ast.expr) -> list[str]:
            return self._said(one, function, path, way, values)

        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=pieces):
                for piece in pieces:
                    if isinstance(piece, ast.FormattedValue):
                        values += said(piece.value)
                yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in pieces)
            case ast.IfExp(body=one, orelse=other) | ast.BoolOp(values=[one, other]):
                yield from (*said(one), *said(other))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                for first, second in islice(product(said(left), said(right)), _MOST):
                    yield first + second
            case ast.Name(id=name):
                yield from self._named(name, function, path, way, values)
            case (
                ast.Subscript(value=ast.Name(id=name))
                | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"))
            ):
                yield from self._of_table(name, path, way, values)
            case ast.Call(func=ast.Name(id=name)):
                yield from self._returned(name, path, way, values)
            case _:
                yield "{}"

    def _named(self, name: str, function: Function | None, path: Path, way: _Way, values: list[str]) -> Iterator[str]:
        if function is not None:
            given = [value for target, value in self._assigned(function) if target == name]
            behind = self._added(function, name, path, way, values)
            for value in given:
                for text in self._said(value, function, path, way, values):
                    yield text + behind
            at = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
            if name in at or name in [a.arg for a in function.args.kwonlyargs]:
                yield from self._given(name, at.index(name) if name in at else None, function, path, way, values)
                return
            if given:
                return
        for target, value in self._assigned(self._modules[path]):
            if target == name:
                yield from self._said(value, None, path, way, values)

    def _added(self, function: Function, name: str, path: Path, way: _Way, values: list[str]) -> str:
        """Return what `name += ...` puts behind the text of a name."""
        more = [n.value for n in _nodes(function, ast.AugAssign) if ast.unparse(n.target) == name]
        return "".join(self._said(value, function, path, way, values)[0] for value in more)

    def _of_table(self, name: str, path: Path, way: _Way, values: list[str]) -> Iterator[str]:
        for target, value in self._assigned(self._modules[path]):
            if target == name and isinstance(value, ast.Dict):
                for one in value.values:
                    yield from self._said(one, None, path, way, values)

    def _given(
        self, name: str, at: int | None, function: Function, path: Path, way: _Way, values: list[str]
    ) -> Iterator[str]:
        is_method = bool(function.args.args) and function.args.args[0].arg in ("self", "cls")
        for caller, call, where in self._callers[function.name]:
            if where != path and (function.name.startswith("_") or function.name not in self._imported[where]):
                continue
            if is_method and isinstance(call.func, ast.Name):
                continue  # a function of the same name
            place = None if at is None else at - is_method
            words = {w.arg: w.value for w in call.keywords}
            if name in words:
                yield from self._said(words[name], caller, where, way, values)
            elif place is not None and 0 <= place < len(call.args):
                yield from self._said(call.args[place], caller, where, way, values)
        every = (*function.args.posonlyargs, *function.args.args)
        for one, value in zip(reversed(every), reversed(function.args.defaults), strict=False):
            if one.arg == name:
                yield from self._said(value, None, path, way, values)

    def _returned(self, name: str, path: Path, way: _Way, values: list[str]) -> Iterator[str]:
        here = [f for f in self._functions(self._modules[path]) if f.name == name]
        for function in here:
            if ast.unparse(function.returns or ast.Constant("")).startswith("str"):
                for node in _nodes(function, ast.Return):
                    if node.value is not None:
                        yield from self._said(node.value, function, path, way, values)

    @cached_property
    def _callers(self) -> dict[str, list[tuple[Function, ast.Call, Path]]]:
        found = defaultdict(list)
        for path, tree in self._modules.items():
            for function in self._functions(tree):
                for call in _calls(function, ""):
                    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                    found[name].append((function, call, path))
        return found

    @cached_property
    def _imported(self) -> dict[Path, set[str]]:
        """Return the names each module takes from others, and those of the methods it calls."""
        found = {}
        for path, tree in self._modules.items():
            taken = {alias.name for node in _nodes(tree, ast.ImportFrom) for alias in node.names}
            found[path] = taken | {node.attr for node in _nodes(tree, ast.Attribute)}
        return found

    def _assigned(self, tree: ast.AST) -> list[tuple[str, ast.expr]]:
        if id(tree) not in self._names:
            self._names[id(tree)] = list(_assigned(tree))
        return self._names[id(tree)]

    def _functions(self, tree: ast.Module) -> list[Function]:
        return _nodes(tree, ast.FunctionDef)


def _calls(tree: ast.AST, name: str) -> list[ast.Call]:
    calls = _nodes(tree, ast.Call)
    return [one for one in calls if isinstance(one.func, ast.Name) and one.func.id == name] if name else calls


Node = TypeVar("Node", bound=ast.AST)


def _nodes(tree: ast.AST, kind: type[Node]) -> list[Node]:
    """Return the nodes of a kind below one, in the order of `ast.walk`."""
    return cast("list[Node]", _by_kind(tree).get(kind, []))


@cache
def _by_kind(tree: ast.AST) -> dict[type[ast.AST], list[ast.AST]]:
    """Return all nodes below one by their kind; each tree is walked once."""
    found: dict[type[ast.AST], list[ast.AST]] = {}
    for node in ast.walk(tree):
        found.setdefault(type(node), []).append(node)
    return found


def _assigned(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Return each name that is given a value, with the value; in a module only at its top."""
    for node in tree.body if isinstance(tree, ast.Module) else ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=False)
                    yield from ((one.id, value) for one, value in pairs if isinstance(one, ast.Name))
