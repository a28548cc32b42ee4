"""`manifest.json` of a released edition: what is in it, what it was made of and with.

`index` and the annexes' `files` are the names that `verify` reads in every manifest.
"""

from pydantic import BaseModel, ConfigDict, ValidationError

from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

FORMAT = 1
"""The version of the manifest's form."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class NamedFile(_Part):
    """A file, its size and the SHA-256 of its bytes."""

    name: str
    bytes: int
    sha256: str


class SourceFile(_Part):
    """A file of the project that an annex was made of, as it was then."""

    file: str
    sha256: str


class MissingFact(_Part):
    """A placeholder that stood in an annex, and where its fact belongs."""

    text: str
    file: str | None
    line: int | None
    key: str | None


class FrozenAnnex(_Part):
    """One annex: its model in `files`; `documents` are what it gives in Word and PDF."""

    key: str
    municipality: str
    task: str
    template: str
    title: str
    draft: bool
    missing: tuple[MissingFact, ...]
    decisions: tuple[str, ...]
    text_sha256: str
    substance_sha256: str
    files: tuple[NamedFile, ...]
    documents: tuple[NamedFile, ...]
    sources: tuple[SourceFile, ...]


class Tool(_Part):
    """The program that made an edition; `program_sha256` is of all that decides the bytes."""

    name: str
    version: str
    program_sha256: str
    engines: dict[str, str]


class Manifest(_Part):
    """What an edition is. `draft` is for ever: it was released before all was there."""

    format: int
    tool: Tool
    bundle: str
    title: str
    edition: str
    edition_date: str
    status: str
    draft: bool
    index: tuple[NamedFile, ...]
    annexes: tuple[FrozenAnnex, ...]


def manifest_json(manifest: Manifest) -> bytes:
    """A manifest as indented JSON in UTF-8, with a newline at the end."""
    return (manifest.model_dump_json(indent=1) + "\n").encode()


def manifest_from_json(data: bytes, name: str) -> Manifest:
    """The manifest in a file; raises InputError for one that cannot be read or is newer."""
    try:
        version = _Version.model_validate_json(data).format
        if version > FORMAT:
            message = _(
                "the file has format {found}; this version of aftalegen reads up to {known}"
            )
            raise InputError(
                "newer-format",
                message.format(found=version, known=FORMAT),
                Source(name, 1),
                _("install the newest version of aftalegen"),
            )
        return Manifest.model_validate_json(data)
    except ValidationError as faults:
        first = faults.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            "not-an-edition",
            _("the manifest of the edition cannot be read: {where}: {why}").format(
                where=where or "-", why=first["msg"]
            ),
            Source(name, 1),
            _("get the edition again as it was released, for example from version control"),
        ) from faults


class _Version(BaseModel):
    format: int
