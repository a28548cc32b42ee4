"""Commands for those who keep the texts and the facts."""

from pathlib import Path
from typing import Annotated

import typer

from aftalegen.cli.completion import (
    SHELLS,
    words,
)
from aftalegen.cli.help import HelpCommand
from aftalegen.cli.options import Shared
from aftalegen.words.language import _


def add_to(app: typer.Typer, shared: Shared) -> None:
    """Add these commands to the program."""

    @app.command(
        cls=HelpCommand,
        help=_("Lay out a project that builds at once, in a new or empty folder."),
    )
    def init(
        folder: Annotated[Path, typer.Argument(metavar=_("FOLDER"), help=_("The folder to make."))],
        region: Annotated[
            str | None,
            typer.Option(
                metavar=_("REGION"), help=_("Only this region's bundles and municipalities.")
            ),
        ] = None,
    ) -> None:
        from aftalegen.cli.init import init as run

        raise typer.Exit(run(folder, region))

    @app.command(
        "import",
        cls=HelpCommand,
        help=_("Show what a workbook's budgets would change; write it with --write."),
    )
    def import_(
        workbook: Annotated[
            Path, typer.Argument(metavar=_("WORKBOOK"), help=_("An Excel workbook (.xlsx)."))
        ],
        write: Annotated[
            bool, typer.Option("--write", help=_("Write the changes to the data files."))
        ] = False,
        sheet: Annotated[
            str | None,
            typer.Option(metavar=_("SHEET"), help=_("Only this sheet; otherwise all not hidden.")),
        ] = None,
        task: Annotated[
            str | None,
            typer.Option(
                metavar=_("TASK"), help=_("The task, where the table has no column for it.")
            ),
        ] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.import_budgets import import_budgets as run

        raise typer.Exit(run(workbook, write, sheet, task, project))

    @app.command(
        cls=HelpCommand, help=_("Write the budgets as a table, with what is missing and sums.")
    )
    def export(
        who: Annotated[list[str] | None, shared.who] = None,
        task: Annotated[
            str | None, typer.Option(metavar=_("TASK"), help=_("Only this task."))
        ] = None,
        format: Annotated[
            str, typer.Option(metavar=_("FORMAT"), help=_("xlsx or csv (for Excel in Danish)."))
        ] = "xlsx",
        out: Annotated[
            Path | None,
            typer.Option(
                metavar=_("FILE"), help=_("The file to write; in output/ in the project.")
            ),
        ] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.export_budgets import export_budgets as run

        raise typer.Exit(run(tuple(who or ()), task, format, out, project))

    @app.command(
        cls=HelpCommand, help=_("Write the schemas by which an editor explains the data files.")
    )
    def schema(
        out: Annotated[
            Path | None,
            typer.Option(metavar=_("FOLDER"), help=_("Where to write; schemas/ in the project.")),
        ] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.schema import schema as run

        raise typer.Exit(run(out, project))

    @app.command(
        cls=HelpCommand,
        help=_("List the names that a template may use, with what they mean and their values."),
    )
    def fields(
        who: Annotated[
            str | None,
            typer.Argument(
                metavar=_("MUNICIPALITY"), help=_("Whose values to show; none without it.")
            ),
        ] = None,
        task: Annotated[
            str | None, typer.Option(metavar=_("TASK"), help=_("Only this task."))
        ] = None,
        format: Annotated[
            str, typer.Option(metavar=_("FORMAT"), help=_("table or json."))
        ] = "table",
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.fields import fields as run

        raise typer.Exit(run(who, task, format, project))

    @app.command(
        cls=HelpCommand,
        help=_("Show the script that makes a shell complete commands and names."),
    )
    def completion(
        shell: Annotated[
            str,
            typer.Argument(
                metavar=_("SHELL"),
                help=_("bash, zsh, fish or powershell."),
                autocompletion=words(*SHELLS),
            ),
        ],
    ) -> None:
        from aftalegen.cli.completion import completion as run

        raise typer.Exit(run(shell))
