"""`policies import, list, export, withdraw`: policy files kept in the workspace."""

from __future__ import annotations

from pathlib import Path

from kaimen.cli import show
from kaimen.cli.keeping import change, said, with_office
from kaimen.errors import has_errors
from kaimen.report import as_json as rows_json
from kaimen.workspace.office import Office, Said
from kaimen.workspace.policy_books import book_table, keep_book, look_at_book, save_book, withdraw_book


def take_in(url: str, path: Path, who: Said, *, keep: bool, as_json: bool) -> int:
    """Look at a policy file, say what keeping it would do, and do it if asked to."""

    def use(office: Office) -> int:
        intake, findings = look_at_book(office, path)
        if intake is None:
            show.tell(findings, as_json=as_json)
            return show.WRONG
        receipt, refused = keep_book(office, intake, who) if keep else (None, [])
        findings = [*intake.findings, *refused]
        counts = {name: len(getattr(intake, name)) for name in ("new", "changed", "unchanged", "gone")}
        entry = receipt.entry.number if receipt else None
        if as_json:
            found = show.findings_json(findings)
            show.print_json({"book": intake.name, "file": intake.file, **counts, "entry": entry, "findings": found})
            return show.WRONG if has_errors(findings) else show.DONE
        show.print_findings(findings, to_stdout=True)
        told = ", ".join(f"{number:,} {name}" for name, number in counts.items())
        show.say(f"{intake.file}, kept as {intake.name}: {told}." if keep else f"{intake.file}: {told}.", "bold")
        for name in ("changed", "gone"):
            rules = getattr(intake, name)
            if rules:
                show.say(f"  {name}: {', '.join(rules[:_MOST])}{' ...' if len(rules) > _MOST else ''}")
        if entry is not None:
            show.say(f"kept as entry {entry}; undo it with kaimen library undo {entry}")
        else:
            show.say("There was nothing to change." if keep else "Nothing was kept. Add --keep to take it in.")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json)


def books(url: str, *, as_json: bool) -> int:
    """Print the books that are kept."""

    def use(office: Office) -> int:
        table = book_table(office.store)
        if as_json:
            show.print_json(rows_json(table))
        elif table.rows:
            show.print_table(table)
        else:
            show.say("none yet; keep one with kaimen policies import FILE --keep")
        return show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def export(url: str, name: str, path: Path, *, as_json: bool) -> int:
    """Write a kept book."""

    def use(office: Office) -> int:
        findings = save_book(office.store, name, path)
        if as_json or findings:
            show.tell(findings, as_json=as_json)
        else:
            show.say(f"wrote {path}")
        return show.WRONG if findings else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def withdraw(url: str, name: str, by: str, why: str, *, as_json: bool) -> int:
    """Take a book out of what is kept."""
    return change(url, lambda office: withdraw_book(office, name, said(by, why)), as_json=as_json)


_MOST = 5
"""Names of rules that are told."""
