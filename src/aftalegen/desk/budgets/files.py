"""The plan -> the bytes of the changed files, each read back before it is written."""

from pathlib import Path

from aftalegen.build.change import FileChange
from aftalegen.desk.budgets.plan import Change, Plan
from aftalegen.records import Known, parse_yaml, record_from
from aftalegen.records.editing import Scalar, edited
from aftalegen.records.municipality import Budget, Municipality
from aftalegen.records.project import Project
from aftalegen.records.text import as_read, read_text
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

ORDER = tuple(Budget.model_fields)
"""The keys of a budget in the order in which the files have them."""


def changed_files(project: Project, plan: Plan) -> tuple[FileChange, ...]:
    """Every file that the plan changes, as it was; each was read back and says what it should.

    Raises Errors with the faults of all files.
    """
    files: list[FileChange] = []
    errors: list[AftalegenError] = []
    for key in dict.fromkeys(change.told.municipality for change in plan.changes):
        changes = [change for change in plan.changes if change.told.municipality == key]
        path = project.folder / "data" / "municipalities" / f"{key}.yaml"
        try:
            files.append(_changed_file(path, project.municipality(key), changes))
        except AftalegenError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    return tuple(files)


def _changed_file(path: Path, known: Known[Municipality], changes: list[Change]) -> FileChange:
    file = known.written.file
    read_text(path, file)  # refuses what is not UTF-8, with the place
    data = path.read_bytes()
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data.decode("utf-8-sig")
    intended = known.record
    for change in changes:
        task = change.told.task
        values = _values(change)
        text = edited(text, file, ("tasks", task, "budget"), values, ORDER)
        own = intended.tasks[task].model_copy(update={"budget": change.new})
        intended = intended.model_copy(update={"tasks": {**intended.tasks, task: own}})
    written = parse_yaml(as_read(text), file)
    if record_from(written, known.key, Municipality).record != intended:
        raise InputError(
            "file-changed",
            _("the file was changed while the workbook was being read"),
            Source(file, 1),
            _("import again"),
        )
    return FileChange(path, data, mark + text.encode())


def _values(change: Change) -> dict[str, Scalar]:
    """The keys of a budget that change, and their new values."""
    return {
        key: getattr(change.new, key)
        for key in ORDER
        if getattr(change.old, key) != getattr(change.new, key)
    }
