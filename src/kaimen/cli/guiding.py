"""`guide`: the introduction guide of a region."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.days import day_of
from kaimen.cli.keeping import with_office
from kaimen.errors import has_errors
from kaimen.report.language import LANGUAGES
from kaimen.workspace.files import check_output
from kaimen.workspace.publishing.guides import Beside, save_guide
from kaimen.workspace.record.office import Office


@dataclass(frozen=True, slots=True)
class GuideWish:
    """Whose guide is wanted, from what beside the record, where it goes, in which language."""

    region: str
    scenario: Path | None
    plan: Path | None
    output: Path
    lang: str
    policies: Path | None = None
    day: str = ""


def write_guide(url: str, asked: GuideWish, *, as_json: bool) -> int:
    """Write the guide of a region."""
    if asked.lang not in LANGUAGES:
        return show.misuse(f'--lang takes en or zh, not "{asked.lang}".', as_json=as_json)
    if has_other_ending(asked.output, (".html", ".pdf"), as_json=as_json):
        return show.MISUSE
    day = day_of(asked.day)
    if day is None:
        return show.misuse(f'--as-of takes a day such as 2024-07-01, not "{asked.day}".', as_json=as_json)
    findings = check_output(asked.output)
    if findings:
        show.tell(findings, as_json=as_json)
        return show.WRONG

    def use(office: Office) -> int:
        beside = Beside(asked.scenario, asked.plan, policies=asked.policies, day=day)
        found = save_guide(asked.output, office, asked.region, beside, asked.lang)
        if as_json or found:
            show.tell(found, as_json=as_json)
        if not has_errors(found) and not as_json:
            show.say(f"wrote {asked.output}")
        return show.WRONG if has_errors(found) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)
