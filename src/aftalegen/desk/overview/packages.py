"""The packages of a bundle that lie in the output folder, as links from the overview."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aftalegen.proceedings.package import CLOSED, OPEN, zip_name
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex


@dataclass(frozen=True, slots=True)
class PackageLinks:
    """What one council was packed: the municipality, and each zip's word with its link."""

    municipality: str
    links: tuple[tuple[str, str], ...]


def packages_there(
    project: Project, selections: Iterable[BundleAnnex], there: Mapping[str, str]
) -> tuple[PackageLinks, ...]:
    """The packages that were made, in the bundle's order; `there` has the link of each file."""
    keys = dict.fromkeys(selection.municipality for selection in selections)
    found = (project.municipality(key).record for key in keys)
    each = (PackageLinks(one.name, tuple(_zips(one.official_name, there))) for one in found)
    return tuple(one for one in each if one.links)


def _zips(whose: str, there: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for where in (OPEN, CLOSED):
        link = there.get(zip_name(whose, where))
        if link:
            yield where, link
