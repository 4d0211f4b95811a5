"""What is read from a document: quantities and candidates, each tied to its characters in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.evidence import Document, Passage


@dataclass(frozen=True, slots=True)
class Sentence:
    """Code points `start` to `end` of a sentence, the number of its paragraph, and whether it is a heading."""

    start: int
    end: int
    paragraph: int
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in the text. `document.text[start:end] == surface`, always.

    `value` is in the base unit `unit`: currencies by code, 53 for 53 %, percentage points (`pp`) apart, share words as
    fractions, tonne, tce, km2 and ha apart, persons, and the noun as written where something is counted. `upper` is the
    higher end of a range, else None. `qualifier` is one of = > >= < <= ~ (about) <~ (nearly) another, range. `change`
    is `yoy` (a rate of change), `increment` (a change in the unit itself), `level` (a share) or empty; `direction` is
    up, down or empty. `tier` is `context` for counts of the text's own parts and
    for amounts that name a class (projects of over 100 million yuan), else `testable`. `noun` is what
    is counted, `per` what the figure is for each of (500 yuan per mu), both as written.
    """

    start: int
    end: int
    surface: str
    value: Decimal
    unit: str
    kind: str
    qualifier: str = "="
    upper: Decimal | None = None
    change: str = ""
    direction: str = ""
    tier: str = "testable"
    noun: str = ""
    per: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """The period of a candidate: first and last day, the day it is due, and the words for it (None: inherited)."""

    first: date | None = None
    last: date | None = None
    due: date | None = None
    start: int | None = None
    end: int | None = None
    surface: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks. `attribution` is explicit (named in the sentence), inherited (carried on) or document."""

    organisation: str | None = None
    person: str | None = None
    role: str | None = None
    attribution: str = "document"


@dataclass(frozen=True, slots=True)
class Where:
    """The region a sentence is about, as written in the gazetteer, with its administrative code where it has one."""

    region: str
    adcode: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A machine-read, unreviewed pledge or report. It is no pledge until a person confirms it.

    `kind` is quantified, vague, relative, unquantified or slogan; `tier` is testable, vague, soft, slogan or context;
    `modality` is promised, reported or estimated. `quantity` is an index into the extraction's quantities. `flags` are
    codes of findings about its figure. `indicator` is a name of the catalogue, `lead` and `others` the units that a
    bracket makes responsible, `task` the number of the task in its list, `sector` the letter of the industry's section;
    each is empty where there is none.
    """

    id: str
    language: str
    kind: str
    tier: str
    start: int
    end: int
    quote: str
    who: Who
    where: Where | None
    action: str
    what: str
    quantity: int | None
    when: When | None
    modality: str
    flags: tuple[str, ...] = ()
    indicator: str = ""
    lead: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    task: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class ReportDue:
    """Code points `start` to `end` that say when progress is reported.

    `every` is month, quarter, half-year or year, or empty where it is once; `day` is the first after publication,
    None where the text or its day of publication does not tell it.
    """

    start: int
    end: int
    every: str
    day: date | None


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """A name that several regions have, first at `start` to `end`; nothing in the text tells which of them is meant.

    It is read as the first of the `choices`.
    """

    name: str
    start: int
    end: int
    choices: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What an earlier document tells of the same thing as the figure `quantity` (an index): the evidence of a `W230`.

    `passage` is the earlier sentence, `figure` the figure in it.
    """

    quantity: int
    document: Document
    passage: Passage
    figure: Passage


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from a document, in the order of the text.

    `shared` are regions whose name others have too; `before` is what earlier documents tell of figures asked for.
    """

    document: Document
    quantities: tuple[Quantity, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    reports_due: tuple[ReportDue, ...] = ()
    questions: tuple[PlaceQuestion, ...] = ()
    shared: frozenset[Where] = frozenset()
    before: tuple[ToldBefore, ...] = ()
