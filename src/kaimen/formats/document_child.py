"""The process in which a .docx, PDF or web page is parsed: bytes in, JSON out, within limits of memory and time.

`python -m kaimen.formats.document_child KIND` reads the file on standard input and prints `text` with `lines` and
`unread`, or with `changes`, or `fault`, a sentence for users. It sets its own limits where the system has them.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress

MEMORY = 2_000_000_000
SECONDS = 20


def main() -> None:
    """Parse standard input as the kind named."""
    _limit()
    kind, content = sys.argv[1], sys.stdin.buffer.read()
    from kaimen.formats import office  # noqa: PLC0415 - after the limits are set

    result: dict[str, object]
    try:
        if kind == "docx":
            text, has_changes = office.docx_text(content)
            result = {"text": text, "changes": has_changes}
        else:
            text, lines, unread = office.pdf_text(content)
            result = {"text": text, "lines": lines, "unread": unread}
    except office.ParsingError as error:
        result = {"fault": str(error)}
    except (MemoryError, RecursionError):
        result = {"fault": "The file needs too much memory to be read."}
    sys.stdout.write(json.dumps(result))


def _limit() -> None:
    with suppress(ImportError):  # Windows has no limits of this kind; the parent's clock still holds there
        import resource  # noqa: PLC0415

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
