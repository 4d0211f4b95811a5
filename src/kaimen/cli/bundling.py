"""`bundle`: everything a closed network needs, in one file."""

from __future__ import annotations

from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.report import counted
from kaimen.workspace.bundle import contents_of, make_bundle
from kaimen.workspace.files import check_output


def bundle(output: Path | None, *, dry_run: bool, as_json: bool) -> int:
    """Write a bundle, or say what it would hold."""
    if output is None and not dry_run:
        return show.misuse("bundle needs a file: kaimen bundle OUT.tar, or --dry-run.", as_json=as_json)
    if has_other_ending(output, (".tar",), as_json=as_json, taker="bundle"):
        return show.MISUSE
    contents, findings = contents_of()
    findings += check_output(output) if output is not None else []
    if contents is None or findings:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    number = len(contents.packages)
    if dry_run or output is None:
        if as_json:
            packages = [{"name": name, "version": at, "only": only} for name, at, only in contents.packages]
            show.print_json({"packages": packages, "files": [name for name, _ in contents.files]})
            return show.DONE
        for name, at, only in contents.packages:
            show.say(f"{name} {at}" + (f"   only where {only}" if only else ""))
        size = f"{contents.size / 1e6:,.1f} MB"
        show.say(
            f"{counted(number, 'package')} of lock/run.txt and {counted(len(contents.files), 'file')}, {size}", "bold"
        )
        return show.DONE
    held, findings = make_bundle(output, contents)
    if as_json:
        show.print_json({"wrote": None if findings else str(output), "findings": show.findings_json(findings)})
    elif findings:
        show.print_findings(findings)
    else:
        show.say(f"wrote {output}: {counted(held, 'package')}, {output.stat().st_size / 1e6:,.0f} MB", "bold")
        show.say(f"there: tar xf {output.name} && cd kaimen-* && ./kaimen demo", "dim")
    return show.WRONG if findings else show.DONE
