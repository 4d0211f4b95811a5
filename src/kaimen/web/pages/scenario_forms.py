"""A scenario by its form: what money, which years, what counts as benefit, what is scarce, which rules hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from pydantic import Field as Part

from kaimen.errors import Finding, Place, has_errors
from kaimen.formats.scenario_draft import (
    KINDS,
    Draft,
    FundRow,
    Known,
    QuotaRow,
    amount_columns,
    draft_toml,
    period_labels,
)
from kaimen.formats.scenario_draft_reading import draft_of
from kaimen.formats.scenario_reader import EACH
from kaimen.library import Library
from kaimen.report.language import said_value
from kaimen.scenario import WHOLE, Scenario
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Custom, Findings, Links, Page, Prose
from kaimen.web.pages.plan_start import NEW
from kaimen.web.planning import planning
from kaimen.web.projects import part_of
from kaimen.web.scenario_form import (
    MOST_BOXES,
    Drafts,
    Faults,
    ScenarioBody,
    boxes,
    faults_of,
    unknown_values,
    with_row,
)
from kaimen.web.visit import AnyVisit, Desk, Query, Redirect, Refused, step
from kaimen.workspace.planning.scenarios import Offer, digest_of, keep_scenario, look_at_text, offer_of
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.record.region_trees import tree_in

_SHOWN_VALUES = 200
_MOST_REGIONS = 40


class Begun(Query):
    """Whether to begin anew."""

    anew: bool = Part(False, description="Forget what was typed and not kept.")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a form stands on: the library's offer, what a scenario can name, and the file it changes, if any."""

    offer: Offer
    known: Known
    path: str
    name: str = ""
    text: str = ""

    @property
    def seen(self) -> str:
        """What tells the text it was made from."""
        return digest_of(self.text) if self.text else ""


def show_new(visit: AnyVisit) -> Page:
    ground = _ground(visit)
    if not ground.offer.projects:
        links = Links((("/library/import", visit.say("web.import.title")),))
        return Page(visit.say("ask.title"), (Prose(visit.say("ask.no_library")), links))
    return _opened(visit, ground, _proposed(visit, ground.offer))


def show_one(visit: AnyVisit) -> Page:
    ground = _ground(visit, visit.path["scenario"])
    draft = draft_of(ground.text, ground.known)
    if draft is None:
        links = Links(((f"/scenarios/{step(ground.name)}", visit.say("ask.to_text")),))
        return Page(ground.name, (Prose(visit.say("ask.no_form")), links))
    return _opened(visit, ground, draft)


def _opened(visit: AnyVisit, ground: _Ground, draft: Draft) -> Page:
    """Return the form, with what its reader typed before and did not keep."""
    drafts, notes, seen = visit.desk.part(Drafts), list[Block](), ground.seen
    if visit.query.anew:
        drafts.drop(visit.user.name, ground.path)
    typed = drafts.of(visit.user.name, ground.path)
    if typed is not None:
        draft, seen = typed
        notes = [Prose(visit.say("ask.goes_on"), "note"), Links(((f"{ground.path}?anew=true", visit.say("ask.anew")),))]
    return _page(visit, ground, draft, Faults(), seen, notes)


def send_new(visit: AnyVisit) -> Page | Redirect:
    """Show a form with a row more, or keep the scenario that it makes."""
    return _sent(visit, _ground(visit))


def send_one(visit: AnyVisit) -> Page | Redirect:
    """Show the form of a scenario with a row more, or keep what it makes of the scenario."""
    return _sent(visit, _ground(visit, visit.path["scenario"]))


def _sent(visit: AnyVisit, ground: _Ground) -> Page | Redirect:
    body: ScenarioBody = visit.body
    draft = body.draft()
    if body.act == "keep":
        found = _kept(visit, ground, draft, body.seen)
        if isinstance(found, Redirect):
            visit.desk.part(Drafts).drop(visit.user.name, ground.path)
            return found
        visit.desk.part(Drafts).keep(visit.user.name, ground.path, draft, body.seen)
        return replace(_page(visit, ground, draft, faults_of(found, draft), body.seen), status=422)
    regions = ground.offer.fields.get("region", ())
    longer = with_row(draft, body.act, regions)
    notes: list[Block] = []
    if boxes(longer) > MOST_BOXES:
        longer, notes = draft, [Prose(visit.say("ask.too_long"), "warn")]
    visit.desk.part(Drafts).keep(visit.user.name, ground.path, longer, body.seen)
    return _page(visit, ground, longer, Faults(), body.seen, notes, _begun_at(draft, longer))


def _begun_at(before: Draft, after: Draft) -> str:
    """Return the box of the first row that was added."""
    for name, rows in (("quota", "quotas"), ("fund", "funds"), ("rule", "rules")):
        if len(getattr(after, rows)) > len(getattr(before, rows)):
            return f"{name}.{len(getattr(before, rows))}"
    return ""


def _kept(visit: AnyVisit, ground: _Ground, draft: Draft, seen: str) -> Redirect | Sequence[Finding]:
    """Keep what a form makes, unless there is something wrong with it."""
    text = draft_toml(draft, ground.known)
    library: Library = visit.desk.library
    looked = look_at_text(text, "", library)
    path, named = planning(visit).shelf.path_of(draft.name.strip(), "scenarios")
    fields = {**ground.offer.fields, "id": tuple(project.id for project in library.projects)}
    findings = [*named, *unknown_values(draft, fields), *(f for f in looked.findings if f.is_error)]
    if path is None or has_errors(findings):
        return findings
    is_same = draft.name.strip() == ground.name
    refused = keep_scenario(path, text, seen if is_same else "")
    return refused or Redirect(f"/scenarios/{step(path.stem)}")


def _ground(visit: AnyVisit, name: str = "") -> _Ground:
    desk = visit.desk
    tree = desk.once("regions", lambda: tree_in(desk.office.store))
    offer = desk.once("offer", lambda: offer_of(desk.library, tree))
    pledges = desk.once("pledge ids", lambda: frozenset(desk.office.store.names("pledge")))
    resources = {each: taken.resource for each, taken in offer.resources.items()}
    if not name:
        return _Ground(offer, Known(resources, tree, pledges), NEW)
    text, scenario = scenario_text(visit, name)
    if scenario is not None:
        resources |= {resource.name: resource for resource in scenario.resources}
        tree = scenario.regions
    return _Ground(offer, Known(resources, tree, pledges), f"/scenarios/{step(name)}/form", name, text)


def scenario_text(visit: AnyVisit, name: str) -> tuple[str, Scenario | None]:
    """Return the text of a scenario of the shelf, and what it says where it can be read.

    Raises:
        Refused: it is not there.
    """
    path = scenario_path(visit, name)
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return text, look_at_text(text, path.name, Library("", ())).scenario


def scenario_path(visit: AnyVisit, name: str) -> Path:
    """Return where a scenario of the shelf lies.

    Raises:
        Refused: it is not there.
    """
    path, findings = planning(visit).shelf.path_of(name, "scenarios")
    if path is None or not path.is_file():
        missing = Finding(
            "E101", f'There is no scenario "{name}".', Place(key="scenario"), fix="Choose one of the list."
        )
        raise Refused(404, *(findings or [missing]))
    return path


def _proposed(visit: AnyVisit, offer: Offer) -> Draft:
    """Return a form to begin with: what the library has, next year, and nothing limited."""
    years = ", ".join(offer.starts) or str(visit.desk.today.year + 1)
    weight = {next(iter(offer.criteria)): "1"} if len(offer.criteria) == 1 else {}
    funds = tuple(FundRow(name) for name in offer.funds) or (FundRow(),)
    name = planning(visit).shelf.free_name(visit.say("ask.first_name"), "scenarios")
    quotas = tuple(QuotaRow(each) for each in offer.resources)
    return Draft(name, offer.money, years, weights=weight, quotas=quotas, funds=funds)


def _page(
    visit: AnyVisit,
    ground: _Ground,
    draft: Draft,
    faults: Faults,
    seen: str,
    notes: Sequence[Block] = (),
    begin: str = "",
) -> Page:
    offer, columns = ground.offer, amount_columns(period_labels(draft.years))
    resources = dict.fromkeys((*ground.known.resources, *(row.resource for row in draft.quotas if row.resource)))
    values = {
        "action": ground.path,
        "draft": draft,
        "seen": seen,
        "beside": faults.beside,
        "first": begin or faults.first,
        "criteria": [(name, *_measured(visit, offer, name)) for name in {**offer.criteria, **draft.weights}],
        "columns": [(label, _column(visit, label)) for label in columns],
        "resources": [(name, *_taken(visit, ground, name)) for name in resources],
        "fields": [(name, part_of(visit, name)) for name in (*offer.fields, "id") if not name.startswith("title")],
        "options": [(name, visit.speaker.called(name)) for name in resources],
        "regions": offer.fields.get("region", ())[:_SHOWN_VALUES],
        "values": sorted({v for found in offer.fields.values() if len(found) <= _SHOWN_VALUES for v in found}),
        "kinds": [(kind, visit.say(f"ask.rule.{kind}")) for kind in KINDS],
        "each_region": 1 < len(offer.fields.get("region", ())) <= _MOST_REGIONS,
        "cost": visit.speaker.number(offer.cost, 1) if offer.cost else "",
        "money": offer.money,
        "cost_unit": said_value(visit.speaker, offer.money),
        "pledges": ground.known.pledges,
    }
    blocks: list[Block] = [*notes]
    if faults.beside or faults.rest:
        blocks.append(
            Prose(visit.say("ask.faults", n=sum(map(len, faults.beside.values())) + len(faults.rest)), "warn")
        )
    blocks += [Findings(faults.rest), Custom("scenario_form", values)]
    title = visit.say("ask.of", x=ground.name) if ground.name else visit.say("ask.title")
    return Page(title, tuple(blocks), visit.say("ask.lead", n=offer.projects))


def _column(visit: AnyVisit, label: str) -> str:
    if label == WHOLE:
        return visit.say("ask.all")
    return visit.say("ask.each") if label == EACH else visit.speaker.period(label)


def _measured(visit: AnyVisit, offer: Offer, name: str) -> tuple[str, str, str]:
    found = offer.criteria.get(name)
    if found is None:
        return visit.speaker.called(name), visit.say("ask.unknown"), ""
    low, high = (visit.speaker.number(Fraction(value), 2 if value % 1 else 0) for value in (found.low, found.high))
    return visit.speaker.called(name), visit.speaker.number(found.count), visit.say("ask.from_to", low=low, high=high)


def _taken(visit: AnyVisit, ground: _Ground, name: str) -> tuple[str, str, str]:
    """Return what a resource is called, its unit, and what all projects take of it."""
    resource, found = ground.known.resources.get(name), ground.offer.resources.get(name)
    unit = said_value(visit.speaker, resource.unit.code) if resource else ""
    total = visit.speaker.number(found.total, 1 if found.total.denominator > 1 else 0) if found else ""
    return visit.speaker.called(name), unit, total


def _never(_desk: Desk) -> None:
    """Say that nobody can tell whether what was typed is as it was."""


PAGES = (
    PageAt(NEW, "ask.title", show_new, Role.PLANNER, query=Begun, state=_never, has_twins=False),
    PageAt(
        "/scenarios/{scenario}/form", "ask.title", show_one, Role.PLANNER, query=Begun, state=_never, has_twins=False
    ),
)
ACTIONS = (
    Action("POST", NEW, send_new, Role.PLANNER, ScenarioBody),
    Action("POST", "/scenarios/{scenario}/form", send_one, Role.PLANNER, ScenarioBody),
)
