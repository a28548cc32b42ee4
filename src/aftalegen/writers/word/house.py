"""A region's own Word file, let through or refused before anything of it is used.

Its looks are taken: styles, theme, margins, and the headers and footers of its last section.
Of these only what is known to be harmless comes along (`admitted`); what is not known is an error
that names the file and its part, and whoever knows the project says where the style names it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docx.oxml.parser import parse_xml

from aftalegen.document.nodes import EDITION_NAME
from aftalegen.document.style import Style
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.package import Unfit, parts_of
from aftalegen.words.picture import Unfit as UnfitPicture
from aftalegen.words.picture import picture, sound
from aftalegen.writers.word.admitted import Uses, admit
from aftalegen.writers.word.fields import LINK
from aftalegen.writers.word.marks import gather_marks
from aftalegen.writers.word.ooxml import Element, make, part, qualified
from aftalegen.writers.word.package import Lost, Package, Relation
from aftalegen.writers.word.page_setup import Setup, page_setup
from aftalegen.writers.word.refused import NotAdmitted

_MOST_BYTES = 40_000_000
_LINK = re.compile(LINK, re.IGNORECASE)
_PICTURE = re.compile(r"\.(png|jpe?g|gif|emf|wmf|svg)$", re.IGNORECASE)
_MACROS = re.compile(r"vba|activex|macro", re.IGNORECASE)
_EMBEDDED = re.compile(r"embeddings/", re.IGNORECASE)
_EDITION = re.compile(rf"\b{EDITION_NAME}\b")
_TYPES = (
    "[Content_Types].xml",
    "{http://schemas.openxmlformats.org/package/2006/content-types}Types",
)
_ROOTS = {"header": "hdr", "footer": "ftr"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a part refers to by `id`: a picture with its kind, or an address."""

    id: str
    picture: bytes | None
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A part of the house's file as it comes along, and the document's words that it asks for."""

    root: Element
    references: tuple[Reference, ...]
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """What is taken of a house's file; headers and footers by kind and pages."""

    setup: Setup
    styles: Element
    theme: Taken | None
    edges: Mapping[tuple[str, str], Taken]

    def suited(self, style: Style) -> Style:
        """The style with the margins of the page, in millimetres."""
        sides = style.margins.model_copy(update=self.setup.room())
        return style.model_copy(update={"margins": sides})


def house(data: bytes, name: str) -> House:
    """A Word file, opened with suspicion; raises InputError for one that cannot be used."""
    try:
        return _taken_from(_package(data))
    except NotAdmitted as error:
        message = _("the house's Word file «{name}» can't be used: {reason}")
        message = message.format(name=name, reason=error.reason)
        plain = _("save it anew in Word as an ordinary .docx with its styles, header and footer")
        raise InputError(error.rule, message, hint=error.hint or plain) from error


def _package(data: bytes) -> Package:
    """It is a package, and none of its parts is a program."""
    try:
        package = Package(parts_of(data, _MOST_BYTES))
    except Unfit as error:
        match error.reason:
            case "too-large":
                reason = _("it is too large when unpacked")
                raise NotAdmitted("word-file-too-large", reason) from error
            case "entities":
                reason = _("«{part}» in it declares entities").format(part=error.detail)
                raise NotAdmitted("word-file-active", reason) from error
            case "protected":
                reason = _("it is protected by a password, or from before Word 2007")
                raise NotAdmitted("word-file-unreadable", reason) from error
            case _:
                raise _no_word_file() from error
    for name in package.names:
        if _MACROS.search(name):
            reason = _("it holds «{part}», which could run a program")
            raise NotAdmitted("word-file-active", reason.format(part=name))
        if _EMBEDDED.search(name):
            reason = _("it holds «{part}», which another program opens")
            raise NotAdmitted("word-file-active", reason.format(part=name))
    return package


def _no_word_file() -> NotAdmitted:
    return NotAdmitted("word-file-unreadable", _("it is not a Word file"))


def _taken_from(package: Package) -> House:
    try:
        main = package.led_to("officeDocument")
        if main is None or package.root(_TYPES[0]).tag != _TYPES[1]:
            raise _no_word_file()
        document = package.root(main)
        if document.tag != qualified("document"):
            raise _no_word_file()
        beside = package.led_to("settings", main)
        setup = page_setup(document, None if beside is None else package.root(beside))
        return House(
            setup, _styles(package, main), _theme(package, main), _edges(package, main, setup)
        )
    except Lost as lost:
        if lost.why:
            reason = _("«{part}» in it is damaged: {why}").format(part=lost.part, why=lost.why)
        else:
            reason = _("«{part}» in it is missing").format(part=lost.part)
        raise NotAdmitted("word-file-unreadable", reason) from lost


def _edges(package: Package, main: str, setup: Setup) -> dict[tuple[str, str], Taken]:
    """The headers and footers that are shown on the page."""
    edges, relations = {}, package.relations(main)
    for (kind, pages), id in setup.edges.items():
        if pages not in setup.pages:
            continue
        relation = relations.get(id)
        if relation is None or relation.kind != kind or relation.outside:
            reason = _("«{id}» does not lead to what it is used as").format(id=id)
            raise NotAdmitted("word-file-unreadable", reason)
        edges[kind, pages] = _taken(package, relation.target, _ROOTS[kind])
    return edges


def _styles(package: Package, main: str) -> Element:
    """The styles, as they are before ours are put among them; a file without any has none."""
    name = package.led_to("styles", main)
    root = make("styles") if name is None else _taken(package, name, "styles").root
    return parse_xml(part(root))  # as python-docx knows them


def _theme(package: Package, main: str) -> Taken | None:
    """The theme, which the styles may take their fonts and colours from."""
    name = package.led_to("theme", main)
    return None if name is None else _taken(package, name, "theme")


def _taken(package: Package, name: str, expected: str) -> Taken:
    """A part with what is known in it, and what it refers to."""
    root, relations = package.root(name), package.relations(name)
    try:
        uses = admit(root, expected)
        references = tuple(_reference(package, relations, id, use) for id, use in uses.items())
        _require_no_other(relations, uses)
        if expected not in _ROOTS.values():
            return Taken(root, references)
        _require_no_edition(root)
        return Taken(root, references, gather_marks(root))
    except NotAdmitted as error:
        reason = _("«{part}» in it: {why}").format(part=name, why=error.reason)
        raise NotAdmitted(error.rule, reason, error.hint) from error


def _require_no_edition(root: Element) -> None:
    """A header or footer says no edition: each annex has its own."""
    if found := _EDITION.search("".join(e.text or "" for e in root.iter(qualified("t")))):
        message = _("its header or footer says «{edition}»; write {mark} there instead")
        message = message.format(edition=found[0], mark="{udgave}")
        raise NotAdmitted("word-file-edition", message)


def _reference(package: Package, relations: Mapping[str, Relation], id: str, use: str) -> Reference:
    """What a part refers to, where it is what it is used as."""
    relation = relations.get(id)
    if relation is None or relation.kind != use:
        message = _("«{id}» does not lead to what it is used as").format(id=id)
        raise NotAdmitted("word-file-active", message)
    if use == "hyperlink":
        if not relation.outside:
            raise NotAdmitted("word-file-active", _("a link leads into the file itself"))
        if not _LINK.fullmatch(relation.target):
            raise _from_outside(relation)
        return Reference(id, None, relation.target)
    if relation.outside:
        raise _from_outside(relation)
    try:
        data = sound(package.part(relation.target))
        return Reference(id, data, picture(data).kind)
    except UnfitPicture as error:
        raise _no_picture(relation.target, error) from error


def _require_no_other(relations: Mapping[str, Relation], uses: Uses) -> None:
    """What a part names without using it stays behind; a trap is told even so."""
    for id, relation in relations.items():
        if id in uses:
            continue
        if relation.outside:
            if not (relation.kind == "hyperlink" and _LINK.fullmatch(relation.target)):
                raise _from_outside(relation)
        elif not _PICTURE.search(relation.target):
            message = _("it holds «{other}», which is not a picture")
            raise NotAdmitted("word-file-active", message.format(other=relation.target))


def _from_outside(relation: Relation) -> NotAdmitted:
    message = _("it fetches something from outside: {target}")
    hint = _("put pictures in instead of linking to them")
    if relation.kind == "hyperlink":
        message = _("it has a link to «{target}»")
        hint = _("links lead to the web (https), post or telephone; take others away, or mend them")
    return NotAdmitted("word-file-external", message.format(target=relation.target[:80]), hint)


def _no_picture(name: str, error: UnfitPicture) -> NotAdmitted:
    reasons = {
        "no-picture": _("«{other}» is not a picture in PNG, JPEG, GIF, EMF or WMF"),
        "too-large": _("the picture «{other}» is too large when unpacked"),
        "damaged": _("the picture «{other}» is damaged"),
    }
    hint = _("put it in anew in Word as a PNG or JPEG picture")
    return NotAdmitted("word-file-picture", reasons[error.reason].format(other=name), hint)
