"""`aftalegen init`: lays a project out, tells what to do next."""

from pathlib import Path
from typing import Annotated

from aftalegen.cli import console
from aftalegen.cli.declaring import argument, option
from aftalegen.cli.settling import settle_around
from aftalegen.desk.starter import lay_out
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, plural


def init(
    folder: Annotated[Path, argument("FOLDER", "The folder to make.")],
    region: Annotated[
        str | None, option("REGION", "Only this region's bundles and municipalities.")
    ] = None,
) -> int:
    """Lay a project out in a folder; returns the exit code."""
    settle_around(folder)
    files = lay_out(folder, region)
    project = Project(folder)
    counts = (
        plural("{n} municipality", "{n} municipalities", len(project.keys("municipalities"))),
        plural("{n} bundle", "{n} bundles", len(project.keys("bundles"))),
        plural("{n} file", "{n} files", len(files)),
    )
    console.result(str(folder / "README.md"))
    first = project.select((), None, None).annexes[0]
    who = first.municipality
    console.talk(_("next: {command}").format(command=f"cd {_quoted(folder)}"))
    console.talk(f"      aftalegen build {who}")
    console.result(", ".join(counts))
    return DONE


def _quoted(folder: Path) -> str:
    """A folder as it must be typed: in quotation marks if there is a space in it."""
    return f'"{folder}"' if " " in str(folder) else str(folder)
