"""Files that come as bytes and a name, laid down for as long as they are read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from kaimen.workspace.files import file_name

_LONGEST = 120


def plain_name(name: str) -> str:
    """Return the last part of a file's name, with nothing that leads out of a folder or that a system reads."""
    last = PureWindowsPath(PurePosixPath(name.replace("\0", "")).name).name
    plain = file_name(last.replace("..", "_"))
    stem, dot, ending = plain.rpartition(".")
    return plain if len(plain) <= _LONGEST else f"{(stem or ending)[: _LONGEST - 8]}{dot}{ending[:7]}"


@contextmanager
def laid_down(content: bytes, name: str) -> Iterator[Path]:
    """Yield the path of a file of these bytes, in a folder of its own that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="kaimen-") as folder:
        path = Path(folder) / plain_name(name)
        path.write_bytes(content)
        yield path
