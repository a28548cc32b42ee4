"""The conductor: an annex to a Document to files, many at once, and only what changed."""
