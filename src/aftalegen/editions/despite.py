"""What went out of the house although the checks called it wrong, told for ever with its reason.

A release tells it in its manifest. The other ways out have no folder of their own in the project,
so what they passed is added to `editions/<bundle>/despite.json`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from aftalegen.build.act import alone, carry_out
from aftalegen.build.change import FileChange
from aftalegen.build.disk import bytes_at
from aftalegen.checks.proof import Proof
from aftalegen.editions.edition import edition_folder
from aftalegen.editions.manifest import Despite, manifest_from_json
from aftalegen.editions.verify import MANIFEST
from aftalegen.records.project import Project
from aftalegen.records.released import FOLDER, edition_names
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.package import of_few_values
from aftalegen.words.place import Source

Way = Literal[
    "release", "bundle", "addendum", "redline", "answer", "feedback", "item", "requirements",
    "dossier", "package",
]  # fmt: skip
"""The ways out of the house: the commands."""

WAYS: Mapping[Way, str] = {
    "release": "udgave",
    "bundle": "bilagssamling",
    "addendum": "tillægsaftaler",
    "redline": "sammenligning",
    "answer": "svar på tilbagemelding",
    "feedback": "tilbagemeldinger",
    "item": "dagsordenspunkt",
    "requirements": "følgebrev om krav",
    "dossier": "sagsmappe til aktindsigt",
    "package": "pakke til rådet",
}
"""What goes out on each, as pages and tables for people say it."""

FILE = "despite.json"


class Told(Despite):
    """A rule that was passed: on which way out, and in which edition."""

    way: Way
    edition: str

    def sentence(self) -> str:
        """It in a line, as pages and calendars say it."""
        return f"{self.edition} ({WAYS[self.way]}) er sendt ud trods {self.rule}: {self.because}"


_LIST = TypeAdapter(tuple[Told, ...])


def remember(project: Project, proof: Proof, way: Way) -> None:
    """Write down what a way out passed, in each bundle it concerns; raises OutputError."""
    with alone(project.folder):
        if passed := passed_now(project, proof, way):
            carry_out(project.folder, passed)


def passed_now(project: Project, proof: Proof, way: Way) -> tuple[FileChange, ...]:
    """What is to be written down of what a way out passed; whoever calls holds the project."""
    bundles = {annex.selection.bundle.key: annex.selection.bundle for annex in proof.annexes}
    changes: list[FileChange] = []
    for bundle in bundles.values() if proof.passed else ():
        path = _file(project, bundle.key)
        data = bytes_at(path) if path.is_file() else None
        before = _read(project, path, data)
        edition = bundle.record.edition
        now = (
            Told(rule=one.rule, because=one.because, way=way, edition=edition)
            for one in proof.passed
        )
        told = tuple(dict.fromkeys((*before, *now)))
        if told != before:
            changes.append(FileChange(path, data, _LIST.dump_json(told, indent=1) + b"\n"))
    return tuple(changes)


def told_despite(project: Project, bundle: str) -> Iterator[Told]:
    """All that a bundle's ways out passed: its releases, oldest first, then the others."""
    for name in edition_names(project, bundle):
        path = edition_folder(project, bundle, name) / MANIFEST
        if path.is_file():
            shown = path.relative_to(project.folder).as_posix()
            manifest = manifest_from_json(path.read_bytes(), shown)
            for one in manifest.despite:
                yield Told(rule=one.rule, because=one.because, way="release", edition=name)
    yield from _written(project, bundle)


def _written(project: Project, bundle: str) -> tuple[Told, ...]:
    path = _file(project, bundle)
    return _read(project, path, bytes_at(path) if path.is_file() else None)


def _read(project: Project, path: Path, data: bytes | None) -> tuple[Told, ...]:
    try:
        return _LIST.validate_json(of_few_values(data)) if data is not None else ()
    except ValidationError as error:
        raise InputError(
            "despite-unreadable",
            _("the list of rules that were passed cannot be read"),
            Source(path.relative_to(project.folder).as_posix(), 1),
            _("get it again from version control; it is never removed"),
        ) from error


def _file(project: Project, bundle: str) -> Path:
    return project.folder / FOLDER / bundle / FILE
