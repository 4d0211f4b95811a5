"""What a paper is made of: sections of paragraphs, tables, pictures, passages, and figures that lead somewhere.

A figure is written with the mark of what it leads to: `p` a passage (¶), `c` a cell or row of a list (⊞), `s` a sum
(Σ); `to` is the id of that place in the same paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit, the id of the place it leads to, and the mark of what stands there."""

    text: str
    unit: str = ""
    to: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words, perhaps leading to a place in the paper. `look` is empty, strong, quiet, attn, tag or quote."""

    text: str
    look: str = ""
    to: str = ""


Span = Figure | Words
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `look` is empty, quiet or lead."""

    kind: ClassVar[str] = "para"
    line: Line
    look: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the unit below it, the mark of what its figures lead to, and whether it holds figures."""

    head: str
    unit: str = ""
    mark: str = ""
    right: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row, its first cell its head. `kind` is empty, total or group (one cell over the whole width)."""

    cells: tuple[Line, ...]
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `note` stands below it; a `long` one is set smaller, for lists of hundreds of rows."""

    kind: ClassVar[str] = "grid"
    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Line = ()
    long: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A headline figure with its sentence."""

    figure: Figure
    sentence: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """The headline figures."""

    kind: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: what it shows, in which measure, the SVG, a note, and the same figures as a table."""

    kind: ClassVar[str] = "picture"
    id: str
    title: str
    measure: str
    svg: str
    note: Line = ()
    twin: Grid | None = None
    twin_link: Line = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence. `ids` are the places that begin with it, `labels` the names of what ends with it."""

    text: str
    marked: bool = False
    strong: bool = False
    ids: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a document in pieces, the quoted ones marked; `notes` say what was made of it."""

    kind: ClassVar[str] = "passage"
    head: Line
    pieces: tuple[Piece, ...]
    language: str
    foot: Line
    notes: tuple[Line, ...] = ()
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks that open on demand; with `printed` they print whether they are open or not."""

    kind: ClassVar[str] = "fold"
    id: str
    summary: Line
    blocks: tuple[Block, ...]
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list."""

    kind: ClassVar[str] = "steps"
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum written out: what it is, its lines, each with the figure it leads to."""

    id: str
    head: Line
    line: Line


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums written out, one after the other."""

    kind: ClassVar[str] = "sums"
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns, one below the other where there is no room."""

    kind: ClassVar[str] = "pair"
    left: tuple[Block, ...]
    right: tuple[Block, ...]


Block = Para | Grid | Facts | Picture | Passage | Fold | Steps | Sums | Pair


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its id, heading and blocks; an `annex` begins on a new page."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper. `notice` is said on every page (empty: nothing to say); `labels` are words of its frame."""

    language: str
    kicker: str
    title: str
    conclusion: Line
    notice: str
    sections: tuple[Section, ...]
    foot: str
    labels: dict[str, str]
