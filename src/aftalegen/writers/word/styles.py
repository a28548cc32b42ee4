"""`word/styles.xml` and `word/fontTable.xml`: the house style in Word's words."""

from collections.abc import Iterator

from aftalegen.document.style import Style
from aftalegen.writers.word.looks import Look, looks
from aftalegen.writers.word.ooxml import Element, make, part

TABLE_STYLE = "AftaleTabel"
_DEFAULT = "Normal"
_BUILT_IN = {
    *("Normal", "Body Text", "List Bullet", "List Bullet 2", "List Number", "List Number 2"),
    *("heading 1", "heading 2", "Title", "Subtitle", "TOC Heading", "toc 1"),
    *("caption", "header", "footer"),
}
_TABLE_RULE, _HEAVY_RULE = "4", "8"  # eighths of a point


def styles_part(style: Style, language: str) -> bytes:
    """`word/styles.xml`."""
    return part(make("styles", _defaults(style, language), *style_elements(style)))


def style_elements(style: Style) -> Iterator[Element]:
    """Every style that the writer uses, by the order of the file."""
    for id, look in looks(style).items():
        yield _paragraph_style(id, look, style.colours.rule)
    yield from (_default_character(), *_character_styles(style))
    yield from (_default_table(), _agreement_table(style), _no_list())


def fonts_part(style: Style) -> bytes:
    """`word/fontTable.xml`: says that another font should be a sans serif too."""
    font = make(
        "font",
        make("charset", val="00"),
        make("family", val="swiss"),
        make("pitch", val="variable"),
        name=style.fonts.word,
    )
    return part(make("fonts", font))


def _defaults(style: Style, language: str) -> Element:
    name, size = style.fonts.word, _half_points(style.sizes.body)
    run = make(
        "rPr",
        make("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name),
        make("sz", val=size),
        make("szCs", val=size),
        make("lang", val=language),
    )
    paragraph = make("pPr", make("widowControl"))
    return make("docDefaults", make("rPrDefault", run), make("pPrDefault", paragraph))


# --- paragraph styles -------------------------------------------------------------------------


def _paragraph_style(id: str, look: Look, rule: str) -> Element:
    attributes = {"type": "paragraph", "styleId": id}
    if id == _DEFAULT:
        attributes["default"] = "1"
    if look.name not in _BUILT_IN:
        attributes["customStyle"] = "1"
    element = make("style", make("name", val=look.name), **attributes)
    if id != _DEFAULT:
        element.append(make("basedOn", val=look.based_on))
    if look.following is not None:
        element.append(make("next", val=look.following))
    if look.name.startswith("toc "):
        element.append(make("uiPriority", val="39"))
    element.append(make("qFormat"))
    element.extend([_paragraph_properties(look, rule), _run_properties(look)])
    return element


def _paragraph_properties(look: Look, rule: str) -> Element:
    """The order is the schema's. What a parent style has is said again, or it would be kept."""
    element = make("pPr", _on_off("keepNext", look.keep_next))
    element.append(_on_off("keepLines", look.keep_lines))
    element.append(_on_off("pageBreakBefore", False))
    if look.numbering is not None:
        num, level = look.numbering
        element.append(make("numPr", make("ilvl", val=str(level)), make("numId", val=str(num))))
    if look.borders:
        space = str(look.border_space)
        element.append(make("pBdr", *(_rule(side, rule, space=space) for side in look.borders)))
    if look.tabs:
        element.append(make("tabs", *(_tab_stops(look))))
    element.append(_spacing(look))
    if look.hanging:
        element.append(make("ind", left=str(look.left), hanging=str(look.hanging)))
    if look.align is not None:
        element.append(make("jc", val=look.align))
    if look.outline is not None:
        element.append(make("outlineLvl", val=str(look.outline)))
    return element


def _run_properties(look: Look) -> Element:
    element = make("rPr", _on_off("b", look.bold), _on_off("bCs", look.bold))
    element.append(make("color", val=look.colour))
    if look.spread:
        element.append(make("spacing", val=_twentieths(look.spread)))
    element.append(make("sz", val=_half_points(look.size)))
    element.append(make("szCs", val=_half_points(look.size)))
    return element


def _spacing(look: Look) -> Element:
    exact = {"line": _twentieths(look.line), "lineRule": "exact"}
    relative = {"line": str(round(look.line * 240)), "lineRule": "auto"}
    return make(
        "spacing",
        before=_twentieths(look.before),
        after=_twentieths(look.after),
        **(exact if look.exact else relative),
    )


def _tab_stops(look: Look) -> list[Element]:
    return [make("tab", val=t.kind, leader=t.leader, pos=str(t.position)) for t in look.tabs]


# --- character, table and list styles ---------------------------------------------------------


def _character_styles(style: Style) -> list[Element]:
    """`Placeholder` cries for a fact; `MergedField` shows in drafts what came from the data."""
    colours = style.colours
    placeholder = make(
        "rPr",
        make("color", val=colours.placeholder_text),
        make("shd", val="clear", color="auto", fill=colours.placeholder),
    )
    merged = make("rPr", make("u", val="dotted", color=colours.rule))
    draft = make("rPr", make("color", val=colours.placeholder_text))
    label = make("rPr", make("color", val=colours.muted))
    return [
        _character_style("DraftMark", "Udkastmærke i sidehoved", draft),
        _character_style("FactLabel", "Titelblad ledetekst", label),
        _character_style("Placeholder", "Manglende oplysning", placeholder),
        _character_style("MergedField", "Flettet oplysning", merged),
    ]


def _character_style(id: str, name: str, properties: Element) -> Element:
    based = make("basedOn", val="DefaultParagraphFont")
    head = (make("name", val=name), based, make("qFormat"))
    return make("style", *head, properties, type="character", styleId=id, customStyle="1")


def _default_character() -> Element:
    name = make("name", val="Default Paragraph Font")
    attributes = {"type": "character", "default": "1", "styleId": "DefaultParagraphFont"}
    return make("style", name, make("semiHidden"), **attributes)


def _no_list() -> Element:
    name = make("name", val="No List")
    return make("style", name, make("semiHidden"), type="numbering", default="1", styleId="NoList")


def _default_table() -> Element:
    name = make("name", val="Normal Table")
    properties = make("tblPr", make("tblInd", w="0", type="dxa"), _cell_margins("0"))
    attributes = {"type": "table", "default": "1", "styleId": "TableNormal"}
    return make("style", name, make("semiHidden"), properties, **attributes)


def _agreement_table(style: Style) -> Element:
    """Thin horizontal rules only; the header row on a ground of its own."""
    rule = style.colours.rule
    borders = make("tblBorders", *(_rule(side, rule) for side in ("top", "bottom", "insideH")))
    header = make(
        "tblStylePr",
        make(
            "tcPr",
            make("tcBorders", _rule("bottom", style.colours.heading, _HEAVY_RULE)),
            make("shd", val="clear", color="auto", fill=style.colours.table_header),
            make("vAlign", val="bottom"),
        ),
        type="firstRow",
    )
    return make(
        "style",
        make("name", val=TABLE_STYLE),
        make("basedOn", val="TableNormal"),
        make("qFormat"),
        make("tblPr", borders, _cell_margins("100")),
        header,
        type="table",
        styleId=TABLE_STYLE,
        customStyle="1",
    )


def _cell_margins(side: str) -> Element:
    sides = (("top", "0"), ("left", side), ("bottom", "0"), ("right", side))
    return make("tblCellMar", *(make(name, w=width, type="dxa") for name, width in sides))


def _rule(side: str, colour: str, size: str = _TABLE_RULE, space: str = "0") -> Element:
    return make(side, val="single", sz=size, space=space, color=colour)


def _on_off(name: str, on: bool) -> Element:
    return make(name) if on else make(name, val="0")


def _half_points(points: float) -> str:
    return str(round(points * 2))


def _twentieths(points: float) -> str:
    return str(round(points * 20))
