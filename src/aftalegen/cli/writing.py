"""One file that a command writes, and the format that was asked for."""

from collections.abc import Sequence
from pathlib import Path

from aftalegen.build.register import OutputFolder
from aftalegen.cli import console
from aftalegen.words.faults import UsageError, did_you_mean
from aftalegen.words.language import _


def require_format(name: str, known: Sequence[str]) -> None:
    """Refuse a format that a command has not."""
    if name not in known:
        message = _("the format «{name}» is not known").format(name=name)
        raise UsageError("unknown-format", message, None, did_you_mean(name, known))


def write(path: Path, data: bytes) -> None:
    """Write a file and tell it; one that was edited by hand is kept aside."""
    folder = OutputFolder(path.parent)
    written = folder.write(path.name, data)
    folder.close()
    console.kept_aside(written)
    console.path(written.path)
