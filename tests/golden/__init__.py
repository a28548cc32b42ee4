"""What the program makes, as files that people read: a change of them is reviewed like code.

Norddjurs' agreement and local annex as they are shipped, an agreement with local deviations,
a redline and an addendum; each as the model, as Word's XML, as the words of its PDF and web page, and
as a listener hears its PDF. `make golden` (`python -m tests.golden`) writes them anew; `tests/test_golden.py` compares.
"""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from lxml import etree

from aftalegen.build.builder import Builder
from aftalegen.document.json import document_json
from aftalegen.document.nodes import Document, Section
from aftalegen.document.redline import redline
from aftalegen.document.style import Style
from aftalegen.editions.annex_index import index_document, line_of
from aftalegen.editions.change_list import change_list
from aftalegen.editions.decisions import decisions_of
from aftalegen.proceedings.case import AskedCase, selected_cases
from aftalegen.proceedings.items import items_of, made_items
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.writers.pdf import document_pdf
from aftalegen.writers.web import document_html
from aftalegen.writers.word import document_docx
from tests.conftest import ROOT
from tests.listening import listened
from tests.proofs import addendum_since, proof_of
from tests.reading_back import Said, html_blocks, pdf_blocks

HERE = Path(__file__).parent

DEVIATIONS = """\
    deviations:
      - section: formaal-og-maalsaetninger
        action: add
        text: |
          Opdigtet til prøven: Parterne ønsker desuden et fælles forløb på tværs af kommunegrænsen.
        reason: opdigtet til prøven
        agreed_by: Styregruppen
        agreed_on: 2026-03-01
        base_hash: "BASE"
"""


def golden_files() -> Iterator[tuple[str, bytes]]:
    """Every golden file, by its name below this folder."""
    documents = golden_documents()
    for name, (document, style) in documents.items():
        for file, data in _readable(document, style).items():
            yield f"{name}/{file}", data
    for name, (document, style) in {**documents, **_only_heard(documents)}.items():
        yield f"{name}/hoert.txt", listened(document_pdf(document, style)).encode()
    document, style = _shipped()
    for part, data in _package(document_docx(document, style)).items():
        if part != "word/document.xml":
            yield f"aftale/package/{part.replace('/', '-')}", data


def golden_documents() -> Mapping[str, tuple[Document, Style]]:
    """The documents that are kept, by the folder that each is kept in."""
    builder, (agreement, local) = _norddjurs(ROOT)
    style = builder.project.style
    now, annex = (builder.annex_document(one) for one in (agreement, local))
    before = replace(_without(now, "erstatning-og-klager"), edition="V20260224")
    found = addendum_since(builder.project, agreement, before)
    assert found is not None
    return {
        "aftale": (now, style),
        "bilag-2": (annex, style),
        "afvigelser": (_deviating(), style),
        "aendringer": (redline(before, now), style),
        "tillaeg": (found.addendum, style),
    }


def _only_heard(kept: Mapping[str, tuple[Document, Style]]) -> dict[str, tuple[Document, Style]]:
    """What goes out beside an agreement, of which only what a listener hears is kept."""
    builder, annexes = _norddjurs(ROOT)
    project, style = builder.project, builder.project.style
    now, _style = kept["aftale"]
    before = replace(_without(now, "erstatning-og-klager"), edition="V20260224")
    decisions = decisions_of(project, annexes[0].bundle.record.region)
    changes = change_list(before, now, decisions.difference(before, now).comparison, decisions)
    _selected, cases = selected_cases(project, AskedCase(("norddjurs",), None, None, None))
    proof = proof_of(project, "norddjurs", beside=items_of(cases, {}))
    (item,) = made_items(project, proof, cases)
    made = [proof.annex(project, annex) for annex in annexes]
    lines = [line_of(project, one, one.document) for one in made if one.document]
    index = index_document(annexes[0], lines, now.author, draft=bool(now.draft))
    documents = {"aendringsliste": changes, "dagsordenspunkt": item.document, "oversigt": index}
    return {name: (document, style) for name, document in documents.items()}


def _shipped() -> tuple[Document, Style]:
    builder, (agreement, _local) = _norddjurs(ROOT)
    return builder.annex_document(agreement), builder.project.style


def _norddjurs(folder: Path) -> tuple[Builder, tuple[BundleAnnex, ...]]:
    builder = Builder(Project(folder))
    return builder, builder.project.select(("norddjurs",), None, None).annexes


def _without(document: Document, key: str) -> Document:
    def left(section: Section) -> Section:
        kept = (b for b in section.blocks if not (isinstance(b, Section) and b.key == key))
        return replace(section, blocks=tuple(kept))

    return replace(document, sections=tuple(left(s) for s in document.sections if s.key != key))


def _deviating() -> Document:
    """Norddjurs' agreement with a passage of its own, and what then stands of deviations."""
    from tempfile import TemporaryDirectory

    from aftalegen.template.targets import base_hash, base_parts

    with TemporaryDirectory() as there:
        folder = Path(there)
        for name in ("data", "templates"):
            shutil.copytree(ROOT / name, folder / name)
        builder, (agreement, _local) = _norddjurs(folder)
        template = agreement.template
        base = builder.templates.base(template, builder.annex_facts(agreement))
        section = next(one for one in base.sections if one.key == "formaal-og-maalsaetninger")
        path = folder / "data/municipalities/norddjurs.yaml"
        text = DEVIATIONS.replace("BASE", base_hash(base_parts(section, section)))
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        builder, (agreement, _local) = _norddjurs(folder)
        return builder.annex_document(agreement)


def _readable(document: Document, style: Style) -> dict[str, bytes]:
    """One document as the files that are kept of it."""
    package = _package(document_docx(document, style))
    return {
        "document.json": document_json(document),
        "document.xml": package["word/document.xml"],
        "pdf.txt": _lines(pdf_blocks, document_pdf(document, style)),
        "page.txt": _lines(html_blocks, document_html(document, style)),
    }


def _lines(read: Callable[[bytes], list[Said]], data: bytes) -> bytes:
    return "".join(f"{said.kind}: {said.words}\n" for said in read(data)).encode()


def _package(docx: bytes) -> dict[str, bytes]:
    """The parts of a Word file, their XML indented; pictures are told by their names."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name))
                etree.indent(root)
                parts[name] = etree.tostring(root, encoding="unicode").encode() + b"\n"
    return parts


def kept() -> dict[str, Path]:
    """The golden files that are kept, by their names below this folder."""
    files = (
        path for path in HERE.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")
    )
    return {path.relative_to(HERE).as_posix(): path for path in files}


def write() -> None:
    """Write every golden file anew, and remove those that are no more."""
    wanted = dict(golden_files())
    for name, path in kept().items():
        if name not in wanted:
            path.unlink()
    for name, data in wanted.items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
