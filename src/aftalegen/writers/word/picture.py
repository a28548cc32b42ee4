"""The elements of a picture in the line."""

from lxml import etree

from aftalegen.writers.word.ooxml import Element, R, add

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_EMU = 36000  # to a millimetre


def picture(parent: Element, relation: str, text: str, size: tuple[float, float]) -> None:
    """A picture in the line, of a size in millimetres; `text` says what it shows."""
    extent = {"cx": str(round(size[0] * _EMU)), "cy": str(round(size[1] * _EMU))}
    spaces = {"wp": _WP, "a": _A, "pic": _PIC}
    drawing = add(add(parent, "r"), "drawing")
    sides = dict.fromkeys(("distT", "distB", "distL", "distR"), "0")
    inline = etree.SubElement(drawing, f"{{{_WP}}}inline", sides, nsmap=spaces)
    etree.SubElement(inline, f"{{{_WP}}}extent", extent)
    etree.SubElement(inline, f"{{{_WP}}}docPr", id="1", name="Logo", descr=text)
    frame = etree.SubElement(inline, f"{{{_WP}}}cNvGraphicFramePr")
    etree.SubElement(frame, f"{{{_A}}}graphicFrameLocks", noChangeAspect="1")
    graphic = etree.SubElement(inline, f"{{{_A}}}graphic")
    data = etree.SubElement(graphic, f"{{{_A}}}graphicData", uri=_PIC)
    element = etree.SubElement(data, f"{{{_PIC}}}pic")
    about = etree.SubElement(element, f"{{{_PIC}}}nvPicPr")
    etree.SubElement(about, f"{{{_PIC}}}cNvPr", id="1", name="Logo", descr=text)
    etree.SubElement(about, f"{{{_PIC}}}cNvPicPr")
    fill = etree.SubElement(element, f"{{{_PIC}}}blipFill")
    etree.SubElement(fill, f"{{{_A}}}blip", {f"{{{R}}}embed": relation})
    etree.SubElement(etree.SubElement(fill, f"{{{_A}}}stretch"), f"{{{_A}}}fillRect")
    shape = etree.SubElement(element, f"{{{_PIC}}}spPr")
    transform = etree.SubElement(shape, f"{{{_A}}}xfrm")
    etree.SubElement(transform, f"{{{_A}}}off", x="0", y="0")
    etree.SubElement(transform, f"{{{_A}}}ext", extent)
    geometry = etree.SubElement(shape, f"{{{_A}}}prstGeom", prst="rect")
    etree.SubElement(geometry, f"{{{_A}}}avLst")
