"""Where things stand in the arrays that the kernels are handed."""

from __future__ import annotations

BROKEN, BENEFIT, LOGGED, TICK, BEST = range(5)
"""Places in `count`."""

# Columns of the tables.
VALUE, OF, ENTRY = range(3)  # option
FIRST, MUST = range(2)  # project
LOW, HIGH, UP, CAP, CHAIN, TO, CARRY, RATE, PER, MEMBER, FEED = range(11)  # row
USE, GROSS, OUT, INTO, DRAW, SHORT, PLACE = range(7)  # row, changing
PICK, STAMP, TAKEN = range(3)  # project, changing
