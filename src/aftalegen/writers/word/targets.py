"""What a cross-reference can point to, and the bookmark that Word knows it by."""

from dataclasses import dataclass
from zlib import crc32

from aftalegen.document.nodes import Document, Paragraph, Section
from aftalegen.document.numbering import keyed_paragraphs
from aftalegen.document.walk import walk_sections

REFERENCE = "_Ref_"
ANCHOR = "_aft"
GONE = f"{ANCHOR}_gone"
"""How the bookmarks begin of sections, of other passages, and of those that are taken out."""
_LONGEST_BOOKMARK = 40


@dataclass(frozen=True, slots=True)
class Target:
    """What a cross-reference points to."""

    bookmark: str
    number: str
    in_appendix: bool


def targets(document: Document) -> dict[str, Target]:
    """All that can be referred to, by its key; what is inside an appendix is in it, whatever it
    says itself.

    A section that a redline takes out stands under `gone(key)`.
    """
    there: dict[str, Target] = {}
    taken_out: list[tuple[Section, bool]] = []
    for top in document.sections:
        for section in walk_sections((top,)):
            in_appendix = top.appendix or section.appendix
            if top.change == "del" or section.change == "del":
                taken_out.append((section, in_appendix))
            else:
                there[section.key] = Target(_bookmark(section.key), section.number, in_appendix)
    for section, in_appendix in taken_out:
        name = gone(section.key) if section.key in there else section.key
        there[gone(section.key)] = Target(_bookmark(name), section.number, in_appendix)
    for key, (paragraph, section) in keyed_paragraphs(document).items():
        there[key] = _point(paragraph, key, there.get(section.key) or there[gone(section.key)])
    return there


def _point(paragraph: Paragraph, key: str, section: Target) -> Target:
    """A paragraph as a target; without a number it is found where its section begins."""
    if not paragraph.number:
        return section
    return Target(_bookmark(key), paragraph.number, section.in_appendix)


def gone(key: str) -> str:
    """The name of a section that was taken out, perhaps to stand elsewhere; it is no key."""
    return f"{key}_gone"


def anchor(passage: int) -> str:
    """The hidden bookmark round a passage, by its place among a document's lines, from 1."""
    return f"{ANCHOR}{passage:04}"


def anchor_gone(passage: int) -> str:
    """The hidden bookmark round a passage that a redline takes out."""
    return f"{GONE}{passage:04}"


def _bookmark(key: str) -> str:
    """A name Word takes: letters, digits and underscores, at most 40, hidden by the first one.

    A key that must be changed more than by its hyphens keeps its own sum, so that
    two keys are never one name.
    """
    name = f"{REFERENCE}{key.replace('-', '_')}"
    if len(name) <= _LONGEST_BOOKMARK and key.replace("-", "").isalnum():
        return name
    letters = "".join(c if c.isalnum() else "_" for c in name)
    return f"{letters[: _LONGEST_BOOKMARK - 9]}_{crc32(key.encode()):08x}"
