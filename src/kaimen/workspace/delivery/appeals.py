"""Appeals: an applicant says that a fact is another, the fact is corrected or not, and the decision is solved again.

Every step is an entry of the ledger: what was claimed, by whom and why; the corrected fact, which is a new version of
the project; and the answer, with the plan it is about. The plan itself stays as it was approved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaimen.errors import Finding, Place
from kaimen.formats.claims import Claim, with_claims
from kaimen.formats.project_body import project_body, project_of
from kaimen.report.language import Speaker, said_heading
from kaimen.store import Change, Draft, Json, Version
from kaimen.workspace.record.entry_words import entry_words
from kaimen.workspace.record.office import Kept, Office, Said

Letters = Mapping[str, str]
"""A letter by language."""

ENTERED, CORRECTED, REFUSED, ANSWERED = "entered", "corrected", "refused", "answered"


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal as it stands. `reason` is why the fact was corrected or not; `answer` the letter."""

    id: str
    project: str
    state: str
    claims: tuple[Claim, ...]
    by: str
    why: str
    reason: str = ""
    answer: str = ""


def appeals_in(office: Office) -> list[Appeal]:
    """Return all appeals by id."""
    return [appeal_of(version.id, version.body) for version in office.store.versions("appeal") if version.body]


def enter_appeal(office: Office, project: str, claims: Sequence[Claim], said: Said) -> tuple[str, Kept]:
    """Keep what an applicant says; return the id of the appeal.

    A reason is required (`E812`); a project that is not in the library is `E609`, a fact that it does not have `E862`.
    """
    version = office.store.version("project", project)
    if version is None or version.body is None:
        fix = "Correct the id, or import the list that has it."
        return "", (None, [Finding("E609", f"There is no project {project}.", Place(key=project), fix=fix)])
    if not said.why:
        return "", (None, [_no_reason(project)])
    _, made, findings = with_claims(project_of(version.body), claims)
    if findings:
        return "", (None, findings)
    name = f"A-{len(office.store.versions('appeal')) + 1:04d}"
    while office.store.numbers("appeal", [name]):
        name = f"A-{int(name[2:]) + 1:04d}"
    body: dict[str, Json] = {
        "project": project,
        "state": ENTERED,
        "claims": [[c.heading, c.said, c.was] for c in made],
        "by": said.author,
        "why": said.why,
    }
    draft = Draft("appeal", name, body)
    return name, office.store.write(Change(said.author, said.at, "appeal", (draft,), said.why, f"project {project}"))


def correct(office: Office, name: str, found: Sequence[Claim], said: Said) -> Kept:
    """Correct the facts of an appeal's project: as claimed, or as `found` instead; a new version of the project."""
    version, findings = undecided(office, name, said)
    if version is None or version.body is None:
        return None, findings
    appeal = appeal_of(name, version.body)
    project = office.store.version("project", appeal.project)
    if project is None or project.body is None:
        return None, [Finding("E609", f"There is no project {appeal.project} any more.", Place(key=name))]
    new, made, findings = with_claims(project_of(project.body), found or appeal.claims)
    if new is None:
        return None, findings
    body = dict(version.body) | {"state": CORRECTED, "reason": said.why, "version": project.number + 1}
    body["claims"] = [[c.heading, c.said, c.was] for c in made]
    drafts = (
        Draft("project", appeal.project, project_body(new), project.number),
        Draft("appeal", name, body, version.number),
    )
    return office.store.write(Change(said.author, said.at, "correct", drafts, said.why, f"appeal {name}"))


def trace_appeal(office: Office, name: str, speaker: Speaker) -> list[tuple[str, str]]:
    """Return what led to an appeal's answer, the last entry first; empty where there is no such appeal."""
    version = office.store.version("appeal", name)
    if version is None or version.body is None:
        return []
    appeal, say = appeal_of(name, version.body), speaker.say
    state = appeal.state if speaker.language == "en" else say(f"web.appeal.{appeal.state}")
    steps = [("appeal", say("trace.appeal", id=name, project=appeal.project, state=state))]
    for claim in appeal.claims:
        fact, was = said_heading(speaker, claim.heading), claim.was or say("trace.nothing")
        steps.append(("fact", say("trace.fact", fact=fact, was=was, said=claim.said)))
    made = version.body.get("decision")
    if isinstance(made, Mapping):
        before, after = (say("trace.in" if made[key] else "trace.out") for key in ("was_in", "is_in"))
        steps.append(("decision", say("trace.decision", before=before, after=after)))
        steps.append(("plan", say("trace.file", name=str(made["plan"]), hash=str(made["sha256"]))))
    for entry, _ in reversed(office.store.history("appeal", name)):
        message = "trace.entry_why" if entry.why else "trace.entry_bare"
        steps.append((f"entry {entry.number}", entry_words(speaker, entry, message, why=entry.why)))
    return steps


def undecided(office: Office, name: str, said: Said) -> tuple[Version | None, list[Finding]]:
    """Return an appeal whose facts nobody has decided on yet, or what is wrong."""
    version = office.store.version("appeal", name)
    if version is None or version.body is None:
        return None, [no_appeal(name)]
    if not said.why:
        return None, [_no_reason(name)]
    state = str(version.body["state"])
    if state != ENTERED:
        what = f"The facts of appeal {name} have been decided on: it is {state}."
        fix = "Undo that entry first, or enter another appeal."
        return None, [Finding("E863", what, Place(key=name), ENTERED, state, fix)]
    return version, []


def no_appeal(name: str) -> Finding:
    """Return the finding that there is no such appeal."""
    fix = "Give an id that `kaimen appeal list` shows."
    return Finding("E861", f"There is no appeal {name}.", Place(key=name), fix=fix)


def _no_reason(name: str) -> Finding:
    return Finding("E812", f"Nothing says why, for {name}.", Place(key=name), "a reason", fix="Say why, with --why.")


def appeal_of(name: str, body: Mapping[str, Any]) -> Appeal:
    """Return an appeal as the record keeps it."""
    claims = tuple(Claim(*map(str, parts)) for parts in body["claims"])
    texts = [str(body.get(key, "")) for key in ("by", "why", "reason", "answer")]
    return Appeal(name, str(body["project"]), str(body["state"]), claims, *texts)
