"""All pages. A module of this package has `PAGES` and `ACTIONS`; it is named in the list below, and that is all."""

from kaimen.web.pages import (
    announcements,
    appeals,
    auditing,
    briefing,
    chains,
    comparing,
    delivering,
    door,
    editing,
    guide,
    home,
    importing,
    indicators,
    joining,
    library,
    mapping,
    plan,
    plan_jobs,
    pledges,
    policies,
    prices,
    project,
    review,
    services,
    trace,
    why,
)
from kaimen.web.pages import help as help_page
from kaimen.web.routes import Action, PageAt

MODULES = (
    home,
    door,
    announcements,
    review,
    pledges,
    importing,
    library,
    joining,
    project,
    editing,
    chains,
    guide,
    plan,
    plan_jobs,
    prices,
    why,
    comparing,
    delivering,
    indicators,
    mapping,
    briefing,
    services,
    policies,
    auditing,
    appeals,
    trace,
    help_page,
)
"""The modules with pages, in the order in which their pages stand in the side list."""

PAGES: tuple[PageAt, ...] = tuple(page for module in MODULES for page in module.PAGES)
ACTIONS: tuple[Action, ...] = tuple(action for module in MODULES for action in module.ACTIONS)
