"""`data/tasks/<key>.yaml`: what a task is, wherever it is run."""

from typing import Literal

from aftalegen.records.types import NOTE, SOURCE, SOURCES, Key, LawKey, Name, Prose
from aftalegen.words.fact import Record, fact, optional


class TargetGroup(Record):
    """Target group: the target group of a task in one region."""

    text: Prose = fact("Text: the target group in full sentences.")
    decision: Key | None = optional("Decision: the key of the decision that fixed the wording.")
    source: Name = fact(SOURCE)
    verbatim: bool = fact(
        "Verbatim: true if the wording is that of the case, word for word.", default=False
    )


class Service(Record):
    """Service: a service that belongs to the task."""

    key: Key = fact("Key: small letters and hyphens; never changed.")
    name: Name = fact("Name: as it stands in running text.")
    description: Prose = fact("Description: what is done.")


class Contribution(Record):
    """Contribution: what each party brings into the cooperation in one respect."""

    about: Name = fact("About: in which respect.", examples=["Medarbejdere og kompetencer"])
    region: Prose = fact("Region: what the region contributes.")
    municipality: Prose = fact("Municipality: what the municipality contributes.")


class Task(Record):
    """Task: what a task is, wherever it is run.

    `name` stands in running text ("akutsygepleje"), `definite` with its
    article ("den patientrettede forebyggelse"), `genitive` likewise.
    """

    name: Name = fact("Name: in running text, «akutsygepleje».", examples=["akutsygepleje"])
    definite: Name = fact("Definite form: «den patientrettede forebyggelse».")
    genitive: Name = fact("Genitive: «den patientrettede forebyggelses».")
    abbreviation: Name | None = optional("Short name: if there is one in use.")
    unit: Name = fact("Unit: what the task is counted in.", examples=["forløb"])
    legal_bases: tuple[LawKey, ...] = fact(
        "Legal bases: keys of data/law.yaml.", examples=[["sundhedsloven_118_d_1"]]
    )
    provision: LawKey | None = optional(
        "Provision: the key of data/law.yaml by which the task is the region's.",
        examples=["sundhedsloven_opgaven_akutsygepleje"],
    )
    contributions: tuple[Contribution, ...] = fact(
        "Contributions: what the parties bring into the cooperation, for it is mutual.", default=()
    )
    intentions: tuple[Prose, ...] = fact(
        "Intentions: what the task is to achieve; each begins with «at»."
    )
    target_group: dict[Key, TargetGroup] = fact("Target group: for each region, by its key.")
    access: Prose | None = optional("Access: how a citizen comes to the offer.")
    free_of_charge: Prose | None = optional(
        "Free of charge: what else than the services the citizen does not pay for, in full "
        "sentences."
    )
    has_places: bool = fact(
        "Has places: true where citizens stay in places that the municipality keeps and the "
        "region's doctors attend; places are counted as they are, other units by the year.",
        default=False,
    )
    care_packages: bool = fact(
        "Care packages: true where national care packages (kronikerpakker) apply.", default=False
    )
    excluded: tuple[Prose, ...] = fact("Excluded: what does not belong to the task.")
    services: tuple[Service, ...] = fact("Services: what the task consists of.")
    boundary: tuple[Prose, ...] = fact("Boundary: towards what stays municipal.")
    quality_standards: Prose = fact("Quality standards: those that apply, in a full sentence.")
    evaluation_within_years: dict[Key, int] = fact(
        "Evaluation: within how many years, for each region.", default={}
    )
    operated_by: dict[Key, Literal["municipality", "region"]] = fact(
        "Operated by: municipality or region, for each region."
    )
    sources: dict[str, str] = fact(SOURCES)
    note: str | None = optional(NOTE)
