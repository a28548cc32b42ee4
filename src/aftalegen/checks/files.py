"""Every file below data/ and templates/: it is read, or it is told that it is not."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from aftalegen.checks.finding import ProjectRule
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records.files import files_below, meant_name, misnamed
from aftalegen.records.schema import SCHEMAS
from aftalegen.words.faults import AftalegenError, Fault, InputError
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

READ = (
    *(files for _model, files in SCHEMAS.values()),
    *("data/external/*.pdf", "data/external/*.docx", "templates/*.md"),
)
"""The files that are read; a «*» of the last one crosses folders."""


def misnamed_files(project: ProjectUnderCheck) -> Iterator[InputError]:
    """Files that are not read because their names end otherwise than those that are."""
    root = project.project.folder
    for folder in sorted({path.parent for path in files_below(root / "data")}):
        yield from misnamed(folder, folder.relative_to(root).as_posix(), ".yaml")
    for folder in sorted({path.parent for path in files_below(root / "templates")}):
        file = folder.relative_to(root).as_posix()
        yield from misnamed(folder, file, ".md")
        yield from misnamed(folder, file, ".yaml")


def file_not_read(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Files that the program passes over; those that are misnamed are told as that."""
    root = project.project.folder
    house = _house_files(project)
    for path in (*files_below(root / "data"), *files_below(root / "templates")):
        file = path.relative_to(root).as_posix()
        looks = any(meant_name(path.name, ending) for ending in (".yaml", ".md"))
        if not looks and file not in house and not any(_is_read(file, read) for read in READ):
            yield Fault(
                _("the program does not read this file"),
                Source(file, 1),
                _("put its words where they are read, or move it out of {folder}/").format(
                    folder=file.split("/")[0]
                ),
            )


def _is_read(file: str, pattern: str) -> bool:
    deep = pattern.endswith(".md") or file.count("/") == pattern.count("/")
    return deep and fnmatchcase(file, pattern)


def _house_files(project: ProjectUnderCheck) -> frozenset[str]:
    """The files that the house style names; all of its folder where it cannot be read."""
    try:
        style = project.project.style
    except AftalegenError:
        folder = project.project.folder
        below = files_below(folder / "templates" / "house")
        return frozenset(path.relative_to(folder).as_posix() for path in below)
    root = project.project.folder.resolve()
    named = [Path(name) for name in (style.logo, style.word_file) if name]
    return frozenset(path.relative_to(root).as_posix() for path in named)


RULES = (
    ProjectRule(
        "file-not-read", "data", "warning",
        later("A file in data/ or templates/ is not read."),
        later(
            "Somebody may believe that what stands in the file counts. Records are .yaml files in "
            "the folders of data/, texts are .md files in templates/; hidden files, and those that "
            "systems and open editors leave, are not told. A file whose name only ends otherwise "
            "(.yml, .md.txt) is an error, file-misnamed."
        ),
        file_not_read,
    ),
)  # fmt: skip
