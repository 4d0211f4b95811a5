"""Random counts of the kernels: one seeded xorshift generator (Marsaglia 2003, doi:10.18637/jss.v008.i14)."""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int.

from __future__ import annotations

from typing import Any

import numpy as np

from kaimen.solve.compiled import inner


@inner
def below(random: Any, size: int) -> int:
    """Return a random count from 0 to count - 1."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return np.int64((x >> np.uint64(33)) % np.uint64(size))


@inner
def chance(random: Any) -> float:
    """Return a random count in [0, 1)."""
    return below(random, 1 << 30) / float(1 << 30)
