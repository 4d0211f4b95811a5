"""Run the workbench until somebody ends it."""

from __future__ import annotations

import logging
import secrets
import socket
import sys
from collections.abc import Callable

import uvicorn

from kaimen.errors import Finding, Place
from kaimen.web.app import create_app
from kaimen.web.settings import LOOPBACK, Settings
from kaimen.workspace.office import Office


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
    except OSError as error:
        listening.close()
        fix = "Give another --port, or end the other program; --port 0 takes any that is free."
        return [
            Finding("E841", f"The server cannot listen there: {error.strerror}.", Place(key=f"{host}:{port}"), fix=fix)
        ]
    log_lines()
    config = uvicorn.Config(
        create_app(office, settings),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    own = listening.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    tell(f"http://{name}:{own}/" + (f"enter?ticket={settings.ticket}" if settings.is_local else ""))
    uvicorn.Server(config).run(sockets=[listening])
    listening.close()
    return []


def local_settings(workspace: str, language: str, host: str) -> Settings:
    """Return how the workbench runs for the person at this machine, without accounts."""
    return Settings(workspace, language, secrets.token_urlsafe(24), hosts=tuple({*LOOPBACK, host}))


def log_lines() -> None:
    """Write the log of requests as JSON lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter('{"at": "%(asctime)s", "level": "%(levelname)s", "request": %(message)s}'))
    log = logging.getLogger("kaimen.web")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
