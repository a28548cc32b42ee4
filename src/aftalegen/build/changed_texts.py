"""Texts of a project before and after: told as a difference, and written as one act."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from aftalegen.build.change import FileChange


@dataclass(frozen=True, slots=True)
class ChangedTexts:
    """The text of each file now ("" for one that is new) and then, by its name in the project."""

    texts: Mapping[str, tuple[str, str]]

    def files(self, folder: Path) -> tuple[FileChange, ...]:
        """Each file as it is and as it becomes; those that are as they should be are left out."""
        return tuple(
            FileChange(folder / name, now.encode() if now else None, then.encode())
            for name, (now, then) in self.texts.items()
            if now != then
        )

    def difference(self) -> Iterator[str]:
        """The lines that change, as programs for differences write them."""
        for name, (now, then) in self.texts.items():
            old = name if now else "/dev/null"
            yield from unified_diff(now.splitlines(), then.splitlines(), old, name, lineterm="")
