"""A chart as inline SVG."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kaimen.report.charts.marks import Chart, Mark


def to_svg(chart: Chart) -> str:
    """Return the chart as an `<svg>` element: `role=img` with its sentence, colours as classes of tokens.

    Every text is escaped. Lengths have one decimal, so that the bytes are the same everywhere.
    """
    width, height = _length(chart.width), _length(chart.height)
    head = (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(chart.sentence)}">'
    )
    return head + "".join(_element(mark) for mark in chart.marks) + "</svg>"


def _element(mark: Mark) -> str:
    if mark.kind == "text":
        return _text(mark)
    if mark.kind in ("rect", "line"):
        names = ("x", "y", "width", "height") if mark.kind == "rect" else ("x1", "y1", "x2", "y2")
        places = " ".join(f'{name}="{_length(at)}"' for name, at in zip(names, mark.numbers, strict=True))
        return f"<{mark.kind} {places} {_look(mark)}/>"
    end = "z" if mark.kind == "shape" else ""
    return f'<path d="{"".join(_steps(mark))}{end}" {_look(mark)}/>'


def _text(mark: Mark) -> str:
    x, y = (_length(at) for at in mark.numbers)
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    weight = " b" if mark.bold else ""
    return f'<text x="{x}" y="{y}"{anchor} class="f-{mark.tone} z{mark.size}{weight}">{escape(mark.text)}</text>'


def _look(mark: Mark) -> str:
    if not mark.stroke:
        return f'class="f-{mark.tone}"'
    dashes = ' stroke-dasharray="3 3"' if mark.dashed else ""
    return f'class="s-{mark.tone}" stroke-width="{_length(mark.stroke)}"{dashes}'


def _steps(mark: Mark) -> Iterator[str]:
    numbers = mark.numbers
    if mark.kind == "area":
        for at in range(0, len(numbers), 4):
            x, y, width, height = (_length(part) for part in numbers[at : at + 4])
            yield f"M{x} {y}h{width}v{height}h-{width}z"
    else:
        for at in range(0, len(numbers), 2):
            yield f"{'L' if at else 'M'}{_length(numbers[at])} {_length(numbers[at + 1])}"


def _length(value: float) -> str:
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text
