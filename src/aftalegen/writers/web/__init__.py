"""Document -> HTML: one page that needs nothing but itself, for screen, paper and screen readers.

`body.py` gives the words their elements, `looks.py` and `page.css` the house style.
No script can run in the page, and it asks nothing of the net.
"""

import base64

from aftalegen.document.nodes import Document
from aftalegen.document.style import Style
from aftalegen.writers.about import keywords, subject, told_title
from aftalegen.writers.logo import logo_of
from aftalegen.writers.web.body import document_parts
from aftalegen.writers.web.looks import page_css
from aftalegen.writers.web.markup import Html, line, lines, page

_POLICY = Html("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
"""No quotation mark in it can end the attribute that it stands in."""


def document_html(document: Document, style: Style) -> bytes:
    """A document as a page of its own in UTF-8: the same bytes for the same document and style."""
    head = lines(
        "head",
        line("meta", charset="utf-8"),
        line("meta", name="viewport", content="width=device-width, initial-scale=1"),
        line("meta", name="color-scheme", content="light dark"),
        line("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        line("meta", name="author", content=document.author),
        line("meta", name="dcterms.date", content=document.edition_date),
        line("meta", name="description", content=subject(document)) if subject(document) else None,
        line("meta", name="keywords", content=", ".join(keywords(document))),
        line("title", told_title(document)),
        lines("style", Html(page_css(style))),
    )
    body = lines("body", _body(document, style, tells_places=False))
    return page(head, body, language=document.language).encode()


def document_body(document: Document, style: Style) -> Html:
    """What stands in the `body` of a page for those who write, which says where each thing was."""
    return _body(document, style, tells_places=True)


def _body(document: Document, style: Style, *, tells_places: bool) -> Html:
    """The logo, then the title page, contents and sections."""
    name = "agreement draft" if document.draft else "agreement"
    parts = document_parts(document, _logo(style), tells_places=tells_places)
    return lines("div", parts, class_=name)


def _logo(style: Style) -> Html | None:
    logo = logo_of(style)
    if logo is None:
        return None
    data = f"data:image/png;base64,{base64.b64encode(logo.data).decode()}"
    size = f"width:{logo.width:.1f}mm;height:{logo.height:.1f}mm"
    return line("img", class_="logo", src=data, alt=logo.text, style=size)
