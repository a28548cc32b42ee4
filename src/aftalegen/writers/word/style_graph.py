"""The styles of a Word file in one normal form, whatever program or conversion they came through.

Word opens far more than it writes. Here one style is left of each id and each name, every one is
based on one of its own kind that there is and not on itself by any way round, and one of each
kind is what is meant where none is named.
"""

from collections.abc import Mapping

from aftalegen.writers.word.measures import is_yes
from aftalegen.writers.word.ooxml import Element, make, qualified

Styles = dict[str, Element]
"""The styles of a file by their ids."""

PARENT, NEXT, LINK = "basedOn", "next", "link"
USES: Mapping[str, str] = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
"""How something says its style, and of which kind that is."""
REFERENCES = (PARENT, NEXT, LINK, *USES)
_KINDS = ("paragraph", "character", "table", "numbering")
_OTHER = {"paragraph": "character", "character": "paragraph"}
_DEFAULT = qualified("default")


def in_normal_form(root: Element) -> Styles:
    """The styles, each once and all references closed; those in excess are taken out of `root`."""
    styles = _by_id(root)
    _name_each_once(styles)
    for kind in _KINDS:
        _one_default(styles, kind)
    for id, element in styles.items():
        parent = default_of(kind_of(element), styles)
        instead = None if parent == id else parent
        _close(element, styles, instead)
        if _is_in_ring(id, styles):
            say(element, PARENT, instead)
    return styles


def kind_of(element: Element) -> str:
    """The kind of a style: that of paragraphs where it does not say."""
    return element.get(qualified("type"), "paragraph")


def name_of(element: Element) -> str:
    """The name of a style as it is compared."""
    return (said(element, "name") or "").strip().lower()


def said(element: Element, name: str) -> str | None:
    """What a property of a style says."""
    found = element.find(qualified(name))
    return None if found is None else found.get(qualified("val"))


def say(element: Element, name: str, value: str | None) -> None:
    """Lets a property that a style has say something else; None takes it away."""
    found = element.find(qualified(name))
    if found is not None and value is None:
        element.remove(found)
    elif found is not None and value is not None:
        found.set(qualified("val"), value)


def is_default(element: Element | None) -> bool:
    """Whether a style is meant where none of its kind is named."""
    return element is not None and is_yes(element.get(_DEFAULT, "0"))


def default_of(kind: str, styles: Styles) -> str | None:
    """The id of the style that is meant where none of the kind is named."""
    found = (id for id, style in styles.items() if kind_of(style) == kind and is_default(style))
    return next(found, None)


def unused(id: str, styles: Styles) -> str:
    """An id that no style has."""
    while id in styles:
        id += "0"
    return id


def chain(id: str, styles: Styles) -> list[Element]:
    """A style and those that it is based on, nearest first; a ring is walked once."""
    found: list[Element] = []
    while id in styles and styles[id] not in found:
        found.append(styles[id])
        id = said(styles[id], PARENT) or ""
    return found


def close_uses(root: Element, styles: Styles) -> None:
    """Takes away from a part the references to styles that there are not."""
    for name, kind in USES.items():
        for use in list(root.iter(qualified(name))):
            style, parent = styles.get(use.get(qualified("val"), "")), use.getparent()
            if parent is not None and (style is None or kind_of(style) != kind):
                parent.remove(use)


def _by_id(root: Element) -> Styles:
    """The styles by their ids; of several with one id the one that is meant by default stays."""
    styles: Styles = {}
    for element in root.findall(qualified("style")):
        id = element.get(qualified("styleId")) or unused(_id_from(name_of(element)), styles)
        element.set(qualified("styleId"), id)
        element.set(qualified("type"), kind_of(element))
        other = styles.get(id)
        goes_before = is_default(element) and not is_default(other)
        if kind_of(element) not in _KINDS or (other is not None and not goes_before):
            root.remove(element)
            continue
        if other is not None:
            root.remove(other)
        styles[id] = element
    return styles


def _id_from(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum()) or "Style"


def _name_each_once(styles: Styles) -> None:
    """Each style has a name, and no other of its kind has the same."""
    taken: set[tuple[str, str]] = set()
    for id, element in styles.items():
        if not name_of(element):
            for empty in element.findall(qualified("name")):
                element.remove(empty)
            element.insert(0, make("name", val=id))
        while (kind_of(element), name_of(element)) in taken:
            say(element, "name", f"{said(element, 'name')} ({id})")
        taken.add((kind_of(element), name_of(element)))


def _one_default(styles: Styles, kind: str) -> None:
    """The first that is the default of its kind is the only one, and based on nothing."""
    defaults = [s for s in styles.values() if kind_of(s) == kind and is_default(s)]
    for element in defaults[1:]:
        del element.attrib[_DEFAULT]
    for element in defaults[:1]:
        say(element, PARENT, None)


def _close(element: Element, styles: Styles, instead: str | None) -> None:
    """Takes away the references of a style that lead nowhere; as its parent there is another."""
    kind = kind_of(element)
    wanted = {PARENT: kind, NEXT: "paragraph", LINK: _OTHER.get(kind)}
    for name, other in wanted.items():
        target = styles.get(said(element, name) or "")
        if target is None or kind_of(target) != other:
            say(element, name, instead if name == PARENT else None)


def _is_in_ring(id: str, styles: Styles) -> bool:
    """Whether a style is based on itself, by whatever way round."""
    return any(said(style, PARENT) == id for style in chain(id, styles))
