"""`aftalegen dossier`: a municipality's case in order, what is closed left out and listed."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from aftalegen.cli.app import main
from tests.conftest import SmallProject
from tests.negotiation.register import fill
from tests.reading_back import docx_blocks, pdf_blocks

BUNDLE = "data/bundles/midtbundt.yaml"
Run = Callable[..., int]


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    return lambda *words: main([*words, "--project", str(small_project.folder)])


def release(run: Run, project: SmallProject, edition: str) -> None:
    day = f"{edition[1:5]}-{edition[5:7]}-{edition[7:]}"
    text = (project.folder / BUNDLE).read_text(encoding="utf-8")
    now = text.split("edition: ")[1][:9]
    then = f"{now[1:5]}-{now[5:7]}-{now[7:]}"
    project.write(BUNDLE, text.replace(now, edition).replace(then, day))
    assert run("release", "midtbundt", "--edition", edition, "--draft") == 0


def with_local_annex(project: SmallProject, more: str = "") -> None:
    """Nordby with an annex of its own."""
    shutil.copytree(project.folder / "templates/aftale", project.folder / "templates/bilag")
    head = project.folder / "templates/bilag/template.yaml"
    head.write_text(f"kind: lokalt-bilag\n{head.read_text(encoding='utf-8')}", encoding="utf-8")
    own = (
        "  - {municipality: nordby, task: forebyggelse, template: bilag, "
        f"file_name: Bilag Nordby{more}}}\n"
    )
    project.change(BUNDLE, "sources:", f"{own}sources:")


def manifest(project: SmallProject) -> Any:
    return json.loads((folder_of(project) / "manifest.json").read_bytes())


def folder_of(project: SmallProject) -> Path:
    return project.folder / "output/Aktindsigt Nordby Kommune"


def told(project: SmallProject) -> list[tuple[str, str]]:
    return [(entry["date"], entry["kind"]) for entry in manifest(project)["annexes"]]


def test_the_case_stands_in_the_order_of_the_days(run: Run, small_project: SmallProject) -> None:
    release(run, small_project, "V20260224")
    small_project.change("templates/aftale/01-parter.md", "årligt", "hvert andet år")
    release(run, small_project, "V20260319")
    small_project.write(
        "data/decisions/2026-03-01-om-noget.yaml",
        "body: Rådet\ndate: 2026-03-01\ntitle: Om noget\ndecided: Det besluttes.\nreason: Fordi.\n"
        "source: referatet\ntasks: [forebyggelse]\nregions: [midt]\n",
    )
    small_project.write(
        "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml",
        "approvals:\n"
        "  - {body: Rådet, party: municipality, date: 2026-02-26, outcome: approved,"
        " edition: V20260224, wording: Godkendt, source: referatet}\n"
        "  - {body: Rådet, party: region, date: 2026-04-26, outcome: planned, source: referatet}\n",
    )
    fill(small_project)
    assert run("dossier", "Nordby Kommune") == 0

    found = told(small_project)
    assert found == sorted(found, key=lambda one: one[0])
    assert found[:5] == [
        ("2026-02-24", "edition"), ("2026-02-26", "approval"), ("2026-03-01", "decision"),
        ("2026-03-19", "edition"), ("2026-03-19", "redline"),
    ]  # fmt: skip
    assert {kind for _day, kind in found[5:]} == {"proposals", "answer"}  # no meeting to come


def test_the_redline_marks_what_changed_from_one_edition_to_the_next(
    run: Run, small_project: SmallProject
) -> None:
    release(run, small_project, "V20260224")
    small_project.change("templates/aftale/01-parter.md", "årligt", "hvert andet år")
    release(run, small_project, "V20260319")
    assert run("dossier", "nordby") == 0
    (redline,) = (e for e in manifest(small_project)["annexes"] if e["kind"] == "redline")
    words = pdf_blocks((folder_of(small_project) / redline["files"][0]["name"]).read_bytes())
    assert any("hvert andet år" in one.words and "årligt" in one.words for one in words)


def test_nothing_of_another_municipality_is_in_it(run: Run, small_project: SmallProject) -> None:
    release(run, small_project, "V20260319")
    fill(small_project)
    assert run("dossier", "nordby") == 0
    for path in folder_of(small_project).iterdir():
        assert "Sønderå" not in path.name
        if path.suffix == ".pdf":
            said = " ".join(block.words for block in pdf_blocks(path.read_bytes()))
            assert "Sønderå" not in said, path.name


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_closed_or_may_be_is_left_out_and_listed(
    gone: bool, run: Run, small_project: SmallProject
) -> None:
    with_local_annex(small_project, "" if gone else ", open: false")
    release(run, small_project, "V20260224")
    if gone:
        text = (small_project.folder / BUNDLE).read_text(encoding="utf-8")
        lines = [line for line in text.split("\n") if "Bilag Nordby" not in line]
        small_project.write(BUNDLE, "\n".join(lines))
    small_project.change("templates/bilag/01-parter.md", "årligt", "hvert andet år")
    release(run, small_project, "V20260319")
    assert run("dossier", "nordby") == 0

    left = manifest(small_project)["left_out"]
    whys = {one["because"] for one in left}
    assert len(left) == (1 if gone else 2)
    assert all("Bilag Nordby" in one["what"] for one in left)
    assert ("ikke længere" in whys.pop()) == gone
    assert not any("Bilag" in path.name for path in folder_of(small_project).iterdir())
    word = docx_blocks((folder_of(small_project) / "Aktliste.docx").read_bytes())
    assert any("Bilag Nordby" in block.words for block in word)
    assert not any("redline" in kind for _day, kind in told(small_project))


def test_a_proposal_about_a_closed_annex_is_left_out(run: Run, small_project: SmallProject) -> None:
    with_local_annex(small_project, ", open: false")
    release(run, small_project, "V20260319")
    common = (
        "kind: comment, state: noted, answer: Ja, decided_by: Styregruppen, decided_on: 2026-03-25"
    )
    small_project.write(
        "data/proposals/midtbundt/V20260319/nordby.forebyggelse.yaml",
        "proposals:\n"
        f"  - {{id: nordby-01, template: bilag, comment: Hemmeligt., {common}}}\n"
        f"  - {{id: nordby-02, section: oekonomi, comment: Uvist hvor., {common}}}\n"
        f"  - {{id: nordby-03, template: aftale, comment: Åbent., {common}}}\n",
    )
    assert run("dossier", "nordby") == 0
    left = [one["what"] for one in manifest(small_project)["left_out"]]
    assert {"Forslag nordby-01", "Forslag nordby-02"} <= {*left}
    said = "".join(
        block.words
        for path in folder_of(small_project).glob("*.pdf")
        for block in pdf_blocks(path.read_bytes())
    )
    assert "Åbent." in said
    assert "Hemmeligt" not in said and "Uvist" not in said


# --- whole, or not at all ---------------------------------------------------------------------


def test_it_is_whole_and_verify_says_so_of_folder_and_zip(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    release(run, small_project, "V20260319")
    assert run("dossier", "nordby", "--zip") == 0
    folder = folder_of(small_project)
    archive = folder.with_name(f"{folder.name}.zip")
    assert main(["verify", str(folder)]) == main(["verify", str(archive)]) == 0
    with ZipFile(archive) as inside:
        assert set(inside.namelist()) == {path.name for path in folder.iterdir()}
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for line in sums:
        known, name = line.split("  ", 1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == known

    capsys.readouterr()
    (folder / "Aktliste.docx").write_bytes(b"")
    assert main(["verify", str(folder)]) == 1
    assert "changed: Aktliste.docx" in capsys.readouterr().out
    assert run("dossier", "nordby") == 4  # what somebody edited is not replaced


def test_the_same_case_gives_the_same_bytes(run: Run, small_project: SmallProject) -> None:
    release(run, small_project, "V20260319")
    out = small_project.folder.parent
    for name in ("a", "b"):
        assert run("dossier", "nordby", "--out", str(out / name)) == 0
    assert {p.name: p.read_bytes() for p in (out / "a").iterdir()} == {
        p.name: p.read_bytes() for p in (out / "b").iterdir()
    }


def test_an_edition_that_somebody_changed_stops_it_whole(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    release(run, small_project, "V20260224")
    release(run, small_project, "V20260319")
    (damaged,) = (small_project.folder / "editions/midtbundt/V20260224/annexes").glob("*ordby*")
    damaged.write_bytes(damaged.read_bytes().replace(b"Nordby", b"Sydbyy"))
    assert run("dossier", "nordby") == 3
    assert "error[edition-changed]" in capsys.readouterr().err
    assert not (small_project.folder / "output").exists()


def test_where_nothing_was_released_there_is_no_case(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("dossier", "nordby") == 2
    assert "error[nothing-released]" in capsys.readouterr().err
    assert run("dossier", "nordbi") == 2
    assert "nordby" in capsys.readouterr().err


def test_what_others_made_is_laid_in_as_it_is_and_what_is_closed_or_awaited_is_listed(
    run: Run, small_project: SmallProject
) -> None:
    (small_project.folder / "data/external").mkdir()
    file = small_project.folder / "data/external/kort.docx"
    file.write_bytes(b"PK\x03\x04 FIKTIV")
    small_project.change(
        BUNDLE,
        "sources:",
        """external:
  - {number: 3, title: Kort, file: kort.docx, provider: Fiktivt kontor}
  - {number: 4, title: Lukket kort, file: kort.docx, provider: Fiktivt kontor, open: false}
  - {number: 5, title: Svar, provider: Fiktiv Myndighed, municipality: nordby}
  - {number: 6, title: Naboens, provider: Fiktiv Myndighed, municipality: soenderaa}
sources:""",
    )
    release(run, small_project, "V20260319")
    assert run("dossier", "nordby") == 0

    there, awaited = (one for one in manifest(small_project)["annexes"] if one["kind"] == "annex")
    assert there["what"] == "Kort, fra Fiktivt kontor"
    (laid,) = there["files"]
    assert laid["name"].endswith(" Bilag 3 - Kort.docx")
    assert (folder_of(small_project) / laid["name"]).read_bytes() == file.read_bytes()
    assert "foreligger ikke; leveres af Fiktiv Myndighed" in awaited["what"]
    assert awaited["files"] == []
    (left,) = manifest(small_project)["left_out"]
    assert (left["what"], left["because"]) == ("Lukket kort, fra Fiktivt kontor", "lukket bilag")
