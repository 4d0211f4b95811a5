"""What pages of plans share: the shelf with its plans, jobs, and previews kept in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pydantic import Field

from kaimen.errors import Finding, Place
from kaimen.explain.compare import Comparison, compare
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report.briefing.ground import Ground, Material
from kaimen.report.language import Speaker
from kaimen.solve import Warm, reprice
from kaimen.web.visit import AnyVisit, Body, Desk, Query, Refused
from kaimen.workspace.jobs.queue import Job, Jobs
from kaimen.workspace.planning.preview import preview
from kaimen.workspace.planning.shelf import OPEN, OpenPlan, Shelf, changed_since, folder_beside
from kaimen.workspace.planning.whatif import Words

_PREVIEWS = 24
_COMPARED = 6
_FEW = 500
KINDS = {
    "quota": "quota",
    "fund": "fund",
    "weight": "weight",
    "rule": "rule",
    "level": "level",
    "must": "must",
    "not": "must_not",
}
"""What a change may be of, and the field of `Words` that takes it."""


class PlanQuery(Query):
    """A plan, and what is changed in it."""

    plan: str = Field("", max_length=80, description="Name of a plan of the workspace; the last one by default.")
    change: list[str] = Field(
        default_factory=list,
        max_length=100,
        description="Changes such as `quota:land@2025=8000 mu`, `weight:jobs=2`, `must:P-077`, `not:P-131`.",
    )


class PlanBody(Body):
    """A form about a plan with changes."""

    plan: str = Field("", max_length=80)
    change: list[str] = Field(default_factory=list, max_length=100)


@dataclass(frozen=True, slots=True)
class Seen:
    """A plan as a page shows it: with changes its preview, whose result is None where nothing could be mended."""

    opened: OpenPlan
    words: Words
    problem: Problem
    result: Result | None
    findings: tuple[Finding, ...] = ()
    milliseconds: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything is changed."""
        return self.words != Words()


class Planning:
    """One workspace's plans, made with the desk; closes its jobs with it."""

    def __init__(self, desk: Desk) -> None:
        folder = folder_beside(desk.office.store)
        self.desk = desk
        self.shelf, self.jobs = Shelf(folder), Jobs(folder / "jobs", ended=self._take_out)
        self._seen: OrderedDict[tuple[str, tuple[str, ...]], Seen] = OrderedDict()
        self._lock = threading.Lock()
        self._is_warm = False
        self._compared: OrderedDict[tuple[str, ...], Comparison] = OrderedDict()
        self._grounds: OrderedDict[tuple[int, str], tuple[Result, Ground]] = OrderedDict()

    def warm(self) -> None:
        """Open the plans that were written last, with all that their pages ask for, before anybody waits for them."""
        names = [entry.name for entry in self.shelf.entries()[:OPEN]]
        for name in (*names, *names[:1]):  # the last written stays the longest
            self._open(name)

    def _take_out(self, job: Job) -> None:
        """Open the plan that a job has made."""
        name = (job.result or {}).get("plan")
        if isinstance(name, str):
            self._open(name)

    def _open(self, name: str) -> None:
        with suppress(Refused):
            opened = self.plan(name)
            if opened is not None:
                _ = opened.side, opened.chosen

    def close(self) -> None:
        """End the jobs."""
        self.jobs.close()

    def state(self) -> str:
        """Return what the pages depend on besides the workspace: the files of plans, and the jobs."""
        plans = [(entry.name, entry.written) for entry in self.shelf.entries()]
        return repr((plans, [(job.id, job.version) for job in self.jobs.all()[:20]]))

    def plan(self, name: str) -> OpenPlan | None:
        """Return a plan, the last written where none is named; None where there is none at all.

        Raises:
            Refused: it is not there, or not verified.
        """
        entries = self.shelf.entries() if not name else []
        if not name and not entries:
            return None
        found, findings = self.shelf.plan(name or entries[0].name)
        if found is None:
            raise Refused(404 if findings and findings[0].code in ("E852", "E853") else 422, *findings)
        self._warm_up(found)
        return found

    def _warm_up(self, opened: OpenPlan) -> None:
        """Load the solver's compiled loops beside, once, so that the first preview is as quick as the others."""
        if opened.problem.option_count < _FEW:  # a small question is quick without
            return
        with self._lock:
            if self._is_warm:
                return
            self._is_warm = True
        asked = (opened.problem, Warm(opened.problem, opened.result), 1)
        threading.Thread(target=reprice, args=asked, daemon=True).start()

    def seen(self, opened: OpenPlan, changes: Sequence[str]) -> Seen:
        """Return a plan with changes at first sight.

        Raises:
            Refused: a change cannot be read.
        """
        words = words_of(changes)
        if words == Words():
            return Seen(opened, words, opened.problem, opened.result)
        key = (opened.digest, tuple(changes))
        with self._lock:
            if key in self._seen:
                self._seen.move_to_end(key)
                return self._seen[key]
            began = time.perf_counter()
            found, findings = preview(opened.question, opened.result, words)
            if found is None:
                raise Refused(422, *findings)
            took = round((time.perf_counter() - began) * 1000)
            seen = Seen(opened, words, found.problem, found.result, found.findings, took)
            self._seen[key] = seen
            while len(self._seen) > _PREVIEWS:
                self._seen.popitem(last=False)
            return seen

    def ground(self, seen: Seen, speaker: Speaker) -> Ground:
        """Return what rows and charts of a plan stand on, in a language; of the plan itself where there is no preview.

        It carries no explanations: pages that need them ask the plan.
        """
        problem, result = (seen.problem, seen.result) if seen.result else (seen.opened.problem, seen.opened.result)
        key = (id(result), speaker.language)
        with self._lock:
            if key not in self._grounds:
                question = seen.opened.question
                material = Material(problem, result, question.library, question.scenario, ())
                self._grounds[key] = (result, Ground(material, speaker.language))  # the result keeps its id
                while len(self._grounds) > _PREVIEWS:
                    self._grounds.popitem(last=False)
            return self._grounds[key][1]

    def stale(self, opened: OpenPlan) -> int:
        """Return how many entries the workspace has taken in since a plan's list was taken from it."""
        return self.desk.value(
            f"stale {opened.digest}", lambda: changed_since(opened.question, self.desk.office.store) or 0
        )

    def compared(self, opened: Sequence[OpenPlan]) -> Comparison:
        """Return plans side by side; kept, since a reason for every project takes a while.

        Raises:
            KaimenError: too few or too many plans, or of different currencies.
        """
        key = tuple(one.digest for one in opened)
        if key not in self._compared:
            self._compared[key] = compare([one.side for one in opened])
            while len(self._compared) > _COMPARED:
                self._compared.popitem(last=False)
        return self._compared[key]

    def running(self) -> list[Job]:
        """Return the jobs that are not over, the last first."""
        return [job for job in self.jobs.all() if not job.state.is_over]


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The plan that a page is about: opened, as it is seen with the changes of the address, and what its rows need."""

    plans: Planning
    opened: OpenPlan
    seen: Seen
    ground: Ground


def looked_at(visit: AnyVisit, *, with_changes: bool = True) -> LookedAt | None:
    """Return the plan that an address names, the last written where it names none; None where there is none at all.

    Raises:
        Refused: it is not there, or not verified, or a change cannot be read.
    """
    plans = planning(visit)
    opened = plans.plan(visit.query.plan)
    if opened is None:
        return None
    seen = plans.seen(opened, visit.query.change if with_changes else ())
    return LookedAt(plans, opened, seen, plans.ground(seen, visit.speaker))


def words_of(changes: Iterable[str]) -> Words:
    """Return changes of an address as words.

    Raises:
        Refused: one is not of a kind that there is.
    """
    found: dict[str, list[str]] = {}
    for change in changes:
        kind, mark, text = change.partition(":")
        if not mark or kind not in KINDS or not text.strip() or len(change) > 300:
            what = "The address has a change that cannot be read."
            finding = Finding("E402", what, Place(key="change"), '"quota:land@2025=8000 mu"', f'"{change[:80]}"')
            raise Refused(422, finding)
        found.setdefault(KINDS[kind], []).append(text)
    return Words(**found)


def planning(visit: AnyVisit) -> Planning:
    """Return the plans of a visit's desk."""
    return visit.desk.part(Planning)


def plan_state(desk: Desk) -> str:
    """Return what a page of plans depends on besides the workspace."""
    return desk.part(Planning).state()


def titles_of(visit: AnyVisit, opened: OpenPlan) -> dict[str, str]:
    """Return what projects of a plan's list are called in the reader's language."""
    own = f"title_{visit.speaker.language}"
    return {project.id: project.fields.get(own, "") or project.title for project in opened.question.library.projects}
