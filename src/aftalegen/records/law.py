"""`data/law.yaml`: the one register of statutory references."""

from aftalegen.records.types import CONFIDENCE, NOTE, SOURCE, Confidence, LawKey, Name, Prose
from aftalegen.words.fact import Record, fact
from aftalegen.words.language import later


class Statute(
    Record, title=later("Statutory reference: one reference, as it stands in running text.")
):
    """One statutory reference, as it stands in running text, with its non-breaking spaces.

    `kept` says why it stands in the register although nothing refers to it.
    """

    text: Name = fact(
        "Text: the reference in running text, with its non-breaking spaces.",
        examples=["sundhedslovens § 118 d, stk. 1"],
    )
    content: Prose = fact("Content: what the provision is about, in our own words.")
    confidence: Confidence = fact(CONFIDENCE)
    source: Name = fact(SOURCE)
    kept: Name | None = fact("Kept: why it stays although nothing refers to it.", default=None)
    note: str | None = fact(NOTE, default=None)


class Law(Record, title=later("Law: the register of statutory references.")):
    """`data/law.yaml`: the one register of statutory references."""

    statutes: dict[LawKey, Statute] = fact(
        "Statutory references: by the key that templates and tasks use."
    )
