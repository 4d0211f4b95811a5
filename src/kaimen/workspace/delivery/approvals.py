"""All approvals of each baseline and what they changed; a new one is read when it comes, those before it stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from kaimen.delivery import Baseline, Modification, Promise, modifications
from kaimen.formats.delivery_body import baseline_of_body
from kaimen.store import Store, Version


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approvals of one baseline in the order of their days, and what each after the first changed."""

    baselines: tuple[Baseline, ...] = ()
    changes: tuple[tuple[Baseline, Modification], ...] = ()
    last: int = 0

    def after(self, version: Version) -> Approvals:
        """Return these and the approval of a version, if it is none of them; a withdrawal takes none back."""
        if version.number <= self.last:
            return self
        known = replace(self, last=version.number)
        return known if version.body is None else known.with_one(baseline_of_body(version.body))

    def with_one(self, baseline: Baseline) -> Approvals:
        """Return these and another; what it promises as the last one did is shared with that."""
        if not self.baselines:
            return replace(self, baselines=(baseline,))
        last = self.baselines[-1]
        baseline = replace(baseline, promises=tuple(_shared(last.promises, baseline.promises)))
        if baseline.approved >= last.approved:
            new = tuple((baseline, change) for change in modifications(last, baseline))
            return replace(self, baselines=(*self.baselines, baseline), changes=(*self.changes, *new))
        ordered = sorted((*self.baselines, baseline), key=lambda one: one.approved)
        pairs = pairwise(ordered)
        changes = tuple((now, change) for was, now in pairs for change in modifications(was, now))
        return replace(self, baselines=tuple(ordered), changes=changes)


def approvals_in(store: Store) -> Mapping[str, Approvals]:
    """Return the approvals of all baselines by id."""

    def first() -> Mapping[str, Approvals]:
        return _after({}, (version for _, versions in store.entries(kind="baseline") for version in versions))

    return store.upto("approvals", "baseline", first, _after)


def _after(before: Mapping[str, Approvals], versions: Iterable[Version]) -> Mapping[str, Approvals]:
    found = dict(before)
    for version in versions:
        found[version.id] = found.get(version.id, Approvals()).after(version)
    return found


def _shared(before: Iterable[Promise], after: Iterable[Promise]) -> Iterable[Promise]:
    known = {promise.project: promise for promise in before}
    for promise in after:
        same = known.get(promise.project)
        yield same if same is not None and same == promise and same.place == promise.place else promise
