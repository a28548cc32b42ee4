"""Commands about what changed and who has agreed: editions, redlines, approvals, addenda."""

from pathlib import Path
from typing import Annotated

import typer

from aftalegen.cli.completion import (
    editions,
    names_of,
    words,
)
from aftalegen.cli.help import HelpCommand
from aftalegen.cli.options import Shared
from aftalegen.words.language import _


def add_to(app: typer.Typer, shared: Shared) -> None:
    """Add these commands to the program."""

    @app.command(
        cls=HelpCommand,
        help=_("Compare the project with the last released edition: what changes, where and why."),
    )
    def plan(
        who: Annotated[list[str] | None, shared.who] = None,
        before: Annotated[
            str | None,
            typer.Option(
                "--from",
                metavar=_("EDITION"),
                help=_("Another edition to compare with."),
                autocompletion=editions,
            ),
        ] = None,
        output: Annotated[str, typer.Option(metavar=_("FORMAT"), help="text, json.")] = "text",
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.plan import plan as run

        raise typer.Exit(run(tuple(who or ()), before, output, project))

    @app.command(
        cls=HelpCommand,
        help=_("Mark in the agreements what changed since an edition, and list it."),
    )
    def redline(
        who: Annotated[
            list[str] | None,
            typer.Argument(
                metavar=_("WHO"),
                help=_("Municipality or bundle; or two JSON files, the old and the new."),
            ),
        ] = None,
        before: Annotated[
            str | None,
            typer.Option(
                "--from",
                metavar=_("EDITION"),
                help=_("The old edition; the last one released."),
                autocompletion=editions,
            ),
        ] = None,
        after: Annotated[
            str | None,
            typer.Option(
                "--to",
                metavar=_("EDITION"),
                help=_("The new one; the project as it is."),
                autocompletion=editions,
            ),
        ] = None,
        task: Annotated[str | None, shared.task] = None,
        format: Annotated[
            str,
            typer.Option(
                metavar=_("FORMATS"),
                help=_("docx, pdf, html; several with a comma."),
                autocompletion=words("docx", "pdf", "html"),
            ),
        ] = "docx,pdf",
        out: Annotated[Path | None, shared.out] = None,
        project: Annotated[Path | None, shared.project] = None,
        jobs: Annotated[int | None, shared.jobs] = None,
    ) -> None:
        from aftalegen.cli.redline import How
        from aftalegen.cli.redline import redline as run

        how = How(before, after, task, format, jobs)
        raise typer.Exit(run(tuple(who or ()), out, project, how))

    @app.command(
        cls=HelpCommand,
        help=_("Show how far the approvals are, which have fallen and where, and the deadlines."),
    )
    def status(
        who: Annotated[list[str] | None, shared.who] = None,
        date: Annotated[
            str | None,
            typer.Option(
                metavar=_("DATE"),
                help=_("The day to tell about, as 2026-03-19; today if not given."),
            ),
        ] = None,
        output: Annotated[
            str, typer.Option(metavar=_("FORMAT"), help="text, json, csv, ics.")
        ] = "text",
        out: Annotated[
            Path | None,
            typer.Option(metavar=_("FILE"), help=_("The file to write, instead of the screen.")),
        ] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.status import status as run

        raise typer.Exit(run(tuple(who or ()), date, output, out, project))

    @app.command(
        cls=HelpCommand,
        help=_("Freeze a bundle as an edition that is never changed; refused while facts miss."),
    )
    def release(
        bundle: Annotated[str, shared.bundle],
        edition: Annotated[str, shared.edition],
        draft: Annotated[
            bool,
            typer.Option("--draft", help=_("Release what is there, marked as a draft for ever.")),
        ] = False,
        project: Annotated[Path | None, shared.project] = None,
        jobs: Annotated[int | None, shared.jobs] = None,
    ) -> None:
        from aftalegen.cli.release import release as run

        raise typer.Exit(run(bundle, edition, draft, project, jobs))

    @app.command(
        cls=HelpCommand,
        help=_("Write the documents of a released edition, byte for byte as they were."),
    )
    def rebuild(
        bundle: Annotated[str, shared.bundle],
        edition: Annotated[str, shared.edition],
        format: Annotated[str, shared.formats] = "docx,pdf",
        out: Annotated[Path | None, shared.out] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.rebuild import rebuild as run

        raise typer.Exit(run(bundle, edition, format, out, project))

    @app.command(
        cls=HelpCommand,
        help=_("Write addenda: what changed in agreements since an edition, to be signed."),
    )
    def addendum(
        edition: Annotated[
            str,
            typer.Option("--from", metavar=_("EDITION"), help=_("The edition that is amended.")),
        ],
        who: Annotated[list[str] | None, shared.who] = None,
        task: Annotated[
            str | None, typer.Option(metavar=_("TASK"), help=_("Only this task."))
        ] = None,
        format: Annotated[str, shared.formats] = "docx,pdf",
        out: Annotated[Path | None, shared.out] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.addendum import addendum as run

        raise typer.Exit(run(tuple(who or ()), edition, task, format, out, project))

    @app.command(
        cls=HelpCommand,
        help=_("Show which municipalities deviate where, like ones together."),
    )
    def deviations(
        who: Annotated[list[str] | None, shared.who] = None,
        reference: Annotated[
            str | None,
            typer.Option(
                metavar=_("MUNICIPALITY"),
                help=_("The municipality that the others are compared with."),
                autocompletion=names_of("municipalities"),
            ),
        ] = None,
        format: Annotated[
            str,
            typer.Option(
                metavar=_("FORMAT"),
                help=_("table, docx or xlsx."),
                autocompletion=words("table", "docx", "xlsx"),
            ),
        ] = "table",
        out: Annotated[
            Path | None,
            typer.Option(
                metavar=_("FILE"), help=_("The file to write; in output/ in the project.")
            ),
        ] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.deviations import deviations as run

        raise typer.Exit(run(tuple(who or ()), reference, format, out, project))
