"""A document to its quantities, candidates and findings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kaimen.errors import Finding, Place, must_be
from kaimen.evidence import Document
from kaimen.extract.arithmetic import check_agreement
from kaimen.extract.awards import check_awards
from kaimen.extract.candidates import Known, find_candidates, modality_of
from kaimen.extract.checks import check_figures
from kaimen.extract.consistency import check_consistency, questions_of
from kaimen.extract.currencies import check_currencies
from kaimen.extract.discourse import Context, Discourse, main_region, when_of
from kaimen.extract.folding import Folded, fold
from kaimen.extract.hints import Hint, alone
from kaimen.extract.indicators import CATALOGUE, Indicator
from kaimen.extract.local_money import in_local_money
from kaimen.extract.naming import with_indicators
from kaimen.extract.neighbours import check_neighbours
from kaimen.extract.outputs import check_outputs
from kaimen.extract.own_words import NO_WORDS, OwnWords
from kaimen.extract.periods import find_mentions
from kaimen.extract.persons import check_persons
from kaimen.extract.places import find_places, smallest
from kaimen.extract.points import check_points
from kaimen.extract.proportions import check_proportions
from kaimen.extract.quantities import find_quantities
from kaimen.extract.ratios import check_ratios
from kaimen.extract.reckoning import check_sums
from kaimen.extract.reports_due import find_reports_due
from kaimen.extract.seen import Flag
from kaimen.extract.sentences import find_sentences
from kaimen.extract.tables import Cells
from kaimen.extract.tasks import find_tasks
from kaimen.extract.titles import titled
from kaimen.extract.types import Extraction, Quantity, Sentence
from kaimen.extract.wrapping import read_on

_FUTURE = re.compile(
    " will | shall |预计将|"
    "将(?:达|超|突破|实现|完成|增长|新建|建成|建设|安排|投入|新增|改造|培育|开工|启动|组织|推动|推进|支持)"
)


def extract(
    document: Document,
    indicators: Sequence[Indicator] = CATALOGUE,
    hints: Sequence[Hint] = (),
    words: OwnWords = NO_WORDS,
) -> tuple[Extraction, list[Finding]]:
    """Read a document.

    Args:
        document: the text with its day of publication.
        indicators: what figures are compared with; `parse_indicators` reads a planner's own rows to add.
        words: a planner's own words beside the reader's; `parse_words` reads them.
        hints: passages that a language model pointed at; what only it found is marked (`W224`).

    Returns:
        What was read, and the findings, which the extraction holds too: a document without a date (`E201`), figures
        that cannot be true (`E210`, `E211`), a future tense about a period that is over (`W212`). The text is never
        changed.

    Raises:
        KaimenError: what is given is no document.
    """
    must_be(document, Document, "extract takes a document: Document(name, text) or one of read_document(path)")
    folded = fold(read_on(document.text))
    mentions = find_mentions(folded, document.published)
    cells = Cells(document.text, folded, mentions)
    quantities = find_quantities(document.text, folded, mentions, words.units, cells)
    places = find_places(folded, words.regions, words.meant)
    questions = questions_of(places)
    sentences = find_sentences(folded)
    quantities = titled(folded.lower, sentences, quantities)
    quantities = in_local_money(folded.lower, quantities, main_region(places, folded.plain), places)
    discourse = Discourse(
        document.text, folded, mentions, smallest(folded.lower, places), document.published, words, cells
    )
    contexts = list(discourse.follow(_with_figures(sentences, quantities)))
    pairs = _with_contexts(quantities, contexts)
    seen = with_indicators(folded.lower, pairs, indicators)
    flags = [*check_figures(document, folded, seen), *check_agreement(document, folded, seen)]
    flags += [*check_currencies(document, folded, seen), *check_points(document, folded, seen)]
    flags += check_outputs(document, folded, seen)
    told = {flag.quantity for flag in flags}
    more = [*check_persons(document, folded, seen), *check_awards(document, folded, seen)]
    flags += [flag for flag in more if flag.quantity not in told]
    flags += [flag for flag in check_neighbours(document, folded, seen) if flag.quantity not in told]
    flags += [*check_ratios(document, folded, seen), *check_proportions(document, folded, seen, indicators)]
    sums, about_parts = check_sums(document, folded, seen)
    told = {flag.quantity for flag in flags}
    flags += [flag for flag in sums if flag.quantity not in told]
    remarks, about_places = check_consistency(document, folded, seen, places, questions)
    flags += [*remarks, *_tenses(document, folded, pairs)]
    codes: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for flag in flags:
        codes[flag.quantity] += (flag.finding.code,)
    named = {figure.index: figure.indicator.name for figure in seen if figure.indicator}
    tasks = find_tasks(document.text, folded, contexts)
    known = Known(codes, named, tasks, tuple(hints), words.sectors)
    candidates = find_candidates(document, folded, contexts, quantities, known)
    flags.sort(key=lambda flag: flag.quantity)
    findings = [*_undated(document), *(flag.finding for flag in flags), *about_parts, *about_places]
    findings += [alone(document, found.start, found.end) for found in candidates if "W224" in found.flags]
    due = find_reports_due(folded, sentences, mentions, document.published)
    shared = frozenset(place.where for place in places if place.is_shared)
    read = (tuple(quantities), tuple(candidates), tuple(findings), tuple(due), questions, shared)
    return Extraction(document, *read), findings


def _with_figures(sentences: Sequence[Sentence], quantities: Sequence[Quantity]) -> list[Sentence]:
    """Return the sentences; a line without a stop that holds a figure is no heading but an entry of a list."""
    starts = [quantity.start for quantity in quantities]
    return [
        replace(sentence, is_heading=False)
        if sentence.is_heading and bisect_left(starts, sentence.start) < bisect_left(starts, sentence.end)
        else sentence
        for sentence in sentences
    ]


def _with_contexts(quantities: Sequence[Quantity], contexts: Sequence[Context]) -> list[tuple[int, Quantity, Context]]:
    starts = [context.sentence.start for context in contexts]
    pairs = []
    for at, quantity in enumerate(quantities):
        before = bisect_left(starts, quantity.start + 1) - 1
        if before >= 0 and quantity.start < contexts[before].sentence.end:
            pairs.append((at, quantity, contexts[before]))
    return pairs


def _undated(document: Document) -> list[Finding]:
    if document.published is not None:
        return []
    what = "The document does not say when it was published, so this year, last year and the like stay open."
    fix = "Give the day, for instance --date 2024-02-19."
    return [Finding("E201", what, Place(file=document.name), "a date", "none", fix)]


def _tenses(document: Document, folded: Folded, pairs: Sequence[tuple[int, Quantity, Context]]) -> list[Flag]:
    """Return a remark where a figure is told in the future tense for a period that was over at publication."""
    flags = []
    for at, quantity, context in pairs:
        when, _ = when_of(context, document.text, quantity.start, quantity.end)
        if when is None or when.last is None or document.published is None or when.last >= document.published:
            continue
        near = folded.lower[max(context.sentence.start, quantity.start - 24) : quantity.start]
        if not _FUTURE.search(near):
            continue
        mode = modality_of(context, folded, document, (quantity.start, quantity.end))
        what = f'"{quantity.surface}" is told in the future tense, but its period ended on {when.last.isoformat()}.'
        fix = f"It was read as {mode}; check the period and the tense."
        place = Place(file=document.name, start=quantity.start, end=quantity.end)
        flags.append(Flag(at, Finding("W212", what, place, "a period to come", when.last.isoformat(), fix)))
    return flags
