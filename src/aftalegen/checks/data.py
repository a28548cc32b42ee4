"""Data: who the records are about, and what they refer to."""

from collections.abc import Iterator, Sequence
from typing import Any

from aftalegen.checks.finding import ProjectRule, at_key
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records import Known
from aftalegen.words.faults import Fault, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import KeyPath, Source

_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def cvr_invalid(project: ProjectUnderCheck) -> Iterator[Fault]:
    """CVR numbers whose weighted sum is not a multiple of eleven."""
    for known in _parties(project):
        cvr = known.record.cvr
        if cvr and sum(w * int(d) for w, d in zip(_CVR_WEIGHTS, cvr, strict=True)) % 11:
            yield at_value(
                project,
                known,
                ("cvr",),
                _("«{cvr}» is no CVR number: its check digit is wrong").format(cvr=cvr),
                cvr,
                _("look the number up in datacvr.virk.dk"),
            )


def cvr_twice(project: ProjectUnderCheck) -> Iterator[Fault]:
    """A CVR number that two parties have."""
    seen: dict[str, str] = {}
    for known in _parties(project):
        cvr, name = known.record.cvr, known.record.official_name
        if cvr and cvr in seen:
            message = _("the CVR number «{cvr}» is also that of {name}")
            yield at_value(project, known, ("cvr",), message.format(cvr=cvr, name=seen[cvr]), cvr,
                            _("look the numbers up in datacvr.virk.dk"))  # fmt: skip
        seen.setdefault(cvr or "", name)


def municipality_code(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Codes that are no municipality's, another's, or used twice."""
    registered = project.register.by_name if project.register else {}
    names = {one.code.code: name for name, one in registered.items()}
    seen: dict[str, str] = {}
    for known in project.municipalities.values():
        code, name = known.record.code, known.record.official_name
        right = registered[name].code.code if name in registered else None
        if right is not None and right != code:
            message = _("«{code}» is not the code of {name}").format(code=code, name=name)
            yield at_value(
                project, known, ("code",), message, code, _("it is {code}").format(code=right)
            )
        elif right is None and code in names:
            message = _("«{code}» is the code of {name}").format(code=code, name=names[code])
            yield at_value(project, known, ("code",), message, code, _look_up_code())
        elif code in seen:
            message = _("the code «{code}» is also that of {name}").format(
                code=code, name=seen[code]
            )
            yield at_value(project, known, ("code",), message, code, _look_up_code())
        seen.setdefault(code, name)


def _parties(project: ProjectUnderCheck) -> Iterator[Known[Any]]:
    """The municipalities and the regions."""
    yield from project.municipalities.values()
    yield from project.regions.values()


def _look_up_code() -> str:
    return _("look the code up in the register of municipalities")


def municipality_without_annex(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Municipalities, and tasks of municipalities, that no bundle has an annex for.

    Nothing is told while a bundle cannot be read: the annex may stand in it.
    """
    if len(project.bundles) < len(project.project.keys("bundles")):
        return
    pairs = {
        (annex.municipality, annex.task)
        for bundle in project.bundles.values()
        for annex in bundle.record.annexes
    }
    for key, known in project.municipalities.items():
        if not any(municipality == key for municipality, _task in pairs):
            message = _("no bundle has an annex for {name}").format(name=known.record.official_name)
            hint = _("add the annex to a bundle in data/bundles/, or remove the file")
            yield Fault(message, Source(known.written.file, 1), hint)
            continue
        for task in known.record.tasks:
            if (key, task) not in pairs:
                message = _("no bundle has an annex for {name} and the task «{task}»").format(
                    name=known.record.official_name, task=task
                )
                hint = _("add the annex to a bundle in data/bundles/, or remove the task here")
                yield at_key(known.written, ("tasks", task), message, hint)


def letter_twice(project: ProjectUnderCheck) -> Iterator[Fault]:
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
                message = _("«{shown}» is already used on line {line}").format(
                    shown=shown, line=line
                )
                hint = _("give each annex a letter of its own; a letter that was used stays")
                yield at_key(bundle.written, ("annexes", index, "letter"), message, hint)


def no_such_key(project: ProjectUnderCheck) -> Iterator[Fault]:
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
        if task.record.provision:
            yield from places.one(task, ("provision",), "law", task.record.provision)
        for region in task.record.target_group:
            yield from places.one(task, ("target_group", region), "regions", region)
    for bundle in project.bundles.values():
        for task_key in bundle.record.task_choices:
            yield from places.one(bundle, ("task_choices", task_key), "tasks", task_key)
    parties: tuple[Known[Any], ...] = (*project.municipalities.values(), *project.regions.values())
    for party in parties:
        if agenda := party.record.agenda:
            yield from places.one(party, ("agenda", "profile"), "agendas", agenda.profile)


class _NamedKeys:
    """Says of each key that it names nothing, with the nearest ones."""

    def __init__(self, project: ProjectUnderCheck, decisions: tuple[str, ...]) -> None:
        keys = project.project.keys
        law = tuple(project.law.record.statutes) if project.law else None
        self._project = project
        self._known: dict[str, tuple[str, ...] | None] = {
            "tasks": keys("tasks"),
            "regions": keys("regions"),
            "agendas": keys("agendas"),
            "decisions": decisions or None,
            "law": law,
        }

    def each(
        self, known: Known[Any], path: KeyPath, kind: str, names: Sequence[str]
    ) -> Iterator[Fault]:
        """One remark for each name of a list that names nothing."""
        for index, name in enumerate(names):
            yield from self.one(known, (*path, index), kind, name)

    def one(self, known: Known[Any], path: KeyPath, kind: str, name: str | None) -> Iterator[Fault]:
        """A remark where the name is none of its kind."""
        there = self._known[kind]
        if name is None or there is None or name in there:
            return
        folder = "data/law.yaml" if kind == "law" else f"data/{kind}/"
        message = _("«{name}» is not in {folder}").format(name=name, folder=folder)
        yield at_value(self._project, known, path, message, name, did_you_mean(name, there))


def at_value(
    project: ProjectUnderCheck,
    known: Known[Any],
    path: KeyPath,
    message: str,
    value: str,
    hint: str | None,
) -> Fault:
    """A remark that points at a value as it was written."""
    place = known.written.place(path)
    return Fault(message, project.exact(place, value, most=3), hint, len(value))


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
)  # fmt: skip
