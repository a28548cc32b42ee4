"""A new project: what is shipped with the program, copied out to be edited from the first day.

In the wheel the parts lie below this package (`force-include` in pyproject.toml); in a checkout
they are the repository's own.
"""

from collections.abc import Iterator
from pathlib import Path

from aftalegen.build.act import alone, carry_out
from aftalegen.build.change import FileChange, sums_of
from aftalegen.build.lock import remove_killed_lock
from aftalegen.build.made_of import sha256
from aftalegen.build.unwritable import output_error
from aftalegen.build.whole import write_folder_whole
from aftalegen.records.project import Project
from aftalegen.words.faults import UsageError, did_you_mean
from aftalegen.words.language import _

PARTS = (
    "data",
    "templates",
    "schemas",
    "docs/vejledning.md",
    "docs/billeder",
    "docs/skabeloner.md",
    "docs/datafiler.md",
    "docs/husstil.md",
    "docs/afvigelser.md",
    "docs/bilagssamling.md",
    "docs/dagsordenspunkter.md",
    "docs/udgaver.md",
    "docs/forhandling.md",
    "docs/krav.md",
    "docs/sagen.md",
    "docs/gennemgang.md",
    "docs/aendringer.md",
    "docs/tillaegsaftaler.md",
    "docs/excel.md",
    "docs/kontrol.md",
    "docs/ci",
    "docs/regler.md",
    "docs/kommandoer.md",
)
"""What a new project is laid out with."""

OWN = {"README.md": "README.md", ".gitignore": "gitignore", ".gitattributes": "gitattributes"}
"""And what only a new project has."""

HERE = Path(__file__).parent
SHIPPED = HERE / "project"
REPOSITORY = HERE.parents[3]


def lay_out(folder: Path, region: str | None) -> tuple[str, ...]:
    """Lay out a project in an empty or new folder, all of it or nothing; the names of its files.

    With a region, only its bundles and their municipalities. Raises UsageError for a folder that
    is in use or an unknown region, OutputError if a file cannot be written. A folder that holds
    this very project, untouched, is as it should be.
    """
    source = starter_folder()
    left_out = _of_other_regions(Project(source), region) if region else frozenset()
    named = {name: path for name, path in _files(source) if name not in left_out}
    named |= {name: HERE / own for name, own in OWN.items()}
    files = {name: path.read_bytes() for name, path in sorted(named.items())}
    try:
        if folder.is_dir():
            remove_killed_lock(folder.parent)
            with alone(folder):
                _lay_in(folder, files)
        elif folder.exists():
            raise _not_empty(folder)
        else:
            write_folder_whole(folder, files)
    except OSError as error:
        raise output_error(folder, error) from error
    return tuple(files)


def _lay_in(folder: Path, files: dict[str, bytes]) -> None:
    """Lay the files in a folder that is there, if it is empty or holds just these."""
    there = sums_of(folder)
    if not there:
        carry_out(folder, [FileChange(folder / name, None, data) for name, data in files.items()])
    elif there != {name: sha256(data) for name, data in files.items()}:
        raise _not_empty(folder)


def _not_empty(folder: Path) -> UsageError:
    message = _("{folder} is not empty").format(folder=folder)
    return UsageError("folder-not-empty", message, None, _("name a folder that is new or empty"))


def starter_folder() -> Path:
    """Where the parts lie: in the installed package, or in the checkout it runs from."""
    return SHIPPED if SHIPPED.is_dir() else REPOSITORY


def _files(source: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the parts by its name in the project."""
    for part in PARTS:
        path = source / part
        for file in sorted(path.rglob("*")) if path.is_dir() else (path,):
            if file.is_file():
                yield file.relative_to(source).as_posix(), file


def _of_other_regions(project: Project, name: str) -> frozenset[str]:
    """The files of bundles of other regions, and of municipalities that are in none of its own."""
    region = project.region_key(name)
    bundles = {key: project.bundle(key).record for key in project.keys("bundles")}
    others = [key for key, bundle in bundles.items() if bundle.region != region]
    own = [bundle for bundle in bundles.values() if bundle.region == region]
    if not own:
        regions = {bundle.region for bundle in bundles.values()}
        message = _("no bundle is shipped for the region «{region}»").format(region=region)
        raise UsageError("no-bundle", message, None, did_you_mean("", regions))
    needed = {annex.municipality for bundle in own for annex in bundle.annexes}
    unneeded = set(project.keys("municipalities")) - needed
    return frozenset(
        [f"data/bundles/{key}.yaml" for key in others]
        + [f"data/municipalities/{key}.yaml" for key in unneeded]
    )
