"""The annexes that were asked for, each with what its bundle says of it."""

from dataclasses import dataclass

from aftalegen.records import Known
from aftalegen.records.bundle import Annex, Bundle
from aftalegen.records.file_names import place_of_name
from aftalegen.words.faults import AftalegenError
from aftalegen.words.place import Source


@dataclass(frozen=True, slots=True)
class BundleAnnex:
    """One annex of a bundle; `index` is its place there. What the bundle says of it is `record`."""

    bundle: Known[Bundle]
    index: int

    @property
    def record(self) -> Annex:
        """What the bundle says of it."""
        return self.bundle.record.annexes[self.index]

    @property
    def municipality(self) -> str:
        """The key of its municipality."""
        return self.record.municipality

    @property
    def task(self) -> str:
        """The key of its task."""
        return self.record.task

    @property
    def template(self) -> str:
        """The key of its template."""
        return self.record.template

    @property
    def file_name(self) -> str:
        """Its name in the case files, without an ending."""
        name = self.record.file_name
        assert name is not None, "Project.bundle names every annex"
        return name

    @property
    def file_name_place(self) -> Source:
        """Where its file name was written: its own, or the pattern of its template."""
        return place_of_name(self.bundle, self.index)

    @property
    def case_number(self) -> str | None:
        """The number of its case: its own, or the bundle's."""
        return self.record.known_case_number or self.bundle.record.case_number

    @property
    def document_key(self) -> str:
        """What its document is called as long as it exists, in every edition of the bundle."""
        return self.record.document_key(self.bundle.key)

    @property
    def approvals_key(self) -> str:
        """The name of the file with its approvals in data/approvals/."""
        return self.document_key.replace("/", "_")

    def place(self, *path: str | int) -> Source:
        """Where the bundle says something of it, such as its `template`."""
        return self.bundle.written.place(("annexes", self.index, *path))


def annexes_of(bundle: Known[Bundle]) -> list[BundleAnnex]:
    """All annexes of a bundle, in its order."""
    return [BundleAnnex(bundle, index) for index in range(len(bundle.record.annexes))]


@dataclass(frozen=True, slots=True)
class Selected:
    """The annexes that were asked for, and the faults of bundles that could not be read."""

    annexes: tuple[BundleAnnex, ...]
    errors: tuple[AftalegenError, ...]
