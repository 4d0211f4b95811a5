"""From pages and actions to routes: each page with its twins, each with its least role."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Form, Request, Response
from fastapi import Query as QueryPart
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from kaimen.web import answers, guard
from kaimen.web.addresses import Action, PageAt
from kaimen.web.visit import AnyVisit, Body, Query

TWINS = ("json", "csv", "xlsx")
"""Endings under which every page has its rows."""

_NAMES = re.compile(r"{(\w+)(?::\w+)?}")


class Way(APIRoute):
    """A route that sees at a glance most addresses that it does not serve; there are some 160, asked in turn."""

    def __init__(self, path: str, *given: Any, **named: Any) -> None:
        super().__init__(path, *given, **named)
        self._start = path.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether it serves a request; as any route, but sooner where the address begins otherwise."""
        if not scope["path"].startswith(self._start) and not scope.get("root_path"):
            return Match.NONE, {}
        return super().matches(scope)


def add_page(app: FastAPI, page: PageAt) -> None:
    """Add a page and its twins; the twins first, since a name in a path takes all but a slash."""
    for kind in (*TWINS, "html") if page.has_twins else ("html",):
        path = f"{page.path.rstrip('/') or '/index'}.{kind}" if kind != "html" else page.path

        def call(visit: AnyVisit, kind: str = kind) -> Response:
            return answers.page_answer(visit, page, kind)

        app.add_api_route(
            path,
            _endpoint(page.path, page.query, None, call),
            methods=["GET"],
            summary=f"{page.title} ({kind})",
            operation_id=f"get{re.sub(r'[^a-z0-9]+', '_', path.lower())}",
            responses=answers.responses(kind),
            response_class=answers.CLASSES[kind],
            openapi_extra={"x-least-role": page.least.name.lower()},
            dependencies=guard.dependencies(page.least),
        )


def add_action(app: FastAPI, action: Action) -> None:
    """Add a change or a file."""
    body = action.body if action.method != "GET" else None

    def call(visit: AnyVisit) -> Response:
        return answers.action_answer(visit, action.act(visit))

    app.add_api_route(
        action.path,
        _endpoint(action.path, action.query, body, call, is_open=action.is_open),
        methods=[action.method],
        summary=action.summary or (action.act.__doc__ or action.act.__name__).strip().splitlines()[0],
        operation_id=f"{action.method.lower()}{re.sub(r'[^a-z0-9]+', '_', action.path.lower())}",
        responses=answers.responses("action"),
        response_class=Response,
        openapi_extra={"x-least-role": action.least.name.lower()},
        dependencies=guard.dependencies(action.least),
    )


def _endpoint(
    path: str,
    query: type[Query],
    body: type[Body] | None,
    call: Callable[[AnyVisit], Response],
    *,
    is_open: bool = False,
) -> Callable[..., Response]:
    """Return a function whose signature says what the path, the query and the form may hold."""
    names = _NAMES.findall(path)

    def endpoint(request: Request, **given: Any) -> Response:
        said = {name: given[name] for name in names}
        visit: AnyVisit = guard.admitted(
            request.app.state.desk, request, given["asked"], given.get("form"), said, is_open=is_open
        )
        return answers.with_choices(visit, call(visit))

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("request", keyword, annotation=Request)]
    parameters += [inspect.Parameter(name, keyword, annotation=str) for name in names]
    parameters += [inspect.Parameter("asked", keyword, annotation=Annotated[query, QueryPart()])]
    if body is not None:
        parameters += [inspect.Parameter("form", keyword, annotation=Annotated[body, Form()])]
    endpoint.__signature__ = inspect.Signature(parameters, return_annotation=Response)  # type: ignore[attr-defined]  # how FastAPI learns what an endpoint takes
    return endpoint
