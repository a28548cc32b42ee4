"""Which editions of a bundle have been released here, by their folders' names alone."""

import re

from aftalegen.document.nodes import EDITION_NAME
from aftalegen.records.project import Project

FOLDER = "editions"

is_edition_name = re.compile(EDITION_NAME).fullmatch


def edition_names(project: Project, bundle: str) -> tuple[str, ...]:
    """The released editions of a bundle, oldest first."""
    folder = project.folder / FOLDER / bundle
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(path.name for path in found if is_edition_name(path.name)))
