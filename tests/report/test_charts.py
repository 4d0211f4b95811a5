"""Charts: scales cover what they hold, marks are where the values say, texts are escaped, bytes repeat."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.report.charts import (
    Chart,
    Layer,
    Mark,
    Part,
    Ranked,
    Stack,
    Tile,
    Use,
    UseWords,
    bars_across,
    cut_line,
    label,
    nice_scale,
    rect,
    stacked_columns,
    ticks,
    tile_map,
    to_svg,
    use_bars,
)
from kaimen.report.charts.bars import apart
from kaimen.report.charts.cut_line import CutWords, cut_off, first_left_out, last_chosen, shown_count
from kaimen.report.charts.marks import TONES

VALUES = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
USE = UseWords("used", "asked")
WORDS = CutWords("in", "out", "rank", ("on the line",))


def _plain(value: float) -> str:
    return f"{value:g}"


@given(VALUES, VALUES, st.integers(1, 9))
def test_ticks_cover_the_values_in_equal_steps_and_are_few(first: float, second: float, about: int) -> None:
    low, high = sorted((first, second))
    found = ticks(low, high, about)
    if high - low < 1e-6 * max(abs(low), abs(high), 1):
        return
    step = found[1] - found[0] if len(found) > 1 else 0
    assert found[0] <= low + step * 1e-6
    assert found[-1] >= high - step * 1e-6
    assert len(found) <= 2 * about + 3
    assert all(abs((b - a) - step) <= step * 1e-6 for a, b in pairwise(found))


@given(st.lists(st.floats(min_value=0, max_value=1e7), min_size=1, max_size=8))
def test_a_nice_scale_starts_at_nothing_and_holds_all(values: list[float]) -> None:
    scale, marks = nice_scale(values, 100, 0)
    assert scale.at(0) == pytest.approx(100)
    assert all(-1e-6 <= scale.at(value) <= 100 + 1e-6 for value in values)
    assert marks[0] == 0


@given(st.lists(st.floats(min_value=-50, max_value=400), min_size=1, max_size=6))
def test_labels_are_moved_apart_and_keep_their_order(wanted: list[float]) -> None:
    found = apart(sorted(wanted, reverse=True), 15, 20, 190)
    assert all(a - b >= 15 - 1e-9 for a, b in pairwise(found))
    assert all(y >= 20 - 1e-9 for y in found)


def _charts() -> list[Chart]:
    ranked = [Ranked(9 - at, at < 7 and at != 5) for at in range(20)]
    stack = Stack(("2027", "2028"), (Layer("a & <b>", (1, 2)), Layer("c", (0, 3))), ("1", "5"))
    return [
        cut_line(ranked, WORDS, "all <of> it", _plain),
        stacked_columns(stack, "money", _plain),
        bars_across([Part("<script>", 3, "3"), Part("b", 0, "0")], "bars"),
        use_bars([Use("land", 0.9, 7.2, "90 %", "7.2 times"), Use("coal", -0.5, 0.1, "-", "0.1")], USE, "use"),
        tile_map([Tile("a very long name indeed", 3, 1, 5, "5"), Tile("济南", 4, 2, 0, "0")], "tiles"),
    ]


def test_every_chart_is_well_formed_says_what_it_shows_and_stays_in_its_area() -> None:
    for chart in _charts():
        root = ElementTree.fromstring(to_svg(chart))  # noqa: S314  our own text
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == chart.sentence
        assert all(mark.tone in TONES for mark in chart.marks)
        for mark in chart.marks:
            xs = mark.numbers[0:1] if mark.kind == "text" else mark.numbers[0::2] if mark.kind == "path" else ()
            assert all(-1 <= x <= chart.width + 1 for x in xs)
        assert "script" not in [element.tag for element in root.iter()]


def test_the_same_chart_gives_the_same_bytes_and_no_minus_zero() -> None:
    chart = Chart(10, 10, (rect(-0.01, 0.04, 5, -2, "accent"), label(1, 2, "x")), "a")
    assert to_svg(chart) == to_svg(chart)
    assert '<rect x="0" y="-2" width="5" height="2"' in to_svg(chart)


def test_the_band_runs_from_the_first_left_out_to_the_last_taken() -> None:
    ranked = [Ranked(5, True), Ranked(4, False), Ranked(3, True), Ranked(-1, False)]
    assert (first_left_out(ranked), last_chosen(ranked)) == (2, 3)
    band = [mark for mark in cut_line(ranked, WORDS, "s", _plain).marks if mark.tone == "attn-weak"]
    assert len(band) == 1
    clear = [Ranked(5, True), Ranked(4, False)]
    assert [mark for mark in cut_line(clear, WORDS, "s", _plain).marks if mark.tone == "attn-weak"] == []


def test_who_had_to_be_in_does_not_widen_the_band() -> None:
    ranked = [Ranked(5, True), Ranked(4, False), Ranked(3, True), Ranked(-1, False), Ranked(-9, True, True)]
    assert (first_left_out(ranked), last_chosen(ranked)) == (2, 3)


def test_chosen_and_left_out_bars_are_one_mark_each_with_a_box_for_every_project_drawn() -> None:
    ranked = [Ranked(1000 - at, at < 400) for at in range(1500)]
    chart = cut_line(ranked, WORDS, "s", _plain)
    boxes = {mark.tone: len(mark.numbers) // 4 for mark in chart.marks if mark.kind == "area"}
    assert boxes == {"accent": 400, "mute": 400}
    assert shown_count(ranked) == 800
    assert len(to_svg(chart)) < 40_000


def test_one_far_outlier_is_cut_off_so_that_the_line_can_be_seen() -> None:
    ranked = [Ranked(1e6, True), *(Ranked(50 - at, at < 30) for at in range(100))]
    assert cut_off(ranked) <= 1e6 / 50


def test_empty_lists_give_empty_charts() -> None:
    for chart in (cut_line([], WORDS, "s", _plain), bars_across([], "s"), use_bars([], USE, "s"), tile_map([], "s")):
        assert to_svg(chart).startswith("<svg")


def test_a_stack_with_more_layers_than_tones_is_refused() -> None:
    layers = tuple(Layer(str(at), (1.0,)) for at in range(6))
    with pytest.raises(ValueError, match="at most"):
        stacked_columns(Stack(("2027",), layers, ("6",)), "s", _plain)


def test_layers_stand_on_each_other_up_to_the_total() -> None:
    stack = Stack(("2027",), (Layer("a", (4.0,)), Layer("b", (6.0,))), ("10",))
    bars = [m for m in stacked_columns(stack, "s", _plain).marks if m.kind == "rect" and m.numbers[2] > 9]
    low, high = sorted(bars, key=lambda mark: -mark.numbers[1])
    assert high.numbers[1] + high.numbers[3] == pytest.approx(low.numbers[1] - 1, abs=0.01)


def test_marks_know_their_tones() -> None:
    assert Mark("rect", "accent", (0, 0, 1, 1)).tone in TONES
