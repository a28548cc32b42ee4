"""What is taken from a region's Word file, less all that is not known: an allow-list by name.

A part of it is walked once; afterwards it holds elements, attributes, fields and references of
`vocabulary` and `fields` only. Raises NotAdmitted, with words, for what would be lost or do harm.
"""

import re

from lxml import etree

from aftalegen.words.language import _
from aftalegen.writers.word import vocabulary as v
from aftalegen.writers.word.fields import close_fields, unwrap
from aftalegen.writers.word.marks import TITLE, say_instead
from aftalegen.writers.word.measures import twips_of
from aftalegen.writers.word.ooxml import Element, make, qualified, run
from aftalegen.writers.word.refused import NotAdmitted
from aftalegen.writers.word.style_graph import REFERENCES as STYLE_REFERENCES

Uses = dict[str, str]
"""The references of a part by their id, and what each is used as: an image or a hyperlink."""

_IGNORABLE = f"{{{v.MC}}}Ignorable"
_CHOICE, _FALLBACK = f"{{{v.MC}}}Choice", f"{{{v.MC}}}Fallback"
_LINK = f"{{{v.W}}}hyperlink"
_KNOWN = frozenset(etree.QName(name).namespace for name in v.ELEMENTS)
_TITLE_PATH = re.compile(r"/\w+:coreProperties(?:\[1\])?/\w+:title(?:\[1\])?")
_BOUND = {
    "prefixMappings": "xmlns:ns0='http://purl.org/dc/elements/1.1/' xmlns:ns1='http://schemas."
    "openxmlformats.org/package/2006/metadata/core-properties'",
    "xpath": "/ns1:coreProperties[1]/ns0:title[1]",
    "storeItemID": "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
}
_FRACTION = re.compile(r"-?\d{1,9}\.\d+")
_LENGTHS = frozenset(("pos", "hanging"))
_CALLED = frozenset(qualified(name) for name in ("name", "aliases", *STYLE_REFERENCES, "style"))
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
            if child.tag in v.TRACKED:
                raise _tracked(child)
            if child.tag == v.ABOUT:
                _bind(child)
                continue
            self.children(child)
            if self._is_only_round(child):
                unwrap(child)
            elif child.tag in v.ELEMENTS:
                self.attributes(child)
            else:
                raise _unknown(_shown(child.tag, child))

    def _is_dropped(self, element: Element) -> bool:
        if element.tag == _CHOICE:  # what asks for things we do not know has another way beside it
            needs = element.get("Requires", "").split()
            return any(element.nsmap.get(prefix) not in _KNOWN for prefix in needs)
        if element.tag == v.ABOUT:
            return not _shows_title(element)
        name = etree.QName(element)
        return element.tag in v.DROPPED or name.namespace in self.ignorable

    def _is_only_round(self, element: Element) -> bool:
        """Whether what is in an element stays, and it goes."""
        match element.tag:
            case v.CONTROL:
                return element.find(v.ABOUT) is None
            case v.CONTENT:
                control = element.getparent()
                return control is None or control.find(v.ABOUT) is None
            case tag if tag == _LINK:
                return element.get(f"{{{v.R}}}id") is None
        return element.tag in v.UNWRAPPED

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
            elif _is_length(element, name, value):
                element.set(key, _whole(value))
            elif name.localname == "style" and _FETCHES.search(value):
                raise _unknown(f"{_shown(element.tag, element)} style", value)

    def _use(self, element: Element, name: str, id: str) -> None:
        use = v.REFERENCES.get((str(element.tag), name))
        if use is None or self.uses.setdefault(id, use) != use:
            raise _unknown(f"{_shown(element.tag, element)} r:{name}", id)


def _is_length(element: Element, name: etree.QName, value: str) -> bool:
    in_word = name.namespace == v.W and element.tag not in _CALLED
    return in_word and (name.localname in _LENGTHS or bool(_FRACTION.fullmatch(value)))


def _whole(said: str) -> str:
    """A length in whole twips, as Word rounds it when it reads it and the schema wants it."""
    try:
        return str(twips_of(said))
    except ValueError as error:
        message = _("it has the length «{said}», which is none").format(said=said[:40])
        raise NotAdmitted("word-file-unreadable", message) from error


def _shows_title(about: Element) -> bool:
    """Whether a control shows the title that the file says of itself, and follows it."""
    binding = about.find(qualified("dataBinding"))
    path = "" if binding is None else binding.get(qualified("xpath"), "")
    return _TITLE_PATH.fullmatch(path) is not None


def _bind(about: Element) -> None:
    """A control that shows the title shows that of the agreement, and is nothing else."""
    about[:] = [make("dataBinding", **_BOUND), make("text")]
    content = about.getnext()
    if content is not None:
        if not (texts := list(content.iter(qualified("t")))):
            run(next(content.iter(qualified("p")), content), TITLE)
        say_instead(texts, TITLE)


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


def _tracked(change: Element) -> NotAdmitted:
    """Somebody's open change: nobody is to sign it with each agreement, nor we to decide it."""
    author = change.get(qualified("author")) or next(
        (a for e in change.iterancestors() if (a := e.get(qualified("author")))), "?"
    )
    message = _("it has a tracked change by «{author}», neither accepted nor rejected")
    hint = _("accept or reject all changes in Word, and save the file anew")
    return NotAdmitted("word-file-tracked", message.format(author=author[:60]), hint)


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
