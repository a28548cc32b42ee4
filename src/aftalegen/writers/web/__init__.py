"""Document -> HTML: one page that needs nothing but itself, for screen, paper and screen readers.

`body.py` gives the words their elements, `looks.py` and `page.css` the house style.
No script can run in the page, and it asks nothing of the net.
"""

import base64
from html import escape

from aftalegen.document.nodes import Document, Inlines
from aftalegen.document.style import Style
from aftalegen.document.walk import plain
from aftalegen.writers.logo import logo_of
from aftalegen.writers.web.body import document_parts
from aftalegen.writers.web.looks import page_css

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; img-src data:">
<meta name="author" content="{author}">
<meta name="dcterms.date" content="{date}">
<title>{title}</title>
<style>
{css}</style>
</head>
<body>
{body}</body>
</html>
"""


def document_html(document: Document, style: Style) -> bytes:
    """A document as a page of its own in UTF-8: the same bytes for the same document and style."""
    page = _PAGE.format(
        language=escape(document.language),
        author=escape(document.author),
        date=escape(document.edition_date),
        title=escape(page_title(document)),
        css=page_css(style),
        body=document_body(document, style),
    )
    return page.encode()


def document_body(document: Document, style: Style) -> str:
    """What stands in the page's `body`: the logo, then the title page, contents and sections."""
    draft = " draft" if document.draft else ""
    return f'<div class="agreement{draft}">\n{document_parts(document, _logo(style))}</div>\n'


def page_title(document: Document) -> str:
    """The words on the browser's tab: title and subtitle as they are now."""
    parts = (_now(document.title), _now(document.subtitle))
    return " ".join(" ".join(parts).split())


def _now(inlines: Inlines) -> str:
    return plain(tuple(inline for inline in inlines if inline.change != "del"))


def _logo(style: Style) -> str:
    logo = logo_of(style)
    if logo is None:
        return ""
    data = base64.b64encode(logo.data).decode()
    size = f"width:{logo.width:.1f}mm;height:{logo.height:.1f}mm"
    text = escape(logo.text)
    return f'<img class="logo" src="data:image/png;base64,{data}" alt="{text}" style="{size}">\n'
