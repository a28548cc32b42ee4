"""`data/bundles/<key>.yaml`: which annexes exist, in which edition, and the choices."""

import unicodedata
from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records.reading import Written
from aftalegen.records.types import (
    CASE_NUMBER,
    NOTE,
    SOURCE,
    SOURCES,
    Edition,
    FileName,
    IsoDate,
    Key,
    Name,
)
from aftalegen.words.fact import Record, fact
from aftalegen.words.faults import Errors, InputError
from aftalegen.words.language import _, later


class Choices(
    Record,
    title=later(
        "Choices: what only a lawyer or the parties can settle; unmade, a choice is a marked "
        "placeholder."
    ),
):
    """What only a lawyer or the parties can settle. Unmade, a choice is a marked placeholder."""

    data_role: Literal["separate", "joint", "processor"] | None = fact(
        "Data role: separate (each its own controller), joint, or processor.",
        default=None,
        title="valg af dataansvar",
    )
    compensation_payer: Literal["region", "municipality", "fault"] | None = fact(
        "Compensation payer: region, municipality, or fault (the one at fault).",
        default=None,
        title="fordeling af erstatningsudgift",
    )
    insurance: Literal["self", "policy"] | None = fact(
        "Insurance: self (self-insured) or policy.", default=None, title="forsikringsforhold"
    )
    notice_months: int | None = fact(
        "Notice: months, 1 to 36.", default=None, title="opsigelsesvarsel i måneder", ge=1, le=36
    )
    duration: Literal["indefinite", "fixed"] | None = fact(
        "Duration: indefinite or fixed.", default=None, title="aftalens varighed"
    )
    expires_on: IsoDate | None = fact(
        "Expires on: the last day of a fixed duration.", default=None, title="udløbsdato"
    )
    payment_schedule: Literal["monthly", "quarterly"] | None = fact(
        "Payment schedule: monthly or quarterly.", default=None, title="betalingsterminer"
    )
    price_regulation: Name | None = fact(
        "Price regulation: the model of the annual regulation, in words.",
        default=None,
        title="model for årlig regulering",
    )
    overrun_borne_by: Literal["municipality", "region", "shared"] | None = fact(
        "Overrun: borne by municipality, region or shared.",
        default=None,
        title="fordeling af merforbrug",
    )
    underspend: Literal["repaid", "carried", "kept"] | None = fact(
        "Underspend: repaid, carried or kept.", default=None, title="håndtering af mindreforbrug"
    )
    overhead: Literal["included", "separate"] | None = fact(
        "Overhead: included in the amount, or separate.",
        default=None,
        title="håndtering af overhead",
    )
    complaint_reply_days: int | None = fact(
        "Reply to complaints: working days, 1 to 60.",
        default=None,
        title="svarfrist i arbejdsdage ved klagesager",
        ge=1,
        le=60,
    )


class Deadline(Record, title=later("Deadline: a date by which something must be done.")):
    """A date by which something must be done, and what.

    `needs: approval` is met by an approval that stands in each of `municipalities`
    (in all of the bundle where none is named); other deadlines are only told.
    """

    date: IsoDate = fact("Date: the last day.", examples=["2026-04-01"])
    what: Name = fact("What: what must be done.")
    needs: Literal["approval"] | None = fact(
        "Needs: approval, if an approval that stands meets it.", default=None
    )
    municipalities: tuple[Key, ...] = fact(
        "Municipalities: whose it is; without it, all of the bundle.", default=()
    )
    source: Name = fact(SOURCE)


class Annex(
    Record,
    title=later("Annex: one document of the bundle: one municipality, one task, one template."),
):
    """One document of a bundle: one municipality, one task, one template.

    `number` and `letter` are stored, not computed: a letter must not move
    because another municipality leaves. Case and document ids are free text.
    """

    municipality: Key = fact("Municipality: its key.", examples=["norddjurs"])
    task: Key = fact("Task: its key.", examples=["patientrettet-forebyggelse"])
    template: Key = fact(
        "Template: its folder below templates/.", examples=["horisontal-samarbejdsaftale"]
    )
    number: int | None = fact(
        "Number: of the annex in the case; stored, so that it never moves.", default=None, ge=1
    )
    letter: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] | None = fact(
        "Letter: a to z; stored, so that it never moves.", default=None, examples=["a"]
    )
    file_name: FileName = fact("File name: that of the case, without an ending.")
    open: bool = fact("Open: false for an annex that is closed to the public.", default=True)
    case_number: Name | None = fact(CASE_NUMBER, default=None, title="sagsnummer")
    document_id: Name | None = fact(
        "Document number: in the document system.",
        default=None,
        title="dokumentnummer",
        examples=["12718912"],
    )
    source: Name | None = fact(SOURCE, default=None)

    def document_key(self, bundle: str) -> str:
        """What its document is called as long as it exists, in every edition of the bundle."""
        return f"{bundle}/{self.municipality}/{self.task}/{self.template}"


class Bundle(Record, title=later("Bundle: which annexes exist, and in which edition.")):
    """`data/bundles/<key>.yaml`: which annexes exist, and in which edition."""

    title: Name = fact("Title: of the bundle.")
    region: Key = fact("Region: the key of the other party.")
    health_council: Name | None = fact(
        "Health council: if the bundle belongs to one.", default=None
    )
    edition: Edition = fact(
        "Edition: V and a date, as the case files name it.", examples=["V20260319"]
    )
    edition_date: IsoDate = fact("Edition's date: the day of the edition.", examples=["2026-03-19"])
    status: Literal["draft", "for-decision", "approved", "signed"] = fact(
        "Status: draft, for-decision, approved or signed."
    )
    case_number: Name | None = fact(CASE_NUMBER, default=None, title="sagsnummer")
    agreement_date: IsoDate | None = fact(
        "Agreement's date: when the agreements are made.",
        default=None,
        title="dato for aftalens indgåelse",
    )
    enters_into_force: IsoDate = fact("Enters into force: the first day.", examples=["2027-01-01"])
    choices: Choices = fact("Choices: for all annexes.", default=Choices())
    task_choices: dict[Key, Choices] = fact(
        "Choices for a task: by the task's key; they come before the common ones.", default={}
    )
    deadlines: tuple[Deadline, ...] = fact("Deadlines: what must be done by when.", default=())
    annexes: tuple[Annex, ...] = fact("Annexes: the documents, in the order of the case.")
    sources: dict[str, str] = fact(SOURCES)
    note: str | None = fact(NOTE, default=None)


def require_different_names(bundle: Bundle, written: Written) -> None:
    """Refuse two annexes whose files would be one, also where large and small letters are alike."""
    first: dict[str, int] = {}
    errors = []
    for index, annex in enumerate(bundle.annexes):
        alike = unicodedata.normalize("NFKC", annex.file_name).casefold()
        if first.setdefault(alike, index) != index:
            place = written.place(("annexes", first[alike], "file_name"))
            message = _("«{name}» is also the file name of the annex on line {line}")
            errors.append(
                InputError(
                    "same-file-name",
                    message.format(name=annex.file_name, line=place.line),
                    written.place(("annexes", index, "file_name")),
                    _("give each annex a file_name of its own; a capital makes no difference"),
                )
            )
    if errors:
        raise Errors(errors)
