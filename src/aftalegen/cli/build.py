"""`aftalegen build`: opens, builds, tells."""

from collections import Counter
from pathlib import Path
from time import perf_counter

from aftalegen.build import FORMATS, Builder, BuiltAnnex
from aftalegen.cli import console
from aftalegen.document import Field, missing_fields
from aftalegen.errors import DONE, AftalegenError, Errors, UsageError, did_you_mean, each_error
from aftalegen.language import _, decimal, plural
from aftalegen.outputs import OutputFolder, Written
from aftalegen.project import Project, find_project


def build(
    who: tuple[str, ...],
    task: str | None,
    bundle: str | None,
    formats: str,
    out: Path | None,
    project: Path | None,
) -> int:
    """Build what was asked for, tell what was written; returns the exit code."""
    started = perf_counter()
    wanted = format_names(formats)
    opened = Project(find_project(project))
    selected = opened.select(who, task, bundle)
    folder = out or opened.folder / "output"
    outputs = OutputFolder(folder)
    built: list[BuiltAnnex] = []
    written: list[Written] = []
    errors: list[AftalegenError] = list(selected.errors)
    hits: Counter[str] = Counter()
    total = len(selected.annexes)
    for number, annex in enumerate(Builder(opened).build_all(selected.annexes, wanted), 1):
        console.progress(number, total, annex.document.file_name if annex.document else "")
        built.append(annex)
        errors += annex.errors
        hits.update({repr(e.identity()) for error in annex.errors for e in each_error(error)})
        for file in annex.files:
            try:
                written.append(
                    outputs.write(f"{annex.selection.bundle.key}/{file.name}", file.data)
                )
            except AftalegenError as error:
                errors.append(error)
    if written:
        outputs.close()
    _tell_files(written)
    missing = _missing(built)
    _tell_missing(missing)
    told = Errors(errors).errors
    console.errors(told, opened.folder, hits)
    console.result(_summary(built, written, len(missing), len(told), perf_counter() - started))
    return max((error.exit_code for error in told), default=DONE)


def format_names(formats: str) -> tuple[str, ...]:
    """The formats in 'docx,pdf', each once; raises UsageError for an unknown one."""
    names = tuple(
        dict.fromkeys(name.strip().lower() for name in formats.split(",") if name.strip())
    )
    for name in names:
        if name not in FORMATS:
            message = _("the format «{name}» is not known").format(name=name)
            raise UsageError("unknown-format", message, None, did_you_mean(name, FORMATS))
    if not names:
        raise UsageError(
            "unknown-format", _("no format was named"), None, did_you_mean("", FORMATS)
        )
    return names


def _tell_files(written: list[Written]) -> None:
    for file in written:
        console.result(_shown(file.path))
        if file.kept_aside:
            console.warning(
                _("{file} had been edited by hand; your version is kept as {aside}").format(
                    file=file.path.name, aside=file.kept_aside.name
                )
            )


def _shown(path: Path) -> str:
    """A path as the person would type it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _missing(built: list[BuiltAnnex]) -> dict[str, list[Field]]:
    """The placeholders by the place where the fact belongs."""
    found: dict[str, list[Field]] = {}
    for annex in built:
        for field in missing_fields(annex.document) if annex.document else ():
            found.setdefault(
                f"{field.source}:{field.source.key if field.source else ''}", []
            ).append(field)
    return found


def _tell_missing(missing: dict[str, list[Field]], most: int = 12) -> None:
    """What is not known yet: by place when it is few, otherwise by what it is."""
    if not missing:
        return
    console.warning(
        plural(
            "{n} fact is missing; it stands as a marked placeholder, and the document is a draft",
            "{n} facts are missing; they stand as marked placeholders in documents that are drafts",
            len(missing),
        )
    )
    kinds: Counter[str] = Counter(fields[0].text for fields in missing.values())
    for text, count in kinds.most_common(most):
        places = [f[0].source for f in missing.values() if f[0].text == text]
        more = f" (+{count - 1})" if count > 1 else ""
        place = places[0]
        where = f"{place.file}:{place.line} {place.key}" if place else ""
        console.talk(f"  {text}  {where}{more}")
    if len(kinds) > most:
        console.talk("  " + _("… and {n} more kinds").format(n=len(kinds) - most))


def _summary(
    built: list[BuiltAnnex], written: list[Written], warnings: int, errors: int, seconds: float
) -> str:
    """The last line: counts, warnings, errors and time."""
    done = sum(1 for annex in built if annex.files)
    new = sum(1 for file in written if file.outcome == "written")
    parts = [
        plural("{n} annex built", "{n} annexes built", done),
        plural("{n} file written", "{n} files written", new),
        plural("{n} unchanged", "{n} unchanged", len(written) - new),
        plural("{n} warning", "{n} warnings", warnings),
        plural("{n} error", "{n} errors", errors),
        f"{decimal(seconds, 2)} s",
    ]
    return ", ".join(parts)
