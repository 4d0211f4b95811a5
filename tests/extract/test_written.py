"""Announcements of many countries, written with what they say before they were read."""

from __future__ import annotations

import pytest

from tests.extract.written import total

_RIGHT = [("first", 133, 128, 1), ("second", 142, 122, 1), ("third", 78, 70, 3)]
"""Of each table: figures found, figures right in every field, and those that are none."""


@pytest.mark.parametrize(("table", "figures", "whole", "extra"), _RIGHT)
def test_as_many_figures_are_right_as_were_once(table: str, figures: int, whole: int, extra: int) -> None:
    counts, wrong = total(table)
    assert counts["figure"] >= figures, wrong
    assert counts["whole"] >= whole, wrong
    assert counts["extra"] <= extra, wrong
