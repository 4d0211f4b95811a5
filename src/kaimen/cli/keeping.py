"""`library import, export, undo, move, waive, link, collect` and `firms import`; how all of them open a workspace."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.errors import Finding, has_errors
from kaimen.formats.toml_text import toml
from kaimen.report import counted
from kaimen.store import Receipt
from kaimen.workspace import write_bytes
from kaimen.workspace.record.office import Intake as AnyOf
from kaimen.workspace.record.office import Office, RowIntake, Said, open_office

if TYPE_CHECKING:
    from kaimen.workspace.library.intake import Intake

AnyIntake = TypeVar("AnyIntake", bound=AnyOf)

_MOST = 10


def with_office(url: str, use: Callable[[Office], int], *, as_json: bool, must_exist: bool = False) -> int:
    """Open a workspace, use it and close it; say why it cannot be opened."""
    if must_exist and "://" not in url and not os.path.exists(url):
        what = f"there is no workspace {url}; start one with kaimen library import LIST --keep"
        return show.misuse(what, as_json=as_json)
    office, findings = open_office(url)
    if office is None:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    try:
        return use(office)
    finally:
        office.close()


def said(by: str, why: str) -> Said:
    """Return who makes a change now, and why."""
    return Said(by or _user(), datetime.now(UTC), why)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of an import: where rows with errors go, and whether it is to be kept."""

    mapping: Path | None = None
    rejected: Path | None = None
    keep: bool = False


def take_in(url: str, paths: Sequence[Path], wanted: Wanted, who: Said, *, as_json: bool) -> int:
    """Look at lists, say what an import would do, and do it if asked to."""

    def use(office: Office) -> int:
        return max(_take_in_one(office, path, wanted, who, as_json=as_json) for path in paths)

    return with_office(url, use, as_json=as_json)


def _take_in_one(office: Office, path: Path, wanted: Wanted, who: Said, *, as_json: bool) -> int:
    from kaimen.workspace.library.intake import look_at_projects, take_projects_in

    intake, findings = look_at_projects(office, path, wanted.mapping, who.why)
    if intake is None:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    receipt, refused = take_projects_in(office, intake, who) if wanted.keep else (None, [])
    findings = [*intake.findings, *refused]
    if wanted.rejected is not None and intake.rejected is not None:
        findings += write_bytes(wanted.rejected, intake.rejected)
    counts = {name: len(getattr(intake, name)) for name in ("new", "changed", "unchanged", "gone")}
    if as_json:
        pairs = [asdict(pair) for pair in intake.pairs]
        entry = receipt.entry.number if receipt else None
        whole = {"list": path.name, **counts, "alike": pairs, "entry": entry, "findings": show.findings_json(findings)}
        show.print_json(whole)
        return show.WRONG if has_errors(findings) else show.DONE
    show.print_findings(findings, to_stdout=True)
    _tell_intake(intake, counts, wanted)
    dry = "Nothing was kept. Add --keep to take it in as one change that can be undone."
    _tell_kept(receipt, "" if wanted.keep else dry)
    return show.WRONG if has_errors(findings) else show.DONE


def _tell_intake(intake: Intake, counts: Mapping[str, int], wanted: Wanted) -> None:
    show.say(f"{intake.list_name}: {counted(len(intake.library.projects), 'project')} read: {numbers(counts)}.", "bold")
    if intake.chosen.again:
        show.say(f'  read with the kept mapping "{intake.chosen.name}", as before; another: --mapping')
    for pair in intake.pairs[:_MOST]:
        shared = f", same {' and '.join(pair.shared)}" if pair.shared else ""
        show.say(f"  perhaps one project: {pair.first} and {pair.second} (titles {pair.likeness:.0%} alike{shared})")
    if len(intake.pairs) > _MOST:
        show.say(f"  {len(intake.pairs) - _MOST:,} more pairs", "dim")
    if intake.rejected is not None:
        offer = "--rejected FILE.xlsx writes them with what to do beside each"
        show.say(f"  rows with errors: {f'written to {wanted.rejected}' if wanted.rejected else offer}")


def _tell_kept(receipt: Receipt | None, otherwise: str) -> None:
    if receipt is not None:
        number = receipt.entry.number
        show.say(f"kept as entry {number}; undo it with kaimen library undo {number}")
    elif otherwise:
        show.say(otherwise)
    else:
        show.say("There was nothing to change.")


def change(url: str, make: Callable[[Office], tuple[Receipt | None, list[Finding]]], *, as_json: bool) -> int:
    """Make one change and say under which entry it was kept."""

    def use(office: Office) -> int:
        receipt, findings = make(office)
        if as_json:
            entry = receipt.entry.number if receipt else None
            show.print_json({"entry": entry, "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings)
            if receipt is not None:
                _tell_kept(receipt, "")
        return show.DONE if receipt is not None else show.WRONG

    return with_office(url, use, as_json=as_json, must_exist=True)


def waive(url: str, project: str, plan: Path | None, who: Said, *, as_json: bool) -> int:
    """Record a waiver with what a plan loses by it, and print the rule that makes a scenario keep to it."""
    price = None
    if plan is not None:
        from kaimen.workspace.planning.waivers import (
            price_of_waiver,  # brings the solver, which no other command here needs
        )

        price, findings = price_of_waiver(plan, project)
        if price is None:
            show.tell(findings, as_json=as_json)
            return show.WRONG
    code = change(url, lambda office: office.waive(project, who, price), as_json=as_json)
    if code == show.DONE and not as_json:
        if price is not None:
            show.say(price.worded)
        show.say("Write this rule into the scenario:")
        print(f'\n[[rule]]\nkind = "must_not"\nname = {toml("waiver, " + project)}')
        print(f"projects = {toml([project])}\nwaived_by = {toml(who.author)}\nreason = {toml(who.why)}")
    return code


def take_firms_in(url: str, path: Path, who: Said, *, keep: bool, as_json: bool) -> int:
    """Look at a list of firms, say what taking it in would do, and do it if asked to."""
    from kaimen.workspace.record.firms import look_at_firms

    return take(url, lambda office: look_at_firms(office, path), rows_told, who, keep=keep, as_json=as_json)


Told = tuple[Mapping[str, Any], Sequence[str]]
"""What is told of an intake: as JSON, and as lines; those that are no heads are indented."""


def take(
    url: str,
    look: Callable[[Office], tuple[AnyIntake | None, list[Finding]]],
    told: Callable[[AnyIntake], Told],
    who: Said,
    *,
    keep: bool,
    as_json: bool,
) -> int:
    """Look at something, say what taking it in would do, and do it if asked to."""

    def use(office: Office) -> int:
        intake, findings = look(office)
        if intake is None:
            show.tell(findings, as_json=as_json)
            return show.WRONG
        receipt, refused = office.take_in(intake, who) if keep else (None, [])
        findings = [*intake.findings, *refused]
        about, lines = told(intake)
        if as_json:
            entry = receipt.entry.number if receipt else None
            show.print_json({**about, "entry": entry, "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings, to_stdout=True)
            for line in lines:
                show.say(line, "" if line.startswith(" ") else "bold")
            _tell_kept(receipt, "" if keep else "Nothing was kept. Add --keep to take it in as one change.")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json)


def rows_told(intake: RowIntake) -> Told:
    """Return what is told of rows."""
    return {"list": intake.list_name, **intake.counts}, (f"{intake.list_name}: {numbers(intake.counts)}.",)


def numbers(counts: Mapping[str, int]) -> str:
    """Return counts with what they count."""
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())


def export(url: str, path: Path, as_of: str, publisher: str, *, as_json: bool) -> int:
    """Write the library to a list or a project package."""
    from kaimen.workspace.library import exports

    at = _end_of(as_of)
    if as_of and at is None:
        return show.misuse(f'"{as_of}" is no day; write it as 2024-02-19', as_json=as_json)
    if has_other_ending(path, exports.EXPORTS, as_json=as_json, taker="export"):
        return show.MISUSE

    def use(office: Office) -> int:
        library = office.library(at)
        findings = exports.save_library(path, library, office.stages, datetime.now(UTC), publisher)
        if as_json or findings:
            show.tell(findings, as_json=as_json)
        if not as_json and not has_errors(findings):
            show.say(f"wrote {counted(len(library.projects), 'project')} to {path}")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def _end_of(day: str) -> datetime | None:
    try:
        return datetime.combine(datetime.fromisoformat(day).date(), time.max, UTC)
    except ValueError:
        return None


def collect(url: str, folder: Path, *, as_json: bool) -> int:
    """Write a workbook for each region."""
    from kaimen.workspace.library import collecting

    def use(office: Office) -> int:
        written, findings = collecting.collect(office, folder)
        if as_json:
            show.print_json({"wrote": [str(path) for path in written], "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings)
            if written or not findings:
                many = counted(len(written), "workbook")
                show.say(f"wrote {many} to {folder}; take returned ones in with library import")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)
