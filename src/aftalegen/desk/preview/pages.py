"""The preview's pages: an annex with its errors above it, and the list of annexes to choose from.

What can change is pushed to the page as `parts`; `preview.js` puts it in its place.
"""

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from aftalegen.desk.preview import INDEX, Shown
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _, language_in_force, plural
from aftalegen.words.place import snippet
from aftalegen.writers.web import document_body, page_title
from aftalegen.writers.web.looks import page_css

ANNEXES = "/bilag/"

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style id="house">{css}</style>
<link rel="stylesheet" href="/preview.css">
<script src="/preview.js" defer></script>
</head>
<body data-version="{version}" data-key="{key}">
<div id="errors" role="alert">{errors}</div>
<div id="shown" lang="da">{body}</div>
<footer id="bar">
<span id="state" role="status" data-same="{same}" data-changed="{changed}" data-one="{one}" \
data-faulty="{faulty}" data-lost="{lost}">{following}</span>
<span id="place"></span>{choose}
</footer>
</body>
</html>
"""


def page(shown: Shown, key: str, project: Path) -> str:
    """A whole page, as it is sent when it is opened."""
    parts = page_parts(shown, key, project)
    many = key != INDEX and len(shown.annexes) > 1
    all_annexes = escape(_("all annexes"))
    choose = f'<a href="/">{all_annexes}</a>' if many else ""
    return _PAGE.format(
        language=language_in_force(),
        title=escape(parts["title"]),
        css=parts["css"],
        version=shown.version,
        key=escape(key),
        errors=parts["errors"],
        body=parts["body"],
        following=escape(_("follows the files")),
        same=escape(_("saved; nothing changed here")),
        one=escape(_("one place changed")),
        changed=escape(_("{n} places changed")),
        faulty=escape(_("has faults; below stands the text as it was before")),
        lost=escape(_("no longer follows: the preview has been stopped")),
        choose=choose,
    )


def page_parts(shown: Shown, key: str, project: Path) -> dict[str, str]:
    """What of a page can change, by the place where it stands."""
    title, body = shown.annexes.get(key, "aftalegen"), ""
    if key == INDEX:
        body = _index(shown.annexes)
    elif shown.document and shown.style:
        title, body = page_title(shown.document), document_body(shown.document, shown.style)
    return {
        "title": title,
        "css": page_css(shown.style) if shown.style else "",
        "errors": _errors(shown.errors, project) if shown.errors else "",
        "body": body,
    }


def _index(annexes: Mapping[str, str]) -> str:
    lines = "".join(
        f'<li><a href="{ANNEXES}{escape(key)}">{escape(name)}</a></li>\n'
        for key, name in annexes.items()
    )
    heading = escape(plural("{n} annex", "{n} annexes", len(annexes)))
    return f'<main class="agreement"><h1>{heading}</h1>\n<ul class="annexes">\n{lines}</ul></main>'


def _errors(errors: tuple[AftalegenError, ...], project: Path) -> str:
    """Every error, as the terminal tells it: what, where, the line, and what to do."""
    count = escape(plural("{n} error", "{n} errors", len(errors)))
    return f"<h2>{count}</h2>\n" + "".join(_error(error, project) for error in errors)


def _error(error: AftalegenError, project: Path) -> str:
    help_word = escape(_("help"))
    html = f"<h3>{escape(error.message)} <small>{escape(error.rule)}</small></h3>\n"
    if error.source:
        html += f'<p class="where">{escape(str(error.source))}</p>\n'
        if found := snippet(error.source, project):
            gap = " " * len(str(found.number))
            caret = f"\n{gap} | {' ' * found.caret}<b>^</b>" if found.caret is not None else ""
            html += f"<pre>{found.number} | {escape(found.text)}{caret}</pre>\n"
    if error.hint:
        html += f'<p class="help">{help_word}: {escape(error.hint)}</p>\n'
    return f'<article class="error">\n{html}</article>\n'


@cache
def asset(name: str) -> bytes:
    """A file that the pages use: `preview.js` or `preview.css`."""
    return files("aftalegen.desk.preview").joinpath(name).read_bytes()
