"""The ledger of pledges: entries that are only ever added.

A pledge is what an authority has committed itself to, in a form that can be tested, with the sentence that says so. It
enters the ledger when a person confirms it; nothing else lets it in, and a candidate, which a machine has read, is
another type (`kaimen.extract.Candidate`). Correcting and withdrawing are entries too, so that the state on any day can
be told again:

- `Confirmation`: the pledge is there from that day on
- `Amendment`: from that day on it reads as given here
- `Retraction`: from that day on it is no longer there; its id is never used for another

Days do not go back: an entry is dated no earlier than the one before it. `by` names a role, not a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from kaimen.errors import NOWHERE, Finding, KaimenError, Place
from kaimen.evidence import Citation, Passage


@dataclass(frozen=True, slots=True)
class Target:
    """The measurable part of a pledge: a value in a base unit, and how it is meant.

    `unit` is the base unit of the reader: a currency by its code, `%` as 53 for 53 %, `km2`, or the noun counted.
    `qualifier` is one of = > >= < <= ~ (about) <~ (nearly) another, range; `upper` is the higher end of a range.
    `change` is `yoy` for a rate of change, `level` for a share, else empty.
    """

    value: Decimal
    unit: str
    qualifier: str = "="
    upper: Decimal | None = None
    change: str = ""


@dataclass(frozen=True, slots=True)
class Pledge:
    """A testable commitment of an authority.

    `passage` is where it says so; `figure`, inside the passage, the words of the target. `twins` are passages of other
    documents that say the same. `due` is the day by which it is expected (None: not said). `lead` is the unit that
    answers for it, `others` those that take part, `next_report` the day on which it is to be reported on next.
    """

    id: str
    what: str
    passage: Passage
    region: str = ""
    authority: str = ""
    figure: Passage | None = None
    target: Target | None = None
    due: date | None = None
    twins: tuple[Passage, ...] = ()
    lead: str = ""
    others: tuple[str, ...] = ()
    next_report: date | None = None


@dataclass(frozen=True, slots=True)
class _Dated:
    by: str
    on: date
    place: Place = field(default=NOWHERE, kw_only=True, compare=False)


@dataclass(frozen=True, slots=True)
class Confirmation(_Dated):
    """A person takes a pledge into the ledger.

    Raises:
        KaimenError: what is to be taken in is no pledge, for instance a candidate.
    """

    pledge: Pledge

    def __post_init__(self) -> None:
        """Keep out what is no pledge: at run time too, a candidate has no way in."""
        _must_be_pledge(self.pledge)


@dataclass(frozen=True, slots=True)
class Amendment(_Dated):
    """A person changes what a pledge says, for a reason; its id stays."""

    pledge: Pledge
    reason: str

    def __post_init__(self) -> None:
        """Keep out what is no pledge."""
        _must_be_pledge(self.pledge)


@dataclass(frozen=True, slots=True)
class Retraction(_Dated):
    """A person withdraws a pledge, for a reason."""

    pledge: str
    reason: str


Entry = Confirmation | Amendment | Retraction


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries in the order in which they were made, and what they add up to."""

    entries: tuple[Entry, ...] = ()
    pledges: Mapping[str, Pledge] = field(default_factory=dict, compare=False)
    retracted: Mapping[str, Retraction] = field(default_factory=dict, compare=False)

    def confirm(self, pledge: Pledge, by: str, on: date) -> Ledger:
        """Return the ledger with a pledge taken in.

        Raises:
            KaimenError: its id is or was there, or `on` lies before the last entry.
        """
        return self._with(Confirmation(by, on, pledge))

    def amend(self, pledge: Pledge, by: str, on: date, reason: str) -> Ledger:
        """Return the ledger in which the pledge with this id reads as given.

        Raises:
            KaimenError: there is none with this id, or `on` lies before the last entry.
        """
        return self._with(Amendment(by, on, pledge, reason))

    def retract(self, pledge: str, by: str, on: date, reason: str) -> Ledger:
        """Return the ledger in which the pledge with this id is withdrawn.

        Raises:
            KaimenError: there is none with this id, or `on` lies before the last entry.
        """
        return self._with(Retraction(by, on, pledge, reason))

    def as_of(self, day: date) -> Ledger:
        """Return the ledger as it stood at the end of a day."""
        return ledger_of(entry for entry in self.entries if entry.on <= day)[0]

    def history(self, pledge: str) -> tuple[Entry, ...]:
        """Return the entries about a pledge, first to last."""
        return tuple(entry for entry in self.entries if _id(entry) == pledge)

    def _with(self, entry: Entry) -> Ledger:
        ledger, findings = record(self, entry)
        if findings:
            raise KaimenError(findings[0].what)
        return ledger


def record(ledger: Ledger, entry: Entry) -> tuple[Ledger, list[Finding]]:
    """Return the ledger with an entry added; unchanged, with a finding, where it does not fit what is there."""
    fault = _fault(ledger, entry)
    if fault is not None:
        return ledger, [replace(fault, place=entry.place)]
    pledges, retracted = dict(ledger.pledges), dict(ledger.retracted)
    if isinstance(entry, Retraction):
        del pledges[entry.pledge]
        retracted[entry.pledge] = entry
    else:
        pledges[entry.pledge.id] = entry.pledge
    return Ledger((*ledger.entries, entry), pledges, retracted), []


def ledger_of(entries: Iterable[Entry]) -> tuple[Ledger, list[Finding]]:
    """Return the ledger of entries in their order; those that do not fit are left out, each with a finding."""
    ledger = Ledger()
    findings: list[Finding] = []
    for entry in entries:
        ledger, faults = record(ledger, entry)
        findings += faults
    return ledger, findings


def check_citation(ledger: Ledger, citation: Citation, name: str, place: Place = NOWHERE) -> list[Finding]:
    """Return a finding unless the pledge that `name` cites is in the ledger; none where it cites no pledge."""
    pledge = citation.pledge
    if not pledge or pledge in ledger.pledges:
        return []
    retraction = ledger.retracted.get(pledge)
    if retraction is not None:
        what = f'"{name}" cites the pledge "{pledge}", which was retracted on {retraction.on}: {retraction.reason}.'
        return [Finding("E702", what, place, fix="Take the rule out, or cite a pledge that stands.")]
    what = f'"{name}" cites the pledge "{pledge}", which nobody has confirmed.'
    near = get_close_matches(pledge, ledger.pledges, 3, 0.5)
    fix = "Confirm the pledge in the ledger first, or correct the id" + (f": {', '.join(near)}?" if near else ".")
    known = f"one of the {len(ledger.pledges)} pledges that stand"
    return [Finding("E701", what, place, known, f'"{pledge}"', fix)]


def _must_be_pledge(value: object) -> None:
    if not isinstance(value, Pledge):
        raise KaimenError(f"only a pledge enters the ledger, and this is a {type(value).__name__}")


def _id(entry: Entry) -> str:
    return entry.pledge if isinstance(entry, Retraction) else entry.pledge.id


def _fault(ledger: Ledger, entry: Entry) -> Finding | None:
    name = _id(entry)
    if ledger.entries and entry.on < ledger.entries[-1].on:
        what = f'The entry about pledge "{name}" is dated before the one above it; a ledger only grows.'
        fix = "Put it at the end, with the day on which it is made."
        return Finding("E704", what, expected=f"{ledger.entries[-1].on} or later", found=str(entry.on), fix=fix)
    if isinstance(entry, Confirmation):
        if name in ledger.pledges or name in ledger.retracted:
            state = (
                "is in the ledger already" if name in ledger.pledges else "was retracted, and its id is not used again"
            )
            fix = "Amend the pledge that is there, or give this one an id of its own."
            return Finding("E703", f'The pledge "{name}" {state}.', fix=fix)
        return None
    if name in ledger.pledges:
        return None
    verb = "amends" if isinstance(entry, Amendment) else "retracts"
    what = f'An entry {verb} the pledge "{name}", which is not in the ledger.'
    return Finding("E703", what, expected=", ".join(ledger.pledges) or "none", fix="Confirm it first; correct the id.")
