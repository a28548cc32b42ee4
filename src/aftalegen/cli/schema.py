"""`aftalegen schema`: the schemas by which an editor explains the data files."""

from pathlib import Path
from typing import Annotated

from aftalegen.build.register import output_error, write_whole
from aftalegen.cli import console, options
from aftalegen.cli.declaring import option
from aftalegen.records.project import find_project
from aftalegen.records.schema import FOLDER, SCHEMAS, schema_json, without_modeline
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, plural


def schema(
    out: Annotated[
        Path | None, option("FOLDER", "Where to write; schemas/ in the project.")
    ] = None,
    project: options.Folder = None,
) -> int:
    """Write the schemas, and name the data files that do not point to theirs."""
    found = find_project(project)
    folder = out or found / FOLDER
    for name in SCHEMAS:
        path = folder / f"{name}.schema.json"
        try:
            write_whole(path, schema_json(name))
        except OSError as error:
            raise output_error(path, error) from error
        console.path(path)
    lacking = without_modeline(found)
    if lacking and out is None:
        console.warning(_("these files do not name their schema; put the line first in them:"))
        for path, line in lacking:
            console.talk(f"  {console.shown(path)}: {line}")
    console.result(plural("{n} schema", "{n} schemas", len(SCHEMAS)))
    return DONE
