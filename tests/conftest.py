"""Settings of all tests: what is slow on a busy machine is not wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("kaimen", deadline=None)
settings.load_profile("kaimen")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests in one process, which shares what they prepare; those of solve share compiled loops."""
    loops = Path(__file__).parent / "solve"
    for item in items:
        item.add_marker(pytest.mark.xdist_group(str(loops if loops in item.path.parents else item.path)))
