"""From candidate to pledge: the only door, and a person opens it.

This stands above the ledger, which knows nothing of candidates: a candidate cannot get into a ledger by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kaimen.evidence import Passage
from kaimen.extract.places import within_province
from kaimen.extract.types import Candidate, Extraction
from kaimen.ledger import Ledger, Pledge, Target


def pledge_of(
    extraction: Extraction, candidate: Candidate, name: str, what: str = "", twins: Iterable[Passage] = ()
) -> Pledge:
    """Return the pledge that a candidate would be under the id `name`, if a person confirmed it.

    Args:
        extraction: what the candidate was read from.
        candidate: one of its candidates.
        name: the pledge's id.
        what: what is pledged, in the person's words; by default those of the text.
        twins: passages of other documents that say the same.
    """
    document = extraction.document
    quantity = extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
    target = None
    if quantity is not None:
        target = Target(quantity.value, quantity.unit, quantity.qualifier, quantity.upper, quantity.change)
    return Pledge(
        id=name,
        what=what or candidate.what,
        passage=document.passage(candidate.start, candidate.end),
        region=region_of(extraction, candidate),
        authority=candidate.who.organisation or "",
        figure=document.passage(quantity.start, quantity.end) if quantity is not None else None,
        target=target,
        due=candidate.when.due if candidate.when else None,
        twins=tuple(twins),
        lead=candidate.lead[0] if candidate.lead else "",
        others=(*candidate.lead[1:], *candidate.others),
    )


def region_of(extraction: Extraction, candidate: Candidate) -> str:
    """Return what a candidate's region is called, with its province where others have that name too."""
    where = candidate.where
    if where is None:
        return ""
    return within_province(where) if where in extraction.shared else where.region


def confirm(
    ledger: Ledger, extraction: Extraction, candidate: Candidate, name: str, *, by: str, on: date, what: str = ""
) -> Ledger:
    """Return the ledger with a candidate taken in as the pledge `name`, by a role, on a day.

    Raises:
        KaimenError: the id is or was there, or `on` lies before the last entry.
    """
    return ledger.confirm(pledge_of(extraction, candidate, name, what), by, on)
