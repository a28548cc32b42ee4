"""`aftalegen overview`: a bundle at a glance, as one page."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from aftalegen.build.formats import FORMATS
from aftalegen.cli import console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.writing import day_named, format_for, write
from aftalegen.desk.overview.gathering import bundle_overview
from aftalegen.desk.overview.page import overview_html
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.language import _, plural

NAME = "Overblik.html"


def overview(
    bundle: options.Bundle,
    date: Annotated[
        str | None, option("DATE", "The day to tell about, as 2026-03-19; today if not given.")
    ] = None,
    out: options.OutFile = None,
    project: options.Folder = None,
) -> int:
    """Write the page; returns the exit code. Annexes that have a fault are left out and told."""
    format_for(None, out, ("html",), "html")
    opened = Project(find_project(project))
    selections = opened.select((), None, bundle).annexes
    built = opened.folder / "output" / selections[0].bundle.key
    path = (out or built / NAME).absolute()
    found = bundle_overview(opened, selections, _links(built, path.parent), day_named(date))
    write(path, overview_html(found))
    linked = sum(len(annex.links) for annex in found.annexes)
    if not linked:
        console.talk(_("no files to link to yet; build them with: aftalegen build {bundle}").format(
            bundle=selections[0].bundle.key))  # fmt: skip
    console.summary(
        plural("{n} annex", "{n} annexes", len(found.annexes)),
        plural("{n} file linked", "{n} files linked", linked),
    )
    return console.errors(found.errors, opened.folder)


def _links(built: Path, page: Path) -> dict[str, str]:
    """The files that were built, by name, each as a link from the page's folder."""
    files = sorted(path for format in FORMATS for path in built.glob(f"*.{format}"))
    near = built.is_relative_to(page)
    return {
        path.name: quote(path.relative_to(page).as_posix()) if near else path.as_uri()
        for path in files
    }
