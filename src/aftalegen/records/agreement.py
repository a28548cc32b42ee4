"""What a municipality and its region agreed and decided about one agreement."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records.types import CASE_NUMBER, NOTE, SOURCE, Edition, IsoDate, Key, Name, Prose
from aftalegen.words.fact import Record, fact
from aftalegen.words.language import later


class Deviation(
    Record,
    title=later("Deviation: what this municipality has agreed differently from the common text."),
):
    """What one municipality has agreed differently from the generic text.

    `section` is a section's key in `template`, `block` that of a paragraph, an
    item, a table or a subsection in it. `agreed_by` is a body, never a person.
    `base_hash` is the hash of the generic text that it was agreed against, so
    that a later change of that text asks for confirmation.
    """

    template: Key = fact(
        "Template: the template that is deviated from.", default="horisontal-samarbejdsaftale"
    )
    section: Key = fact("Section: the section's key in the template.", examples=["oekonomi"])
    block: Key | None = fact(
        "Block: the key in {#…} of a paragraph, item, table or subsection; without it, the whole "
        "section.",
        default=None,
        examples=["serviceniveau"],
    )
    action: Literal["replace", "add", "omit"] = fact("Action: replace, add or omit.")
    text: Prose | None = fact("Text: the text agreed on; not with omit.", default=None)
    reason: Prose = fact("Reason: why; it is printed in the overview of deviations.")
    agreed_by: Name = fact(
        "Agreed by: a body or a function; never a person.", examples=["Styregruppen"]
    )
    agreed_on: IsoDate = fact("Agreed on: the date.", examples=["2026-03-01"])
    base_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = fact(
        "Base text's hash: of the common text that it was agreed against; the program says what "
        "to write.",
        default=None,
    )
    source: Name | None = fact(SOURCE, default=None)


class Approval(Record, title=later("Approval: a body's decision on one edition of an agreement.")):
    """A body's decision on one edition of an agreement; `planned` until there is one.

    `agenda_waived` says why the body's agenda goes out later than it should.
    """

    body: Name = fact("Body: who decided; never a person.", examples=["Kommunalbestyrelsen"])
    date: IsoDate = fact("Date: of the meeting.", examples=["2026-03-17"])
    outcome: Literal["approved", "recommended", "noted", "postponed", "rejected", "planned"] = fact(
        "Outcome: approved, recommended, noted, postponed, rejected or planned."
    )
    wording: Name | None = fact(
        "Wording: the decision in the body's own words.", default=None, examples=["Godkendt"]
    )
    edition: Edition | None = fact(
        "Edition: the edition that was decided on.", default=None, examples=["V20260319"]
    )
    agenda_waived: Prose | None = fact(
        "Agenda waived: why the body's agenda goes out later than it should.", default=None
    )
    source: Name = fact("Source: the minutes or the case.")
    note: str | None = fact(NOTE, default=None)


class Addendum(
    Record,
    title=later(
        "Addendum: what the parties have agreed about a change of a signed agreement "
        "(tillægsaftale)."
    ),
):
    """An addendum (tillægsaftale): which edition of an agreement it amends into which.

    `number` counts from 1 for each agreement. `annual_change` is what it adds
    to the fixed annual budget, in whole kroner: 0 for none, negative for less.
    """

    number: int = fact("Number: 1, 2, 3 … for each agreement; never used again.", ge=1)
    amends: Edition = fact("Amends: the edition of the agreement that it amends.")
    edition: Edition = fact("Edition: that of the consolidated agreement.")
    cause: Literal["quality-standard", "care-package", "economy", "law", "local"] | None = fact(
        "Cause: quality-standard, care-package, economy, law or local.", default=None, title="årsag"
    )
    annual_change: int | None = fact(
        "Annual change: what it adds to the fixed annual budget, in whole kroner; negative for "
        "less, 0 for nothing, null if it is not agreed yet.",
        default=None,
        title="ændring af det årlige beløb",
    )
    price_level: Name | None = fact(
        "Price level: that of the annual change.", default=None, title="pris- og lønniveau"
    )
    enters_into_force: IsoDate | None = fact(
        "Entry into force: the date.", default=None, title="dato for ikrafttræden"
    )
    case_number: Name | None = fact(CASE_NUMBER, default=None, title="sagsnummer")
    source: Name | None = fact(SOURCE, default=None)
    note: str | None = fact(NOTE, default=None)
