"""What is taken from a region's Word file, less all that is not known: an allow-list by name.

A part of it is walked once; afterwards it holds elements, attributes, fields and references of
`vocabulary` and `fields` only. Raises NotAdmitted, with words, for what would be lost or do harm.
"""

import re

from lxml import etree

from aftalegen.words.language import _
from aftalegen.writers.word import vocabulary as v
from aftalegen.writers.word.fields import NotAdmitted, close_fields, unwrap
from aftalegen.writers.word.ooxml import Element

Uses = dict[str, str]
"""The references of a part by their id, and what each is used as: an image or a hyperlink."""

_IGNORABLE = f"{{{v.MC}}}Ignorable"
_CHOICE, _FALLBACK = f"{{{v.MC}}}Choice", f"{{{v.MC}}}Fallback"
_LINK = f"{{{v.W}}}hyperlink"
_KNOWN = frozenset(etree.QName(name).namespace for name in v.ELEMENTS)
_FETCHES = re.compile(r"url\s*\(|expression|javascript", re.IGNORECASE)


def admit(root: Element, expected: str) -> Uses:
    """Leaves in a part, whose root is `expected`, what is known; says what it refers to."""
    if root.tag != f"{{{_namespace_of(expected)}}}{expected}":
        message = _("it begins with «{element}» instead of «{expected}»: it is damaged")
        reason = message.format(element=_shown(root.tag, root), expected=expected)
        raise NotAdmitted("word-file-unreadable", reason)
    admitting = _Admitting(_ignorable(root))
    admitting.attributes(root)
    admitting.children(root)
    close_fields(root)
    return admitting.uses


def _namespace_of(expected: str) -> str:
    return v.A if expected == "theme" else v.W


def _ignorable(root: Element) -> frozenset[str]:
    """The namespaces that a reader who does not know them is to leave out, and we do not know."""
    said = (
        element.nsmap.get(prefix)
        for element in root.iter(etree.Element)
        for prefix in element.get(_IGNORABLE, "").split()
    )
    return frozenset(namespace for namespace in said if namespace) - _KNOWN


class _Admitting:
    """One part on its way in."""

    def __init__(self, ignorable: frozenset[str]) -> None:
        self.ignorable = ignorable
        self.uses: Uses = {}

    def children(self, parent: Element) -> None:
        """What stands in an element, all the way down."""
        for child in list(parent):
            if not isinstance(child.tag, str) or self._is_dropped(child):  # a comment is no element
                parent.remove(child)
                continue
            self.children(child)
            if child.tag in v.UNWRAPPED or self._is_empty_link(child):
                unwrap(child)
            elif child.tag in v.ELEMENTS:
                self.attributes(child)
            else:
                raise _unknown(_shown(child.tag, child))

    def _is_dropped(self, element: Element) -> bool:
        if element.tag == _CHOICE:  # what asks for things we do not know has another way beside it
            needs = element.get("Requires", "").split()
            return any(element.nsmap.get(prefix) not in _KNOWN for prefix in needs)
        name = etree.QName(element)
        return element.tag in v.DROPPED or name.namespace in self.ignorable

    def _is_empty_link(self, element: Element) -> bool:
        return element.tag == _LINK and element.get(f"{{{v.R}}}id") is None

    def attributes(self, element: Element) -> None:
        """What an element says of itself."""
        for key, said in element.items():
            name, value = etree.QName(key), str(said)
            if key in v.UNSAID or name.namespace in self.ignorable:
                del element.attrib[key]
            elif name.namespace == v.R:
                self._use(element, name.localname, value)
            elif not _is_known(element, name):
                raise _unknown(f"{_shown(element.tag, element)} {_shown(key, element)}", value)
            elif name.localname == "style" and _FETCHES.search(value):
                raise _unknown(f"{_shown(element.tag, element)} style", value)

    def _use(self, element: Element, name: str, id: str) -> None:
        use = v.REFERENCES.get((str(element.tag), name))
        if use is None or self.uses.setdefault(id, use) != use:
            raise _unknown(f"{_shown(element.tag, element)} r:{name}", id)


def _is_known(element: Element, name: etree.QName) -> bool:
    """Whether an attribute says how something looks, or what it is called."""
    own = etree.QName(element).namespace
    match name.namespace:
        case None if own in v.VML:
            return name.localname.lower() in v.VML_ATTRIBUTES  # LibreOffice writes «ID»
        case None if own == v.MC:
            return element.tag == _CHOICE and name.localname == "Requires"
        case None:
            return own in v.DRAWING and name.localname not in ("action", "invalidUrl")
        case v.W | v.W14:
            return own in (v.W, v.W14)
        case v.V:
            return name.localname == "ext"
        case v.OFFICE:
            return own in v.VML and name.localname in v.OFFICE_ATTRIBUTES
        case v.MC:
            return name.localname == "Ignorable"
        case v.XML:
            return name.localname in ("space", "lang")
        case other:
            return other in v.DRAWING and own in v.DRAWING


def _unknown(what: str, value: str = "") -> NotAdmitted:
    message = _("it holds «{what}», which is not known to be harmless")
    said = f'{what}="{value[:60]}"' if value else what
    hint = _("remove it in Word; docs/husstil.md lists what may stand in headers and styles")
    return NotAdmitted("word-file-active", message.format(what=said), hint)


def _shown(name: object, element: Element) -> str:
    """A name as Word's XML writes it: «w:object»."""
    found = etree.QName(str(name))
    prefix = {uri: prefix for prefix, uri in element.nsmap.items()}.get(found.namespace or "")
    return f"{prefix}:{found.localname}" if prefix else found.localname
