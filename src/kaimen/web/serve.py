"""Run the workbench until somebody ends it."""

from __future__ import annotations

import gc
import logging
import secrets
import socket
import sys
from collections.abc import Callable

import uvicorn

from kaimen.errors import Finding, Place
from kaimen.web.app import create_app
from kaimen.web.settings import LOOPBACK, Settings
from kaimen.web.warming import warm_beside
from kaimen.workspace.record.accounts import Accounts
from kaimen.workspace.record.office import Office

_TURN = 0.0005
"""Seconds until a thread that computes lets another have its turn: who asks for a page waits for several turns."""


def serve(office: Office, settings: Settings, host: str, port: int, tell: Callable[[str], None]) -> list[Finding]:
    """Serve a workspace until interrupted; `tell` is given the address to open when it can be opened.

    Returns:
        `E841` where the port is taken or the address is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # who comes as soon as the address is told waits, and is not refused
    except OSError as error:
        listening.close()
        fix = "Give another --port, or end the other program; --port 0 takes any that is free."
        return [
            Finding("E841", f"The server cannot listen there: {error.strerror}.", Place(key=f"{host}:{port}"), fix=fix)
        ]
    log_lines()
    app = create_app(office, settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.is_secure,  # the client's address, from a proxy on this machine
        forwarded_allow_ips="127.0.0.1",
        timeout_graceful_shutdown=3,
    )
    calm_collector()
    sys.setswitchinterval(_TURN)
    own = listening.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    tell(f"http://{name}:{own}/" + (f"enter?ticket={settings.ticket}" if settings.is_local else ""))
    warm_beside(app.state.desk)
    uvicorn.Server(config).run(sockets=[listening])
    listening.close()
    return []


def settings_for(
    office: Office, workspace: str, language: str, host: str, name: str
) -> tuple[Settings | None, list[Finding]]:
    """Return how a workspace is served: with its accounts where it has some, else to this machine alone.

    Args:
        office: the workspace.
        workspace: what it is called on every page; a database's address is not shown.
        language: where a browser asks for none.
        host: the address listened at.
        name: the name in the address of the TLS proxy before the server; empty: there is none.

    Returns:
        `E841` where others could reach it and there is no account, or no TLS.
    """
    shown = workspace if "://" not in workspace else workspace.rpartition("/")[2].partition("?")[0]
    hosts = tuple(part for part in {*LOOPBACK, host, name} if part)
    if Accounts(office.store).all():
        if host in LOOPBACK or name:
            return Settings(shown, language, is_secure=bool(name), hosts=hosts), []
        fix = "Put a TLS proxy before it and give its name with --name, such as --name plan.example.org."
        return None, [Finding("E841", "Passwords would go over the network in the clear.", Place(key=host), fix=fix)]
    if host in LOOPBACK and not name:
        return Settings(shown, language, secrets.token_urlsafe(24), hosts=hosts), []
    fix = "Add one first: kaimen users add NAME --role admin."
    what = "Others could reach this workspace, and it has no account."
    return None, [Finding("E841", what, Place(key=name or host), fix=fix)]


def calm_collector() -> None:
    """Look for circles of garbage seldom, and not among what is there for good.

    A whole look takes up to half a second with an office's plans in memory, in the middle of an answer; nearly all
    that pages make is freed without it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def log_lines() -> None:
    """Write the log of requests as JSON lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter('{"at": "%(asctime)s", "level": "%(levelname)s", "request": %(message)s}'))
    log = logging.getLogger("kaimen.web")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
