"""A template folder: `template.yaml` for the title page, one Markdown file a section.

The folder listing is the agreement's table of contents. Subfolders hold pieces
that sections include; they are no sections.
"""

from dataclasses import dataclass
from pathlib import Path

from aftalegen.records import Known, parse_yaml, read_record, record_from
from aftalegen.records.files import files_in, misnamed
from aftalegen.records.template import FrontMatter, TemplateHead
from aftalegen.records.text import read_text, split_front_matter
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source


@dataclass(frozen=True, slots=True)
class SectionFile:
    """One section of a template: its head and body, and the name of its file below `templates/`.

    `decision_source` is where the head names the decision behind the section, if it does.
    """

    head: FrontMatter
    body: str
    name: str
    source: Source
    decision_source: Source


@dataclass(frozen=True, slots=True)
class Template:
    """A template folder that was read: the title page and the sections in order."""

    key: str
    head: Known[TemplateHead]
    sections: tuple[SectionFile, ...]


def read_template(folder: Path, file: str) -> Template:
    """The template in a folder (`file` is its name in messages); raises Errors with all faults."""
    errors: list[AftalegenError] = []
    sections: list[SectionFile] = []
    head: Known[TemplateHead] | None = None
    try:
        head = read_record(folder / "template.yaml", f"{file}/template.yaml", TemplateHead)
    except AftalegenError as error:
        errors.append(error)
    errors += misnamed(folder, file, ".md")
    for path in files_in(folder, ".md"):
        try:
            sections.append(_read_section(path, f"{file}/{path.name}"))
        except AftalegenError as error:
            errors.append(error)
    seen: dict[str, SectionFile] = {}
    for section in sections:
        first = seen.setdefault(section.head.key, section)
        if first is not section and not _apart(first.head, section.head):
            errors.append(
                InputError(
                    "duplicate-section",
                    _("the key «{key}» is also that of {file}").format(
                        key=section.head.key, file=first.source.file
                    ),
                    section.source,
                    _("give each section a key of its own"),
                )
            )
    if errors or head is None:
        raise Errors(errors)
    return Template(folder.name, head, tuple(sections))


def _apart(one: FrontMatter, other: FrontMatter) -> bool:
    """Whether two sections with the same key can never stand in the same annex."""
    by_task = one.tasks and other.tasks and not set(one.tasks) & set(other.tasks)
    by_region = one.regions and other.regions and not set(one.regions) & set(other.regions)
    return bool(by_task or by_region)


def _read_section(path: Path, file: str) -> SectionFile:
    front, body = split_front_matter(read_text(path, file))
    if not front:
        raise InputError(
            "section-without-key",
            _("the section has no front matter"),
            Source(file, 1),
            _("begin the file with «---», «key: …», «title: …», «---»"),
        )
    head = record_from(parse_yaml(front, file, first_line=2), path.stem, FrontMatter)
    name = "/".join(path.parts[-2:])
    place = head.written.place
    return SectionFile(head.record, body, name, place(("key",)), place(("decision",)))
