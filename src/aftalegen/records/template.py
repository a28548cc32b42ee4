"""What the YAML of a template says: `template.yaml`, and the head of a section's file."""

from typing import Literal

from aftalegen.document.nodes import Place
from aftalegen.records.types import Key, Name
from aftalegen.words.fact import Record, fact, optional

Kind = Literal["samarbejdsaftale", "lokalt-bilag", "tillaegsaftale", "dagsordenspunkt"]


class FrontMatter(Record):
    """Section's head: the lines between «---» at the top of a section's file.

    Where nothing is agreed (a change log), `substance: false` keeps changes from voiding approvals.
    """

    key: Key = fact("Key: fixed; never changed.")
    title: Name = fact("Title: the section's heading.")
    tasks: tuple[Key, ...] = fact("Tasks: only for these; without it, for all.", default=())
    regions: tuple[Key, ...] = fact("Regions: only for these; without it, for all.", default=())
    decision: Key | None = optional("Decision: the key of the decision behind the section.")
    appendix: bool = fact("Appendix: true for «Appendiks A» instead of a number.", default=False)
    substance: bool = fact(
        "Substance: false for a section where nothing is agreed, such as a log; its changes void "
        "no approval.",
        default=True,
    )
    summary: bool = fact(
        "Summary: true for a page before the contents that tells the agreement shortly; nothing is "
        "agreed in it, and it has no number.",
        default=False,
    )


class TitleFact(Record):
    """Row of the title page: a label and a value."""

    label: Name = fact("Label: on the left of the title page.", examples=["Udgave"])
    value: Name | None = optional(
        "Value: with {{ … }}, as in a section.", examples=["{{ bundle.edition }}"]
    )
    place: Place = fact(
        "Place: line (a line of its own), party and edition (beside the others of its kind), or "
        "foot (at the foot of the page).",
        default="line",
    )
    derived: Literal["status"] | None = optional(
        "Derived: status, for a row whose value the program works out from the approvals."
    )


class TemplateHead(Record):
    """Template: the title page of a template.

    `addendum` is the template that amends an agreement made from this one.
    """

    kind: Kind | None = optional(
        "Kind: samarbejdsaftale (approved by both parties), lokalt-bilag (approved with its "
        "agreement), tillaegsaftale or dagsordenspunkt; without it, what is signed is a "
        "samarbejdsaftale, and the rest are local annexes."
    )
    title: Name = fact("Title: of the agreement, with {{ … }}.")
    subtitle: Name = fact("Subtitle: with {{ … }}.")
    header: Name | None = optional(
        "Header: what stands at the top of each page but the first; without it, the title.",
        examples=["{{ municipality.official_name }} · {{ task.name | cap }}"],
    )
    contents: bool = fact("Contents: true if there is a table of contents.")
    points: bool = fact(
        "Points: true if each paragraph has a number (10.5.1), by which it can be cited.",
        default=False,
    )
    cover: bool = fact(
        "Cover: false where the text begins below the title, on its page.", default=True
    )
    addendum: Key | None = optional(
        "Addendum: the template that amends agreements made from this one."
    )
    facts: tuple[TitleFact, ...] = fact("Facts: the rows of the title page.", default=())
