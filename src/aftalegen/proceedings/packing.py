"""Packages in an output folder: only what changed is made; sums and zips follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aftalegen.build.made_of import Inputs, program_hash, reason_to_write, sha256
from aftalegen.build.register import OutputFolder, Written
from aftalegen.editions.verify import SUMS, sums_text
from aftalegen.proceedings.package import MAIL, Part, zip_name
from aftalegen.writers.archive import timeless_zip


@dataclass(frozen=True, slots=True)
class Packed:
    """What became of each file of a package, and the names of its zips."""

    written: tuple[Written, ...]
    zips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a package is to hold, by the folder in it: what stands as it was has no bytes here.

    `whose` it is stands in the names of its zips.
    """

    folder: str
    whose: str
    parts: Mapping[str, Sequence[tuple[Part, bytes | None]]]


def made_anew(
    outputs: OutputFolder, folder: str, parts: Mapping[str, Sequence[Part]], whose: str
) -> Made:
    """A package below a folder: the parts that changed are made, and nothing is written."""

    def anew(where: str, part: Part) -> bytes | None:
        earlier = outputs.earlier(f"{folder}/{where}/{part.name}")
        return None if reason_to_write(earlier, lambda: part.inputs) == "unchanged" else part.made()

    made = {where: [(part, anew(where, part)) for part in own] for where, own in parts.items()}
    return Made(folder, whose, made)


def packed(outputs: OutputFolder, made: Made) -> Packed:
    """Write a package.

    What was there before of ours, and is no longer meant, is removed: an annex that was closed
    since must not be left among the open ones.
    """
    written: list[Written] = []
    zips: list[str] = []
    kept = {f"{made.folder}/{MAIL}"}
    for where, own in made.parts.items():
        sums: dict[str, str] = {}
        for part, data in own:
            name = f"{made.folder}/{where}/{part.name}"
            one = outputs.left(name) if data is None else outputs.write(name, data, part.inputs)
            written.append(one)
            kept.add(name)
            sums[part.name] = sha256(one.path.read_bytes())
        name = f"{made.folder}/{where}/{SUMS}"
        written.append(outputs.write(name, sums_text(sums)))
        archive = f"{made.folder}/{zip_name(made.whose, where)}"
        written.append(_zip(outputs, archive, f"{made.folder}/{where}", sums))
        kept.update((name, archive))
        zips.append(archive.rpartition("/")[2])
    outputs.withdraw(made.folder, kept)
    return Packed(tuple(written), tuple(zips))


def _zip(outputs: OutputFolder, name: str, folder: str, sums: Mapping[str, str]) -> Written:
    """The zip of one folder; left as it is where none of its files changed."""
    inputs = Inputs(sha256(sums_text(sums)), "", program_hash())
    if reason_to_write(outputs.earlier(name), lambda: inputs) == "unchanged":
        return outputs.left(name)
    files = {one: (outputs.folder / folder / one).read_bytes() for one in (*sums, SUMS)}
    return outputs.write(name, timeless_zip(files, unix_mode=0o100644), inputs)
