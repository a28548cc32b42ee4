"""`aftalegen schema`: the schemas by which an editor explains the data files."""

from pathlib import Path
from typing import Annotated

from aftalegen.build.marked import write_marked
from aftalegen.cli import console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.writing import require_folder
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.schema import FOLDER, SCHEMAS, is_as_made, schema_json, without_modeline
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, plural


def schema(
    out: Annotated[
        Path | None,
        option("FOLDER", "Where to write; schemas/ in the project.", callback=require_folder),
    ] = None,
    project: options.Folder = None,
) -> int:
    """Write the schemas, and name the data files that do not point to theirs."""
    found = find_project(project)
    folder, declared = out or found / FOLDER, Project(found).choices
    files = {f"{name}.schema.json": schema_json(name, declared) for name in SCHEMAS}
    for written in write_marked(folder, files, is_as_made):
        console.kept_aside(written)
        console.path(written.path)
    lacking = without_modeline(found)
    if lacking and out is None:
        console.warning(_("these files do not name their schema; put the line first in them:"))
        for path, line in lacking:
            console.talk(f"  {console.shown(path)}: {line}")
    console.result(plural("{n} schema", "{n} schemas", len(SCHEMAS)))
    return DONE
