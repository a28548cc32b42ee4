"""`manifest.json` of a released edition or an issued bundle: what is in it, made of and with what.

`index` and the annexes' `files` are the names that `verify` reads in every manifest.
"""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from aftalegen.build.made_of import sha256
from aftalegen.document.json_reading import NEWEST, newer
from aftalegen.words.alphabet import is_way
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.package import of_few_values
from aftalegen.words.place import Source

FORMAT = 3
"""The version of the manifest's form.

2 tells what the checks found, and what was passed; 3 names the editions before it.
"""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class NamedFile(_Part):
    """A file, its size and the SHA-256 of its bytes."""

    name: Annotated[str, AfterValidator(lambda name: _way(name))]
    bytes: int
    sha256: str


def _way(name: str) -> str:
    if not is_way(name):
        raise ValueError(_("the name leads out of its folder"))
    return name


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


class ToldFinding(_Part):
    """What the checks found that stopped nothing, by its rule and place; no language is in it."""

    rule: str
    severity: str
    file: str | None
    line: int | None
    key: str | None
    annexes: tuple[str, ...]


class Despite(_Part):
    """A rule whose errors went out all the same, and the reason that somebody wrote."""

    rule: str
    because: str


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


class EarlierEdition(_Part):
    """An edition before this one, and the hash of its list of sums, which stands for all of it."""

    edition: str
    sums_sha256: str


class Manifest(_Part):
    """What an edition is. `draft` is for ever: it was released before all was there.

    `previous` are the editions of the bundle that none named until then: the last one.
    """

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
    findings: tuple[ToldFinding, ...] = ()
    despite: tuple[Despite, ...] = ()
    previous: tuple[EarlierEdition, ...] = ()


class AwaitedFact(_Part):
    """A placeholder that stands in an annex of a bundle, and where its fact belongs."""

    text: str
    file: str | None
    key: str | None


class IssuedAnnex(_Part):
    """One annex of a bundle, its finished files, and how many pages its PDF has."""

    key: str
    number: int | None
    letter: str | None
    title: str
    municipality: str
    task: str
    template: str
    edition: str
    open: bool
    case_number: str | None
    document_id: str | None
    draft: bool
    missing: tuple[AwaitedFact, ...]
    text_sha256: str
    pages: int | None
    files: tuple[NamedFile, ...]
    sources: tuple[SourceFile, ...]


class IssuedEnclosure(_Part):
    """An annex of a bundle that is no agreement, and its finished files.

    Of a PDF that somebody else made: its pages, and what of it is not in the one PDF with all.
    """

    number: int | None
    letter: str | None
    title: str
    edition: str
    open: bool
    document_id: str | None
    draft: bool
    awaited: str | None = None
    pages: int | None = None
    lost: tuple[str, ...] = ()
    files: tuple[NamedFile, ...]


class IssuedBy(_Part):
    """The program that laid a bundle out."""

    name: str
    version: str


class BundleManifest(_Part):
    """What a bundle for the case files is."""

    format: int
    tool: IssuedBy
    engines: dict[str, str]
    bundle: str
    title: str
    edition: str
    edition_date: str
    status: str
    case_number: str | None
    index: tuple[NamedFile, ...]
    annexes: tuple[IssuedAnnex, ...]
    enclosed: tuple[IssuedEnclosure, ...] = ()
    findings: tuple[ToldFinding, ...] = ()
    despite: tuple[Despite, ...] = ()


def named(name: str, data: bytes) -> NamedFile:
    """A file as a manifest tells it."""
    return NamedFile(name=name, bytes=len(data), sha256=sha256(data))


def manifest_json(manifest: Manifest | BundleManifest) -> bytes:
    """A manifest as indented JSON in UTF-8, with a newline at the end."""
    return (manifest.model_dump_json(indent=1, exclude_unset=True) + "\n").encode()


def manifest_from_json(data: bytes, name: str) -> Manifest:
    """The manifest in a file; raises InputError for one that cannot be read or is newer."""
    try:
        version = _Version.model_validate_json(of_few_values(data)).format
        if version > FORMAT:
            raise InputError("newer-format", newer(version, FORMAT), Source(name, 1), _(NEWEST))
        return Manifest.model_validate_json(of_few_values(data))
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


# --- what every manifest tells ----------------------------------------------------------------


Told = TypeVar("Told", bound=BaseModel)


def as_told(kind: type[Told], data: bytes) -> Told | None:
    """What a manifest tells of this kind; None for what is no manifest. It may be a stranger's."""
    try:
        return kind.model_validate_json(of_few_values(data))
    except ValidationError:
        return None


class _Hashed(BaseModel):
    name: str
    sha256: str


class _Holder(BaseModel):
    files: tuple[_Hashed, ...]


class _Listed(BaseModel):
    index: tuple[_Hashed, ...]
    annexes: tuple[_Holder, ...]
    enclosed: tuple[_Holder, ...] = ()


def told_hashes(data: bytes) -> dict[str, str] | None:
    """The hash of each file by name that any manifest tells, also a newer one's; None if none is.

    Nothing else of it is believed.
    """
    tree = as_told(_Listed, data)
    if tree is None:
        return None
    annexes = (*tree.annexes, *tree.enclosed)
    files = (*tree.index, *(file for annex in annexes for file in annex.files))
    return {file.name: file.sha256 for file in files}


class _Of(BaseModel):
    bundle: str
    draft: bool | None = None


def is_edition(data: bytes) -> bool:
    """Whether a manifest is an edition's: only that says whether it is a draft as a whole."""
    of = as_told(_Of, data)
    return of is not None and of.draft is not None


def bundle_told(data: bytes) -> str | None:
    """The key that a bundle's manifest tells; None for anything else."""
    of = as_told(_Of, data)
    return of.bundle if of and of.draft is None else None
