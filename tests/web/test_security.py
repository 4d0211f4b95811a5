"""Named controls, each with an attack that it stops and the guard without which the attack goes through.

Chapters are those of OWASP ASVS 5.0. An attack returns whether it was stopped. Each is tried twice: as the workbench
is, and with its guard taken out, which must show; so no test passes for another reason than its guard.
"""

from __future__ import annotations

import io
import logging
import re
import secrets
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import Response
from fastapi.responses import RedirectResponse
from jinja2 import Environment

from kaimen.web import answers, frame, guard, render, sheet_rows
from kaimen.web.pages import door
from kaimen.web.visit import AnyVisit, Download
from kaimen.workspace import uploads
from kaimen.workspace.record import accounts as accounts_room
from kaimen.workspace.record.accounts import Accounts, Role
from kaimen.workspace.record.office import Office
from tests.effort import FULL
from tests.web.conftest import NOW, ORIGIN, TICKET, Browser, csrf

PASSWORD = "seven quiet rivers"  # noqa: S105 - of the tests
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Ground:
    """What an attack has: a browser that is signed in, the office, a maker of other browsers, a patch for guards."""

    browser: Browser
    office: Office
    other: Callable[..., Browser]
    patch: pytest.MonkeyPatch

    def edit(self, headers: dict[str, str] | None = None, **form: str) -> int:
        """Send a change of a cell; return the status."""
        data = {"name": "title", "value": "Mine", "version": "1", "csrf": csrf(self.browser)} | form
        return int(self.browser.post("/library/SYN-0001", data=data, headers=headers or {"Origin": ORIGIN}).status_code)

    def title(self, text: str) -> None:
        """Put a title into the library, past all checks."""
        from kaimen.workspace.library.editing import edit_project
        from kaimen.workspace.record.office import Said

        number = self.office.store.numbers("project", ["SYN-0001"])["SYN-0001"]
        receipt, _ = edit_project(self.office, "SYN-0001", {"title": text}, number, Said("x", NOW))
        assert receipt is not None

    def account(self) -> Accounts:
        """The accounts, with one planner."""
        found = Accounts(self.office.store, lambda: NOW, QUICK)
        if not found.all():
            assert found.add("ann", Role.PLANNER, PASSWORD) == []
        return found


Attack = Callable[[Ground], bool]
CONTROLS: dict[str, tuple[str, Attack, Attack]] = {}


def control(chapter: str, name: str, without: Callable[[pytest.MonkeyPatch], object]) -> Callable[[Attack], Attack]:
    """Put an attack into the table, with what takes its guard out."""

    def put(attack: Attack) -> Attack:
        def unguarded(ground: Ground) -> bool:
            without(ground.patch)
            return attack(ground)

        CONTROLS[name] = chapter, attack, unguarded
        return attack

    return put


# --- V1 encoding ---


def _unescaped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(render, "_environment", cache(partial(_plain, render._environment)))
    patch.setattr(sheet_rows, "escape", str)


def _plain(made: Callable[[], Environment]) -> Environment:
    return made().overlay(autoescape=False, cache_size=0)


@control("V1", "markup in data is text", _unescaped)
def _markup(ground: Ground) -> bool:
    ground.title("<script>alert(1)</script>")
    pages = (ground.browser.get(path).text for path in ("/library", "/library/SYN-0001"))
    return all("<script>alert" not in page for page in pages)


@control(
    "V1",
    "a cell that a spreadsheet would run is text in CSV",
    lambda p: p.setattr("kaimen.formats.table_file._FORMULA_SIGNS", ("\0",)),
)
def _csv(ground: Ground) -> bool:
    ground.title('=HYPERLINK("http://evil","x")')
    return ',"=HYPERLINK' not in ground.browser.get("/library.csv").text


def _running(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kaimen.formats.table_file._OPTIONS", {"in_memory": True})
    patch.setattr("xlsxwriter.worksheet.Worksheet.write_string", lambda self, *a: self.write(*a))


@control(
    "V1",
    "a cell that a spreadsheet would run is text in a workbook",
    _running,
)
def _xlsx(ground: Ground) -> bool:
    ground.title("=1+1")
    book = zipfile.ZipFile(io.BytesIO(ground.browser.get("/library.xlsx").content))
    return not any("<f>" in book.read(name).decode() for name in book.namelist() if "sheet" in name)


# --- V3 browser ---


def _header(chapter: str, name: str, header: str, wanted: str) -> None:
    @control(chapter, name, lambda p: p.delitem(frame.HEADERS, header))
    def attack(ground: Ground) -> bool:
        return wanted in ground.browser.get("/help").headers.get(header, "")


_header("V3", "no guess at the kind of a file", "X-Content-Type-Options", "nosniff")
_header("V3", "no frame of another site", "X-Frame-Options", "DENY")
_header("V3", "addresses are not told to other sites", "Referrer-Policy", "same-origin")
_header("V3", "windows of other sites have no hold", "Cross-Origin-Opener-Policy", "same-origin")
_header("V3", "no part is taken by other sites", "Cross-Origin-Resource-Policy", "same-origin")
_header("V3", "no camera, no place", "Permissions-Policy", "camera=()")


def _policy(name: str, part: str) -> None:
    @control("V3", name, lambda p: p.setattr(frame, "POLICY", re.sub(re.escape(part) + r"[^;]*;? ?", "", frame.POLICY)))
    def attack(ground: Ground) -> bool:
        return part in ground.browser.get("/help").headers["content-security-policy"]


_policy("nothing is loaded that is not named", "default-src 'none'")
_policy("scripts carry the word of the response", "script-src 'nonce-")
_policy("styles carry the word of the response", "style-src 'nonce-")
_policy("forms go to this server alone", "form-action 'self'")
_policy("no page stands in a frame", "frame-ancestors 'none'")
_policy("no other base of addresses", "base-uri 'none'")


@control(
    "V3",
    "the word of a response is never the same twice",
    lambda p: p.setattr(secrets, "token_urlsafe", lambda _=0: "x" * 22),
)
def _nonce(ground: Ground) -> bool:
    seen = {ground.browser.get("/help").headers["content-security-policy"] for _ in range(3)}
    return len(seen) == 3


@control(
    "V3", "a change from another site's page is refused", lambda p: p.setattr(guard, "check_origin", lambda _: None)
)
def _origin(ground: Ground) -> bool:
    return ground.edit({"Origin": "https://evil.example"}) == 403


@control(
    "V3",
    "a change that a browser marks as another site's is refused",
    lambda p: p.setattr(guard, "check_origin", lambda _: None),
)
def _fetch_site(ground: Ground) -> bool:
    return ground.edit({"Sec-Fetch-Site": "cross-site"}) == 403


@control(
    "V3", "a change without the session's token is refused", lambda p: p.setattr(guard, "check_token", lambda *_: None)
)
def _token(ground: Ground) -> bool:
    return ground.edit(csrf="guessed") == 403


@control("V3", "scripts cannot read the session's cookie", lambda p: _cookies(p, httponly=False))
def _httponly(ground: Ground) -> bool:
    return "httponly" in _entering(ground).lower()


@control("V3", "the cookie does not come along from other sites", lambda p: _cookies(p, samesite="none"))
def _samesite(ground: Ground) -> bool:
    return "samesite=strict" in _entering(ground).lower()


@control("V3", "over TLS the cookie is never sent in the clear", lambda p: _cookies(p, secure=False))
def _secure(ground: Ground) -> bool:
    return "secure" in _entering(ground, is_secure=True).lower().split("path=/")[1]


@control(
    "V3", "over TLS no other host can set the cookie", lambda p: p.setattr(door, "cookie_name", lambda _: "kaimen")
)
def _host_cookie(ground: Ground) -> bool:
    return _entering(ground, is_secure=True).startswith("__Host-")


def _cookies(patch: pytest.MonkeyPatch, **instead: object) -> None:
    plain = RedirectResponse.set_cookie
    patch.setattr(RedirectResponse, "set_cookie", lambda self, *a, **k: plain(self, *a, **(k | instead)))


def _entering(ground: Ground, **settings: object) -> str:
    browser = ground.other(enter=False, **settings)
    return str(browser.get("/enter", params={"ticket": TICKET}).headers["set-cookie"])


@control(
    "V3", "over TLS browsers never come in the clear again", lambda p: p.setattr(frame._Call, "_headers", lambda _: ())
)
def _hsts(ground: Ground) -> bool:
    return "strict-transport-security" in ground.other(enter=False, is_secure=True).get("/sign-in").headers


@control("V3", "signing in leads to no other site", lambda p: p.setattr(door, "own_address", lambda text: text))
def _redirect(ground: Ground) -> bool:
    ground.account()
    form = {"name": "ann", "password": PASSWORD, "next": "//evil.example"}
    answer = ground.other(enter=False, ticket="").post("/sign-in", data=form, headers={"Origin": ORIGIN})
    return bool(answer.headers["location"] == "/")


# --- V4 requests ---


@control(
    "V4", "a name that is not the server's is not answered", lambda p: p.setattr(frame, "_host", lambda _: "127.0.0.1")
)
def _rebinding(ground: Ground) -> bool:
    return bool(ground.browser.get("/help", headers={"Host": "evil.example"}).status_code == 421)


@control(
    "V4", "a request that says it is too large is not read", lambda p: p.setattr(frame._Call, "refusal", lambda _: None)
)
def _length(ground: Ground) -> bool:
    answer = ground.other(most_bytes=1000).post(
        "/library/SYN-0001", content=b"x" * 2000, headers={"Content-Type": "text/plain"}
    )
    return bool(answer.status_code == 413)


def test_a_browser_is_told_on_a_page_that_its_file_is_too_large(ground: Ground) -> None:
    browser = ground.other(most_bytes=1000)
    answer = browser.post("/announcements", files={"file": b"x" * 2000}, headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "E846" in answer.text
    assert "1,000 字节" in answer.text


@control(
    "V4",
    "a request that grows too large is cut off",
    lambda p: p.setattr(frame._Call, "_limited", lambda self: self._receive()),
)
def _growing(ground: Ground) -> bool:
    browser = ground.other(most_bytes=1000)
    parts = (b"name=" + b"x" * 500 for _ in range(4))
    header = {"Content-Type": "application/x-www-form-urlencoded"}
    return bool(browser.post("/library/SYN-0001", content=parts, headers=header).status_code == 413)


# --- V5 files ---


@control("V5", "a file's name leads out of no folder", lambda p: p.setattr(uploads, "plain_name", lambda name: name))
def _traversal(ground: Ground) -> bool:
    try:
        with uploads.laid_down(b"x", "../kaimen-attack.txt") as path:
            return path.resolve().parent.name.startswith("kaimen-") and ".." not in path.parts
    finally:
        from pathlib import Path

        for left in Path(tempfile.gettempdir()).glob("kaimen-attack.txt"):
            left.unlink()


def _inline(plain: Callable[[AnyVisit, Any], Response], visit: AnyVisit, done: object) -> Response:
    return Response(done.content) if isinstance(done, Download) else plain(visit, done)


@control(
    "V5",
    "files that are sent are taken as downloads",
    lambda p: p.setattr(answers, "action_answer", partial(_inline, answers.action_answer)),
)
def _attachment(ground: Ground) -> bool:
    content = b"id,title,cost (million yuan)\nA,One,1\nB,Two,many\n"
    form = {"csrf": csrf(ground.browser)}
    files = {"file": ("list.csv", content, "text/csv")}
    taken = ground.browser.post("/library/import", data=form, files=files, headers={"Origin": ORIGIN})
    at = taken.headers.get("location", "/none")
    sent = ground.browser.post(f"{at}/rejected", data=form, headers={"Origin": ORIGIN})
    return bool(sent.headers.get("content-disposition", "").startswith("attachment"))


# --- V6 authentication, V7 sessions ---


@control("V6", "guessing a password is stopped", lambda p: p.setattr(accounts_room, "MOST_FAILED", 10**6))
def _lock(ground: Ground) -> bool:
    accounts = ground.account()
    for _ in range(6):
        accounts.sign_in("ann", "wrong", "1.1.1.1")
    return not accounts.sign_in("ann", PASSWORD, "2.2.2.2")[0]


@control(
    "V6",
    "guessing many accounts from one address is stopped",
    lambda p: p.setattr(accounts_room, "MOST_FROM_ADDRESS", 10**6),
)
def _spray(ground: Ground) -> bool:
    accounts = ground.account()
    ground.patch.setattr(
        accounts_room.Accounts, "_is_right", lambda _s, row, word: row is not None and word == PASSWORD
    )
    for number in range(51):
        accounts.sign_in(f"name {number}", "wrong", "1.1.1.1")
    return not accounts.sign_in("ann", PASSWORD, "1.1.1.1")[0]


@control("V6", "short passwords are refused", lambda p: p.setattr(accounts_room, "SHORTEST", 1))
def _short(ground: Ground) -> bool:
    return bool(ground.account().add("bob", Role.VIEWER, "x7!kQ2z"))


@control("V6", "passwords that are tried first are refused", lambda p: p.setattr(accounts_room, "_COMMON", ()))
def _common(ground: Ground) -> bool:
    return bool(ground.account().add("bob", Role.VIEWER, "password123456"))


@control("V7", "signing in ends the session that was there", lambda p: p.setattr(guard.Gate, "end", lambda *_: None))
def _fixation(ground: Ground) -> bool:
    accounts, browser = ground.account(), ground.other(enter=False, ticket="")
    form = {"name": "ann", "password": PASSWORD}
    browser.post("/sign-in", data=form, headers={"Origin": ORIGIN})
    first = browser.cookies["kaimen"]
    browser.post("/sign-in", data=form, headers={"Origin": ORIGIN})
    return accounts.opened(first, "session") is None


@control("V7", "signing out ends the session on the server", lambda p: p.setattr(guard.Gate, "end", lambda *_: None))
def _sign_out(ground: Ground) -> bool:
    kept = ground.browser.cookies["kaimen"]
    ground.browser.post("/sign-out", data={"csrf": csrf(ground.browser)}, headers={"Origin": ORIGIN})
    ground.browser.cookies.set("kaimen", kept)
    return bool(ground.browser.get("/library.json").status_code == 401)


@control(
    "V7", "the address of this machine opens once", lambda p: p.setattr(guard.Gate, "take_ticket", lambda *_: "x" * 30)
)
def _once(ground: Ground) -> bool:
    return bool(ground.browser.get("/enter", params={"ticket": TICKET}).status_code == 403)


@control("V7", "a session that was left ends", lambda p: p.setattr(accounts_room, "IDLE", accounts_room.WHOLE))
def _idle(ground: Ground) -> bool:
    clock = [NOW]
    accounts = Accounts(ground.office.store, lambda: clock[0], QUICK)
    accounts.add("ann", Role.PLANNER, PASSWORD)
    secret, _ = accounts.sign_in("ann", PASSWORD, "")
    clock[0] += accounts_room.WHOLE / 2
    return accounts.opened(secret, "session") is None


@control(
    "V7",
    "a new password ends all sessions",
    lambda p: p.setattr("kaimen.store.accounts.AccountRows.set_password", lambda *_: None),
)
def _password_ends(ground: Ground) -> bool:
    accounts = ground.account()
    secret, _ = accounts.sign_in("ann", PASSWORD, "")
    accounts.set_password("ann", "nine loud mountains")
    return accounts.opened(secret, "session") is None


# --- V8 authorization ---


@control("V8", "a role too small is refused", lambda p: p.setattr(guard, "check_role", lambda *_: None))
def _role(ground: Ground) -> bool:
    return bool(ground.other(enter=False).get("/library.json").status_code == 401)


@control(
    "V8",
    "a list on its way in is its owner's alone",
    lambda p: p.setattr("kaimen.web.pages.importing.Uploads.of", lambda self, key, _owner: self._kept[key]),
)
def _owner(ground: Ground) -> bool:
    from kaimen.web.pages.importing import Upload, Uploads

    app = ground.browser.app
    key = app.state.desk.part(Uploads).keep(Upload("x.csv", b"id\nA\n", "somebody else"))  # type: ignore[attr-defined]  # ours
    return bool(ground.browser.get(f"/library/import/{key}").status_code == 404)


@control(
    "V8",
    "a change of an old version is refused",
    lambda p: p.setattr(
        "kaimen.store.store._Appender._numbers",
        lambda _s, changes: {(d.kind, d.id): d.after for c in changes for d in c.drafts},
    ),
)
def _lost_update(ground: Ground) -> bool:
    assert ground.edit() == 303
    try:
        return ground.edit(value="Another") == 412
    except Exception:  # noqa: BLE001 - the database's own key still refuses it
        return False


# --- V14 data, V16 errors and log ---


@control(
    "V14",
    "pages are kept by no shared cache",
    lambda p: p.setattr(answers, "page_answer", lambda *_: Response("x")),
)
def _cache(ground: Ground) -> bool:
    return "private" in ground.browser.get("/library").headers.get("cache-control", "")


@control("V16", "a fault tells its reader nothing of the inside", lambda p: p.setattr(frame._Call, "refuse", _telling))
def _fault(ground: Ground) -> bool:
    ground.patch.setattr(answers, "page_answer", _broken)
    logging.getLogger("kaimen.web").disabled = True
    try:
        text = ground.browser.get("/help").text
    finally:
        logging.getLogger("kaimen.web").disabled = False
    return "inside word" not in text and "E849" in text


def _broken(*_: object) -> Response:
    raise ValueError("inside word")


async def _telling(self: frame._Call, status: int, what: str) -> None:
    import traceback

    body = traceback.format_exc().encode()
    await self._framed({"type": "http.response.start", "status": status, "headers": []})
    await self._framed({"type": "http.response.body", "body": body + what.encode()})


@control(
    "V16",
    "the log has no secrets of a request",
    lambda p: p.setattr(frame._Call, "log", lambda self: frame.LOG.info("%s", self._scope)),
)
def _log(ground: Ground) -> bool:
    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]  # collects
    level = frame.LOG.level
    frame.LOG.addHandler(handler)
    frame.LOG.setLevel(logging.INFO)
    try:
        ground.browser.get("/help", params={"lang": "en", "secret": "in-the-query"})
    finally:
        frame.LOG.removeHandler(handler)
        frame.LOG.setLevel(level)
    cookie = ground.browser.cookies["kaimen"]
    assert records
    return all("in-the-query" not in line and cookie not in line for line in records)


@pytest.fixture
def ground(
    browser: Browser, office: Office, open_browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> Ground:
    monkeypatch.setattr(accounts_room, "PasswordHasher", lambda: QUICK)
    return Ground(browser, office, open_browser, monkeypatch)


@pytest.mark.parametrize("name", list(CONTROLS))
def test_the_control_stops_its_attack(name: str, ground: Ground) -> None:
    assert CONTROLS[name][1](ground)


@pytest.mark.parametrize("name", list(CONTROLS) if FULL else list(CONTROLS)[::8])
def test_without_its_guard_the_attack_goes_through(name: str, ground: Ground) -> None:
    assert not CONTROLS[name][2](ground)


def test_forty_controls_are_named() -> None:
    assert len(CONTROLS) >= 40
    assert {chapter for chapter, _, _ in CONTROLS.values()} >= {"V1", "V3", "V4", "V5", "V6", "V7", "V8", "V14", "V16"}
