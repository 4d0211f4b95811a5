"""The meeting paper of a plan as a value: what it says, and where each figure leads.

`briefing` makes a `Paper` of blocks (`blocks`) from a plan and what it was made from; the room
`formats` turns it into a file. Nothing here depends on the example: a plan without pledges, funds
or regions has a shorter paper.
"""

from kaimen.report.briefing.blocks import Paper
from kaimen.report.briefing.ground import Material, Source
from kaimen.report.briefing.paper import briefing

__all__ = ["Material", "Paper", "Source", "briefing"]
