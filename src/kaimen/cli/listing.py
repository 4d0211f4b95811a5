"""`library list`."""

from __future__ import annotations

from dataclasses import dataclass

from kaimen.cli import show
from kaimen.cli.keeping import with_office
from kaimen.report import counted
from kaimen.report.rows import Column, Table
from kaimen.report.rows import as_json as rows_json
from kaimen.workspace.library.listing import COST, Listing
from kaimen.workspace.record.office import Office


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words, `field=value` pairs, an order, and which part of it is shown."""

    words: str
    where: tuple[str, ...]
    sort: str
    first: int
    most: int
    down: bool


def show_projects(url: str, asked: Asked, *, as_json: bool) -> int:
    """Print a page of the projects that are asked for."""
    pairs = [pair.partition("=") for pair in asked.where]
    wrong = [name for name, sign, _ in pairs if not (name and sign)]
    if wrong:
        return show.misuse(f'--where takes FIELD=VALUE, such as region=Jinan; "{wrong[0]}" has none.', as_json=as_json)

    def use(office: Office) -> int:
        library = office.library()
        known = {"id", "title", "region", "sector", "owner", "ownership", "stage", *library.names}
        unknown = sorted({name for name, _, _ in pairs} - known) or sorted({asked.sort} - known - {COST, ""})
        if unknown:
            told = f'No project says anything under "{unknown[0]}"; there are {", ".join(sorted(known))}.'
            return show.misuse(told, as_json=as_json)
        where = {name: value for name, _, value in pairs}
        found = Listing(library).find(asked.words, where, asked.sort, asked.first, asked.most, down=asked.down)
        extra = tuple(name for name in {asked.sort: 0, **where} if name and name not in ("region", "sector", "stage"))
        heads = (
            "id",
            "title",
            "region",
            "sector",
            "stage",
            "cost",
            *(n for n in extra if n not in ("id", "title", COST)),
        )
        rows = tuple(
            tuple(
                ", ".join(map(str, p.options[0].cost)) if name == COST and p.options else p.value_of(name)
                for name in heads
            )
            for p in found.projects
        )
        table = Table("projects", tuple(Column(head, head) for head in heads), rows)
        if as_json:
            show.print_json({"total": found.total, "projects": rows_json(table)})
        else:
            show.print_table(table)
            first, last = asked.first + bool(rows), asked.first + len(rows)
            show.say(
                f"{first:,} to {last:,} of {counted(found.total, 'project')}" if rows else "no such project", "dim"
            )
        return show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)
