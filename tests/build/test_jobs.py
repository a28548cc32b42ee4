"""Building in several processes: the same bytes, errors and order as in one."""

import os
import pickle
from pathlib import Path

import pytest

from aftalegen.build.annex import BuiltAnnex, Wanted
from aftalegen.build.builder import Builder
from aftalegen.build.jobs import built_annexes, process_count, worked
from aftalegen.cli.app import main
from aftalegen.records.project import Project
from aftalegen.words import language
from aftalegen.words.faults import Errors, InputError, OutputError, UsageError
from aftalegen.words.place import Source
from tests.conftest import SmallProject

PLACE = Source("data/x.yaml", 3, 5, "a.b")


def built(folder: Path, processes: int) -> list[BuiltAnnex]:
    project = Project(folder)
    annexes = project.select((), None, None).annexes
    wanted = [Wanted(annex, ("docx", "pdf", "txt"), {}) for annex in annexes]
    done = dict(built_annexes(project, wanted, processes))
    return [done[place] for place in range(len(wanted))]


def told(annexes: list[BuiltAnnex]) -> list[object]:
    return [(a.document, a.files, [e.identity() for e in a.errors]) for a in annexes]


@pytest.mark.parametrize("kind", [InputError, OutputError, UsageError])
def test_an_error_crosses_to_another_process_with_all_it_says(kind: type[InputError]) -> None:
    error = kind("rule", "message", PLACE, "hint")

    back = pickle.loads(pickle.dumps(error))

    assert type(back) is kind
    assert (back.rule, back.message, back.source, back.hint) == ("rule", "message", PLACE, "hint")
    assert back.exit_code == error.exit_code


def test_several_errors_cross_together() -> None:
    errors = Errors([InputError("b", "two", PLACE), OutputError("a", "one")])

    back = pickle.loads(pickle.dumps(errors))

    assert [e.identity() for e in back.errors] == [e.identity() for e in errors.errors]
    assert back.exit_code == errors.exit_code


def test_two_processes_give_the_bytes_and_the_order_of_one(small_project: SmallProject) -> None:
    assert told(built(small_project.folder, 2)) == told(built(small_project.folder, 1))


def test_two_processes_give_the_errors_of_one_and_the_other_annex(
    small_project: SmallProject,
) -> None:
    small_project.change("data/municipalities/nordby.yaml", "council:", "counsil:")

    one, two = built(small_project.folder, 1), built(small_project.folder, 2)

    assert told(two) == told(one)
    assert [bool(annex.errors) for annex in two] == [True, False]


def test_another_process_speaks_the_language_in_force(small_project: SmallProject) -> None:
    small_project.change("data/municipalities/nordby.yaml", "council:", "counsil:")
    language.use_language("da")

    (first, _second) = built(small_project.folder, 2)

    assert "kendes ikke" in str(first.errors[0])


def test_a_process_that_dies_is_told_and_not_waited_for(small_project: SmallProject) -> None:
    project = Project(small_project.folder)
    wanted = [Wanted(annex, (), {}) for annex in project.select((), None, None).annexes]

    with pytest.raises(OutputError) as caught:
        list(worked(Builder(project), wanted, 2, die))

    assert caught.value.rule == "process-stopped"


def die(_builder: Builder, _wanted: Wanted) -> None:
    os._exit(9)


def test_few_annexes_need_one_process_and_never_more_than_two_unasked() -> None:
    assert process_count(None, 3) == 1
    assert process_count(None, 62) <= 2
    assert process_count(8, 62) == 8
    assert process_count(8, 3) == 3
    assert process_count(None, 0) == 1


def test_the_command_line_takes_jobs(small_project: SmallProject, tmp_path: Path) -> None:
    for number in ("1", "2"):
        out = str(tmp_path / number)
        project = str(small_project.folder)
        assert main(["build", "--project", project, "--out", out, "--jobs", number]) == 0

    one, two = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*.*")}
        for n in ("1", "2")
    )
    assert one == two
    assert len(one) == 5  # two annexes in two formats, and the register
