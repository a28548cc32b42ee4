"""Every file has one account: it is read, it is nobody's text, or it is told that it is not read."""

from pathlib import Path

import pytest

from aftalegen.build.made_of import project_hash
from aftalegen.cli.app import main
from aftalegen.records.files import files_below, files_in, meant_name
from aftalegen.records.project import Project
from aftalegen.words.faults import AftalegenError
from aftalegen.words.system_files import is_passed_over
from tests.conftest import SmallProject


def ran(project: SmallProject, command: str, *arguments: str) -> int:
    return main([command, "--project", str(project.folder), *arguments])


OPEN_EDITORS = [
    ".#02-oekonomi.md",  # Emacs: a link that leads nowhere
    "#02-oekonomi.md#",
    "02-oekonomi.md~",
    ".02-oekonomi.md.swp",  # Vim
    ".02-oekonomi.md.un~",
    "4913",
    "02-oekonomi.md___jb_tmp___",
    "~$02-oekonomi.md",  # Word
    ".~lock.02-oekonomi.md#",  # LibreOffice
    "._02-oekonomi.md",  # Finder, on a network drive
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    ".gitkeep",
    "...yaml",
]


def left(project: SmallProject, names: list[str]) -> None:
    """What programs leave, as links that lead nowhere, beside sections and records."""
    for folder in ("templates/aftale", "templates/faelles", "data/municipalities", "data/bundles"):
        (project.folder / folder).mkdir(exist_ok=True)
        for name in {one for n in names for one in (n, n.replace("02-oekonomi.md", "nordby.yaml"))}:
            (project.folder / folder / name).symlink_to("bruger@maskine.1234:1700000000")


@pytest.mark.parametrize("name", OPEN_EDITORS)
def test_what_an_open_editor_or_a_system_leaves_is_no_section_and_no_record(
    small_project: SmallProject, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    left(small_project, [name])

    assert is_passed_over(name)
    assert len(small_project.document().sections) == 2
    assert Project(small_project.folder).keys("municipalities") == ("nordby", "soenderaa")
    ran(small_project, "check", "--ignore", "completeness", "--select", "data,templates")
    assert name not in capsys.readouterr().out


def test_what_goes_out_is_made_while_editors_are_open(small_project: SmallProject) -> None:
    left(small_project, OPEN_EDITORS)

    assert project_hash(small_project.folder) is not None
    assert ran(small_project, "schema") == 0
    assert ran(small_project, "release", "midtbundt", "--edition", "V20260319", "--draft") == 0


@pytest.mark.parametrize(
    ("name", "ending", "meant"),
    [
        ("aarhus.yml", ".yaml", "aarhus.yaml"),
        ("aarhus.YAML", ".yaml", "aarhus.yaml"),
        ("aarhus.yaml.txt", ".yaml", "aarhus.yaml"),
        ("aarhus .yaml ", ".yaml", "aarhus.yaml"),
        ("06-vilkaar.MD", ".md", "06-vilkaar.md"),
        ("06-vilkaar.md.txt", ".md", "06-vilkaar.md"),
        ("06-vilkaar.markdown", ".md", "06-vilkaar.md"),
        ("aarhus.yaml", ".yaml", None),
        ("06-vilkaar.md", ".md", None),
        ("noter.txt", ".md", None),
        ("kladde.docx", ".md", None),
        (".06-vilkaar.md.swp", ".md", None),
    ],
)
def test_a_name_that_only_ends_otherwise_was_meant_to_be_read(
    name: str, ending: str, meant: str | None
) -> None:
    assert meant_name(name, ending) == meant


def test_only_names_that_end_just_so_are_read_on_every_system(tmp_path: Path) -> None:
    (tmp_path / "under").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.md", "a.md", "c.MD", ".d.md", "under/e.md", ".git/f.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")

    assert [path.name for path in files_in(tmp_path, ".md")] == ["a.md", "b.md"]
    assert [path.name for path in files_below(tmp_path, ".md")] == ["a.md", "b.md", "e.md"]
    assert files_in(tmp_path / "findes-ikke", ".md") == []


@pytest.mark.parametrize("name", ["03-vilkaar.md.txt", "03-vilkaar.MD", "03-vilkaar.markdown"])
def test_a_section_under_another_ending_stops_its_agreement(
    small_project: SmallProject, name: str
) -> None:
    small_project.write(f"templates/aftale/{name}", "---\nkey: v\ntitle: V\n---\nVilkår.\n")
    error = small_project.error()

    assert (error.rule, str(error.source)) == ("file-misnamed", f"templates/aftale/{name}:1:1")
    assert "03-vilkaar.md" in str(error.hint)


def renamed(project: SmallProject, old: str, new: str) -> None:
    (project.folder / old).rename(project.folder / new)


@pytest.mark.parametrize(
    ("old", "new", "asked"),
    [
        ("data/municipalities/nordby.yaml", "data/municipalities/nordby.yml", ["build", "nordby"]),
        ("data/municipalities/nordby.yaml", "data/municipalities/nordby.yml", ["build"]),
        ("data/bundles/midtbundt.yaml", "data/bundles/midtbundt.yaml.txt", ["build", "midtbundt"]),
        ("data/regions/midt.yaml", "data/regions/midt.YAML", ["build"]),
        ("data/tasks/forebyggelse.yaml", "data/tasks/forebyggelse.yml", ["build"]),
        ("templates/aftale/template.yaml", "templates/aftale/template.yml", ["build"]),
        ("data/law.yaml", "data/law.yml", ["check"]),
    ],
)
def test_what_is_missed_is_told_with_the_file_that_lies_there(
    small_project: SmallProject,
    old: str,
    new: str,
    asked: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    renamed(small_project, old, new)

    assert ran(small_project, *asked) in (2, 3)

    told = capsys.readouterr()
    assert new.rpartition("/")[2] in told.out + told.err


def test_an_include_under_another_ending_is_told(small_project: SmallProject) -> None:
    small_project.write("templates/faelles/stykke.md.txt", "Stykke.\n")
    small_project.section('{% include "faelles/stykke.md" %}')
    error = small_project.error()

    assert error.rule == "include-not-found"
    assert "stykke.md.txt" in str(error.hint)


# --- in check ---


def told(project: SmallProject, capsys: pytest.CaptureFixture[str], rule: str) -> list[str]:
    """The files that a rule tells of."""
    ran(project, "check", "--ignore", "completeness")
    lines = [line for line in capsys.readouterr().out.splitlines() if f"[{rule}]" in line]
    return sorted(line.split(":")[0].rpartition("projekt/")[2] for line in lines)


MISNAMED = [
    "data/municipalities/soenderaa2.yml",
    "data/decisions/2026-01-01-x.yaml.txt",
    "data/approvals/x.yml",
    "data/register.yml",
    "templates/faelles/stykke.markdown",
    "templates/tillaeg/template.yml",
]
UNREAD = [
    "data/municipalities/noter.txt",
    "data/kommuner/nordby.yaml",
    "data/municipalities/midt/nordby.yaml",
    "data/budgetter.xlsx",
    "templates/aftale/kladde.docx",
    "templates/house/gammelt-logo.png",
]


def test_check_tells_every_file_that_is_passed_over(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(small_project, capsys, "file-not-read") == []
    assert told(small_project, capsys, "file-misnamed") == []
    for name in (*MISNAMED, *UNREAD):
        small_project.write(name, "x: 1\n")

    assert told(small_project, capsys, "file-misnamed") == sorted(MISNAMED)
    assert told(small_project, capsys, "file-not-read") == sorted(UNREAD)


def test_a_record_that_is_not_there_is_told_with_the_nearest(small_project: SmallProject) -> None:
    with pytest.raises(AftalegenError) as caught:
        Project(small_project.folder).municipality("nordbyy")

    assert "nordby" in str(caught.value.fault.hint)
