"""The formats of a document: one table, which everyone who names a format asks.

A writer is imported when it is used.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from aftalegen.words.faults import AftalegenError, UsageError, did_you_mean
from aftalegen.words.language import _

if TYPE_CHECKING:
    from aftalegen.document.nodes import Document, Revision
    from aftalegen.document.style import Style
    from aftalegen.records.project import Project


@dataclass(frozen=True, slots=True)
class Format:
    """A file ending, and what makes the file: a writer, called as `write` is.

    `shows_changes`: what is marked as changed can be seen. `says_places`: it tells the places of
    the sources, so that only making it shows a change. `archived`: it is what people sign and
    keep, in bundles, and by its hash in editions.
    """

    name: str
    writer: Callable[["Document", "Style", "Revision | None"], bytes]
    shows_changes: bool = False
    says_places: bool = False
    archived: bool = False

    def write(
        self, document: "Document", style: "Style", revision: "Revision | None" = None
    ) -> bytes:
        """The bytes of a document; its tracked changes are the revision's, or else its author's."""
        return self.writer(document, style, revision)


def _in(module: str) -> Any:
    return import_module(f"aftalegen.{module}")


_ALL = (
    Format(
        "docx",
        lambda *made: _in("writers.word").document_docx(*made),
        shows_changes=True,
        archived=True,
    ),
    Format(
        "pdf",
        lambda d, s, _: _in("writers.pdf").document_pdf(d, s),
        shows_changes=True,
        archived=True,
    ),
    Format(
        "html",
        lambda d, s, _: _in("writers.web").document_html(d, s),
        shows_changes=True,
    ),
    Format("txt", lambda d, *_: _in("writers.text").document_text(d)),
    Format("json", lambda d, *_: _in("document.json").document_json(d), says_places=True),
)
FORMATS = {format.name: format for format in _ALL}
ARCHIVED = tuple(format.name for format in _ALL if format.archived)
SHOW_CHANGES = tuple(format.name for format in _ALL if format.shows_changes)


_OF_STYLE = {"font-missing": ("fonts", "pdf"), "word-file-": ("word_file",), "logo-": ("logo",)}
"""Where the style says what a writer cannot use, by how the fault's rule begins."""


def in_house_style(document: "Document", format: str, project: "Project") -> bytes:
    """A document as a file in the style of the project; a fault of that style has its place."""
    try:
        return FORMATS[format].write(document, project.style)
    except AftalegenError as error:
        # The writers do not know where the style stands.
        for rule, path in _OF_STYLE.items():
            if error.rule.startswith(rule):
                raise error.at(project.place_in_style(*path)) from error
        raise


def require_format(name: str, known: Collection[str]) -> None:
    """Refuse a format that a command has not."""
    if name not in known:
        message = _("the format «{name}» is not known").format(name=name)
        raise UsageError("unknown-format", message, None, did_you_mean(name, known))


def formats_named(text: str) -> tuple[str, ...]:
    """The formats in 'docx,pdf', each once; raises UsageError for an unknown one."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    for name in names:
        require_format(name, FORMATS)
    if not names:
        hint = did_you_mean("", FORMATS)
        raise UsageError("unknown-format", _("no format was named"), None, hint)
    return names
