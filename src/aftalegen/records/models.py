"""The records: what the YAML files of a project say, as frozen types.

One class a file or a block, one word all the way through: the key in the YAML
is the name in the model, in the template and in the log. A field that may be
`null` has a `title`: the Danish words that a draft shows in its place
("[årligt beløb afventer]"). Facts and rules come from the case files; each
YAML file says which beside the fact.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from aftalegen.words import danish

Confidence = Literal["case-file", "found", "found-old", "inferred", "unverified"]
"""How well a fact is known: in the case files, in another public source, in one
more than four years old, concluded from several, or from memory (to be confirmed)."""


def _iso_date(value: Any) -> Any:
    """A date written `2026-03-19`; anything else is refused."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with contextlib.suppress(ValueError):  # a day that does not exist
            return date.fromisoformat(value)
    if isinstance(value, date):
        return value
    raise ValueError("not-iso-date")


def _kroner(value: Any) -> Any:
    """Whole kroner from `4422000`, `4_422_000` or "4.422.000"; `4.422` is ambiguous."""
    if isinstance(value, str):
        return danish.parse_kroner(value)
    return value


def _without_register_zero(value: Any) -> Any:
    """A municipality's code as registers write it, "0707", is the code "707"."""
    if isinstance(value, str) and re.fullmatch(r"0[0-9]{3}", value):
        return value[1:]
    return value


# Editors read YAML 1.2, where 4_422_000 is a text: their schema says both ways of writing it.
_DIGITS = {"type": "string", "pattern": r"^[1-9][0-9]{0,2}(_[0-9]{3})+$"}
_AMOUNT = {"type": "string", "pattern": r"^[0-9]{1,3}((\.[0-9]{3}){2,}|( [0-9]{3})+)( ?kr\.?)?$"}

MunicipalityCode = Annotated[
    str,
    BeforeValidator(_without_register_zero),
    StringConstraints(pattern=r"^[1-9][0-9]{2}$"),
    WithJsonSchema({"type": "string", "pattern": "^0?[1-9][0-9]{2}$"}),
]
IsoDate = Annotated[
    date,
    BeforeValidator(_iso_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Kroner = Annotated[
    int,
    BeforeValidator(_kroner),
    Field(ge=0),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, _DIGITS, _AMOUNT]}),
]
Count = Annotated[
    int, Field(ge=1), WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, _DIGITS]})
]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
LawKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=80)]
Edition = Annotated[str, StringConstraints(pattern=r"^V[0-9]{8}$")]
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?")


def _file_name(value: str) -> str:
    """A file name without extension that Windows, macOS and Linux all take."""
    unfit = _NOT_IN_FILE_NAMES.search(value) or _RESERVED.fullmatch(value)
    hidden = not all(char.isprintable() or char == "\u00a0" for char in value)
    if unfit or hidden or value != value.strip(" .\u00a0~") or len(value.encode()) > 240:
        raise ValueError("not-a-file-name")
    return value


FileName = Annotated[str, StringConstraints(min_length=1), AfterValidator(_file_name)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=100_000)]


class Record(BaseModel):
    """The base of all records: frozen, strict, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# --- parts that several records share ---------------------------------------------------------


class Noun(Record):
    """A common noun with the forms that an agreement needs.

    Danish has two genders, and "kommunalbestyrelsen" and "byrådet" differ:
    `gender` is `common` (den) or `neuter` (det).
    """

    indefinite: Name
    definite: Name
    genitive: Name
    gender: Literal["common", "neuter"]
    confidence: Confidence
    source: Name
    note: str | None = None


class KnownName(Record):
    """A name, and how well it is known."""

    name: Name
    confidence: Confidence
    source: Name
    note: str | None = None


class Address(Record):
    """A postal address."""

    street: Name
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    city: Name
    confidence: Confidence
    source: Name
    note: str | None = None


# --- data/municipalities ----------------------------------------------------------------------


class ServiceBudget(Record):
    """One line of a budget: what, and whole kroner a year."""

    name: Name
    amount: Kroner | None = Field(title="årligt beløb")


class Budget(Record):
    """The fixed annual budget for one task. Amounts are whole kroner a year.

    `status` says why an amount is there or not: `confirmed` in a public
    source, `missing`, or `fictitious` (tests and benchmarks only).
    """

    fixed_annual: Kroner | None = Field(title="årligt beløb")
    status: Literal["confirmed", "missing", "fictitious"]
    price_level: Name | None = Field(default=None, title="pris- og lønniveau")
    services: tuple[ServiceBudget, ...] = ()
    source: Name | None = None
    note: str | None = None


class Offer(Record):
    """A place where a municipality offers a task."""

    name: Name
    address: Name | None = Field(default=None, title="adresse")
    description: Name | None = Field(default=None, title="beskrivelse af tilbud")


class Capacity(Record):
    """What is planned for a year: a service, its unit (forløb, pladser, besøg) and number."""

    service: Name
    unit: Name
    annual: int | None = Field(default=None, title="antal", ge=0)


class Staffing(Record):
    """A group of staff and its full-time equivalents. Never a person."""

    group: Name
    full_time_equivalents: Name | None = Field(default=None, title="antal årsværk")


class Contact(Record):
    """A contact by role and unit. Never a person: annexes are published."""

    role: Name
    unit: Name | None = Field(default=None, title="enhed")
    phone: Name | None = Field(default=None, title="telefon")
    email: Name | None = Field(default=None, title="e-mail")


class Local(Record):
    """The local facts of one municipality for one task: what "Bilag 2" shows."""

    offers: tuple[Offer, ...] | None = Field(
        default=None, title="oversigt over lokale tilbud og adresser"
    )
    opening_hours: Prose | None = Field(default=None, title="åbnings- og dækningstider")
    capacity: tuple[Capacity, ...] | None = Field(
        default=None, title="lokal kapacitet og aktivitet"
    )
    staffing: tuple[Staffing, ...] | None = Field(default=None, title="lokal bemanding")
    contacts: tuple[Contact, ...] | None = Field(default=None, title="kontaktpunkter")
    special_terms: tuple[Prose, ...] = ()
    source: Name | None = None


class Deviation(Record):
    """What one municipality has agreed differently from the generic text.

    `section` is a section's key in `template`, `block` that of a paragraph, an
    item, a table or a subsection in it. `agreed_by` is a body, never a person.
    `base_hash` is the hash of the generic text that it was agreed against, so
    that a later change of that text asks for confirmation.
    """

    template: Key = "horisontal-samarbejdsaftale"
    section: Key
    block: Key | None = None
    action: Literal["replace", "add", "omit"]
    text: Prose | None = None
    reason: Prose
    agreed_by: Name
    agreed_on: IsoDate
    base_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = None
    source: Name | None = None


class Approval(Record):
    """A body's decision on one edition of an agreement; `planned` until there is one.

    `agenda_waived` says why the body's agenda goes out later than it should.
    """

    body: Name
    date: IsoDate
    outcome: Literal["approved", "recommended", "noted", "postponed", "rejected", "planned"]
    wording: Name | None = None
    edition: Edition | None = None
    agenda_waived: Prose | None = None
    source: Name
    note: str | None = None


class Body(Record):
    """A body of a municipality; its agenda is out `agenda_days` calendar days before a meeting."""

    name: Name
    agenda_days: int | None = Field(default=None, title="frist for dagsorden", ge=0, le=60)
    source: Name
    note: str | None = None


class Addendum(Record):
    """An addendum (tillægsaftale): which edition of an agreement it amends into which.

    `number` counts from 1 for each agreement. `annual_change` is what it adds
    to the fixed annual budget, in whole kroner: 0 for none, negative for less.
    """

    number: int = Field(ge=1)
    amends: Edition
    edition: Edition
    cause: Literal["quality-standard", "care-package", "economy", "law", "local"] | None = Field(
        default=None, title="årsag"
    )
    annual_change: int | None = Field(default=None, title="ændring af det årlige beløb")
    price_level: Name | None = Field(default=None, title="pris- og lønniveau")
    enters_into_force: IsoDate | None = Field(default=None, title="dato for ikrafttræden")
    case_number: Name | None = Field(default=None, title="sagsnummer")
    source: Name | None = None
    note: str | None = None


class MunicipalTask(Record):
    """What a municipality has for one task that it goes on running."""

    budget: Budget
    local: Local = Local()
    deviations: tuple[Deviation, ...] = ()
    approvals: tuple[Approval, ...] = ()
    addenda: tuple[Addendum, ...] = ()


class Municipality(Record):
    """`data/municipalities/<key>.yaml`. The file's name is its key."""

    name: Name
    official_name: Name
    code: MunicipalityCode
    cvr: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
    council: Noun
    region: Key
    health_council: KnownName
    hospital: KnownName | None = Field(default=None, title="akuthospital")
    address: Address
    website: Name | None = None
    population: Count | None = Field(default=None, title="indbyggertal")
    bodies: tuple[Body, ...] = ()
    signatories: tuple[Name, ...]
    sources: dict[str, str]
    note: str | None = None
    tasks: dict[Key, MunicipalTask]


# --- data/tasks -------------------------------------------------------------------------------


class TargetGroup(Record):
    """The target group of a task in one region, and the decision that fixed the wording."""

    text: Prose
    decision: Key | None = None
    source: Name
    verbatim: bool = False


class Service(Record):
    """A service that belongs to a task."""

    key: Key
    name: Name
    description: Prose


class Task(Record):
    """`data/tasks/<key>.yaml`: what a task is, wherever it is run.

    `name` stands in running text ("akutsygepleje"), `definite` with its
    article ("den patientrettede forebyggelse"), `genitive` likewise.
    """

    name: Name
    definite: Name
    genitive: Name
    abbreviation: Name | None = None
    unit: Name
    legal_bases: tuple[LawKey, ...]
    intentions: tuple[Prose, ...]
    target_group: dict[Key, TargetGroup]
    access: Prose | None = None
    excluded: tuple[Prose, ...]
    services: tuple[Service, ...]
    boundary: tuple[Prose, ...]
    quality_standards: Prose
    evaluation_within_years: dict[Key, int] = {}
    operated_by: dict[Key, Literal["municipality", "region"]]
    sources: dict[str, str]
    note: str | None = None


# --- data/regions -----------------------------------------------------------------------------


class Region(Record):
    """`data/regions/<key>.yaml`: the other party.

    `decided_by` is the body that decides for it, which in 2026 can be a
    preparatory regional council; `valid_from` and `valid_to` are ISO dates.
    """

    name: Name
    official_name: Name
    cvr: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")] | None = Field(title="CVR-nummer")
    decided_by: Noun
    council: Noun
    address: Address
    website: Name | None = None
    valid_from: IsoDate
    valid_to: IsoDate | None = None
    signatories: tuple[Name, ...]
    sources: dict[str, str]
    note: str | None = None


# --- data/bundles -----------------------------------------------------------------------------


class Choices(Record):
    """What only a lawyer or the parties can settle. Unmade, a choice is a marked placeholder."""

    data_role: Literal["separate", "joint", "processor"] | None = Field(
        default=None, title="valg af dataansvar"
    )
    compensation_payer: Literal["region", "municipality", "fault"] | None = Field(
        default=None, title="fordeling af erstatningsudgift"
    )
    insurance: Literal["self", "policy"] | None = Field(default=None, title="forsikringsforhold")
    notice_months: int | None = Field(default=None, title="opsigelsesvarsel i måneder", ge=1, le=36)
    duration: Literal["indefinite", "fixed"] | None = Field(default=None, title="aftalens varighed")
    expires_on: IsoDate | None = Field(default=None, title="udløbsdato")
    payment_schedule: Literal["monthly", "quarterly"] | None = Field(
        default=None, title="betalingsterminer"
    )
    price_regulation: Name | None = Field(default=None, title="model for årlig regulering")
    overrun_borne_by: Literal["municipality", "region", "shared"] | None = Field(
        default=None, title="fordeling af merforbrug"
    )
    underspend: Literal["repaid", "carried", "kept"] | None = Field(
        default=None, title="håndtering af mindreforbrug"
    )
    overhead: Literal["included", "separate"] | None = Field(
        default=None, title="håndtering af overhead"
    )
    complaint_reply_days: int | None = Field(
        default=None, title="svarfrist i arbejdsdage ved klagesager", ge=1, le=60
    )


class Deadline(Record):
    """A date by which something must be done, and what.

    `needs: approval` is met by an approval that stands in each of `municipalities`
    (in all of the bundle where none is named); other deadlines are only told.
    """

    date: IsoDate
    what: Name
    needs: Literal["approval"] | None = None
    municipalities: tuple[Key, ...] = ()
    source: Name


class Annex(Record):
    """One document of a bundle: one municipality, one task, one template.

    `number` and `letter` are stored, not computed: a letter must not move
    because another municipality leaves. Case and document ids are free text.
    """

    municipality: Key
    task: Key
    template: Key
    number: int | None = Field(default=None, ge=1)
    letter: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] | None = None
    file_name: FileName
    open: bool = True
    case_number: Name | None = Field(default=None, title="sagsnummer")
    document_id: Name | None = Field(default=None, title="dokumentnummer")
    source: Name | None = None

    def document_key(self, bundle: str) -> str:
        """What its document is called as long as it exists, in every edition of the bundle."""
        return f"{bundle}/{self.municipality}/{self.task}/{self.template}"


class Bundle(Record):
    """`data/bundles/<key>.yaml`: which annexes exist, and in which edition."""

    title: Name
    region: Key
    health_council: Name | None = None
    edition: Edition
    edition_date: IsoDate
    status: Literal["draft", "for-decision", "approved", "signed"]
    case_number: Name | None = Field(default=None, title="sagsnummer")
    agreement_date: IsoDate | None = Field(default=None, title="dato for aftalens indgåelse")
    enters_into_force: IsoDate
    choices: Choices = Choices()
    task_choices: dict[Key, Choices] = {}
    deadlines: tuple[Deadline, ...] = ()
    annexes: tuple[Annex, ...]
    sources: dict[str, str]
    note: str | None = None


# --- data/decisions ---------------------------------------------------------------------------


class TermRule(Record):
    """A term that a decision puts in or out of a target group, for which tasks and regions."""

    term: Name
    status: Literal["in", "out"]
    tasks: tuple[Key, ...]
    regions: tuple[Key, ...]


class TermException(Record):
    """A phrase in which a term that is out may stand all the same, and why."""

    term: Name
    phrase: Name
    reason: Prose


class Decision(Record):
    """`data/decisions/<date>-<key>.yaml`: who decided what, when and why.

    `tasks` and `regions` are those whose agreements it concerns. A decision
    that `supersedes` another does so term by term: what it does not name stays.
    """

    body: Name
    date: IsoDate
    title: Name
    decided: Prose
    reason: Prose
    source: Name
    tasks: tuple[Key, ...]
    regions: tuple[Key, ...]
    terms: tuple[TermRule, ...] = ()
    exceptions: tuple[TermException, ...] = ()
    supersedes: tuple[Key, ...] = ()
    note: str | None = None


# --- data/law.yaml ----------------------------------------------------------------------------


class Statute(Record):
    """One statutory reference, as it stands in running text, with its non-breaking spaces.

    `kept` says why it stands in the register although nothing refers to it.
    """

    text: Name
    content: Prose
    confidence: Confidence
    source: Name
    kept: Name | None = None
    note: str | None = None


class Law(Record):
    """`data/law.yaml`: the one register of statutory references."""

    statutes: dict[LawKey, Statute]


# --- templates: what their YAML says --------------------------------------------------------------


class FrontMatter(Record):
    """The head of a section file. Without `tasks` or `regions` a section applies to all.

    Where nothing is agreed (a change log), `substance: false` keeps changes from voiding approvals.
    """

    key: Key
    title: Name
    tasks: tuple[Key, ...] = ()
    regions: tuple[Key, ...] = ()
    decision: Key | None = None
    appendix: bool = False
    substance: bool = True


class TitleFact(Record):
    """A row of the title page; `value` is a Jinja text."""

    label: Name
    value: Name


class TemplateHead(Record):
    """`template.yaml`: the title page; `title`, `subtitle` and `value` are Jinja texts.

    `addendum` is the template that amends an agreement made from this one.
    """

    title: Name
    subtitle: Name
    contents: bool
    addendum: Key | None = None
    facts: tuple[TitleFact, ...] = ()
