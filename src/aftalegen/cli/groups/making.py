"""Commands that make documents, and lay them out for the case files."""

from pathlib import Path
from typing import Annotated

import typer

from aftalegen.cli.help import HelpCommand
from aftalegen.cli.options import Shared
from aftalegen.words.language import _


def add_to(app: typer.Typer, shared: Shared) -> None:
    """Add these commands to the program."""

    @app.command(
        cls=HelpCommand,
        help=_("Build the annexes of municipalities or bundles; of all if none is named."),
    )
    def build(
        who: Annotated[list[str] | None, shared.who] = None,
        task: Annotated[str | None, shared.task] = None,
        bundle: Annotated[str | None, shared.only_bundle] = None,
        format: Annotated[str, shared.formats] = "docx,pdf",
        out: Annotated[
            Path | None,
            typer.Option(metavar=_("FOLDER"), help=_("Where to write; output/ in the project.")),
        ] = None,
        project: Annotated[Path | None, shared.project] = None,
        jobs: Annotated[int | None, shared.jobs] = None,
        full: Annotated[
            bool, typer.Option("--full", help=_("Make every file anew, also if nothing changed."))
        ] = False,
        explain: Annotated[
            bool, typer.Option("--explain", help=_("Say for each annex why it was made or left."))
        ] = False,
    ) -> None:
        from aftalegen.cli.build import How
        from aftalegen.cli.build import build as run

        how = How(jobs, full, explain)
        raise typer.Exit(run(tuple(who or ()), task, bundle, format, out, project, how))

    @app.command(
        cls=HelpCommand,
        help=_("Show annexes in the browser, and follow along while you edit and save."),
    )
    def preview(
        who: Annotated[list[str], shared.who],
        task: Annotated[str | None, shared.task] = None,
        port: Annotated[
            int,
            typer.Option(
                metavar=_("NUMBER"),
                min=0,
                max=65535,
                show_default=False,
                help=_("The port; any free one unless asked."),
            ),
        ] = 0,
        open: Annotated[
            bool, typer.Option("--open", help=_("Open the page in the browser too."))
        ] = False,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.preview import preview as run

        raise typer.Exit(run(tuple(who), task, port, open, project))

    @app.command(
        cls=HelpCommand,
        help=_("Lay a bundle out for the case files: annexes, overview, checksums."),
    )
    def bundle(
        name: Annotated[str, shared.bundle],
        out: Annotated[
            Path | None,
            typer.Option(
                metavar=_("FOLDER"), help=_("The folder to make; in output/ in the project.")
            ),
        ] = None,
        zip: Annotated[
            bool, typer.Option("--zip", help=_("Write a zip file beside the folder too."))
        ] = False,
        one_pdf: Annotated[
            bool, typer.Option("--one-pdf", help=_("Put all annexes in one PDF file too."))
        ] = False,
        project: Annotated[Path | None, shared.project] = None,
        jobs: Annotated[int | None, shared.jobs] = None,
    ) -> None:
        from aftalegen.cli.bundle import How
        from aftalegen.cli.bundle import bundle as run

        raise typer.Exit(run(name, out, project, How(zip, one_pdf, jobs)))

    @app.command(
        cls=HelpCommand, help=_("Say for each file of a bundle whether it is as it was issued.")
    )
    def verify(
        path: Annotated[
            Path, typer.Argument(metavar=_("FOLDER|ZIP"), help=_("A bundle's folder or zip file."))
        ],
    ) -> None:
        from aftalegen.cli.verify import verify as run

        raise typer.Exit(run(path))

    @app.command(
        cls=HelpCommand,
        help=_("Write a page with a bundle's budgets, gaps, deadlines and approvals."),
    )
    def overview(
        bundle: Annotated[str, typer.Argument(metavar=_("BUNDLE"), help=_("The bundle's key."))],
        out: Annotated[
            Path | None,
            typer.Option(
                metavar=_("FILE"), help=_("The file to write; in output/ in the project.")
            ),
        ] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.overview import overview as run

        raise typer.Exit(run(bundle, out, project))
