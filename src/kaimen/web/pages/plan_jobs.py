"""Jobs on pages: where a search is, what came of a wish, the list of all, and the stream of their events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from fastapi import Response
from fastapi.responses import StreamingResponse
from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.report import Column, Table
from kaimen.report.charts import Chart, Mark, label, path, to_svg
from kaimen.report.charts.scale import Scale
from kaimen.report.language import said_value
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Custom, Link, Page, Sheet
from kaimen.web.planning import Planning, Seen, plan_state, planning
from kaimen.web.visit import AnyVisit, Body, Redirect, Refused, address
from kaimen.workspace.jobs.queue import Job, State
from kaimen.workspace.record.accounts import Role

_LOOK = 0.2
"""Seconds between two looks at a job."""

_QUIET = 15.0
"""Seconds without news after which a stream says that it is alive."""

_WIDTH, _HEIGHT = 232.0, 60.0


def progress_blocks(visit: AnyVisit, plan: str) -> list[Block]:
    """Return the jobs that are under way, and the last search that ended without a plan or was cancelled."""
    plans = planning(visit)
    found: list[Block] = [job_block(visit, job) for job in plans.running()]
    last = next((job for job in plans.jobs.all() if job.kind == "solve"), None)
    if last is not None and last.state.is_over and _concerns(last, plan):
        found.append(job_block(visit, last))
    return found


def _concerns(job: Job, plan: str) -> bool:
    """Return whether the reader of a plan would want to know how a search ended."""
    made = (job.result or {}).get("plan")
    return made != plan if made else True


def job_block(visit: AnyVisit, job: Job) -> Custom:
    """Return where a job is."""
    made = (job.result or {}).get("plan", "")
    values = {
        "job": job,
        "kind": visit.say(f"job.kind.{job.kind}"),
        "state": visit.say(f"job.state.{job.state}"),
        "at": at_words(visit, job),
        "picture": _picture(visit, job),
        "plan": made,
        "href": address("/plan", plan=made) if made else "",
        "findings": [_finding(body) for body in job.findings],
        "may_cancel": visit.may(Role.PLANNER) and not job.state.is_over and job.state is not State.STOPPING,
    }
    return Custom("plan_job", values)


def at_words(visit: AnyVisit, job: Job) -> str:
    """Return the last step of a job in words."""
    if not job.steps:
        return "" if job.state.is_over else visit.say("job.loading")
    at = job.steps[-1]
    if "seconds" not in at:
        done, rows = at.get("done"), at.get("rows")
        doing = said_value(visit.speaker, str(at.get("doing", "")))
        return doing + (f" ({done}/{rows})" if rows else "")
    speaker = visit.speaker

    def number(value: float | None) -> str:
        return "…" if value is None else speaker.number(Fraction(value), 1)

    share = "…" if at.get("gap") is None else speaker.percent(Fraction(at["gap"]), 2)
    seconds = speaker.number(Fraction(at["seconds"]), 1)
    return visit.say("job.at", seconds=seconds, benefit=number(at["benefit"]), bound=number(at["bound"]), gap=share)


def _finding(body: Mapping[str, Any]) -> Finding:
    return Finding(body["code"], body["what"], Place(body["place"]), body["expected"], body["found"], body["fix"])


def _picture(visit: AnyVisit, job: Job) -> str:
    """Return how the best so far and the bound come together, as SVG; empty while there is nothing to draw."""
    steps = [s for s in job.steps if s.get("benefit") is not None and s.get("bound") is not None]
    if len(steps) < 2:
        return ""
    values = [float(s[name]) for s in steps for name in ("benefit", "bound")]
    low, high = min(values), max(values)
    across = Scale(float(steps[0]["seconds"]), float(steps[-1]["seconds"]) + 1e-3, 4.0, 130.0)
    upright = Scale(low, max(high, low + 1e-6), _HEIGHT - 6, 6.0)
    marks: list[Mark] = []
    for name, tone, ink, word in (("bound", "edge", "ink-3", "job.bound"), ("benefit", "accent", "accent", "job.best")):
        points = [(across.at(float(s["seconds"])), upright.at(float(s[name]))) for s in steps]
        stairs = [points[0]]
        for before, point in pairwise(points):
            stairs += [(point[0], before[1]), point]
        marks.append(path(stairs, tone))
        marks.append(label(136, points[-1][1] + (12 if name == "benefit" else 0), visit.say(word), ink, size=11))
    numbers = {n: visit.speaker.number(Fraction(steps[-1][n]), 1) for n in ("benefit", "bound")}
    return to_svg(Chart(_WIDTH, _HEIGHT, tuple(marks), visit.say("job.picture", **numbers)))


def wish_rows(visit: AnyVisit, seen: Seen) -> list[dict[str, Any]]:
    """Return the wishes of a page with what each costs, as far as that was worked out."""
    rows = []
    for kind, projects, key in (("must", seen.words.must, "pin"), ("not", seen.words.must_not, "exclude")):
        for project in projects:
            request = {"plan": str(seen.opened.path), key: [project]}
            job = planning(visit).jobs.answer_to("wish", request)
            rows.append({"kind": kind, "project": project, **_priced(visit, job)})
    return rows


def _priced(visit: AnyVisit, job: Job | None) -> dict[str, Any]:
    if job is None:
        return {"price": "", "share": "", "note": "", "asked": False}
    if job.result is None:
        return {"price": visit.say("plan.wish.looking"), "share": "", "note": "", "asked": True}
    result = job.result
    note = visit.say("plan.wish.moves", went=len(result["leaves"]), came=len(result["enters"]))
    if result["loss"] is None:
        return {"price": visit.say("plan.wish.none"), "share": "", "note": "", "asked": True}
    loss, base = Fraction(result["loss"]), Fraction(result["base"])
    share = visit.speaker.percent(loss / base, 2) if base > 0 else ""
    return {"price": visit.speaker.number(loss, 1), "share": share, "note": note, "asked": True}


def show(visit: AnyVisit) -> Page:
    """Show all jobs."""
    jobs = planning(visit).jobs.all()
    columns = ("id", "kind", "state", "by", "result")
    rows = tuple((job.id, job.kind, str(job.state), job.author, _result(job)) for job in jobs)
    table = Table("jobs", tuple(Column(name, name) for name in columns), rows)
    heads = {name: visit.say(f"job.head.{name}") for name in columns}
    shown = {(at, "kind"): visit.say(f"job.kind.{job.kind}") for at, job in enumerate(jobs)}
    shown |= {(at, "state"): visit.say(f"job.state.{job.state}") for at, job in enumerate(jobs)}
    links = {
        (at, "result"): Link(address("/plan", plan=str(made)))
        for at, job in enumerate(jobs)
        if (made := (job.result or {}).get("plan"))
    }
    blocks = [job_block(visit, job) for job in planning(visit).running()]
    sheet = Sheet(table, "", heads, shown, links, most=50, empty=visit.say("job.none"))
    return Page(visit.say("job.title"), (*blocks, sheet))


def _result(job: Job) -> str:
    if job.findings:
        return str(job.findings[0]["code"])
    return str((job.result or {}).get("plan", ""))


def events(visit: AnyVisit) -> Response:
    """Stream where a job is, as server-sent events; the last one is `close`."""
    plans, name = planning(visit), visit.path["job"]
    if plans.jobs.job(name) is None:
        raise Refused(404, Finding("E853", "There is no such calculation.", Place(key=name[:40])))
    return StreamingResponse(_stream(visit, plans, name), media_type="text/event-stream")


async def _stream(visit: AnyVisit, plans: Planning, name: str) -> AsyncIterator[str]:
    version, quiet = -1, 0.0
    while True:
        job = plans.jobs.job(name)
        if job is not None and job.version != version:
            version, quiet = job.version, 0.0
            said = {"state": str(job.state), "words": visit.say(f"job.state.{job.state}"), "at": at_words(visit, job)}
            yield f"event: progress\ndata: {json.dumps(said, ensure_ascii=False)}\n\n"
        if job is None or job.state.is_over:
            yield "event: close\ndata: {}\n\n"
            return
        await asyncio.sleep(_LOOK)
        quiet += _LOOK
        if quiet >= _QUIET:
            quiet = 0.0
            yield ": still here\n\n"


class CancelBody(Body):
    """Where to go on after a cancel."""

    back: str = Part("/plan", max_length=2000, pattern=r"^/([^/\\].*)?$")


def cancel(visit: AnyVisit) -> Redirect:
    """Cancel a calculation; the best so far is kept."""
    plans = planning(visit)
    job = plans.jobs.cancel(visit.path["job"])
    if job is None:
        raise Refused(404, Finding("E853", "There is no such calculation.", Place(key=visit.path["job"][:40])))
    plans.jobs.wait(job.id, 1.0)
    return Redirect(visit.body.back)


def picture(visit: AnyVisit) -> Response:
    """Return how a search comes together, as SVG."""
    job = planning(visit).jobs.job(visit.path["job"])
    if job is None:
        raise Refused(404, Finding("E853", "There is no such calculation.", Place(key=visit.path["job"][:40])))
    drawn = _picture(visit, job)
    return Response(drawn, 200 if drawn else 204, media_type="image/svg+xml")


PAGES = (PageAt("/jobs", "job.title", show, state=plan_state, is_traced=True),)
ACTIONS = (
    Action("GET", "/jobs/{job}/events", events, Role.VIEWER, None),
    Action("GET", "/jobs/{job}/picture", picture, Role.VIEWER, None),
    Action("POST", "/jobs/{job}/cancel", cancel, Role.PLANNER, CancelBody),
)
