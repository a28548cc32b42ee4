"""A bundle at a glance: its budgets, what is missing, and what is decided when, as one page."""
