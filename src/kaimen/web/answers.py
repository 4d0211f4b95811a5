"""From pages to responses: HTML or a twin, with an ETag; redirects; downloads; what went wrong."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import BaseModel, Field

from kaimen.errors import FINDINGS
from kaimen.formats.table_file import table_csv, tables_xlsx
from kaimen.report import Table, as_json
from kaimen.report.findings import findings_json
from kaimen.report.language import Speaker
from kaimen.store import EVERY, note
from kaimen.web import guard, render
from kaimen.web.addresses import PageAt
from kaimen.web.kept import Answers, Front, Kept
from kaimen.web.page import Page, RowTexts, Text, findings_of, tables_of
from kaimen.web.quick import spelling
from kaimen.web.visit import AnyVisit, Desk, Download, Query, Redirect, Refused

VARY = "Cookie, Accept-Language"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CsvResponse(Response):
    """A list."""

    media_type = "text/csv"


class XlsxResponse(Response):
    """A workbook."""

    media_type = XLSX


class TwinResponse(Response):
    """Rows as JSON, with a hash of them."""

    media_type = "application/json"

    def __init__(self, body: bytes, status: int, digest: str) -> None:
        super().__init__(body, status)
        self.digest = digest


CLASSES: dict[str, type[Response]] = {
    "html": HTMLResponse,
    "json": JSONResponse,
    "csv": CsvResponse,
    "xlsx": XlsxResponse,
}


class Said(BaseModel):
    """A finding as JSON."""

    code: str
    what: str
    place: dict[str, Any] = {}
    expected: str = ""
    found: str = ""
    fix: str = ""


class Problem(BaseModel):
    """What went wrong (RFC 9457), with its findings; `current` is what stands, where it was changed meanwhile."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    findings: list[Said] = []
    current: dict[str, Any] | None = None


class Twin(BaseModel):
    """A page as rows: each table by its name."""

    title: str
    address: str
    entry: int = Field(description="Number of the last entry of the ledger that touched what the page was made from.")
    tables: dict[str, list[dict[str, Any]]]
    findings: list[Said] = []


_PROBLEMS = (400, 401, 403, 404, 409, 412, 413, 421, 422, 429)


def responses(kind: str) -> dict[int | str, dict[str, Any]]:
    """Return what a route may answer, for its description."""
    found: dict[int | str, dict[str, Any]] = {
        status: {
            "description": "Problem",
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                "text/html": {},
            },
        }
        for status in _PROBLEMS
    }
    if kind == "json":
        found[200] = {"model": Twin}
    elif kind == "action":
        found |= {
            200: {"description": "Done", "content": {"text/html": {}, "application/octet-stream": {}}},
            303: {"description": "Done; go on there"},
        }
    if kind != "action":
        found |= {304: {"description": "As you have it"}, 303: {"description": "Sign in first"}}
    return found


def page_answer(visit: AnyVisit, page: PageAt, kind: str) -> Response:
    """Return a page or one of its twins; 304 where the reader has it as it is."""
    desk = visit.desk
    found = _answered(visit, page, kind)
    if isinstance(found, Response):
        found.headers["Cache-Control"] = "no-store"
        return found
    raw = spelling(visit.request.scope, desk)
    if raw is not None:
        again = partial(_again, page, kind, visit.query, visit.path)
        front = Front(visit.request.state.session, _key(visit, page, kind), page.state, again)
        desk.part(Answers).set_front(raw, front)
    status, headers, body = found.for_reader(visit.request.headers.get("if-none-match", ""))
    response = Response(body, status)
    response.raw_headers = list(headers)
    return response


def _answered(visit: AnyVisit, page: PageAt, kind: str) -> Kept | Response:
    def state() -> str | None:
        return page.state(visit.desk) if page.state is not None else ""

    return visit.desk.part(Answers).answer(_key(visit, page, kind), state, lambda: _made(visit, page, kind))


def _again(
    page: PageAt, kind: str, query: Query, path: Mapping[str, str], desk: Desk, request: Request
) -> Kept | Response:
    """Answer a request that says what another said, whose query and path were read."""
    return _answered(guard.reader(desk, request, query, None, path), page, kind)


def _made(visit: AnyVisit, page: PageAt, kind: str) -> Response:
    if not page.is_traced:
        note(EVERY)
    # Names are read once more, where it is noted that they were.
    speaker = Speaker(visit.speaker.language, visit.desk.names(visit.speaker.language))
    visit = replace(visit, speaker=speaker, is_twin=kind != "html")
    shown = page.show(visit)
    response = _html(visit, shown, page.path) if kind == "html" else twin(visit, shown, kind)
    response.headers["Vary"] = VARY
    return response


def action_answer(visit: AnyVisit, done: Page | Redirect | Download | Response) -> Response:
    """Return what an action ends in."""
    if isinstance(done, Redirect):
        return RedirectResponse(done.address, 303, headers={"Cache-Control": "no-store"})
    if isinstance(done, Page):
        response = _html(visit, done, "")
    elif isinstance(done, Download):
        name = quote(done.name)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        response = Response(done.content, media_type=done.kind, headers=headers)
    else:
        return done
    response.headers["Cache-Control"] = "no-store"
    return response


def with_choices(visit: AnyVisit, response: Response) -> Response:
    """Keep the language and the theme that an address names, for the next pages."""
    for name in ("lang", "theme"):
        chosen = getattr(visit.query, name)
        if chosen:
            secure = visit.desk.settings.is_secure
            response.set_cookie(name, chosen, 31_536_000, httponly=True, secure=secure, samesite="lax")
    response.headers["Vary"] = VARY
    return response


def twin(visit: AnyVisit, page: Page, kind: str) -> Response:
    """Return the rows of a page in a form that programs read."""
    tables = tables_of(page.blocks)
    if kind == "csv":
        return CsvResponse(table_csv(tables[0] if tables else Table("empty", (), ())), page.status)
    if kind == "xlsx":
        name = quote(f"{visit.request.url.path.strip('/').replace('/', '-')}")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return XlsxResponse(tables_xlsx(_named_apart(tables)), page.status, headers)
    return _json_twin(visit, page, tables)


def _json_twin(visit: AnyVisit, page: Page, tables: list[Table]) -> Response:
    """Return rows as JSON; long tables come in runs with their hash, so that what did not change is not hashed again.

    The tag is a hash of the hashes.
    """
    about = {"title": page.title, "address": str(visit.request.url.path), "entry": visit.desk.keeping.entry}
    pieces: list[bytes | Text] = [_json(about)[:-1] + b', "tables": {']
    for number, table in enumerate(tables):
        pieces += [(b", " if number else b"") + _json(table.name) + b": ", *_rows(table)]
    pieces.append(b'}, "findings": %b}' % _json(findings_json(findings_of(page.blocks))))
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece.digest if isinstance(piece, Text) else hashlib.sha256(piece).digest())
    body = b"".join(piece.text if isinstance(piece, Text) else piece for piece in pieces)
    return TwinResponse(body, page.status, digest.hexdigest())


def problem(request: Request, refused: Refused, visit: AnyVisit | None) -> Response:
    """Return what went wrong, as a page for people and as a document for programs."""
    if refused.status == 401 and visit is not None and not wants_json(request) and not visit.desk.settings.is_local:
        here = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?{urlencode({'next': here})}", 303, headers={"Cache-Control": "no-store"})
    if wants_json(request) or visit is None:
        title = FINDINGS[refused.findings[0].code] if refused.findings else "refused"
        document = Problem(
            title=title,
            status=refused.status,
            detail=" ".join(str(finding) for finding in refused.findings),
            findings=[Said(**f) for f in findings_json(refused.findings)],
            current=dict(refused.current) if refused.current is not None else None,
        )
        content = document.model_dump_json(exclude_none=True)
        response = Response(content, refused.status, media_type="application/problem+json")
    else:
        response = HTMLResponse(render.problem_html(visit, refused), refused.status)
    response.headers["Cache-Control"] = "no-store"
    return response


def wants_json(request: Request) -> bool:
    """Return whether a program asks rather than a person."""
    accepts = request.headers.get("accept", "*/*")
    is_twin = request.url.path.rpartition(".")[2] in ("json", "csv", "xlsx")
    return is_twin or "authorization" in request.headers or ("json" in accepts and "html" not in accepts)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _rows(table: Table) -> list[bytes | Text]:
    if not isinstance(table.rows, RowTexts):
        return [_json(as_json(table))]
    pieces: list[bytes | Text] = [b"["]
    for run in table.rows.texts():
        pieces += [run, b", "]
    return [*pieces[: max(1, len(pieces) - 1)], b"]"]


def _html(visit: AnyVisit, page: Page, path: str) -> Response:
    return HTMLResponse(render.page_html(visit, page, path), page.status)


def _key(visit: AnyVisit, page: PageAt, kind: str) -> tuple[object, ...]:
    """Return all that an answer depends on besides the ledger and the state of its page."""
    who = (visit.user.name, int(visit.user.role), visit.csrf if kind == "html" else "")
    url = visit.request.url
    return (page.path, kind, str(url.path), str(url.query), visit.desk.today, *who, visit.speaker.language, visit.theme)


def _named_apart(tables: list[Table]) -> list[Table]:
    """Return tables under names that a workbook takes for sheets."""
    found: dict[str, Table] = {}
    for table in tables or [Table("empty", (), ())]:
        name = re.sub(r"[\[\]:*?/\\']", " ", table.name)[:28].strip() or "rows"
        while name.casefold() in found:
            name += "+"
        found[name.casefold()] = Table(name, table.columns, table.rows)
    return list(found.values())
