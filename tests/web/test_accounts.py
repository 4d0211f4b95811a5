"""Accounts: who may what on every route, sessions that end, attempts that are counted; and how a server may start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.routing import APIRoute
from typer.testing import CliRunner

from kaimen.cli.app import app as commands
from kaimen.web import guard
from kaimen.web.pages import ACTIONS, PAGES
from kaimen.web.serve import settings_for
from kaimen.workspace.record.accounts import IDLE, LOCK, MOST_FAILED, ROLES, WHOLE, Accounts, Role, User
from kaimen.workspace.record.office import Office
from tests.web.conftest import NOW, ORIGIN, Browser, csrf

PASSWORD = "seven quiet rivers"  # noqa: S105 - of the tests
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaimen.workspace.record.accounts.PasswordHasher", lambda: QUICK)


@pytest.fixture
def accounts(office: Office) -> Accounts:
    found = Accounts(office.store, lambda: NOW)
    for name, role in ROLES.items():
        assert found.add(name, role, PASSWORD) == []
    return found


@pytest.fixture
def team(accounts: Accounts, open_browser: Callable[..., Browser]) -> Callable[[str], Browser]:
    """Browsers of accounts, by name; empty: of nobody."""

    def make(name: str = "") -> Browser:
        browser = open_browser(enter=False, ticket="")
        if name:
            form = {"name": name, "password": PASSWORD, "next": "/library"}
            answer = browser.post("/sign-in", data=form, headers={"Origin": ORIGIN})
            assert (answer.status_code, answer.headers["location"]) == (303, "/library")
        return browser

    del accounts
    return make


def _routes() -> Iterator[tuple[str, str, Role]]:
    for page in PAGES:
        yield "GET", page.path, page.least
        if page.has_twins:
            yield from (
                ("GET", f"{page.path.rstrip('/') or '/index'}.{kind}", page.least) for kind in ("json", "csv", "xlsx")
            )
    for action in ACTIONS:
        yield action.method, action.path, action.least


def test_every_route_says_its_least_role_and_none_is_open_by_mistake(browser: Browser) -> None:
    app = browser.app
    assert isinstance(app, FastAPI)
    described = {(m, route.path) for route in app.routes if isinstance(route, APIRoute) for m in route.methods or ()}
    plain = {("GET", "/assets/{name}"), ("GET", "/healthz")}
    assert described - plain == {(method, path) for method, path, _ in _routes()}
    opened = {path for _, path, least in _routes() if least is Role.NOBODY}
    assert opened == {"/sign-in", "/enter"}
    changes = {(method, path, least) for method, path, least in _routes() if method != "GET"}
    assert all(least >= Role.REVIEWER or path in ("/sign-in", "/sign-out") for _, path, least in changes)


def test_every_route_is_refused_to_every_role_below_its_own(
    open_browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = open_browser(enter=False, ticket="")
    for role in Role:
        session = guard.Session(User(role.name, role), "token", is_cookie=False)
        monkeypatch.setattr(guard.Gate, "session", lambda _self, _request, session=session: session)
        for method, path, least in _routes():
            if role >= least:
                continue
            at = re.sub(r"{\w+}", "x", path)
            answer = browser.request(method, at, headers={"Accept": "application/json"})
            assert answer.status_code == (401 if role is Role.NOBODY else 403), (role, method, path)
            assert "E842" in answer.text


def test_the_least_role_opens_a_page_and_the_next_lower_does_not(team: Callable[[str], Browser]) -> None:
    assert team("viewer").get("/library").status_code == 200
    assert team("viewer").get("/library/import").status_code == 403
    assert team("planner").get("/library/import").status_code == 200
    assert team("planner").get("/accounts").status_code == 403
    assert team("admin").get("/accounts").status_code == 200
    answer = team("").get("/library", params={"page": 2})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Flibrary")
    assert team("").get("/library.json").status_code == 401


def test_signing_in_makes_a_new_session_and_signing_out_ends_it_for_all_who_hold_it(
    team: Callable[[str], Browser], office: Office
) -> None:
    browser = team("planner")
    first = browser.cookies["kaimen"]
    form = {"name": "viewer", "password": PASSWORD}
    browser.post("/sign-in", data=form, headers={"Origin": ORIGIN})
    second = browser.cookies["kaimen"]
    assert second != first
    accounts = Accounts(office.store, lambda: NOW)
    assert accounts.opened(first, "session") is None
    browser.post("/sign-out", data={"csrf": csrf(browser, "/library")}, headers={"Origin": ORIGIN})
    assert accounts.opened(second, "session") is None


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(team: Callable[[str], Browser], to: str) -> None:
    form = {"name": "viewer", "password": PASSWORD, "next": to}
    answer = team("").post("/sign-in", data=form, headers={"Origin": ORIGIN})
    assert answer.headers["location"] == "/"


def test_failed_attempts_lock_an_account_for_a_while_and_nobody_learns_which_names_there_are(office: Office) -> None:
    clock = [NOW]
    accounts = Accounts(office.store, lambda: clock[0])
    assert accounts.add("viewer", Role.VIEWER, PASSWORD) == []
    told = {name: str(accounts.sign_in(name, "wrong", "1.1.1.1")[1][0]) for name in ("viewer", "nobody")}
    assert told["viewer"] == told["nobody"]
    for _ in range(MOST_FAILED - 1):
        accounts.sign_in("viewer", "wrong", "1.1.1.1")
    secret, findings = accounts.sign_in("viewer", PASSWORD, "2.2.2.2")
    assert (secret, findings[0].code) == ("", "E844")
    clock[0] += LOCK + timedelta(seconds=1)
    assert accounts.sign_in("viewer", PASSWORD, "2.2.2.2")[0]


def test_sessions_end_when_idle_and_at_the_latest_after_a_week(office: Office) -> None:
    clock = [NOW]
    accounts = Accounts(office.store, lambda: clock[0])
    accounts.add("viewer", Role.VIEWER, PASSWORD)
    secret, _ = accounts.sign_in("viewer", PASSWORD, "")
    while clock[0] - NOW < WHOLE:
        assert accounts.opened(secret, "session") is not None
        clock[0] += IDLE
    clock[0] = NOW + WHOLE + timedelta(seconds=1)
    assert accounts.opened(secret, "session") is None
    secret, _ = accounts.sign_in("viewer", PASSWORD, "")
    clock[0] += IDLE + timedelta(seconds=1)
    assert accounts.opened(secret, "session") is None


def test_secrets_and_passwords_are_not_in_the_database(office: Office) -> None:
    accounts = Accounts(office.store, lambda: NOW)
    accounts.add("viewer", Role.VIEWER, PASSWORD)
    session, _ = accounts.sign_in("viewer", PASSWORD, "")
    token, _ = accounts.token("viewer", "night job")
    with office.store.engine.begin() as connection:
        rows = [str(connection.exec_driver_sql(f"SELECT * FROM {name}").fetchall()) for name in ("account", "secret")]  # noqa: S608 - two names
    for said in (PASSWORD, session, token):
        assert said not in "".join(rows)
    assert "$argon2id$" in rows[0]


@pytest.mark.parametrize("password", ["short", "password1234", "viewerviewer1", "a" * 30, "x" * 300])
def test_passwords_that_would_be_guessed_are_refused(office: Office, password: str) -> None:
    assert [f.code for f in Accounts(office.store).add("viewer", Role.VIEWER, password)] == ["E845"]


def test_a_token_does_what_its_account_may_and_needs_no_form_token(
    team: Callable[[str], Browser], office: Office
) -> None:
    token, _ = Accounts(office.store, lambda: NOW).token("planner", "night job")
    browser = team("")
    header = {"Authorization": f"Bearer {token}"}
    form = {"name": "title", "value": "By night", "version": "1"}
    assert browser.post("/library/SYN-0001", data=form, headers=header).status_code == 303
    assert browser.get("/library.json", headers=header).json()["tables"]["projects"][0]["title"] == "By night"
    assert browser.get("/accounts.json", headers=header).status_code == 403
    assert browser.get("/library.json", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_server_that_others_could_reach_needs_accounts_and_a_proxy(office: Office) -> None:
    settings, _ = settings_for(office, "office.db", "en", "127.0.0.1", "")
    assert settings is not None
    assert settings.is_local
    for host, name in (("0.0.0.0", ""), ("127.0.0.1", "plan.example.org")):  # noqa: S104 - refused
        settings, findings = settings_for(office, "office.db", "en", host, name)
        assert (settings, findings[0].code) == (None, "E841")
    Accounts(office.store).add("admin", Role.ADMIN, PASSWORD)
    assert settings_for(office, "x", "en", "0.0.0.0", "")[0] is None  # noqa: S104 - refused
    settings, _ = settings_for(office, "postgresql://user:word@host/plans", "en", "127.0.0.1", "plan.example.org")
    assert settings is not None
    assert settings.is_secure
    assert not settings.is_local
    assert settings.workspace == "plans"


def test_accounts_are_kept_on_the_command_line(office: Office, tmp_path: object) -> None:
    del office
    url = f"{tmp_path}/office.db"
    run = CliRunner().invoke
    assert run(commands, ["users", "add", "ann", "--role", "admin", "-w", url], input=f"{PASSWORD}\n").exit_code == 0
    assert run(commands, ["users", "add", "ann", "-w", url], input=f"{PASSWORD}\n").exit_code == 1
    assert run(commands, ["users", "add", "bob", "--role", "king", "-w", url], input="\n").exit_code == 2
    shown = run(commands, ["users", "list", "-w", url, "--json"])
    assert '"ann"' in shown.output
    assert len(run(commands, ["users", "token", "ann", "-w", url]).output.split()[0]) > 30
    assert "accounts" in run(commands, ["doctor", "--deploy", "-w", url, "--json"]).output
    assert run(commands, ["users", "remove", "ann", "-w", url]).exit_code == 0
    assert run(commands, ["users", "remove", "ann", "-w", url]).exit_code == 1
