"""What is done from the plan's page: move limits, solve, cancel, price a wish, approve, take files in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import UploadFile
from pydantic import Field as Part

from kaimen.errors import Finding, Place, has_errors
from kaimen.formats.scenario_file import parse_scenario
from kaimen.quantity import parse_day, parse_number
from kaimen.report.limits import BoxRow, LimitRow, count_boxes, limit_rows, weight_boxes
from kaimen.web.addresses import Action
from kaimen.web.page import Block, Button, Field, Form, Group, Prose
from kaimen.web.pages.plan_start import SAMPLE, begin_forms
from kaimen.web.planning import PlanBody, PlanQuery, Seen, planning, words_of
from kaimen.web.visit import AnyVisit, Body, Redirect, Refused, address
from kaimen.workspace import demo_scenario
from kaimen.workspace.delivery import observing as work
from kaimen.workspace.files import make_folder, write_bytes
from kaimen.workspace.planning.scenario_inputs import workspace_inputs
from kaimen.workspace.planning.shelf import OpenPlan
from kaimen.workspace.record.accounts import Role

SECONDS, GAP = 60, "0.5"
"""How far a search goes where nothing else is said: seconds, and percent of gap."""


def forms(visit: AnyVisit, seen: Seen, baselines: Sequence[str]) -> tuple[Block, ...]:
    """Return the forms at the foot of the page, for whoever may plan."""
    if not visit.may(Role.PLANNER):
        return ()
    return (
        Group(visit.say("plan.solve"), (_solve_form(visit, seen),), is_panel=True, id="solve"),
        _approve_group(visit, seen, baselines),
        *begin_forms(visit),
    )


def _solve_form(visit: AnyVisit, seen: Seen) -> Form:
    name = planning(visit).shelf.free_name(seen.opened.name)
    return Form(
        "/plan/solve",
        (
            Field("plan", kind="hidden", value=seen.opened.name),
            *(Field("change", kind="hidden", value=change) for change in visit.query.change),
            Field("name", visit.say("plan.solve.name"), value=name, attributes={"maxlength": "80"}),
            Field(
                "seconds",
                visit.say("plan.solve.seconds"),
                "number",
                f"{SECONDS}",
                attributes={"min": "1", "max": "3600", "step": "1"},
            ),
            Field("gap", visit.say("plan.solve.gap"), value=GAP, attributes={"inputmode": "decimal", "size": "5"}),
        ),
        (Button(visit.say("plan.solve"), is_main=True),),
        is_row=True,
    )


def _approve_group(visit: AnyVisit, seen: Seen, baselines: Sequence[str]) -> Group:
    if seen.is_changed:
        told = Prose(visit.say("plan.approve.changed"))
        return Group(visit.say("plan.approve"), (told,), is_panel=True, id="approve")
    name = baselines[0] if baselines else seen.opened.question.scenario.name
    form = Form(
        "/plan/approve",
        (
            Field("plan", kind="hidden", value=seen.opened.name),
            Field("baseline", visit.say("plan.approve.baseline"), value=name, is_required=True),
            Field("day", visit.say("plan.approve.day"), "date", visit.desk.today.isoformat(), is_required=True),
            Field("why", visit.say("plan.approve.why")),
        ),
        (Button(visit.say("plan.approve")),),
        is_row=True,
    )
    note = Prose(visit.say("plan.approve.note"), "note")
    return Group(visit.say("plan.approve"), (note, form), is_panel=True, id="approve")


def move(visit: AnyVisit) -> Redirect:
    """Turn what is written into the boxes of limits into an address with the changes."""
    plans = planning(visit)
    opened = plans.plan(visit.query.plan)
    if opened is None:
        return Redirect("/plan")
    seen = plans.seen(opened, ())
    ground = plans.ground(seen, visit.speaker)
    boxes: list[LimitRow | BoxRow] = [*limit_rows(ground, opened.problem), *weight_boxes(ground, {})]
    boxes += count_boxes(ground, opened.problem).values()
    changes = [change for change in visit.query.change if change.partition(":")[0] in ("must", "not", "level")]
    asked = visit.request.query_params
    for box in boxes:
        text = asked.get(f"at.{box.key}", box.base)
        word = box.word_for(text)
        if word is None:
            what = f'"{text[:40]}" is not an amount that "{box.name}" can be set to.'
            raise Refused(422, Finding("E405", what, Place(key=box.name), "a number of at least 0", fix="Correct it."))
        changes += [word] if word else []
    for kind in ("must", "not"):
        project = asked.get(kind, "").strip()
        changes += [f"{kind}:{project}"] if project and f"{kind}:{project}" not in changes else []
    back = asked.get("back", "")
    return Redirect(address("/plan", plan=opened.name, change=[change for change in changes if change != back]))


class SolveBody(PlanBody):
    """How far to search, and what to call the plan."""

    scenario: str = Part("", max_length=80)
    name: str = Part("", max_length=80)
    seconds: int = Part(SECONDS, ge=1, le=3600)
    gap: str = Part(GAP, max_length=12)


def solve(visit: AnyVisit) -> Redirect:
    """Begin to search for a plan; the page shows where it is."""
    plans, form = planning(visit), visit.body
    request: dict[str, object] = {"seconds": form.seconds, "gap": _gap(form.gap)}
    if form.plan:
        opened = plans.plan(form.plan)
        assert opened is not None  # noqa: S101 - a named plan is there or refused
        request |= {"plan": str(opened.path), "words": _plain_words(form.change)}
        name = form.name or opened.name
    else:
        path = demo_scenario() if form.scenario == SAMPLE else _path(visit, form.scenario, "scenarios")
        if not path.is_file():
            raise Refused(
                404, Finding("E101", f'There is no scenario "{form.scenario}".', fix="Choose one of the list.")
            )
        given, findings = workspace_inputs(visit.desk.office, path) if form.scenario != SAMPLE else ({}, [])
        if findings:
            raise Refused(422, *findings)
        request |= {"scenario": str(path), **given}
        name = form.name or path.stem
    output = _path(visit, plans.shelf.free_name(name), "plans")
    findings = make_folder(output.parent)
    if findings:
        raise Refused(422, *findings)
    plans.jobs.begin("solve", {**request, "output": str(output)}, visit.user.name)
    return Redirect(address("/plan", plan=form.plan, change=form.change) if form.plan else "/plan")


def _plain_words(changes: Sequence[str]) -> dict[str, list[str]]:
    words = words_of(changes)
    return {name: list(found) for name in words.__dataclass_fields__ if (found := getattr(words, name))}


def _gap(text: str) -> float | None:
    number = parse_number(text.strip().removesuffix("%").strip()) if text.strip() else None
    if text.strip() and (number is None or not 0 <= number <= 100):
        what = f'"{text[:20]}" is not a gap.'
        raise Refused(422, Finding("E412", what, Place(key="gap"), "0 to 100 %", fix="Give a share such as 0.5."))
    return None if number is None else float(number) / 100


def _path(visit: AnyVisit, name: str, kind: str) -> Path:
    path, findings = planning(visit).shelf.path_of(name, kind)
    if path is None:
        raise Refused(422, *findings)
    return path


class WishBody(PlanBody):
    """A wish: a project, and whether it is to be in or out."""

    project: str = Part("", max_length=200)
    kind: str = Part("must", pattern="^(must|not)$")


def wish(visit: AnyVisit) -> Redirect:
    """Begin to work out what the plan loses by a wish."""
    form = visit.body
    opened = _named(visit, form.plan)
    request = {"plan": str(opened.path), "pin" if form.kind == "must" else "exclude": [form.project]}
    planning(visit).jobs.begin("wish", request, visit.user.name)
    return Redirect(address("/plan", plan=opened.name, change=form.change))


def _named(visit: AnyVisit, name: str) -> OpenPlan:
    opened = planning(visit).plan(name)
    if opened is None:
        raise Refused(404, Finding("E853", "There is no plan yet.", fix="Solve a scenario first."))
    return opened


class ApproveBody(PlanBody):
    """What a plan is approved as, when and why."""

    baseline: str = Part("", max_length=120)
    day: str = Part("", max_length=20)
    why: str = Part("", max_length=2000)


def approve(visit: AnyVisit) -> Redirect:
    """Freeze a plan as a baseline."""
    form = visit.body
    opened = _named(visit, form.plan)
    stale = planning(visit).stale(opened)
    if stale:
        what = f"The workspace has taken in {stale} entries since the plan was made, so it cannot be approved."
        raise Refused(409, Finding("E856", what, Place(opened.name), fix="Solve again, and approve that plan."))
    day = parse_day(form.day)
    if day is None:
        raise Refused(
            422, Finding("E308", "The day of approval cannot be read.", Place(key="day"), "2024-03-14", form.day)
        )
    baseline, content, findings = work.read_promises(opened.path, form.baseline.strip(), day)
    if baseline is None or has_errors(findings):
        raise Refused(422, *findings)
    receipt, refused = work.approve(visit.desk.office, baseline, content, visit.said(form.why.strip()))
    if receipt is None:
        raise Refused(409, *refused)
    return Redirect(address("/delivery", baseline=baseline.id))


class TakeBody(Body):
    """A file."""

    file: UploadFile


def take(visit: AnyVisit) -> Redirect:
    """Take in a scenario or a plan; what cannot be read is refused with its findings."""
    plans, file = planning(visit), visit.body.file
    stem, _, ending = Path(file.filename or "").name.rpartition(".")
    kind = {"toml": "scenarios", "kaimen": "plans"}.get(ending.lower())
    if kind is None:
        what = "The file is neither a scenario (.toml) nor a plan (.kaimen)."
        raise Refused(
            422, Finding("E103", what, Place(file.filename or ""), ".toml or .kaimen", fix="Give another file.")
        )
    content = file.file.read()
    path = _path(visit, plans.shelf.free_name(stem, kind), kind)
    if kind == "scenarios":
        read, findings = parse_scenario(content.decode("utf-8-sig", errors="replace"), path.name)
        if read is None or has_errors(findings):
            raise Refused(422, *findings)
    findings = make_folder(path.parent) or write_bytes(path, content)
    if findings:
        raise Refused(422, *findings)
    if kind == "plans":
        opened, findings = plans.shelf.plan(path.stem)
        if opened is None:  # what does not verify is not kept
            path.unlink(missing_ok=True)
            raise Refused(422, *findings)
        return Redirect(address("/plan", plan=opened.name))
    return Redirect("/plan")


ACTIONS: tuple[Action, ...] = (
    Action("GET", "/plan/set", move, Role.VIEWER, None, PlanQuery),
    Action("POST", "/plan/solve", solve, Role.PLANNER, SolveBody),
    Action("POST", "/plan/wish", wish, Role.PLANNER, WishBody),
    Action("POST", "/plan/approve", approve, Role.PLANNER, ApproveBody),
    Action("POST", "/plan/take", take, Role.PLANNER, TakeBody),
)
