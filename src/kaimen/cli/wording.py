"""`words import, list, export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.keeping import said, with_office
from kaimen.errors import has_errors
from kaimen.formats.word_table import lines_of
from kaimen.report import Column, Table, counted
from kaimen.report import as_json as rows_json
from kaimen.workspace.reading.own_words import keep_words, look_at_words, save_words, texts_in, vocabulary_in
from kaimen.workspace.record.office import Office


def take_words_in(url: str, paths: Sequence[Path], by: str, why: str, *, keep: bool, as_json: bool) -> int:
    """Look at tables of words, say what taking them in would do, and do it if asked to."""

    def use(office: Office) -> int:
        intake = look_at_words(office, paths)
        receipt, refused = keep_words(office, intake.texts, said(by, why)) if keep else (None, [])
        findings = [*intake.findings, *refused]
        entry = receipt.entry.number if receipt else None
        if as_json:
            tables = [{"table": name, "before": a, "after": b} for name, (a, b) in intake.lines.items()]
            show.print_json({"tables": tables, "entry": entry, "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings, to_stdout=True)
            for name, (before, after) in intake.lines.items():
                show.say(f"{name}: {counted(after, 'line')}, {before:,} before.", "bold")
            if entry is not None:
                show.say(f"kept as entry {entry}; undo it with kaimen library undo {entry}")
            else:
                show.say("There was nothing to change." if keep else "Nothing was kept. Add --keep to take it in.")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json)


def list_words(url: str, *, as_json: bool) -> int:
    """Print the lines of every table, and what is wrong with them."""

    def use(office: Office) -> int:
        texts, findings = texts_in(office), vocabulary_in(office).findings
        rows = tuple((t, n, " | ".join(fields)) for t, text in texts.items() for n, fields in lines_of(text))
        columns = (Column("table", "table"), Column("line", "line", figures=True), Column("says", "says"))
        if as_json:
            found = show.findings_json(findings)
            show.print_json({"words": rows_json(Table("words", columns, rows)), "findings": found})
        elif rows:
            show.print_table(Table("words", columns, rows))
        else:
            show.say("none yet")
        if not as_json:
            show.print_findings(findings, to_stdout=True)
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def export_words(url: str, folder: Path, *, as_json: bool) -> int:
    """Write every table as a text into a folder."""

    def use(office: Office) -> int:
        findings = save_words(office, folder)
        if as_json or findings:
            show.tell(findings, as_json=as_json)
        else:
            show.say(f"wrote {counted(len(texts_in(office)), 'table')} to {folder}")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)
