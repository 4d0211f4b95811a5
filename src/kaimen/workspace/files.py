"""Bytes and text from files and to them; what the system refuses becomes a finding."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from kaimen.errors import Finding, KaimenError, Place

_LARGEST_FILE = 2**30


def read_bytes(path: Path) -> tuple[bytes, list[Finding]]:
    """Return a file's bytes; empty with a finding where it cannot be read."""
    try:
        if _never_ends(path):
            raise OSError(errno.EINVAL, "it is a device or a pipe")
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = getattr(error, "strerror", None) or "it cannot be read"
        fix = "Give a file that exists and that you may read; see that its folder is right."
        return b"", [Finding("E101", f"The file cannot be opened: {reason}.", Place(str(path)), fix=fix)]
    if len(content) > _LARGEST_FILE:
        what = "The file is larger than 1 GiB."
        return b"", [Finding("E101", what, Place(str(path)), fix="Give the list itself, or a part of it.")]
    return content, []


def _never_ends(path: Path) -> bool:
    """Return whether a path is a device, a socket, or a pipe other than one that the shell has set up for a command."""
    mode = path.stat().st_mode
    is_pipe = stat.S_ISFIFO(mode) and path.parts[:2] not in (("/", "dev"), ("/", "proc"))
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode) or is_pipe


def read_text(path: Path) -> tuple[str, list[Finding]]:
    """Return a file's text in UTF-8; empty with a finding where it cannot be read."""
    content, findings = read_bytes(path)
    return ("", findings) if findings else text_of(content, str(path))


def text_of(content: bytes, name: str) -> tuple[str, list[Finding]]:
    """Return the text of a file's bytes in UTF-8; empty with a finding where they are none."""
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        place = Place(name, line=content.count(b"\n", 0, error.start) + 1)
        what = "The file is not text in UTF-8."
        return "", [
            Finding("E104", what, place, "UTF-8", f"byte {error.object[error.start]:#04x}", "Save it as UTF-8.")
        ]


def write_bytes(path: Path, content: bytes) -> list[Finding]:
    """Write a file beside its place and move it there, so that nobody ever sees half of it."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return [_unwritable(path, error.strerror or "unknown reason", is_full=error.errno in _FULL)]
    except KeyboardInterrupt:
        beside.unlink(missing_ok=True)
        raise
    return []


def check_output(path: Path) -> list[Finding]:
    """Return a finding where a file could not be written: asked before a long search, not after it."""
    folder = path.absolute().parent
    if os.path.isdir(path):
        return [_unwritable(path, "it is a folder")]
    if not os.path.isdir(folder):  # unlike Path.is_dir it does not raise where it may not look
        return [_unwritable(path, f"there is no folder {folder}")]
    return [] if os.access(folder, os.W_OK) else [_unwritable(path, f"the folder {folder} is read-only for you")]


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _unwritable(path: Path, reason: str, *, is_full: bool = False) -> Finding:
    fix = "Choose a folder that exists and that you may write to."
    if is_full:
        fix = "Free some space, or write to another disk; a file that was there before is as it was."
    return Finding("E105", f"The file cannot be written: {reason}.", Place(str(path)), fix=fix)


def check_ending(path: Path, *endings: str) -> None:
    """Keep out a name that would say another format than what is written to it.

    Raises:
        KaimenError: the name has none of the endings.
    """
    if path.suffix.lower() not in endings:
        raise KaimenError(f'what is written here takes a name ending in {" or ".join(endings)}, not "{path.name}"')


def make_folder(path: Path) -> list[Finding]:
    """Make a folder if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"The folder cannot be made: {error.strerror}."
        return [Finding("E105", what, Place(str(path)), fix="Choose another with -o.")]
    return []


def file_name(region: str) -> str:
    """Return a file name for a region that no system takes for a folder or a device."""
    return re.sub(r"[^\w.\- ]", "_", region).strip(" .") or "no region"
