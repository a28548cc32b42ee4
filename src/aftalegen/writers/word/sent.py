"""What a Word file says of itself, so that it is known again when it comes back.

A property that every editor keeps names the document, its edition and the hash of its words; of
a redline it also says whose changes are ours.
"""

from dataclasses import dataclass, replace
from hashlib import sha256

from aftalegen.document.nodes import Document, Fact, Field, Revision
from aftalegen.document.redline import accepted
from aftalegen.writers.text import document_text

PROPERTY = "Aftalegen"
FORM = "1"
_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that was sent out: what it is called, and the first letters of its text's hash.

    `revision` is who marked the changes that were in it already.
    """

    edition: str
    key: str
    text: str
    revision: Revision | None = None

    def __str__(self) -> str:
        """As it stands in the property: "1|V20260319|midtjylland/…|0f2b…"."""
        ours = (self.revision.date, self.revision.author) if self.revision else ()
        return "|".join((FORM, self.edition, self.key, self.text, *ours))


def sent_from(said: str) -> Sent | None:
    """What a property says, or None for one that was not written here."""
    parts = said.split("|", maxsplit=5)
    match parts:
        case [form, edition, key, text] if form == FORM:
            return Sent(edition, key, text)
        case [form, edition, key, text, date, author] if form == FORM:
            return Sent(edition, key, text, Revision(author, date))
    return None


def sent(document: Document, revision: Revision | None) -> Sent:
    """What is written in a document's file; a `revision` where it shows changes."""
    words = accepted(document) if revision else document
    return Sent(document.edition, document.key, text_known_by(words), revision)


def text_known_by(document: Document) -> str:
    """The first letters of the hash of a document's words, without what is derived."""
    lasting = tuple(fact for fact in document.facts if not is_derived(fact))
    return sha256(document_text(replace(document, facts=lasting))).hexdigest()[:_LETTERS]


def is_derived(fact: Fact) -> bool:
    """Whether a row of the title page was worked out: how far the agreement is, on some day.

    The same text says another one tomorrow.
    """
    return bool(fact.value) and all(
        isinstance(one, Field) and one.source is None and not one.missing for one in fact.value
    )
