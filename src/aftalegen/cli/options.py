"""What several commands take, said once; translated when a command is asked for."""

from pathlib import Path
from typing import Annotated

from aftalegen.build.formats import FORMATS, SHOW_CHANGES
from aftalegen.cli.completion import editions, names_of, words
from aftalegen.cli.declaring import argument, option
from aftalegen.cli.settling import settle_project
from aftalegen.cli.writing import require_file, require_folder
from aftalegen.words.language import _

Who = Annotated[
    list[str] | None,
    argument(
        "WHO",
        "Municipality or bundle, as you would type it.",
        names_of("municipalities", "bundles"),
    ),
]
Bundle = Annotated[str, argument("BUNDLE", "The bundle's key.", names_of("bundles"))]
Edition = Annotated[
    str, option("EDITION", "The edition, for example V20260319.", editions, name="--edition")
]
Task = Annotated[str | None, option("TASK", "Only this task.", names_of("tasks"))]
OnlyBundle = Annotated[str | None, option("BUNDLE", "Only this bundle.", names_of("bundles"))]
Folder = Annotated[Path | None, option("FOLDER", "The project's folder.", callback=settle_project)]
Jobs = Annotated[
    int | None, option("NUMBER", "How many processes; at most 2 unless asked.", min=1, max=64)
]
Formats = Annotated[str, option("FORMATS", "{formats}; several with a comma.", words(*FORMATS))]
MarkedFormats = Annotated[
    str, option("FORMATS", "{formats_with_marks}; several with a comma.", words(*SHOW_CHANGES))
]
Reference = Annotated[
    str | None,
    option(
        "MUNICIPALITY",
        "The municipality that the others are compared with.",
        names_of("municipalities"),
    ),
]
Out = Annotated[
    Path | None,
    option("FOLDER", "Where to write; output/ in the project.", callback=require_folder),
]
OutFile = Annotated[
    Path | None,
    option("FILE", "The file to write; in output/ in the project.", callback=require_file),
]

_LISTS = {"{formats}": FORMATS, "{formats_with_marks}": SHOW_CHANGES}


def in_our_words(said: str) -> str:
    """A text of an option in the language in force, with the formats where it lists them."""
    told = _(said)
    for name, formats in _LISTS.items():
        told = told.replace(name, ", ".join(formats))
    return told
