"""Which printed facts nobody has confirmed: what stands beside them in the records says so."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from aftalegen.document.nodes import Document, Field
from aftalegen.document.walk import walk_inlines
from aftalegen.records import Known
from aftalegen.records.confidence import confidence_at, unconfirmed_in
from aftalegen.records.project import Project
from aftalegen.words.faults import AftalegenError
from aftalegen.words.place import Source


def unconfirmed_places(project: Project, documents: Iterable[Document]) -> frozenset[Source]:
    """The places of the facts that documents print and that nobody has confirmed."""
    tables: Mapping[str, Mapping[str, str]] = {
        known.written.file: unconfirmed_in(known) for known in _records(project)
    }
    return frozenset(
        place
        for document in documents
        for inline in walk_inlines(document)
        if isinstance(inline, Field) and not inline.missing and (place := inline.source)
        if confidence_at(tables.get(place.file, {}), place.key)
    )


def _records(project: Project) -> Iterator[Known[Any]]:
    """The records that documents print, those that can be read."""
    readers: Mapping[str, Callable[[str], Known[Any]]] = {
        "municipalities": project.municipality,
        "tasks": project.task,
        "regions": project.region,
        "bundles": project.bundle,
    }
    for kind, read in readers.items():
        for key in project.keys(kind):
            with suppress(AftalegenError):
                yield read(key)
    with suppress(AftalegenError):
        yield project.law
