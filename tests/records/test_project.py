"""Finding the project, and what a person means by a name."""

import unicodedata
from pathlib import Path

import pytest

from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError, UsageError
from tests.conftest import ROOT, SmallProject


def names(selections: tuple[BundleAnnex, ...]) -> list[str]:
    return [s.file_name for s in selections]


# --- finding it ---


def test_the_project_is_looked_for_upwards_from_the_working_folder(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_project.folder / "data" / "tasks")

    assert find_project() == small_project.folder


def test_the_environment_comes_before_the_working_folder(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("AFTALEGEN_PROJECT", str(small_project.folder))

    assert find_project() == small_project.folder


def test_what_is_given_comes_first(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTALEGEN_PROJECT", str(small_project.folder))

    assert find_project(ROOT) == ROOT


def test_a_folder_that_is_no_project_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="there is no project here"):
        find_project()
    with pytest.raises(UsageError, match="is not a project"):
        find_project(tmp_path)


# --- what is asked for ---


@pytest.mark.parametrize(
    "typed",
    [
        "Sønderå",
        "sønderå",
        "SØNDERÅ KOMMUNE",
        "Soenderaa",
        "Sönderå",
        unicodedata.normalize("NFD", "Sønderå"),
    ],
)
def test_a_municipality_is_found_however_it_is_typed(
    small_project: SmallProject, typed: str
) -> None:
    selected = Project(small_project.folder).select((typed,), None, None)

    assert names(selected.annexes) == ["Aftale Sønderå"]


def test_no_name_means_all_and_a_bundle_means_its_annexes(small_project: SmallProject) -> None:
    project = Project(small_project.folder)

    assert names(project.select((), None, None).annexes) == ["Aftale Nordby", "Aftale Sønderå"]
    assert names(project.select(("Midtbundt",), None, None).annexes) == [
        "Aftale Nordby",
        "Aftale Sønderå",
    ]
    assert names(project.select((), "Forebyggelse", "midtbundt").annexes) == [
        "Aftale Nordby",
        "Aftale Sønderå",
    ]


@pytest.mark.parametrize(
    ("who", "task", "bundle", "rule", "near"),
    [
        (("Nordbyy",), None, None, "unknown-who", "«nordby»"),
        (("xyz",), None, None, "unknown-who", "midtbundt, nordby, soenderaa"),
        (("",), None, None, "unknown-who", "nordby"),
        ((), "forebygelse", None, "unknown-task", "«forebyggelse»"),
        ((), None, "midtbunt", "unknown-bundle", "«midtbundt»"),
    ],
)
def test_an_unknown_name_says_which_are_near(
    small_project: SmallProject,
    who: tuple[str, ...],
    task: str | None,
    bundle: str | None,
    rule: str,
    near: str,
) -> None:
    with pytest.raises(UsageError) as caught:
        Project(small_project.folder).select(who, task, bundle)

    assert caught.value.rule == rule
    assert near in str(caught.value.hint)


def test_names_that_fit_no_annex_together_are_told(small_project: SmallProject) -> None:
    small_project.write("data/tasks/akutsygepleje.yaml", "x: 1\n")

    with pytest.raises(UsageError, match="no annex fits"):
        Project(small_project.folder).select(("nordby",), "akutsygepleje", None)


def test_a_bundle_that_cannot_be_read_does_not_hide_the_others(small_project: SmallProject) -> None:
    small_project.write("data/bundles/andet.yaml", "title: [\n")
    selected = Project(small_project.folder).select((), None, None)

    assert names(selected.annexes) == ["Aftale Nordby", "Aftale Sønderå"]
    assert [str(e.source) for e in selected.errors] == ["data/bundles/andet.yaml:2:1"]


# --- its records ---


def test_a_record_is_read_once(small_project: SmallProject) -> None:
    project = Project(small_project.folder)

    assert project.municipality("nordby") is project.municipality("nordby")


@pytest.mark.parametrize(
    ("old", "new", "rule", "file"),
    [
        ("region: midt", "region: mid", "no-such-record", "data/bundles/midtbundt.yaml"),
        (
            "{municipality: nordby, task: forebyggelse",
            "{municipality: nordby, task: forebygelse",
            "no-such-record",
            "data/bundles/midtbundt.yaml",
        ),
        (
            "template: aftale, file_name: Aftale N",
            "template: aftaler, file_name: Aftale N",
            "no-such-template",
            "data/bundles/midtbundt.yaml",
        ),
    ],
)
def test_what_a_bundle_names_must_be_there(
    small_project: SmallProject, old: str, new: str, rule: str, file: str
) -> None:
    small_project.change("data/bundles/midtbundt.yaml", old, new)
    error = small_project.error()

    assert error.rule == rule
    assert error.source is not None
    assert error.source.file == file
    assert "did you mean" in str(error.hint)


def test_a_municipality_that_is_not_there_is_told_with_the_nearest(
    small_project: SmallProject,
) -> None:
    with pytest.raises(AftalegenError) as caught:
        Project(small_project.folder).municipality("nordbye")

    assert caught.value.rule == "no-such-record"
    assert caught.value.hint == "did you mean «nordby»?"


def test_a_municipality_must_have_something_for_the_task(small_project: SmallProject) -> None:
    small_project.change(small_project.municipality_file, "  forebyggelse:", "  akutsygepleje:")
    error = small_project.error()

    assert error.rule == "task-without-facts"
    assert error.source is not None
    assert error.source.file == small_project.municipality_file


def test_a_decision_counts_for_its_tasks_and_regions_from_its_date(
    small_project: SmallProject,
) -> None:
    decision = """\
body: Regionsrådet
date: {date}
title: {title}
decided: Noget.
reason: Derfor.
source: sagen
tasks: [forebyggelse]
regions: [{region}]
"""
    for name, day, region in (
        ("b", "2026-03-18", "midt"),
        ("a", "2026-02-01", "midt"),
        ("senere", "2026-03-20", "midt"),
        ("fjern", "2026-01-01", "oest"),
    ):
        small_project.write(
            f"data/decisions/{day}-{name}.yaml",
            decision.format(date=day, title=name, region=region),
        )
    small_project.section("{% for decision in decisions %}\n- {{ decision.title }}\n{% endfor %}")
    (items,) = small_project.document().sections[-1].blocks

    assert [item.inlines[0].text for item in items.items] == ["a", "b"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Sønderå Kommune", ["Aftale Sønderå"]),
        ("SØNDERÅ KOMMUNE nordby kommune", ["Aftale Nordby", "Aftale Sønderå"]),
        ("Region Midtbundt", ["Aftale Nordby", "Aftale Sønderå"]),
    ],
)
def test_a_name_is_found_when_the_quotation_marks_were_left_out(
    small_project: SmallProject, typed: str, found: list[str]
) -> None:
    selected = Project(small_project.folder).select(tuple(typed.split()), None, None)

    assert names(selected.annexes) == found


def test_of_names_without_quotation_marks_the_unknown_one_is_told(
    small_project: SmallProject,
) -> None:
    with pytest.raises(UsageError, match="«Norby»"):
        Project(small_project.folder).select(("Sønderå", "Kommune", "Norby", "Kommune"), None, None)
