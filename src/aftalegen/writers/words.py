"""The words that a written agreement has of its own, whatever the template says."""

from aftalegen.document.nodes import Document

CONTENTS = "Indhold"
SIGN_HERE = "Dato og underskrift"
"""Above a signature line."""
CHANGES, CHANGES_SINCE = "Ændringer {before} → {now}", "Ændringer siden {before}"
"""In the header of a redline: between which editions, or since an earlier text of the same one."""
PAGE, PAGE_OF = "Side ", " af "


def edition_told(document: Document) -> str:
    """Which edition a page is of: "V20260319", in a redline "Ændringer V20260224 → V20260319"."""
    before, now = document.edition_before, document.edition
    if not before:
        return now
    return (CHANGES_SINCE if before == now else CHANGES).format(before=before, now=now)
