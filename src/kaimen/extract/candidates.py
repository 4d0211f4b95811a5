"""Candidates: which clause says what, by whom, where and by when. One for each figure, and those without a figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from kaimen.evidence import Document
from kaimen.extract.cue_words import CHINESE_PLANS, PLANS
from kaimen.extract.discourse import Context, mentions_between, when_of, with_due
from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.hints import Hint
from kaimen.extract.listed_places import listed_place
from kaimen.extract.modality import PLAN, Around, done_words, is_reckoned, modality, tells, was_done
from kaimen.extract.sectors import Sectors
from kaimen.extract.subjects import subject
from kaimen.extract.types import Candidate, Quantity, Where, Who
from kaimen.extract.unquantified import Clause, clauses_without_figures

_LONGEST = 600
_PLAN_VERB = re.compile(
    rf"(?<![a-z])(?P<verb>{alternatives(PLANS)})(?:s|d|ed|ing)?(?![a-z])"
    rf"|(?P<han>(?!发展(?:和?改革|规划|纲要))(?:{alternatives(CHINESE_PLANS)}))"
)
_JOINT = re.compile(
    r", (?:and|but|while|whereas|up from|down from|compared|which|below|above|against|well|now|currently|should|will"
    r"|must|shall|is to|are to)(?![a-z])"
    r"| (?:while|whereas)(?![a-z])| and (?:the|it|they|its|another|will|is to|are to)(?![a-z])"
)
"""Where another clause begins, which may be told of another time."""
_SEGMENT_END = re.compile(r"[；;。\n]")
_CLAUSE_END = re.compile(r"[，；。、：;:\n（）()“”\"]|,(?!\d)|\.(?!\d)")


class Task(TypedDict, total=False):
    """The number of a task in its list and the units that are responsible for it."""

    task: str
    lead: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of figures and sentences: finding codes and indicator by figure, tasks by start of sentence.

    `hints` are passages that a language model pointed at, in the order of the text.
    """

    flags: Mapping[int, tuple[str, ...]]
    indicators: Mapping[int, str]
    tasks: Mapping[int, Task]
    hints: tuple[Hint, ...] = ()
    sectors: tuple[tuple[str, str], ...] = ()

    def task_of(self, context: Context) -> Task:
        """Return the task that a sentence belongs to; empty where there is none."""
        return self.tasks.get(context.sentence.start, {})


def find_candidates(
    document: Document,
    folded: Folded,
    contexts: Iterable[Context],
    quantities: Sequence[Quantity],
    known: Known,
) -> list[Candidate]:
    """Return the candidates of a document in the order of the text."""
    starts = [quantity.start for quantity in quantities]
    reader = _Reader(document, folded, known)
    found: list[Candidate] = []
    for context in contexts:
        low, high = (bisect_left(starts, at) for at in (context.sentence.start, context.sentence.end))
        own = quantities[low:high]
        figures = [reader.with_figure(context, own, at, low) for at in range(low, high)]
        others = list(reader.without_figure(context, own))
        hinted = reader.with_hints(context, [*figures, *others])
        found += sorted(hinted, key=lambda candidate: (candidate.start, candidate.quantity or 0))
    sectors = Sectors(folded.lower, known.sectors)
    width = max(3, len(str(len(found))))
    return [
        replace(
            candidate,
            id=f"c{number:0{width}d}",
            sector=candidate.sector or sectors.within(candidate.start, candidate.end),
        )
        for number, candidate in enumerate(found, 1)
    ]


def modality_of(
    context: Context,
    folded: Folded,
    document: Document,
    span: tuple[int, int],
    within: tuple[int, int] | None = None,
    before: str = "",
) -> str:
    """Return whether what stands at `span` is promised, reported or estimated.

    `within` are the words around it, `before` is what the figure before it is in a Chinese paragraph.
    """
    start, end = span
    _, mention = when_of(context, document.text, start, end)
    low, high = within or segment(folded.lower, context, start, end)
    if not context.is_han:
        near = _near_clause(folded.lower, low, high, span)
        low, high = near if tells(folded.lower[near[0] : near[1]]) else (low, high)
    first = mention.first if mention and mention.kind == "period" else None
    last, published = mention.last if mention else None, document.published
    cell = context.cells.at(start) if context.cells else None
    if cell and cell.modality and not (last and published and last < published):
        return cell.modality
    if not context.is_han:
        if mention and not low <= mention.start < high and was_done(folded.lower[low:high]):
            first = last = None  # a period carried on says nothing of what the clause itself tells as done
        return modality(folded.lower[low:high], last, published, context.section, first, context.cues)
    if published and last is None:
        ahead = [m.last for m in mentions_between(context, low, high) if m.last and m.last > published]
        last = ahead[0] if ahead else None
    if is_reckoned(folded.lower, low, start):
        return "estimated"
    is_ahead = context.section in (PLAN, "promised") or (mention is not None and mention.kind in ("deadline", "loose"))
    is_ahead = is_ahead or bool(last and published and last.year > published.year)  # 十五五期间累计
    done = done_words(folded.lower, low, high, span, is_ahead=is_ahead)
    clause = folded.lower[low:high]
    return modality(clause, last, published, context.section, first, context.cues, Around(done, before))


def _near_clause(lower: str, low: int, high: int, span: tuple[int, int]) -> tuple[int, int]:
    """Return the part of an English sentence around a figure up to where another subject begins."""
    for joint in _JOINT.finditer(lower, low, span[0]):
        low = joint.start() + 1
    after = _JOINT.search(lower, span[1], high)
    return low, after.start() if after else high


def segment(lower: str, context: Context, start: int, end: int) -> tuple[int, int]:
    """Return the part of the sentence between semicolons around `start` to `end`, at most some 600 characters."""
    low, high = max(context.sentence.start, start - _LONGEST), min(context.sentence.end, end + _LONGEST)
    for stop in _SEGMENT_END.finditer(lower, low, start):
        low = stop.end()
    after = _SEGMENT_END.search(lower, end, high)
    high = after.start() if after else high
    if high - low > _LONGEST:
        low = max(
            [low, *(stop.end() for stop in _CLAUSE_END.finditer(lower, max(low, start - _LONGEST // 2), start))][:2]
        )
        after = _CLAUSE_END.search(lower, end, high)
        high = after.start() if after else high
    while low < start and lower[low].isspace():
        low += 1
    return low, high


class _Reader:
    def __init__(self, document: Document, folded: Folded, known: Known) -> None:
        self._document, self._folded, self._known = document, folded, known
        self._last = -1, ""

    def with_figure(self, context: Context, own: Sequence[Quantity], at: int, first: int) -> Candidate:
        """Return the candidate of figure `at` of the document; `own` are those of its sentence, from number `first`."""
        quantity = own[at - first]
        lower, text = self._folded.lower, self._document.text
        low, high = segment(lower, context, quantity.start, quantity.end)
        when, _ = when_of(context, text, quantity.start, quantity.end)
        span, before = (quantity.start, quantity.end), self._before(context)
        mode = modality_of(context, self._folded, self._document, span, (low, high), before)
        self._last = context.sentence.paragraph, mode
        return Candidate(
            "",
            "zh" if context.is_han else "en",
            "quantified",
            quantity.tier,
            low,
            high,
            text[low:high],
            context.who,
            self._place_of(context, quantity.start),
            action_before(lower, low, quantity.start),
            subject(text, self._folded, context, own, at - first),
            at,
            with_due(when, mode),
            mode,
            self._known.flags.get(at, ()),
            self._known.indicators.get(at, ""),
            **self._known.task_of(context),
        )

    def _before(self, context: Context) -> str:
        """Return what the figure before is in the same Chinese paragraph, or nothing."""
        return self._last[1] if context.is_han and self._last[0] == context.sentence.paragraph else ""

    def _place_of(self, context: Context, start: int) -> Where | None:
        """Return where a figure is: in Chinese the region it is listed for, else that of its sentence."""
        lower, begin = self._folded.lower, context.sentence.start
        listed = listed_place(lower, begin, context.places, start) if context.is_han and context.places else None
        return listed or context.where

    def without_figure(self, context: Context, own: Sequence[Quantity]) -> Iterator[Candidate]:
        """Yield the candidates of the clauses of a sentence that hold no figure."""
        text, lower = self._document.text, self._folded.lower
        for clause in clauses_without_figures(lower, context, own):
            when, _ = when_of(context, text, clause.start, clause.end)
            mode = modality_of(context, self._folded, self._document, (clause.start, clause.end))
            if clause.kind == "unquantified" and mode != "promised":
                continue
            yield Candidate(
                "",
                "zh" if context.is_han else "en",
                clause.kind,
                clause.tier,
                clause.start,
                clause.end,
                text[clause.start : clause.end],
                context.who,
                context.where,
                _first_action(lower, clause),
                clause.what(text),
                None,
                with_due(when, mode),
                mode,
                **self._known.task_of(context),
            )

    def with_hints(self, context: Context, found: Sequence[Candidate]) -> list[Candidate]:
        """Return a sentence's candidates with the model's sector where they meet a hint, and what only a hint has."""
        hints = self._known.hints
        low, high = (
            bisect_left(hints, at, key=lambda hint: hint.start) for at in (context.sentence.start, context.sentence.end)
        )
        known = list(found)
        for hint in hints[low:high]:
            met = [
                at for at, candidate in enumerate(found) if candidate.start < hint.end and hint.start < candidate.end
            ]
            for at in met:
                known[at] = replace(known[at], sector=known[at].sector or hint.sector)
            if not met:
                known.append(self._pointed_at(context, hint))
        return known

    def _pointed_at(self, context: Context, hint: Hint) -> Candidate:
        text, lower = self._document.text, self._folded.lower
        end = min(hint.end, context.sentence.end)
        when, _ = when_of(context, text, hint.start, end)
        mode = modality_of(context, self._folded, self._document, (hint.start, end))
        who = context.who
        if hint.who and who.attribution == "document":
            who = Who(organisation=hint.who, attribution="explicit")
        return Candidate(
            "",
            "zh" if context.is_han else "en",
            "unquantified",
            "soft",
            hint.start,
            end,
            text[hint.start : end],
            who,
            context.where,
            action_before(lower, hint.start, end),
            text[hint.start : end],
            None,
            with_due(when, mode),
            mode,
            ("W224",),
            sector=hint.sector,
            **self._known.task_of(context),
        )


def action_before(lower: str, low: int, at: int) -> str:
    """Return the verb of doing nearest before `at`, or `report`."""
    found = list(_PLAN_VERB.finditer(lower, max(low, at - 160), at))
    return found[-1]["verb"] or found[-1]["han"] if found else "report"


def _first_action(lower: str, clause: Clause) -> str:
    match = _PLAN_VERB.search(lower, clause.start, min(clause.end, clause.start + 120))
    return (match["verb"] or match["han"]) if match else ""
