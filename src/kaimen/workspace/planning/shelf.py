"""The shelf: plan files and scenarios of one workspace, in a folder beside it.

`plans/NAME.kaimen` and `scenarios/NAME.toml`, and plans that lie in the folder itself; they are the files that the
command line reads, so that whatever a page makes can be taken up there, and the other way round.
"""

from __future__ import annotations

import os
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.explain import Explainer, Explanation, explain_all
from kaimen.explain import Place as Standing
from kaimen.explain import places as standings
from kaimen.explain.compare import Side
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.store import Store
from kaimen.workspace.planning.plans import Plan, load_plan
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.planning.snapshots import snapshot_name
from kaimen.workspace.planning.whatif import side_of

_NAME = re.compile(r"\w(?:[\w .()-]{0,78}[\w)])?")
_ENDING = {"plans": ".kaimen", "scenarios": ".toml"}
OPEN = 4
"""Plans kept in memory, as many as are compared."""

Key = tuple[Path, int, int]
"""A file, when it was written (nanoseconds) and its size."""


class OpenPlan:
    """A plan of the shelf, verified, with what pages ask of it again and again worked out once."""

    def __init__(self, name: str, path: Path, plan: Plan, result: Result) -> None:
        self.name, self.path, self.plan, self.result = name, path, plan, result

    @property
    def question(self) -> Question:
        """What the plan answers."""
        return self.plan.question

    @property
    def problem(self) -> Problem:
        """The compiled question."""
        return self.plan.question.problem

    @cached_property
    def digest(self) -> str:
        """Which plan it is: a prefix of the SHA-256 of its file as it was read."""
        return str(self.plan.file.document.get("problem", ""))[:16] + f"-{self.path.stat().st_mtime_ns:x}"

    @cached_property
    def explainer(self) -> Explainer:
        """What tells of one project why it is in the plan or not."""
        return Explainer(self.problem, self.result)

    @cached_property
    def left_out(self) -> list[Explanation]:
        """Why each project that is not chosen is not."""
        return explain_all(self.problem, self.result)

    @cached_property
    def side(self) -> Side:
        """The plan as one side of a comparison."""
        return replace(side_of(self.name, self.question, self.result), left_out=self.left_out)

    @cached_property
    def chosen(self) -> list[Standing]:
        """How safe each project chosen is."""
        return standings(self.problem, self.result)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the shelf: its name without the ending, its path, and when it was last written (nanoseconds)."""

    name: str
    path: Path
    written: int


class Shelf:
    """Plans and scenarios in a folder; safe to be asked from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: OrderedDict[Key, OpenPlan] = OrderedDict()
        self._opening: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()

    def entries(self, kind: str = "plans") -> list[Entry]:
        """Return what is there of a kind (`plans` or `scenarios`), the last written first."""
        found: dict[str, Entry] = {}
        for folder in (self.folder, self.folder / kind) if kind == "plans" else (self.folder / kind,):
            for file in _files(folder, _ENDING[kind]):
                name = file.name.removesuffix(_ENDING[kind])
                if _NAME.fullmatch(name):
                    found[name] = Entry(name, Path(file.path), file.stat().st_mtime_ns)
        return sorted(found.values(), key=lambda entry: (-entry.written, entry.name))

    def path_of(self, name: str, kind: str = "plans") -> tuple[Path | None, list[Finding]]:
        """Return where a file of that name lies or would lie; None (`E852`) where it cannot be the name of one."""
        if not _NAME.fullmatch(name):
            what = f'"{name[:80]}" cannot be the name of a plan.'
            expected = "letters, figures, blanks, dots and hyphens, at most 80"
            return None, [Finding("E852", what, Place(key="name"), expected, fix="Give it another name.")]
        own = self.folder / kind / f"{name}{_ENDING[kind]}"
        beside = self.folder / own.name
        return (beside if kind == "plans" and beside.is_file() and not own.exists() else own), []

    def free_name(self, name: str, kind: str = "plans") -> str:
        """Return the name, or the name with the first number behind it that no file has yet."""
        known = {entry.name for entry in self.entries(kind)}
        number, free = 1, name
        while free in known:
            number += 1
            free = f"{name[:70]} {number}"
        return free

    def plan(self, name: str) -> tuple[OpenPlan | None, list[Finding]]:
        """Return a plan, read and verified; from memory where its file has not changed since.

        Returns:
            The plan, or None with what is wrong: a plan that is not verified is never shown.
        """
        path, findings = self.path_of(name)
        if path is None:
            return None, findings
        if not path.is_file():
            known = ", ".join(entry.name for entry in self.entries()[:8])
            what = f'There is no plan "{name}".'
            return None, [Finding("E853", what, Place(key="plan"), known or "a plan", fix="Choose one of the list.")]
        state = path.stat()
        key = (path, state.st_mtime_ns, state.st_size)
        opened = self._known(key)
        if opened is not None:
            return opened, []
        with self._lock:
            opening = self._opening.setdefault(key, threading.Lock())
        with opening:  # whoever asks for another plan does not wait
            opened = self._known(key)
            if opened is not None:
                return opened, []
            opened, findings = _opened(name, path)
        with self._lock:
            self._opening.pop(key, None)
            if opened is not None:
                self._open[key] = opened
                while len(self._open) > OPEN:
                    self._open.popitem(last=False)
        return opened, findings if opened is None else []

    def _known(self, key: Key) -> OpenPlan | None:
        with self._lock:
            if key in self._open:
                self._open.move_to_end(key)
            return self._open.get(key)


def folder_beside(store: Store) -> Path:
    """Return the folder of a workspace's plans: where its file lies, or `kaimen-files` for one on a server."""
    address = store.engine.url
    if address.get_backend_name() == "sqlite" and address.database:
        return Path(address.database).absolute().parent
    return Path("kaimen-files").absolute()


def changed_since(question: Question, store: Store) -> int | None:
    """Return how many entries a workspace has taken in since a plan's list was taken from it; None: it was not."""
    library = next((entry for entry in question.inputs if entry.role == "library"), None)
    number = snapshot_name(library.name)[1] if library is not None else None
    return None if number is None else max(0, store.head().number - number)


def _files(folder: Path, ending: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as files:
            return [file for file in files if file.name.endswith(ending) and file.is_file()]
    except FileNotFoundError:
        return []


def _opened(name: str, path: Path) -> tuple[OpenPlan | None, list[Finding]]:
    plan, findings = load_plan(path)
    if plan is None:
        return None, findings
    result = plan.verified.result
    wrong = [finding for finding in plan.verified.findings if finding.is_error]
    if result is None or wrong:
        return None, wrong or list(plan.verified.findings)
    return OpenPlan(name, path, plan, result), []
