"""The political case: what a body is asked and gets to read, what it decided, what is demanded."""
