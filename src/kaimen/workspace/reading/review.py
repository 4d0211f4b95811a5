"""A person goes through the candidates of an announcement; what is accepted becomes a pledge of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from kaimen.errors import Finding, Place
from kaimen.evidence import Document, Passage
from kaimen.extract import (
    Candidate,
    Extraction,
    Hint,
    PlaceQuestion,
    ToldBefore,
    doubt_order,
    marks_of,
    questions_about,
)
from kaimen.extract.confirming import pledge_of
from kaimen.formats.pledge_body import pledge_body, pledge_of_body
from kaimen.formats.pledge_list import pledges_toml
from kaimen.ledger import Amendment, Confirmation, Entry, Ledger, Pledge, Retraction, ledger_of
from kaimen.store import Change, Draft, Json, Version, texts_of
from kaimen.workspace.files import read_bytes, write_bytes
from kaimen.workspace.reading.announcements import read_document
from kaimen.workspace.reading.language_model import Endpoint, ask_model
from kaimen.workspace.reading.own_words import ANSWER, Answer, answer_drafts, answers_in, check_answer
from kaimen.workspace.reading.readings import counts_body, counts_in, counts_of, key_of, read_beside
from kaimen.workspace.record.office import Kept, Office, Said

ACCEPTED, REJECTED = "accepted", "rejected"


class Review:
    """The candidates of one document and what has been said of each; every decision is an entry of the ledger."""

    def __init__(
        self,
        office: Office,
        extraction: Extraction,
        content: bytes,
        hints: Sequence[Hint] = (),
        earlier: Sequence[Document] = (),
    ) -> None:
        self.office, self.extraction, self._hints = office, extraction, hints
        self.earlier = tuple(earlier)
        """Earlier documents that this one is held against, the latest last."""
        self._content = content
        self._done: list[int] = []
        self._next = 1 + len(office.store.numbers("pledge", _all_names(office)))

    @property
    def queue(self) -> list[Candidate]:
        """The candidates that can be tested or made testable and that nobody has decided on, figures first."""
        decided = {version.id for version in self.office.store.versions("review")}
        waiting = [c for c in self.extraction.candidates if c.tier != "context" and self.key(c) not in decided]
        return sorted(waiting, key=lambda candidate: candidate.quantity is None)

    def queue_in(self, order: str = "", only: str = "") -> list[Candidate]:
        """Return the queue in an order: figures first (empty), `doubtful` first, or as in the `text`.

        With `only` set to `marked`, those alone that have marks (`kaimen.extract.marks_of`).
        """
        waiting = [candidate for candidate in self.queue if not only or self.marks(candidate)]
        if not order:
            return waiting
        by_doubt = doubt_order(self.extraction)
        return sorted(waiting, key=by_doubt if order == "doubtful" else lambda candidate: candidate.start)

    def marks(self, candidate: Candidate) -> tuple[str, ...]:
        """Return what makes a candidate doubtful."""
        return marks_of(self.extraction, candidate)

    def key(self, candidate: Candidate) -> str:
        """Return what a candidate is known by: its document's hash and its place."""
        return key_of(self.extraction, candidate)

    def proposed(self, candidate: Candidate) -> Pledge:
        """Return the pledge that a candidate would be under the next free id."""
        return pledge_of(self.extraction, candidate, _pledge_id(self._next))

    def accept(self, candidate: Candidate, said: Said, *pledges: Pledge) -> Kept:
        """Take a candidate in as a pledge as it was read, or as the pledge or pledges that a person has made of it."""
        taken = pledges or (self.proposed(candidate),)
        verdict: dict[str, Json] = {"verdict": ACCEPTED, "pledges": [pledge.id for pledge in taken]}
        verdict |= self._shown(candidate)
        drafts = [Draft("pledge", pledge.id, pledge_body(pledge)) for pledge in taken]
        drafts += [
            Draft("review", self.key(candidate), verdict, self._last(candidate)),
            *self._document(),
        ]
        kept = self._write("confirm", drafts, said)
        self._next += len(taken) if kept[0] is not None else 0
        return kept

    def split(self, candidate: Candidate, before: str) -> tuple[Pledge, Pledge] | None:
        """Return two pledges of a candidate, parted before some words of its sentence; the figure stays with its words.

        None where the words do not stand in the sentence after its beginning.
        """
        at = candidate.quote.find(before) if before else -1
        if at <= 0:
            return None
        whole, document, middle = self.proposed(candidate), self.extraction.document, candidate.start + at
        bare = replace(whole, figure=None, target=None)
        is_first = whole.figure is not None and whole.figure.end <= middle
        first = replace(whole if is_first else bare, passage=document.passage(candidate.start, middle))
        second = replace(bare if is_first else whole, passage=document.passage(middle, candidate.end))
        return first, replace(second, id=_pledge_id(self._next + 1), what=" ".join(candidate.quote[at:].split())[:80])

    def reject(self, candidate: Candidate, said: Said) -> Kept:
        """Say that a candidate is no pledge."""
        verdict: dict[str, Json] = {"verdict": REJECTED, **self._shown(candidate)}
        draft = Draft("review", self.key(candidate), verdict, self._last(candidate))
        return self._write("reject", (draft, *self._document()), said)

    def asked_of(self, candidate: Candidate) -> list[PlaceQuestion]:
        """Return the names that nothing tells apart and that a candidate's place rests on, or its sentence holds."""
        return questions_about(self.extraction, candidate)

    def told_before(self, candidate: Candidate) -> list[ToldBefore]:
        """Return what earlier documents tell of a candidate's figure where it is far from that, the latest first."""
        return [told for told in self.extraction.before if told.quantity == candidate.quantity]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was said of names in this document."""
        return answers_in(self.office, self.extraction.document)

    def say_which(self, name: str, code: str, said: Said, *, remember: bool = False) -> Kept:
        """Say which region a name means in this document, by its code; with `remember` in the office's words too.

        The document is read again with it.
        """
        known = {question.name: question.choices for question in self.extraction.questions}
        codes = {name: tuple(where.adcode or "" for where in choices) for name, choices in known.items()}
        codes |= {answer.name: tuple(dict(answer.choices)) for answer in self.answers}
        findings = check_answer(codes.get(name, ()), name, code)
        if findings:
            return None, findings
        document = self.extraction.document
        drafts = answer_drafts(self.office, document, name, code, remember=remember)
        kept = self._write("meant", [*drafts, *self._document()], said)
        self.read_again()
        return kept

    def read_again(self) -> list[Finding]:
        """Read the document with the words of the office, the answers and the earlier documents as they are now."""
        self.extraction, findings, self.earlier = read_beside(self.office, self.extraction.document, self._hints)
        return findings

    def undo(self, said: Said) -> Kept:
        """Take back the last decision or answer of this review that still stands."""
        if not self._done:
            return None, []
        receipt, findings = self.office.undo(self._done[-1], said)
        if receipt is not None:
            self._done.pop()
            self.read_again()
        return receipt, findings

    @property
    def can_undo(self) -> bool:
        """Whether a decision of this review still stands."""
        return bool(self._done)

    def recall(self, author: str) -> None:
        """Take up the decisions that somebody made on this document before, so that they can be undone."""
        undone: set[int] = set()
        found: set[int] = set()
        for kind in ("review", ANSWER):
            for entry, _ in self.office.store.entries(kind=kind):
                if entry.action == "undo":
                    undone.add(int(entry.passage.split()[1]))
                elif entry.action in ("confirm", "reject", "meant") and entry.author == author:
                    found |= {entry.number} if entry.passage == self.extraction.document.name else set()
        self._done = sorted(found - undone)

    def renumber(self) -> None:
        """Look again for the next free id, after others have taken some."""
        self._next = 1 + len(self.office.store.numbers("pledge", _all_names(self.office)))

    def verdict(self, candidate: Candidate) -> str:
        """Return what was said of a candidate: accepted, rejected, or nothing yet."""
        version = self.office.store.version("review", self.key(candidate))
        return str(version.body["verdict"]) if version and version.body else ""

    def decided_before(self, candidate: Candidate) -> tuple[str, tuple[str, ...]]:
        """Return what was said of a candidate's sentence when it was read otherwise, and the pledges that came of it.

        With other words a sentence may hold another figure; what was decided then still stands.
        """
        sha, now = self.extraction.document.sha256[:16], {self.key(c) for c in self.extraction.candidates}
        for version in self.office.store.versions("review"):
            document, _, place = version.id.partition(":")
            if document != sha or version.id in now or version.body is None:
                continue
            start, end = map(int, place.partition(":")[0].split("-"))
            if start < candidate.end and candidate.start < end:
                return str(version.body["verdict"]), texts_of(version.body.get("pledges", []))
        return "", ()

    def verdicts(self) -> dict[str, str]:
        """Return what was said of candidates, by key."""
        return {v.id: str(v.body["verdict"]) for v in self.office.store.versions("review") if v.body}

    def take_in(self, said: Said) -> Kept:
        """Keep the document before anything is decided; nothing where it is kept already."""
        drafts = self._document()
        if not drafts:
            return None, []
        name = self.extraction.document.name
        return self.office.store.write(Change(said.author, said.at, "ingest", tuple(drafts), said.why, name))

    def _write(self, action: str, drafts: Sequence[Draft], said: Said) -> Kept:
        document = self.extraction.document.name
        receipt, findings = self.office.store.write(
            Change(said.author, said.at, action, tuple(drafts), said.why, document)
        )
        if receipt is not None:
            self._done.append(receipt.entry.number)
        return receipt, findings

    def _document(self) -> list[Draft]:
        counts = counts_body(counts_of(self.extraction))
        return document_drafts(self.office, self.extraction.document, self._content, counts)

    def _shown(self, candidate: Candidate) -> dict[str, Json]:
        """Return the earlier sentences that stood beside a candidate when it was decided on, for the record."""
        passages: list[Json] = [
            [told.passage.document, told.passage.start, told.passage.end, told.passage.quote]
            for told in self.told_before(candidate)
        ]
        return {"before": passages} if passages else {}

    def _last(self, candidate: Candidate) -> int:
        key = self.key(candidate)
        return self.office.store.numbers("review", [key]).get(key, 0)


def start_review(
    office: Office, path: Path, published: date | None = None, model: Endpoint | None = None
) -> tuple[Review | None, list[Finding]]:
    """Read an announcement for review; a `model` may point at more passages, which are marked (`W224`).

    Returns:
        The review, or None with the findings that say why it cannot be; `E821` where another text of this name is kept.
    """
    read, findings = read_text_once(office, path, published)
    if read is None:
        return None, findings
    document, content = read
    hints, told = ask_model(document, model) if model else ([], [])
    extraction, more, earlier = read_beside(office, document, hints)
    return Review(office, extraction, content, hints, earlier), findings + told + more


def read_text_once(
    office: Office, path: Path, published: date | None
) -> tuple[tuple[Document, bytes] | None, list[Finding]]:
    """Return a document and its bytes; `E821` where the workspace keeps another text under its name."""
    content, findings = read_bytes(path)
    document, found = read_document(path, published) if not findings else (None, [])
    findings += found
    if document is None:
        return None, findings
    clash = other_text(office, document, path)
    return ((document, content), findings) if clash is None else (None, [clash])


def other_text(office: Office, document: Document, path: Path) -> Finding | None:
    """Return a finding (`E821`) where another text is kept under a document's name."""
    kept = office.store.version("document", document.name)
    if kept is None or kept.body is None or kept.body["text_sha256"] == document.sha256:
        return None
    what = f'Another text named "{document.name}" has been reviewed in this workspace.'
    fix = "Give the new file another name; passages of the old one stay as they are."
    return Finding("E821", what, Place(str(path)), str(kept.body["text_sha256"]), document.sha256, fix)


def document_drafts(
    office: Office, document: Document, content: bytes, counts: Mapping[str, Json] | None = None
) -> list[Draft]:
    """Return the draft that keeps a document, unless it is kept already; `counts`: see `counts_body`."""
    if office.store.version("document", document.name):
        return []
    office.store.keep(document.text.encode())  # under `text_sha256`: later documents are held against it
    body: dict[str, Json] = {
        "text_sha256": document.sha256,
        "sha256": office.store.keep(content),
        "published": document.published.isoformat() if document.published else None,
        "source": document.source,
        **(counts or {}),
    }
    number = office.store.numbers("document", [document.name]).get(document.name, 0)
    return [Draft("document", document.name, body, number)]


def document_of(office: Office, name: str) -> tuple[bytes, date | None] | None:
    """Return the bytes and the day of publication of a kept document, or None where there is none."""
    version = office.store.version("document", name)
    if version is None or version.body is None:
        return None
    day = version.body.get("published")
    content = office.store.content(str(version.body["sha256"]))
    return None if content is None else (content, date.fromisoformat(str(day)) if day else None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of a kept document: its candidates, how many nobody has decided on, and how many of those are doubtful.

    All None where it was not kept for review.
    """

    every: int | None = None
    left: int | None = None
    doubtful: int | None = None


def undecided(office: Office) -> dict[str, Waiting]:
    """Return of each kept document what waits for a person, as it would be read now."""
    decided = {version.id for version in office.store.versions("review")}
    waiting: dict[str, Waiting] = {}
    for name, counts in counts_in(office).items():
        left, doubtful = (
            sum(key not in decided for key in keys) for keys in ((counts.keys, counts.doubtful) if counts else ((), ()))
        )
        waiting[name] = Waiting(len(counts.keys), left, doubtful) if counts else Waiting()
    return waiting


def ledger_in(office: Office, as_of: date | None = None) -> Ledger:
    """Return the ledger of pledges, as it is or as it stood at the end of a day."""
    day = "9999" if as_of is None else (as_of + timedelta(days=1)).isoformat()
    written = [(entry, made) for entry, made in office.store.entries(kind="pledge") if entry.at < day]
    undone: set[int] = set()
    for entry, _ in reversed(written):  # an undo that was itself undone takes nothing back
        if entry.action == "undo" and entry.number not in undone:
            undone.add(int(entry.passage.split()[1]))
    entries = [
        _ledger_entry(version, entry.author, date.fromisoformat(entry.at[:10]), entry.why or entry.action)
        for entry, made in written
        if entry.action != "undo" and entry.number not in undone
        for version in made
    ]
    return ledger_of(entries)[0]


def amend(office: Office, pledge: Pledge, said: Said) -> Kept:
    """Change what a pledge says, for a reason; refused (`E822`) where there is none with this id, or no reason."""
    return _changed(office, pledge.id, pledge_body(pledge), "amend", said)


def retract(office: Office, pledge: str, said: Said) -> Kept:
    """Withdraw a pledge, for a reason; refused (`E822`) where there is none with this id, or no reason."""
    return _changed(office, pledge, None, "retract", said)


def shown_with(office: Office, pledge: str) -> list[Passage]:
    """Return the earlier sentences that stood beside a candidate when it was accepted as a pledge."""
    made = (v.body for v in office.store.versions("review") if v.body and pledge in texts_of(v.body.get("pledges")))
    rows = [row for body in made for row in cast("list[Any]", body.get("before") or [])]
    return [Passage(str(name), int(start), int(end), str(quote)) for name, start, end, quote in rows]


def pledge_in(office: Office, name: str) -> Pledge | None:
    """Return a pledge that stands, or None."""
    version = office.store.version("pledge", name)
    return pledge_of_body(version.body) if version and version.body else None


def save_ledger(office: Office, path: Path, as_of: date | None = None) -> list[Finding]:
    """Write the ledger as a pledge file that a scenario can name, and its documents beside it."""
    ledger = ledger_in(office, as_of)
    findings: list[Finding] = []
    documents = []
    for version in office.store.versions("document"):
        body = version.body or {}
        content = office.store.content(str(body["sha256"])) or b""
        findings += write_bytes(path.parent / version.id, content)
        published = date.fromisoformat(str(body["published"])) if body["published"] else None
        documents.append(Document(version.id, "", str(body["source"]), published))
    return findings + write_bytes(path, pledges_toml(ledger, documents).encode())


def _changed(office: Office, name: str, body: dict[str, object] | None, action: str, said: Said) -> Kept:
    version = office.store.version("pledge", name)
    if version is None:
        what, fix = f'The pledge "{name}" is not in the ledger.', "Give an id that `kaimen pledges` shows."
        return None, [Finding("E822", what, Place(key=name), fix=fix)]
    if not said.why:
        what = f'Nothing says why to {action} "{name}".'
        return None, [Finding("E822", what, Place(key=name), "a reason", fix="Say why, with --why.")]
    draft = Draft("pledge", name, body, version.number)  # type: ignore[arg-type]  # values of JSON
    return office.store.write(Change(said.author, said.at, action, (draft,), said.why))


def _ledger_entry(version: Version, by: str, on: date, why: str) -> Entry:
    if version.body is None:
        return Retraction(by, on, version.id, why)
    pledge = replace(pledge_of_body(version.body), id=version.id)
    return Confirmation(by, on, pledge) if version.number == 1 else Amendment(by, on, pledge, why)


def _pledge_id(number: int) -> str:
    return f"P-{number:04d}"


def _all_names(office: Office) -> list[str]:
    return sorted({version.id for _, made in office.store.entries(kind="pledge") for version in made})
