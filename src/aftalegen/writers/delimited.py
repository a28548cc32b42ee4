"""A table -> CSV as Excel in Danish opens it: semicolons, a byte-order mark, CRLF."""

import csv
from collections.abc import Sequence
from io import StringIO

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def delimited_csv(headings: Sequence[str], rows: Sequence[Sequence[str | int | None]]) -> bytes:
    """The table in UTF-8; a number is its digits.

    CSV cannot say that a cell is text, and Excel runs what begins as a formula:
    such a text gets an apostrophe before it.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_inert(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _inert(value: str | int | None) -> str | int:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_STARTS_FORMULA) else value
    return "" if value is None else value
