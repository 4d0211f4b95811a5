"""`chains import, show, gaps, risks, clusters, match, leads, criteria`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kaimen.chains import LEAD_STAGES, LinkState, Survey, closers, in_region, place_of, without_investor
from kaimen.chains.criteria import CRITERIA, GAPS, crowded_gaps
from kaimen.chains.states import open_links, supplier_counts, weak_links
from kaimen.chains.types import Link
from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.keeping import Told, numbers, take, with_office
from kaimen.errors import Finding, Place, has_errors
from kaimen.formats.chart_file import chart_html, chart_svg
from kaimen.formats.table_file import table_csv, tables_json, tables_xlsx
from kaimen.formats.toml_text import toml
from kaimen.library import Library
from kaimen.report import Table, counted
from kaimen.report import as_json as rows_json
from kaimen.report.chains import (
    MOST_BOXES,
    ChainTitles,
    chain_chart,
    chain_sentence,
    cluster_table,
    gap_table,
    lead_table,
    left_over_table,
    link_table,
    match_table,
    reserve_table,
    risk_table,
    view_title,
)
from kaimen.report.charts import Chart
from kaimen.report.language import LANGUAGES, Speaker
from kaimen.workspace.business.chains import ChainGround, ChainIntake, chain_ground, look_at_chains
from kaimen.workspace.files import write_bytes
from kaimen.workspace.record.office import Office, Said

_TABLES = (".csv", ".xlsx", ".json")
_PICTURES = (".svg", ".html")
_MOST_RISKS = 10
_MOST_ROWS = 40
"""Rows of a table on the screen; files and --json have all."""


@dataclass(frozen=True, slots=True)
class View:
    """What is to be seen: a chain and a region (empty: all), the language, and the file to write (None: print)."""

    chain: str
    region: str
    lang: str
    output: Path | None


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which projects are given the criteria of chains, and where they go."""

    region: str
    library: Path | None
    mapping: Path | None
    output: Path | None
    keep: bool


Shown = tuple[str, tuple[Table, ...]]
"""What is said in one line, and the tables below it."""


def take_in(url: str, paths: Sequence[Path], who: Said, *, keep: bool, replacing: bool, as_json: bool) -> int:
    """Look at tables of chains, say what taking them in would do, and do it if asked to."""

    def told(intake: ChainIntake) -> Told:
        lines = [
            f"{table}: {numbers({name: n for name, n in counts.items() if n or name == 'new'})}."
            for table, counts in intake.counts.items()
        ]
        return {"list": intake.list_name, "tables": intake.counts}, lines

    def look(office: Office) -> tuple[ChainIntake | None, list[Finding]]:
        return look_at_chains(office, paths, replacing=replacing)

    return take(url, look, told, who, keep=keep, as_json=as_json)


def example(url: str, who: Said, *, as_json: bool) -> int:
    """Take the demonstration's chains in."""
    from kaimen.workspace.samples.chains import fill_with_chains

    def use(office: Office) -> int:
        findings = fill_with_chains(office, who)
        if as_json or findings:
            show.tell(findings, as_json=as_json)
        if not has_errors(findings) and not as_json:
            show.say(
                f"{url} has the demonstration's two chains, batteries and offshore wind; all of it is made up.", "bold"
            )
            show.say("Look at them: kaimen chains show battery, kaimen chains gaps, kaimen chains match")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json)


def show_chain(url: str, view: View, around: str, *, as_json: bool) -> int:
    """Print the links of a chain, or write their picture or tables."""

    def use(ground: ChainGround, titles: ChainTitles) -> int:
        found = ground.survey(view.region)
        states = _of(found, view.chain)
        if around:
            if around not in found.graph.at:
                what, fix = f'There is no link "{around}".', "Give a link that kaimen chains show lists."
                show.tell([Finding("E911", what, Place(key=around), "a link", f'"{around}"', fix)], as_json=as_json)
                return show.WRONG
            names = found.graph.around(around, 2)
            states = [state for state in states if state.link.id in names]
        title = view_title(titles, around or view.chain, view.region)
        if view.output is not None and view.output.suffix.lower() in _PICTURES:
            if len(states) > MOST_BOXES:
                what = f"{len(states):,} links are more than a picture can show; name a CHAIN, or --around a LINK"
                return show.misuse(what, as_json=as_json)
            anywhere = supplier_counts(ground.graph, ground.stands) if view.region else {}
            chart = chain_chart(states, title, titles, anywhere)
            table = replace(link_table(states, titles), name=titles.speaker.say("chains.head.links"))
            return _drawn(view, chart, title, table, as_json=as_json)
        tables = (link_table(states, titles), risk_table(found, titles, view.chain, _MOST_RISKS))
        return _given(view, (chain_sentence(states, title, titles.speaker), tables), as_json=as_json)

    return _with_ground(url, view, use, (*_PICTURES, *_TABLES), as_json=as_json)


def gaps(url: str, view: View, *, as_json: bool) -> int:
    """Print the links without a supplier and who could close them."""

    def make(ground: ChainGround, titles: ChainTitles) -> Shown:
        found = ground.survey(view.region)
        states = open_links(_of(found, view.chain))
        ways = closers(found, states, ground.stands, ground.tables.technologies)
        said = chain_sentence(_of(found, view.chain), view_title(titles, view.chain, view.region), titles.speaker)
        return said, (gap_table(states, ways, titles),)

    return _shown(url, view, make, as_json=as_json)


def risks(url: str, view: View, *, as_json: bool) -> int:
    """Print what fails with each supplier, and the links that have only one or are cuts."""

    def make(ground: ChainGround, titles: ChainTitles) -> Shown:
        found = ground.survey(view.region)
        states = _of(found, view.chain)
        said = chain_sentence(states, view_title(titles, view.chain, view.region), titles.speaker)
        return said, (risk_table(found, titles, view.chain), link_table(weak_links(states), titles))

    return _shown(url, view, make, as_json=as_json)


def clusters(url: str, view: View, *, as_json: bool) -> int:
    """Print named and found clusters."""
    from kaimen.chains import found_clusters, named_clusters

    def make(ground: ChainGround, titles: ChainTitles) -> Shown:
        stands = in_region(ground.stands, ground.tree, view.region)

        def city(region: str) -> str:
            return place_of(ground.tree, region)

        named = named_clusters(ground.graph, stands, ground.tables.clusters, city)
        found = found_clusters(ground.graph, stands, ground.tables.clusters, city)
        told = f"{counted(len(named), 'named cluster')}, {counted(len(found), 'cluster')} found"
        return told, (cluster_table(named, titles, "named"), cluster_table(found, titles, "found"))

    return _shown(url, view, make, as_json=as_json)


def match(url: str, view: View, *, as_json: bool) -> int:
    """Print who takes which application scenario."""
    from kaimen.chains.matching import match_applications, stands_by_firm

    def make(ground: ChainGround, titles: ChainTitles) -> Shown:
        tables = ground.tables
        regions = stands_by_firm(ground.stands) | {firm.id: firm.region for firm in ground.firms.values()}
        asked = [a for a in tables.applications if not view.region or ground.tree.covers(view.region, a.region)]
        found = match_applications(asked, tables.technologies, regions, ground.tree.chain)
        told = f"{len(found.matches):,} of {counted(sum(a.places for a in asked), 'place')} matched"
        return told, (match_table(found, titles), left_over_table(found, titles))

    return _shown(url, view, make, as_json=as_json)


def leads(url: str, view: View, *, as_json: bool) -> int:
    """Print leads and reserve projects without an investor."""

    def make(ground: ChainGround, titles: ChainTitles) -> Shown:
        found = without_investor(ground.projects.values(), ground.tables.leads, ground.stands)
        found = tuple(row for row in found if not view.region or ground.tree.covers(view.region, row.project.region))
        told = (
            f"{counted(len(ground.tables.leads), 'lead')}; {counted(len(found), 'reserve project')} without an investor"
        )
        return told, (lead_table(ground.tables.leads, titles, LEAD_STAGES), reserve_table(found, titles))

    return _shown(url, view, make, as_json=as_json, with_library=True)


def criteria(url: str, asked: Criteria, who: Said, *, as_json: bool) -> int:
    """Give projects the criteria of chains; print the sums, write the list, keep them."""
    from kaimen.workspace.business.chain_criteria import keep_criteria, library_with_criteria
    from kaimen.workspace.library.exports import save_library
    from kaimen.workspace.planning.questions import read_library

    if asked.keep and asked.library is not None:
        return show.misuse("--keep is for the projects of the workspace, not for --library", as_json=as_json)

    def use(office: Office) -> int:
        ground = chain_ground(office)
        findings = ground.check_names(region=asked.region)
        library, found = (office.library(), []) if asked.library is None else read_library(asked.library, asked.mapping)
        findings += found
        if library is None or not library.projects or has_errors(findings):
            show.tell(findings, as_json=as_json)
            if not findings:
                return show.misuse("there are no projects; import a library, or give --library LIST", as_json=as_json)
            return show.WRONG
        library = library_with_criteria(ground, library, asked.region)
        findings += save_library(asked.output, library) if asked.output else []
        receipt, refused = keep_criteria(office, library, who) if asked.keep else (None, [])
        findings += refused
        _tell_criteria(library, asked, findings, receipt.entry.number if receipt else None, as_json=as_json)
        if not as_json:
            _tell_rules(crowded_gaps(ground.survey(asked.region), ground.tables.stands), library)
        return show.WRONG if has_errors(findings) else show.DONE

    if has_other_ending(asked.output, (".csv", ".xlsx"), as_json=as_json):
        return show.MISUSE
    return with_office(url, use, as_json=as_json, must_exist=True)


def _tell_criteria(
    library: Library, asked: Criteria, findings: Sequence[Finding], entry: int | None, *, as_json: bool
) -> None:
    if as_json:
        rows = {project.id: {name: f"{project.criteria[name]:f}" for name in CRITERIA} for project in library.projects}
        show.print_json({"criteria": rows, "entry": entry, "findings": show.findings_json(findings)})
        return
    show.print_findings(findings)
    closing = sum(project.criteria[GAPS] > 0 for project in library.projects)
    verb = "closes" if closing == 1 else "close"
    show.say(f"{closing:,} of {counted(len(library.projects), 'project')} {verb} a gap", "bold")
    if asked.output and not has_errors(findings):
        show.say(f"wrote {asked.output}")
    if entry is not None:
        show.say(f"kept as entry {entry}; undo it with kaimen library undo {entry}")
    elif not asked.output:
        show.say("Nothing was kept. Add -o LIST to write a list that a scenario can weigh, or --keep.")


def _tell_rules(crowded: Sequence[tuple[Link, tuple[str, ...]]], library: Library) -> None:
    """Print for gaps with more projects than are needed the rule that counts one of them."""
    ids = library.ids
    for link, projects in crowded:
        own = [project for project in projects if project in ids]
        if len(own) > 1:
            show.say(f"{len(own)} projects on the gap {link.id} bring more than it needs. To take one at most, write:")
            print(f'\n[[rule]]\nkind = "at_most"\nname = {toml(f"gap {link.id}")}')
            print(f"projects = {toml(own)}\ncount = 1\n")


# --- one way of showing ---


def _with_ground(
    url: str,
    view: View,
    use: Callable[[ChainGround, ChainTitles], int],
    endings: Sequence[str],
    *,
    as_json: bool,
    with_library: bool = False,
) -> int:
    if view.lang not in LANGUAGES:
        return show.misuse(f'--lang takes en or zh, not "{view.lang}".', as_json=as_json)
    if has_other_ending(view.output, endings, as_json=as_json):
        return show.MISUSE

    def run(office: Office) -> int:
        ground = chain_ground(office, with_library=with_library)
        if not ground.graph.links:
            return show.misuse(
                "there are no chains yet; take them in: kaimen chains import TABLE --keep", as_json=as_json
            )
        findings = ground.check_names(view.chain, view.region)
        if findings:
            show.tell(findings, as_json=as_json)
            return show.WRONG
        return use(ground, ground.titles(Speaker(view.lang)))

    return with_office(url, run, as_json=as_json, must_exist=True)


def _shown(
    url: str,
    view: View,
    make: Callable[[ChainGround, ChainTitles], Shown],
    *,
    as_json: bool,
    with_library: bool = False,
) -> int:
    def use(ground: ChainGround, titles: ChainTitles) -> int:
        return _given(view, make(ground, titles), as_json=as_json)

    return _with_ground(url, view, use, _TABLES, as_json=as_json, with_library=with_library)


def _given(view: View, shown: Shown, *, as_json: bool) -> int:
    """Print what is shown, or write it to a file."""
    sentence, tables = shown
    if view.output is not None:
        kind = view.output.suffix.lower()
        content = tables_json(sentence, tables) if kind == ".json" else tables_xlsx(tables)
        return _wrote(view.output, table_csv(tables[0]) if kind == ".csv" else content, as_json=as_json)
    if as_json:
        show.print_json({"says": sentence, **{table.name: rows_json(table) for table in tables}})
        return show.DONE
    show.say(sentence, "bold")
    for table in tables:
        if table.rows:
            show.say()
            show.print_table(table, _MOST_ROWS)
    return show.DONE


def _drawn(view: View, chart: Chart, title: str, table: Table, *, as_json: bool) -> int:
    path = view.output or Path("chain.svg")
    is_svg = path.suffix.lower() == ".svg"
    return _wrote(path, chart_svg(chart) if is_svg else chart_html(title, chart, (table,), view.lang), as_json=as_json)


def _wrote(path: Path, content: bytes, *, as_json: bool) -> int:
    findings = write_bytes(path, content)
    if as_json or findings:
        show.tell(findings, as_json=as_json)
    else:
        show.say(f"wrote {path}")
    return show.WRONG if findings else show.DONE


def _of(found: Survey, chain: str) -> list[LinkState]:
    return [state for state in found.states if chain in ("", state.link.chain)]
