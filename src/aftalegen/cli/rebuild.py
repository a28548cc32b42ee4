"""`aftalegen rebuild`: the documents of a released edition, and whether they are as released."""

from aftalegen.build.annex import BuiltFile
from aftalegen.build.formats import FORMATS, formats_named
from aftalegen.build.made_of import inputs_of, sha256
from aftalegen.build.register import OutputFolder
from aftalegen.cli import console, options
from aftalegen.document.nodes import Document
from aftalegen.editions.edition import Edition, load_edition, this_tool
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, plural


def rebuild(
    bundle: options.Bundle,
    edition: options.Edition,
    format: options.Formats = "docx,pdf",
    out: options.Out = None,
    project: options.Folder = None,
) -> int:
    """Write an edition's documents from its models; exit code 1 if bytes differ from then."""
    names = formats_named(format)
    opened = Project(find_project(project))
    found = load_edition(opened, opened.bundle_key(bundle), edition)
    outputs = OutputFolder(out or opened.folder / "output")
    same = [
        _as_released(found, _write(found, document, name, outputs))
        for document in found.documents
        for name in names
    ]
    outputs.close()
    _tell_other_program(found)
    differ = same.count(False)
    console.summary(
        plural("{n} file", "{n} files", len(same)),
        _("{n} as released").format(n=same.count(True)),
        _("{n} with other bytes").format(n=differ),
    )
    return FINDINGS if differ else DONE


def _write(found: Edition, document: Document, format: str, outputs: OutputFolder) -> BuiltFile:
    """Make and write one file, and tell its path."""
    data = FORMATS[format].write(document, found.style)
    file = f"{document.file_name}.{format}"
    inputs = inputs_of(document, found.style)
    written = outputs.write(f"{found.bundle}/{found.name}/{file}", data, inputs)
    console.kept_aside(written)
    console.path(written.path)
    return BuiltFile(file, inputs, "new", data)


def _as_released(found: Edition, file: BuiltFile) -> bool | None:
    """Whether a file has the bytes that were released; None where the edition has no hash of it."""
    known = {told.name: told.sha256 for a in found.manifest.annexes for told in a.documents}
    return known[file.name] == sha256(file.data or b"") if file.name in known else None


def _tell_other_program(found: Edition) -> None:
    tool = found.manifest.tool
    if tool == this_tool(found.documents[0], found.style):
        return
    engines = ", ".join(f"{name} {version}" for name, version in tool.engines.items())
    console.warning(
        _(
            "{edition} was made with aftalegen {then} ({engines}), and this is another program; "
            "the words are the same, the bytes may not be"
        ).format(edition=found.name, then=tool.version, engines=engines)
    )
