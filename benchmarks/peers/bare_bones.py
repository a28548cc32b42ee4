"""The least that makes the same words Word and PDF: YAML, an lxml body, typst, two processes.

No templates, no checks, no numbering, no register: the words lie there already, and
nobody learns what was missing. The PDF has the same `document.typ`.

usage: bare_bones.py PREPARED OUT
"""

import io
import json
import multiprocessing
import sys
import zipfile
from pathlib import Path

import yaml
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

prepared, out = Path(sys.argv[1]), Path(sys.argv[2])
work = json.loads((prepared / "work.json").read_text(encoding="utf-8"))


def words(inlines):
    for inline in inlines:
        if isinstance(inline, str):
            yield inline, False
        else:
            inner = inline["text"]
            text = inner if isinstance(inner, str) else inner["text"]
            yield text, bool(inline.get("strong"))


def paragraph(parent, style, inlines):
    p = etree.SubElement(parent, W + "p")
    properties = etree.SubElement(p, W + "pPr")
    etree.SubElement(properties, W + "pStyle").set(W + "val", style)
    for text, strong in words(inlines):
        run = etree.SubElement(p, W + "r")
        if strong:
            etree.SubElement(etree.SubElement(run, W + "rPr"), W + "b")
        for place, line in enumerate(text.split("\n")):
            if place:
                etree.SubElement(run, W + "br")
            t = etree.SubElement(run, W + "t")
            t.set(SPACE, "preserve")
            t.text = line


def items(parent, value):
    for item in value["items"]:
        paragraph(parent, "ListNumber" if value["ordered"] else "ListBullet", item["inlines"])
        if "items" in item:
            items(parent, item["items"])


def table(parent, value):
    paragraph(parent, "Caption", value["caption"])
    element = etree.SubElement(parent, W + "tbl")
    properties = etree.SubElement(element, W + "tblPr")
    etree.SubElement(properties, W + "tblStyle").set(W + "val", "AftaleTabel")
    grid = etree.SubElement(element, W + "tblGrid")
    for width in value["widths"]:
        etree.SubElement(grid, W + "gridCol").set(W + "w", str(90 * width))
    for cells in (value["header"], *(row["cells"] for row in value["rows"])):
        row = etree.SubElement(element, W + "tr")
        for cell in cells:
            paragraph(etree.SubElement(row, W + "tc"), "TableText", cell)


def block(parent, value):
    kind = value["kind"]
    if kind == "section":
        style = "Heading1" if value["level"] == 1 else "Heading2"
        paragraph(parent, style, [f"{value['number']} ", *value["title"]])
        for part in value["blocks"]:
            block(parent, part)
    elif kind == "paragraph":
        paragraph(parent, "BodyText", value["inlines"])
    elif kind == "items":
        items(parent, value)
    elif kind == "table":
        table(parent, value)
    elif kind == "signatures":
        for party in value["parties"]:
            paragraph(parent, "SignatureParty", party["party"])
            for role in party["roles"]:
                paragraph(parent, "SignatureRole", role)


def docx(values, package):
    root = etree.Element(W + "document", nsmap={"w": W[1:-1]})
    body = etree.SubElement(root, W + "body")
    paragraph(body, "Title", values["title"])
    paragraph(body, "Subtitle", values["subtitle"])
    for fact in values["facts"]:
        paragraph(body, "TitleFact", [fact["label"], "\t", *fact["value"]])
    for section in values["blocks"]:
        if section["kind"] == "section":
            paragraph(body, "TOC1", section["title"])
    for section in values["blocks"]:
        block(body, section)
    file = io.BytesIO(package)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        xml = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        archive.writestr("word/document.xml", xml)
    return file.getvalue()


def make(annexes):
    import datetime

    import typst

    given = work["typst"]
    package = (prepared / "package.zip").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[given["root"] + "/fonts"])
    compiler = typst.Compiler(
        root=given["root"],
        font_paths=fonts,
        sys_inputs={"style": given["style"], "words": given["words"]},
    )
    for annex in annexes:
        text = (prepared / annex["values"]).read_text(encoding="utf-8")
        values = json.loads(text)
        name = annex["file_name"]
        (out / f"{name}.docx").write_bytes(docx(values, package))
        literal = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        pdf = compiler.compile(
            input=given["main"].replace("VALUES", literal).encode(),
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.datetime(*values["date"], tzinfo=datetime.UTC),
        )
        (out / f"{name}.pdf").write_bytes(pdf)


def main():
    for file in sorted(Path(work["project"], "data").rglob("*.yaml")):
        yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    annexes = work["annexes"]
    half = len(annexes) // 2
    start = "fork" if sys.platform == "linux" else "spawn"
    other = multiprocessing.get_context(start).Process(target=make, args=(annexes[:half],))
    other.start()
    make(annexes[half:])
    other.join()
    sys.exit(other.exitcode)


if __name__ == "__main__":
    main()
