"""Pages to HTML. What comes from data is escaped by the template engine; no page has a script or a style in it."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kaimen.web.asset_files import ASSETS
from kaimen.web.menu import Menu
from kaimen.web.page import Page
from kaimen.web.sheet_rows import row_bodies
from kaimen.web.visit import AnyVisit, Refused

NONCE = "nonce-of-this-response"
"""Stands in a page for the word that its scripts and styles carry, another for every response and as long as this."""


def page_html(visit: AnyVisit, page: Page, path: str) -> str:
    """Return a page."""
    return _render("page.html.j2", visit, page, path)


def problem_html(visit: AnyVisit, refused: Refused) -> str:
    """Return the page that says what was not done and why."""
    title = visit.say(f"web.status.{refused.status}")
    return _render("problem.html.j2", visit, Page(title, status=refused.status), "", refused=refused)


def _render(template: str, visit: AnyVisit, page: Page, path: str, **more: object) -> str:
    menu: Menu = visit.request.app.state.menu
    spec = menu.page(path)
    return (
        _environment()
        .get_template(template)
        .render(
            v=visit,
            say=visit.say,
            page=page,
            menu=menu.groups(visit, path),
            spec=spec,
            twins=spec is not None and spec.has_twins,
            assets=ASSETS,
            nonce=NONCE,
            svg=Markup,
            **more,
        )
    )


def with_nonce(body: bytes, nonce: str) -> bytes:
    """Return a page with the word of this response in it."""
    return body.replace(f'nonce="{NONCE}"'.encode(), f'nonce="{nonce}"'.encode())


def read_templates() -> None:
    """Compile all templates, so that no page has to."""
    environment = _environment()
    for name in environment.list_templates(extensions=("j2",)):
        environment.get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kaimen.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.tests["chinese"] = lambda text: any("\u4e00" <= character <= "\u9fff" for character in text)
    environment.globals["row_bodies"] = row_bodies
    environment.tests["block"] = lambda value, name: type(value).__name__ == name
    return environment
