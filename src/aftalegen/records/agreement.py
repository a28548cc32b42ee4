"""What a municipality and its region agreed and decided about one agreement."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records.bodies import Party
from aftalegen.records.types import CASE_NUMBER, NOTE, SOURCE, Edition, IsoDate, Key, Name, Prose
from aftalegen.words.fact import Record, fact, optional


class Deviation(Record):
    """Deviation: what this municipality has agreed differently from the common text.

    `section` is a section's key in `template`, `block` that of a paragraph, an
    item, a table or a subsection in it. `agreed_by` is a body, never a person.
    `base_hash` is the hash of the generic text that it was agreed against, so
    that a later change of that text asks for confirmation.
    """

    template: Key = fact(
        "Template: the template that is deviated from.", default="horisontal-samarbejdsaftale"
    )
    section: Key = fact("Section: the section's key in the template.", examples=["oekonomi"])
    block: Key | None = optional(
        "Block: the key in {#…} of a paragraph, item, table or subsection; without it, the whole "
        "section.",
        examples=["serviceniveau"],
    )
    action: Literal["replace", "add", "omit"] = fact("Action: replace, add or omit.")
    text: Prose | None = optional("Text: the text agreed on; not with omit.")
    reason: Prose = fact("Reason: why; it is printed in the overview of deviations.")
    agreed_by: Name = fact(
        "Agreed by: a body or a function; never a person.", examples=["Styregruppen"]
    )
    agreed_on: IsoDate = fact("Agreed on: the date.", examples=["2026-03-01"])
    base_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = optional(
        "Base text's hash: of the common text that it was agreed against; the program says what "
        "to write."
    )
    source: Name | None = optional(SOURCE)


class Reservation(Record):
    """Reservation: what a body took exception to when it approved; open until it is answered."""

    what: Prose = fact("What: the reservation in the body's own words.")
    answer: Prose | None = optional("Answer: what came of it; null while it is open.")


class Approval(Record):
    """Approval: a body's decision on one edition of an agreement.

    `agenda_sent` is the day on which the agenda went out, `agenda_waived` why it was, or is,
    later than it should be. An `extraordinary` meeting is outside of the body's calendar.
    """

    body: Name = fact("Body: who decided; never a person.", examples=["Kommunalbestyrelsen"])
    party: Party | None = optional(
        "Party: municipality or region, where both have a body of that name."
    )
    date: IsoDate = fact("Date: of the meeting.", examples=["2026-03-17"])
    outcome: Literal["approved", "recommended", "noted", "postponed", "rejected", "planned"] = fact(
        "Outcome: approved, recommended, noted, postponed, rejected or planned."
    )
    wording: Name | None = optional(
        "Wording: the decision in the body's own words.", examples=["Godkendt"]
    )
    reservations: tuple[Reservation, ...] = fact(
        "Reservations: what it was approved with; open until each is answered.", default=()
    )
    edition: Edition | None = optional(
        "Edition: the edition that was decided on.", examples=["V20260319"]
    )
    item: Name | None = optional(
        "Item: its number on the agenda.", title="punkt på dagsordenen", examples=["punkt 12"]
    )
    agenda_sent: IsoDate | None = optional("Agenda sent: the day on which it went out.")
    agenda_waived: Prose | None = optional(
        "Agenda waived: why the body's agenda goes out later than it should."
    )
    extraordinary: bool = fact(
        "Extraordinary: true for a meeting that is not in the body's calendar.", default=False
    )
    source: Name = fact("Source: the minutes or the case.")
    note: str | None = optional(NOTE)

    @property
    def open_reservations(self) -> tuple[Reservation, ...]:
        """Those that nobody has answered."""
        return tuple(one for one in self.reservations if one.answer is None)


class Approvals(Record):
    """Approvals: what bodies of both parties decided about one agreement, also planned meetings.

    The file is named after the agreement: bundle, municipality, task and template, with «_».
    """

    approvals: tuple[Approval, ...] = fact("Approvals: in the order of their dates.")


class Addendum(Record):
    """Addendum: what the parties have agreed about a change of a signed agreement (tillægsaftale).

    `number` counts from 1 for each agreement. `annual_change` is what it adds
    to the fixed annual budget, in whole kroner: 0 for none, negative for less.
    """

    number: int = fact("Number: 1, 2, 3 … for each agreement; never used again.", ge=1)
    amends: Edition = fact("Amends: the edition of the agreement that it amends.")
    edition: Edition = fact("Edition: that of the consolidated agreement.")
    signed_on: IsoDate | None = optional(
        "Signed on: the day on which the amended agreement was signed.",
        title="dato for aftalens underskrift",
    )
    cause: Literal["quality-standard", "care-package", "economy", "law", "local"] | None = optional(
        "Cause: quality-standard, care-package, economy, law or local.", title="årsag"
    )
    annual_change: int | None = optional(
        "Annual change: what it adds to the fixed annual budget, in whole kroner; negative for "
        "less, 0 for nothing, null if it is not agreed yet.",
        title="ændring af det årlige beløb",
    )
    price_level: Name | None = optional(
        "Price level: that of the annual change.", title="pris- og lønniveau"
    )
    enters_into_force: IsoDate | None = optional(
        "Entry into force: the date.", title="dato for ikrafttræden"
    )
    case_number: Name | None = optional(CASE_NUMBER, title="sagsnummer")
    source: Name | None = optional(SOURCE)
    note: str | None = optional(NOTE)
