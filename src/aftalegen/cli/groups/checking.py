"""Commands that say whether all is right."""

from pathlib import Path
from typing import Annotated

import typer

from aftalegen.cli.completion import (
    rules,
    rules_or_municipalities,
    words,
)
from aftalegen.cli.help import HelpCommand
from aftalegen.cli.options import Shared
from aftalegen.words.language import _


def add_to(app: typer.Typer, shared: Shared) -> None:
    """Add these commands to the program."""

    @app.command(
        cls=HelpCommand,
        help=_("Check data, templates and every annex, read back from its files; write nothing."),
    )
    def check(
        who: Annotated[list[str] | None, shared.who] = None,
        task: Annotated[str | None, shared.task] = None,
        bundle: Annotated[str | None, shared.only_bundle] = None,
        output: Annotated[
            str,
            typer.Option(
                metavar=_("FORM"),
                help=_("text, json, jsonl, junit, github or sarif."),
                autocompletion=words("text", "json", "jsonl", "junit", "github", "sarif"),
            ),
        ] = "text",
        out: Annotated[
            Path | None,
            typer.Option(metavar=_("FILE"), help=_("Write the report here instead of telling it.")),
        ] = None,
        select: Annotated[
            str,
            typer.Option(
                metavar=_("RULES"),
                help=_("Only these rules or layers; several with a comma."),
                autocompletion=rules,
            ),
        ] = "",
        ignore: Annotated[
            str,
            typer.Option(
                metavar=_("RULES"),
                help=_("All but these rules or layers."),
                autocompletion=rules,
            ),
        ] = "",
        strict: Annotated[
            bool, typer.Option("--strict", help=_("Exit code 1 for warnings too."))
        ] = False,
        final: Annotated[
            bool, typer.Option("--final", help=_("A missing fact is an error."))
        ] = False,
        project: Annotated[Path | None, shared.project] = None,
        jobs: Annotated[int | None, shared.jobs] = None,
    ) -> None:
        from aftalegen.cli.check import How
        from aftalegen.cli.check import check as run

        how = How(select, ignore, strict, final, output, out, jobs)
        raise typer.Exit(run(tuple(who or ()), task, bundle, project, how))

    @app.command(
        cls=HelpCommand,
        help=_("Tell about a rule of check, or where a municipality's values come from."),
    )
    def explain(
        what: Annotated[
            str,
            typer.Argument(
                metavar=_("RULE|MUNICIPALITY"),
                help=_("A rule, or a municipality."),
                autocompletion=rules_or_municipalities,
            ),
        ],
        task: Annotated[str | None, shared.task] = None,
        project: Annotated[Path | None, shared.project] = None,
    ) -> None:
        from aftalegen.cli.explain import explain as run

        raise typer.Exit(run(what, task, project))

    @app.command(
        cls=HelpCommand,
        help=_("Say whether this machine and project are fit, and what to do next."),
    )
    def doctor(project: Annotated[Path | None, shared.project] = None) -> None:
        from aftalegen.cli.doctor import doctor as run

        raise typer.Exit(run(project))
