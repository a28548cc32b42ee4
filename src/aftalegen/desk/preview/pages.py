"""The preview's pages: an annex with its errors above it, and the list of annexes to choose from.

What can change is pushed to the page as `parts`; `preview.js` puts it in its place.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from aftalegen.desk.preview import INDEX, Shown
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _, language_in_force, plural
from aftalegen.words.place import Source, snippet
from aftalegen.writers.about import told_title
from aftalegen.writers.web import document_body, markup
from aftalegen.writers.web.looks import page_css
from aftalegen.writers.web.markup import Html, element, joined, line, lines

ANNEXES = "/bilag/"


def page(shown: Shown, key: str, project: Path) -> str:
    """A whole page, as it is sent when it is opened."""
    parts = page_parts(shown, key, project)
    head = lines(
        "head",
        line("meta", charset="utf-8"),
        line("meta", name="viewport", content="width=device-width, initial-scale=1"),
        line("title", parts["title"]),
        line("style", Html(parts["css"]), id="house"),
        line("link", rel="stylesheet", href="/preview.css"),
        line("script", src="/preview.js", defer=""),
    )
    body = lines(
        "body",
        line("div", Html(parts["errors"]), id="errors", role="alert"),
        line("div", Html(parts["body"]), id="shown", lang="da"),
        _bar(choose=key != INDEX and len(shown.annexes) > 1),
        data_version=shown.version,
        data_key=key,
    )
    return markup.page(head, body, language=language_in_force())


def _bar(*, choose: bool) -> Html:
    """What is said at the foot of a page while the files change, and the way to other annexes."""
    state = line(
        "span",
        _("follows the files"),
        id="state",
        role="status",
        data_same=_("saved; nothing changed here"),
        data_changed=_("{n} places changed"),
        data_one=_("one place changed"),
        data_faulty=_("has faults; below stands the text as it was before"),
        data_lost=_("no longer follows: the preview has been stopped"),
    )
    others = element("a", _("all annexes"), href="/") if choose else None
    return lines("footer", state, element("span", id="place"), others, "\n", id="bar")


def page_parts(shown: Shown, key: str, project: Path) -> dict[str, str]:
    """What of a page can change, by the place where it stands."""
    title, body = shown.annexes.get(key, "aftalegen"), ""
    if key == INDEX:
        body = _index(shown.annexes)
    elif shown.document and shown.style:
        title, body = told_title(shown.document), document_body(shown.document, shown.style)
    return {
        "title": title,
        "css": page_css(shown.style) if shown.style else "",
        "errors": _errors(shown.errors, project) if shown.errors else "",
        "body": body,
    }


def _index(annexes: Mapping[str, str]) -> Html:
    links = [line("li", element("a", name, href=ANNEXES + key)) for key, name in annexes.items()]
    heading = line("h1", plural("{n} annex", "{n} annexes", len(annexes)))
    return element("main", heading, lines("ul", links, class_="annexes"), class_="agreement")


def _errors(errors: tuple[AftalegenError, ...], project: Path) -> Html:
    """Every error, as the terminal tells it: what, where, the line, and what to do."""
    count = line("h2", plural("{n} error", "{n} errors", len(errors)))
    return joined(count, (_error(error, project) for error in errors))


def _error(error: AftalegenError, project: Path) -> Html:
    return lines(
        "article",
        line("h3", error.message, " ", element("small", error.rule)),
        line("p", str(error.source), class_="where") if error.source else None,
        _snippet(error.source, project) if error.source else None,
        line("p", _("help"), ": ", error.hint, class_="help") if error.hint else None,
        class_="error",
    )


def _snippet(source: Source, project: Path) -> Html | None:
    """The line that a place names, with a mark below where it begins."""
    found = snippet(source, project)
    if found is None:
        return None
    gap = " " * len(str(found.number))
    caret = None
    if found.caret is not None:
        caret = (f"\n{gap} | {' ' * found.caret}", element("b", "^"))
    return line("pre", f"{found.number} | {found.text}", caret)


@cache
def asset(name: str) -> bytes:
    """A file that the pages use: `preview.js` or `preview.css`."""
    return files("aftalegen.desk.preview").joinpath(name).read_bytes()
