"""Templates: all their branches, also those that no municipality takes today."""

from collections.abc import Iterator
from contextlib import suppress

from aftalegen.checks import unused
from aftalegen.checks.finding import ProjectRule
from aftalegen.checks.readings import at_the_word, readings
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records.choices import FOLDER
from aftalegen.records.files import files_below
from aftalegen.template.analysis import Named
from aftalegen.template.branches import refused_in
from aftalegen.template.choosing import text_name
from aftalegen.words.faults import AftalegenError, Fault, InputError
from aftalegen.words.language import _, later
from aftalegen.words.place import Source


def unreadable(project: ProjectUnderCheck) -> Iterator[AftalegenError]:
    """What keeps templates from being read, also those that no annex is made from."""
    for key in project.templates.names:
        try:
            project.templates.read(key)
        except AftalegenError as error:
            yield error
    for _key, _template, reading in readings(project):
        yield from reading.faults


def unknown_field(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Names in any branch of any template that no record has."""
    for _key, _template, reading in readings(project):
        for named in reading.unknown:
            message = _("«{name}» is not known here").format(name=named.name)
            yield at_the_word(project, named, message)


def dead_branch(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Comparisons with a word that the field can never have."""
    for _key, _template, reading in readings(project):
        for named in reading.impossible:
            message = _("the value can never be «{name}», so the branch is never taken")
            yield at_the_word(project, named, message.format(name=named.name))
        for kind, named in reading.keys:
            known = project.project.keys(kind)
            if named.name not in known:
                message = _("there is no «{name}» in data/{kind}/, so the branch is never taken")
                there = Named(named.name, named.source, known)
                yield at_the_word(project, there, message.format(name=named.name, kind=kind))


def missing_section(project: ProjectUnderCheck) -> Iterator[Fault]:
    """References to sections that the template does not have in any branch."""
    for _key, _template, reading in readings(project):
        for named in reading.references:
            if named.name not in reading.sections:
                message = _("there is no section «{name}» in the template").format(name=named.name)
                there = Named(named.name, named.source, tuple(reading.sections))
                yield at_the_word(project, there, message)


def law_unknown(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Law keys in templates that are not in the register."""
    if project.law is None:
        return
    there = tuple(project.law.record.statutes)
    for _key, _template, reading in readings(project):
        for named in reading.law:
            if named.name not in there:
                message = _("«{name}» is not in data/law.yaml").format(name=named.name)
                yield at_the_word(project, Named(named.name, named.source, there), message)


def section_for_nobody(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Heads of sections that name tasks or regions which are not there."""
    for _key, template, _reading in readings(project):
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
                    yield at_the_word(project, Named(name, start, known), message)


def markdown_in_all_branches(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Markdown outside the subset in branches that nobody takes."""
    for file, text in _bodies(project):
        yield from _refused(project, file, text)


def _bodies(project: ProjectUnderCheck) -> Iterator[tuple[str, str]]:
    for path in files_below(project.templates.folder, ".md"):
        name = path.relative_to(project.templates.folder).as_posix()
        for one in _pieces(project, name):
            with suppress(AftalegenError):
                if (found := project.templates.body(one)) is not None:
                    yield found[1], found[0]


def _pieces(project: ProjectUnderCheck, name: str) -> Iterator[str]:
    """What a file is among the templates: a text, or those of the alternatives of a choice."""
    folder, _slash, file = name.partition("/")
    if folder != FOLDER:
        yield name
        return
    declared = project.templates.choices
    key = declared.of.get(file.removesuffix(".md"))
    for alternative in declared.choices[key].record.alternatives if key else ():
        yield text_name(file.removesuffix(".md"), alternative)


def _refused(project: ProjectUnderCheck, file: str, text: str) -> Iterator[Fault]:
    for error in refused_in(text, file):
        if isinstance(error, InputError):
            yield Fault(error.message, error.source, error.hint)


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
    *unused.RULES,
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
