"""`data/law.yaml`: the one register of statutory references."""

from aftalegen.records.types import CONFIDENCE, NOTE, SOURCE, Confidence, LawKey, Name, Prose
from aftalegen.words.fact import Record, fact, optional


class Statute(Record):
    """Statutory reference: one reference, as it stands in running text.

    `kept` says why it stands in the register although nothing refers to it. A number that nobody
    has found is null: then a placeholder says that `awaited` is awaited.
    """

    text: Name | None = fact(
        "Text: the reference in running text, with its non-breaking spaces; null while it is not "
        "known.",
        title="lovhenvisning",
        examples=["sundhedslovens § 118 d, stk. 1"],
    )
    awaited: Name | None = optional(
        "Awaited: what a placeholder says is awaited while the text is null.",
        examples=["bekendtgørelse om kontrakter efter overgangsloven"],
    )
    content: Prose = fact("Content: what the provision is about, in our own words.")
    confidence: Confidence = fact(CONFIDENCE)
    source: Name = fact(SOURCE)
    kept: Name | None = optional("Kept: why it stays although nothing refers to it.")
    note: str | None = optional(NOTE)


class Law(Record):
    """Law: the register of statutory references."""

    statutes: dict[LawKey, Statute] = fact(
        "Statutory references: by the key that templates and tasks use."
    )
