"""Data: amounts that add up, and dates that can be where they stand."""

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from aftalegen.checks.finding import ProjectRule, at_key
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records import Known
from aftalegen.records.bundle import Bundle
from aftalegen.records.choices import Layer, layers
from aftalegen.records.municipality import Municipality
from aftalegen.words import danish
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.months import months_after, months_in
from aftalegen.words.place import KeyPath, Source

FAR = 2
"""An amount per inhabitant is far from the others where it is so many times the median."""
LEAST_MONTHS = 6
"""An agreement lasts so many months at least (draft orders on contracts, § 1)."""
ENOUGH = 3
"""So many amounts are needed before one can be far from the others."""


def amounts_add_up(project: ProjectUnderCheck) -> Iterator[Fault]:
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
            yield at_key(known.written, (*path, "fixed_annual"), message, hint)


def amount_status(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Budgets whose status says something else than their amount."""
    for known, task, path in _budgets(project):
        budget = known.record.tasks[task].budget
        if budget.status == "missing" and budget.fixed_annual is not None:
            message = _("the status is «missing», but there is an amount")
            hint = _("write confirmed, and the source")
        elif budget.status == "confirmed" and budget.fixed_annual is None:
            message = _("the status is «confirmed», but there is no amount")
            hint = _("write the amount, or status: missing")
        elif budget.status == "confirmed" and not budget.source:
            message = _("the amount is confirmed, but no source is named")
            hint = _("write where the amount is from")
        else:
            continue
        yield at_key(known.written, (*path, "status"), message, hint)


def amount_zero(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Amounts of 0 kr., which are seldom meant."""
    for known, task, path in _budgets(project):
        budget = known.record.tasks[task].budget
        zeros: list[KeyPath] = [("fixed_annual",)] if budget.fixed_annual == 0 else []
        parts = enumerate(budget.services)
        zeros += [("services", index, "amount") for index, part in parts if part.amount == 0]
        for zero in zeros:
            hint = _("write null where the amount is not known yet")
            yield at_key(known.written, (*path, *zero), _("the amount is 0 kr."), hint)


def amount_far_from_others(project: ProjectUnderCheck) -> Iterator[Fault]:
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
                yield Fault(
                    message.format(name=name, each=round(amount_each), middle=round(middle)),
                    place,
                    _("check the amount and the number of inhabitants"),
                    len("fixed_annual"),
                )


def _budgets(
    project: ProjectUnderCheck,
) -> Iterator[tuple[Known[Municipality], str, tuple[str, str, str]]]:
    """Each municipality's budget for each task, and where it stands."""
    for known in project.municipalities.values():
        for task in known.record.tasks:
            yield known, task, ("tasks", task, "budget")


def dates_in_order(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Dates that cannot be where they stand."""
    for bundle in project.bundles.values():
        record = bundle.record
        if record.edition != f"V{record.edition_date:%Y%m%d}":
            message = _("the edition is called {edition}, but its date is {date}").format(
                edition=record.edition, date=record.edition_date.isoformat()
            )
            hint = _("an edition is named after its date")
            yield at_key(bundle.written, ("edition",), message, hint)
        if record.agreement_date and record.agreement_date > record.enters_into_force:
            message = _("the agreement is made after it enters into force")
            yield at_key(bundle.written, ("agreement_date",), message, _("check both dates"))
        for layer, ends in _ends(project, bundle):
            if ends <= record.enters_into_force:
                message = _("the agreement expires before it enters into force")
                hint = _("check both dates")
                yield at_key(layer.written, (*layer.path, "expires_on"), message, hint)
        yield from _region_in_force(project, bundle.key)


def lasts_long_enough(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Agreements that expire sooner than an agreement may."""
    for bundle in project.bundles.values():
        begins = bundle.record.enters_into_force
        for layer, ends in _ends(project, bundle):
            if begins < ends and months_in(begins, ends) < LEAST_MONTHS:
                message = _("the agreement lasts from {begins} to {ends}: less than {count} months")
                message = message.format(begins=begins, ends=ends, count=LEAST_MONTHS)
                hint = _("let it last to {day} or longer, for the orders on contracts ask for it")
                day = months_after(begins, LEAST_MONTHS) - timedelta(days=1)
                hint = hint.format(day=day)
                yield at_key(layer.written, (*layer.path, "expires_on"), message, hint)


def _ends(project: ProjectUnderCheck, bundle: Known[Bundle]) -> Iterator[tuple[Layer, date]]:
    """The dates on which agreements of a bundle expire, each where it was chosen."""
    chosen = {
        (layer.written.file, layer.path): layer
        for annex in bundle.record.annexes
        for layer in layers(bundle, annex.task, project.municipalities.get(annex.municipality))
    }
    for layer in chosen.values():
        if ends := layer.chosen.get("expires_on"):
            yield layer, date.fromisoformat(str(ends))


def _region_in_force(project: ProjectUnderCheck, key: str) -> Iterator[Fault]:
    """The other party must exist on the day that the agreements enter into force."""
    bundle = project.bundles[key]
    region = project.regions.get(bundle.record.region)
    if region is None:
        return
    day, record = bundle.record.enters_into_force, region.record
    if day < record.valid_from or (record.valid_to and day > record.valid_to):
        message = _("{name} does not exist on {date}, when the agreements enter into force")
        message = message.format(name=record.official_name, date=day.isoformat())
        hint = _("check valid_from and valid_to in {file}").format(file=region.written.file)
        yield at_key(bundle.written, ("enters_into_force",), message, hint)


RULES = (
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
        "amount-zero", "data", "warning",
        later("An amount is 0 kr."),
        later(
            "Nought is an amount that the parties have agreed on, and is printed as one. Where the "
            "amount is not known, write null: then it stands as a placeholder."
        ),
        amount_zero,
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
            "and expires after; and the other party exists on that day."
        ),
        dates_in_order,
    ),
    ProjectRule(
        "duration-too-short", "data", "error",
        later("An agreement expires less than six months after it enters into force."),
        later(
            "The orders on contracts between regions and municipalities ask for six months at "
            "least, as KL quotes their drafts. An agreement for a fixed time must last as long."
        ),
        lasts_long_enough,
    ),
)  # fmt: skip
