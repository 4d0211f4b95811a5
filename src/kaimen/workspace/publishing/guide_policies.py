"""What firms of a region are due under a policy file, as rows of its introduction guide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import numpy as np

from kaimen.errors import Finding
from kaimen.firms import Firm
from kaimen.policies import Outcome, PolicyBook, entitle
from kaimen.policies.grants import PARTS
from kaimen.regions import RegionTree
from kaimen.report.guide import Stated
from kaimen.report.language import Speaker


def stated_policies(
    books: Iterable[PolicyBook], firms: Iterable[Firm], tree: RegionTree, region: str, day: date, speaker: Speaker
) -> tuple[list[Stated], list[Finding]]:
    """Return each policy in force on a day with how many firms of the region are due it, and what it comes to."""
    rows: list[Stated] = []
    findings: list[Finding] = []
    listed = tuple(firms)
    for book in books:
        more, found = _stated(book, listed, tree, region, day, speaker)
        rows, findings = [*rows, *more], [*findings, *found]
    return rows, findings


def _stated(
    book: PolicyBook, firms: Iterable[Firm], tree: RegionTree, region: str, day: date, speaker: Speaker
) -> tuple[list[Stated], list[Finding]]:
    here = tuple(firm for firm in firms if firm.region == region or tree.covers(region, firm.region))
    found = entitle(book, here, day, tree)
    rows = []
    for at, policy in enumerate(found.policies):
        due = int(np.sum(found.outcome[at] <= Outcome.CUT))
        total = Fraction(int(sum(found.amount[at].tolist())), PARTS)
        whom = speaker.say("guide.due", n=f"{due:,}", all=f"{len(here):,}")
        unknown = int(np.sum(found.outcome[at] == Outcome.OPEN))
        if unknown:
            whom += speaker.say("guide.due_unknown", n=f"{unknown:,}")
        rows.append(
            Stated(
                policy.id,
                policy.title,
                whom=whom,
                benefit=speaker.amount(total, book.money) if due else "",
                reference=str(policy.reference),
                place=policy.place,
            )
        )
    return rows, found.findings
