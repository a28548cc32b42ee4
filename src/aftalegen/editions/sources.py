"""The files of a project that an annex was made of."""

from pathlib import Path

from aftalegen.build.annex import BuiltAnnex
from aftalegen.build.made_of import sha256
from aftalegen.document.lines import document_lines
from aftalegen.document.nodes import Document, Field
from aftalegen.document.walk import walk_inlines
from aftalegen.editions.manifest import SourceFile
from aftalegen.records.files import files_below


def source_files(root: Path, annex: BuiltAnnex, document: Document) -> tuple[SourceFile, ...]:
    """The files below `root` that an annex was made of: records, template, style, includes."""
    folder = root / "templates" / annex.selection.template
    found = {*annex.records, *(path.relative_to(root).as_posix() for path in files_below(folder))}
    found |= {"templates/house/style.yaml"} | _named_files(document)
    return tuple(
        SourceFile(file=file, sha256=sha256((root / file).read_bytes())) for file in sorted(found)
    )


def _named_files(document: Document) -> set[str]:
    """The files that the lines and values of a document name as their sources."""
    places = {line.source for line in document_lines(document)}
    places |= {i.source for i in walk_inlines(document) if isinstance(i, Field)}
    return {place.file for place in places if place}
