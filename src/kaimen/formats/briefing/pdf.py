"""`paper_pdf`: a paper of `kaimen.report.briefing` as a tagged PDF, typeset by Typst (the extra `report`).

Every text of the paper becomes a string of the typesetting program, never a part of its source, so that nothing in a
project's name can run. The same paper with the same fonts gives the same bytes: the file has no date of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from kaimen.errors import Finding
from kaimen.formats.briefing.render import section_numeral
from kaimen.report.briefing import Paper
from kaimen.report.briefing.blocks import (
    Block,
    Facts,
    Figure,
    Fold,
    Grid,
    Line,
    Pair,
    Para,
    Passage,
    Picture,
    Row,
    Section,
    Span,
    Steps,
    Sums,
)

LATIN = ("Noto Sans", "Liberation Sans", "DejaVu Sans", "Arial", "Libertinus Serif")
CHINESE = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"),
    *("WenQuanYi Micro Hei", "SimHei", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun"),
)
"""Families that are looked for, the first that is there is used."""

_DATE = datetime(1980, 1, 1, tzinfo=UTC)
_MARKS = {"p": "¶", "c": "⊞", "s": "Σ"}
_TONES = {
    **{"accent": "#0B5A83", "accent-mid": "#4F93B6", "mute": "#8B9096", "attn": "#8A4B00", "attn-weak": "#FCF1DD"},
    **{"line": "#E2E2DD", "edge": "#7D838A", "surface": "#FFFFFF", "sunk": "#F1F1EE", "ink": "#1A1C1E"},
    **{"ink-2": "#474C52", "ink-3": "#626870", "on-accent": "#FFFFFF", "tile-1": "#EAF2F6", "tile-2": "#CFE2EC"},
    **{"tile-3": "#9CC4DA", "tile-4": "#0B5A83"},
}
_IDS = re.compile(r"[^A-Za-z0-9_-]")


def can_typeset() -> bool:
    """Return whether the extra `report` is installed."""
    return find_spec("typst") is not None


def paper_pdf(paper: Paper) -> tuple[bytes, list[Finding]]:
    """Return the file; `E858` where Typst, or a font for the paper's language, is not there."""
    if not can_typeset():
        fix = "Install kaimen with its extra, kaimen[report]; or print the HTML paper."
        return b"", [Finding("E858", "PDF needs the package typst, which is not installed.", fix=fix)]
    import typst  # noqa: PLC0415 - an extra, imported when used

    fonts = typst.Fonts()
    known = {font.family for font in fonts.fonts()}
    chinese = next((family for family in CHINESE if family in known), None)
    if paper.language.startswith("zh") and chinese is None:
        fix = f"Install one of them, such as {CHINESE[0]}; or print the HTML paper."
        return b"", [Finding("E858", "There is no Chinese font on this machine.", expected=CHINESE[0], fix=fix)]
    latin = next((family for family in LATIN if family in known), LATIN[-1])
    source = typst_source(paper, [latin, *([chinese] if chinese else [])])
    try:
        content = typst.compile(
            source.encode(), format="pdf", font_paths=fonts, pdf_standards=["ua-1"], timestamp=_DATE
        )
    except typst.TypstError as error:
        what = "The paper could not be typeset."
        return b"", [Finding("E858", what, found=str(error)[:300], fix="Print the HTML paper.")]
    return bytes(content), []


def typst_source(paper: Paper, fonts: Sequence[str]) -> str:
    """Return the paper as a program of Typst, which shows strings and nothing else."""
    return _Writer(paper).source(fonts)


class _Writer:
    """Writes one paper; `ids` are the places that there are."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.ids: set[str] = set()
        self.given: set[str] = set()
        self._collect([block for section in paper.sections for block in section.blocks])
        self.ids |= {section.id for section in paper.sections}

    def source(self, fonts: Sequence[str]) -> str:
        paper = self.paper
        families = ", ".join(map(_string, fonts))
        language = "zh" if paper.language.startswith("zh") else "en"
        grey, strong = "luma(40%)", f"rgb({_string(_TONES['attn'])})"
        foot = f"#text(7pt, fill: {grey})[#{_string(paper.foot)} #h(1fr) #context counter(page).display()]"
        head = f"#text(7pt, fill: {strong})[#{_string(paper.title)} #h(1fr) #{_string(paper.notice)}]"
        parts = [
            f"#set document(title: {_string(paper.title)}, date: none)",
            f'#set page(paper: "a4", margin: (x: 17mm, y: 18mm), header: [{head}], footer: [{foot}])',
            f'#set text(font: ({families},), size: 9pt, lang: "{language}", number-width: "tabular")',
            "#set par(leading: 0.62em)",
            "#set heading(numbering: none)",
            "#show heading.where(level: 1): set text(17pt)",
            "#show heading.where(level: 2): set text(11pt)",
            "#show heading: set block(above: 1.6em, below: 0.8em)",
            f"#show link: set text(fill: rgb({_string(_TONES['accent'])}))",
            f'#set table(stroke: (x, y) => (bottom: 0.4pt + rgb("{_TONES["line"]}")), inset: (x: 4pt, y: 3pt))',
            f"#text(8pt, fill: luma(40%))[#{_string(paper.kicker)}]",
            f"#title[#{_string(paper.title)}]",
            f"#par[#text(10.5pt)[{self.line(paper.conclusion)}]]",
        ]
        parts += [self.section(section, at) for at, section in enumerate(paper.sections, 1)]
        return "\n".join(parts) + "\n"

    def section(self, section: Section, at: int) -> str:
        heading = _string(section_numeral(self.paper.language, at) + section.heading)
        break_ = "#pagebreak(weak: true)\n" if section.annex else ""
        return f"{break_}#heading(level: 1)[#{heading}]{self.label(section.id)}\n{self.blocks(section.blocks)}"

    def blocks(self, items: Sequence[Block]) -> str:
        return "\n".join(_WRITERS[type(item)](self, item) for item in items)

    def label(self, name: str) -> str:
        """Return a label for a place; the second of one name gets none."""
        if not name or name in self.given:
            return ""
        self.given.add(name)
        return f" <{_IDS.sub('-', name)}>"

    def line(self, spans: Line) -> str:
        return "".join(self.span(span) for span in spans)

    def span(self, span: Span) -> str:
        text = f"#{_string(span.text)}"
        if isinstance(span, Figure):
            mark = f"#super[#{_string(_MARKS[span.mark])}]" if span.mark in _MARKS else ""
            return self.led(text + mark, span.to) + (f"#{_string(chr(0x202F) + span.unit)}" if span.unit else "")
        if span.look == "strong":
            text = f"#strong[{text}]"
        elif span.look in ("attn", "tag"):
            text = f"#text(fill: rgb({_string(_TONES['attn'])}))[{text}]"
        elif span.look == "quiet":
            text = f"#text(fill: luma(40%))[{text}]"
        return self.led(text, span.to)

    def led(self, content: str, to: str) -> str:
        return f"#link(<{_IDS.sub('-', to)}>)[{content}]" if to in self.ids else content

    def grid(self, grid: Grid) -> str:
        count = len(grid.columns)
        widths = ", ".join(_width(grid, at) for at in range(count))
        aligned = ", ".join("right" if column.right else "left" for column in grid.columns)
        heads = ", ".join(f"[{self._head(c.head, c.unit, c.mark)}]" for c in grid.columns)
        rows = ",\n".join(self.row(row, count) for row in grid.rows)
        size = "6.5pt" if grid.long else "8pt"
        caption = f"#text(7.5pt, fill: luma(40%))[#{_string(grid.caption)}]{self.label(grid.id)}\n"
        table = f"#table(columns: ({widths},), align: ({aligned},), table.header({heads}),\n{rows})"
        note = f"\n#text(7pt, fill: luma(40%))[{self.line(grid.note)}]" if grid.note else ""
        return f"{caption}#[#set text({size})\n{table}\n]{note}\n"

    @staticmethod
    def _head(head: str, unit: str, mark: str) -> str:
        words = " ".join(part for part in (head, _MARKS.get(mark, ""), f"({unit})" if unit else "") if part)
        return f"#text(fill: luma(40%))[#{_string(words)}]"

    def row(self, row: Row, count: int) -> str:
        if row.kind == "group":
            return f"table.cell(colspan: {count})[#text(fill: luma(40%))[{self.line(row.cells[0])}]]"
        cells = [self.line(cell) for cell in row.cells]
        cells[0] += f"#metadata(none){self.label(row.id)}" if row.id and row.id not in self.given else ""
        return ", ".join(f"[#strong[{cell}]]" if row.kind == "total" else f"[{cell}]" for cell in cells)

    def picture(self, picture: Picture) -> str:
        drawn = _coloured(picture.svg)
        sentence = re.search(r'aria-label="([^"]*)"', picture.svg)
        alt = _string(_unescaped(sentence[1]) if sentence else picture.title)
        width = re.search(r' width="([0-9.]+)"', picture.svg)
        part = min(100.0, float(width[1]) / 7) if width else 100.0  # a drawing of 700 pixels is as wide as the page
        image = f'#image(bytes({_string(drawn)}), format: "svg", width: {part:.1f}%, alt: {alt})'
        title = f"#strong[#{_string(picture.title)}]{self.label(picture.id)}"
        head = f"{title} \\\n#text(7.5pt)[#{_string(picture.measure)}]"
        note = f"\n#text(7pt, fill: luma(40%))[{self.line(picture.note)}]" if picture.note else ""
        twin = self.grid(picture.twin) if picture.twin else ""
        return f"#block[{head}]\n{image}{note}\n{twin}"

    def passage(self, passage: Passage) -> str:
        pieces = ""
        for piece in passage.pieces:
            places = "".join(f"#metadata(none){self.label(name)}" for name in piece.ids if name not in self.given)
            text = f"#{_string(piece.text)}"
            text = f"#highlight(fill: rgb({_string(_TONES['tile-1'])}))[{text}]" if piece.marked else text
            text = f"#strong[{text}]" if piece.strong else text
            pieces += places + text + (f"#super[#{_string(' '.join(piece.labels))}]" if piece.labels else "")
        notes = "".join(f" \\\n#text(8pt)[{self.line(note)}]" for note in passage.notes)
        edge = _TONES["attn" if passage.doubted else "edge"]
        head = f"{self.line(passage.head)} \\\n" if passage.head else ""
        foot = f" \\\n#text(7pt, fill: luma(40%))[{self.line(passage.foot)}]"
        inner = f"{head}{pieces}{foot}{notes}"
        return f"#block(inset: (left: 8pt), stroke: (left: 1.5pt + rgb({_string(edge)})))[{inner}]\n"

    def facts(self, facts: Facts) -> str:
        rows = ", ".join(
            f"[#text(13pt)[#strong[{self.span(Figure(f.figure.text, '', f.figure.to, f.figure.mark))}]]],"
            f" [#text(7.5pt)[#{_string(f.figure.unit)}]], [{self.line(f.sentence)}]"
            for f in facts.facts
        )
        return f"#table(columns: (auto, auto, 1fr), align: (right, left, left), {rows})\n"

    def sums(self, sums: Sums) -> str:
        return "\n".join(
            f"#par[#text(7.5pt)[#strong[{self.line(one.head)}]{self.label(one.id)} {self.line(one.line)}]]"
            for one in sums.sums
        )

    def _collect(self, items: Sequence[Block]) -> None:
        """Note every place that a link may lead to."""
        for item in items:
            if isinstance(item, Grid):
                self.ids |= {item.id, *(row.id for row in item.rows if row.id)}
            elif isinstance(item, Picture):
                self.ids.add(item.id)
                self._collect([item.twin] if item.twin else [])
            elif isinstance(item, Passage):
                self.ids |= {name for piece in item.pieces for name in piece.ids}
            elif isinstance(item, Sums):
                self.ids |= {one.id for one in item.sums}
            elif isinstance(item, Fold):
                self.ids.add(item.id)
                self._collect(item.blocks)
            elif isinstance(item, Pair):
                self._collect((*item.left, *item.right))


_WRITERS: Mapping[type, Callable[[_Writer, Any], str]] = {
    Para: lambda w, b: f"#par[{w.line(b.line)}]",
    Grid: lambda w, b: w.grid(b),
    Facts: lambda w, b: w.facts(b),
    Picture: lambda w, b: w.picture(b),
    Passage: lambda w, b: w.passage(b),
    Sums: lambda w, b: w.sums(b),
    Steps: lambda w, b: "\n".join(f"+ {w.line(one)}" for one in b.lines),
    Fold: lambda w, b: f"#par[#strong[{w.line(b.summary)}]{w.label(b.id)}]\n{w.blocks(b.blocks)}",
    Pair: lambda w, b: w.blocks((*b.left, *b.right)),
}


def _string(text: str) -> str:
    """Return a text as a string of the program; nothing in it can end the string."""
    plain = "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ") + '"'


def _width(grid: Grid, at: int) -> str:
    """Return the share of the page that a column of text takes: by its longest cells, as far as all are not long."""
    column = grid.columns[at]
    if column.right:
        return "auto"
    rows = [row for row in grid.rows if row.kind != "group" and at < len(row.cells)]
    texts = ["".join(span.text for span in row.cells[at]) for row in rows]
    lengths = sorted(map(_breadth, texts))
    long = lengths[int(len(lengths) * 0.9)] if lengths else 0
    word = max((len(word) for text in (*texts, column.head) for word in text.split() if word.isascii()), default=4)
    return f"{min(max(long, word, 4), _BROADEST)}fr"


_BROADEST = 40
"""A column of text is not made broader than so many letters before others give way."""


def _breadth(text: str) -> int:
    """Return how broad a text is in letters; a Chinese character is as broad as two."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)


def _coloured(svg: str) -> str:
    """Return a chart with the colours of its tones, which in a page come from the style sheet."""
    rules = "".join(f".f-{tone}{{fill:{at}}}.s-{tone}{{fill:none;stroke:{at}}}" for tone, at in _TONES.items())
    rules += ".z11{font-size:11px}.z12{font-size:12px}.z17{font-size:17px}.b{font-weight:700}"
    rules += "text{font-family:sans-serif}"
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        ">", f"><style>{rules}</style>", 1
    )


def _unescaped(text: str) -> str:
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(name, sign)
    return text
