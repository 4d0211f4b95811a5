"""Compiled functions kept on disk: they are compiled again when they, or what they call, change, and only then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kaimen.solve import kernels
from kaimen.solve.compiled import content
from tests.effort import FULL

INNER = """from kaimen.solve.compiled import inner
FEW = 2
@inner
def lower(x: int) -> int:
    return x + FEW
"""
OUTER = """from kaimen.solve.compiled import compiled
from lower import lower
@compiled
def upper(x: int) -> int:
    return 10 * lower(x)
"""


def test_what_is_called_is_part_of_the_content() -> None:
    plain, moved, other, deeper = (_upper(*change) for change in ((), ("", "\n\n"), ("FEW = 2", "FEW = 3"), ("+", "-")))
    assert content(plain) == content(moved)
    assert len({content(plain), content(other), content(deeper)}) == 3


def test_what_is_kept_on_disk_goes_by_the_content() -> None:
    for kernel in (kernels.search, kernels.fill, kernels.mend, kernels.choose, kernels.refresh):
        kept: Any = kernel
        assert kept._cache._cache_file._source_stamp == content(kernel)


@pytest.mark.skipif(not FULL, reason="three processes that compile; KAIMEN_FULL=1")
def test_a_function_in_another_file_that_changes_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "upper.py").write_text(OUTER, encoding="utf-8")
    said = []
    for inside in (INNER, INNER.replace("FEW = 2", "FEW = 3"), INNER.replace("FEW = 2", "FEW = 3")):
        (tmp_path / "lower.py").write_text(inside, encoding="utf-8")
        code = "from upper import upper; print(upper(1), sum(upper._cache_hits.values()))"
        done = subprocess.run(
            [sys.executable, "-B", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        said.append(done.stdout.split())
    assert said == [["30", "0"], ["40", "0"], ["40", "1"]]


def _upper(old: str = "", new: str = "") -> Any:
    """Return `upper` over a `lower` in which something is replaced."""
    space: dict[str, Any] = {}
    text = INNER.replace("@inner\n", "").replace(old, new, 1) + OUTER.replace("@compiled\n", "")
    exec("\n".join(line for line in text.splitlines() if "import" not in line), space)  # noqa: S102 - our own text
    space["lower"] = _Loop(space["lower"])
    return space["upper"]


class _Loop:
    """Stands for a compiled function."""

    def __init__(self, function: Any) -> None:
        self.py_func = function
