"""Files that show by themselves whether we made them: all are written, or none."""

from collections.abc import Callable, Mapping
from pathlib import Path

from aftalegen.build import disk
from aftalegen.build.act import alone, carry_out
from aftalegen.build.change import FileChange
from aftalegen.build.place import leads_out, real, require_output
from aftalegen.build.register import Written, free_name, is_empty
from aftalegen.build.stopped import home_of
from aftalegen.build.unwritable import output_error


def write_marked(
    folder: Path, files: Mapping[str, bytes], is_ours: Callable[[bytes], bool]
) -> tuple[Written, ...]:
    """Write files in a folder; one that somebody has changed is kept aside. Raises OutputError."""
    written: list[Written] = []
    changes: list[FileChange] = []
    place = folder
    try:
        for name in files:
            require_output(folder / name)
        home = home_of(folder / "x")
        with alone(home):
            for name, data in files.items():
                place = folder / name
                before = _before(folder, place)
                if before == data:
                    written.append(Written(place, "unchanged"))
                    continue
                aside = None if is_empty(before) or is_ours(before or b"") else free_name(place)
                if aside is not None:
                    changes.append(FileChange(aside, None, before))
                changes.append(FileChange(place, before, data))
                written.append(Written(place, "written", aside))
            if changes:
                carry_out(home, changes)
    except OSError as error:
        raise output_error(place, error) from error
    return tuple(written)


def _before(folder: Path, path: Path) -> bytes | None:
    if not real(path).is_relative_to(real(folder)):
        raise leads_out(path)
    return disk.bytes_at(path) if path.exists() else None
