"""Words of the office: tables that announcements are read with; shown, edited by the line or whole, or replaced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import File, UploadFile
from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.extract import SECTORS
from kaimen.extract.own_words import LEVELS, MODALITIES, UNIT_KINDS
from kaimen.formats.word_table import COLUMNS, line_of, lines_of
from kaimen.report import Column, Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Button, Columns, Field, Findings, Form, Group, Link, Page, Prose, Sheet
from kaimen.web.pages.entries import history_of
from kaimen.web.visit import AnyVisit, Body, Redirect, Refused
from kaimen.workspace.reading.own_words import (
    ENDINGS,
    TABLE,
    keep_words,
    table_text,
    texts_in,
    vocabulary_in,
    vocabulary_of,
)
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.uploads import laid_down

_LONGEST = 400_000


def show_all(visit: AnyVisit) -> Page:
    texts, vocabulary = texts_in(visit.desk.office), vocabulary_in(visit.desk.office)
    rows: list[tuple[str | int | None, ...]] = []
    for table in COLUMNS:
        wrong = len(vocabulary.about(table))
        rows.append((table, visit.say(f"web.words.for.{table}"), len(lines_of(texts.get(table, ""))), wrong or None))
    keys = ("table", "for", "lines", "wrong")
    columns = tuple(Column(key, key, key in ("lines", "wrong")) for key in keys)
    heads = {key: visit.say(f"web.words.{key}") for key in keys}
    links = {(n, "table"): Link(f"/words/{row[0]}") for n, row in enumerate(rows)}
    shown = {(n, "table"): visit.say(f"web.words.table.{row[0]}") for n, row in enumerate(rows)}
    sheet = Sheet(Table("words", columns, tuple(rows)), heads=heads, links=links, shown=shown)
    return Page(visit.say("web.words.title"), (sheet,), visit.say("web.words.lead"))


def show_one(visit: AnyVisit) -> Page:
    table, text, version = _table(visit)
    lines = lines_of(text)
    columns = COLUMNS[table]
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (number, *_fitted(fields, len(columns))) for number, fields in lines
    )
    heads = {"line": visit.say("web.words.line")} | {name: visit.say(f"web.words.{name}") for name in columns}
    sheet = Sheet(
        Table(table, (Column("line", "line", True), *(Column(name, name) for name in columns)), rows),
        heads=heads,
        most=400,
        empty=visit.say("web.words.empty"),
    )
    found = vocabulary_in(visit.desk.office).about(table)
    wide: list[Block] = [Prose(visit.say(f"web.words.for.{table}"))]
    wide += [Findings(found, visit.say("web.findings", n=len(found)))] if found else []
    wide += [sheet, history_of(visit, TABLE, table)] if version else [sheet]
    forms = _forms(visit, table, text, version) if visit.may(Role.REVIEWER) else ()
    blocks = (Columns(tuple(wide), forms),) if forms else tuple(wide)
    return Page(visit.say("web.words.of", x=visit.say(f"web.words.table.{table}")), blocks)


def _fitted(fields: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the fields of a line for so many columns; what is too much stands in the last."""
    return (*fields[: width - 1], " | ".join(fields[width - 1 :]), *[""] * (width - max(1, len(fields))))[:width]


def _forms(visit: AnyVisit, table: str, text: str, version: int) -> tuple[Block, ...]:
    path, number = f"/words/{table}", Field("version", kind="hidden", value=str(version))
    fields = tuple(_field(visit, table, name) for name in COLUMNS[table])
    add = Form(f"{path}/line", (number, *fields), (Button(visit.say("web.words.add"), is_main=True),))
    attributes = {"rows": "14", "maxlength": str(_LONGEST), "spellcheck": "false"}
    whole = Field("text", visit.say("web.words.text"), "lines", text, attributes=attributes)
    edit = Form(path, (number, whole, _why(visit)), (Button(visit.say("web.words.keep")),))
    file = Field("file", visit.say("web.file"), "file", is_required=True, attributes={"accept": ",".join(ENDINGS)})
    take = Form(f"{path}/file", (number, file, _why(visit)), (Button(visit.say("web.words.replace")),), is_upload=True)
    return (
        Group(visit.say("web.words.add"), (add,), is_panel=True),
        Group(visit.say("web.words.whole"), (Prose(visit.say("web.words.form"), "note"), edit), is_panel=True),
        Group(visit.say("web.words.upload"), (Prose(visit.say("web.words.upload_note"), "note"), take), is_panel=True),
    )


def _why(visit: AnyVisit) -> Field:
    return Field("why", visit.say("web.why"), attributes={"maxlength": "300"})


def _field(visit: AnyVisit, table: str, name: str) -> Field:
    known: tuple[tuple[str, str], ...] = ()
    if name == "level":
        known = tuple((level, visit.say(f"web.words.level.{level}")) for level in (*LEVELS[::-1],))
    elif name == "modality":
        known = tuple((word, visit.say(f"web.modality.{word}")) for word in MODALITIES)
    elif name == "kind":
        known = tuple((kind, kind) for kind in UNIT_KINDS)
    elif name == "letter":
        is_chinese = visit.speaker.language == "zh"
        known = tuple((s.letter, f"{s.letter} {s.chinese if is_chinese else s.english}") for s in SECTORS.values())
    hint = visit.say(f"web.words.hint.{name}") if name in ("words", "factor", "change", "size") else ""
    label = visit.say(f"web.words.{name}")
    if known:
        return Field(name, label, "select", known[0][0], known)
    value = "1" if (table, name) == ("units", "factor") else ""
    return Field(name, label, value=value, hint=hint, attributes={"maxlength": "500"})


def _table(visit: AnyVisit) -> tuple[str, str, int]:
    """Return a table's name, its text and the number of its version."""
    table, office = visit.path["table"], visit.desk.office
    if table not in COLUMNS:
        what = f'There is no table of words "{table}".'
        raise Refused(404, Finding("E843", what, Place(key=table), ", ".join(COLUMNS), fix="Choose one of the list."))
    return table, texts_in(office).get(table, ""), office.store.numbers(TABLE, [table]).get(table, 0)


class Seen(Body):
    """The version that was looked at, and why it is changed."""

    version: int = Part(0, ge=0, le=10**9)
    why: str = Part("", max_length=300)


class Whole(Seen):
    """A whole table."""

    text: str = Part("", max_length=_LONGEST)


class Line(Seen):
    """The fields of a line, of those that the table has."""

    code: str = Part("", max_length=500)
    kind: str = Part("", max_length=500)
    factor: str = Part("", max_length=500)
    words: str = Part("", max_length=500)
    chinese: str = Part("", max_length=500)
    english: str = Part("", max_length=500)
    level: str = Part("", max_length=500)
    name: str = Part("", max_length=500)
    letter: str = Part("", max_length=500)
    modality: str = Part("", max_length=500)
    unit: str = Part("", max_length=500)
    change: str = Part("", max_length=500)
    size: str = Part("", max_length=500)


class TableFile(Seen):
    """A file that replaces a table."""

    file: Annotated[UploadFile, File(description="Text with a line a fact, CSV or XLSX.")]


def keep(visit: AnyVisit) -> Redirect:
    """Keep a table as it was written; what cannot be read is said on its page and not used."""
    table, _, _ = _table(visit)
    return _kept(visit, table, "\n".join(visit.body.text.splitlines()) + "\n")


def add(visit: AnyVisit) -> Redirect:
    """Add a line; one that cannot be read is refused."""
    table, text, _ = _table(visit)
    line = line_of([getattr(visit.body, name) for name in COLUMNS[table]])
    others = {name: said for name, said in texts_in(visit.desk.office).items() if name != table}
    faults = vocabulary_of(tuple({**others, table: line}.items())).about(table)
    if faults:
        raise Refused(422, *faults)
    return _kept(visit, table, f"{text.rstrip()}\n{line}\n".lstrip())


def replace(visit: AnyVisit) -> Redirect:
    """Replace a table by a file."""
    table, _, _ = _table(visit)
    upload: UploadFile = visit.body.file
    name = upload.filename or f"{table}.txt"
    if not name.lower().endswith(ENDINGS):
        what, fix = f"{name} is no table of words that is known.", "Save it as text, CSV or XLSX."
        raise Refused(422, Finding("E227", what, Place(name), ", ".join(ENDINGS), fix=fix))
    with laid_down(upload.file.read(), name) as path:
        text, findings = table_text(path, table)
    if not text:
        named = [finding.at(Place(name)) if finding.place.file else finding for finding in findings]
        raise Refused(422, *(named or [Finding("E102", "The file is empty.", Place(name), fix="Write lines into it.")]))
    return _kept(visit, table, text, name)


def _kept(visit: AnyVisit, table: str, text: str, file: str = "") -> Redirect:
    said = visit.said(visit.body.why)
    receipt, findings = keep_words(visit.desk.office, {table: text}, said, visit.body.version, file)
    if receipt is None:
        raise Refused(409, *findings)
    return Redirect(f"/words/{table}")


PAGES = (
    PageAt("/words", "web.words.title", show_all, menu="read", is_traced=True),
    PageAt("/words/{table}", "web.words.title", show_one, is_traced=True),
)
ACTIONS = (
    Action("POST", "/words/{table}", keep, Role.REVIEWER, Whole),
    Action("POST", "/words/{table}/line", add, Role.REVIEWER, Line),
    Action("POST", "/words/{table}/file", replace, Role.REVIEWER, TableFile),
)
