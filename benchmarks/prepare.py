"""What the peers are given beforehand, unmeasured: the same words, the same layout.

For docxtpl: one of our own DOCX files for each bundle and task, with Jinja fields
where a municipality's own words stood. For the bare-bones script: the words of each
annex, already found and numbered, a package without a body, and `document.typ`.
"""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import yaml

from aftalegen.build.builder import Builder
from aftalegen.records.project import Project
from aftalegen.writers import pdf
from aftalegen.writers.pdf.values import document_values
from aftalegen.writers.word import document_docx
from benchmarks.peers.facts import facts

_TEXT = re.compile(r"(<w:t[^>]*>)([^<]*)(</w:t>)")


def prepared(project: Path, folder: Path) -> Path:
    """Lays everything out in a folder; `work.json` says what is there."""
    folder.mkdir()
    opened = Project(project)
    builder = Builder(opened)
    work: dict[str, Any] = {"project": str(project), "annexes": []}
    for number, selection in enumerate(opened.select((), None, None).annexes):
        annex = selection.record
        document = builder.annex_document(selection)
        template = folder / f"{selection.bundle.key}-{annex.task}.docx"
        if not template.exists():
            ours = document_docx(document, opened.style)
            _docx_template(ours, template, _facts_of(project, annex.municipality))
            _without_body(ours, folder / "package.zip")
        values = folder / f"{number}.json"
        values.write_text(json.dumps(document_values(document)), encoding="utf-8")
        work["annexes"].append(
            {
                "municipality": annex.municipality,
                "file_name": annex.file_name,
                "template": template.name,
                "values": values.name,
            }
        )
    work["typst"] = {
        "root": str(pdf.HERE),
        "style": opened.style.model_dump_json(),
        "words": json.dumps(pdf.WORDS),
        "main": pdf.MAIN % {"language": '"da"', "region": '"DK"', "values": "VALUES"},
    }
    (folder / "work.json").write_text(json.dumps(work), encoding="utf-8")
    return folder


def _facts_of(project: Path, municipality: str) -> dict[str, str]:
    file = project / "data" / "municipalities" / f"{municipality}.yaml"
    return facts(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))


def _docx_template(ours: bytes, template: Path, known: dict[str, str]) -> None:
    """Our file with `{{ key }}` for each fact, the longest words first."""
    words = {text: key for key, text in known.items() if text}
    found = re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))

    def fields(text: re.Match[str]) -> str:
        inner = found.sub(lambda word: "{{ " + words[word[0]] + " }}", text[2])
        return text[1] + inner + text[3]

    template.write_bytes(ours)
    with zipfile.ZipFile(template) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = _TEXT.sub(fields, parts["word/document.xml"].decode()).encode()
    with zipfile.ZipFile(template, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _without_body(ours: bytes, package: Path) -> None:
    package.write_bytes(ours)
    with zipfile.ZipFile(package) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if n != "word/document.xml"}
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
