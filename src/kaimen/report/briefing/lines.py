"""Lines: messages of the catalogue whose values may be figures that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter

from kaimen.report.briefing.blocks import Column, Figure, Line, Span, Words
from kaimen.report.language import Speaker

Value = str | Span | Line


def line(speaker: Speaker, message: str, **values: Value) -> Line:
    """Return a message as a line; figures and words among its values keep what they lead to."""
    n = values.get("n", "")
    counted = n if isinstance(n, str) else n.text if isinstance(n, Figure) else ""
    spans: list[Span] = []
    for text, name, _, _ in Formatter().parse(speaker.template(message, counted)):
        if text:
            spans.append(Words(text))
        if name:
            spans += as_line(values[name])
    return tuple(spans)


def as_line(value: Value) -> Line:
    """Return a value as a line."""
    if isinstance(value, str):
        return (Words(value),) if value else ()
    return value if isinstance(value, tuple) else (value,)


def joined(parts: Iterable[Value], between: str) -> Line:
    """Return parts as one line with the same words between them."""
    spans: list[Span] = []
    for at, part in enumerate(parts):
        spans += as_line(between) if at else ()
        spans += as_line(part)
    return tuple(spans)


def said(value: str, look: str = "", to: str = "") -> Line:
    """Return plain words as a line."""
    return (Words(value, look, to),) if value else ()


def plain(spans: Line) -> str:
    """Return what a line says, without where it leads."""
    return "".join(s.text + ("\u202f" + s.unit if isinstance(s, Figure) and s.unit else "") for s in spans)


def text_column(head: str, *, wide: bool = False) -> Column:
    """Return a column of words."""
    return Column(head, wide=wide)


def figure_column(head: str, unit: str = "", mark: str = "") -> Column:
    """Return a column of figures."""
    return Column(head, unit, mark, right=True)
