"""The one door to HTML: elements of words. A text is escaped where it becomes part of a page."""

from collections.abc import Iterable
from html import escape

_WITHOUT_END = ("br", "col", "img", "link", "meta")


class Html(str):
    """What is markup already, and is not escaped again."""

    __slots__ = ()


Child = str | None | Iterable["Child"]
"""What can stand in an element: nothing, text, markup, or several of them."""


def element(tag: str, *children: Child, **attributes: str | int | None) -> Html:
    """An element with texts and elements in it; None, as an attribute too, is left out.

    An attribute `class_` or `for_` loses its `_`; other ones become hyphens.
    """
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    end = "" if tag in _WITHOUT_END else f"</{tag}>"
    return Html(f"<{tag}{said}>{joined(*children)}{end}")


def line(tag: str, *children: Child, **attributes: str | int | None) -> Html:
    """An element that ends its line."""
    return Html(f"{element(tag, *children, **attributes)}\n")


def lines(tag: str, *children: Child, **attributes: str | int | None) -> Html:
    """An element that ends its line, with children that end theirs."""
    return line(tag, "\n", *children, **attributes)


def joined(*children: Child) -> Html:
    """Texts and elements one after the other."""
    return Html("".join(map(_escaped, _each(children))))


def page(*children: Child, language: str) -> str:
    """A whole page of a head and a body."""
    return f"<!DOCTYPE html>\n{lines('html', *children, lang=language)}"


def _each(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, str):
            yield child
        elif child is not None:
            yield from _each(child)


def _escaped(text: str | int) -> str:
    return text if isinstance(text, Html) else escape(str(text))
