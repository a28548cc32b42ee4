"""Packages in an output folder: only what changed is made; sums and zips follow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aftalegen.build.made_of import Inputs, program_hash, reason_to_write, sha256
from aftalegen.build.register import OutputFolder, Written
from aftalegen.editions.verify import SUMS, sums_text
from aftalegen.proceedings.package import Part
from aftalegen.writers.archive import timeless_zip


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written of a package, how much was left as it was, and what is gone."""

    written: tuple[Written, ...]
    left: int
    zips: tuple[str, ...]


def packed(
    outputs: OutputFolder, folder: str, parts: Mapping[str, Sequence[Part]], last: str
) -> Packed:
    """Write a package below a folder; `last` is the name of its zips, before the word for which.

    What was there before of ours, and is no longer meant, is removed: an annex that was closed
    since must not be left among the open ones.
    """
    written: list[Written] = []
    zips: list[str] = []
    kept: set[str] = set()
    for where, own in parts.items():
        sums: dict[str, str] = {}
        for part in own:
            name = f"{folder}/{where}/{part.name}"
            one = _put(outputs, name, part)
            written.append(one)
            kept.add(name)
            sums[part.name] = sha256(one.path.read_bytes())
        name = f"{folder}/{where}/{SUMS}"
        written.append(outputs.write(name, sums_text(sums)))
        kept.add(name)
        archive = f"{folder}/{last} {where.lower()}.zip"
        written.append(_zip(outputs, archive, sums, dict(_bytes(outputs, f"{folder}/{where}", sums))
                            if _stale(outputs, archive, sums) else None))  # fmt: skip
        kept.add(archive)
        zips.append(archive.rpartition("/")[2])
    kept.update(f"{folder}/{name}" for name in ("Mail.txt",))
    outputs.withdraw(folder, kept)
    left = sum(one.outcome == "unchanged" for one in written)
    return Packed(tuple(written), left, tuple(zips))


def _put(outputs: OutputFolder, name: str, part: Part) -> Written:
    if reason_to_write(outputs.earlier(name), lambda: part.inputs) == "unchanged":
        return outputs.left(name)
    return outputs.write(name, part.made(), part.inputs)


def _inputs(sums: Mapping[str, str]) -> Inputs:
    return Inputs(sha256(sums_text(sums)), "", program_hash())


def _stale(outputs: OutputFolder, archive: str, sums: Mapping[str, str]) -> bool:
    return reason_to_write(outputs.earlier(archive), lambda: _inputs(sums)) != "unchanged"


def _bytes(
    outputs: OutputFolder, folder: str, sums: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    for name in (*sums, SUMS):
        yield name, (outputs.folder / folder / name).read_bytes()


def _zip(
    outputs: OutputFolder, name: str, sums: Mapping[str, str], files: Mapping[str, bytes] | None
) -> Written:
    """The zip of one folder; left as it is where none of its files changed."""
    if files is None:
        return outputs.left(name)
    return outputs.write(name, timeless_zip(files, unix_mode=0o100644), _inputs(sums))
