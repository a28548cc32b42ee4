"""The words that a written agreement has of its own, whatever the template says."""

from aftalegen.document.nodes import Change, Document
from aftalegen.document.open_points import open_points
from aftalegen.document.redline import without

CONTENTS = "Indhold"
SIGN_ABOVE, SIGN_BELOW = ("Underskrift", "Navn"), ("Dato", "Sted")
"""What somebody who signs fills in: line by line above the role, on one line below it."""
CHANGES, CHANGES_SINCE = "Ændringer {before} → {now}", "Ændringer siden {before}"
"""In the header of a redline: between which editions, or since an earlier text of the same one."""
MISSING, ONE_MISSING = "{n} oplysninger mangler", "1 oplysning mangler"
SEE_SUMMARY = " – se side 2"
"""In the box on the title page of a draft."""
CHANGE_TOLD = ("[slettet: ", " slettet slut]", "[indsat: ", " indsat slut]")
"""What is said to those who listen where words are gone, and where they are new."""
PAGE, PAGE_OF = "Side ", " af "

Told = tuple[tuple[str, Change], ...]
"""What a page says of a document: in a redline what it said before too, each with its change."""


def editions(document: Document) -> Told:
    """The edition, and the one before it."""
    return _told(document, document.edition_before, document.edition)


def draft_marks(document: Document) -> Told:
    """The draft mark, and the one before it; none of an edition that is no draft."""
    return _told(document, document.draft_before, document.draft)


def missing_marks(document: Document) -> Told:
    """How much is missing, and how much was before."""
    before = missing_told(without(document, "ins")) if document.edition_before else ""
    return _told(document, before, missing_told(document))


def _told(document: Document, before: str, now: str) -> Told:
    both: Told = ((before, "del"), (now, "ins"))
    if not document.edition_before or before == now:
        both = ((now, None),)
    return tuple(told for told in both if told[0])


def edition_told(document: Document) -> str:
    """Which edition a page is of: "V20260319", in a redline "Ændringer V20260224 → V20260319"."""
    before, now = document.edition_before, document.edition
    if not before:
        return now
    return (CHANGES_SINCE if before == now else CHANGES).format(before=before, now=now)


def missing_told(document: Document) -> str:
    """How much is missing, for the title page: "12 oplysninger mangler", or nothing."""
    count = len(open_points(document)) if document.cover else 0
    if not count:
        return ""
    told = ONE_MISSING if count == 1 else MISSING.format(n=count)
    return told + (SEE_SUMMARY if any(section.summary for section in document.sections) else "")
