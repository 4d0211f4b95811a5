"""Routes are passed over at a glance, and serve what they did."""

from __future__ import annotations

from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from kaimen.web.routes import Way


def _nothing() -> None: ...


def test_a_route_matches_as_any_route_does() -> None:
    for path in ("/", "/library", "/library/{project}", "/library/{project}/cells", "/{name}.json"):
        way, plain = Way(path, _nothing, methods=["GET"]), APIRoute(path, _nothing, methods=["GET"])
        for asked in ("/", "/library", "/library/", "/library/P-1", "/library/P-1/cells", "/librarian", "/x.json", ""):
            for method in ("GET", "POST"):
                for root in ("", "/library", "/x"):
                    scope: Scope = {"type": "http", "path": root + asked, "root_path": root, "method": method}
                    assert way.matches(dict(scope))[0] is plain.matches(dict(scope))[0], (path, scope)
    assert Way("/library", _nothing).matches({"type": "http", "path": "/plan", "method": "GET"}) == (Match.NONE, {})
