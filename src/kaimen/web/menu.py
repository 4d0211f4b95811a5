"""The side list, from the pages that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaimen.web.addresses import MENU, PageAt
from kaimen.web.visit import AnyVisit


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the side list."""

    address: str
    label: str
    count: str
    is_here: bool


class Menu:
    """The pages of a workbench, as its side list has them."""

    def __init__(self, pages: Sequence[PageAt]) -> None:
        self._by_path = {page.path: page for page in pages}
        self._listed = [page for page in pages if page.menu]

    def page(self, path: str) -> PageAt | None:
        """Return the page of a path."""
        return self._by_path.get(path)

    def groups(self, visit: AnyVisit, path: str) -> list[tuple[str, list[Item]]]:
        """Return the groups of the side list with the pages that the reader may see."""
        groups = []
        here = max((page.path for page in self._listed if _holds(page, path)), key=len, default="")
        for group in MENU:
            items = [_item(visit, page, here) for page in self._listed if page.menu == group and visit.may(page.least)]
            if items:
                groups.append((visit.say(f"web.menu.{group}"), items))
        return groups


def _holds(page: PageAt, path: str) -> bool:
    """Return whether a path is a page's own or lies below it."""
    return page.path == path or (page.path != "/" and path.startswith(f"{page.path}/"))


def _item(visit: AnyVisit, page: PageAt, here: str) -> Item:
    count, desk = page.count, visit.desk
    number = desk.value(f"count {page.path}", lambda: count(desk)) if count is not None else None
    shown = visit.speaker.number(number) if number else ""
    return Item(page.path, visit.say(page.title), shown, page.path == here)
