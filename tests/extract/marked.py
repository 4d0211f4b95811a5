"""Texts with what they say marked in them, and what a reading of one gets wrong.

A text begins with `# name day region` (`-`: none is named, `*`: not compared). A figure stands as
`[surface|value unit qualifier|period|modality|region]`; what is left out is as for the figure before it, the qualifier
`=`. A unit `#noun` is a count of that noun, `low..high` a range. A period is `2026`, `2026-2030`, `2026Q1`, `2026H1`
or `2026.6`, with `-` before it where it is a deadline. The modality is p(romised), r(eported), e(stimated) or c: the
figure names a class. `%who` is the person who speaks, `%lead surface = units ; others` the units of a figure's task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from kaimen.evidence import Document
from kaimen.extract import Candidate, Extraction, Quantity, extract
from kaimen.extract.folding import fold

MODALITIES = {"p": "promised", "r": "reported", "e": "estimated"}
_MARK = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Marked:
    start: int
    end: int
    value: str
    unit: str
    qualifier: str
    period: str
    modality: str
    region: str


@dataclass
class Text:
    name: str
    published: date
    region: str
    lines: list[str] = field(default_factory=list)
    who: str = ""
    tasks: list[tuple[str, list[str], list[str]]] = field(default_factory=list)

    def parsed(self) -> tuple[str, list[Marked]]:
        """Return the text without its marks, and what they say."""
        raw, plain, marks, at = "\n".join(self.lines), "", list[Marked](), 0
        kept = ["*", "*", self.region]
        for match in _MARK.finditer(raw):
            plain += raw[at : match.start()]
            at = match.end()
            surface, told, *rest = match[1].split("|")
            kept = [new or old for new, old in zip([*rest, "", "", ""], kept, strict=False)]
            value, unit, qualifier = [*told.split(), *(["*"] if told == "*" else []), "="][:3]
            marks.append(Marked(len(plain), len(plain) + len(surface), value, unit, qualifier, *kept))
            plain += surface
        return plain + raw[at:], marks


def texts(source: str) -> Iterator[Text]:
    """Yield the texts of a table."""
    text: Text | None = None
    for line in source.splitlines():
        if line.startswith("# "):
            if text:
                yield text
            name, day, region = line[2:].split()
            text = Text(name, date.fromisoformat(day), region)
        elif text and line.startswith("%who "):
            text.who = line[5:]
        elif text and line.startswith("%lead "):
            surface, _, units = line[6:].partition(" = ")
            lead, others = ([unit for unit in part.strip().split("、") if unit] for part in units.split(" ;"))
            text.tasks.append((surface, lead, others))
        elif text and line:
            text.lines.append(line)
    if text:
        yield text


def wrong(text: Text) -> list[str]:
    """Return what a reading of a text gets wrong, a line for each field of a figure."""
    plain, marks = text.parsed()
    read = extract(Document(text.name, plain, published=text.published))[0]
    known = {one.quantity: one for one in read.candidates if one.quantity is not None}
    faults, taken = list[str](), set[int]()
    for mark in marks:
        met = [at for at, one in enumerate(read.quantities) if one.start < mark.end and mark.start < one.end]
        taken.update(met)
        right = next((at for at in met if mark.value == "*" or _is_read(mark, read.quantities[at])), None)
        if right is None and mark.value != "*":
            faults.append(f"{plain[mark.start : mark.end]}: read {[read.quantities[at].surface for at in met]}")
        elif right is not None and mark.value != "*":
            told = _fields(mark, read.quantities[right], known[right], text.who)
            faults += [f"{plain[max(0, mark.start - 8) : mark.end]}: {fault}" for fault in told]
    more = [one for at, one in enumerate(read.quantities) if at not in taken and one.tier != "context"]
    return [*faults, *(f"also read: {one.surface}" for one in more), *_tasks(text, read)]


def _is_read(mark: Marked, read: Quantity) -> bool:
    low, _, high = mark.value.partition("..")
    same_unit = read.kind == "count" if mark.unit.startswith("#") else read.unit == mark.unit
    ends = [(low, read.value), *([(high, read.upper)] if high else [])]
    return same_unit and all(found is not None and _is_near(told, found) for told, found in ends)


def _is_near(told: str, found: Decimal) -> bool:
    return abs(Decimal(told) - found) <= abs(Decimal(told)) * Decimal("1e-6")


def _fields(mark: Marked, read: Quantity, candidate: Candidate, who: str) -> Iterator[str]:
    noun = mark.unit[1:] if mark.unit.startswith("#") else ""
    if noun and not (fold(noun).lower in read.noun or read.unit == fold(noun).lower):
        yield f"noun {read.noun or read.unit}"
    if not read.upper and read.qualifier != mark.qualifier:
        yield f"qualifier {read.qualifier}"
    if (read.tier == "context") != (mark.modality == "c"):
        yield f"tier {read.tier}"
    days = (candidate.when.first, candidate.when.last) if candidate.when else None
    if mark.period != "*" and days != _days(mark.period):
        yield f"period {days}"
    if mark.modality in MODALITIES and candidate.modality != MODALITIES[mark.modality]:
        yield f"modality {candidate.modality}"
    region = candidate.where.region if candidate.where else "-"
    if mark.region != "*" and not region.startswith(mark.region):
        yield f"where {region}"
    if who and fold(candidate.who.person or "").plain != fold(who).plain:
        yield f"who {candidate.who.person}"


def _days(period: str) -> tuple[date | None, date]:
    told = period.removeprefix("-")
    if match := re.fullmatch(r"(\d{4})-(\d{4})", told):
        days = date(int(match[1]), 1, 1), date(int(match[2]), 12, 31)
    else:
        number, part = int(told[:4]), told[4:]
        length = {"": 12, "Q": 3, "H": 6, ".": 1}[part[:1]]
        last = length * int(part[1:] or 1)
        end = date(number + last // 12, last % 12 + 1, 1) - timedelta(days=1)
        days = date(number, last - length + 1, 1), end
    return (None if period.startswith("-") else days[0]), days[1]


def _tasks(text: Text, read: Extraction) -> Iterator[str]:
    for surface, lead, others in text.tasks:
        found = [one for one in read.candidates if one.quantity is not None]
        one = next((one for one in found if read.quantities[one.quantity or 0].surface == surface), None)
        if one is None or (list(one.lead), list(one.others)) != (lead, others):
            yield f"{surface}: units {one and (one.lead, one.others)}"
