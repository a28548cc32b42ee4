"""An error is told where its cause is, once, and nothing false is told behind it."""

import pytest

from aftalegen.checks.run import checked
from aftalegen.cli.app import main
from aftalegen.records.project import Project
from aftalegen.words.faults import Fault
from tests.conftest import SmallProject

BUNDLE = "data/bundles/midtbundt.yaml"
TASK = "data/tasks/forebyggelse.yaml"


def found(project: SmallProject) -> list[Fault]:
    opened = Project(project.folder)
    return list(checked(opened, opened.select((), None, None), 1, ()).findings)


def test_a_target_group_that_a_region_lacks_is_told_in_the_task(
    small_project: SmallProject,
) -> None:
    small_project.section("Målgruppen er {{ target_group.text }}. {#maal}")
    small_project.change(TASK, "  midt: {text: Voksne", "  nordjylland: {text: Voksne")

    (one,) = [f for f in found(small_project) if f.rule == "group-missing"]

    assert one.message == "«target_group.midt» is missing, and the template prints its «text»"
    assert str(one.source).startswith(f"{TASK}:7:")
    assert len(one.annexes) == 2


def test_a_bundle_that_cannot_be_read_draws_no_warnings_behind_it(
    small_project: SmallProject,
) -> None:
    small_project.change(BUNDLE, "edition_date: 2026-03-19", "edition_date: 19/3")

    rules = {f.rule for f in found(small_project)}

    assert "not-a-date" in rules
    assert "municipality-without-annex" not in rules


@pytest.mark.parametrize(
    "file", [BUNDLE, TASK, "templates/aftale/02-oekonomi.md", "templates/aftale/template.yaml"]
)
def test_a_merge_conflict_is_called_one(small_project: SmallProject, file: str) -> None:
    text = (small_project.folder / file).read_text(encoding="utf-8")
    first = text.split("\n")[2]
    conflict = f"<<<<<<< HEAD\n{first}\n=======\n{first} nu\n>>>>>>> gren"
    small_project.change(file, first, conflict)

    errors = [f for f in found(small_project) if f.source and f.source.file == file]

    assert {(f.rule, f.source.file, f.source.line) for f in errors if f.source} == {
        ("merge-conflict", file, 3)
    }


def test_one_cause_is_told_once_for_all_annexes_that_it_hits(small_project: SmallProject) -> None:
    (small_project.folder / TASK).rename(small_project.folder / "data/tasks/andet.yaml")

    (one,) = [f for f in found(small_project) if f.rule == "no-such-record"]

    assert len(one.annexes) == 2


def test_a_choice_points_to_where_choices_are_written_and_says_the_values(
    small_project: SmallProject,
) -> None:
    small_project.section("Overhead: {{ choices.overhead }}. {#overhead}")
    small_project.change(BUNDLE, "choices:\n  overhead: included\n  notice_months: 12\n", "")

    (one,) = [f for f in found(small_project) if "overhead" in (f.hint or "")]

    assert str(one.source).startswith(f"{BUNDLE}:9:")
    assert one.hint == "write choices.overhead with one of: included, separate"


def test_errors_stand_last_on_the_screen(
    small_project: SmallProject,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("aftalegen.cli.console.is_read_by_a_person", lambda: True)
    small_project.section("Se afsnit 99 og {{ choices.overhead }}. {#overhead}")
    small_project.change(BUNDLE, "choices:\n  overhead: included\n  notice_months: 12\n", "")

    assert main(["check", "--project", str(small_project.folder)]) == 1

    said = capsys.readouterr().out
    assert said.index("Missing before") < said.index("error[typed-number-in-template]")
