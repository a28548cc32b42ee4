"""Where a thing was written, what is said of it and in which language; how Danish writes it."""
