"""The municipality or task that a cell means, however it is spelt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aftalegen.desk.budgets.amounts import require_value
from aftalegen.records.project import Project
from aftalegen.records.sheet import Cell
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _


@dataclass(frozen=True, slots=True)
class Names:
    """The keys of municipalities and tasks by the ways in which they may be written."""

    municipalities: Mapping[str, str]
    codes: Mapping[str, str]
    tasks: Mapping[str, str]

    def municipality(self, cell: Cell) -> str:
        """The key for 'Norddjurs', 'Norddjurs Kommune', '707', '0707' or '707 Norddjurs'."""
        require_value(cell)
        parts = re.fullmatch(r"0?([1-9][0-9]{2})\b[\s.:–-]*(.*)", cell.text)
        code = self.codes.get(parts[1]) if parts else None
        name = ascii_key(parts[2] if parts else cell.text)
        key = self.municipalities.get(name) if name else code
        if key and (parts is None or key == code):
            return key
        message = _("there is no municipality «{name}» here").format(name=cell.text)
        hint = did_you_mean(name, self.municipalities) or _("see data/municipalities/")
        raise InputError("unknown-municipality", message, cell.place, hint)

    def task(self, cell: Cell) -> str:
        """The key for a task's name, short name or key."""
        require_value(cell)
        key = self.tasks.get(ascii_key(cell.text))
        if key is None:
            message = _("there is no task «{name}» here").format(name=cell.text)
            hint = did_you_mean(ascii_key(cell.text), self.tasks.values()) or _("see data/tasks/")
            raise InputError("unknown-task", message, cell.place, hint)
        return key


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
