"""`data/bundles/<key>.yaml`: which annexes exist, in which edition, and what is chosen."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records.types import (
    CASE_NUMBER,
    NOTE,
    SOURCE,
    SOURCES,
    Chosen,
    Edition,
    FileName,
    IsoDate,
    Key,
    Name,
    Prose,
)
from aftalegen.words.fact import Record, fact, optional


class Deadline(Record):
    """Deadline: a date by which something must be done.

    `needs: approval` is met by the approval of each of `municipalities`; where none is named,
    by both parties' approval of each agreement of the bundle. Other deadlines are only told.
    """

    date: IsoDate = fact("Date: the last day.", examples=["2026-04-01"])
    what: Name = fact("What: what must be done.")
    needs: Literal["approval"] | None = optional(
        "Needs: approval, if an approval that stands meets it."
    )
    municipalities: tuple[Key, ...] = fact(
        "Municipalities: whose it is; without it, all of the bundle.", default=()
    )
    source: Name = fact(SOURCE)


class Annex(Record):
    """Annex: one document of the bundle: one municipality, one task, one template.

    `number` and `letter` are stored, not computed: a letter must not move
    because another municipality leaves. Case and document ids are free text.
    """

    municipality: Key = fact("Municipality: its key.", examples=["norddjurs"])
    task: Key = fact("Task: its key.", examples=["patientrettet-forebyggelse"])
    template: Key = fact(
        "Template: its folder below templates/.", examples=["horisontal-samarbejdsaftale"]
    )
    number: int | None = optional(
        "Number: of the annex in the case; stored, so that it never moves.", ge=1
    )
    letter: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] | None = optional(
        "Letter: a to z; stored, so that it never moves.", examples=["a"]
    )
    file_name: FileName | None = optional(
        "File name: that of the case, without an ending; only where it is not the pattern's."
    )
    open: bool = fact("Open: false for an annex that is closed to the public.", default=True)
    case_number: Name | None = optional(CASE_NUMBER, title="sagsnummer")
    document_id: Name | None = optional(
        "Document number: in the document system.", title="dokumentnummer", examples=["12718912"]
    )
    municipality_case_number: Name | None = optional(
        "Municipality's case number: where the municipality keeps its own case.",
        title="kommunens sagsnummer",
        examples=["25/678"],
    )
    municipality_document_id: Name | None = optional(
        "Municipality's document number: in its own document system.", examples=["18863/26"]
    )
    source: Name | None = optional(SOURCE)

    @property
    def known_case_number(self) -> str | None:
        """The number of a case that it is found by: the region's, or else the municipality's."""
        return self.case_number or self.municipality_case_number

    @property
    def known_document_id(self) -> str | None:
        """The number of the document that it is found by, as that of the case."""
        return self.document_id or self.municipality_document_id

    def document_key(self, bundle: str) -> str:
        """What its document is called as long as it exists, in every edition of the bundle."""
        return f"{bundle}/{self.municipality}/{self.task}/{self.template}"


class FeedbackAnnex(Record):
    """Feedback: the annex of a bundle that tells what the parties said after their councils.

    It is made of the register of proposals, as `aftalegen feedback` makes it.
    """

    number: int | None = optional("Number: of the annex in the case.", ge=1, examples=[4])
    letter: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] | None = optional(
        "Letter: a to z."
    )
    reference: Key | None = optional(
        "Reference: the municipality that the others are compared with.", examples=["herning"]
    )
    open: bool = fact("Open: false for an annex that is closed to the public.", default=True)
    document_id: Name | None = optional("Document number: in the document system.")


class ExternalAnnex(Record):
    """External annex: a document that somebody else made, which stands in the case as it is.

    Without a `file` it is a marked placeholder, and `provider` says who has it.
    """

    title: Name = fact("Title: what it is called.", examples=["Kort over området"])
    number: int | None = optional("Number: of the annex in the case.", ge=1, examples=[4])
    letter: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] | None = optional(
        "Letter: a to z."
    )
    file: Name | None = optional(
        "File: a PDF or DOCX below data/external/; null where it is not at hand.",
        examples=["kort.pdf"],
    )
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = optional(
        "Checksum: the SHA-256 of the file, where somebody has said it."
    )
    provider: Name = fact("Provider: who made it, or has it; a body or a function.")
    file_name: FileName | None = optional(
        "File name: that of the case, without an ending; without it, number and title."
    )
    municipality: Key | None = optional(
        "Municipality: whose case it belongs to; without it, all of the bundle."
    )
    open: bool = fact("Open: false for an annex that is closed to the public.", default=True)
    case_number: Name | None = optional(CASE_NUMBER, title="sagsnummer")
    document_id: Name | None = optional("Document number: in the document system.")
    source: Name | None = optional(SOURCE)


class Bundle(Record):
    """Bundle: which annexes exist, and in which edition."""

    title: Name = fact("Title: of the bundle.")
    region: Key = fact("Region: the key of the other party.")
    health_council: Name | None = optional("Health council: if the bundle belongs to one.")
    edition: Edition = fact(
        "Edition: V and a date, as the case files name it.", examples=["V20260319"]
    )
    edition_date: IsoDate = fact("Edition's date: the day of the edition.", examples=["2026-03-19"])
    status: Literal["draft", "for-decision", "approved", "signed"] | None = optional(
        "Status: draft to keep the bundle from being final; otherwise leave it out, for how far "
        "each agreement is, is worked out."
    )
    case_number: Name | None = optional(CASE_NUMBER, title="sagsnummer")
    agreement_date: IsoDate | None = optional(
        "Agreement's date: when the agreements are made.", title="dato for aftalens indgåelse"
    )
    enters_into_force: IsoDate = fact("Enters into force: the first day.", examples=["2027-01-01"])
    choices: Chosen = fact("Choices: for all annexes.", default={})
    task_choices: dict[Key, Chosen] = fact(
        "Choices for a task: by the task's key; they come before the common ones.", default={}
    )
    deadlines: tuple[Deadline, ...] = fact("Deadlines: what must be done by when.", default=())
    background: tuple[Prose, ...] = fact(
        "Background: how the agreements came about, a paragraph each, for agenda items.", default=()
    )
    file_names: dict[Key, Name] = fact(
        "File names: a pattern for each template, by its key, without an ending. It may name "
        "{task}, {municipality}, {region}, {number}, {letter}, {edition} and {date}.",
        default={},
    )
    annexes: tuple[Annex, ...] = fact("Annexes: the documents, in the order of the case.")
    feedback: FeedbackAnnex | None = optional(
        "Feedback: the annex with what the parties said, where the bundle is to have one."
    )
    external: tuple[ExternalAnnex, ...] = fact(
        "External annexes: what others made, in the order of the case.", default=()
    )
    sources: dict[str, str] = fact(SOURCES)
    note: str | None = optional(NOTE)
