"""Local search over chosen options: kernels that keep every row up to date, move by move.

State. `pick[p]` is the option chosen of project p, or -1. `use`, `draw`, `out` (drawn from a row) and
`into` (carried into it) follow each flip exactly; `short[m]` is by how much row m does not hold, and
the rows that do not hold are listed in `broken`, so that a state without any is a portfolio.

A move (Ruiz and Stuetzle 2007, doi:10.1016/j.ejor.2005.12.009, for the iterated greedy; Pirkul 1987,
doi:10.1002/1520-6750(198704)34:2, for the order by margins at prices):
1. kick: an option is forced in, or chosen projects are dropped, or one is shifted to another option;
2. mend: while a row is broken, the change of one other project that costs least margin and leaves
   least broken, the breaks weighed by prices;
3. fill: options in order of margin wherever they fit, also in place of a worse one of their project;
4. keep the result, or undo the move, by simulated annealing (Kirkpatrick and others 1983).

Everything is counted in moves and drawn from one seeded generator, so the same seed and number of moves give the
same portfolio. Arrays are handed on one by one: a kernel that takes them out of a tuple counts references at
every look.
"""

from kaimen.solve.kernels.changes import choose
from kaimen.solve.kernels.filling import fill
from kaimen.solve.kernels.mending import mend
from kaimen.solve.kernels.places import BENEFIT, BEST, BROKEN, LOGGED, PICK, TAKEN, TICK
from kaimen.solve.kernels.rows import refresh
from kaimen.solve.kernels.search import search

__all__ = [
    "BENEFIT",
    "BEST",
    "BROKEN",
    "LOGGED",
    "PICK",
    "TAKEN",
    "TICK",
    "choose",
    "fill",
    "mend",
    "refresh",
    "search",
]
