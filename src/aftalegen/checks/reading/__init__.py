"""The finished files read back from their bytes: what they say, and what they say of themselves."""
