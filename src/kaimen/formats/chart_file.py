"""A chart as a file of its own: SVG, or a page with the chart and its table; light and dark by the reader's wish."""

from __future__ import annotations

from html import escape

from kaimen.report import Table
from kaimen.report.charts import Chart, to_svg

_LIGHT = {
    **{"accent": "#0B5A83", "accent-mid": "#4F93B6", "mute": "#8B9096", "attn": "#8A4B00", "attn-weak": "#FCF1DD"},
    **{"line": "#E2E2DD", "edge": "#7D838A", "surface": "#FFFFFF", "ink": "#1A1C1E", "ink-2": "#474C52"},
    **{"ink-3": "#626870", "on-accent": "#FFFFFF", "tile-1": "#EAF2F6", "tile-2": "#CFE2EC", "tile-3": "#9CC4DA"},
    "tile-4": "#0B5A83",
}
_DARK = {
    **{"accent": "#74BCE8", "accent-mid": "#3A7CA0", "mute": "#6B7279", "attn": "#EBB06A", "attn-weak": "#33270F"},
    **{"line": "#2E3337", "edge": "#767D85", "surface": "#191C1F", "ink": "#E9E9E6", "ink-2": "#B9BEC3"},
    **{"ink-3": "#989FA6", "on-accent": "#191C1F", "tile-1": "#1C2B34", "tile-2": "#1F3D4E", "tile-3": "#1F4F6B"},
    "tile-4": "#74BCE8",
}
_SANS = '"Noto Sans","Liberation Sans",Arial,"Noto Sans CJK SC",sans-serif'


def _style() -> str:
    def tokens(colours: dict[str, str]) -> str:
        return "".join(f"--{name}:{colour};" for name, colour in colours.items())

    looks = "".join(f".f-{n}{{fill:var(--{n})}}.s-{n}{{fill:none;stroke:var(--{n})}}" for n in _LIGHT)
    sizes = "".join(f".z{size}{{font-size:{size}px}}" for size in (11, 12, 17))
    return (
        f":root{{{tokens(_LIGHT)}}}@media (prefers-color-scheme:dark){{:root{{{tokens(_DARK)}}}}}"
        f"svg{{background:var(--surface);font-family:{_SANS};font-variant-numeric:tabular-nums}}"
        f"{looks}{sizes}.b{{font-weight:700}}"
    )


def chart_svg(chart: Chart) -> bytes:
    """Return a chart as an SVG file that needs nothing else."""
    head, mark, rest = to_svg(chart).partition(">")
    named = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{named}{mark}<style>{escape(_style(), quote=False)}</style>{rest}\n".encode("utf-8", "replace")


def chart_html(title: str, chart: Chart, tables: tuple[Table, ...], lang: str = "en") -> bytes:
    """Return a page with a chart, its sentence and its tables; no script, nothing fetched."""
    parts = [_table(table) for table in tables]
    page = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_style()}{_PAGE}main{{max-width:{max(900, round(chart.width) + 40)}px}}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>"
        f"<p>{escape(chart.sentence)}</p><figure>{to_svg(chart)}</figure>{''.join(parts)}</main></body></html>\n"
    )
    return page.encode("utf-8", "replace")


_PAGE = (
    f"body{{margin:0;background:var(--surface);color:var(--ink);font:14px/1.6 {_SANS}}}"
    "main{max-width:900px;margin:24px auto;padding:0 16px}h1{font-size:20px}h2{font-size:15px}"
    "figure{margin:16px 0;overflow-x:auto}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:13px}"
    "th,td{padding:4px 12px 4px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}"
)


def _table(table: Table) -> str:
    look = [' class="n"' if column.figures else "" for column in table.columns]
    heads = zip(look, table.columns, strict=True)
    head = "".join(f'<th scope="col"{style}>{escape(column.head)}</th>' for style, column in heads)
    rows = []
    for row in table.rows:
        cells = zip(look, table.columns, row, strict=True)
        rows.append("".join(f"<td{style}>{escape(column.shown(value))}</td>" for style, column, value in cells))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    named = escape(table.name)
    return f'<h2>{named}</h2><div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
