"""The political case: what a body is asked, what it gets to read, what it decided, what is demanded."""
