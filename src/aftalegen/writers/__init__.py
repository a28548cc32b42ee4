"""Document -> bytes, one package or module a format."""
