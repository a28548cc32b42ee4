"""`aftalegen overview`: a bundle at a glance, as one page."""

from os.path import relpath
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from aftalegen.build.formats import FORMATS
from aftalegen.cli import console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.writing import day_named, format_for, write
from aftalegen.desk.overview.gathering import bundle_overview
from aftalegen.desk.overview.page import overview_html
from aftalegen.proceedings.package import packages_folder
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
    made = opened.folder / "output"
    built, packed = made / selections[0].bundle.key, made / packages_folder(selections[0].bundle)
    path = (out or built / NAME).absolute()
    found = bundle_overview(opened, selections, _links(built, packed, path.parent), day_named(date))
    write(path, overview_html(found))
    links = (*(a.links for a in found.annexes), *(p.links for p in found.packages))
    linked = sum(map(len, links))
    if not linked:
        console.talk(_("no files to link to yet; build them with: aftalegen build {bundle}").format(
            bundle=selections[0].bundle.key))  # fmt: skip
    console.summary(
        plural("{n} annex", "{n} annexes", len(found.annexes)),
        plural("{n} file linked", "{n} files linked", linked),
    )
    return console.errors(found.errors, opened.folder)


def _links(built: Path, packed: Path, page: Path) -> dict[str, str]:
    """The files that were built and packed, by name, each as a link from the page's folder.

    A page that lies with what was built can be moved with all of it, and so do its links.
    """
    files = sorted(path for format in FORMATS for path in built.glob(f"*.{format}"))
    near = page.is_relative_to(built.parent) or built.is_relative_to(page)
    return {
        path.name: quote(Path(relpath(path, page)).as_posix()) if near else path.as_uri()
        for path in (*files, *sorted(packed.glob("*/*.zip")))
    }
