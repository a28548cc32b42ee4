"""A region's own Word file, let through or refused before anything of it is used.

Its looks are taken: styles, theme, margins, and the headers and footers of its last section.
What could run, fetch, unfold or hide something is an error; it names the file, and whoever
knows the project says where the style names it.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.section import Section
from docx.shared import Length

from aftalegen.document.nodes import EDITION_NAME
from aftalegen.document.style import Margins, Style
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.package import Unfit, parts_of
from aftalegen.writers.word.looks import A4
from aftalegen.writers.word.ooxml import Element, qualified

_MOST_BYTES = 40_000_000
_DANGEROUS_PART = re.compile(r"vba|activex|macro|\.bin$|embeddings/", re.IGNORECASE)
_DANGEROUS_FIELD = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDE\w*|MACROBUTTON|IMPORT|LINK)\b", re.IGNORECASE
)
_DANGEROUS = tuple(qualified(name) for name in ("object", "control", "altChunk", "subDoc"))
_PICTURE = re.compile(r"\.(png|jpe?g|gif|emf|wmf)$", re.IGNORECASE)
_HARMLESS_LINK = re.compile(r"(https?|mailto):")
_EDITION = re.compile(rf"\b{EDITION_NAME}\b")
_NEAR = 60  # twips: a page that is A4, however it was measured
_PAGES = {"default": "{}", "first": "first_page_{}"}
"""Word's names of the pages that have a header of their own, and python-docx's."""

MARGINS = ("top_margin", "right_margin", "bottom_margin", "left_margin")
EDGES = ("header_distance", "footer_distance", "gutter")


class House:
    """One Word file, opened with suspicion; raises InputError for one that cannot be used."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._require_harmless(data)
        try:
            self.file: WordFile = docx.Document(BytesIO(data))
            sections = list(self.file.sections)
        except Exception as error:  # whatever it stumbles over, Word would not have written
            raise self._fault("word-file-unreadable", _("it is not a Word file")) from error
        if not sections:
            raise self._fault("word-file-page", _("it says nothing of its page"))
        self.page: Section = sections[-1]
        self._require_room()

    def edges(self) -> Iterator[tuple[str, str, Part]]:
        """The headers and footers of the page as ("header" or "footer", which pages, part)."""
        for kind in ("header", "footer"):
            for pages, name in _PAGES.items():
                edge = getattr(self.page, name.format(kind))
                if not edge.is_linked_to_previous:
                    self._require_words_only(edge.part.element, edge.part.partname.lstrip("/"))
                    yield kind, pages, edge.part

    def suited(self, style: Style) -> Style:
        """The style with the margins of the page, in millimetres; the gutter is to the left."""
        sides = {name: getattr(self.page, f"{name}_margin").mm for name in Margins.model_fields}
        sides["left"] += (self.page.gutter or Length(0)).mm
        return style.model_copy(update={"margins": Margins.model_construct(None, **sides)})

    def theme(self) -> Part | None:
        """The theme, which the styles may take their fonts and colours from."""
        found = (r for r in self.file.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.THEME)
        return next((relation.target_part for relation in found), None)

    def require_pictures_only(self, part: Part) -> None:
        """Nothing is taken along with a part but its pictures, and links that a reader follows."""
        name = part.partname.lstrip("/")
        for relation in part.rels.values():
            if relation.is_external:
                is_link = relation.reltype == RELATIONSHIP_TYPE.HYPERLINK
                if not (is_link and _HARMLESS_LINK.match(relation.target_ref)):
                    message = _("«{part}» in it fetches something from outside: {target}")
                    message = message.format(part=name, target=relation.target_ref[:80])
                    raise self._fault("word-file-external", message)
            elif not _PICTURE.search(relation.target_part.partname):
                other = relation.target_part.partname.lstrip("/")
                message = _("«{part}» in it holds «{other}», which is not a picture")
                raise self._fault("word-file-active", message.format(part=name, other=other))

    def _fault(self, rule: str, reason: str) -> InputError:
        message = _("the house's Word file «{name}» can't be used: {reason}")
        message = message.format(name=self._name, reason=reason)
        hint = _("save it anew in Word as an ordinary .docx with its styles, header and footer")
        return InputError(rule, message, hint=hint)

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

    def _require_words_only(self, root: Element, name: str) -> None:
        """A header or footer fetches nothing, and says no edition: each annex has its own."""
        fields = "".join(e.text or "" for e in root.iter(qualified("instrText")))
        simple = " ".join(e.get(qualified("instr"), "") for e in root.iter(qualified("fldSimple")))
        active = next(root.iter(*_DANGEROUS), None) is not None
        if active or _DANGEROUS_FIELD.search(f"{fields} {simple}"):
            message = _("«{part}» in it has an object or a field that could run or fetch something")
            raise self._fault("word-file-active", message.format(part=name))
        if found := _EDITION.search("".join(e.text or "" for e in root.iter(qualified("t")))):
            message = _("its header or footer says «{edition}»; write {mark} there instead")
            message = message.format(edition=found[0], mark="{udgave}")
            raise self._fault("word-file-edition", message)
