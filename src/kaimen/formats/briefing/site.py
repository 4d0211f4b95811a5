"""`site_files`: papers as a site of plain pages, one for each section, that opens from a folder without a server.

A link within a paper becomes a link to the page on which that place is. There are no scripts, and no page asks for
anything: each carries its style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from kaimen.formats.briefing.render import environment, style_sheet
from kaimen.report.briefing import Paper
from kaimen.report.briefing.blocks import Section
from kaimen.report.language import MESSAGES

NAMES = {"en": "English", "zh": "中文"}
_ID = re.compile(r' id="([^"]+)"')
_HREF = re.compile(r' href="#([^"]+)"')
_INDEX = "index.html"


def site_files(papers: Mapping[str, Paper], data: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a site by their names.

    Args:
        papers: by language; the first section of each becomes its front page.
        data: files to load down by name, which lie in the folder `data`.
    """
    files = {f"data/{name}": content for name, content in data.items()}
    for language, paper in papers.items():
        others = [other for other in papers if other != language]
        for name, text in _pages(paper, language, others, sorted(data)).items():
            files[f"{language}/{name}"] = text.encode()
    files[_INDEX] = _choice(papers).encode()
    return files


def _pages(paper: Paper, language: str, others: Sequence[str], data: Sequence[str]) -> dict[str, str]:
    names = {section.id: _INDEX if at == 0 else f"{section.id}.html" for at, section in enumerate(paper.sections)}
    pages = {names[s.id]: _page(paper, s, language, names, others, data) for s in paper.sections}
    homes = {anchor: name for name, text in pages.items() for anchor in _ID.findall(text)}
    homes |= names
    return {name: _linked(text, name, homes) for name, text in pages.items()}


def _linked(text: str, own: str, homes: Mapping[str, str]) -> str:
    """Return a page whose links lead to the pages that have the places."""
    return _HREF.sub(lambda match: _led(match[1], own, homes), text)


def _led(anchor: str, own: str, homes: Mapping[str, str]) -> str:
    home = homes.get(anchor, own)
    return f' href="#{anchor}"' if home == own else f' href="{home}#{anchor}"'


def _page(
    paper: Paper,
    section: Section,
    language: str,
    names: Mapping[str, str],
    others: Sequence[str],
    data: Sequence[str],
) -> str:
    front = names[section.id] == _INDEX
    column = 1 if language == "zh" else 0
    downloads = {
        "heading": MESSAGES["site.data"][column],
        "files": [{"href": f"../data/{name}", "name": name} for name in data],
    }
    text = (
        environment()
        .get_template("site.html.j2")
        .render(
            paper=paper,
            id=section.id,
            heading=paper.title if front else section.heading,
            front=front,
            items=section.blocks,
            menu=[{"href": names[s.id], "heading": s.heading, "here": s.id == section.id} for s in paper.sections],
            others=[_other(other, names[section.id]) for other in others],
            downloads=downloads if front and data else None,
            css=style_sheet(),
            svg=Markup,
        )
    )
    return re.sub(r"\n\s*\n+", "\n", text).strip() + "\n"


def _other(language: str, page: str) -> dict[str, str]:
    code = "zh-CN" if language == "zh" else language
    return {"href": f"../{language}/{page}", "language": code, "name": NAMES[language]}


def _choice(papers: Mapping[str, Paper]) -> str:
    """Return the page at the top of the folder, which leads to the languages."""
    first = next(iter(papers.values()))
    choices = [
        {"href": f"{language}/{_INDEX}", "language": paper.language, "name": NAMES[language], "title": paper.title}
        for language, paper in papers.items()
    ]
    template = environment().get_template("site_choice.html.j2")
    css = style_sheet()
    return template.render(paper=first, choices=choices, css=css).strip() + "\n"
