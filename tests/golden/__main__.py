"""`python -m tests.golden`: writes the golden files anew."""

from tests.golden import write

write()
