"""`regions import, list, export` and `library mappings`."""

from __future__ import annotations

from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.keeping import change, rows_told, said, take, with_office
from kaimen.errors import has_errors
from kaimen.report import Column, Table, counted
from kaimen.workspace.library.mappings import mappings_in, save_mapping
from kaimen.workspace.record.office import Office
from kaimen.workspace.record.region_trees import (
    EXPORTS,
    look_at_regions,
    region_table,
    save_regions,
    tree_in,
)


def take_regions_in(url: str, path: Path, by: str, why: str, *, keep: bool, as_json: bool) -> int:
    """Look at a table of regions, say what taking it in would do, and do it if asked to."""
    return take(url, lambda office: look_at_regions(office, path), rows_told, said(by, why), keep=keep, as_json=as_json)


def list_regions(url: str, *, as_json: bool) -> int:
    """Print the region tree and the groups."""
    return with_office(
        url,
        lambda office: show.print_rows(region_table(tree_in(office.store)), "none yet", as_json=as_json),
        as_json=as_json,
        must_exist=True,
    )


def export_regions(url: str, path: Path, *, as_json: bool) -> int:
    """Write the regions and groups."""
    if has_other_ending(path, EXPORTS, as_json=as_json, taker="export"):
        return show.MISUSE

    def use(office: Office) -> int:
        tree = tree_in(office.store)
        findings = save_regions(path, tree)
        if as_json or findings:
            show.tell(findings, as_json=as_json)
        else:
            show.say(f"wrote {counted(len(tree.regions), 'region')} and {counted(len(tree.groups), 'group')} to {path}")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def mappings(url: str, save: Path | None, name: str, by: str, why: str, *, as_json: bool) -> int:
    """Keep a mapping, or print those that are kept."""
    if save is not None:
        return change(url, lambda office: save_mapping(office, save, name, said(by, why)), as_json=as_json)

    def use(office: Office) -> int:
        rows = tuple((kept, text.count("\n")) for kept, text in mappings_in(office.store).items())
        columns = (Column("name", "name"), Column("lines", "lines", figures=True))
        return show.print_rows(Table("mappings", columns, rows), "none yet", as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)
