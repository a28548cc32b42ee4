"""Elements of a page from words: every text is escaped by the serializer, none is ever markup."""

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Child = Element | str | None


def element(
    tag: str, *children: Child | Iterable[Child], **attributes: str | int | None
) -> Element:
    """An element with texts and elements in it; an attribute `class_` or `for_` loses its `_`.

    None, as a child or as an attribute's value, is left out.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), str(value))
    for child in _each(children):
        if isinstance(child, Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + child
        else:
            made.text = (made.text or "") + child
    return made


def _each(children: Iterable[Child | Iterable[Child]]) -> Iterable[Element | str]:
    for child in children:
        if isinstance(child, str | Element):
            yield child
        elif child is not None:
            yield from _each(child)


def page(root: Element) -> bytes:
    """The page in UTF-8, its doctype first."""
    html = ElementTree.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{html}\n".encode()
