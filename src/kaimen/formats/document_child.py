"""The process in which a .docx, PDF or web page is parsed: bytes in, JSON out, within limits of memory and time.

`python -m kaimen.formats.document_child KIND` reads the file on standard input, a web page as UTF-8, and prints
`text` with `unread` and `lines`, `changes` or `stated`, or `fault`, a sentence for users. It sets its own limits where
the system has them.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress

MEMORY = 2_000_000_000
SECONDS = 20
_SHORT = 200
"""Characters below which a page of frames holds no more than a word to those who see none."""


def main() -> None:
    """Parse standard input as the kind named."""
    _limit()
    kind, content = sys.argv[1], sys.stdin.buffer.read()
    if kind == "page":
        sys.stdout.write(json.dumps(_page(content)))
        return
    from kaimen.formats import office  # noqa: PLC0415 - after the limits are set

    result: dict[str, object]
    try:
        if kind == "docx":
            text, has_changes, unread = office.docx_text(content)
            result = {"text": text, "changes": has_changes, "unread": unread}
        else:
            text, lines, unread = office.pdf_text(content)
            result = {"text": text, "lines": lines, "unread": unread}
    except office.ParsingError as error:
        result = {"fault": str(error)}
    except (MemoryError, RecursionError):
        result = {"fault": "The file needs too much memory to be read."}
    sys.stdout.write(json.dumps(result))


def _page(content: bytes) -> dict[str, object]:
    from kaimen.formats.web_page import page_text  # noqa: PLC0415 - after the limits are set

    try:
        page = page_text(content.decode())
    except (MemoryError, RecursionError):
        return {"fault": "The file needs too much memory to be read."}
    if page.is_frames and len(page.text) < _SHORT:
        return {"fault": "The web page only shows other pages in frames."}
    unread = ["Letters that are crossed out are not read."] if page.has_crossed_out else []
    return {"text": page.text, "stated": page.stated, "unread": unread}


def _limit() -> None:
    with suppress(ImportError):  # Windows has no limits of this kind; the parent's clock still holds there
        import resource  # noqa: PLC0415

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
