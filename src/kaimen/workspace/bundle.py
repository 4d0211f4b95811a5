"""A bundle: the clone and the packages of its lock in one tar file, to install and run where there is no network.

The packages are fetched by pip, as it is configured, by the hashes of the lock; in the bundle they lie in the folder
`wheels`, which the script `kaimen` takes them from. The same clone and packages give the same bytes.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.workspace.edition import VERSION

PARTS = (
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "NOTICE", "README.md", "kaimen", "pyproject.toml"),
    *("benchmarks", "docs", "examples", "lock", "src", "tests"),
)
"""What of a clone goes into a bundle: no results, no settings, nothing that an office has laid beside it."""

_LEFT_OUT = ("__pycache__", ".pytest_cache", ".hypothesis")
_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?:\s*;\s*(.+?))?\s*\\?$", re.MULTILINE)
_INSTALL = """Everything that kaimen needs is in this folder; no network is asked.

    ./kaimen demo        (on Windows: python kaimen demo)

The packages in `wheels` are those for Python {python} on {platform}, with that Python's pip.
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle holds: files by their names within it, and the packages of the lock with their conditions."""

    files: tuple[tuple[str, Path], ...]
    packages: tuple[tuple[str, str, str], ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(path.stat().st_size for _, path in self.files)


def contents_of(root: Path | None = None) -> tuple[Contents | None, list[Finding]]:
    """Return what a bundle of a clone would hold (by default of the one that runs), or `E854` where there is none."""
    root = root or Path(__file__).resolve().parents[3]
    lock = root / "lock" / "run.txt"
    if not lock.is_file() or not (root / "kaimen").is_file():
        what = "A bundle is made from a clone of kaimen, and this is an installed package."
        return None, [Finding("E854", what, Place(str(root)), "lock/run.txt", fix="Run ./kaimen bundle in a clone.")]
    files = tuple((path.relative_to(root).as_posix(), path) for part in PARTS for path in _files(root / part))
    packages = tuple((m[1], m[2], m[3] or "") for m in _PACKAGE.finditer(lock.read_text(encoding="utf-8")))
    return Contents(files, packages), []


def make_bundle(output: Path, contents: Contents, python: str | None = None) -> tuple[int, list[Finding]]:
    """Fetch the packages and write the bundle; whole or not at all.

    Returns:
        How many packages it holds, and what went wrong.
    """
    lock = next(path for name, path in contents.files if name == "lock/run.txt")
    with tempfile.TemporaryDirectory(prefix="kaimen-bundle-") as folder:
        findings = _fetch(lock, Path(folder), python or python_with_pip())
        if findings:
            return 0, findings
        wheels = sorted(Path(folder).iterdir())
        beside = output.with_name(output.name + ".part")
        try:
            _write(beside, contents, wheels)
            beside.replace(output)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            what = f"The file cannot be written: {error.strerror}."
            return 0, [Finding("E105", what, Place(str(output)), fix="Choose another place, or free some space.")]
    return len(wheels), []


def python_with_pip() -> str:
    """Return the Python that `.venv` was made from: the environment itself has no pip."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def _files(part: Path) -> Iterator[Path]:
    if part.is_file():
        yield part
    for path in sorted(part.rglob("*")):
        if path.is_file() and not path.is_symlink() and not any(name in _LEFT_OUT for name in path.parts):
            yield path


def _fetch(lock: Path, folder: Path, python: str) -> list[Finding]:
    wanted = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(lock)]
    command = [python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", str(folder)]
    done = subprocess.run(  # noqa: S603 - pip, with arguments of our own
        [*command, *wanted],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return []
    said = (done.stderr or done.stdout).strip().splitlines() or ["pip says nothing"]
    why = next((line for line in reversed(said) if "ERROR" in line.upper()), said[-1]).strip()
    fix = "See that pip can fetch packages here: its index, a proxy, a certificate; then run it again."
    return [Finding("E854", "The packages could not be fetched.", Place(lock.name), found=why[:300], fix=fix)]


def _write(path: Path, contents: Contents, wheels: Sequence[Path]) -> None:
    top = f"kaimen-{VERSION}"
    text = _INSTALL.format(python="{}.{}".format(*sys.version_info), platform=sys.platform)
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, f"{top}/INSTALL.txt", text.encode())
        for name, source in contents.files:
            _add(tar, f"{top}/{name}", source.read_bytes(), runs=name in ("kaimen", "lock/remake"))
        for wheel in wheels:
            _add(tar, f"{top}/wheels/{wheel.name}", wheel.read_bytes())


def _add(tar: tarfile.TarFile, name: str, content: bytes, *, runs: bool = False) -> None:
    """Add a file without its date, owner and mode, which differ from machine to machine."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o755 if runs else 0o644
    tar.addfile(entry, io.BytesIO(content))
