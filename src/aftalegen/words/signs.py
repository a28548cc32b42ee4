"""Words as they are compared: what a program sets otherwise by itself is the same."""

import unicodedata

_SAME = {
    **dict.fromkeys("\u00a0\u202f\u2009\v\t", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u201c\u201d\u201e\u00bb\u00ab", '"'),
    **dict.fromkeys("\u2018\u2019\u201a", "'"),
    "\u00ad": "",
    "\u200b": "",
    "\u2026": "...",
}
_AS_READ = str.maketrans(_SAME)


def as_compared(text: str) -> str:
    """Words as people read them: another kind of space, dash or quotation mark is the same word.

    >>> as_compared("”ramme” –  «ramme»")
    '"ramme" - "ramme"'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_AS_READ).split())
