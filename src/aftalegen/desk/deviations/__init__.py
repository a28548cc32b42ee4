"""Who deviates where: gathered once as `Deviations`, and shown as lines, Document or workbook."""
