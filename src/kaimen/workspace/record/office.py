"""An office's workspace: its library, kept in the store with who, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from kaimen.errors import Finding, Place
from kaimen.formats.project_body import project_of
from kaimen.library import Library
from kaimen.quantity import decimal_text
from kaimen.stages import DEFAULT, Stages
from kaimen.store import Change, Draft, Json, Receipt, Store, Version, open_store, texts_of

Kept = tuple[Receipt | None, list[Finding]]


@dataclass(frozen=True, slots=True)
class Said:
    """Who makes a change, when (with a time zone) and why."""

    author: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """What a plan loses by a waiver, in benefit (None: no plan without the project was found), and which plan."""

    plan: str
    sha256: str
    loss: Fraction | None
    is_settled: bool = True

    @property
    def worded(self) -> str:
        """What to tell of it."""
        if self.loss is None:
            return f"{self.plan}: no plan without the project was found."
        end = "" if self.is_settled else "; the search did not come to its end"
        return f"{self.plan} loses {float(self.loss):,.4g} of its benefit by it{end}."


class Intake(Protocol):
    """What taking something in would do."""

    @property
    def list_name(self) -> str:
        """The list that it was read from."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in the list."""

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """What would be written."""


@dataclass(frozen=True, slots=True)
class RowIntake:
    """What taking rows of a list in would do: ids by what would become of them."""

    list_name: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    findings: tuple[Finding, ...]
    drafts: tuple[Draft, ...] = field(repr=False, default=())

    @property
    def counts(self) -> dict[str, int]:
        """How many are new, changed and unchanged."""
        return {"new": len(self.new), "changed": len(self.changed), "unchanged": len(self.unchanged)}


class Office:
    """A workspace at one URL; `close` it when done."""

    def __init__(self, store: Store, stages: Stages = DEFAULT) -> None:
        self.store, self.stages = store, stages

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def library(self, at: datetime | None = None) -> Library:
        """Return all projects as they are, or as they were at a moment."""
        projects = tuple(project_of(version.body) for version in self.store.versions("project", at=at) if version.body)
        names = {name for project in projects for name in (*project.fields, *project.criteria)}
        return Library("", projects, frozenset(names))

    def take_in(self, intake: Intake, said: Said) -> Kept:
        """Keep what was looked at as one change; what somebody changed meanwhile refuses all of it (`E803`)."""
        if not intake.drafts:
            return None, []
        return self.store.write(Change(said.author, said.at, "import", intake.drafts, said.why, intake.list_name))

    def undo(self, entry: int, said: Said) -> Kept:
        """Put back what an entry changed, by a new entry; refused (`E813`) where it was changed again since."""
        made = next((versions for found, versions in self.store.entries(entry - 1) if found.number == entry), [])
        last = {
            kind: self.store.numbers(kind, [v.id for v in made if v.kind == kind]) for kind in {v.kind for v in made}
        }
        later = [version for version in made if last[version.kind][version.id] != version.number]
        if later or not made:
            names = ", ".join(f"{version.kind} {version.id}" for version in later[:5])
            why = f"{names} changed again since" if later else "there is no such entry"
            fix = "Undo the later entries first." if later else "Give a number that `kaimen ledger log` shows."
            what = f"Entry {entry} cannot be undone: {why}."
            return None, [Finding("E813", what, Place(key=f"entry {entry}"), fix=fix)]
        drafts = tuple(Draft(v.kind, v.id, self._before(v), v.number) for v in made)
        return self.store.write(Change(said.author, said.at, "undo", drafts, said.why, f"entry {entry}"))

    def move(self, project: str, stage: str, said: Said) -> Kept:
        """Move a project to another stage along the table of stages."""
        version = self.store.version("project", project)
        if version is None or version.body is None:
            return None, [_unknown([project])]
        before = str(version.body.get("stage", ""))
        findings = self.stages.check_move(project, before, stage, said.why, Place(key=project))
        if findings:
            return None, findings
        draft = Draft("project", project, {**version.body, "stage": stage}, version.number)
        return self.store.write(Change(said.author, said.at, "move", (draft,), said.why))

    def waive(self, project: str, said: Said, price: Price | None = None) -> Kept:
        """Record a person's decision that a project stays out whatever the plan says; a reason is required (`E812`).

        `price` is what a plan loses by it, kept with the waiver.
        """
        if project not in self.store.numbers("project", [project]):
            return None, [_unknown([project])]
        if not said.why:
            what = f'Project "{project}" is to stay out, and no reason is given.'
            return None, [Finding("E812", what, Place(key=project), "a reason", fix="Say why, with --why.")]
        body: dict[str, Json] = {"project": project, "by": said.author, "why": said.why}
        if price is not None:
            found = None if price.loss is None else decimal_text(price.loss)
            body["price"] = {"plan": price.plan, "sha256": price.sha256, "loss": found}
        draft = Draft("waiver", project, body, self.store.numbers("waiver", [project]).get(project, 0))
        return self.store.write(Change(said.author, said.at, "waive", (draft,), said.why))

    def link(self, how: str, before: Sequence[str], after: Sequence[str], said: Said) -> Kept:
        """Say that projects were renamed, merged or split; all stay in the record under their ids."""
        ids = [*before, *after]
        known = set(self.store.numbers("project", ids))
        if set(ids) - known:
            return None, [_unknown(sorted(set(ids) - known))]
        name = f"{'+'.join(before)} > {'+'.join(after)}"
        body = {"how": how, "before": list(before), "after": list(after)}
        draft = Draft("link", name, body, self.store.numbers("link", [name]).get(name, 0))
        return self.store.write(Change(said.author, said.at, "link", (draft,), said.why))

    def lineage(self, project: str) -> tuple[str, ...]:
        """Return the ids that are linked with a project over renamings, mergers and splits, and its own."""
        links = [version.body for version in self.store.versions("link") if version.body]
        pairs = [{*texts_of(body["before"]), *texts_of(body["after"])} for body in links]
        found, grown = {project}, True
        while grown:
            more = set().union(found, *(pair for pair in pairs if pair & found))
            grown, found = more != found, more
        return tuple(sorted(found))

    def _before(self, version: Version) -> Mapping[str, Json] | None:
        history = self.store.history(version.kind, version.id)
        earlier = [found.body for _, found in history if found.number == version.number - 1]
        return earlier[0] if earlier else None


def open_office(url: str) -> tuple[Office | None, list[Finding]]:
    """Open a workspace, made if it is not there."""
    store, findings = open_store(url)
    return (None, findings) if store is None else (Office(store), [])


def _unknown(names: Sequence[str]) -> Finding:
    fix = "Import the list that has it, or correct the id."
    return Finding("E609", f"There is no project {', '.join(names)}.", Place(key=names[0]), fix=fix)
