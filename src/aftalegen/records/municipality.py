"""`data/municipalities/<key>.yaml`: one municipality, and what it has for each of its tasks."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records.agreement import Addendum, Approval, Deviation
from aftalegen.records.types import (
    ADDRESS,
    NOTE,
    OFFICIAL_NAME,
    SIGNATORIES,
    SOURCE,
    SOURCES,
    WEBSITE,
    Address,
    Count,
    Key,
    KnownName,
    Kroner,
    MunicipalityCode,
    Name,
    Noun,
    Prose,
)
from aftalegen.words.fact import Record, fact
from aftalegen.words.language import later


class ServiceBudget(Record, title=later("Service's budget: one line of a budget.")):
    """One line of a budget: what, and whole kroner a year."""

    name: Name = fact("Name: the service that the amount is for.")
    amount: Kroner | None = fact(
        "Amount: whole kroner a year; null if it is not known.", title="årligt beløb"
    )


class Budget(Record, title=later("Budget: the fixed annual budget for one task.")):
    """The fixed annual budget for one task. Amounts are whole kroner a year.

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
    price_level: Name | None = fact(
        "Price level: the price and wage level of the amount.",
        default=None,
        title="pris- og lønniveau",
        examples=["2026-pl"],
    )
    services: tuple[ServiceBudget, ...] = fact(
        "Services: the amount broken down, one line each.", default=()
    )
    source: Name | None = fact(
        "Source: where the amount comes from; it is printed in the agreement.",
        default=None,
        examples=["sag 25/678 (Norddjurs)"],
    )
    note: str | None = fact(NOTE, default=None)


class Offer(Record, title=later("Offer: a place where the municipality offers the task.")):
    """A place where a municipality offers a task."""

    name: Name = fact("Name: of the place or the offer.")
    address: Name | None = fact("Address: where it is.", default=None, title="adresse")
    description: Name | None = fact(
        "Description: what is offered there.", default=None, title="beskrivelse af tilbud"
    )


class Capacity(Record, title=later("Capacity: what is planned for a year.")):
    """What is planned for a year: a service, its unit (forløb, pladser, besøg) and number."""

    service: Name = fact("Service: what is counted.")
    unit: Name = fact("Unit: forløb, pladser, besøg.")
    annual: int | None = fact("Number: how many a year.", default=None, title="antal", ge=0)


class Staffing(Record, title=later("Staffing: a group of staff; never a person.")):
    """A group of staff and its full-time equivalents. Never a person."""

    group: Name = fact("Group: such as sygeplejersker.")
    full_time_equivalents: Name | None = fact(
        "Full-time equivalents: the number, as it is to be printed.",
        default=None,
        title="antal årsværk",
    )


class Contact(
    Record,
    title=later("Contact: a contact by role and unit; never a person, for annexes are published."),
):
    """A contact by role and unit. Never a person: annexes are published."""

    role: Name = fact("Role: what the contact is for.")
    unit: Name | None = fact("Unit: the unit that answers.", default=None, title="enhed")
    phone: Name | None = fact("Telephone: the unit's number.", default=None, title="telefon")
    email: Name | None = fact("E-mail: the unit's address.", default=None, title="e-mail")


class Local(Record, title=later("Local facts: what «Bilag 2» shows of one municipality and task.")):
    """The local facts of one municipality for one task: what "Bilag 2" shows."""

    offers: tuple[Offer, ...] | None = fact(
        "Offers: the places; null if they are not known, [] if there are none.",
        default=None,
        title="oversigt over lokale tilbud og adresser",
    )
    opening_hours: Prose | None = fact(
        "Opening hours: in words.", default=None, title="åbnings- og dækningstider"
    )
    capacity: tuple[Capacity, ...] | None = fact(
        "Capacity: planned numbers; null if they are not known.",
        default=None,
        title="lokal kapacitet og aktivitet",
    )
    staffing: tuple[Staffing, ...] | None = fact(
        "Staffing: groups of staff; null if they are not known.",
        default=None,
        title="lokal bemanding",
    )
    contacts: tuple[Contact, ...] | None = fact(
        "Contacts: by role; null if they are not known.", default=None, title="kontaktpunkter"
    )
    special_terms: tuple[Prose, ...] = fact("Special terms: each a sentence or more.", default=())
    source: Name | None = fact(SOURCE, default=None)


class Body(Record, title=later("Body: one of the municipality's bodies that handles agreements.")):
    """A body of a municipality; its agenda is out `agenda_days` calendar days before a meeting."""

    name: Name = fact("Name: the body's own name.")
    agenda_days: int | None = fact(
        "Agenda: so many calendar days before a meeting the agenda is out; null if not known.",
        default=None,
        title="frist for dagsorden",
        ge=0,
        le=60,
    )
    source: Name = fact(SOURCE)
    note: str | None = fact(NOTE, default=None)


class MunicipalTask(
    Record,
    title=later("Municipal task: what the municipality has for one task that it goes on running."),
):
    """What a municipality has for one task that it goes on running."""

    budget: Budget = fact("Budget: the fixed annual budget.")
    local: Local = fact("Local facts: what «Bilag 2» shows.", default=Local())
    deviations: tuple[Deviation, ...] = fact(
        "Deviations: what is agreed differently from the common text.", default=()
    )
    approvals: tuple[Approval, ...] = fact(
        "Approvals: political decisions, also planned ones.", default=()
    )
    addenda: tuple[Addendum, ...] = fact(
        "Addenda: those agreed to this agreement, in their order.", default=()
    )


class Municipality(
    Record,
    title=later(
        "Municipality: who it is, and for each task its budget, local facts, deviations and "
        "approvals."
    ),
):
    """`data/municipalities/<key>.yaml`. The file's name is its key."""

    name: Name = fact("Name: without «Kommune».", examples=["Norddjurs"])
    official_name: Name = fact(OFFICIAL_NAME, examples=["Norddjurs Kommune"])
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
    hospital: KnownName | None = fact(
        "Hospital: the emergency hospital of the area.", default=None, title="akuthospital"
    )
    address: Address = fact(ADDRESS)
    website: Name | None = fact(WEBSITE, default=None, examples=["norddjurs.dk"])
    population: Count | None = fact(
        "Population: number of inhabitants; null if it is not known.",
        default=None,
        title="indbyggertal",
    )
    bodies: tuple[Body, ...] = fact(
        "Bodies: those that handle agreements, and when their agendas are out.", default=()
    )
    signatories: tuple[Name, ...] = fact(SIGNATORIES, examples=[["Borgmester", "Kommunaldirektør"]])
    sources: dict[str, str] = fact(SOURCES)
    note: str | None = fact(NOTE, default=None)
    tasks: dict[Key, MunicipalTask] = fact(
        "Tasks: the tasks that the municipality goes on running, by the task's key."
    )
