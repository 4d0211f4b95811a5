"""A plan as a workbook in live formulas."""

from kaimen.formats.workbook.write import plan_workbook

__all__ = ["plan_workbook"]
