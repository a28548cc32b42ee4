"""What nothing uses: statutes, facts in the data, and files below templates/."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from aftalegen.checks.finding import ProjectRule, at_key
from aftalegen.checks.readings import all_are_known, readings
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records.choices import FOLDER
from aftalegen.records.files import files_below
from aftalegen.template.analysis import ITEMS
from aftalegen.words.fact import Record
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import KeyPath, Source

PROVENANCE = frozenset(("source", "sources", "note", "confidence", "verbatim", "kept"))
"""Fields that say where a fact is from, for those who keep the data."""

READ_BY_THE_PROGRAM: Mapping[str, str] = {
    "Municipality": "name code region website population signatories tasks bodies agenda",
    "MunicipalTask": "budget local choices deviations approvals addenda",
    "Region": "name website valid_to signatories bodies agenda preparatory",
    "Preparatory": "signs_as signatories",
    "Task": "target_group evaluation_within_years operated_by genitive abbreviation legal_bases",
    "Noun": "indefinite genitive gender",
    "Bundle": "title status region health_council case_number agreement_date choices task_choices "
    "deadlines annexes file_names background external",
    "Annex": "municipality task template number letter file_name open",
    "Budget": "status basis",
    "TargetGroup": "decision",
    "Service": "key",
    "Decision": "title tasks regions terms supersedes exceptions",
    "Deviation": "template section block text base_hash",
}
"""Fields that need not stand in a template: the program, its overviews or people use them."""

WHOLLY_READ = frozenset(
    ("Agenda", "Approval", "Approvals", "Body", "Deadline", "ExternalAnnex", "Reservation")
)
"""Records that the program reads for deadlines and approvals, whatever templates print of them."""


def law_unused(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Entries of the register that nothing refers to and that do not say why they are kept."""
    if project.law is None or not all_are_known(project):
        return
    used = {named.name for _key, _template, reading in readings(project) for named in reading.law}
    for task in project.tasks.values():
        used.update((*task.record.legal_bases, task.record.provision or ""))
    for key, statute in project.law.record.statutes.items():
        if key not in used and not statute.kept:
            message = _("no template and no task refers to «{key}»").format(key=key)
            hint = _("remove the entry, or say in «kept» why it stays")
            yield at_key(project.law.written, ("statutes", key), message, hint)


def data_unused(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Facts in the data that no template prints or asks for."""
    if not all_are_known(project):
        return
    used = {read for _key, _template, reading in readings(project) for read in reading.reads}
    used |= {(kind, name) for kind, names in READ_BY_THE_PROGRAM.items() for name in names.split()}
    told: set[tuple[str, str]] = set()
    groups = (project.municipalities, project.regions, project.tasks, project.bundles)
    for records in groups:
        for known in records.values():
            for field, path in _unused(known.record, (), used):
                if field not in told:
                    told.add(field)
                    message = _("no template uses «{name}»").format(name=field[1])
                    hint = _("print it in a template, or remove it from the data")
                    yield at_key(known.written, path, message, hint)


def _unused(
    value: object, path: KeyPath, used: AbstractSet[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], KeyPath]]:
    """Every field that says something and is not used; what stands below it is not told too."""
    if isinstance(value, Record) and type(value).__name__ not in WHOLLY_READ:
        for name in type(value).model_fields:
            inner, field = getattr(value, name), (type(value).__name__, name)
            if inner is None or inner == () or inner == {} or name in PROVENANCE:
                continue
            if field not in used:
                yield field, (*path, name)
            else:
                yield from _unused(inner, (*path, name), used)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _unused(item, (*path, index), used)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unused(item, (*path, key), used)


def file_not_used(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Pieces of text that no section includes, and templates that no annex has."""
    if not all_are_known(project):
        return
    read: set[str] = set()
    used = {a.template for b in project.bundles.values() for a in b.record.annexes}
    for key, template, reading in readings(project):
        read |= reading.files
        amends = any(other.head.record.addendum == key for _name, other, _r in readings(project))
        amends = amends or template.head.record.kind == ITEMS
        if key not in used and not amends and project.bundles:
            message = _("no annex is made from the template «{key}»").format(key=key)
            yield Fault(message, Source(template.head.written.file, 1),
                         _("name it in a bundle, or remove the folder"))  # fmt: skip
    folder = project.templates.folder
    for path in files_below(folder, ".md"):
        file = f"{project.templates.file}/{path.relative_to(folder).as_posix()}"
        is_section = (path.parent / "template.yaml").is_file()
        declared = path.parent == folder / FOLDER and path.stem not in project.templates.choices.of
        if file not in read and not is_section and not declared:
            yield Fault(_("no section includes the file"), Source(file, 1),
                         _("include it with {% include %}, or remove the file"))  # fmt: skip


RULES = (
    ProjectRule(
        "law-key-unused", "templates", "warning",
        later("A statute in the register is referred to by nothing."),
        later(
            "An entry that nothing refers to is not read by anybody when it grows old. Remove it, "
            "or write in «kept» why it stays, for example that it belongs to an agreement that is "
            "still to be written."
        ),
        law_unused,
    ),
    ProjectRule(
        "data-not-used", "templates", "warning",
        later("A fact in the data is used by no template."),
        later(
            "Somebody found the fact and wrote it down, but no template prints it or asks for it, "
            "so it changes nothing in any annex. Notes and sources are for those who keep the "
            "data, and a few fields are used by the program itself; they are left out."
        ),
        data_unused,
    ),
    ProjectRule(
        "file-not-used", "templates", "warning",
        later("A file below templates/ is used by nothing."),
        later(
            "A piece of text that no section includes, or a template that no annex is made from, "
            "is easily mended by mistake instead of the one that is printed."
        ),
        file_not_used,
    ),
)  # fmt: skip
