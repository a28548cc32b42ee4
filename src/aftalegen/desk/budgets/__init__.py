"""Budgets to and from Excel: what a workbook says, what it would change, and the overview."""
