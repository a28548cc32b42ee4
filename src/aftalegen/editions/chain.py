"""The chain of a bundle's editions: each names those before it, and so vouches for them.

An edition is named by the hash of its list of sums, which has the hash of every file of it, the
manifest too. What names itself proves nothing, so the beginning of the last edition's hash, its
`anchor`, is to be kept where nobody changes it: in the minutes, in a git tag. It vouches for that
edition and for all before it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from aftalegen.build.made_of import sha256
from aftalegen.editions.manifest import EarlierEdition
from aftalegen.editions.verify import MANIFEST, MOST_LIST_BYTES, SUMS
from aftalegen.records.released import FOLDER, is_edition_name
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.package import of_few_values
from aftalegen.words.place import Source

ANCHOR = 20
"""So many signs of the hash are an anchor: 80 bits, more than anybody could hit by trying."""
LEAST_ANCHOR = 16
BITS = 4

Wrong = Literal["exchanged", "gone", "unnamed"]


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold: the edition, what is wrong, and who names it."""

    edition: str
    wrong: Wrong
    named_by: str = ""


@dataclass(frozen=True, slots=True)
class _Link:
    """An edition that lies here: its hash, and what it says of those before it."""

    hash: str
    previous: tuple[EarlierEdition, ...]


def hash_of_sums(sums: bytes) -> str:
    """The hash that an edition or a bundle is named by; git may have changed the line ends."""
    return sha256(sums.replace(b"\r\n", b"\n"))


def anchor(hash: str) -> str:
    """The beginning of a hash in groups, short enough for minutes: '4f3a 91c2 77de 0b15 a3c9'."""
    return " ".join(re.findall("....", hash[:ANCHOR]))


def anchor_signs(said: str) -> str | None:
    """The signs of an anchor that a person typed; None for what is none, or too short to prove."""
    signs = re.sub(r"[\s-]", "", said).lower()
    return signs if re.fullmatch(f"[0-9a-f]{{{LEAST_ANCHOR},64}}", signs) else None


def in_its_place(folder: Path) -> bool:
    """Whether a folder lies as an edition of a project does: editions/<bundle>/<edition>."""
    return bool(is_edition_name(folder.name)) and folder.parent.parent.name == FOLDER


def heads(bundle: Path) -> tuple[EarlierEdition, ...]:
    """The editions in a bundle's folder that no other there names: normally the last one."""
    links = _links(bundle)
    named = {one.edition for link in links.values() for one in link.previous}
    return tuple(
        EarlierEdition(edition=name, sums_sha256=link.hash)
        for name, link in sorted(links.items())
        if name not in named
    )


def length(folder: Path) -> int:
    """How many editions are in the chain that ends with an edition."""
    return len(_reached(folder.name, _links(folder.parent)))


def breaks(folder: Path) -> tuple[Break, ...]:
    """Where the chain that an edition lies in does not hold; all editions beside it are asked."""
    return tuple(_breaks(_links(folder.parent)))


def require_chain(folder: Path, shown: str) -> None:
    """Refuse to build on a chain that does not hold. Raises InputError."""
    for one in breaks(folder):
        if one.wrong != "unnamed":  # a later edition names it
            message = _("{edition} is not the one that {by} was released after")
            raise InputError(
                "chain-broken",
                message.format(edition=one.edition, by=one.named_by),
                Source(f"{shown}/{MANIFEST}", 1),
                _("see what is wrong: aftalegen verify"),
            )


def _breaks(links: Mapping[str, _Link]) -> Iterator[Break]:
    for name, link in sorted(links.items()):
        for one in link.previous:
            there = links.get(one.edition)
            if there is None:
                yield Break(one.edition, "gone", name)
            elif there.hash != one.sums_sha256:
                yield Break(one.edition, "exchanged", name)
    if any(link.previous for link in links.values()):
        named = {one.edition for link in links.values() for one in link.previous}
        loose = [name for name in links if name not in named]
        longest = max(loose, key=lambda name: (len(_reached(name, links)), name), default="")
        yield from (Break(name, "unnamed") for name in sorted(loose) if name != longest)


def _reached(name: str, links: Mapping[str, _Link]) -> set[str]:
    """The editions that an edition vouches for, itself too."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in links and one not in found:
            found.add(one)
            waiting += [before.edition for before in links[one].previous]
    return found


class _Told(BaseModel):
    previous: tuple[EarlierEdition, ...] = ()


def _links(bundle: Path) -> dict[str, _Link]:
    """The editions in a bundle's folder by name; what cannot be read is told where it is read."""
    found: dict[str, _Link] = {}
    for folder in sorted(bundle.iterdir()) if bundle.is_dir() else ():
        if is_edition_name(folder.name) and not folder.is_symlink() and folder.is_dir():
            sums, manifest = _bytes(folder / SUMS), _bytes(folder / MANIFEST)
            try:
                told = _Told.model_validate_json(of_few_values(manifest))
            except ValidationError:
                told = _Told()
            found[folder.name] = _Link(hash_of_sums(sums), told.previous)
    return found


def _bytes(path: Path) -> bytes:
    """What a list of an edition says; nothing where there is none that could be one."""
    try:
        return path.read_bytes() if path.stat().st_size <= MOST_LIST_BYTES else b""
    except OSError:
        return b""
