"""What a file says about itself, so that windows, lists of files and archives can tell it apart."""

from collections.abc import Iterator

from aftalegen.document.nodes import Document, Field, Inlines
from aftalegen.document.walk import current, plain

STATUS = "Status"
"""The row of the title page that says how far a document is."""
_SINCE = "ændringer siden {before}"


def told_title(document: Document) -> str:
    """What it is, whose, and of which edition.

    "Tillægsaftale nr. 1 til aftalen om … (udkast V20260319)", "Bilag 2 – Norddjurs Kommune –
    Lokale forhold … – ændringer siden V20260224 (V20260319)".
    """
    title, subtitle = _words(document.title), subject(document)
    apart = " " if subtitle[:1].islower() else " – "
    told = apart.join(part for part in (title, subtitle) if part)
    if document.edition_before:
        told += f" – {_SINCE.format(before=document.edition_before)}"
    mark = " ".join(part for part in (document.draft.lower(), document.edition) if part)
    return f"{told} ({mark})" if mark else told


def subject(document: Document) -> str:
    """What it is about: the words below the title."""
    return _words(document.subtitle)


def keywords(document: Document) -> tuple[str, ...]:
    """The rows of the title page that are known: "Sagsnummer: 25/678", "Udgave: V20260319"."""
    return tuple(f"{label}: {value}" for label, value in _facts(document))


def status(document: Document) -> str:
    """How far it is, as the title page says; else whether it is a draft."""
    return dict(_facts(document)).get(STATUS) or document.draft.capitalize()


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    for fact in document.facts:
        missing = any(isinstance(one, Field) and one.missing for one in fact.value)
        if fact.change != "del" and not missing and (value := _words(fact.value)):
            yield fact.label, value


def _words(inlines: Inlines) -> str:
    return " ".join(plain(current(inlines)).split())
