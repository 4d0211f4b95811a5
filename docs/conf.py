"""The documentation: MyST pages, built with warnings as errors."""

project = "kaimen"
author = "the kaimen contributors"
project_copyright = "the kaimen contributors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = [".docs-build"]
html_theme = "furo"
html_title = "kaimen"

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 100
autodoc_preserve_defaults = True
default_role = "code"  # docstrings mark code with one backtick
napoleon_google_docstring = True
napoleon_numpy_docstring = False

# Types of other packages have no pages here, and private names none at all.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!kaimen\.).*"),
    (r"py:.*", r"kaimen\..*\._.*"),
    (r"py:.*", r"kaimen\.formats\..*"),
    (r"py:.*", r"kaimen\.report\.briefing\..*"),
]


def setup(app):
    """Let |x| in a docstring be an absolute value, which reStructuredText would take for a substitution."""
    app.connect("autodoc-process-docstring", _keep_bars)


def _keep_bars(*event):
    lines = event[-1]
    lines[:] = [line.replace("|", "\\|") for line in lines]
