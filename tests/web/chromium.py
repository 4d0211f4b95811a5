"""A real browser for tests of pages: Debian's chromium, driven by playwright, and a server of our own to look at."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from kaimen.web import Settings, create_app
from kaimen.workspace.record.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), "")
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TICKET = "a-ticket-for-one"

needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no chromium here, so no page was tried in a browser")


@contextmanager
def launched() -> Iterator[Browser]:
    """Start a browser."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="no playwright here, so no page was tried in a browser"
    )
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def served(office: Office, now: Callable[[], datetime] | None = None, ticket: str = TICKET) -> Iterator[str]:
    """Serve a workspace from a thread, and yield its address; `/enter?ticket=` opens it; no ticket: accounts do."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(office, Settings("demo", ticket=ticket), now or (lambda: datetime.now(UTC)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()
