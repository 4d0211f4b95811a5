"""Where real texts and lists for tests lie, and tests that need one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("KAIMEN_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))


def needs(path: str) -> pytest.MarkDecorator:
    """Skip, and say so, where something is not in the folder."""
    missing = not (DATA / path).exists()
    return pytest.mark.skipif(missing, reason=f"{path} is not in {DATA}; set KAIMEN_TEST_DATA to a folder that has it")
