"""Facts of one project corrected by their headings, read by the same rules as the cells of a list."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kaimen.errors import Finding, Place
from kaimen.formats.library_list import list_cells
from kaimen.formats.library_mapping import CANONICAL
from kaimen.formats.library_table import parse_library
from kaimen.formats.tables import fold, plain
from kaimen.library import Project
from kaimen.quantity import parse_number

_FIXED = frozenset(("id",))
_UNIT = re.compile(r"\s*\([^()]*\)\s*\Z")


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact as somebody says it is: the heading of a list, the text said, and the text that stood there."""

    heading: str
    said: str
    was: str = ""


def with_claims(project: Project, claims: Sequence[Claim]) -> tuple[Project | None, tuple[Claim, ...], list[Finding]]:
    """Return a project with facts as claimed; all else of it stays.

    A claim names a heading as a list writes it (`cost (million yuan)`, `criterion: jobs`, `ready: permit`), or the part
    of it that tells: `cost`, `jobs`, `permit`. A bare number is in the heading's unit; an amount may bring its own.

    Returns:
        The project, and the claims with the full heading and what stood there; or None with what is wrong (`E862`,
        or the finding of the cell).
    """
    header, rows, findings = list_cells([project])
    if not rows:
        return None, (), findings
    cells = [f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in rows[0]]
    made = []
    for claim in claims:
        at = _found(header, claim.heading)
        if at is None:
            findings.append(_unknown(project, header, claim.heading))
            continue
        if at == len(header):
            header, cells = [*header, claim.heading], [*cells, ""]
        made.append(Claim(header[at], claim.said, cells[at]))
        cells[at] = _in_unit(claim, header[at])
    target = io.StringIO(newline="")
    csv.writer(target).writerows((header, cells))
    library, read = parse_library(target.getvalue().encode(), "appeal")
    findings += [_placed(finding, header) for finding in read if finding.is_error]
    if findings or not library.projects:
        return None, (), findings
    return replace(library.projects[0], place=project.place), tuple(made), []


def _found(header: Sequence[str], name: str) -> int | None:
    """Return the column that a name means; the number of columns for one to add; None for none or several."""
    wanted = fold(name)
    exact = [at for at, heading in enumerate(header) if fold(heading) == wanted]
    if exact:
        return None if wanted in _FIXED else exact[0]
    bare = _UNIT.sub("", wanted)
    alike = [at for at, heading in enumerate(header) if bare in _short(heading)]
    if len(alike) == 1:
        return alike[0]
    return len(header) if not alike and wanted not in _FIXED and CANONICAL.match(wanted) else None


def _in_unit(claim: Claim, heading: str) -> str:
    """Return what is said, with the unit of the claim's own heading where a bare number would be in another."""
    own, other = (_UNIT.search(plain(text)) for text in (claim.heading, heading))
    if own is None or (other is not None and fold(own[0]) == fold(other[0])) or parse_number(claim.said) is None:
        return claim.said
    return f"{claim.said} {own[0].strip()[1:-1].partition(',')[0]}"


def _short(heading: str) -> tuple[str, str]:
    """Return a heading without its unit, and without the kind before its colon as well."""
    bare = _UNIT.sub("", fold(heading))
    return bare, bare.partition(":")[2].strip()


def _unknown(project: Project, header: Sequence[str], name: str) -> Finding:
    what = f'"{name}" is no fact of project "{project.id}", or may mean several.'
    known = ", ".join(heading for heading in header if heading not in _FIXED)
    fix = "Name one of its headings, or a new one such as `criterion: jobs` or `ready: permit`."
    return Finding("E862", what, Place(key=project.id), known, f'"{name}"', fix)


def _placed(finding: Finding, header: Sequence[str]) -> Finding:
    """Return a finding of the made-up list at the heading that its cell stands under."""
    letters = finding.place.cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return finding.at(Place(key=header[column - 1] if 0 < column <= len(header) else "claim"))
