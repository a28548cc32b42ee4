"""What several commands take, said once; translated when a command is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from aftalegen.build.formats import FORMATS, SHOW_CHANGES
from aftalegen.cli.completion import editions, names_of, words
from aftalegen.words.language import _, later

Who = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=later("WHO"),
        help=later("Municipality or bundle, as you would type it."),
        autocompletion=names_of("municipalities", "bundles"),
    ),
]
Bundle = Annotated[
    str,
    typer.Argument(
        metavar=later("BUNDLE"),
        help=later("The bundle's key."),
        autocompletion=names_of("bundles"),
    ),
]
Edition = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar=later("EDITION"),
        help=later("The edition, for example V20260319."),
        autocompletion=editions,
    ),
]
Task = Annotated[
    str | None,
    typer.Option(
        metavar=later("TASK"), help=later("Only this task."), autocompletion=names_of("tasks")
    ),
]
OnlyBundle = Annotated[
    str | None,
    typer.Option(
        metavar=later("BUNDLE"),
        help=later("Only this bundle."),
        autocompletion=names_of("bundles"),
    ),
]
Folder = Annotated[
    Path | None, typer.Option(metavar=later("FOLDER"), help=later("The project's folder."))
]
Jobs = Annotated[
    int | None,
    typer.Option(
        metavar=later("NUMBER"),
        min=1,
        max=64,
        help=later("How many processes; at most 2 unless asked."),
    ),
]
Formats = Annotated[
    str,
    typer.Option(
        metavar=later("FORMATS"),
        help=later("{formats}; several with a comma."),
        autocompletion=words(*FORMATS),
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar=later("FOLDER"), help=later("Where to write; output/ in the project.")),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        metavar=later("FILE"), help=later("The file to write; in output/ in the project.")
    ),
]

_LISTS = {"{formats}": FORMATS, "{formats_with_marks}": SHOW_CHANGES}


def in_our_words(said: str) -> str:
    """A text of an option in the language in force, with the formats where it lists them."""
    told = _(said)
    for name, formats in _LISTS.items():
        told = told.replace(name, ", ".join(formats))
    return told
