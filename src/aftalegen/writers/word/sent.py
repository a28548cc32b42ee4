"""What a Word file says of itself, so that it is known again when it comes back.

A property that every editor keeps names the document, its edition and the hash of its words; of
a redline it also says whose changes are ours. What the headers and footers said is known by a hash
too: the house's Word file may say something else by the time a file comes back.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from aftalegen.document.nodes import Document, Fact, Field, Revision
from aftalegen.writers.text import document_text
from aftalegen.writers.word.ooxml import Element

PROPERTY = "Aftalegen"
FORM = "2"
FIRST_FORM = "1"
"""Without the headers' hash; files that were sent out so still come back."""
_LETTERS = 16
_NUMBER = re.compile(r"\b\d+\b")


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that was sent out: what it is called, and the first letters of its text's hash.

    `revision` is who marked the changes that were in it already. `edges` are the first letters of
    the hash of its headers and footers, empty where the file does not say them.
    """

    edition: str
    key: str
    text: str
    revision: Revision | None = None
    edges: str = ""

    def __str__(self) -> str:
        """As it stands in the property: "2|V20260319|midtjylland/…|0f2b…|97c1…"."""
        ours = (self.revision.date, self.revision.author) if self.revision else ()
        return "|".join((FORM, self.edition, self.key, self.text, self.edges, *ours))


def sent_from(said: str) -> Sent | None:
    """What a property says, or None for one that was not written here."""
    match said.split("|"):
        case [form, edition, key, text, edges, *ours] if form == FORM and len(ours) != 1:
            return Sent(edition, key, text, _revision(ours), edges)
        case [form, edition, key, text, *ours] if form == FIRST_FORM and len(ours) != 1:
            return Sent(edition, key, text, _revision(ours))
    return None


def _revision(ours: list[str]) -> Revision | None:
    """Who marked changes and when; an author's name may hold the sign that parts the rest."""
    return Revision("|".join(ours[1:]), ours[0]) if ours else None


def sent(words: Document, revision: Revision | None, edges: str = "") -> Sent:
    """What is written in a document's file; a `revision` where that shows how it got its words."""
    return Sent(words.edition, words.key, text_known_by(words), revision, edges)


def edges_known_by(edges: Iterable[Element]) -> str:
    """The first letters of the hash of what headers and footers say, but for numbers of pages.

    Each of their words counts once: a program may write one for each kind of page.
    """
    said = {" ".join(_NUMBER.sub("", " ".join(map(str, e.itertext()))).split()) for e in edges}
    return sha256("\n".join(sorted(said - {""})).encode()).hexdigest()[:_LETTERS]


def text_known_by(document: Document) -> str:
    """The first letters of the hash of a document's words, without what a title page derives."""
    lasting = tuple(fact for fact in document.facts if not is_derived(fact))
    return sha256(document_text(replace(document, facts=lasting, cover=False))).hexdigest()[
        :_LETTERS
    ]


def is_derived(fact: Fact) -> bool:
    """Whether a row of the title page was worked out: how far the agreement is, on some day.

    The same text says another one tomorrow.
    """
    return bool(fact.value) and all(
        isinstance(one, Field) and one.source is None and not one.missing for one in fact.value
    )
