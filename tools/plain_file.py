"""Writes `plain.docx` anew: the Word file that every other is made from, where no region has its own.

It is what the writer makes of a document without words, less what the writer puts in itself: the
paragraph styles, the lists and the words. So change what it should keep by hand (a setting, the
table style) in Word or in its XML, and run `python -m tools.plain_file` to have it bare again.
"""

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from aftalegen.document.nodes import Document
from aftalegen.document.style import PLAIN
from aftalegen.writers.archive import timeless_zip
from aftalegen.writers.word import document_docx
from aftalegen.writers.word.skeleton import FILE

EMPTY = Document("", "", (), (), (), "", "2000-01-01", "", False, "", ())
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KEPT = {"body", "sectPr"}


def plain_file() -> bytes:
    """The file, bare, from what the writer makes with the one that is there."""
    with ZipFile(BytesIO(document_docx(EMPTY, PLAIN))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return bare(parts)


def bare(parts: dict[str, bytes]) -> bytes:
    """A package without the words and without what the writer puts in."""
    for name in ("document", "styles", "numbering", "header", "footer"):
        root = etree.fromstring(parts[f"word/{name}.xml"])
        for element in list(root if name != "document" else root[0]):
            is_paragraph_style = element.get(f"{W}type") == "paragraph"
            if (name != "styles" and element.tag != f"{W}sectPr") or is_paragraph_style:
                element.getparent().remove(element)
        parts[f"word/{name}.xml"] = etree.tostring(root, encoding="UTF-8", standalone=True)
    return timeless_zip(parts)


if __name__ == "__main__":
    FILE.write_bytes(plain_file())
