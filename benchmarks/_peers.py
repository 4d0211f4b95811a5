"""Other readers, each in an environment of its own, so that their pins do not meet kaimen's.

quantulum3 (MIT) and Recognizers-Text (MIT; its last release needs emoji below 2). CQE is under GPL and on no registry:
its published figures are quoted, it is not run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PINS = {
    "quantulum3": ("quantulum3==0.10.0",),
    "recognizers": ("recognizers-text-suite==1.0.2a2", "emoji<2"),
}
CHILD = Path(__file__).with_name("_peer_child.py")


@dataclass(frozen=True)
class PeerReading:
    """What a peer read in each text, as [values, unit, start, end], and the seconds it took."""

    quantities: list[list[list[Any]]]
    seconds: float


def python_of(name: str, folder: Path) -> Path | None:
    """Return the Python of a peer's environment in a folder, made if it is not there; None where it cannot be made."""
    home = folder / name
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if (home / "ready").is_file():
        return python
    try:
        venv.create(home, with_pip=False, clear=True)
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", *PINS[name]]
        uv = Path(sys.prefix) / "uv" / "bin" / "uv"
        command = [str(uv), "pip", "install", "--quiet", "--python", str(python), *PINS[name]] if uv.is_file() else pip
        subprocess.run(command, check=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{name} cannot be installed here: {error}", file=sys.stderr)
        return None
    (home / "ready").touch()
    return python


def read_with(name: str, python: Path, texts: Sequence[tuple[str, str]]) -> PeerReading | None:
    """Return what a peer reads in texts, each with its language; None where it fails."""
    command = [str(python), str(CHILD), name]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, encoding="utf-8", check=False, timeout=1800
    )
    if done.returncode:
        print(f"{name} failed: {done.stderr[-300:]}", file=sys.stderr)
        return None
    read = json.loads(done.stdout[done.stdout.index("{") :])
    return PeerReading(read["quantities"], read["seconds"])
