"""What a Word file says about itself: `docProps/core.xml` and `docProps/custom.xml`."""

from lxml import etree

from aftalegen.document.nodes import Document
from aftalegen.document.walk import current, plain
from aftalegen.writers.about import keywords, status, subject, told_title
from aftalegen.writers.word.ooxml import part

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_ANYONE = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def core_properties(document: Document) -> bytes:
    """`docProps/core.xml`: what the file says about itself, on the day of its edition."""
    spaces = {"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap=spaces)
    said = {
        (_DC, "title"): told_title(document),
        (_DC, "creator"): document.author,
        (_DC, "language"): document.language,
        (_DC, "subject"): subject(document),
        (_CP, "category"): " ".join(plain(current(document.title)).split()),
        (_CP, "keywords"): "; ".join(keywords(document)),
        (_CP, "contentStatus"): status(document),
        (_CP, "version"): document.edition,
        (_CP, "lastModifiedBy"): document.author,
    }
    for (space, name), text in said.items():
        if text:
            etree.SubElement(root, f"{{{space}}}{name}").text = text
    for name in ("created", "modified"):
        element = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        element.text = f"{document.edition_date}T00:00:00Z"
    return part(root)


def custom_property(name: str, value: str) -> bytes:
    """`docProps/custom.xml` with the one property that there is."""
    spaces: dict[str | None, str] = {None: _CUSTOM, "vt": _TYPES}
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap=spaces)  # type: ignore[arg-type]
    element = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_ANYONE, pid="2", name=name)
    etree.SubElement(element, f"{{{_TYPES}}}lpwstr").text = value
    return part(root)
