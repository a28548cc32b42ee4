"""Template + records -> Document: fill.py (Jinja), markdown.py (tokens to nodes), folder.py, values.py."""
