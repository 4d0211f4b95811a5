"""A paper as one HTML file: no network, no script, light and dark, and pages for print."""

from kaimen.formats.briefing.render import paper_html

__all__ = ["paper_html"]
