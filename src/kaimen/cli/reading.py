"""`extract`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.keeping import with_office
from kaimen.errors import Finding
from kaimen.extract import NO_WORDS, Extraction, ToldBefore, as_json, before_json, compare_earlier, compare_twins
from kaimen.formats.candidates import CANDIDATE_WRITERS
from kaimen.report import candidate_table, counted
from kaimen.workspace.reading.own_words import Vocabulary, answers_in, read_with, vocabulary_in
from kaimen.workspace.reading.readings import earlier_in
from kaimen.workspace.record.office import Office

_Reading = tuple[Extraction | None, list[Finding]]
"""What was read from one file, if anything, with the findings."""


MODEL = (
    "--model takes an http(s) address without a name or password in it, and --model-name the name of the model; "
    "a key is read from KAIMEN_MODEL_KEY."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `extract`."""

    day: str | None = None
    output: Path | None = None
    twin: Path | None = None
    indicators: Path | None = None
    everything: bool = False
    in_json: bool = False
    model: workspace.Endpoint | None = None
    words: Path | None = None
    office: str = ""


@dataclass(frozen=True, slots=True)
class _Own:
    """A planner's own rows and words, and the workspace whose answers about a document count."""

    vocabulary: Vocabulary
    office: Office | None = None


def endpoint(url: str, name: str) -> workspace.Endpoint | None:
    """Return where a language model is to be asked; None: it is not."""
    return workspace.Endpoint(url, name, os.environ.get("KAIMEN_MODEL_KEY", "")) if url or name else None


def read_announcements(paths: Sequence[Path], asked: Asked) -> int:
    """Read announcements, print what was found, and write it where asked; with the words of a workspace if named."""

    def use(office: Office | None) -> int:
        return _read_all(paths, asked, office)

    return with_office(asked.office, use, as_json=asked.in_json, must_exist=True) if asked.office else use(None)


def _read_all(paths: Sequence[Path], asked: Asked, office: Office | None) -> int:
    output, in_json = asked.output, asked.in_json
    if asked.day is not None and _date(asked.day) is None:
        return show.misuse(f'--date takes a day such as 2024-02-19; "{asked.day}" is none.', as_json=in_json)
    if has_other_ending(output, CANDIDATE_WRITERS, as_json=in_json):
        return show.MISUSE
    if asked.model is not None and not (asked.model.is_web and asked.model.model):
        return show.misuse(MODEL, as_json=in_json)
    unwritable = workspace.check_output(output) if output is not None else []
    if unwritable:
        show.tell(unwritable, as_json=in_json)
        return show.WRONG
    own, aside = _own(asked, office)
    twin, found = _read(asked.twin, asked.day, own) if asked.twin else (None, [])
    aside = [*aside, *(found if twin is None else [])]
    read = _with_earlier([_read(path, asked.day, own, twin, asked.model) for path in paths], office)
    extractions = [extraction for extraction, _ in read if extraction]
    lost = [finding for extraction, findings in read if extraction is None for finding in findings] + aside
    written = workspace.save_candidates(output, extractions) if output and extractions else []
    if in_json:
        documents = [_json(path, *pair) for path, pair in zip(paths, read, strict=True)]
        show.print_json(documents[0] if len(documents) == 1 else {"documents": documents})
    else:
        _print(extractions, [finding for _, findings in read for finding in findings], everything=asked.everything)
    show.print_findings([*aside, *written])
    if output and extractions and not written and not in_json:
        show.say(f"wrote {output}")
    return show.WRONG if lost or written else show.DONE


def _own(asked: Asked, office: Office | None) -> tuple[_Own, list[Finding]]:
    rows, findings = workspace.read_indicators(asked.indicators) if asked.indicators else ((), [])
    words, more, faults = workspace.read_words(asked.words) if asked.words else (NO_WORDS, (), [])
    kept = vocabulary_in(office) if office else Vocabulary()
    vocabulary = Vocabulary(words + kept.words, (*rows, *more, *kept.indicators))
    return _Own(vocabulary, office), [*findings, *faults, *kept.findings]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(
    path: Path,
    day: str | None,
    own: _Own,
    twin: Extraction | None = None,
    model: workspace.Endpoint | None = None,
) -> _Reading:
    document, findings = workspace.read_document(path, day)
    if document is None:
        return None, findings
    hints, told = workspace.ask_model(document, model) if model else ((), [])
    answers = answers_in(own.office, document) if own.office else ()
    extraction, found = read_with(document, own.vocabulary, answers, hints)
    return extraction, findings + told + found + (compare_twins(extraction, twin) if twin else [])


def _with_earlier(read: Sequence[_Reading], office: Office | None) -> list[_Reading]:
    """Return what was read, with questions about figures far from those of the documents published before.

    These are the files that were given, and what a workspace keeps where one is named.
    """
    given = [extraction for extraction, _ in read if extraction]
    held: list[_Reading] = []
    for extraction, findings in read:
        if extraction is None:
            held.append((None, findings))
            continue
        texts = {other.document.sha256 for other in given}
        kept = earlier_in(office, extraction) if office else []
        known = [*(other for other in kept if other.document.sha256 not in texts), *given]
        one, asked = compare_earlier(extraction, known)
        held.append((one, [*findings, *asked]))
    return held


def _json(path: Path, extraction: Extraction | None, findings: Sequence[Finding]) -> dict[str, object]:
    """Return what was read from one file; the findings about reading it and about its figures together."""
    known: dict[str, object] = {"document": {"name": path.name}, "quantities": [], "candidates": []}
    if extraction:
        known = dict(as_json(extraction))
    told = show.findings_json(findings)
    for row, finding in zip(told, findings, strict=True):
        row |= {"start": finding.place.start, "end": finding.place.end}
        if extraction and finding.code == "W230":
            row["before"] = before_json(extraction, finding)
    return {**known, "findings": told}


def print_before(told: Sequence[ToldBefore]) -> None:
    """Print the earlier sentences that a figure is held against."""
    for one in told:
        where = f"{one.document.name}, {one.document.published} [{one.passage.start}:{one.passage.end}]"
        show.say(f'  told before in {where}: "{" ".join(one.passage.quote.split())}"')


def _print(extractions: Sequence[Extraction], findings: Sequence[Finding], *, everything: bool) -> None:
    for extraction in extractions:
        figures = sum(candidate.quantity is not None for candidate in extraction.candidates)
        own = sum(finding.place.file == extraction.document.name for finding in findings)
        parts = (
            counted(len(extraction.candidates), "candidate"),
            f"{figures:,} with a figure",
            counted(own, "finding"),
        )
        show.say(f"{extraction.document.name} · {' · '.join(parts)}", "bold")
        for due in extraction.reports_due:
            when = f"every {due.every}{', first' if due.day else ''}" if due.every else "once,"
            quote = " ".join(extraction.document.text[due.start : due.end].split())
            show.say(f'  a report is due {when}{f" by {due.day}" if due.day else ""}: "{quote}"')
    total = sum(len(extraction.candidates) for extraction in extractions)
    if total:
        table = candidate_table(extractions, None if everything else show.SCREEN)
        show.print_table(table)
        if len(table.rows) < total:
            show.say(f"  {total - len(table.rows):,} more: --all shows them, -o writes a list", "dim")
    show.print_findings(findings, to_stdout=True)
    print_before([told for extraction in extractions for told in extraction.before])
