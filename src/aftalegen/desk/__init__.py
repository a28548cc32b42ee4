"""What a person works with beside the texts: Excel, preview, overview, deviations, doctor."""
