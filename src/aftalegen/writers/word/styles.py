"""The styles of a Word file under the ids that the writer uses, with ours where it has none.

A style is known by its name, which in Word is English whatever the language of the menus
("heading 1" is shown as "Overskrift 1"); files from elsewhere may say it in Danish. Of the
file's own styles only ids are changed, and numbering: the numbers of the agreement are the
model's.
"""

from collections.abc import Mapping
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Pt, RGBColor, Twips
from docx.styles.style import ParagraphStyle

from aftalegen.document.style import Style
from aftalegen.writers.word.look import Look, points_of
from aftalegen.writers.word.looks import looks
from aftalegen.writers.word.measures import twips_of
from aftalegen.writers.word.ooxml import Element, make, qualified
from aftalegen.writers.word.style_graph import (
    REFERENCES,
    Styles,
    chain,
    default_of,
    in_normal_form,
    is_default,
    kind_of,
    name_of,
    say,
    unused,
)

_NAMES: Mapping[str, tuple[str, ...]] = {
    "Normal": ("normal", "standard"),
    "BodyText": ("body text", "brødtekst", "text body"),
    "ListBullet": ("list bullet", "opstilling - punkttegn", "punktopstilling"),
    "ListBullet2": ("list bullet 2", "opstilling - punkttegn 2"),
    "ListNumber": ("list number", "opstilling - talmarkering"),
    "ListNumber2": ("list number 2", "opstilling - talmarkering 2"),
    "Heading1": ("heading 1", "overskrift 1"),
    "Heading2": ("heading 2", "overskrift 2"),
    "Title": ("title", "titel"),
    "Subtitle": ("subtitle", "undertitel"),
    "TOCHeading": ("toc heading", "overskrift til indholdsfortegnelse"),
    "TOC1": ("toc 1", "indholdsfortegnelse 1"),
    "Caption": ("caption", "billedtekst"),
    "TableText": ("tabeltekst", "table text"),
    "TableHeader": ("tabeloverskrift", "table heading"),
    "Header": ("header", "sidehoved"),
    "Footer": ("footer", "sidefod"),
}
"""The names by which a style of the file takes the place of ours, if not by ours."""

HEADINGS = frozenset(
    ("1", "2", *(name for id in ("Heading1", "Heading2", "Title") for name in _NAMES[id]))
)
"""How a field may name the styles whose words stand in every agreement."""
_BUILT_IN = _NAMES.keys() - {"TableText", "TableHeader"}
# What is added to a file takes its letters from one of its styles, and some their spacing too.
_LETTERS_OF = {
    **dict.fromkeys(("Point", "ListBullet", "ListBullet2"), "BodyText"),
    **dict.fromkeys(("ListNumber", "ListNumber2", "TitleFact"), "BodyText"),
}
_SAME_AS = {"BodyText": "Normal"}
_NUMBERED = ("Heading1", "Heading2")
_HIDES = tuple(qualified(name) for name in ("vanish", "webHidden", "specVanish"))
_AFTER_LANGUAGE = ("eastAsianLayout", "specVanish", "oMath")
_TABS, _AT = "/".join(qualified(name) for name in ("pPr", "tabs", "tab")), qualified("pos")
_NO_OUTLINE = 9
_ALSO_CALLED = {"end": "right", "start": "left"}


def fit(root: Element, plain: Element, style: Style, language: str) -> Mapping[str, str]:
    """Gives the styles of a file all that the writer uses; says which of its ids are changed.

    `plain` are those of our own file: what is no paragraph style is taken from it.
    """
    _speak(root, language)
    found = in_normal_form(root)
    spare = {_id(element): element for element in plain.iter(qualified("style"))}
    ids = _new_ids(found, spare, looks(style))
    for id, element in found.items():
        element.set(qualified("styleId"), ids.get(id, id))
    renamed(root, ids)
    there = {ids.get(id, id): element for id, element in found.items()}
    for hiding in list(root.iter(*_HIDES)):
        _remove(hiding)
    for id in there:
        _mend(id, there, looks(style).get(id))
    for id, look in looks(style).items():
        if id not in there:
            _add(root, id, look, style.colours.rule, foreign=root is not plain)
    root.extend(element for id, element in spare.items() if id not in there)
    return ids


def renamed(root: Element, ids: Mapping[str, str]) -> Element:
    """The element with the ids that it refers to under their new names."""
    for element in root.iter(*(qualified(name) for name in REFERENCES)):
        old = element.get(qualified("val"), "")
        element.set(qualified("val"), ids.get(old, old))
    return root


def _new_ids(
    theirs: Styles, spare: Mapping[str, Element], looks: Mapping[str, Look]
) -> dict[str, str]:
    """The file's ids and ours; an id of ours that means something else there moves away."""
    named = {(kind_of(element), name_of(element)): id for id, element in theirs.items()}
    ours = {id: ("paragraph", look.name.lower()) for id, look in looks.items()}
    ours |= {id: (kind_of(element), name_of(element)) for id, element in spare.items()}
    ids: dict[str, str] = {}
    for id, (kind, own) in ours.items():
        places = (named.get((kind, name)) for name in _NAMES.get(id, (own,)))
        match = next((place for place in places if place is not None), None)
        if match is None and (id == "Normal" or is_default(spare.get(id))):
            match = default_of(kind, theirs)  # whatever it is called
        if match is not None:
            ids.setdefault(match, id)
    for id in theirs:
        if id in ours and id not in ids:
            ids[id] = unused(f"House{id}", theirs)
    return ids


def _id(element: Element) -> str:
    return element.get(qualified("styleId"), "")


def _remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None, "a property is one of something"
    parent.remove(element)


def _speak(root: Element, language: str) -> None:
    """The language of the agreement, whatever the file was written in, and if it says none."""
    for said in list(root.iter(qualified("lang"))):
        _remove(said)
    run = root
    for place, name in ((0, "docDefaults"), (0, "rPrDefault"), (0, "rPr")):
        if (inner := run.find(qualified(name))) is None:
            inner = make(name)
            run.insert(place, inner)
        run = inner
    after = [child for name in _AFTER_LANGUAGE for child in run.findall(qualified(name))]
    run.insert(len(run) - len(after), make("lang", val=language))


def _mend(id: str, styles: Styles, look: Look | None) -> None:
    """Our numbers instead of the file's, and what the writer needs of a style that it uses."""
    element: Any = styles[id]
    for numbering in list(element.iter(qualified("numPr"))):
        _remove(numbering)
    if look is None:
        if element.basedOn_val in _NUMBERED:
            _number(element, 0)
        return
    if id in _BUILT_IN:  # as Word calls it in every language, or it is no heading to a reader
        say(element, "name", look.name)
        element.attrib.pop(qualified("customStyle"), None)
    if look.keep_next:
        ParagraphStyle(element).paragraph_format.keep_with_next = True
    if look.numbering is not None:
        _number(element, *look.numbering)
        for indent in list(element.iter(qualified("ind"))):
            _remove(indent)
    elif element.basedOn_val in _NUMBERED:
        _number(element, 0)
    _put_in_outline(element, chain(id, styles), look.outline)
    _stop(element, chain(id, styles), look)


def _put_in_outline(element: Any, line: list[Element], level: int | None) -> None:
    """A heading is one to every reader, and what is based on one is none for that."""
    is_below = any(_id(style) in _NUMBERED or _outlines(style) for style in line)
    if level is not None or is_below:
        outline = element.get_or_add_pPr().get_or_add_outlineLvl()
        outline.val = _NO_OUTLINE if level is None else level


def _outlines(style: Element) -> bool:
    return style.find(f"{qualified('pPr')}/{qualified('outlineLvl')}") is not None


def _stop(element: Any, line: list[Element], look: Look) -> None:
    """The tab stops that our words go by, where a style has none like them.

    In contents made by Word each paragraph has its own, and the style has none.
    """
    if look.name == "header":
        return  # with a file of the house no tab is written there
    there, stands = _stops(line), ParagraphStyle(element).paragraph_format
    for tab in look.tabs:
        fits = {at for at, kind in there.items() if kind == tab.kind and at <= tab.position}
        if fits or (tab.kind == "left" and _hangs(line)):
            continue
        for at in [at for at, kind in there.items() if kind == tab.kind]:
            for own in [own for own in element.iterfind(_TABS) if own.get(_AT) == str(at)]:
                _remove(own)
            stands.tab_stops.add_tab_stop(Twips(at), WD_TAB_ALIGNMENT.CLEAR)
        kind, leader = WD_TAB_ALIGNMENT.from_xml(tab.kind), WD_TAB_LEADER.from_xml(tab.leader)
        stands.tab_stops.add_tab_stop(Twips(tab.position), kind, leader)
        if tab.kind == "left":
            stands.left_indent, stands.first_line_indent = Twips(look.left), Twips(-look.hanging)


def _stops(line: list[Element]) -> dict[int, str]:
    """The tab stops of a style and those it is based on: where, and of which kind."""
    stops: dict[int, str] = {}
    for style in reversed(line):
        for tab in style.iterfind(_TABS):
            at, kind = twips_of(tab.get(_AT, "0")), tab.get(qualified("val"), "left")
            stops[at] = _ALSO_CALLED.get(kind, kind)
    return {at: kind for at, kind in stops.items() if kind != "clear"}


def _hangs(line: list[Element]) -> bool:
    """Whether the first line begins before the others, which is a tab stop too."""
    indents = (style.find(f"{qualified('pPr')}/{qualified('ind')}") for style in line)
    said = (indent.get(qualified("hanging")) for indent in indents if indent is not None)
    return twips_of(next((hanging for hanging in said if hanging is not None), "0")) > 0


def _number(element: Any, number: int, level: int | None = None) -> None:
    """The list that a style counts in; 0 takes that of its parent away."""
    numbering = element.get_or_add_pPr().get_or_add_numPr()
    if level is not None:
        numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = number


# --- what is added ----------------------------------------------------------------------------


def _add(root: Any, id: str, look: Look, rule: str, *, foreign: bool) -> None:
    """One of ours; in a foreign file with the letters of one of its styles, where it has some."""
    built_in = id in _BUILT_IN
    element = root.add_style_of_type(look.name, WD_STYLE_TYPE.PARAGRAPH, built_in)
    element.styleId = id
    like = (_SAME_AS.get(id) or _LETTERS_OF.get(id)) if foreign else None
    if id == "Normal":
        element.set(qualified("default"), "1")
    else:
        element.basedOn_val = like or look.based_on
    if look.following is not None:
        element.get_or_add_next().val = look.following
    if look.name.startswith("toc "):
        element.uiPriority_val = 39
    element.qFormat_val = True
    if not (foreign and id in _SAME_AS):
        _stand(element, look, rule)
    if look.numbering is not None:
        _number(element, *look.numbering)
    if like is None:
        _letter(element, look)


def _stand(element: Any, look: Look, rule: str) -> None:
    """How its paragraphs stand. What a parent style has is said again, or it would be kept."""
    stands = ParagraphStyle(element).paragraph_format
    stands.keep_with_next, stands.keep_together = look.keep_next, look.keep_lines
    stands.page_break_before = False
    stands.space_before, stands.space_after = Pt(look.before), Pt(look.after)
    stands.line_spacing = Pt(look.line) if look.line else 1.0
    if look.line and not look.exact:
        stands.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    if look.hanging:
        stands.left_indent, stands.first_line_indent = Twips(look.left), Twips(-look.hanging)
    if look.align is not None:
        stands.alignment = WD_ALIGN_PARAGRAPH.from_xml(look.align)
    for tab in look.tabs:
        kind, leader = WD_TAB_ALIGNMENT.from_xml(tab.kind), WD_TAB_LEADER.from_xml(tab.leader)
        stands.tab_stops.add_tab_stop(Twips(tab.position), kind, leader)
    if look.outline is not None:
        element.pPr.get_or_add_outlineLvl().val = look.outline
    if look.fill:
        shade = make("shd", val="clear", color="auto", fill=look.fill)
        element.pPr.insert_element_before(shade, "w:tabs", "w:spacing")
    if look.borders:
        thin = {"val": "single", "sz": "4", "space": str(look.border_space)}
        sides = (make(side, **thin, color=look.fill or rule) for side in look.borders)
        element.pPr.insert_element_before(make("pBdr", *sides), "w:shd", "w:tabs", "w:spacing")


def _letter(element: Any, look: Look) -> None:
    """Its letters, those of scripts written from right to left too."""
    font = ParagraphStyle(element).font
    font.bold, font.color.rgb = look.bold, RGBColor.from_string(look.colour)
    font.size = Pt(points_of(look.size) / 2)
    bold, size = (element.rPr.find(qualified(name)) for name in ("b", "sz"))
    bold.addnext(make("bCs", **({} if look.bold else {"val": "0"})))
    size.addnext(make("szCs", val=size.get(qualified("val"))))
    if look.spread:
        size.addprevious(make("spacing", val=str(round(look.spread * 20))))
