"""The page of a Word file as it stands at the end: the last section, with what it takes over.

A header or footer that a section does not name is that of the section before, in Word and here.
What it remembers of an earlier set-up, which somebody changed with tracking on, is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aftalegen.words.language import _
from aftalegen.writers.word.look import A4, twips
from aftalegen.writers.word.measures import is_on, twips_of
from aftalegen.writers.word.ooxml import Element, R, make, qualified
from aftalegen.writers.word.refused import NotAdmitted

_WORDS = {"top": 1440, "right": 1800, "bottom": 1440, "left": 1800}
_WORDS |= {"header": 720, "footer": 720, "gutter": 0}
"""What Word goes by where a file does not say."""
_MAY_BE_EXACT = ("top", "bottom")
_NEAR = 60  # twips: a page that is A4, however it was measured
_COME_ALONG, _TABS = ("mirrorMargins", "gutterAtTop", "evenAndOddHeaders"), "defaultTabStop"
_HAS_PLACE = tuple(qualified(name) for name in ("body", "pPr"))


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """A page: its margins in twips, which pages differ, the parts that stand on them.

    `edges` are the ids of headers and footers by kind and pages; `settings` are those of the file
    that the page rests on.
    """

    margins: Mapping[str, int]
    title_page: bool
    edges: Mapping[tuple[str, str], str]
    settings: tuple[Element, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that have headers and footers of their own."""
        first = ("first",) if self.title_page else ()
        return ("default", *first, *(("even",) if self._says("evenAndOddHeaders") else ()))

    def room(self) -> dict[str, float]:
        """From each edge of the page to the text, in millimetres, the gutter within."""
        sides = {side: abs(self.margins[side]) for side in ("top", "right", "bottom", "left")}
        sides["top" if self._says("gutterAtTop") else "left"] += self.margins["gutter"]
        return {side: length * 25.4 / 1440 for side, length in sides.items()}

    def _says(self, setting: str) -> bool:
        return any(element.tag == qualified(setting) for element in self.settings)


def page_setup(document: Element, settings: Element | None) -> Setup:
    """The page of a file's last section; NotAdmitted for one that nothing can be written on."""
    sections = [s for s in document.iter(qualified("sectPr")) if _is_of_now(s)]
    if not sections:
        raise _unfit(_("it says nothing of its page"))
    last = sections[-1]
    setup = Setup(
        _margins(last.find(qualified("pgMar"))),
        is_on(last.find(qualified("titlePg"))),
        _edges(sections),
        tuple(_that_come_along(settings)),
    )
    _require_a4(last.find(qualified("pgSz")))
    _require_room(setup)
    return setup


def _is_of_now(section: Element) -> bool:
    parent = section.getparent()
    return parent is not None and parent.tag in _HAS_PLACE


def _margins(said: Element | None) -> dict[str, int]:
    return {name: _length(said, name, word) for name, word in _WORDS.items()}


def _length(element: Element | None, name: str, otherwise: int) -> int:
    said = None if element is None else element.get(qualified(name))
    if said is None:
        return otherwise
    try:
        return twips_of(said)
    except ValueError as error:
        message = _("its page has the length «{said}», which is none").format(said=said[:40])
        raise _unfit(message) from error


def _edges(sections: list[Element]) -> dict[tuple[str, str], str]:
    """What stands on the pages of the last section: later sections go before earlier ones."""
    return {
        (kind, reference.get(qualified("type"), "default")): reference.get(f"{{{R}}}id", "")
        for section in sections
        for kind in ("header", "footer")
        for reference in section.findall(qualified(f"{kind}Reference"))
    }


def _that_come_along(settings: Element | None) -> Iterator[Element]:
    if settings is None:
        return
    for name in _COME_ALONG:
        if is_on(settings.find(qualified(name))):
            yield make(name)
    if (every := _length(settings.find(qualified(_TABS)), "val", 0)) > 0:
        yield make(_TABS, val=str(every))


def _require_a4(size: Element | None) -> None:
    across, down = (_length(size, name, 0) for name in ("w", "h"))
    if not across * down:
        raise _unfit(_("it says nothing of its page"))
    if max(abs(across - A4[0]), abs(down - A4[1])) > _NEAR:
        raise _unfit(_("its last page is not A4 in portrait"))


def _require_room(setup: Setup) -> None:
    for name, length in setup.margins.items():
        if length < 0 and name not in _MAY_BE_EXACT:
            message = _("its page has a negative length: {name} is {length} twips")
            raise _unfit(message.format(name=name, length=length))
    taken = {side: twips(length) for side, length in setup.room().items()}
    across, down = taken["left"] + taken["right"], taken["top"] + taken["bottom"]
    if 2 * across > A4[0] or 2 * down > A4[1]:
        raise _unfit(_("its margins leave too little room for text"))


def _unfit(reason: str) -> NotAdmitted:
    return NotAdmitted("word-file-page", reason)
