"""The files of a project that an annex was made of."""

from typing import Any

from aftalegen.build.builder import Builder
from aftalegen.document.nodes import Document, Field, Item, Items, Paragraph, Row, Section, Table
from aftalegen.document.walk import inlines_of, walk_blocks
from aftalegen.records.selected import BundleAnnex


def source_files(builder: Builder, selection: BundleAnnex, document: Document) -> list[str]:
    """The files that an annex was made of: records, template, style, and what it includes."""
    facts = builder.annex_facts(selection)
    known = (facts.municipality, facts.task, facts.region, facts.bundle, facts.law)
    template = selection.template
    root = builder.project.folder
    found = {record.written.file for record in known}
    found |= {decision.written.file for decision in facts.decisions}
    found |= {p.relative_to(root).as_posix() for p in (root / "templates" / template).rglob("*.*")}
    found |= {"templates/house/style.yaml"} | set(_named_files(document))
    return sorted(found)


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
