"""Announcements of many countries, written with what they say before they were read."""

from __future__ import annotations

import pytest

from tests.extract.written import total


@pytest.mark.parametrize(("table", "figures", "whole", "extra"), [("first", 131, 110, 2)])
def test_as_many_figures_are_right_as_were_once(table: str, figures: int, whole: int, extra: int) -> None:
    counts, wrong = total(table)
    assert counts["figure"] >= figures, wrong
    assert counts["whole"] >= whole, wrong
    assert counts["extra"] <= extra, wrong
