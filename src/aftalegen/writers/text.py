"""Document -> plain text: the words in reading order, one block a paragraph.

`document_blocks` is what every other format must say: the tests read DOCX and
PDF back and compare with it.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from aftalegen.document.lines import Line, lines, title_page_lines
from aftalegen.document.nodes import Document
from aftalegen.document.walk import plain
from aftalegen.writers.words import SIGN_ABOVE, SIGN_BELOW, missing_told


def document_text(document: Document) -> bytes:
    """The document as UTF-8 text: title page, then every block, separated by blank lines."""
    return ("\n\n".join(document_blocks(document)) + "\n").encode()


def document_blocks(document: Document) -> Iterator[str]:
    """The words of a document block by block, with the printed numbers and labels."""
    above = (document.author if document.cover else "", document.draft)
    yield from filter(None, above)
    yield from _blocks(title_page_lines(document))
    yield from filter(None, (missing_told(document),))
    yield from _blocks(chain.from_iterable(map(lines, document.sections)))


def _blocks(of: Iterable[Line]) -> Iterator[str]:
    for is_table, some in groupby(of, lambda line: line.kind in _ROWS):
        if is_table:
            yield "\n".join(map(_words, some))
            continue
        for line in some:
            if line.kind == "role":
                yield from SIGN_ABOVE
            yield _words(line)
            if line.kind == "role":
                yield "\t".join(SIGN_BELOW)


_ROWS = ("header", "row")


def _words(line: Line) -> str:
    words = "\t".join([plain(cell) for cell in line.cells])
    match line.kind:
        case "fact":
            return f"{line.label}\t{words}"
        case "heading" | "paragraph":
            return f"{line.label} {words}".strip()
        case "item":
            return f"{'  ' * (line.depth - 1)}{line.label} {words}"
        case _:
            return words
