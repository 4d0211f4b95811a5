"""What the first visits after a start would wait for, done beside the server once it can be reached."""

from __future__ import annotations

import threading
from contextlib import suppress

from kaimen.web import render
from kaimen.web.pages import PAGES
from kaimen.web.visit import Desk


def warm_beside(desk: Desk) -> threading.Thread:
    """Begin to warm a desk in a thread of its own, and return that; the server does not wait for it when it ends."""
    thread = threading.Thread(target=_warm, args=(desk,), name="warming", daemon=True)
    thread.start()
    return thread


def _warm(desk: Desk) -> None:
    with suppress(Exception):  # a fault shows itself to whoever asks for the page; the server may be closing
        render.read_templates()
    for page in PAGES:
        if page.ready is not None:
            with suppress(Exception):
                page.ready(desk)
