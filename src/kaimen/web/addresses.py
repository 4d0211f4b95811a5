"""What a page and a change are: an address, a function, and who may use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Response

from kaimen.web.page import Page
from kaimen.web.visit import AnyVisit, Body, Desk, Download, Query, Redirect
from kaimen.workspace.record.accounts import Role


@dataclass(frozen=True, slots=True)
class PageAt:
    """A page: its path, the message of its title, its function, and who may see it.

    `menu` is the group of the side list that it stands in (empty: none) and `count` says a number beside it there.
    `query` says what its address may hold. `state` names what the page depends on besides the workspace, the day, the
    reader and the address: where it and those stay the same, the page is not made again. `is_traced` says that it keeps
    nothing of the ledger in memory but by `Desk.once`: it is made again after entries of the kinds it read, and not
    after every entry. `ready` makes what the first visit after a start would wait for; it runs beside the server.
    """

    path: str
    title: str
    show: Callable[[AnyVisit], Page]
    least: Role = Role.VIEWER
    menu: str = ""
    count: Callable[[Desk], int | None] | None = None
    query: type[Query] = Query
    state: Callable[[Desk], str | None] | None = None
    has_twins: bool = True
    is_traced: bool = False
    ready: Callable[[Desk], object] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A change or a file: method, path, function, who may do it, and the form it is sent.

    `is_open`: whoever has no session yet may send it; it carries no token then.
    """

    method: str
    path: str
    act: Callable[[AnyVisit], Page | Redirect | Download | Response]
    least: Role = Role.PLANNER
    body: type[Body] | None = Body
    query: type[Query] = Query
    summary: str = ""
    is_open: bool = False


MENU = ("read", "choose", "watch", "report")
"""The groups of the side list, in their order."""
