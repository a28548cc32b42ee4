"""Templates: all their branches, also those that no municipality takes today."""

import contextlib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from aftalegen.checks.finding import ProjectRule
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.template.analysis import Named, Reading, template_reading
from aftalegen.template.folder import Template
from aftalegen.words.fact import Record
from aftalegen.words.faults import AftalegenError, Fault, InputError, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import KeyPath, Source

PROVENANCE = frozenset(("source", "sources", "note", "confidence", "verbatim", "kept"))
"""Fields that say where a fact is from, for those who keep the data."""

READ_BY_THE_PROGRAM = frozenset(
    (
        *(("Deadline", name) for name in ("date", "what", "municipalities", "needs")),
        *(("Municipality", name) for name in ("name", "code", "region", "website", "population")),
        *(("Municipality", name) for name in ("signatories", "tasks", "bodies")),
        *(("MunicipalTask", name) for name in ("budget", "local", "deviations", "approvals")),
        ("MunicipalTask", "addenda"),
        ("Approval", "agenda_waived"),
        *(("Body", name) for name in ("name", "agenda_days")),
        *(("Region", name) for name in ("name", "website", "valid_to", "signatories")),
        *(("Task", name) for name in ("target_group", "evaluation_within_years", "operated_by")),
        *(("Task", name) for name in ("genitive", "abbreviation")),
        *(("Noun", name) for name in ("indefinite", "genitive", "gender")),
        *(("Bundle", name) for name in ("title", "region", "health_council", "case_number")),
        *(("Bundle", name) for name in ("agreement_date", "choices", "task_choices", "deadlines")),
        ("Bundle", "annexes"),
        *(("Annex", name) for name in ("municipality", "task", "template", "number", "letter")),
        *(("Annex", name) for name in ("file_name", "open")),
        ("Budget", "status"),
        ("TargetGroup", "decision"),
        ("Service", "key"),
        *(("Decision", name) for name in ("title", "tasks", "regions", "terms", "supersedes")),
        ("Decision", "exceptions"),
        *(("Deviation", name) for name in ("template", "section", "block", "text", "base_hash")),
    )
)
"""Fields that need not stand in a template: the program, its overviews or people use them."""


@lru_cache(maxsize=2)
def _readings(project: ProjectUnderCheck) -> tuple[tuple[str, Template, Reading], ...]:
    """What each template that can be read names, in all its branches."""
    found = []
    for key in project.templates.names:
        with contextlib.suppress(AftalegenError):  # told by `unreadable`
            template = project.templates.read(key)
            found.append((key, template, template_reading(project.templates, key)))
    return tuple(found)


def unreadable(project: ProjectUnderCheck) -> Iterator[AftalegenError]:
    """What keeps templates from being read, also those that no annex is made from."""
    for key in project.templates.names:
        try:
            project.templates.read(key)
        except AftalegenError as error:
            yield error
    for _key, _template, reading in _readings(project):
        yield from reading.faults


def _all_are_known(project: ProjectUnderCheck) -> bool:
    """Whether every template was read: only then is it known what none of them uses."""
    readings = _readings(project)
    unread = len(readings) < len(project.templates.names) or bool(project.unreadable)
    return not unread and not any(reading.faults for _key, _template, reading in readings)


def unknown_field(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Names in any branch of any template that no record has."""
    for _key, _template, reading in _readings(project):
        for named in reading.unknown:
            message = _("«{name}» is not known here").format(name=named.name)
            yield _remark(project, named, message)


def dead_branch(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Comparisons with a word that the field can never have."""
    for _key, _template, reading in _readings(project):
        for named in reading.impossible:
            message = _("the value can never be «{name}», so the branch is never taken")
            yield _remark(project, named, message.format(name=named.name))
        for kind, named in reading.keys:
            known = project.project.keys(kind)
            if named.name not in known:
                message = _("there is no «{name}» in data/{kind}/, so the branch is never taken")
                yield _remark(
                    project,
                    Named(named.name, named.source, known),
                    message.format(name=named.name, kind=kind),
                )


def missing_section(project: ProjectUnderCheck) -> Iterator[Fault]:
    """References to sections that the template does not have in any branch."""
    for _key, _template, reading in _readings(project):
        for named in reading.references:
            if named.name not in reading.sections:
                message = _("there is no section «{name}» in the template").format(name=named.name)
                there = Named(named.name, named.source, tuple(reading.sections))
                yield _remark(project, there, message)


def law_unknown(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Law keys in templates that are not in the register."""
    if project.law is None:
        return
    there = tuple(project.law.record.statutes)
    for _key, _template, reading in _readings(project):
        for named in reading.law:
            if named.name not in there:
                message = _("«{name}» is not in data/law.yaml").format(name=named.name)
                yield _remark(project, Named(named.name, named.source, there), message)


def law_unused(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Entries of the register that nothing refers to and that do not say why they are kept."""
    if project.law is None or not _all_are_known(project):
        return
    used = {named.name for _key, _template, reading in _readings(project) for named in reading.law}
    for task in project.tasks.values():
        used.update(task.record.legal_bases)
    for key, statute in project.law.record.statutes.items():
        if key not in used and not statute.kept:
            yield Fault(
                _("no template and no task refers to «{key}»").format(key=key),
                project.law.written.place(("statutes", key)),
                _("remove the entry, or say in «kept» why it stays"),
                len(key),
            )


def data_unused(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Facts in the data that no template prints or asks for."""
    reads = {read for _key, _template, reading in _readings(project) for read in reading.reads}
    if not _all_are_known(project):
        return
    told: set[tuple[str, str]] = set()
    groups = (project.municipalities, project.regions, project.tasks, project.bundles)
    for records in groups:
        for known in records.values():
            for field, path in _unused(known.record, (), reads | READ_BY_THE_PROGRAM):
                if field not in told:
                    told.add(field)
                    yield Fault(
                        _("no template uses «{name}»").format(name=field[1]),
                        known.written.place(path),
                        _("print it in a template, or remove it from the data"),
                        len(field[1]),
                    )


WHOLLY_READ = frozenset(("Approval", "Body", "Deadline"))
"""Records that the program reads for deadlines and approvals, whatever templates print of them."""


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
    if not _all_are_known(project):
        return
    read: set[str] = set()
    used = {a.template for b in project.bundles.values() for a in b.record.annexes}
    for key, template, reading in _readings(project):
        read |= reading.files
        amends = any(other.head.record.addendum == key for _name, other, _r in _readings(project))
        if key not in used and not amends and project.bundles:
            message = _("no annex is made from the template «{key}»").format(key=key)
            yield Fault(message, Source(template.head.written.file, 1),
                         _("name it in a bundle, or remove the folder"))  # fmt: skip
    folder = project.templates.folder
    for path in sorted(folder.rglob("*.md")):
        file = f"{project.templates.file}/{path.relative_to(folder).as_posix()}"
        is_section = (path.parent / "template.yaml").is_file()
        if file not in read and not is_section:
            yield Fault(_("no section includes the file"), Source(file, 1),
                         _("include it with {% include %}, or remove the file"))  # fmt: skip


def section_for_nobody(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Heads of sections that name tasks or regions which are not there."""
    for _key, template, _reading in _readings(project):
        for section in template.sections:
            names = [(name, "tasks") for name in section.head.tasks]
            names += [(name, "regions") for name in section.head.regions]
            for name, kind in names:
                known = project.project.keys(kind)
                if name not in known:
                    message = _("«{name}» is not in {folder}").format(
                        name=name, folder=f"data/{kind}/"
                    )
                    start = Source(section.source.file, 1)
                    yield _remark(project, Named(name, start, known), message)


def markdown_in_all_branches(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Markdown outside the subset in branches that nobody takes."""
    for file, text in _bodies(project):
        yield from _refused(project, file, text)


def _bodies(project: ProjectUnderCheck) -> Iterator[tuple[str, str]]:
    for path in sorted(project.templates.folder.rglob("*.md")):
        name = path.relative_to(project.templates.folder).as_posix()
        try:
            found = project.templates.body(name)
        except AftalegenError:
            continue
        if found is not None:
            yield found[1], found[0]


def _refused(project: ProjectUnderCheck, file: str, text: str) -> Iterator[Fault]:
    from aftalegen.template.branches import refused_in

    for error in refused_in(text, file):
        if isinstance(error, InputError):
            yield Fault(error.message, error.source, error.hint)


def _remark(project: ProjectUnderCheck, named: Named, message: str) -> Fault:
    """A remark at the word itself, with the nearest ones."""
    return Fault(
        message,
        project.exact(named.source, named.name, most=12),
        did_you_mean(named.name, named.known),
        len(named.name),
    )


RULES = (
    ProjectRule(
        "unknown-field", "templates", "error",
        later("A template asks for a field that no record has."),
        later(
            "Building an annex finds an unknown field only in the branches that the annex takes. "
            "This rule follows every branch, also the one that some municipality will take next "
            "year: if, elif, else, for, and all that is included."
        ),
        unknown_field,
    ),
    ProjectRule(
        "dead-branch", "templates", "error",
        later("A branch of a template can never be taken."),
        later(
            "The branch compares a field with a word that the field can never have: a choice that "
            "is not in the list of allowed values, or the key of a task or a region that does not "
            "exist. Most often it is misspelled, and its text never appears in any annex."
        ),
        dead_branch,
    ),
    ProjectRule(
        "reference-to-missing-section", "templates", "error",
        later("A template refers to a section that it does not have."),
        later(
            "References are by key, {{ ref(\"erstatning-og-klager\") }}, and get their number when "
            "the annex is built. The key must be that of a section or of a heading in the same "
            "template, in some branch."
        ),
        missing_section,
    ),
    ProjectRule(
        "law-key-unknown", "templates", "error",
        later("A template refers to a statute that is not in the register."),
        later(
            "Statutes stand in one register, data/law.yaml, and templates refer to its keys, so "
            "that a section number that moves is mended in one place."
        ),
        law_unknown,
    ),
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
    ProjectRule(
        "section-for-nobody", "templates", "error",
        later("A section is for a task or region that is not there."),
        later(
            "The head of a section may say for which tasks and regions it is. A key that names "
            "nothing keeps the section out of every annex, and nobody misses it."
        ),
        section_for_nobody,
    ),
    ProjectRule(
        "markdown-in-a-branch", "templates", "error",
        later("A branch of a template has Markdown that cannot be used."),
        later(
            "What the subset of Markdown does not know is refused when an annex is built, but only "
            "in the branches that it takes. This rule reads the text of all branches: HTML, links, "
            "pictures, code, quotations, headings other than ##, and headings without a key."
        ),
        markdown_in_all_branches,
    ),
)  # fmt: skip
