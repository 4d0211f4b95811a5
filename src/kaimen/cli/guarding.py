"""`library history`, `ledger`, `backup`, `restore`, `doctor`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.keeping import with_office
from kaimen.errors import Finding
from kaimen.report import Column, Table, counted
from kaimen.workspace.record import ledgers
from kaimen.workspace.record.office import Office


def history(url: str, project: str, *, as_json: bool) -> int:
    """Print what became of a project: every version with who, when and why."""

    def use(office: Office) -> int:
        rows: list[tuple[str | int, ...]] = []
        for name in office.lineage(project):
            before: dict[str, object] = {}
            for entry, version in office.store.history("project", name):
                now: dict[str, object] = dict(version.body or {})
                changed = sorted(key for key in {*before, *now} if before.get(key) != now.get(key) and key != "place")
                what = "withdrawn" if version.body is None else ", ".join(changed) if version.number > 1 else "new"
                at = entry.at[:16].replace("T", " ")
                rows.append((name, version.number, at, entry.author, entry.action, what, entry.why))
                before = now
        if not rows:
            return show.misuse(f"there is no project {project} in {url}", as_json=as_json)
        heads = ("project", "version", "when (UTC)", "who", "what", "changed", "why")
        return show.print_rows(Table("history", _columns(heads, figures=("version",)), tuple(rows)), as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def log(url: str, most: int, *, as_json: bool) -> int:
    """Print the last entries of the ledger."""

    def use(office: Office) -> int:
        first = max(0, office.store.head().number - most)
        rows = [
            (e.number, e.at[:16].replace("T", " "), e.author, e.action, len(made), e.passage, e.why, e.hash[:12])
            for e, made in office.store.entries(first)
        ]
        heads = ("entry", "when (UTC)", "who", "what", "things", "from", "why", "hash")
        return show.print_rows(Table("log", _columns(heads, figures=("entry", "things")), tuple(rows)), as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def _columns(heads: Sequence[str], figures: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(head.partition(" ")[0], head, head in figures) for head in heads)


def verify(url: str, checkpoint: Path | None, *, as_json: bool) -> int:
    """Recompute every hash of the ledger."""

    def use(office: Office) -> int:
        findings = ledgers.verify_ledger(office.store, checkpoint)
        head = office.store.head()
        if as_json:
            found = show.findings_json(findings)
            show.print_json({"entries": head.number, "hash": head.hash, "whole": not findings, "findings": found})
        else:
            show.print_findings(findings, to_stdout=True)
            state = "NOT whole" if findings else "whole"
            beyond = "" if checkpoint else "; entries cut off its end would show only against a checkpoint"
            show.say(f"{counted(head.number, 'entry').replace('entrys', 'entries')}, {state}{beyond}", "bold")
        return show.WRONG if findings else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def checkpoint(url: str, path: Path, *, as_json: bool) -> int:
    """Write a checkpoint."""
    return _wrote(url, path, lambda office: ledgers.save_checkpoint(office.store, path), as_json=as_json)


def backup(url: str, path: Path, *, as_json: bool) -> int:
    """Write a backup."""
    return _wrote(url, path, lambda office: ledgers.save_backup(office.store, path)[1], as_json=as_json)


def _wrote(url: str, path: Path, write: Callable[[Office], list[Finding]], *, as_json: bool) -> int:
    def use(office: Office) -> int:
        findings = write(office)
        if as_json:
            show.print_json({"wrote": None if findings else str(path), "findings": show.findings_json(findings)})
        elif findings:
            show.print_findings(findings)
        else:
            show.say(f"wrote {path}")
        return show.WRONG if findings else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def restore(url: str, path: Path, *, as_json: bool) -> int:
    """Fill a new workspace from a backup."""

    def use(office: Office) -> int:
        findings = ledgers.load_backup(office.store, path)
        if as_json:
            show.print_json({"entries": office.store.head().number, "findings": show.findings_json(findings)})
        elif findings:
            show.print_findings(findings)
        else:
            show.say(f"restored {office.store.head().number:,} entries into {url}, verified")
        return show.WRONG if findings else show.DONE

    return with_office(url, use, as_json=as_json)


def doctor(url: str, *, deploy: bool = False, as_json: bool) -> int:
    """Look over a workspace and say what is not as it should be."""

    def use(office: Office) -> int:
        looked = ledgers.examine(office.store)
        if deploy:
            from kaimen.workspace.record.deploying import examine_deployment

            looked += examine_deployment(office.store, url)
        if as_json:
            show.print_json([{"part": part, "found": found, "good": good} for part, found, good in looked])
        else:
            rows = tuple((part, found, "" if good else "NOT as it should be") for part, found, good in looked)
            show.print_table(Table("doctor", _columns(("part", "found", "state")), rows))
        return show.DONE if all(good for _, _, good in looked) else show.WRONG

    return with_office(url, use, as_json=as_json, must_exist=True)
