"""`aftalegen approval --move`: approvals below a task come to the file of their agreement."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aftalegen.build import disk
from aftalegen.cli.app import main
from aftalegen.editions.status import statuses
from aftalegen.records.agreements import Agreements
from aftalegen.records.project import Project
from tests.conftest import SmallProject

NORDBY = "data/municipalities/nordby.yaml"
TO = "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml"
TASK = "    local:\n      opening_hours: null"
OLD = """\
    # Hvad organerne sagde.
    approvals:  # fra sagen
      - body: Udvalget
        date: 2026-03-10   # en tirsdag
        outcome: recommended
        source: "sagen #7"
        note: >-
          To linjer,
          der er én.

      # Rådet havde det sidst.
      - {body: Rådet, date: 2026-03-17, outcome: approved, source: sagen}
        # Referatet er godkendt.
"""
NEW = """\
# Hvad organerne sagde.
# fra sagen
approvals:
  - body: Udvalget
    date: 2026-03-10   # en tirsdag
    outcome: recommended
    source: "sagen #7"
    note: >-
      To linjer,
      der er én.

  # Rådet havde det sidst.
  - {body: Rådet, date: 2026-03-17, outcome: approved, source: sagen}
    # Referatet er godkendt.
"""

Run = Callable[..., int]


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    return lambda *words: main(["approval", *words, "--project", str(small_project.folder)])


def old_place(small: SmallProject, approvals: str = OLD) -> str:
    """The approvals written below the task; the text of the file without them."""
    before = small.folder.joinpath(NORDBY).read_text(encoding="utf-8")
    small.change(NORDBY, TASK, approvals + TASK)
    return before


def text_of(small: SmallProject, name: str) -> str:
    return small.folder.joinpath(name).read_bytes().decode("utf-8")


def told(small: SmallProject) -> object:
    """What is read of the agreement's approvals, and how far it is."""
    project = Project(small.folder)
    (nordby, _other) = project.select((), None, None).annexes
    known = Agreements(project).approvals(nordby)
    (bundle,) = statuses(project, [nordby], project.bundle("midtbundt").record.edition_date)
    return [one.approval for one in known], [task.standing for task in bundle.tasks]


def test_the_lines_move_with_their_comments_and_nothing_else_is_touched(
    small_project: SmallProject, run: Run
) -> None:
    without = old_place(small_project)
    before = told(small_project)

    assert run("--move", "--write") == 0
    assert text_of(small_project, TO) == NEW
    assert text_of(small_project, NORDBY) == without
    assert told(small_project) == before
    assert (
        main(["check", "--project", str(small_project.folder), "--select", "data"]) == 1
    )  # Udvalget
    assert run("--move", "--write") == 0  # and there is nothing left to move


def test_it_is_shown_first_and_nothing_is_written(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    old_place(small_project)
    before = text_of(small_project, NORDBY)

    assert run("--move") == 1
    said = capsys.readouterr().out
    assert f"--- /dev/null\n+++ {TO}" in said and f"--- {NORDBY}\n+++ {NORDBY}" in said
    assert "+  - body: Udvalget" in said and "-      - body: Udvalget" in said
    assert said.endswith("2 approvals to be moved, 0 files written\n")
    assert text_of(small_project, NORDBY) == before
    assert not small_project.folder.joinpath("data/approvals").exists()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_they_come_after_those_that_are_there(
    newline: str, small_project: SmallProject, run: Run
) -> None:
    old_place(small_project)
    own = """\
approvals:
 - body: Rådet
   date: 2026-01-01
   outcome: noted
   source: før
   # om det
"""
    path = small_project.folder / TO
    path.parent.mkdir()
    path.write_bytes(f"{own}# sidst\n".replace("\n", newline).encode())
    before = told(small_project)

    assert run("--move", "--write") == 0
    said = text_of(small_project, TO)
    assert said.startswith(
        f"{own} # Hvad organerne sagde.\n # fra sagen\n - body: Udvalget\n   date".replace(
            "\n", newline
        )
    )
    assert said.endswith(f"   # Referatet er godkendt.{newline}# sidst{newline}")
    assert told(small_project) == before


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        (
            "    approvals: [{body: Rådet, date: 2026-03-17, outcome: noted, source: sagen},\n"
            "      {body: Rådet, date: 2026-03-18, outcome: noted, source: sagen}]\n",
            "approvals:\n  - {body: Rådet, date: 2026-03-17, outcome: noted, source: sagen}\n"
            "  - {body: Rådet, date: 2026-03-18, outcome: noted, source: sagen}\n",
        ),
        (
            "    approvals:\n    - body: Rådet\n      date: 2026-03-17\n      outcome: noted\n      source: |\n"
            "        sagen\n\n          ja\n\n",
            "approvals:\n  - body: Rådet\n    date: 2026-03-17\n    outcome: noted\n    source: |\n"
            "      sagen\n\n        ja\n",
        ),
    ],
)  # fmt: skip
def test_a_list_however_it_is_written(
    written: str, becomes: str, small_project: SmallProject, run: Run
) -> None:
    old_place(small_project, written)
    before = told(small_project)

    assert run("--move", "--write") == 0
    assert text_of(small_project, TO) == becomes
    assert told(small_project) == before


def test_a_byte_order_mark_and_windows_line_ends_stay_where_they_were(
    small_project: SmallProject, run: Run
) -> None:
    without = old_place(small_project)
    path = small_project.folder / NORDBY
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert run("--move", "--write") == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + without.replace("\n", "\r\n").encode()
    assert text_of(small_project, TO) == NEW.replace("\n", "\r\n")


def test_where_a_task_has_several_agreements_each_gets_what_was_read_for_it(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project.write(
        "templates/andet/template.yaml",
        "kind: samarbejdsaftale\n" + text_of(small_project, "templates/aftale/template.yaml"),
    )
    small_project.write("templates/andet/01.md", "---\nkey: a\ntitle: A\n---\nOrd.\n")
    small_project.change(
        "data/bundles/midtbundt.yaml",
        "sources:",
        "  - {municipality: nordby, task: forebyggelse, template: andet, file_name: Andet}\nsources:",
    )
    old_place(small_project)

    assert run("--move", "--write") == 0
    assert f"{NORDBY}:22:5: the task has several agreements" in capsys.readouterr().err
    assert (
        text_of(small_project, TO.replace("aftale.", "andet.")) == text_of(small_project, TO) == NEW
    )


# --- whole or not at all ----------------------------------------------------------------------


def test_a_run_that_was_killed_between_the_files_is_made_good_by_the_next(
    small_project: SmallProject, run: Run
) -> None:
    without = old_place(small_project)
    small_project.write(TO, NEW)

    assert run("--move", "--write") == 0
    assert (text_of(small_project, TO), text_of(small_project, NORDBY)) == (NEW, without)


def test_where_a_file_cannot_be_written_all_are_as_they_were(
    small_project: SmallProject, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_place(small_project)
    before, renamed = text_of(small_project, NORDBY), disk.rename

    def fails(old: Path, new: Path) -> None:
        if new.name == "nordby.yaml":
            raise OSError("disken er fuld")
        renamed(old, new)

    monkeypatch.setattr(disk, "rename", fails)
    assert run("--move", "--write") == 4
    assert text_of(small_project, NORDBY) == before
    assert not small_project.folder.joinpath(TO).exists()


def refusals(small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said when nothing is moved, also not of the other municipality, which could be."""
    small.change("data/municipalities/soenderaa.yaml", TASK, OLD + TASK)
    before = {p: p.read_bytes() for p in small.folder.rglob("*.yaml")}
    assert run("--move", "--write") == 3
    assert {p: p.read_bytes() for p in small.folder.rglob("*.yaml")} == before
    return capsys.readouterr().err


def test_approvals_that_no_agreement_is_about_are_told(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    old_place(small_project)
    line = "  - {municipality: nordby, task: forebyggelse, template: aftale, file_name: Aftale Nordby}\n"
    small_project.change("data/bundles/midtbundt.yaml", line, "")
    said = refusals(small_project, run, capsys)
    assert "error[approvals-of-nothing]" in said and f"{NORDBY}:22:5" in said


def test_what_stands_in_both_places_is_told(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    old_place(small_project)
    small_project.write(
        TO, "approvals:\n- {body: Rådet, date: 2026-03-17, outcome: approved, source: sagen}\n"
    )
    assert "error[approval-twice]" in refusals(small_project, run, capsys)


@pytest.mark.parametrize(
    "written",
    [
        "    approvals: [{body: Rådet, date: 2026-03-17, outcome: noted, source: sagen},\n"
        "      # om den anden\n"
        "      {body: Rådet, date: 2026-03-18, outcome: noted, source: sagen}]\n",
        "    ? approvals\n    : - {body: Rådet, date: 2026-03-17, outcome: noted, source: sagen}\n",
    ],
)  # fmt: skip
def test_lines_that_cannot_be_told_from_others_are_told(
    written: str, small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    old_place(small_project, written)
    assert "error[cannot-edit]" in (said := refusals(small_project, run, capsys))
    assert f"{NORDBY}:2" in said


def test_without_a_word_of_what_to_do_it_asks(run: Run) -> None:
    assert run() == 2
