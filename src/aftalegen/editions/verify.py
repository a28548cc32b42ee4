"""Is a bundle still as it was issued? Each file: as issued, changed, missing or added.

Two lists stand in a bundle and keep an eye on each other: the manifest has the
hash of every file but itself and the list of sums; that list has them all. The
folders and zips of a council's package have the sums alone.
A zip is read, never unpacked.
"""

import hashlib
import re
import stat
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal
from zipfile import BadZipFile, ZipFile, ZipInfo

from aftalegen.build.made_of import sha256
from aftalegen.editions.manifest import bundle_told, told_hashes
from aftalegen.words.alphabet import is_way
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.system_files import is_left_by_a_program

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"

MOST_FILES = 5_000
MOST_BYTES = 2 * 1024**3
MOST_LIST_BYTES = 64 * 1024**2
"""Far above any bundle; a zip that says it holds more is not one of ours."""

State = Literal[
    "as issued", "line ends", "changed", "other words", "missing", "added", "left by a program"
]
"""Only line ends changed: git does so on Windows. Left by a program: `.DS_Store`, `~$lag.docx`.

Other words: the file fits the sums, but says something else than the manifest tells of it.
"""

_SUM = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one file."""

    name: str
    state: State


@dataclass(frozen=True, slots=True)
class _Found:
    """The files that are there: the hash of each (None for one that cannot be read), two lists."""

    hashes: Mapping[str, str | None]
    manifest: bytes | None
    sums: bytes | None


def sums_text(hashes: Mapping[str, str]) -> bytes:
    """The list of sums as `sha256sum` of coreutils writes it and `sha256sum -c` reads it."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def verified(path: Path) -> tuple[Finding, ...]:
    """The findings for a folder or a zip, by name; raises InputError for what is neither."""
    return verified_with_sums(path)[0]


def verified_with_sums(path: Path) -> tuple[tuple[Finding, ...], bytes | None]:
    """As `verified`, and the list of sums as it was read then; None where there is none."""
    if not path.is_dir():
        found = _zip_found(path)
        return _findings(found, path), found.sums
    found = _folder_found(path)
    return tuple(_seen_line_ends(_findings(found, path), found, path)), found.sums


def issued_bundle(path: Path) -> str | None:
    """The key of the bundle that a folder or a zip is; None where it is something else."""
    found = _folder_found(path) if path.is_dir() else _zip_found(path)
    return bundle_told(found.manifest or b"")


# --- folder -----------------------------------------------------------------------------------


def _folder_found(folder: Path) -> _Found:
    hashes: dict[str, str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            hashes[name] = None  # wherever it points, it is not what was issued
        elif path.is_file():
            with path.open("rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
    lists = [
        (folder / name).read_bytes() if hashes.get(name) is not None else None
        for name in (MANIFEST, SUMS)
    ]
    return _Found(hashes, *lists)


def _seen_line_ends(
    findings: tuple[Finding, ...], found: _Found, folder: Path
) -> Iterator[Finding]:
    """The findings, with what has only got other line ends told as that."""
    plain: dict[str, bytes] = {}
    for finding in findings:
        if finding.state == "changed" and found.hashes.get(finding.name):
            data = (folder / finding.name).read_bytes()
            if b"\r\n" in data and b"\0" not in data:
                plain[finding.name] = data.replace(b"\r\n", b"\n")
    again = replace(
        found,
        hashes={**found.hashes, **{name: sha256(data) for name, data in plain.items()}},
        manifest=plain.get(MANIFEST, found.manifest),
        sums=plain.get(SUMS, found.sums),
    )
    as_issued = {f.name for f in _findings(again, folder) if f.state == "as issued"}
    for finding in findings:
        only_line_ends = finding.name in plain and finding.name in as_issued
        yield replace(finding, state="line ends") if only_line_ends else finding


# --- zip --------------------------------------------------------------------------------------


def _zip_found(path: Path) -> _Found:
    if not path.exists():
        message = _("{file} is not there").format(file=path)
        raise InputError("no-bundle", message, None, _("name a bundle's folder or zip file"))
    try:
        with ZipFile(path) as archive:
            return _in_zip(archive, path)
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        message = _("{file} cannot be read as a zip file").format(file=path)
        raise InputError("not-a-zip", message, None, _("get the file again")) from error


def _in_zip(archive: ZipFile, path: Path) -> _Found:
    _require_harmless(archive.infolist(), path)
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    hashes: dict[str, str | None] = {}
    lists: dict[str, bytes] = {}
    for entry in entries:
        try:
            with archive.open(entry) as file:
                if entry.filename in (MANIFEST, SUMS):
                    lists[entry.filename] = file.read(MOST_LIST_BYTES)
                    hashes[entry.filename] = sha256(lists[entry.filename])
                else:
                    hashes[entry.filename] = _hash_of(file)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            hashes[entry.filename] = None
    return _Found(hashes, lists.get(MANIFEST), lists.get(SUMS))


def _hash_of(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := file.read(1 << 20):
        found.update(piece)
    return found.hexdigest()


def _require_harmless(entries: list[ZipInfo], path: Path) -> None:
    """Refuse names that lead out of the folder, sizes beyond reason, and names used twice."""
    if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > MOST_BYTES:
        raise _hostile(path, _("it says that it holds far more than a bundle does"))
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if not (is_way(entry.orig_filename.rstrip("/")) and is_way(name.rstrip("/"))):
            raise _hostile(path, _("the name «{name}» leads out of the folder").format(name=name))
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _hostile(path, _("«{name}» is a link").format(name=name))
        alike = unicodedata.normalize("NFKC", name.rstrip("/")).casefold()
        if alike in seen:
            raise _hostile(path, _("the name «{name}» is there twice").format(name=name))
        seen.add(alike)


def _hostile(path: Path, why: str) -> InputError:
    message = _("{file} is refused: {why}").format(file=path, why=why)
    hint = _("this is not a bundle that aftalegen made; do not unpack it")
    return InputError("hostile-zip", message, None, hint)


# --- comparison -------------------------------------------------------------------------------


def _findings(found: _Found, path: Path) -> tuple[Finding, ...]:
    listed = _sums(found.sums)
    told = told_hashes(found.manifest or b"")
    if not listed and told is None:
        raise InputError(
            "not-a-bundle",
            _("{file} is not a bundle: it has neither {manifest} nor {sums}").format(
                file=path, manifest=MANIFEST, sums=SUMS
            ),
            None,
            _("name a folder or zip file that bundle, dossier or package made, in which one lies"),
        )
    now = dict(found.hashes)
    expected = _expected(listed, told, now)
    return tuple(_compared(sorted({*expected, *now}), expected, now))


def _expected(
    listed: Mapping[str, str], told: Mapping[str, str] | None, now: Mapping[str, str | None]
) -> dict[str, str | None]:
    """The hash that each file should have; None where it cannot be what it was.

    Where the two lists disagree, the one that agrees with more of the files is right.
    """
    rest = {name: hash for name, hash in listed.items() if name != MANIFEST}

    def agreement(hashes: Mapping[str, str]) -> int:
        return sum(now.get(name) == hash for name, hash in hashes.items())

    if told is None and not {MANIFEST} & {*listed, *now}:  # a package has sums alone
        return {**rest, SUMS: now.get(SUMS)}
    if told is None:
        return {**rest, MANIFEST: listed.get(MANIFEST), SUMS: now.get(SUMS)}
    manifest = now[MANIFEST]
    stands = listed.get(MANIFEST, manifest) == manifest
    if manifest and (stands or agreement(told) > agreement(rest)):
        return {**told, MANIFEST: manifest, SUMS: sha256(sums_text({**told, MANIFEST: manifest}))}
    either = told == rest  # then one of them is wrong about the manifest, and nothing says which
    return {**rest, MANIFEST: listed.get(MANIFEST), SUMS: None if either else now.get(SUMS)}


def _compared(
    names: list[str], expected: Mapping[str, str | None], now: Mapping[str, str | None]
) -> Iterator[Finding]:
    for name in names:
        if name not in expected:
            yield Finding(name, "left by a program" if is_left_by_a_program(name) else "added")
        elif name not in now:
            yield Finding(name, "missing")
        elif now[name] is None or now[name] != expected[name]:
            yield Finding(name, "changed")
        else:
            yield Finding(name, "as issued")


def _sums(data: bytes | None) -> dict[str, str]:
    """The names and hashes of a list of sums; lines that are none are left out."""
    lines = (data or b"").decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    return {m[2]: m[1] for line in lines if (m := _SUM.fullmatch(line))}
