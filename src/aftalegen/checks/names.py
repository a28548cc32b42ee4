"""Data: names of health councils, hospitals and regions, and names where a function belongs."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from aftalegen.checks.data import at_value
from aftalegen.checks.finding import ProjectRule
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records import Known
from aftalegen.records.decision import Decision
from aftalegen.records.proposals import Proposals
from aftalegen.words.faults import Fault, InputError, UsageError, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import KeyPath, Source


def unknown_health_council(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Health councils that the register does not have, or that are not the municipality's."""
    register = project.register
    if register is None:
        return
    councils = register.health_councils
    for known in project.municipalities.values():
        said, path = known.record.health_council.name, ("health_council", "name")
        own = register.by_name.get(known.record.official_name)
        if said not in councils:
            if own is not None or _nearly(said, councils):
                yield _no_such_council(project, known, path, said)
        elif (
            own
            and said != own.health_council.name
            and own.health_council.confidence != "unverified"
        ):
            message = _("{name} belongs to «{right}», not to «{said}»").format(
                name=own.name, right=own.health_council.name, said=said
            )
            hint = _("see data/register.yaml, which says its source")
            yield at_value(project, known, path, message, said, hint)
    for bundle in project.bundles.values():
        name = bundle.record.health_council
        if name and name not in councils:
            yield _no_such_council(project, bundle, ("health_council",), name)


def _no_such_council(
    project: ProjectUnderCheck, known: Known[Any], path: KeyPath, said: str
) -> Fault:
    assert project.register is not None
    message = _("there is no health council «{name}»").format(name=said)
    hint = did_you_mean(said, project.register.health_councils)
    return at_value(project, known, path, message, said, hint or _("see data/register.yaml"))


def misspelt_name(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Names of hospitals, regions and municipalities that are nearly another that is known."""
    hospitals = Counter(
        known.record.hospital.name
        for known in project.municipalities.values()
        if known.record.hospital
    )
    for known in project.municipalities.values():
        hospital = known.record.hospital
        if hospital and hospitals[hospital.name] == 1:
            others = {name for name, count in hospitals.items() if count > 1}
            yield from _misspelt(project, known, ("hospital", "name"), hospital.name, others)
    if project.register is None:
        return
    parties: tuple[Known[Any], ...] = (*project.municipalities.values(), *project.regions.values())
    for party in parties:
        names = {*project.register.by_name, *project.register.regions}
        said = party.record.official_name
        if said not in names:
            yield from _misspelt(project, party, ("official_name",), said, names)


def _misspelt(
    project: ProjectUnderCheck, known: Known[Any], path: KeyPath, said: str, names: set[str]
) -> Iterator[Fault]:
    near = _nearly(said, names)
    if near:
        message = _("«{said}» is nearly «{name}»").format(said=said, name=near)
        hint = _("is it misspelt? did you mean «{name}»?").format(name=near)
        yield at_value(project, known, path, message, said, hint)


def _nearly(said: str, names: "set[str] | frozenset[str]") -> str | None:
    """The name that a word is, but for at most two letters; None where there is none."""
    return next((name for name in sorted(names) if 0 < _distance(said, name) <= 2), None)


def _distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed; more than two is three."""
    if abs(len(one) - len(other)) > 2:
        return 3
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return min(row[-1], 3)


# --- persons ------------------------------------------------------------------------------------

_FUNCTION = re.compile(
    r"(?i)(?:\w*(?:borgmester|direktør|chef|leder|formand|forperson|næstformand|sekretær|jurist|"
    r"konsulent|koordinator|læge|sygeplejerske|terapeut|ansvarlig|rådgiver|medarbejder|visitator|"
    r"koordination|funktion|kontakt|ordfører|planlægger|økonom|controller|specialist|vagt|"
    r"råd|udvalg|bestyrelse|styregruppe|gruppe|forum|klynge|team|afdeling|enhed|center|centret|"
    r"forvaltning|styrelse|stab|sekretariat|kommune|region|regionen|hospital|sygehus|parter|part|"
    r"ledelse|repræsentation|magistrat|ministerium|ministeriet|myndighed|nævn|kontor|linje|"
    r"samarbejde|ejer|visitation|henvisning|drift|direktion|møde|klinik|praksis|råde)"
    r"(?:s|en|ens|et|ets|er|e|ne|nes|erne|ernes|n|r|rne|ets|t|ts)?)"
)
_NAME_PART = re.compile(r"[A-ZÆØÅÉÜÖ][a-zæøåéüöô]+(?:-[A-ZÆØÅÉ][a-zæøåéüöô]+)*|[A-ZÆØÅ]\.")


def may_be_a_person(said: str) -> bool:
    """Whether words look like a person's name: two or more with a capital and none of a function.

    «Anne Hansen» and «Kommunaldirektør Anne Hansen» do, «Direktøren for Sundhed» does not.
    """
    for part in re.split(r"[,;/()]|\s[–-]\s|\bv\.|\bved\b|\bog\b", said):
        words = part.split()
        while words and _FUNCTION.fullmatch(words[0].strip(".:")):
            words = words[1:]
        names = [word for word in words if _NAME_PART.fullmatch(word)]
        functions = any(_FUNCTION.fullmatch(word) for word in words)
        if len(words) >= 2 and len(names) == len(words) and not functions:
            return True
    return False


def require_no_person(said: str | None, place: Source | None = None) -> None:
    """Refuse what looks like a person's name where a body or a function is to be written down.

    Raises UsageError for what was typed, InputError where it has a place.
    """
    if said is not None and may_be_a_person(said):
        message = _("«{said}»: is it the name of a person?").format(said=said)
        hint = _("name the body or the function, for example «Styregruppen»")
        refusal = UsageError if place is None else InputError
        raise refusal("person-for-function", message, place, hint)


def person_for_function(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Names of persons where only a function or a body may stand."""
    records: tuple[Known[Any], ...] = (
        *project.municipalities.values(),
        *project.regions.values(),
        *project.decisions,
        *(register.known for register in project.registers),
    )
    for known in records:
        for path, said in _functions(known.record):
            if may_be_a_person(said):
                message = _("«{said}»: is it the name of a person?").format(said=said)
                hint = _("write the function or the body; agreements are published")
                yield at_value(project, known, path, message, said, hint)


def _functions(record: Any) -> Iterator[tuple[KeyPath, str]]:
    """What must be functions or bodies in a party's file or a decision, with their places."""
    if isinstance(record, Decision):
        yield ("body",), record.body
        return
    if isinstance(record, Proposals):
        yield from _of_proposals(record)
        return
    if record.agenda and record.agenda.owner:
        yield ("agenda", "owner"), record.agenda.owner
    for index, role in enumerate(record.signatories):
        yield ("signatories", index), role
    for key, task in getattr(record, "tasks", {}).items():
        for index, deviation in enumerate(task.deviations):
            yield ("tasks", key, "deviations", index, "agreed_by"), deviation.agreed_by
        for index, contact in enumerate(task.local.contacts or ()):
            yield ("tasks", key, "local", "contacts", index, "role"), contact.role


def _of_proposals(record: Proposals) -> Iterator[tuple[KeyPath, str]]:
    for index, file in enumerate(record.received):
        yield ("received", index, "sender"), file.sender
    for index, one in enumerate(record.proposals):
        for key in ("body", "decided_by"):
            if said := getattr(one, key):
                yield ("proposals", index, key), said


RULES = (
    ProjectRule(
        "unknown-health-council", "data", "error",
        later("A health council is not one of the 17, or not the municipality's."),
        later(
            "The names of the health councils, and which municipalities belong to which, stand in "
            "data/register.yaml with their sources. The name is printed in the agreement, so a "
            "misspelt one is printed too. Where the register itself is unsure, nothing is said of "
            "the municipality's place."
        ),
        unknown_health_council,
    ),
    ProjectRule(
        "misspelt-name", "data", "error",
        later("The name of a hospital, a region or a municipality is nearly another."),
        later(
            "Names of regions and municipalities are compared with data/register.yaml, a hospital "
            "with those that several municipalities name. A name that differs from one of them by "
            "one or two letters is most likely misspelt."
        ),
        misspelt_name,
    ),
    ProjectRule(
        "person-for-function", "data", "warning",
        later("There seems to be a person's name where only a function may stand."),
        later(
            "Signatories, contacts and those who agreed to a deviation are printed in agreements "
            "that are published, and people change. So a function or a body stands there: "
            "«Kommunaldirektør», «Styregruppen». Two words with capitals and no word for a "
            "function among them look like a name."
        ),
        person_for_function,
    ),
)  # fmt: skip
