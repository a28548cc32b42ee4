"""A region's own Word file, let through or refused before anything of it is used.

Its looks are taken: styles, theme, margins, and the headers and footers of its last section.
Of these only what is known to be harmless comes along (`admitted`); what is not known is an error
that names the file and its part, and whoever knows the project says where the style names it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.section import Section
from docx.shared import Length
from lxml import etree

from aftalegen.document.nodes import EDITION_NAME
from aftalegen.document.style import Margins, Style
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.package import Unfit, parts_of
from aftalegen.words.picture import Unfit as UnfitPicture
from aftalegen.words.picture import picture
from aftalegen.writers.word.admitted import Uses, admit
from aftalegen.writers.word.fields import LINK, NotAdmitted
from aftalegen.writers.word.looks import A4
from aftalegen.writers.word.ooxml import Element, qualified

_MOST_BYTES = 40_000_000
_LINK = re.compile(LINK)
_PICTURE = re.compile(r"\.(png|jpe?g|gif|emf|wmf|svg)$", re.IGNORECASE)
_DANGEROUS_PART = re.compile(r"vba|activex|macro|\.bin$|embeddings/", re.IGNORECASE)
_EDITION = re.compile(rf"\b{EDITION_NAME}\b")
_NEAR = 60  # twips: a page that is A4, however it was measured
_PAGES = {"default": "{}", "first": "first_page_{}"}
"""Word's names of the pages that have a header of their own, and python-docx's."""

MARGINS = ("top_margin", "right_margin", "bottom_margin", "left_margin")
EDGES = ("header_distance", "footer_distance", "gutter")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a part refers to by `id`: a picture with its kind, or an address."""

    id: str
    type: str
    picture: bytes | None
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A part of the house's file as it comes along."""

    content_type: str
    root: Element
    references: tuple[Reference, ...]


class House:
    """One Word file, opened with suspicion; raises InputError for one that cannot be used."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._require_harmless(data)
        try:
            self.file: WordFile = docx.Document(BytesIO(data))
            sections = list(self.file.sections)
        except Exception as error:  # whatever it stumbles over, Word would not have written
            raise self._damaged(data) from error
        if not sections:
            raise self._fault("word-file-page", _("it says nothing of its page"))
        self.page: Section = sections[-1]
        self._require_room()

    def edges(self) -> Iterator[tuple[str, str, Taken]]:
        """The headers and footers of the page as ("header" or "footer", which pages, part)."""
        for kind, root in (("header", "hdr"), ("footer", "ftr")):
            for pages, name in _PAGES.items():
                edge = getattr(self.page, name.format(kind))
                if not edge.is_linked_to_previous:
                    taken = self._taken(edge.part, edge.part.element, root)
                    self._require_no_edition(edge.part.element)
                    yield kind, pages, taken

    def styles(self) -> Element:
        """The styles, as they are before ours are put among them."""
        root: Element = self.file.styles.element
        self._taken(self.file.part.part_related_by(RELATIONSHIP_TYPE.STYLES), root, "styles")
        return root

    def suited(self, style: Style) -> Style:
        """The style with the margins of the page, in millimetres; the gutter is to the left."""
        sides = {name: getattr(self.page, f"{name}_margin").mm for name in Margins.model_fields}
        sides["left"] += (self.page.gutter or Length(0)).mm
        return style.model_copy(update={"margins": Margins.model_construct(None, **sides)})

    def theme(self) -> Taken | None:
        """The theme, which the styles may take their fonts and colours from."""
        found = (r for r in self.file.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.THEME)
        part = next((relation.target_part for relation in found), None)
        if part is None:
            return None
        return self._taken(part, etree.fromstring(part.blob), "theme")

    def _taken(self, part: Part, root: Element, expected: str) -> Taken:
        """A part with what is known in it, and what it refers to."""
        try:
            uses = admit(root, expected)
            references = tuple(_reference(part, id, use) for id, use in uses.items())
            _require_no_other(part, uses)
        except NotAdmitted as error:
            reason = _("«{part}» in it: {why}")
            reason = reason.format(part=part.partname.lstrip("/"), why=error.reason)
            raise self._fault(error.rule, reason, error.hint) from error
        return Taken(part.content_type, root, references)

    def _fault(self, rule: str, reason: str, hint: str | None = None) -> InputError:
        message = _("the house's Word file «{name}» can't be used: {reason}")
        message = message.format(name=self._name, reason=reason)
        plain = _("save it anew in Word as an ordinary .docx with its styles, header and footer")
        return InputError(rule, message, hint=hint or plain)

    def _damaged(self, data: bytes) -> InputError:
        """The first part that is no XML, or that it is not a Word file at all."""
        for name, part in parts_of(data, _MOST_BYTES).items():
            try:
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(part)
            except etree.XMLSyntaxError as error:
                reason = _("«{part}» in it is damaged: {why}").format(part=name, why=error.msg)
                return self._fault("word-file-unreadable", reason)
        return self._fault("word-file-unreadable", _("it is not a Word file"))

    def _require_harmless(self, data: bytes) -> None:
        """It is a package, and none of its parts is a program."""
        try:
            parts = parts_of(data, _MOST_BYTES)
        except Unfit as error:
            match error.reason:
                case "too-large":
                    fault = self._fault("word-file-too-large", _("it is too large when unpacked"))
                case "entities":
                    message = _("«{part}» in it declares entities").format(part=error.detail)
                    fault = self._fault("word-file-active", message)
                case _:
                    fault = self._fault("word-file-unreadable", _("it is not a Word file"))
            raise fault from error
        for name in parts:
            if _DANGEROUS_PART.search(name):
                message = _("it holds «{part}», which could run a program")
                raise self._fault("word-file-active", message.format(part=name))

    def _require_room(self) -> None:
        """The page is A4 in portrait, with room for text."""
        try:
            across, down, *found = (
                Length(getattr(self.page, name) or 0).twips
                for name in ("page_width", "page_height", *MARGINS, *EDGES)
            )
        except ValueError as error:
            raise self._fault("word-file-page", _("it says nothing of its page")) from error
        if not across * down:
            raise self._fault("word-file-page", _("it says nothing of its page"))
        if max(abs(across - A4[0]), abs(down - A4[1])) > _NEAR:
            raise self._fault("word-file-page", _("its page is not A4 in portrait"))
        top, right, bottom, left = found[:4]
        if min(found) < 0 or 2 * (left + right) > A4[0] or 2 * (top + bottom) > A4[1]:
            raise self._fault("word-file-page", _("its margins leave too little room for text"))

    def _require_no_edition(self, root: Element) -> None:
        """A header or footer says no edition: each annex has its own."""
        if found := _EDITION.search("".join(e.text or "" for e in root.iter(qualified("t")))):
            message = _("its header or footer says «{edition}»; write {mark} there instead")
            message = message.format(edition=found[0], mark="{udgave}")
            raise self._fault("word-file-edition", message)


def _reference(part: Part, id: str, use: str) -> Reference:
    """What a part refers to, where it is what it is used as."""
    relation = part.rels.get(id)
    type = {"image": RELATIONSHIP_TYPE.IMAGE, "hyperlink": RELATIONSHIP_TYPE.HYPERLINK}[use]
    if relation is None or relation.reltype != type:
        message = _("«{id}» does not lead to what it is used as").format(id=id)
        raise NotAdmitted("word-file-active", message)
    if relation.is_external:
        if use != "hyperlink" or not _LINK.fullmatch(relation.target_ref):
            raise _from_outside(relation.target_ref)
        return Reference(id, type, None, relation.target_ref)
    if use == "hyperlink":
        raise NotAdmitted("word-file-active", _("a link leads into the file itself"))
    target = relation.target_part
    try:
        return Reference(id, type, target.blob, picture(target.blob).kind)
    except UnfitPicture as error:
        raise _no_picture(target.partname.lstrip("/"), error) from error


def _require_no_other(part: Part, uses: Uses) -> None:
    """What a part names without using it stays behind; a trap is told even so."""
    for id, relation in part.rels.items():
        if id in uses:
            continue
        if relation.is_external:
            is_link = relation.reltype == RELATIONSHIP_TYPE.HYPERLINK
            if not (is_link and _LINK.fullmatch(relation.target_ref)):
                raise _from_outside(relation.target_ref)
        elif not _PICTURE.search(relation.target_part.partname):
            message = _("it holds «{other}», which is not a picture")
            other = relation.target_part.partname.lstrip("/")
            raise NotAdmitted("word-file-active", message.format(other=other))


def _from_outside(target: str) -> NotAdmitted:
    message = _("it fetches something from outside: {target}").format(target=target[:80])
    hint = _("put pictures in instead of linking to them; links lead to the web, post or telephone")
    return NotAdmitted("word-file-external", message, hint)


def _no_picture(name: str, error: UnfitPicture) -> NotAdmitted:
    reasons = {
        "no-picture": _("«{other}» is not a picture in PNG, JPEG, GIF, EMF or WMF"),
        "too-large": _("the picture «{other}» is too large when unpacked"),
        "damaged": _("the picture «{other}» is damaged"),
    }
    hint = _("put it in anew in Word as a PNG or JPEG picture")
    return NotAdmitted("word-file-picture", reasons[error.reason].format(other=name), hint)
