"""`policies import, list, export, withdraw`: policy files kept in the workspace."""

from __future__ import annotations

from pathlib import Path

from kaimen.cli import show
from kaimen.cli.keeping import Told, change, numbers, said, take, with_office
from kaimen.workspace.business.policy_books import BookIntake, book_table, look_at_book, save_book, withdraw_book
from kaimen.workspace.record.office import Office, Said


def take_in(url: str, path: Path, who: Said, *, keep: bool, as_json: bool) -> int:
    """Look at a policy file, say what keeping it would do, and do it if asked to."""

    def told(intake: BookIntake) -> Told:
        counts = {name: len(getattr(intake, name)) for name in ("new", "changed", "unchanged", "gone")}
        file = f"{intake.list_name}, kept as {intake.name}" if keep else intake.list_name
        named = {name: getattr(intake, name) for name in ("changed", "gone")}
        lines = [
            f"  {name}: {', '.join(rules[:_MOST])}{' ...' if len(rules) > _MOST else ''}"
            for name, rules in named.items()
            if rules
        ]
        return {"book": intake.name, "file": intake.list_name, **counts}, [f"{file}: {numbers(counts)}.", *lines]

    return take(url, lambda office: look_at_book(office, path), told, who, keep=keep, as_json=as_json)


def books(url: str, *, as_json: bool) -> int:
    """Print the books that are kept."""

    def use(office: Office) -> int:
        table = book_table(office.store)
        return show.print_rows(table, "none yet; keep one with kaimen policies import FILE --keep", as_json=as_json)

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
