"""What can be seen of an edition or a bundle: its files, its words, its chain, who signed it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from aftalegen.editions import chain, edition, signatures
from aftalegen.editions.manifest import is_edition
from aftalegen.editions.verify import MANIFEST, Finding, State, verified_with_sums
from aftalegen.words.faults import AftalegenError

FINE: tuple[State, ...] = ("as issued", "left by a program")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen. `sums` is the list that stands for all of it; None where there is none.

    `editions` are how many there are in the chain that ends here; none for a bundle.
    """

    findings: tuple[Finding, ...]
    sums: bytes | None
    editions: int
    breaks: tuple[chain.Break, ...]
    signatures: tuple[signatures.Signature, ...]

    @property
    def hash(self) -> str | None:
        """What it is named by."""
        return chain.hash_of_sums(self.sums) if self.sums is not None else None

    @property
    def is_whole(self) -> bool:
        """Whether it is as it was issued, and the chain holds."""
        return not self.breaks and all(found.state in FINE for found in self.findings)


def looked_at(path: Path, signers: Path | None = None) -> Looked:
    """A bundle's or an edition's folder, or a zip; who signed it by a list of signers.

    Raises InputError for what is neither, OutputError where signatures cannot be looked at.
    """
    findings, sums = verified_with_sums(path)
    at, sums = path.absolute(), sums and sums.replace(b"\r\n", b"\n")  # git may have changed them
    of_edition = path.is_dir() and _is_edition(path)
    if of_edition and all(found.state in FINE for found in findings):
        findings = tuple(_with_words(findings, path))
    chained = of_edition and chain.in_its_place(at)
    return Looked(
        findings,
        sums,
        chain.length(at) if chained else 0,
        chain.breaks(at) if chained else (),
        signatures.signatures(at, sums, signers),
    )


def _is_edition(folder: Path) -> bool:
    manifest = folder / MANIFEST
    return manifest.is_file() and is_edition(manifest.read_bytes())


def _with_words(findings: tuple[Finding, ...], folder: Path) -> Iterator[Finding]:
    """The findings, with each model that says other words than the manifest tells as that."""
    try:
        others = set(edition.other_words(edition.edition_in(folder, folder.name)))
    except AftalegenError as error:  # what cannot be read says nothing that was released
        others = {error.source.file.removeprefix(f"{folder.name}/")} if error.source else {MANIFEST}
        if error.rule == "newer-format":
            others = set()  # only a newer program knows what it tells
    for found in findings:
        yield replace(found, state="other words") if found.name in others else found
