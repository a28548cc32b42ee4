"""Template + records -> Document: Jinja in fill.py, Markdown tokens to nodes in markdown.py."""
