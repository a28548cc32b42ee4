"""Data: what the records say, compared with each other."""

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import Any

from aftalegen import danish
from aftalegen.checks.finding import ProjectRule, Remark
from aftalegen.checks.municipality_codes import CODES
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.errors import did_you_mean
from aftalegen.language import _, later
from aftalegen.records import Known
from aftalegen.records.models import Bundle, Municipality
from aftalegen.source import KeyPath, Source

FAR = 2
"""An amount per inhabitant is far from the others where it is so many times the median."""
ENOUGH = 3
"""So many amounts are needed before one can be far from the others."""

_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def cvr_invalid(project: ProjectUnderCheck) -> Iterator[Remark]:
    """CVR numbers whose weighted sum is not a multiple of eleven."""
    for known in _parties(project):
        cvr = known.record.cvr
        if cvr and sum(w * int(d) for w, d in zip(_CVR_WEIGHTS, cvr, strict=True)) % 11:
            yield _at_value(
                project,
                known,
                ("cvr",),
                _("«{cvr}» is no CVR number: its check digit is wrong").format(cvr=cvr),
                cvr,
                _("look the number up in datacvr.virk.dk"),
            )


def cvr_twice(project: ProjectUnderCheck) -> Iterator[Remark]:
    """A CVR number that two parties have."""
    seen: dict[str, str] = {}
    for known in _parties(project):
        cvr, name = known.record.cvr, known.record.official_name
        if cvr and cvr in seen:
            message = _("the CVR number «{cvr}» is also that of {name}")
            yield _at_value(project, known, ("cvr",), message.format(cvr=cvr, name=seen[cvr]), cvr,
                            _("look the numbers up in datacvr.virk.dk"))  # fmt: skip
        seen.setdefault(cvr or "", name)


def municipality_code(project: ProjectUnderCheck) -> Iterator[Remark]:
    """Codes that are no municipality's, another's, or used twice."""
    codes = {name: code for code, name in CODES.items()}
    seen: dict[str, str] = {}
    for known in project.municipalities.values():
        code, name = known.record.code, known.record.name
        right = codes.get(name)
        if right is not None and right != code:
            message = _("«{code}» is not the code of {name}").format(code=code, name=name)
            yield _at_value(
                project, known, ("code",), message, code, _("it is {code}").format(code=right)
            )
        elif right is None and code in CODES:
            message = _("«{code}» is the code of {name}").format(code=code, name=CODES[code])
            yield _at_value(project, known, ("code",), message, code, _look_up_code())
        elif code in seen:
            message = _("the code «{code}» is also that of {name}").format(
                code=code, name=seen[code]
            )
            yield _at_value(project, known, ("code",), message, code, _look_up_code())
        seen.setdefault(code, name)


def _parties(project: ProjectUnderCheck) -> Iterator[Known[Any]]:
    """The municipalities and the regions."""
    yield from project.municipalities.values()
    yield from project.regions.values()


def _look_up_code() -> str:
    return _("look the code up in the register of municipalities")


def municipality_without_annex(project: ProjectUnderCheck) -> Iterator[Remark]:
    """Municipalities, and tasks of municipalities, that no bundle has an annex for."""
    pairs = {
        (annex.municipality, annex.task)
        for bundle in project.bundles.values()
        for annex in bundle.record.annexes
    }
    for key, known in project.municipalities.items():
        if not any(municipality == key for municipality, _task in pairs):
            message = _("no bundle has an annex for {name}").format(name=known.record.official_name)
            hint = _("add the annex to a bundle in data/bundles/, or remove the file")
            yield Remark(message, Source(known.written.file, 1), hint)
            continue
        for task in known.record.tasks:
            if (key, task) not in pairs:
                message = _("no bundle has an annex for {name} and the task «{task}»").format(
                    name=known.record.official_name, task=task
                )
                hint = _("add the annex to a bundle in data/bundles/, or remove the task here")
                yield Remark(message, known.written.place(("tasks", task)), hint, len(task))


def letter_twice(project: ProjectUnderCheck) -> Iterator[Remark]:
    """A number and letter that two annexes of a bundle have."""
    for bundle in project.bundles.values():
        seen: dict[tuple[int | None, str], int] = {}
        for index, annex in enumerate(bundle.record.annexes):
            if annex.letter is None:
                continue
            first = seen.setdefault((annex.number, annex.letter), index)
            if first != index:
                line = bundle.written.place(("annexes", first, "letter")).line
                shown = f"{annex.number or ''}{annex.letter}"
                yield Remark(
                    _("«{shown}» is already used on line {line}").format(shown=shown, line=line),
                    bundle.written.place(("annexes", index, "letter")),
                    _("give each annex a letter of its own; a letter that was used stays"),
                    len("letter"),
                )


def no_such_key(project: ProjectUnderCheck) -> Iterator[Remark]:
    """Keys in data and in the heads of sections that name nothing."""
    decisions = tuple(known.key for known in project.decisions)
    places = _NamedKeys(project, decisions)
    for decision in project.decisions:
        yield from places.each(decision, ("tasks",), "tasks", decision.record.tasks)
        yield from places.each(decision, ("regions",), "regions", decision.record.regions)
        for index, term in enumerate(decision.record.terms):
            yield from places.each(decision, ("terms", index, "tasks"), "tasks", term.tasks)
            yield from places.each(decision, ("terms", index, "regions"), "regions", term.regions)
        superseded = decision.record.supersedes
        yield from places.each(decision, ("supersedes",), "decisions", superseded)
    for task in project.tasks.values():
        yield from places.each(task, ("legal_bases",), "law", task.record.legal_bases)
        for region, group in task.record.target_group.items():
            path = ("target_group", region)
            yield from places.one(task, path, "regions", region)
            yield from places.one(task, (*path, "decision"), "decisions", group.decision)
    for bundle in project.bundles.values():
        for task_key in bundle.record.task_choices:
            yield from places.one(bundle, ("task_choices", task_key), "tasks", task_key)


class _NamedKeys:
    """Says of each key that it names nothing, with the nearest ones."""

    def __init__(self, project: ProjectUnderCheck, decisions: tuple[str, ...]) -> None:
        keys = project.project.keys
        law = tuple(project.law.record.statutes) if project.law else None
        self._project = project
        self._known: dict[str, tuple[str, ...] | None] = {
            "tasks": keys("tasks"),
            "regions": keys("regions"),
            "decisions": decisions or None,
            "law": law,
        }

    def each(
        self, known: Known[Any], path: KeyPath, kind: str, names: Sequence[str]
    ) -> Iterator[Remark]:
        """One remark for each name of a list that names nothing."""
        for index, name in enumerate(names):
            yield from self.one(known, (*path, index), kind, name)

    def one(
        self, known: Known[Any], path: KeyPath, kind: str, name: str | None
    ) -> Iterator[Remark]:
        """A remark where the name is none of its kind."""
        there = self._known[kind]
        if name is None or there is None or name in there:
            return
        folder = "data/law.yaml" if kind == "law" else f"data/{kind}/"
        message = _("«{name}» is not in {folder}").format(name=name, folder=folder)
        yield _at_value(self._project, known, path, message, name, did_you_mean(name, there))


def amounts_add_up(project: ProjectUnderCheck) -> Iterator[Remark]:
    """Budgets whose parts, all known, do not make the whole."""
    for known, task, path in _budgets(project):
        budget = known.record.tasks[task].budget
        parts = [service.amount for service in budget.services]
        total = sum(part for part in parts if part is not None)
        if budget.fixed_annual is None or not parts or None in parts:
            continue
        if total != budget.fixed_annual:
            message = _("the parts make {total}, the whole is {whole}").format(
                total=danish.kr(total), whole=danish.kr(budget.fixed_annual)
            )
            hint = _("the difference is {amount}: mend a part or the whole").format(
                amount=danish.kr(abs(total - budget.fixed_annual))
            )
            place = known.written.place((*path, "fixed_annual"))
            yield Remark(message, place, hint, len("fixed_annual"))


def amount_status(project: ProjectUnderCheck) -> Iterator[Remark]:
    """Budgets whose status says something else than their amount."""
    for known, task, path in _budgets(project):
        budget = known.record.tasks[task].budget
        place = known.written.place((*path, "status"))
        if budget.status == "missing" and budget.fixed_annual is not None:
            message = _("the status is «missing», but there is an amount")
            yield Remark(message, place, _("write confirmed, and the source"), len("status"))
        elif budget.status == "confirmed" and budget.fixed_annual is None:
            message = _("the status is «confirmed», but there is no amount")
            yield Remark(message, place, _("write the amount, or status: missing"), len("status"))
        elif budget.status == "confirmed" and not budget.source:
            message = _("the amount is confirmed, but no source is named")
            yield Remark(message, place, _("write where the amount is from"), len("status"))


def amount_far_from_others(project: ProjectUnderCheck) -> Iterator[Remark]:
    """Amounts per inhabitant that are far from the median of the same task and region."""
    groups: dict[tuple[str, str], list[tuple[float, Source, str]]] = {}
    for known, task, path in _budgets(project):
        amount = known.record.tasks[task].budget.fixed_annual
        if amount and known.record.population:
            place = known.written.place((*path, "fixed_annual"))
            each = (amount / known.record.population, place, known.record.official_name)
            groups.setdefault((task, known.record.region), []).append(each)
    for amounts in groups.values():
        if len(amounts) < ENOUGH:
            continue
        middle = median(each for each, _place, _name in amounts)
        for amount_each, place, name in amounts:
            if not middle / FAR <= amount_each <= middle * FAR:
                message = _("{name} has {each} kr. per inhabitant, half of the others {middle} kr.")
                yield Remark(
                    message.format(name=name, each=round(amount_each), middle=round(middle)),
                    place,
                    _("check the amount and the number of inhabitants"),
                    len("fixed_annual"),
                )


def dates_in_order(project: ProjectUnderCheck) -> Iterator[Remark]:
    """Dates that cannot be where they stand."""
    for bundle in project.bundles.values():
        record, place = bundle.record, bundle.written.place
        if record.edition != f"V{record.edition_date:%Y%m%d}":
            message = _("the edition is called {edition}, but its date is {date}").format(
                edition=record.edition, date=record.edition_date.isoformat()
            )
            hint = _("an edition is named after its date")
            yield Remark(message, place(("edition",)), hint, len("edition"))
        if record.agreement_date and record.agreement_date > record.enters_into_force:
            message = _("the agreement is made after it enters into force")
            hint = _("check both dates")
            yield Remark(message, place(("agreement_date",)), hint, len("agreement_date"))
        for path, choices in _all_choices(bundle.record):
            if choices and choices <= record.enters_into_force:
                message = _("the agreement expires before it enters into force")
                yield Remark(message, place(path), _("check both dates"), len("expires_on"))
        yield from _region_in_force(project, bundle.key)
    for known in project.municipalities.values():
        yield from _approvals_in_order(known)


def _all_choices(record: Bundle) -> Iterator[tuple[KeyPath, date | None]]:
    """The dates on which agreements of a bundle expire, and where they stand."""
    yield ("choices", "expires_on"), record.choices.expires_on
    for task, choices in record.task_choices.items():
        yield ("task_choices", task, "expires_on"), choices.expires_on


def _region_in_force(project: ProjectUnderCheck, key: str) -> Iterator[Remark]:
    """The other party must exist on the day that the agreements enter into force."""
    bundle = project.bundles[key]
    region = project.regions.get(bundle.record.region)
    if region is None:
        return
    day, record = bundle.record.enters_into_force, region.record
    if day < record.valid_from or (record.valid_to and day > record.valid_to):
        message = _("{name} does not exist on {date}, when the agreements enter into force")
        yield Remark(
            message.format(name=record.official_name, date=day.isoformat()),
            bundle.written.place(("enters_into_force",)),
            _("check valid_from and valid_to in {file}").format(file=region.written.file),
            len("enters_into_force"),
        )


def _approvals_in_order(known: Known[Municipality]) -> Iterator[Remark]:
    """An edition cannot be approved before it was made."""
    for task, own in known.record.tasks.items():
        for index, approval in enumerate(own.approvals):
            if approval.edition is None:
                continue
            digits = approval.edition.removeprefix("V")
            made = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            if approval.date.isoformat() < made:
                message = _("{body} decided on {date}, before edition {edition} was made")
                yield Remark(
                    message.format(
                        body=approval.body,
                        date=approval.date.isoformat(),
                        edition=approval.edition,
                    ),
                    known.written.place(("tasks", task, "approvals", index, "date")),
                    _("check the date and the edition"),
                    len("date"),
                )


def _budgets(
    project: ProjectUnderCheck,
) -> Iterator[tuple[Known[Municipality], str, tuple[str, str, str]]]:
    """Each municipality's budget for each task, and where it stands."""
    for known in project.municipalities.values():
        for task in known.record.tasks:
            yield known, task, ("tasks", task, "budget")


def _at_value(
    project: ProjectUnderCheck,
    known: Known[Any],
    path: KeyPath,
    message: str,
    value: str,
    hint: str | None,
) -> Remark:
    """A remark that points at a value as it was written."""
    place = known.written.place(path)
    return Remark(message, project.exact(place, value, most=3), hint, len(value))


RULES = (
    ProjectRule(
        "cvr-invalid", "data", "error",
        later("A CVR number is not one that exists."),
        later(
            "The last digit of a CVR number is a check digit: the digits times 2, 7, 6, 5, 4, 3, 2 "
            "and 1 make a sum that eleven divides. A number that does not is mistyped, and an "
            "agreement with it names nobody. Look the number up in datacvr.virk.dk."
        ),
        cvr_invalid,
    ),
    ProjectRule(
        "cvr-twice", "data", "error",
        later("Two parties have the same CVR number."),
        later(
            "A CVR number belongs to one authority. When a file was made from a copy of another, "
            "the number is easily left behind."
        ),
        cvr_twice,
    ),
    ProjectRule(
        "municipality-code", "data", "error",
        later("A municipality's code is another's, or no municipality's."),
        later(
            "The code is compared with the register of the 98 municipalities. A municipality that "
            "is not in the register, such as one made for a test, only must not use the code of "
            "one that is, and no two may have the same."
        ),
        municipality_code,
    ),
    ProjectRule(
        "municipality-without-annex", "data", "warning",
        later("There are facts about a municipality or a task, but no annex."),
        later(
            "A file in data/municipalities, or a task in it, that no bundle has an annex for is "
            "never built. Either the annex was forgotten in data/bundles, or the facts are left "
            "from something that is over. The other way round, an annex without facts, is refused "
            "when it is built."
        ),
        municipality_without_annex,
    ),
    ProjectRule(
        "letter-twice", "data", "error",
        later("Two annexes of a bundle have the same number and letter."),
        later(
            "Annexes are cited by number and letter in the case files, «bilag 2c». Letters are "
            "stored, so that they do not move when a municipality leaves; so two can come to be "
            "the same."
        ),
        letter_twice,
    ),
    ProjectRule(
        "no-such-key", "data", "error",
        later("A key names a task, region, decision or statute that is not there."),
        later(
            "Records refer to each other by key: the name of the file in data/tasks, data/regions "
            "and data/decisions, and the key in data/law.yaml. A key that names nothing has no "
            "effect: a decision about a task that does not exist puts no term in or out."
        ),
        no_such_key,
    ),
    ProjectRule(
        "amounts-do-not-add-up", "data", "error",
        later("The parts of a budget do not make the whole."),
        later(
            "When a budget is divided on services and every part is known, their sum must be the "
            "fixed annual amount, to the krone. Both stand in the agreement."
        ),
        amounts_add_up,
    ),
    ProjectRule(
        "amount-status", "data", "error",
        later("A budget's status says something else than its amount."),
        later(
            "The status says why an amount is there or not: confirmed in a source, missing, or "
            "fictitious. A confirmed amount has a source, and one that is missing is null."
        ),
        amount_status,
    ),
    ProjectRule(
        "amount-far-from-others", "data", "warning",
        later("An amount per inhabitant is far from that of the other municipalities."),
        later(
            "Amounts of the same task and region are compared per inhabitant, where the number of "
            "inhabitants is in the data and at least three amounts are known. More than twice, or "
            "less than half of the median is often a digit too many or too few. It may also be "
            "right; the rule only asks."
        ),
        amount_far_from_others,
    ),
    ProjectRule(
        "dates-out-of-order", "data", "error",
        later("A date is before what it must come after."),
        later(
            "An edition is named after its date; an agreement is made before it enters into force "
            "and expires after; the other party exists on that day; and nobody can have approved "
            "an edition before it was made."
        ),
        dates_in_order,
    ),
)  # fmt: skip
