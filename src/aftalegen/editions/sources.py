"""The files of a project that an annex was made of."""

from pathlib import Path
from typing import Any

from aftalegen.build.made_of import sha256
from aftalegen.document.nodes import Document, Field, Item, Items, Paragraph, Row, Section, Table
from aftalegen.document.walk import inlines_of, walk_blocks
from aftalegen.editions.manifest import SourceFile
from aftalegen.template.facts import AnnexFacts


def source_files(root: Path, facts: AnnexFacts, document: Document) -> tuple[SourceFile, ...]:
    """The files below `root` that an annex was made of: records, template, style, includes."""
    known = (facts.municipality, facts.task, facts.region, facts.bundle, facts.law)
    folder = root / "templates" / facts.annex.template
    found = {record.written.file for record in known}
    found |= {decision.written.file for decision in facts.decisions}
    found |= {path.relative_to(root).as_posix() for path in folder.rglob("*.*")}
    found |= {"templates/house/style.yaml"} | _named_files(document)
    return tuple(
        SourceFile(file=file, sha256=sha256((root / file).read_bytes())) for file in sorted(found)
    )


def _named_files(document: Document) -> set[str]:
    """The files that the nodes of a document name as their sources."""
    places = set()
    for block in walk_blocks(document.sections):
        nodes: list[Any] = [block, *inlines_of(block)]
        if isinstance(block, Table):
            nodes += block.rows
        if isinstance(block, Items):
            nodes += block.items
        places |= {node.source for node in nodes if isinstance(node, _PLACED) and node.source}
    return {place.file for place in places}


_PLACED = (Field, Item, Paragraph, Row, Section, Table)
