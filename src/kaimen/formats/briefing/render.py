"""`paper_html`: a paper of `kaimen.report.briefing` as one HTML file.

Everything that comes from data is escaped by the template engine; what is marked as safe is our own
style sheet and the charts, which escape their texts themselves. The page allows itself no script.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from kaimen.report.briefing import Paper

_NUMERALS = "一二三四五六七八九十"
_PLAIN = re.compile(r"[0-9A-Za-z .,:\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def paper_html(paper: Paper) -> bytes:
    """Return the file, in UTF-8; the same bytes for the same paper."""
    template = environment().get_template("paper.html.j2")
    text = template.render(
        paper=paper,
        css=style_sheet(),
        page_css=Markup(_page_css(paper)),  # noqa: S704  made of escaped strings
        svg=Markup,
        numeral=lambda at: section_numeral(paper.language, at),
    )
    return (re.sub(r"\n\s*\n+", "\n", text).strip() + "\n").encode()


def section_numeral(language: str, at: int) -> str:
    """Return the number of a section, counted from 1, before its heading: 1. and so on, 一、 and so on."""
    if not language.startswith("zh"):
        return f"{at}. "
    if at <= 10:
        return f"{_NUMERALS[at - 1]}、"
    tens, ones = divmod(at, 10)
    return f"{_NUMERALS[tens - 1] if tens > 1 else ''}十{_NUMERALS[ones - 1] if ones else ''}、"


def css_string(text: str) -> str:
    """Return a text as a string of a style sheet; whatever could end the string or the sheet is written as a number."""
    return '"' + "".join(c if _PLAIN.fullmatch(c) else f"\\{ord(c):06x}" for c in text) + '"'


def _page_css(paper: Paper) -> str:
    """Return what the margins of printed pages say: the notice above, the plan below, the number of the page."""
    parts = re.split(r"\{(pages?)\}", paper.labels["page"])
    number = " ".join(f"counter({part})" if at % 2 else css_string(part) for at, part in enumerate(parts) if part)
    boxes = {
        "@top-left": css_string(paper.title),
        "@top-right": css_string(paper.notice),
        "@bottom-left": css_string(paper.foot),
        "@bottom-right": number,
    }
    return "@page{" + "".join(f"{box}{{content:{content}}}" for box, content in boxes.items()) + "}"


@cache
def environment() -> Environment:
    """Return the templates of papers and of the site."""
    sources = {
        name: resource(name) for name in ("paper.html.j2", "site.html.j2", "site_choice.html.j2", "blocks.html.j2")
    }
    return Environment(
        loader=DictLoader(sources), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )


def style_sheet() -> Markup:
    """Return the style sheet of papers and of the site."""
    return Markup(resource("paper.css"))  # noqa: S704 - our own file


def resource(name: str) -> str:
    """Return a file of this package's templates."""
    return (files("kaimen.formats.briefing") / "templates" / name).read_text(encoding="utf-8")
