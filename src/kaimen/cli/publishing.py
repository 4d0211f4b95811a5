"""`site`: the public pages of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.days import day_of
from kaimen.cli.keeping import with_office
from kaimen.cli.looking import open_plan
from kaimen.errors import Finding, has_errors
from kaimen.report import counted
from kaimen.workspace.delivery.observing import baseline_names, delivery_in
from kaimen.workspace.publishing.public import Public
from kaimen.workspace.publishing.site import save_site
from kaimen.workspace.record.office import Office


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a workspace is shown beside a plan: its address, a baseline, the day, regions whose guide is public."""

    url: str = ""
    baseline: str = ""
    as_of: str = ""
    guides: tuple[str, ...] = ()


def site(path: Path, folder: Path, inputs: Path | None, shown: Shown, *, as_json: bool) -> int:
    """Write the public site of a plan; with a workspace also what became of it and what else everybody may see."""
    day = day_of(shown.as_of)
    if day is None:
        return show.misuse(f'--as-of takes a day such as 2024-05-08; "{shown.as_of}" is none', as_json=as_json)
    found = open_plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    if not shown.url:
        if shown.guides:
            return show.misuse("--guide needs the workspace whose guide it is: give --workspace", as_json=as_json)
        return _told(folder, save_site(folder, plan.question, result), as_json=as_json)

    def use(office: Office) -> int:
        named = shown.baseline or baseline_names(office)
        became, findings = delivery_in(office, shown.baseline, day) if named else (None, [])
        public = Public(office, plan.question, result, day)
        guides, wrong = public.guides(shown.guides)
        if findings or wrong:
            show.tell([*findings, *wrong], as_json=as_json)
            return show.WRONG
        return _told(folder, save_site(folder, plan.question, result, became, day, public, guides), as_json=as_json)

    return with_office(shown.url, use, as_json=as_json, must_exist=True)


def _told(folder: Path, written: tuple[list[str], list[Finding]], *, as_json: bool) -> int:
    names, findings = written
    if as_json:
        show.print_json({"wrote": names, "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings)
        if not findings:
            show.say(f"wrote {counted(len(names), 'file')} to {folder}; open {folder / 'index.html'}", "bold")
    return show.WRONG if has_errors(findings) else show.DONE
