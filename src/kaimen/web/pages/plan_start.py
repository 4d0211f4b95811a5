"""Where there is no plan yet: a sample to begin with, scenarios of the shelf, and files to take in."""

from __future__ import annotations

from kaimen.web.page import Block, Button, Field, Form, Group, Links, Page, Prose
from kaimen.web.pages.plan_jobs import progress_blocks
from kaimen.web.planning import planning
from kaimen.web.visit import AnyVisit
from kaimen.workspace.record.accounts import Role

NEW = "/new-scenario"
"""Where a scenario is asked for by a form."""

SAMPLE = "sample"
"""What stands for the demonstration's scenario where a scenario is named."""


def empty(visit: AnyVisit) -> Page:
    """Return the page of a workspace without a plan."""
    blocks: list[Block] = [Prose(visit.say("plan.none")), *progress_blocks(visit, "")]
    return Page(visit.say("plan.title"), (*blocks, *begin_forms(visit)))


def begin_forms(visit: AnyVisit) -> tuple[Block, ...]:
    """Return the forms that lead to a plan, for whoever may plan."""
    if not visit.may(Role.PLANNER):
        return ()
    forms: list[Block] = [
        Form("/plan/solve", (Field("scenario", kind="hidden", value=SAMPLE),), (Button(visit.say("plan.sample")),)),
        Prose(visit.say("plan.sample.note"), "note"),
    ]
    ways = ((NEW, visit.say("ask.title")), ("/scenarios", visit.say("scenarios.title")))
    forms.append(Links(ways, visit.say("plan.scenarios")))
    names = [entry.name for entry in planning(visit).shelf.entries("scenarios")]
    if names:
        choices = tuple((name, name) for name in names)
        chosen = Field("scenario", visit.say("plan.scenario"), "select", names[0], choices)
        forms.insert(0, Form("/plan/solve", (chosen,), (Button(visit.say("plan.solve"), is_main=True),), is_row=True))
    take = Form(
        "/plan/take",
        (
            Field(
                "file",
                visit.say("plan.take.file"),
                "file",
                is_required=True,
                attributes={"accept": ".toml,.kaimen"},
            ),
        ),
        (Button(visit.say("plan.take.go")),),
        is_upload=True,
        is_row=True,
    )
    return (
        Group(visit.say("plan.scenarios"), tuple(forms)),
        Group(visit.say("plan.take"), (take, Prose(visit.say("plan.take.note"), "note"))),
    )
