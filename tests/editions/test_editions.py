"""Editions: frozen whole, never changed, read with every hash checked, rebuilt byte for byte."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aftalegen.build.builder import Builder
from aftalegen.build.formats import ARCHIVED, FORMATS, Format
from aftalegen.build.made_of import sha256
from aftalegen.checks.proof import Refused
from aftalegen.checks.run import proved
from aftalegen.cli.app import main
from aftalegen.document.nodes import Document
from aftalegen.editions.edition import Edition, load_edition
from aftalegen.editions.manifest import FORMAT
from aftalegen.editions.release import missing_by_municipality, released
from aftalegen.editions.verify import SUMS, sums_text
from aftalegen.records.project import Project
from aftalegen.records.released import edition_names
from aftalegen.words.faults import AftalegenError, each_error
from tests.conftest import ROOT, SmallProject
from tests.proofs import proof_of

pytestmark = pytest.mark.slow

Run = Callable[..., int]


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    return lambda *words: main([*words, "--project", str(small_project.folder)])


@pytest.fixture
def whole(small_project: SmallProject) -> SmallProject:
    """A project where nothing is missing."""
    small_project.change(
        "data/municipalities/soenderaa.yaml", "fixed_annual: null", "fixed_annual: 1_000_000"
    )
    return small_project


RELEASE = ("release", "midtbundt", "--edition", "V20260319")
EDITION = "editions/midtbundt/V20260319"


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def loaded(project: SmallProject) -> Edition:
    return load_edition(Project(project.folder), "midtbundt", "V20260319")


def built(project: SmallProject) -> list[Document]:
    opened = Project(project.folder)
    return [Builder(opened).annex_document(a) for a in opened.select((), None, None).annexes]


def error_of(project: SmallProject) -> AftalegenError:
    with pytest.raises(AftalegenError) as caught:
        loaded(project)
    (only,) = each_error(caught.value)
    return only


def test_an_edition_holds_the_documents_as_they_were(whole: SmallProject, run: Run) -> None:
    documents = built(whole)
    assert run(*RELEASE) == 0
    whole.change(whole.section_file, "Rammen", "Beløbet")

    edition = loaded(whole)
    assert list(edition.documents) == documents
    assert edition.document(documents[1].key) == documents[1]
    assert edition.document("midtbundt/andeby/forebyggelse/aftale") is None
    assert not edition.manifest.draft
    assert edition_names(Project(whole.folder), "midtbundt") == ("V20260319",)


def test_the_same_project_gives_the_same_edition(
    whole: SmallProject, run: Run, tmp_path: Path
) -> None:
    copy = shutil.copytree(whole.folder, tmp_path / "et andet sted")
    assert run(*RELEASE) == 0
    assert main([*RELEASE, "--project", str(copy)]) == 0

    assert files(copy / "editions") == files(whole.folder / "editions")


def test_what_is_missing_is_told_by_municipality_and_nothing_is_released(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*RELEASE) == 3

    told = capsys.readouterr()
    assert told.out.startswith("soenderaa: 1 missing\n  [årligt beløb")
    assert "data/municipalities/soenderaa.yaml:16 tasks.forebyggelse" in told.out
    assert "edition-incomplete" in told.err and "--draft" in told.err
    assert not (small_project.folder / "editions").exists()


def test_what_several_lack_is_told_once_as_shared(
    whole: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    whole.section("{{ choices.insurance }}")
    assert run(*RELEASE) == 3
    assert capsys.readouterr().out.startswith("shared: 1 missing\n  [forsikringsforhold")


def test_a_bundle_that_is_a_draft_is_not_released(
    whole: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    whole.change(
        "data/bundles/midtbundt.yaml", "enters_into_force:", "status: draft\nenters_into_force:"
    )
    assert run(*RELEASE) == 3
    told = capsys.readouterr().err
    assert "the bundle's status is «draft»" in told
    assert "data/bundles/midtbundt.yaml:5:1" in told


def test_a_draft_is_a_draft_in_the_manifest_and_in_every_document(
    small_project: SmallProject, run: Run
) -> None:
    assert [document.draft for document in built(small_project)] == ["", "UDKAST"]
    assert run(*RELEASE, "--draft") == 0

    edition = loaded(small_project)
    assert edition.manifest.draft
    assert [document.draft for document in edition.documents] == ["UDKAST", "UDKAST"]
    (fact,) = edition.manifest.annexes[1].missing
    assert fact.key == "tasks.forebyggelse.budget.fixed_annual"


def test_an_edition_is_never_released_twice(
    whole: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*RELEASE) == 0
    before = files(whole.folder / EDITION)
    whole.change(whole.section_file, "Rammen", "Beløbet")

    assert run(*RELEASE) == 4
    assert run(*RELEASE, "--draft") == 4
    assert "edition-exists" in capsys.readouterr().err
    assert files(whole.folder / EDITION) == before


@pytest.mark.parametrize("name", ["V20260320", "V2026", "../V20260319"])
def test_another_edition_than_the_bundles_is_refused(
    whole: SmallProject, run: Run, name: str
) -> None:
    assert run("release", "midtbundt", "--edition", name) == 2
    assert not (whole.folder / "editions").exists()


def test_an_annex_with_a_fault_keeps_the_whole_edition_back(whole: SmallProject, run: Run) -> None:
    whole.section("{{ nope }}")
    assert run(*RELEASE, "--draft") == 3
    assert not (whole.folder / "editions").exists()


def test_a_stopped_release_leaves_nothing(
    whole: SmallProject, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes, mode: int = 0o666) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("aftalegen.build.disk.write_new", full)
    assert run(*RELEASE) == 4
    assert not (whole.folder / "editions/midtbundt").exists()


@pytest.mark.parametrize(
    "name",
    [
        "annexes/nordby_forebyggelse_aftale.json",
        "style.json",
        "manifest.json",
        "SHA256SUMS",
    ],
)
def test_a_changed_file_is_named(whole: SmallProject, run: Run, name: str) -> None:
    assert run(*RELEASE) == 0
    path = whole.folder / EDITION / name
    path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))

    with pytest.raises(AftalegenError) as caught:
        loaded(whole)
    places = {(error.rule, str(error.source)) for error in each_error(caught.value)}
    assert ("edition-changed", f"{EDITION}/{name}:1:1") in places
    assert run("rebuild", "midtbundt", "--edition", "V20260319") == 3


def test_a_file_that_is_gone_is_named(whole: SmallProject, run: Run) -> None:
    assert run(*RELEASE) == 0
    (whole.folder / EDITION / "style.json").unlink()
    assert error_of(whole).message == "style.json of the edition V20260319 is gone"


def test_a_file_laid_beside_is_not_read(whole: SmallProject, run: Run) -> None:
    assert run(*RELEASE) == 0
    (whole.folder / EDITION / "noter.txt").write_bytes(b"\x00")
    assert loaded(whole).documents
    assert main(["verify", str(whole.folder / EDITION)]) == 1


def test_verify_says_that_an_edition_is_as_issued(whole: SmallProject, run: Run) -> None:
    assert run(*RELEASE) == 0
    assert main(["verify", str(whole.folder / EDITION)]) == 0


def test_an_edition_that_is_not_there_is_told_with_those_that_are(
    whole: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*RELEASE) == 0
    assert run("rebuild", "midtbundt", "--edition", "V20260318") == 2
    assert "V20260319" in capsys.readouterr().err


def test_documents_are_rebuilt_byte_for_byte_whatever_the_project_says_now(
    small_project: SmallProject, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "før"
    assert run("build", "--out", str(out), "--format", "docx,pdf,txt,json") == 0
    assert run(*RELEASE, "--draft") == 0
    small_project.section("Helt andet {{ nope }}")
    small_project.change("templates/house/style.yaml", "heading: ", "heading: '000000' # ")
    small_project.write("data/municipalities/soenderaa.yaml", "ødelagt")

    again = tmp_path / "igen"
    assert run("rebuild", "midtbundt", "--edition", "V20260319", "--out", str(again),
               "--format", "docx,pdf,txt,json") == 0  # fmt: skip
    before = files(out / "midtbundt")
    for name, data in files(again / "midtbundt/V20260319").items():
        if "Sønderå" in name:  # Nordby's had no draft mark before
            assert data == before[name], name
    manifest = loaded(small_project).manifest
    assert len(manifest.annexes) == 2


def test_another_program_is_told_and_other_bytes_are_counted(
    whole: SmallProject, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert run(*RELEASE) == 0
    monkeypatch.setattr("aftalegen.editions.edition.__version__", "9.9.9")
    rebuild = ("rebuild", "midtbundt", "--edition", "V20260319", "--format", "docx")
    assert run(*rebuild) == 0
    assert "another program" in capsys.readouterr().err

    monkeypatch.setitem(FORMATS, "docx", Format("docx", lambda *_: b"PK other"))
    assert run(*rebuild) == 1
    assert "2 files, 0 as released, 2 with other bytes" in capsys.readouterr().out


def forged(project: SmallProject, name: str, data: bytes) -> None:
    """A file of the edition changed, and the sums with it."""
    folder = project.folder / EDITION
    (folder / name).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for file in (*manifest["index"], *(f for a in manifest["annexes"] for f in a["files"])):
        file["sha256"] = sha256((folder / file["name"]).read_bytes())
    if name != "manifest.json":
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    hashes = {k: sha256(v) for k, v in files(folder).items() if k != SUMS}
    (folder / SUMS).write_bytes(sums_text(hashes))


def test_a_newer_manifest_asks_for_a_newer_program(whole: SmallProject, run: Run) -> None:
    assert run(*RELEASE) == 0
    manifest = json.loads((whole.folder / EDITION / "manifest.json").read_bytes())
    forged(
        whole, "manifest.json", json.dumps({**manifest, "format": FORMAT + 1, "new": True}).encode()
    )

    error = error_of(whole)
    assert (error.rule, error.hint) == ("newer-format", "install the newest version of aftalegen")


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("style.json", b"{}", "not-an-edition"),
        ("style.json", b"\xff", "not-an-edition"),
        ("annexes/nordby_forebyggelse_aftale.json", b"{}", "not-a-document"),
        ("annexes/nordby_forebyggelse_aftale.json", b"[" * 100_000, "too-deep"),
    ],
)
def test_what_was_forged_with_its_sums_is_still_no_traceback(
    whole: SmallProject, run: Run, name: str, data: bytes, rule: str
) -> None:
    assert run(*RELEASE) == 0
    forged(whole, name, data)
    assert error_of(whole).rule == rule
    assert run("plan") == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"1.234.000", b"9.234.000"), (b"Region Midt", b"Region Nord")],
    ids=["of substance", "on the title page too"],
)
def test_other_words_are_refused_though_every_sum_was_forged_with_them(
    whole: SmallProject, run: Run, old: bytes, new: bytes
) -> None:
    assert run(*RELEASE) == 0
    name = "annexes/nordby_forebyggelse_aftale.json"
    data = (whole.folder / EDITION / name).read_bytes()
    assert old in data
    forged(whole, name, data.replace(old, new))

    error = error_of(whole)
    assert error.rule == "edition-changed"
    assert str(error.source) == f"{EDITION}/{name}:1:1"


def test_a_title_page_is_compared_by_the_program_that_wrote_it(
    whole: SmallProject, run: Run
) -> None:
    whole.section("Uændret.")
    assert run(*RELEASE) == 0
    name = "annexes/nordby_forebyggelse_aftale.json"
    data = (whole.folder / EDITION / name).read_bytes()
    forged(whole, name, data.replace(b'"Aftale om ', b'"Aftale uden '))
    assert error_of(whole).rule == "edition-changed"


def test_a_python_caller_releases_and_is_told_what_is_missing(small_project: SmallProject) -> None:
    project = Project(small_project.folder)
    bundle = project.select((), None, "midtbundt")
    refused = proved(project, bundle, "final")
    assert isinstance(refused, Refused)
    assert list(missing_by_municipality(refused.annexes)) == ["soenderaa"]

    proof = proof_of(project, "midtbundt", stage="draft", formats=ARCHIVED)
    found = released(project, proof, "midtbundt", "V20260319")
    assert found.folder == small_project.folder / EDITION
    assert len(loaded(small_project).documents) == len(found.annexes) == 2


def test_an_edition_under_another_name_is_refused(whole: SmallProject, run: Run) -> None:
    assert run(*RELEASE) == 0
    shutil.copytree(whole.folder / EDITION, whole.folder / "editions/midtbundt/V20260401")
    with pytest.raises(AftalegenError) as caught:
        load_edition(Project(whole.folder), "midtbundt", "V20260401")
    assert caught.value.rule == "edition-renamed"


@pytest.mark.conformance  # 38 annexes in four formats
def test_the_shipped_bundles_can_be_frozen_as_drafts(tmp_path: Path) -> None:
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    command = ["release", "midtjylland", "--edition", "V20260319"]
    assert main([*command, "--draft", "--project", str(tmp_path)]) == 0
    size = sum(p.stat().st_size for p in (tmp_path / "editions").rglob("*") if p.is_file())
    assert size < 7_000_000
