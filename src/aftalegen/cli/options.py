"""What several commands take, said once."""

from dataclasses import dataclass
from typing import Any

import typer

from aftalegen.cli.completion import editions, names_of, words
from aftalegen.words.language import _


@dataclass(frozen=True, slots=True)
class Shared:
    """Arguments and options, in the language in force when they are made."""

    who: Any
    task: Any
    project: Any
    jobs: Any
    bundle: Any
    only_bundle: Any
    edition: Any
    formats: Any
    out: Any


def shared_options() -> Shared:
    """The arguments and options that several commands take."""
    return Shared(
        who=typer.Argument(
            metavar=_("WHO"),
            help=_("Municipality or bundle, as you would type it."),
            autocompletion=names_of("municipalities", "bundles"),
        ),
        task=typer.Option(
            metavar=_("TASK"), help=_("Only this task."), autocompletion=names_of("tasks")
        ),
        project=typer.Option(metavar=_("FOLDER"), help=_("The project's folder.")),
        jobs=typer.Option(
            metavar=_("NUMBER"),
            min=1,
            max=64,
            help=_("How many processes; at most 2 unless asked."),
        ),
        bundle=typer.Argument(
            metavar=_("BUNDLE"), help=_("The bundle's key."), autocompletion=names_of("bundles")
        ),
        only_bundle=typer.Option(
            metavar=_("BUNDLE"), help=_("Only this bundle."), autocompletion=names_of("bundles")
        ),
        edition=typer.Option(
            "--edition",
            metavar=_("EDITION"),
            help=_("The edition, for example V20260319."),
            autocompletion=editions,
        ),
        formats=typer.Option(
            metavar=_("FORMATS"),
            help=_("docx, pdf, html, txt, json; several with a comma."),
            autocompletion=words("docx", "pdf", "html", "txt", "json"),
        ),
        out=typer.Option(metavar=_("FOLDER"), help=_("Where to write; output/ in the project.")),
    )
