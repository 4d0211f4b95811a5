"""The words of an office: tables that its reader uses beside its own, and which region a name means in a document.

A table is one thing of the record, its text as it was written; an answer about a document is another. Whatever is read
in a workspace is read with both as they stand (`read_in`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.evidence import Document
from kaimen.extract import (
    CATALOGUE,
    NO_WORDS,
    Extraction,
    Hint,
    Indicator,
    OwnWords,
    called,
    check_meant,
    extract,
    parse_indicators,
    parse_words,
    within_province,
)
from kaimen.formats.word_table import COLUMNS, line_of, lines_of, parse_word_table
from kaimen.store import Change, Draft, Entry
from kaimen.workspace.files import make_folder, read_bytes, read_text, write_bytes
from kaimen.workspace.record.office import Kept, Office, Said

TABLE, ANSWER = "words", "meant"
"""Kinds of things: a table of words by its name; an answer by its document's hash and the name asked for."""

ENDINGS = (".txt", ".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an office's tables say: words, rows of the catalogue of indicators, and lines that cannot be read."""

    words: OwnWords = NO_WORDS
    indicators: tuple[Indicator, ...] = ()
    findings: tuple[Finding, ...] = ()

    def about(self, table: str) -> tuple[Finding, ...]:
        """Return what is wrong with a table."""
        return tuple(finding for finding in self.findings if finding.place.file == _file(table))


@dataclass(frozen=True, slots=True)
class Answer:
    """Which region a name means in a document, and the choices that there were; `code` may be empty."""

    name: str
    code: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WordIntake:
    """What taking tables in would do: by table the lines before and after, and the texts."""

    lines: Mapping[str, tuple[int, int]]
    texts: Mapping[str, str]
    findings: tuple[Finding, ...]


def texts_in(office: Office) -> dict[str, str]:
    """Return the text of each table that is kept, in the order of `COLUMNS`."""
    kept = {version.id: str(version.body["text"]) for version in office.store.versions(TABLE) if version.body}
    return {table: kept[table] for table in COLUMNS if table in kept}


def vocabulary_in(office: Office) -> Vocabulary:
    """Return what the tables of an office say."""
    return vocabulary_of(tuple(texts_in(office).items()))


@lru_cache(maxsize=32)
def vocabulary_of(texts: tuple[tuple[str, str], ...]) -> Vocabulary:
    """Return what tables say, by name and text."""
    words, indicators, findings = NO_WORDS, tuple[Indicator, ...](), list[Finding]()
    for table, text in texts:
        if table == "indicators":
            indicators, found = parse_indicators(text, _file(table))
        else:
            more, found = parse_words(table, text, _file(table))
            words += more
        findings += found
    return Vocabulary(words, indicators, (*findings, *check_meant(words)))


def answers_in(office: Office, document: Document) -> tuple[Answer, ...]:
    """Return what was said of names in a document."""
    return answers_by_sha(office, document.sha256[:16])


def answers_by_sha(office: Office, sha: str) -> tuple[Answer, ...]:
    """Return what was said of names in a document, told by the first 16 digits of its text's SHA-256."""
    own = vocabulary_in(office).words
    bodies = (v.body for v in office.store.versions(ANSWER) if v.body and v.id.startswith(f"{sha}:"))
    pairs = [(str(body["name"]), str(body["code"])) for body in bodies]
    return tuple(Answer(name, code, choices_of(name, own)) for name, code in pairs)


def answered_by(office: Office, document: Document, name: str) -> Entry:
    """Return the entry that says which region a name means in a document."""
    return office.store.history(ANSWER, _key(document, name))[-1][0]


def choices_of(name: str, own: OwnWords) -> tuple[tuple[str, str], ...]:
    """Return the regions of a name, each with its code and what it is called."""
    return tuple((where.adcode or "", within_province(where)) for where in called(name, own.regions))


def read_in(office: Office, document: Document, hints: Sequence[Hint] = ()) -> tuple[Extraction, list[Finding]]:
    """Read a document with the words of an office and what was said of the names in it."""
    return read_with(document, vocabulary_in(office), answers_in(office, document), hints)


def read_with(
    document: Document, vocabulary: Vocabulary, answers: tuple[Answer, ...] = (), hints: Sequence[Hint] = ()
) -> tuple[Extraction, list[Finding]]:
    """Read a document with words and answers; an answer about the document goes before the office's."""
    said = tuple((answer.name, answer.code) for answer in answers)
    words = replace(vocabulary.words, meant=(*vocabulary.words.meant, *said))
    return extract(document, (*vocabulary.indicators, *CATALOGUE), tuple(hints), words)


def answer_drafts(office: Office, document: Document, name: str, code: str, *, remember: bool) -> list[Draft]:
    """Return what keeps an answer; with `remember` also a line of the office's table, for any other of that name."""
    key = _key(document, name)
    body = {"document": document.name, "name": name, "code": code}
    drafts = [Draft(ANSWER, key, body, office.store.numbers(ANSWER, [key]).get(key, 0))]
    if remember:
        text = texts_in(office).get(ANSWER, "")
        kept = [line for line in text.splitlines() if line.partition("#")[0].partition("|")[0].strip() != name]
        drafts.append(_table_draft(office, ANSWER, "\n".join([*kept, line_of((name, code))]) + "\n"))
    return drafts


def check_answer(codes: Sequence[str], name: str, code: str) -> list[Finding]:
    """Return a finding (`E843`) where a name is not asked for (no codes), or a code is not one of its regions'."""
    if not codes:
        return [Finding("E843", "No region of this name is asked for.", Place(key=name), fix="Look at the text again.")]
    if code in codes:
        return []
    what = "None of the regions of this name has this code."
    return [Finding("E843", what, Place(key=name), ", ".join(filter(None, codes)), code, "Choose one of them.")]


def look_at_words(office: Office, paths: Sequence[Path]) -> WordIntake:
    """Read tables of words from files, or from folders that hold them, and say what keeping them would do.

    A file is told by its name: `regions.txt`, `regions.csv`, `regions.xlsx`. A table that is kept is replaced.
    """
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    for path in [file for given in paths for file in _files(given, findings)]:
        if path.stem not in COLUMNS or path.suffix.lower() not in ENDINGS:
            known = ", ".join(_file(table) for table in COLUMNS)
            what = f"{path.name} is no table of words that is known."
            findings.append(Finding("E227", what, Place(str(path)), known, path.name, "Name it as one of them."))
            continue
        text, found = table_text(path, path.stem)
        findings += found
        if text:
            texts[path.stem] = text
    kept = texts_in(office)
    lines = {table: (len(lines_of(kept.get(table, ""))), len(lines_of(text))) for table, text in texts.items()}
    changed = {table: text for table, text in texts.items() if kept.get(table) != text}
    return WordIntake(lines, changed, (*findings, *vocabulary_of(tuple({**kept, **texts}.items())).findings))


def table_text(path: Path, table: str) -> tuple[str, list[Finding]]:
    """Return the lines of a table from a text, CSV or XLSX file."""
    if path.suffix.lower() == ".txt":
        return read_text(path)
    content, findings = read_bytes(path)
    return ("", findings) if findings else parse_word_table(content, path.name, table)


def keep_words(office: Office, texts: Mapping[str, str], said: Said, after: int | None = None, file: str = "") -> Kept:
    """Keep tables as one change; `after` is the version that one table was looked at in."""
    drafts = [_table_draft(office, table, text) for table, text in texts.items()]
    if after is not None:
        drafts = [replace(draft, after=after) for draft in drafts]
    if not drafts:
        return None, []
    return office.store.write(Change(said.author, said.at, "words", tuple(drafts), said.why, file))


def save_words(office: Office, folder: Path) -> list[Finding]:
    """Write each table as a text into a folder, which `kaimen extract --words` and an import read again."""
    findings = make_folder(folder)
    for table, text in texts_in(office).items() if not findings else ():
        findings += write_bytes(folder / _file(table), text.encode())
    return findings


def _files(path: Path, findings: list[Finding]) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
    if not found:
        what = f"{path} is no folder that holds tables of words."
        known = ", ".join(_file(table) for table in COLUMNS)
        findings.append(Finding("E227", what, Place(str(path)), fix=f"Write {known} into it."))
    return found


def _table_draft(office: Office, table: str, text: str) -> Draft:
    return Draft(TABLE, table, {"text": text}, office.store.numbers(TABLE, [table]).get(table, 0))


def _key(document: Document, name: str) -> str:
    return f"{document.sha256[:16]}:{name}"


def _file(table: str) -> str:
    return f"{table}.txt"
