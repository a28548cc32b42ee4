"""A Word file with its tracked changes accepted or rejected, by the rules of the format alone.

Nothing of the writer is used: what is kept is unwrapped, what is not is taken away, a paragraph
whose mark goes is joined with the next, and a table without rows is gone.
"""

import io
from collections.abc import Iterator
from typing import Literal
from zipfile import ZipFile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_BACK = {f"{_W}delText": f"{_W}t", f"{_W}delInstrText": f"{_W}instrText"}

Decision = Literal["accept", "reject"]
Marks = tuple[str, ...]

_CAME: Marks = (f"{_W}ins", f"{_W}moveTo", f"{_W}cellIns")
_WENT: Marks = (f"{_W}del", f"{_W}moveFrom", f"{_W}cellDel")
_ASIDE: Marks = (
    *(f"{_W}{way}Range{end}" for way in ("moveFrom", "moveTo") for end in ("Start", "End")),
    *(f"{_W}{of}Change" for of in ("rPr", "pPr")),
)
"""The ends of moves, and changes of form, of which none is rejected here."""


def resolved(docx: bytes, decision: Decision) -> bytes:
    """The file as it is after accepting or rejecting every change."""
    keep, drop = (_CAME, _WENT) if decision == "accept" else (_WENT, _CAME)
    with ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts[_MAIN])
    for mark in list(root.iter(*_ASIDE)):
        _remove(mark)
    _resolve_rows(root, drop)
    _resolve_cells(root, drop)
    for paragraph in list(root.iter(f"{_W}p")):
        _resolve_runs(paragraph, keep, drop)
    for paragraph in list(root.iter(f"{_W}p")):
        if any(paragraph.find(f"{_W}pPr/{_W}rPr/{mark}") is not None for mark in drop):
            _join_with_next(paragraph)
    for mark in list(root.iter(*keep)):
        _remove(mark)  # of paragraphs' ends and of rows
    parts[_MAIN] = etree.tostring(root)
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def changes(docx: bytes) -> Iterator[etree._Element]:
    """Every mark of a change in the body: of words, of paragraphs' ends and of rows."""
    with ZipFile(io.BytesIO(docx)) as archive:
        yield from etree.fromstring(archive.read(_MAIN)).iter(f"{_W}ins", f"{_W}del")


def _resolve_rows(root: etree._Element, drop: Marks) -> None:
    for row in list(root.iter(f"{_W}tr")):
        if any(row.find(f"{_W}trPr/{mark}") is not None for mark in drop):
            table = row.getparent()
            assert table is not None
            table.remove(row)
            if table.find(f"{_W}tr") is None:
                _remove(table)


def _resolve_cells(root: etree._Element, drop: Marks) -> None:
    for mark in list(root.iter(f"{_W}cellIns", f"{_W}cellDel")):
        gone = mark.tag in drop
        cell = next(mark.iterancestors(f"{_W}tc"))
        _remove(cell if gone else mark)


def _resolve_runs(paragraph: etree._Element, keep: Marks, drop: Marks) -> None:
    for mark in list(paragraph.iter(*keep, *drop)):
        parent = mark.getparent()
        assert parent is not None
        if parent.tag == f"{_W}rPr":
            continue
        if mark.tag in keep:
            for run in list(mark):
                mark.addprevious(run)
        parent.remove(mark)
    for element in paragraph.iter(*_BACK):
        element.tag = _BACK[str(element.tag)]


def _join_with_next(paragraph: etree._Element) -> None:
    """What is left of a paragraph stands first in the next, which keeps its own properties."""
    following = paragraph.getnext()
    left = [child for child in paragraph if child.tag != f"{_W}pPr"]
    if following is not None and following.tag == f"{_W}p":
        for place, child in enumerate(left, start=1):
            following.insert(place, child)
    else:
        assert not any(True for child in left for _text in child.iter(f"{_W}t"))
    _remove(paragraph)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
