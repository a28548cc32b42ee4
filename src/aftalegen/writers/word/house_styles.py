"""The styles of a region's Word file under the ids that the writer uses, ours where it has none.

A style is known by its name, which in Word is English whatever the language of the menus
("heading 1" is shown as "Overskrift 1"); files from elsewhere may say it in Danish. Only ids
are changed, and numbering: the numbers of the agreement are the model's.
"""

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache

from lxml import etree

from aftalegen.document.style import Style
from aftalegen.writers.word.house import House
from aftalegen.writers.word.looks import Look, looks
from aftalegen.writers.word.ooxml import Element, make, part, qualified
from aftalegen.writers.word.styles import style_elements

NAMES: Mapping[str, tuple[str, ...]] = {
    "Normal": ("normal", "standard"),
    "BodyText": ("body text", "brødtekst", "text body"),
    "BodyTextAfterTable": ("brødtekst efter tabel",),
    "ListBullet": ("list bullet", "opstilling - punkttegn", "punktopstilling"),
    "ListBullet2": ("list bullet 2", "opstilling - punkttegn 2"),
    "ListNumber": ("list number", "opstilling - talmarkering"),
    "ListNumber2": ("list number 2", "opstilling - talmarkering 2"),
    "Heading1": ("heading 1", "overskrift 1"),
    "Heading2": ("heading 2", "overskrift 2"),
    "AppendixHeading": ("bilag overskrift 1",),
    "AppendixSubheading": ("bilag overskrift 2",),
    "Logo": ("logo",),
    "Draft": ("udkastmærke",),
    "Title": ("title", "titel"),
    "Subtitle": ("subtitle", "undertitel"),
    "TitleFact": ("titelblad oplysning",),
    "TOCHeading": ("toc heading", "overskrift til indholdsfortegnelse"),
    "TOC1": ("toc 1", "indholdsfortegnelse 1"),
    "Caption": ("caption", "billedtekst"),
    "TableText": ("tabeltekst", "table text"),
    "TableHeader": ("tabeloverskrift", "table heading"),
    "SignatureParty": ("underskrift part",),
    "SignatureLine": ("underskrift linje",),
    "SignatureRole": ("underskrift rolle",),
    "Header": ("header", "sidehoved"),
    "Footer": ("footer", "sidefod"),
    "AftaleTabel": ("aftaletabel",),
    "DraftMark": ("udkastmærke i sidehoved",),
    "FactLabel": ("titelblad ledetekst",),
    "Placeholder": ("manglende oplysning",),
    "MergedField": ("flettet oplysning",),
    "DefaultParagraphFont": ("default paragraph font",),
    "TableNormal": ("normal table",),
    "NoList": ("no list",),
    "Thin": ("teknisk afsnit",),
}
"""Our ids, and the names by which a style of the file takes their place."""

# What is added takes its letters from a style of the file, and some their spacing too.
_LETTERS_OF = {
    **dict.fromkeys(("BodyTextAfterTable", "ListBullet", "ListBullet2"), "BodyText"),
    **dict.fromkeys(("ListNumber", "ListNumber2", "TitleFact"), "BodyText"),
}
_SAME_AS = {"BodyText": "Normal", "AppendixHeading": "Heading1", "AppendixSubheading": "Heading2"}
_NUMBERED = ("Heading1", "Heading2", "AppendixHeading", "AppendixSubheading")
_ORDER = ("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr")
_REFERENCES = ("basedOn", "next", "link")
_USES = ("pStyle", "rStyle", "tblStyle")


@lru_cache(maxsize=8)
def house_styles(house: House, style: Style, language: str) -> tuple[bytes, Mapping[str, str]]:
    """`word/styles.xml`, and the new id of each of the file's styles that got one."""
    root = deepcopy(house.styles)
    _speak(root, language)
    found = {_id(element): element for element in root.iter(qualified("style"))}
    ours = {_id(element): element for element in style_elements(style)}
    ids = _new_ids(found, ours)
    for id, element in found.items():
        element.set(qualified("styleId"), ids.get(id, id))
    renamed(root, ids, _REFERENCES)
    there = {ids.get(id, id): element for id, element in found.items()}
    for id, element in there.items():
        _mended(id, element, looks(style).get(id))
    root.extend(_added(id, element) for id, element in ours.items() if id not in there)
    return part(root), ids


def renamed(root: Element, ids: Mapping[str, str], names: tuple[str, ...] = _USES) -> Element:
    """The element with the ids that it refers to under their new names."""
    for element in root.iter(*(qualified(name) for name in names)):
        old = element.get(qualified("val"), "")
        element.set(qualified("val"), ids.get(old, old))
    return root


def _new_ids(theirs: Mapping[str, Element], ours: Mapping[str, Element]) -> dict[str, str]:
    """The file's ids and ours; an id of ours that means something else there moves away."""
    named = {(_kind(element), _name(element)): id for id, element in theirs.items()}
    ids: dict[str, str] = {}
    for id, element in ours.items():
        places = (named.get((_kind(element), name)) for name in NAMES[id])
        match = next((place for place in places if place is not None), None)
        if match is not None:
            ids[match] = id
    return ids | {id: f"House{id}" for id in theirs if id in ours and id not in ids}


def _id(element: Element) -> str:
    return element.get(qualified("styleId"), "")


def _kind(element: Element) -> str:
    return element.get(qualified("type"), "")


def _name(element: Element) -> str:
    name = element.find(qualified("name"))
    return "" if name is None else name.get(qualified("val"), "").strip().lower()


def _speak(root: Element, language: str) -> None:
    """The language of the agreement, whatever the file was written in."""
    for said in list(root.iter(qualified("lang"))):
        if (parent := said.getparent()) is not None:
            parent.remove(said)
    for defaults in root.iter(qualified("rPrDefault")):
        run = defaults.find(qualified("rPr"))
        if run is None:
            run = make("rPr")
            defaults.append(run)
        run.append(make("lang", val=language))


def _mended(id: str, element: Element, look: Look | None) -> None:
    """Our numbers instead of the file's, and what keeps a heading with its text."""
    for numbering in list(element.iter(qualified("numPr"))):
        if (parent := numbering.getparent()) is not None:
            parent.remove(numbering)
    if look is not None and look.keep_next:
        _place(element, make("keepNext"))
    based = element.find(qualified("basedOn"))
    if look is not None and look.numbering is not None:
        num, level = look.numbering
        _place(element, make("numPr", make("ilvl", val=str(level)), make("numId", val=str(num))))
        for indent in list(element.iter(qualified("ind"))):
            _properties(element).remove(indent)
    elif based is not None and based.get(qualified("val")) in _NUMBERED:
        _place(element, make("numPr", make("numId", val="0")))


def _properties(element: Element) -> Element:
    """The paragraph properties of a style, made where it has none."""
    found = element.find(qualified("pPr"))
    if found is None:
        found = make("pPr")
        run = element.find(qualified("rPr"))
        element.append(found) if run is None else run.addprevious(found)
    return found


def _place(element: Element, child: Element) -> None:
    """A paragraph property in its place in the schema's order, instead of one of its name."""
    properties = _properties(element)
    for old in properties.findall(child.tag):
        properties.remove(old)
    above = [qualified(name) for name in _ORDER[: _ORDER.index(etree.QName(child).localname)]]
    properties.insert(sum(1 for e in properties if e.tag in above), child)


def _added(id: str, element: Element) -> Element:
    """One of ours; with the letters of a style of the file, where it is to look like one."""
    copy = deepcopy(element)
    like = _SAME_AS.get(id) or _LETTERS_OF.get(id)
    based, properties, run = (copy.find(qualified(name)) for name in ("basedOn", "pPr", "rPr"))
    if like is None or based is None or properties is None or run is None:
        return copy
    based.set(qualified("val"), like)
    copy.remove(run)
    if id in _SAME_AS:
        for child in properties:
            if child.tag != qualified("numPr"):
                properties.remove(child)
    return copy
