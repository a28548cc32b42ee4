"""The municipality or task that a cell means, however it is spelt."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aftalegen.desk.budgets.amounts import require_value
from aftalegen.records.cells import Cell
from aftalegen.records.project import Project
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _

_LONGEST = 120
_MOST_LOOKED = 200


@dataclass(frozen=True, slots=True)
class Names:
    """The keys of municipalities and tasks by the ways in which they may be written."""

    municipalities: Mapping[str, str]
    codes: Mapping[str, str]
    tasks: Mapping[str, str]
    looked: dict[str, str | None] = field(default_factory=dict, compare=False)

    def municipality(self, cell: Cell) -> str:
        """The key for 'Norddjurs', 'Norddjurs Kommune', '707', '0707' or '707 Norddjurs'."""
        require_value(cell)
        key = self._municipality(cell.words())
        if key:
            return key
        message = _("there is no municipality «{name}» here").format(name=cell.text[:_LONGEST])
        hint = self._nearest(cell, self.municipalities) or _("see data/municipalities/")
        raise InputError("unknown-municipality", message, cell.place, hint)

    def task(self, cell: Cell) -> str:
        """The key for a task's name, short name or key."""
        require_value(cell)
        key = self.tasks.get(ascii_key(cell.words()[:_LONGEST]))
        if key is None:
            message = _("there is no task «{name}» here").format(name=cell.text[:_LONGEST])
            hint = self._nearest(cell, self.tasks.values()) or _("see data/tasks/")
            raise InputError("unknown-task", message, cell.place, hint)
        return key

    def known(self, cell: Cell) -> str | None:
        """The key of the municipality or the task that a cell names, or None."""
        return self._municipality(cell.text) or self.tasks.get(ascii_key(cell.text[:_LONGEST]))

    def is_known(self, text: str) -> bool:
        """Whether a text names a municipality or a task."""
        return bool(self._municipality(text)) or ascii_key(text[:_LONGEST]) in self.tasks

    def _municipality(self, text: str) -> str | None:
        words = re.sub(r"\A([0-9]{3,4})\.0+\Z", r"\1", text[:_LONGEST])
        parts = re.fullmatch(r"0?([1-9][0-9]{2})\b[\s.:–-]*(.*)", words)
        code = self.codes.get(parts[1]) if parts else None
        name = ascii_key(parts[2] if parts else words)
        key = self.municipalities.get(name) if name else code
        return key if parts is None or key == code else None

    def _nearest(self, cell: Cell, known: Iterable[str]) -> str | None:
        """The names nearest to a misspelt one; looking for them takes long, so not for ever."""
        text = cell.text[:_LONGEST]
        if text not in self.looked and len(self.looked) < _MOST_LOOKED:
            self.looked[text] = did_you_mean(ascii_key(re.sub(r"\A[0-9]+\W*", "", text)), known)
        return self.looked.get(text)


def names_of(project: Project) -> Names:
    """The names of a project; raises Errors with the faults of its municipalities and tasks."""
    municipalities, codes, tasks = {}, {}, {}
    errors: list[AftalegenError] = []
    for key in project.keys("municipalities"):
        try:
            municipality = project.municipality(key).record
        except AftalegenError as error:
            errors.append(error)
            continue
        for name in (key, municipality.name, municipality.official_name):
            municipalities[ascii_key(name)] = key
        codes[municipality.code] = key
    for key in project.keys("tasks"):
        try:
            task = project.task(key).record
        except AftalegenError as error:
            errors.append(error)
            continue
        for word in (key, task.name, task.definite, task.abbreviation or key):
            tasks[ascii_key(word)] = key
    if errors:
        raise Errors(errors)
    return Names(municipalities, codes, tasks)
