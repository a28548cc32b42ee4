"""What a Word file says about itself: `docProps/core.xml` and `docProps/custom.xml`."""

from lxml import etree

from aftalegen.writers.word.ooxml import part

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_ANYONE = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def core_properties(title: str, creator: str, language: str, date: str) -> bytes:
    """`docProps/core.xml`: what the file says about itself; `date` is an ISO date."""
    spaces = {"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap=spaces)
    for name, text in (("title", title), ("creator", creator), ("language", language)):
        etree.SubElement(root, f"{{{_DC}}}{name}").text = text
    etree.SubElement(root, f"{{{_CP}}}lastModifiedBy").text = creator
    for name in ("created", "modified"):
        element = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        element.text = f"{date}T00:00:00Z"
    return part(root)


def custom_property(name: str, value: str) -> bytes:
    """`docProps/custom.xml` with the one property that there is."""
    spaces: dict[str | None, str] = {None: _CUSTOM, "vt": _TYPES}
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap=spaces)  # type: ignore[arg-type]
    element = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_ANYONE, pid="2", name=name)
    etree.SubElement(element, f"{{{_TYPES}}}lpwstr").text = value
    return part(root)
