"""Charts as values: marks on a drawing area, and the SVG made of them.

A chart is computed from plain numbers and worded labels into `Mark`s whose colours are names of
tokens (`accent`, `mute`, `attn` ...), never colours: the page's style sheet gives each token a
light, a dark and a printed colour. `to_svg` writes a chart as inline SVG, the same bytes for the
same chart. Every chart says in one sentence what is to be seen, and has a table beside it.
"""

from kaimen.report.charts.axes import level_lines, tick_labels
from kaimen.report.charts.bars import Layer, Part, Stack, bars_across, stacked_columns
from kaimen.report.charts.chain import ChainBox, ChainWords, chain_picture
from kaimen.report.charts.cut_line import Ranked, cut_line
from kaimen.report.charts.marks import Chart, Mark, area, label, line, path, rect
from kaimen.report.charts.scale import Bands, Scale, nice_scale, ticks
from kaimen.report.charts.spread import Often, Span, Swing, frequency_bars, frontier_line, gantt, tornado
from kaimen.report.charts.svg import to_svg
from kaimen.report.charts.tiles import Tile, tile_map
from kaimen.report.charts.use import Use, UseWords, use_bars

__all__ = [
    "Bands",
    "ChainBox",
    "ChainWords",
    "Chart",
    "Layer",
    "Mark",
    "Often",
    "Part",
    "Ranked",
    "Scale",
    "Span",
    "Stack",
    "Swing",
    "Tile",
    "Use",
    "UseWords",
    "area",
    "bars_across",
    "chain_picture",
    "cut_line",
    "frequency_bars",
    "frontier_line",
    "gantt",
    "label",
    "level_lines",
    "line",
    "nice_scale",
    "path",
    "rect",
    "stacked_columns",
    "tick_labels",
    "ticks",
    "tile_map",
    "to_svg",
    "tornado",
    "use_bars",
]
