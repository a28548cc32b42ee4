"""An annex that is wanted, and what became of it: all that a build needs where nothing changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aftalegen.build.made_of import Earlier, Inputs, Reason
from aftalegen.document.nodes import Document, Field
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError

if TYPE_CHECKING:
    from aftalegen.build.cover import Freezing
    from aftalegen.build.sent_texts import SentText
    from aftalegen.records.standing import Progress


@dataclass(frozen=True, slots=True)
class Wanted:
    """An annex to build, its formats, and what is known of its files by name from before.

    Without `document`, what became of it holds no Document: thousands must fit in memory.
    `freezing` is the edition that it is made for, whose day its cover then says. With `to_send`,
    the text of a Word file that is made is to be kept, for it may go out.
    """

    selection: BundleAnnex
    formats: tuple[str, ...]
    earlier: Mapping[str, Earlier]
    document: bool = True
    freezing: "Freezing | None" = None
    to_send: bool = False


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file: its name with ending, what it is made of, and why it was made.

    `data` is None for a file that was left because nothing had changed.
    """

    name: str
    inputs: Inputs
    reason: Reason
    data: bytes | None


@dataclass(frozen=True, slots=True)
class BuiltAnnex:
    """What became of one annex: its document, its files and the facts it lacks, or its errors.

    `decisions` are the keys of those that concern it, and `records` the files of its facts.
    `progress` is how far its agreement is.
    `made` is false where nothing needed to be read, since nothing had changed. `text` is to be
    kept, if it is not yet.
    """

    selection: BundleAnnex
    document: Document | None
    files: tuple[BuiltFile, ...]
    errors: tuple[AftalegenError, ...]
    missing: tuple[Field, ...] = ()
    decisions: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    progress: "Progress" = "draft"
    made: bool = True
    text: "SentText | None" = None

    def without_bytes(self) -> "BuiltAnnex":
        """The same without the files' bytes: thousands of annexes must fit in memory."""
        files = tuple(replace(file, data=None) for file in self.files)
        return replace(self, files=files, text=None)


def as_before(wanted: Wanted, project: str | None) -> BuiltAnnex | None:
    """An annex whose files stand as they were made of this very project, which is its hash.

    None where one of them may differ, or where the document itself is wanted.
    """
    if wanted.document or not wanted.formats:
        return None
    names = [f"{wanted.selection.file_name}.{format}" for format in wanted.formats]
    files: list[BuiltFile] = []
    missing: tuple[Field, ...] = ()
    for name in names:
        earlier = wanted.earlier.get(name)
        if earlier is None or earlier.state != "intact" or earlier.inputs is None:
            return None
        if earlier.project is None or earlier.project != project:
            return None
        files.append(BuiltFile(name, earlier.inputs, "unchanged", None))
        missing = earlier.missing
    return BuiltAnnex(wanted.selection, None, tuple(files), (), missing, made=False)
