"""All files that came back, Word files and workbooks: what each says, read in several processes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aftalegen.build.jobs import each_in_processes, process_count
from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.files import File, files
from aftalegen.negotiation.received import Open, Received, received
from aftalegen.negotiation.wishes import Asked, asked
from aftalegen.records.project import Project
from aftalegen.records.wishes import Wishes
from aftalegen.words.faults import AftalegenError

if TYPE_CHECKING:
    from aftalegen.negotiation.minutes import Said

_Told = tuple[Received, Asked]


@dataclass(slots=True)
class Arrived:
    """What came back in each file, what its proposals ask for, what workbooks say, and faults."""

    found: list[Received] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    said: "list[Said]" = field(default_factory=list)
    errors: list[AftalegenError] = field(default_factory=list)


def arrived(
    project: Project, paths: Sequence[Path], named: Named, as_word: Open, jobs: int | None
) -> Arrived:
    """What came back in each file, in their order; a fault of one hides no other."""
    came, found = Arrived(), list(files(paths))
    word_files = [one for one in found if one.fault is None and not one.is_workbook]
    work = partial(_read, Bases(project), Wishes(project, ()), named, as_word)
    each = each_in_processes(work, word_files, process_count(jobs, len(word_files)))
    for one in found:
        try:
            if one.fault is not None:
                raise one.fault
            if one.is_workbook:
                from aftalegen.negotiation.minutes import said_in  # openpyxl: where one came

                came.said += said_in(project, one.data, one.name, named.edition)
            else:
                back, wished = _or_raised(next(each))
                came.found.append(back)
                came.asked.append(wished)
        except AftalegenError as error:
            came.errors.append(error)
    return came


def _or_raised(result: _Told | AftalegenError) -> _Told:
    if isinstance(result, AftalegenError):
        raise result
    return result


def _read(
    bases: Bases, same: Wishes, named: Named, as_word: Open, file: File
) -> _Told | AftalegenError:
    """What came back in a Word file, or why that cannot be told."""
    try:
        back = received(bases, file.data, file.name, named, as_word)
        return back, asked(bases.project, back, same)
    except AftalegenError as error:
        return error
