"""`data/municipalities/<key>.yaml`: one municipality, and what it has for each of its tasks."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records.agenda import Agenda
from aftalegen.records.agreement import Addendum, Approval, Deviation
from aftalegen.records.bodies import Body
from aftalegen.records.types import (
    ADDRESS,
    NOTE,
    OFFICIAL_NAME,
    SIGNATORIES,
    SOURCE,
    SOURCES,
    WEBSITE,
    Address,
    Chosen,
    Count,
    Key,
    KnownName,
    Kroner,
    MunicipalityCode,
    Name,
    Noun,
    PartyName,
    Prose,
)
from aftalegen.words.fact import Record, fact, optional


class ServiceBudget(Record):
    """Service's budget: one line of a budget."""

    name: Name = fact("Name: the service that the amount is for.")
    amount: Kroner | None = fact(
        "Amount: whole kroner a year; null if it is not known.", title="årligt beløb"
    )


class Budget(Record):
    """Budget: the fixed annual budget for one task.

    `status` says why an amount is there or not: `confirmed` in a public
    source, `missing`, or `fictitious` (tests and benchmarks only).
    """

    fixed_annual: Kroner | None = fact(
        "Fixed annual amount: whole kroner a year; null if it is not known, and the draft says so.",
        title="årligt beløb",
        examples=["4_422_000", "null"],
    )
    status: Literal["confirmed", "missing", "fictitious"] = fact(
        "Status: confirmed (in a source), missing (not known), fictitious (tests only)."
    )
    price_level: Name | None = optional(
        "Price level: the price and wage level of the amount.",
        title="pris- og lønniveau",
        examples=["2026-pl"],
    )
    services: tuple[ServiceBudget, ...] = fact(
        "Services: the amount broken down, one line each.", default=()
    )
    source: Name | None = optional(
        "Source: where the amount comes from; it is printed in the agreement.",
        examples=["sag 25/678 (Norddjurs)"],
    )
    basis: Name | None = optional(
        "Basis: what the amount corresponds to, as an agenda item goes on after it.",
        examples=["svarende til det beløb, der i dag anvendes til opgaven"],
    )
    note: str | None = optional(NOTE)


class Offer(Record):
    """Offer: a place where the municipality offers the task."""

    name: Name = fact("Name: of the place or the offer.")
    address: Name | None = optional("Address: where it is.", title="adresse")
    description: Name | None = optional(
        "Description: what is offered there.", title="beskrivelse af tilbud"
    )


class Capacity(Record):
    """Capacity: what is planned for a year."""

    service: Name = fact("Service: what is counted.")
    unit: Name = fact("Unit: forløb, pladser, besøg.")
    annual: int | None = optional("Number: how many a year.", title="antal", ge=0)


class Staffing(Record):
    """Staffing: a group of staff; never a person."""

    group: Name = fact("Group: such as sygeplejersker.")
    full_time_equivalents: Name | None = optional(
        "Full-time equivalents: the number, as it is to be printed.", title="antal årsværk"
    )


class Contact(Record):
    """Contact: a contact by role and unit; never a person, for annexes are published."""

    role: Name = fact("Role: what the contact is for.")
    unit: Name | None = optional("Unit: the unit that answers.", title="enhed")
    phone: Name | None = optional("Telephone: the unit's number.", title="telefon")
    email: Name | None = optional("E-mail: the unit's address.", title="e-mail")


class Level(Record):
    """Level: one measure of today's service, which the fixed annual budget rests on."""

    what: Name = fact("What: what is measured.", examples=["Forløb"])
    level: Name | None = optional("Level: the figure with its unit.", title="niveau")
    period: Name | None = optional(
        "Period: for which it was measured.", title="opgørelsesperiode", examples=["2025"]
    )


class Supplier(Record):
    """Supplier: one that the municipality uses for the task when the agreement is signed."""

    name: Name = fact("Name: of the supplier, or of the other municipality.")
    what: Name = fact("What: what it does.")


class SubProcessor(Record):
    """Sub-processor: one that the municipality lets process personal data for the region."""

    name: Name = fact("Name: of the sub-processor.")
    processing: Name = fact("Processing: what it does with the data.")
    place: Name = fact("Place: where the data are.")


class Local(Record):
    """Local facts: what «Bilag 2» shows of one municipality and task."""

    offers: tuple[Offer, ...] | None = optional(
        "Offers: the places; null if they are not known, [] if there are none.",
        title="oversigt over lokale tilbud og adresser",
    )
    opening_hours: Prose | None = optional(
        "Opening hours: in words.", title="åbnings- og dækningstider"
    )
    capacity: tuple[Capacity, ...] | None = optional(
        "Capacity: planned numbers; null if they are not known.",
        title="lokal kapacitet og aktivitet",
    )
    staffing: tuple[Staffing, ...] | None = optional(
        "Staffing: groups of staff; null if they are not known.", title="lokal bemanding"
    )
    contacts: tuple[Contact, ...] | None = optional(
        "Contacts: by role; null if they are not known.", title="kontaktpunkter"
    )
    medical_cover: Prose | None = optional(
        "Medical cover: how the region's doctors attend the places, in full sentences.",
        title="lægedækningens omfang, form og responstid",
    )
    baseline: tuple[Level, ...] | None = optional(
        "Baseline: today's level of service; null if it is not known.",
        title="opgørelse af det nuværende serviceniveau",
    )
    suppliers: tuple[Supplier, ...] | None = optional(
        "Suppliers: those in use when the agreement is signed; null if they are not known, [] if "
        "there are none.",
        title="oversigt over leverandører",
    )
    sub_processors: tuple[SubProcessor, ...] | None = optional(
        "Sub-processors: of personal data, where the municipality is a processor; null if they are "
        "not known, [] if there are none.",
        title="oversigt over underdatabehandlere",
    )
    processing_places: Prose | None = optional(
        "Places of processing: where personal data are, where the municipality is a processor.",
        title="steder for behandling af personoplysninger",
    )
    reservations: tuple[Prose, ...] = fact(
        "Reservations: those that the parties have agreed to write into the agreement; each a "
        "full sentence or more.",
        default=(),
    )
    special_terms: tuple[Prose, ...] = fact("Special terms: each a sentence or more.", default=())
    source: Name | None = optional(SOURCE)


class MunicipalTask(Record):
    """Municipal task: what the municipality has for one task that it goes on running."""

    budget: Budget = fact("Budget: the fixed annual budget.")
    local: Local = fact("Local facts: what «Bilag 2» shows.", default=Local())
    choices: Chosen = fact(
        "Choices: this agreement's own; they come before those of the bundle.", default={}
    )
    deviations: tuple[Deviation, ...] = fact(
        "Deviations: what is agreed differently from the common text.", default=()
    )
    approvals: tuple[Approval, ...] = fact(
        "Approvals: where they were written before; they belong in data/approvals/.", default=()
    )
    addenda: tuple[Addendum, ...] = fact(
        "Addenda: those agreed to this agreement, in their order.", default=()
    )


class Municipality(Record):
    """Municipality: who it is, and for each task its budget, local facts and deviations."""

    name: PartyName = fact("Name: without «Kommune».", examples=["Norddjurs"])
    official_name: PartyName = fact(OFFICIAL_NAME, examples=["Norddjurs Kommune"])
    code: MunicipalityCode = fact(
        "Municipality code: three digits in quotation marks.", examples=["707"]
    )
    cvr: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")] = fact(
        "CVR number: eight digits in quotation marks.", examples=["29189986"]
    )
    council: Noun = fact("Council: what the municipal council is called.")
    region: Key = fact(
        "Region: the key of the region that is the other party.", examples=["midtjylland"]
    )
    health_council: KnownName = fact("Health council: the «sundhedsråd» of the municipality.")
    hospital: KnownName | None = optional(
        "Hospital: the emergency hospital of the area.", title="akuthospital"
    )
    address: Address = fact(ADDRESS)
    website: Name | None = optional(WEBSITE, examples=["norddjurs.dk"])
    population: Count | None = optional(
        "Population: number of inhabitants; null if it is not known.", title="indbyggertal"
    )
    bodies: tuple[Body, ...] = fact(
        "Bodies: those that handle agreements, and when their agendas are out.", default=()
    )
    agenda: Agenda | None = optional("Agenda: how its items are laid out, and its case.")
    signatories: tuple[Name, ...] = fact(SIGNATORIES, examples=[["Borgmester", "Kommunaldirektør"]])
    sources: dict[str, str] = fact(SOURCES)
    note: str | None = optional(NOTE)
    tasks: dict[Key, MunicipalTask] = fact(
        "Tasks: the tasks that the municipality goes on running, by the task's key."
    )
