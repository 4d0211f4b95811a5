"""What a page is made of: values, which a template turns into HTML and a twin into rows.

All texts are in the reader's language already. A `Table` is one of `kaimen.report`: its keys are the twins' columns.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kaimen.errors import Finding
from kaimen.report import Table
from kaimen.report.rows import Value

PASSAGE, CELL, SUM = "p", "c", "s"
"""Where a number leads: to a passage, to a cell, to a sum."""


class Text(NamedTuple):
    """Bytes with their SHA-256."""

    text: bytes
    digest: bytes


class RowTexts(Sequence[tuple[Value, ...]]):
    """Rows of a long table that keep their JSON from one request to the next."""

    @abstractmethod
    def texts(self) -> Sequence[Text]:
        """Return runs of rows as `kaimen.report.as_json` would have them, with `, ` between rows."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where something leads, and the steps back from it, nearest first, that the source line shows."""

    href: str
    steps: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure: its label, the figure, its unit, and a note below."""

    label: str
    shown: str
    unit: str = ""
    note: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Headline figures side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; `kind` is empty, `note` or `warn`."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Editing:
    """Which cells of a sheet can be changed in place.

    By row: where a change is sent, and the version that is looked at. By row and column key: the cell's name and what
    it says in the data. By column key: values to choose from, each with what it is called.
    """

    at: tuple[str, ...]
    versions: tuple[int, ...]
    cells: Mapping[tuple[int, str], tuple[str, str]]
    choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    `heads` are headings by column key (default: the table's own); `shown` and `links` are by row of the whole table and
    column key, and go before what the column would show. `first` and `most` say which rows the page has; the twins have
    all. `hidden` columns are in the twins alone. `sorts` gives headings that sort a link. `empty` is said where there
    is no row. `editing` says which cells can be changed in place. `bodies` are the rows that the page has as HTML,
    where they are kept from one request to the next; then `shown`, `links` and cells are asked of nobody.
    """

    table: Table
    caption: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[tuple[int, str], str] = field(default_factory=dict)
    links: Mapping[tuple[int, str], Link] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    first: int = 0
    most: int | None = None
    sorts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    empty: str = ""
    editing: Editing | None = None
    bodies: Sequence[str] | None = None

    @property
    def rows(self) -> range:
        """The rows that the page has."""
        every = len(self.table.rows)
        return range(min(self.first, every), every if self.most is None else min(every, self.first + self.most))


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG (`kaimen.report.charts.to_svg`), with its finding as title, what it measures, and its rows."""

    svg: str
    title: str
    line: str = ""
    twin: Table | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a form. `kind` is that of an HTML input, or `select`, `lines` (a text of several lines), `hidden`."""

    name: str
    label: str = ""
    kind: str = "text"
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    is_required: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a form: what it says, the name and value it sends, and its key if it has one."""

    label: str
    name: str = ""
    value: str = ""
    key: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form. The token against forged requests is added where it is sent; `is_swapped`: without loading the page."""

    action: str
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    method: str = "post"
    is_upload: bool = False
    is_swapped: bool = False
    is_row: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings, with their codes first."""

    findings: tuple[Finding, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Links side by side: where they lead and what they say; an address that is empty is where the reader is."""

    links: tuple[tuple[str, str], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks under a heading."""

    title: str
    blocks: tuple[Block, ...]
    note: str = ""
    is_panel: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks in a wide and a narrow column; one below the other where there is no room."""

    wide: tuple[Block, ...]
    narrow: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Custom:
    """A block with a template of its own, `templates/NAME.html.j2`, and the values it is given."""

    template: str
    values: Mapping[str, object]
    tables: tuple[Table, ...] = ()


Block = Strip | Prose | Sheet | Picture | Form | Findings | Links | Group | Columns | Custom


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, a line below it, its blocks, and what stands at the right of the title."""

    title: str
    blocks: tuple[Block, ...] = ()
    lead: str = ""
    actions: tuple[Block, ...] = ()
    status: int = 200


def tables_of(blocks: Sequence[Block]) -> list[Table]:
    """Return the tables of blocks, in their order; one that occurs twice under a name is taken once."""
    found: dict[str, Table] = {}
    for block in blocks:
        inner: Sequence[Table] = ()
        if isinstance(block, Sheet):
            inner = (block.table,)
        elif isinstance(block, Picture):
            inner = (block.twin,) if block.twin is not None else ()
        elif isinstance(block, Custom):
            inner = block.tables
        elif isinstance(block, Group):
            inner = tables_of(block.blocks)
        elif isinstance(block, Columns):
            inner = tables_of((*block.wide, *block.narrow))
        for table in inner:
            found.setdefault(table.name, table)
    return list(found.values())


def findings_of(blocks: Sequence[Block]) -> list[Finding]:
    """Return the findings of blocks, in their order."""
    found: list[Finding] = []
    for block in blocks:
        if isinstance(block, Findings):
            found += block.findings
        elif isinstance(block, Group):
            found += findings_of(block.blocks)
        elif isinstance(block, Columns):
            found += findings_of((*block.wide, *block.narrow))
    return found
