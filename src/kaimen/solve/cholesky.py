"""A Cholesky solve whose result does not depend on how many threads a linear algebra library has."""

from __future__ import annotations

import numpy as np

from kaimen.solve.book import Floats
from kaimen.solve.compiled import compiled


@compiled
def factor(matrix: Floats) -> bool:
    """Replace the upper triangle by U with matrix = U'U; return whether the matrix is positive definite."""
    size = len(matrix)
    for k in range(size):
        pivot = matrix[k, k]
        if not pivot > 0.0:
            return False
        root = np.sqrt(pivot)
        for j in range(k, size):
            matrix[k, j] /= root
        for i in range(k + 1, size):
            scale = matrix[k, i]
            if scale != 0.0:
                for j in range(i, size):
                    matrix[i, j] -= scale * matrix[k, j]
    return True


@compiled
def back_forward(upper: Floats, side: Floats) -> None:
    """Replace the right side by the solution of U'U x = side."""
    size = len(upper)
    for k in range(size):
        side[k] /= upper[k, k]
        for j in range(k + 1, size):
            side[j] -= upper[k, j] * side[k]
    for k in range(size - 1, -1, -1):
        total = side[k]
        for j in range(k + 1, size):
            total -= upper[k, j] * side[j]
        side[k] = total / upper[k, k]
