"""`create_app`: one workspace as an application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kaimen.errors import Finding, Place
from kaimen.report.language import LANGUAGES
from kaimen.web import answers, guard
from kaimen.web.asset_files import BY_ADDRESS
from kaimen.web.frame import Frame, TooLarge
from kaimen.web.menu import Menu
from kaimen.web.pages import ACTIONS, PAGES
from kaimen.web.quick import Quick
from kaimen.web.routes import Way, add_action, add_page
from kaimen.web.settings import Settings
from kaimen.web.visit import AnyVisit, Desk, Query, Refused
from kaimen.workspace.edition import VERSION
from kaimen.workspace.record.office import Office


def create_app(office: Office, settings: Settings | None = None, now: Callable[[], datetime] | None = None) -> FastAPI:
    """Return the workbench over an open workspace. Nothing is global: two applications know nothing of each other.

    Args:
        office: the workspace; the caller closes it.
        settings: how it runs.
        now: the clock, with a time zone.
    """
    settings = settings or Settings()
    desk = Desk(office, settings, now)

    @asynccontextmanager
    async def lifespan(started: FastAPI) -> AsyncIterator[None]:
        yield
        started.state.desk.close()

    app = FastAPI(
        title="kaimen", version=VERSION, docs_url=None, redoc_url=None, openapi_url="/openapi.json", lifespan=lifespan
    )
    app.state.desk, app.state.menu = desk, Menu(PAGES)
    app.router.route_class = Way
    for page in PAGES:
        add_page(app, page)
    for action in ACTIONS:
        add_action(app, action)
    _add_assets(app)
    _add_problems(app)
    app.add_middleware(Quick)
    app.add_middleware(Frame)
    return app


def _add_assets(app: FastAPI) -> None:
    @app.get("/assets/{name}", include_in_schema=False)
    async def asset(request: Request) -> Response:
        found = BY_ADDRESS.get(request.url.path)
        if found is None:
            raise HTTPException(404)
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "ETag": f'"{found.integrity[7:39]}"'}
        return Response(found.content, media_type=found.kind, headers=headers)

    @app.get("/healthz", include_in_schema=False)
    def health(request: Request) -> Response:
        head = request.app.state.desk.office.store.head()
        return Response(f'{{"ok": true, "entry": {head.number}}}\n', media_type="application/json")


def _add_problems(app: FastAPI) -> None:
    def told(request: Request, refused: Refused) -> Response:
        return answers.problem(request, refused, _reader(request.app.state.desk, request))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)  # noqa: S101 - registered for it
        return told(request, error)

    async def unknown(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
        if isinstance(error.__cause__, TooLarge):
            raise error.__cause__
        return told(request, Refused(error.status_code, _unknown(request, error)))

    async def misread(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
        return told(request, Refused(422, *(_misread(part) for part in error.errors())))

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(HTTPException, unknown)
    app.add_exception_handler(RequestValidationError, misread)


def _reader(desk: Desk, request: Request) -> AnyVisit | None:
    """Return a visit to tell a problem in; the reader's choices are kept, nothing else of the request is."""
    if not hasattr(request.state, "session"):
        request.state.session = desk.part(guard.Gate).session(request)
    lang = request.query_params.get("lang")
    return guard.reader(desk, request, Query(lang=lang if lang in LANGUAGES else None))


def _unknown(request: Request, error: HTTPException) -> Finding:
    if error.status_code == 405:
        return Finding("E843", f"{request.method} is not something that can be done here.", Place(request.url.path))
    what = "There is nothing at this address." if error.status_code == 404 else f"{error.detail}."
    return Finding("E843", what, Place(request.url.path), fix="See that it is written as it was given, or start again.")


def _misread(part: dict[str, object]) -> Finding:
    steps = part.get("loc", ())
    name = ".".join(str(step) for step in (steps if isinstance(steps, tuple) else ())[1:])
    return Finding("E843", f"{part.get('msg')}.", Place(key=name), found=str(part.get("input", ""))[:80])
