"""A plan as a workbook in live formulas."""

from kaimen.formats.workbook.delivery import Delivered
from kaimen.formats.workbook.inputs import Inputs, inputs_of
from kaimen.formats.workbook.write import plan_workbook

__all__ = ["Delivered", "Inputs", "inputs_of", "plan_workbook"]
