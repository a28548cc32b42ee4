"""Faults of a DOCX that its schema allows: what Word would refuse or mend, and what shuts people out.

A rule is a function from a file to its findings; `RULES` is the list of them.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zipfile import ZipFile

from lxml import etree

LANGUAGE = "da-DK"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
SHOWN = {"drawing", "pict", "object", "fldChar", "fldSimple", "br", "sectPr", "oMath"}
VAGUE_LINKS = {"her", "klik her", "link", "læs mere"}

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a DOCX as XML; `texts` are those that a reader sees."""

    all: dict[str, Element]
    names: frozenset[str]

    @property
    def texts(self) -> dict[str, Element]:
        shown = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
        return {name: root for name, root in self.all.items() if shown.fullmatch(name)}

    @property
    def document(self) -> Element:
        return self.all["word/document.xml"]

    @property
    def styles(self) -> dict[str, Element]:
        styles = self.all["word/styles.xml"].findall(f"{W}style")
        return {style.get(f"{W}styleId", ""): style for style in styles}


def lint(docx: bytes) -> list[str]:
    """The findings of every rule; none is best."""
    with ZipFile(io.BytesIO(docx)) as archive:
        names = frozenset(archive.namelist())
        xml = [name for name in names if name.endswith((".xml", ".rels"))]
        parts = Parts({name: etree.fromstring(archive.read(name)) for name in xml}, names)
    return [f"{rule.__name__}: {finding}" for rule in RULES for finding in rule(parts)]


def _val(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _on(element: Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off")


def _words(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t", f"{W}delText"))


def _name(element: Element) -> str:
    return etree.QName(element).localname


# --- integrity ----------------------------------------------------------------------------------


def cell_ends_with_a_paragraph(parts: Parts) -> Iterator[str]:
    for name, root in parts.texts.items():
        for cell in root.iter(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield name


def deleted_text_is_marked_as_such(parts: Parts) -> Iterator[str]:
    for name, root in parts.texts.items():
        for deleted in root.iter(f"{W}del"):
            if next(deleted.iter(f"{W}t"), None) is not None:
                yield f"{name}: w:t inside w:del"
        for text in root.iter(f"{W}delText"):
            if not any(up.tag in (f"{W}del", f"{W}moveFrom") for up in text.iterancestors()):
                yield f"{name}: w:delText outside w:del"


def every_field_ends(parts: Parts) -> Iterator[str]:
    for name, root in parts.texts.items():
        depth = 0
        for mark in root.iter(f"{W}fldChar"):
            depth += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType", ""), 0)
            if depth < 0:
                break
        if depth:
            yield f"{name}: depth {depth} at the end"


def bookmarks_are_paired_and_unique(parts: Parts) -> Iterator[str]:
    for name, root in parts.texts.items():
        starts = [mark.get(f"{W}id", "") for mark in root.iter(f"{W}bookmarkStart")]
        ends = [mark.get(f"{W}id", "") for mark in root.iter(f"{W}bookmarkEnd")]
        names = [mark.get(f"{W}name", "") for mark in root.iter(f"{W}bookmarkStart")]
        if sorted(starts) != sorted(ends) or len({*starts}) != len(starts):
            yield f"{name}: ids {starts} begin, {ends} end"
        if len({name.lower() for name in names}) != len(names):
            yield f"{name}: a name is used twice"
        yield from (f"{name}: {mark} is too long" for mark in names if len(mark) > 40)


def links_and_references_lead_somewhere(parts: Parts) -> Iterator[str]:
    marks = {mark.get(f"{W}name") for mark in parts.document.iter(f"{W}bookmarkStart")}
    for link in parts.document.iter(f"{W}hyperlink"):
        if (anchor := link.get(f"{W}anchor")) is not None and anchor not in marks:
            yield f"link to {anchor}"
    for code in parts.document.iter(f"{W}instrText"):
        words = (code.text or "").split()
        if words[:1] in (["REF"], ["PAGEREF"]) and words[1] not in marks:
            yield f"field to {words[1]}"


def styles_and_lists_exist(parts: Parts) -> Iterator[str]:
    styles = parts.styles
    numbering = parts.all.get("word/numbering.xml")
    nums = [] if numbering is None else numbering.findall(f"{W}num")
    known = {"0", *(num.get(f"{W}numId") for num in nums)}
    for root in (*parts.texts.values(), parts.all["word/styles.xml"]):
        for use in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle", f"{W}basedOn", f"{W}next"):
            if _val(use) not in styles:
                yield f"style {_val(use)}"
        yield from (f"list {_val(n)}" for n in root.iter(f"{W}numId") if _val(n) not in known)


def content_controls_have_ids_of_their_own(parts: Parts) -> Iterator[str]:
    for name, root in parts.texts.items():
        ids = [_val(id) for sdt in root.iter(f"{W}sdtPr") for id in sdt.findall(f"{W}id")]
        if len({*ids}) != len(ids):
            yield f"{name}: {ids}"


def track_changes_is_called_track_revisions(parts: Parts) -> Iterator[str]:
    settings = parts.all.get("word/settings.xml")
    if settings is not None and settings.find(f"{W}trackChanges") is not None:
        yield "w:trackChanges"


def parts_that_are_named_are_there(parts: Parts) -> Iterator[str]:
    for name, root in parts.all.items():
        if not name.endswith(".rels"):
            continue
        folder = name.split("_rels/")[0]
        targets = {r.get("Id"): r for r in root.iter(f"{PACKAGE}Relationship")}
        for id, relation in targets.items():
            inside = relation.get("TargetMode") != "External"
            if inside and folder + relation.get("Target", "") not in parts.names:
                yield f"{name}: {id} {relation.get('Target')}"
        source = parts.all.get(folder + name.split("_rels/")[1].removesuffix(".rels"))
        uses = [] if source is None else [e.get(f"{R}id") for e in source.iter()]
        yield from (f"{name}: no {id}" for id in uses if id and id not in targets)


# --- accessibility ------------------------------------------------------------------------------


def the_file_has_a_title(parts: Parts) -> Iterator[str]:
    core = parts.all.get("docProps/core.xml")
    if core is None or not (core.findtext(f"{DC}title") or "").strip():
        yield "dc:title is empty"


def the_language_is_danish(parts: Parts) -> Iterator[str]:
    styles = parts.all["word/styles.xml"]
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if _val(default) != LANGUAGE:
        yield f"by default: «{_val(default)}»"
    core = parts.all.get("docProps/core.xml")
    stated = LANGUAGE if core is None else core.findtext(f"{DC}language") or LANGUAGE
    if stated != LANGUAGE:
        yield f"dc:language: «{stated}»"
    for name, root in {**parts.texts, "word/styles.xml": styles}.items():
        for language in root.iter(f"{W}lang"):
            if _val(language) not in ("", LANGUAGE):
                yield f"{name}: «{_val(language)}»"


def _heading_level(paragraph: Element, styles: dict[str, Element]) -> int | None:
    """The outline level that a paragraph has, itself or by its styles; 1 is the first."""
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    style = styles.get(_val(paragraph.find(f"{W}pPr/{W}pStyle")))
    for _step in styles:
        if outline is not None or style is None:
            break
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        style = styles.get(_val(style.find(f"{W}basedOn")))
    return int(_val(outline)) + 1 if outline is not None and int(_val(outline)) < 9 else None


def headings_are_real_and_in_order(parts: Parts) -> Iterator[str]:
    styles, last = parts.styles, 0
    for paragraph in parts.document.iter(f"{W}p"):
        level = _heading_level(paragraph, styles)
        if level is None:
            continue
        words = _words(paragraph)
        if not words.strip():
            yield f"an empty one of level {level}"
        if level > last + 1:
            yield f"from level {last} to {level}: «{words[:40]}»"
        if re.match(r"(Bilag )?\d+(\.\d+)*\.?\s", words):
            yield f"a typed number: «{words[:40]}»"
        last = level
    if not last:
        yield "there are none"


QUOTED = re.compile(r"\d+(\.\d+)* ")
"""A number among the words: a heading of the agreement that an addendum quotes. It is none of the
addendum's own, whose numbers Word counts."""


def headings_are_not_only_bold(parts: Parts) -> Iterator[str]:
    styles = parts.styles
    for paragraph in parts.document.iterfind(f"{W}body/{W}p"):
        runs = [run for run in paragraph.iter(f"{W}r") if _words(run).strip()]
        style = _val(paragraph.find(f"{W}pPr/{W}pStyle"))
        short = runs and len(_words(paragraph)) < 80 and not QUOTED.match(_words(paragraph))
        plain = style in ("", "Normal", "BodyText") and not _heading_level(paragraph, styles)
        if short and plain and all(_on(run.find(f"{W}rPr/{W}b")) for run in runs):
            yield f"«{_words(paragraph)[:40]}»"


def no_paragraph_is_empty(parts: Parts) -> Iterator[str]:
    for paragraph in parts.document.iter(f"{W}p"):
        parent = paragraph.getparent()
        alone = parent is not None and parent.tag == f"{W}tc" and len(parent.findall(f"{W}p")) == 1
        if alone or _words(paragraph).strip() or _ends_a_table(paragraph):
            continue
        if not any(_name(e) in SHOWN for e in paragraph.iter()):
            yield f"of style «{_val(paragraph.find(f'{W}pPr/{W}pStyle'))}»"


def _ends_a_table(paragraph: Element) -> bool:
    """Whether Word needs a paragraph there: behind a table, before another or the end."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    return (
        before is not None
        and before.tag == f"{W}tbl"
        and (after is None or after.tag in (f"{W}tbl", f"{W}sectPr"))
    )


def no_space_is_made_of_blanks(parts: Parts) -> Iterator[str]:
    for paragraph in parts.document.iter(f"{W}p"):
        if re.search(r" {3,}", _words(paragraph)):
            yield f"«{_words(paragraph)[:40]}»"


def tables_can_be_read_aloud(parts: Parts) -> Iterator[str]:
    for table in parts.document.iter(f"{W}tbl"):
        name = _val(table.find(f"{W}tblPr/{W}tblCaption"))
        row = table.find(f"{W}tr")
        if table.find(f"{W}tblPr/{W}tblStyle") is None and len(table.findall(f"{W}tr")) == 1:
            continue  # cells that only stand beside each other
        parent = table.getparent()
        if row is None or not _on(row.find(f"{W}trPr/{W}tblHeader")):
            yield f"no header row: «{name}»"
        if next(table.iter(f"{W}gridSpan", f"{W}vMerge"), None) is not None:
            yield f"merged cells: «{name}»"
        if parent is not None and parent.tag == f"{W}tc":
            yield f"a table in a table: «{name}»"
        if not name and not _val(table.find(f"{W}tblPr/{W}tblDescription")):
            yield "no caption or description"


def pictures_are_described_and_in_line(parts: Parts) -> Iterator[str]:
    for name, root in parts.texts.items():
        for picture in root.iter(f"{WP}docPr"):
            decorative = any(
                _name(e) == "decorative" and e.get("val") == "1" for e in picture.iter()
            )
            if not (picture.get("descr") or "").strip() and not decorative:
                yield f"{name}: no description of {picture.get('name')}"
        if next(root.iter(f"{WP}anchor"), None) is not None:
            yield f"{name}: floating"


def links_say_where_they_lead(parts: Parts) -> Iterator[str]:
    for name, root in parts.texts.items():
        for link in root.iter(f"{W}hyperlink"):
            words = _words(link).strip()
            if not words or words.lower() in VAGUE_LINKS or re.match(r"https?://", words):
                yield f"{name}: «{words}»"


def content_controls_have_titles(parts: Parts) -> Iterator[str]:
    for control in parts.document.iter(f"{W}sdtPr"):
        if control.find(f"{W}docPartObj") is None and not _val(control.find(f"{W}alias")):
            yield f"«{_words(control)[:40]}»"


Rule = Callable[[Parts], Iterator[str]]
RULES: tuple[Rule, ...] = (
    cell_ends_with_a_paragraph,
    deleted_text_is_marked_as_such,
    every_field_ends,
    bookmarks_are_paired_and_unique,
    links_and_references_lead_somewhere,
    styles_and_lists_exist,
    content_controls_have_ids_of_their_own,
    track_changes_is_called_track_revisions,
    parts_that_are_named_are_there,
    the_file_has_a_title,
    the_language_is_danish,
    headings_are_real_and_in_order,
    headings_are_not_only_bold,
    no_paragraph_is_empty,
    no_space_is_made_of_blanks,
    tables_can_be_read_aloud,
    pictures_are_described_and_in_line,
    links_say_where_they_lead,
    content_controls_have_titles,
)
