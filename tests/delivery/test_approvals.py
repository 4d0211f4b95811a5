"""Approvals read one after the other are those read at once, and what each changed is what a comparison says."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kaimen.delivery import Baseline, modifications
from kaimen.formats.delivery_body import baseline_body
from kaimen.store import Version
from kaimen.workspace.delivery.approvals import Approvals
from tests.delivery.test_board import baseline

_BASELINES = st.builds(
    lambda money, end, day: baseline(money, end, f"2024-01-{day}"),
    st.tuples(*[st.integers(0, 2)] * 3),
    st.sampled_from(["2024-12-31", "2025-06-30"]),
    st.integers(10, 14),
)


@given(st.lists(_BASELINES | st.none(), max_size=6), st.integers(0, 6))
def test_approvals_are_in_the_order_of_their_days_with_what_each_changed(
    approved: list[Baseline | None], known: int
) -> None:
    versions = [Version("baseline", "plan", n, baseline_body(b) if b else None, n) for n, b in enumerate(approved, 1)]
    found = Approvals()
    for version in [*versions[:known], *versions]:  # some are told of twice
        found = found.after(version)
    ordered = sorted((b for b in approved if b), key=lambda one: one.approved)
    assert list(found.baselines) == ordered
    pairs = pairwise(ordered)
    assert list(found.changes) == [(now, change) for was, now in pairs for change in modifications(was, now)]


def test_what_stays_the_same_is_kept_once() -> None:
    found = Approvals()
    for number, money in enumerate([(1, 2, 3), (1, 2, 4)], 1):
        found = found.after(Version("baseline", "plan", number, baseline_body(baseline(money)), number))
    first, second = (one.promises for one in found.baselines)
    assert [mine is theirs for mine, theirs in zip(first, second, strict=True)] == [True, True, False]
    assert found.baselines[0].approved == date(2024, 1, 10)
    assert [(change.project, change.before, change.after) for _, change in found.changes] == [
        ("C", "3 million yuan", "4 million yuan")
    ]
