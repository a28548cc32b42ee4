"""Writes `plain.docx` anew: the package of our own style, which that of every other is made from.

The paragraph styles follow `writers/word/looks.py`. What else the file should say (a setting, the
table style), change by hand in Word or in its XML, and run `python -m tools.plain_file`.
"""

from aftalegen.document.style import PLAIN
from aftalegen.writers.archive import timeless_zip
from aftalegen.writers.word.skeleton import FILE, LANGUAGE
from aftalegen.writers.word.styled import styled


def plain_file() -> bytes:
    """The file as python-docx makes it from the one that is there."""
    return timeless_zip(styled(PLAIN, LANGUAGE).parts)


if __name__ == "__main__":
    FILE.write_bytes(plain_file())
