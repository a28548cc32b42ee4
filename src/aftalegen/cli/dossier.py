"""`aftalegen dossier`: a municipality's case for access to documents, in a folder of its own."""

from pathlib import Path
from typing import Annotated

from aftalegen.checks.proof import Refused
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import argument, flag, option
from aftalegen.cli.vouching import tell_anchor
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.cli.writing import require_folder
from aftalegen.editions.bundle import issue, require_ours
from aftalegen.editions.chain import hash_of_sums
from aftalegen.editions.verify import SUMS
from aftalegen.proceedings.dossier import dossier_files, dossier_key
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, plural


def dossier(
    name: Annotated[
        str,
        argument(
            "MUNICIPALITY",
            "The municipality, as you would type it.",
            completion.names_of("municipalities"),
        ),
    ],
    out: Annotated[
        Path | None,
        option("FOLDER", "The folder to make; in output/ in the project.", callback=require_folder),
    ] = None,
    zip: Annotated[bool, flag("--zip", "Write a zip file beside the folder too.")] = False,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
) -> int:
    """Write the folder, and its zip if asked for; nothing at all if something has a fault."""
    opened = Project(find_project(project))
    municipality = opened.municipality_key(name)
    key = dossier_key(municipality)
    record = opened.municipality(municipality).record
    folder = out or opened.folder / "output" / f"Aktindsigt {record.official_name}"
    require_ours(folder, key)  # before the work is done
    archive = folder.with_name(f"{folder.name}.zip") if zip else None
    if archive:
        require_ours(archive, key)
    selected = opened.select((municipality,), None, None)
    proof = asked(opened, selected, "draft", despite=despite, because=because, formats=())
    if isinstance(proof, Refused):
        code = refused(proof, opened.folder)
        console.talk(_("nothing was written: a dossier is whole or not at all"))
        return code
    files = dossier_files(opened, proof, municipality)
    issue(opened, proof, "dossier", folder, key, files, archive)
    console.path(folder)
    if archive:
        console.path(archive)
    tell_what_is_wrong(proof, opened.folder)
    tell_anchor(hash_of_sums(files[SUMS]))
    console.summary(plural("{n} file", "{n} files", len(files)))
    return DONE
