"""The workbench: pages over one workspace, with their twins as JSON, CSV and XLSX.

A page is a function from a `Visit` to a `Page`, a value; `kaimen.web.pages` lists the modules that have some. What
turns pages into HTML and tables, and who may see them, is written once, here.
"""

from typing import TYPE_CHECKING

from kaimen.lazy import homes, lazily

if TYPE_CHECKING:
    from kaimen.web.app import create_app
    from kaimen.web.settings import Settings

_NAMES = {"app": "create_app", "settings": "Settings"}

__all__ = ["Settings", "create_app"]

__getattr__ = lazily(__name__, homes(_NAMES))
