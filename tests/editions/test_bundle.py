"""A bundle for the case files: what is in it, its bytes, and whether it is still as issued."""

import io
import json
import shutil
import stat
import subprocess
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any
from unittest import mock

import pikepdf
import pytest
from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from aftalegen.build.made_of import sha256
from aftalegen.cli.app import main
from aftalegen.editions.manifest import FORMAT
from aftalegen.editions.verify import verified
from aftalegen.words import package
from aftalegen.words.alphabet import is_way
from aftalegen.words.faults import InputError
from aftalegen.writers.sheet import table_xlsx
from tests.conftest import SmallProject

ANNEXES = {f"Aftale {who}.{kind}" for who in ("Nordby", "Sønderå") for kind in ("docx", "pdf")}
INDEX = {f"Bilagsoversigt.{kind}" for kind in ("docx", "pdf", "xlsx")}


def bundle(project: SmallProject, out: Path, *more: str) -> int:
    return main(["bundle", "midtbundt", "--project", str(project.folder), "--out", str(out), *more])


@pytest.fixture
def issued(small_project: SmallProject, tmp_path: Path) -> Path:
    """A bundle's folder, with its zip beside it."""
    assert bundle(small_project, tmp_path / "samling", "--zip") == 0
    return tmp_path / "samling"


def manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def told(path: Path) -> dict[str, str]:
    """What verify has to tell: the files that are not as issued."""
    return {f.name: f.state for f in verified(path) if f.state != "as issued"}


# --- what is in it ----------------------------------------------------------------------------


def test_a_bundle_holds_the_annexes_an_overview_a_manifest_and_sums(issued: Path) -> None:
    names = {path.name for path in issued.iterdir()}

    assert names == ANNEXES | INDEX | {"manifest.json", "SHA256SUMS"}
    with zipfile.ZipFile(issued.with_name("samling.zip")) as archive:
        assert archive.namelist() == sorted(names)
        assert all(archive.read(name) == (issued / name).read_bytes() for name in names)


def test_all_annexes_are_one_pdf_too_with_a_bookmark_and_contents_for_each(
    small_project: SmallProject, tmp_path: Path
) -> None:
    assert bundle(small_project, tmp_path / "samling", "--one-pdf") == 0
    whole = tmp_path / "samling" / "Alle bilag.pdf"

    with pikepdf.open(whole) as pdf, pdf.open_outline() as outline:
        titles = [one.title for one in outline.root]
        below = [one.title for one in outline.root[1].children]
        pages = len(pdf.pages)
    single = [
        len(pikepdf.open(p).pages) for p in (tmp_path / "samling").glob("*.pdf") if p != whole
    ]
    assert titles == [
        "Bilag i sagens orden",
        "Aftale om forebyggelse mellem Region Midt og Nordby Kommune",
        "Aftale om forebyggelse mellem Region Midt og Sønderå Kommune",
    ]
    assert below[0].startswith("1 ")
    assert pages == sum(single) + 2  # the one PDF has a cover with contents
    rows = rows_of(tmp_path / "samling")
    first = [int(row[rows[0].index("Side i Alle bilag.pdf")]) for row in rows[1:]]
    texts = [extract_text(whole, page_numbers=[page - 1]) for page in first]
    assert ["Nordby" in texts[0], "Sønderå" in texts[1]] == [True, True]
    assert all("Aftale om forebyggelse" in text for text in texts)
    assert told(tmp_path / "samling") == {}
    assert whole.name in {file["name"] for file in manifest(tmp_path / "samling")["index"]}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="coreutils is not here")
def test_sha256sum_accepts_the_sums(issued: Path) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    done = subprocess.run(command, cwd=issued, capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (0, b"")


def test_the_manifest_tells_files_sources_pages_draft_and_what_is_missing(
    issued: Path, small_project: SmallProject
) -> None:
    tree = manifest(issued)
    nordby, soenderaa = tree["annexes"]

    assert tree["format"] == FORMAT
    assert set(tree["engines"]) == {"lxml", "python-docx", "typst", "openpyxl"}
    assert [a["municipality"] for a in tree["annexes"]] == ["nordby", "soenderaa"]
    assert (nordby["draft"], nordby["missing"]) == (False, [])
    assert soenderaa["draft"]
    assert [m["key"] for m in soenderaa["missing"]] == ["tasks.forebyggelse.budget.fixed_annual"]
    for annex in tree["annexes"]:
        for file in annex["files"]:
            assert sha256((issued / file["name"]).read_bytes()) == file["sha256"]
        for source in annex["sources"]:
            assert sha256((small_project.folder / source["file"]).read_bytes()) == source["sha256"]
        with pikepdf.open(issued / f"{annex['files'][1]['name']}") as pdf:
            assert annex["pages"] == len(pdf.pages)
    assert {s["file"] for s in nordby["sources"]} == {
        "data/bundles/midtbundt.yaml",
        "data/law.yaml",
        "data/municipalities/nordby.yaml",
        "data/regions/midt.yaml",
        "data/tasks/forebyggelse.yaml",
        "templates/aftale/01-parter.md",
        "templates/aftale/02-oekonomi.md",
        "templates/aftale/template.yaml",
        "templates/house/style.yaml",
    }


def rows_of(issued: Path) -> list[list[str]]:
    """The rows of the index as a sheet."""
    sheet = load_workbook(issued / "Bilagsoversigt.xlsx").active
    assert sheet is not None
    return [[str(cell.value) for cell in row] for row in sheet.iter_rows()]


def test_what_is_the_same_of_all_annexes_is_said_once_above_them(issued: Path) -> None:
    said = extract_text(issued / "Bilagsoversigt.pdf")

    assert said.count("Åben/lukket") == 1 and said.count("mangler") == 2
    assert "–\n" not in said
    assert said.startswith("UDKAST")
    assert "Aftale om forebyggelse, Nordby" in " ".join(said.split())


def test_the_overview_has_a_row_for_each_annex_in_the_bundles_order(issued: Path) -> None:
    rows = rows_of(issued)

    assert rows[0][:4] == ["Bilag", "Titel", "Opgave", "Kommune"]
    assert [row[3] for row in rows[1:]] == ["Nordby", "Sønderå"]
    assert rows[1] == [
        "uden nr.", "Aftale om forebyggelse", "forebyggelse", "Nordby", "V20260319", "Udkast", "Åben",
        "mangler", "mangler", "Aftale Nordby",
    ]  # fmt: skip


def test_a_sheet_takes_every_value_as_text_and_is_the_same_twice() -> None:
    values = ["=1+1", "0707", "+45 12", "@SUM(A1)", "<b>&"]
    first = table_xlsx("Prøve", [("A", 9)] * 5, [values], "Region", "2026-03-19")

    sheet = load_workbook(io.BytesIO(first)).active
    assert sheet is not None
    assert [(c.value, c.data_type) for c in sheet[2]] == [(v, "s") for v in values]
    assert table_xlsx("Prøve", [("A", 9)] * 5, [values], "Region", "2026-03-19") == first
    assert b"2026-03-19T00:00:00Z" in zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")


def test_the_same_bundle_twice_is_the_same_bytes(
    issued: Path, small_project: SmallProject, tmp_path: Path
) -> None:
    before = issued.with_name("samling.zip").read_bytes()

    assert bundle(small_project, tmp_path / "igen", "--zip", "--jobs", "2") == 0
    assert (tmp_path / "igen.zip").read_bytes() == before


# --- writing it -------------------------------------------------------------------------------


def test_one_faulty_annex_and_nothing_is_written(
    small_project: SmallProject, tmp_path: Path
) -> None:
    small_project.change("data/municipalities/nordby.yaml", "council:", "counsil:")

    assert bundle(small_project, tmp_path / "samling", "--zip") == 3
    assert [path.name for path in tmp_path.iterdir()] == ["projekt"]


def test_an_untouched_bundle_is_replaced_and_an_edited_one_is_not(
    issued: Path, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    for amount in ("1_234_000", "1234000"):
        small_project.change("data/municipalities/nordby.yaml", amount, "1_235_000")
    before = manifest(issued)["annexes"][0]["text_sha256"]
    assert bundle(small_project, issued) == 0
    assert manifest(issued)["annexes"][0]["text_sha256"] != before

    (issued / "Aftale Nordby.docx").write_bytes(b"mine")
    assert bundle(small_project, issued) == 4
    assert (issued / "Aftale Nordby.docx").read_bytes() == b"mine"
    assert "Aftale Nordby.docx" in capsys.readouterr().err


def test_a_folder_with_other_files_is_never_replaced(
    small_project: SmallProject, tmp_path: Path
) -> None:
    (tmp_path / "mit").mkdir()
    (tmp_path / "mit" / "noter.txt").write_text("mine", encoding="utf-8")

    assert bundle(small_project, tmp_path / "mit") == 4
    assert [path.name for path in (tmp_path / "mit").iterdir()] == ["noter.txt"]


def test_a_zip_that_is_not_ours_is_never_replaced(
    small_project: SmallProject, tmp_path: Path
) -> None:
    (tmp_path / "samling.zip").write_bytes(b"mine")

    assert bundle(small_project, tmp_path / "samling", "--zip") == 4
    assert (tmp_path / "samling.zip").read_bytes() == b"mine"
    assert not (tmp_path / "samling").exists()


def test_an_edition_and_another_bundle_are_not_replaced(
    issued: Path, small_project: SmallProject, tmp_path: Path
) -> None:
    edition = ("--edition", "V20260319", "--draft", "--project", str(small_project.folder))
    assert main(["release", "midtbundt", *edition]) == 0
    shutil.copytree(small_project.folder / "editions/midtbundt/V20260319", tmp_path / "udgave")
    bundles = small_project.folder / "data/bundles"
    (bundles / "midtbundt.yaml").rename(bundles / "andet.yaml")

    assert (
        main(["bundle", "andet", "--project", str(small_project.folder), "--out", str(issued)]) == 4
    )
    (bundles / "andet.yaml").rename(bundles / "midtbundt.yaml")
    assert bundle(small_project, tmp_path / "udgave") == 4
    assert manifest(issued)["bundle"] == "midtbundt"
    assert "draft" in manifest(tmp_path / "udgave")


LEFT = [".DS_Store", "Thumbs.db", "desktop.ini", "~$tale Nordby.docx", ".~lock.Aftale Nordby.docx#"]


@pytest.mark.parametrize("name", LEFT)
def test_what_systems_and_open_editors_leave_is_told_and_keeps_nothing_from_being_made(
    issued: Path, small_project: SmallProject, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (issued / name).write_bytes(b"x")
    assert told(issued) == {name: "left by a program"}
    assert main(["verify", str(issued)]) == 0

    assert bundle(small_project, issued) == 0
    assert name in capsys.readouterr().err


def test_an_edition_with_line_ends_from_git_says_what_happened_and_what_to_do(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small_project.folder)
    assert main(["release", "midtbundt", "--edition", "V20260319", "--draft"]) == 0
    folder = Path("editions/midtbundt/V20260319")
    for path in folder.rglob("*"):
        if path.suffix in (".json", ".yaml") or path.name == "SHA256SUMS":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert set(told(folder).values()) == {"line ends"}
    for command in (["verify", str(folder)], ["plan"]):
        assert main(command) in (1, 3)
        said = capsys.readouterr().err
        assert "line ends" in said
        assert "«editions/** -text»" in said
        assert "git checkout -- editions/midtbundt/V20260319" in said

    words = next(folder.glob("annexes/*.json"))
    words.write_bytes(words.read_bytes().replace(b"Nordby", b"Sydby"))
    assert told(folder)[f"annexes/{words.name}"] == "changed"


# --- verify -----------------------------------------------------------------------------------


def test_a_bundle_as_issued_has_nothing_to_tell(issued: Path) -> None:
    assert told(issued) == told(issued.with_name("samling.zip")) == {}
    assert main(["verify", str(issued)]) == 0
    assert main(["verify", str(issued.with_name("samling.zip"))]) == 0


@pytest.mark.parametrize("name", sorted(ANNEXES | INDEX))
def test_one_changed_byte_is_found_and_named(issued: Path, name: str) -> None:
    data = bytearray((issued / name).read_bytes())
    data[len(data) // 2] ^= 1
    (issued / name).write_bytes(data)

    assert told(issued) == {name: "changed"}
    assert main(["verify", str(issued)]) == 1


def test_any_byte_of_the_two_lists_is_found_in_one_of_them(issued: Path) -> None:
    for name in ("manifest.json", "SHA256SUMS"):
        data = (issued / name).read_bytes()
        for place in range(0, len(data), 41):
            damaged = bytearray(data)
            damaged[place] ^= 1
            (issued / name).write_bytes(damaged)
            assert told(issued).get(name) == "changed", (name, place)
        (issued / name).write_bytes(data)


def test_missing_and_added_files_are_named(issued: Path) -> None:
    (issued / "Aftale Nordby.pdf").unlink()
    (issued / "under").mkdir()
    (issued / "under" / "nyt.txt").write_text("nyt", encoding="utf-8")

    assert told(issued) == {"Aftale Nordby.pdf": "missing", "under/nyt.txt": "added"}


@pytest.mark.parametrize("gone", ["SHA256SUMS", "manifest.json"])
def test_one_list_is_enough_to_see_that_the_other_is_gone(issued: Path, gone: str) -> None:
    (issued / gone).unlink()

    assert told(issued) == {gone: "missing"}


def test_a_file_changed_together_with_its_sum_is_still_found(issued: Path) -> None:
    old = sha256((issued / "Aftale Nordby.docx").read_bytes())
    (issued / "Aftale Nordby.docx").write_bytes(b"forged")
    sums = (issued / "SHA256SUMS").read_text(encoding="utf-8")
    (issued / "SHA256SUMS").write_text(sums.replace(old, sha256(b"forged")), encoding="utf-8")

    assert told(issued) == {"Aftale Nordby.docx": "changed", "SHA256SUMS": "changed"}


def test_a_byte_changed_inside_a_zip_is_found_and_named(issued: Path) -> None:
    path = issued.with_name("samling.zip")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("Aftale Sønderå.pdf")
    data[entry.header_offset + 200 + entry.compress_size // 2] ^= 1
    path.write_bytes(data)

    assert told(path) == {"Aftale Sønderå.pdf": "changed"}


def zip_of(path: Path, *entries: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data)
    return path


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../ud.txt", "a/../../ud.txt", "C:/x", "a\\..\\ud.txt", "a\x1b[2J"]
)
def test_a_zip_with_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    assert not is_way(name)
    with pytest.raises(InputError) as caught:
        verified(zip_of(tmp_path / "x.zip", ("SHA256SUMS", b""), (name, b"")))
    assert caught.value.rule == "hostile-zip"


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr = 3, mode << 16
    return made


@pytest.mark.parametrize(
    "hostile",
    [
        entry("../../evil/", 0o040755),
        entry("/etc/cron.d/", 0o040755),
        entry("link/", 0o120777),
        entry("pipe", 0o010644),
        entry("aftale nordby.DOCX", 0o100644),
        entry("Aftale Nordby.docx/", 0o040755),
        entry("con.docx", 0o100644),
        entry("Aftale Nordby.docx:stream", 0o100644),
        entry("Aftale Nordby.docx.", 0o100644),
    ],
    ids=lambda made: made.filename,
)
def test_a_zip_with_anything_that_no_bundle_has_is_refused(
    issued: Path, hostile: zipfile.ZipInfo
) -> None:
    with zipfile.ZipFile(issued.with_name("samling.zip"), "a") as archive:
        archive.writestr(hostile, b"")

    with pytest.raises(InputError) as caught:
        verified(issued.with_name("samling.zip"))
    assert caught.value.rule == "hostile-zip"


@pytest.mark.conformance  # reads them all, to see what is saved
def test_a_small_zip_with_a_manifest_of_millions_of_values_is_not_read(tmp_path: Path) -> None:
    many = b"[" + b"[]," * 3_000_001 + b"[]]"
    path = zip_of(tmp_path / "x.zip", ("SHA256SUMS", b""), ("manifest.json", many))

    with mock.patch.object(package, "MOST_VALUES", 10**9):
        tracemalloc.start()
        refused_in(path)
        unbounded = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    tracemalloc.start()
    refused_in(path)
    bounded = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert 3 * bounded < unbounded


def refused_in(path: Path) -> None:
    with pytest.raises(InputError) as caught:
        verified(path)
    assert caught.value.rule == "not-a-bundle"


def test_a_folder_in_a_zip_is_no_fault(issued: Path) -> None:
    with zipfile.ZipFile(issued.with_name("samling.zip"), "a") as archive:
        archive.writestr(entry("Bilag/", 0o040755), b"")

    assert told(issued.with_name("samling.zip")) == {}


def test_a_zip_that_says_it_is_huge_is_refused_unread(
    issued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aftalegen.editions.verify.MOST_BYTES", 1000)

    with pytest.raises(InputError) as caught:
        verified(issued.with_name("samling.zip"))
    assert caught.value.rule == "hostile-zip"


def test_a_zip_that_lies_about_its_size_is_not_read_beyond_it(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "x.zip", ("SHA256SUMS", b"0" * 64 + b"  x\n"), ("x", b"0" * 10**6))
    data = path.read_bytes()
    path.write_bytes(data.replace((10**6).to_bytes(4, "little"), (10).to_bytes(4, "little")))

    assert told(path)["x"] == "changed"


def test_a_zip_with_a_link_or_a_name_twice_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.warns(UserWarning, match="Duplicate"):
        zip_of(tmp_path / "twice.zip", ("a", b"1"), ("a", b"2"))

    for name in ("link.zip", "twice.zip"):
        with pytest.raises(InputError) as caught:
            verified(tmp_path / name)
        assert caught.value.rule == "hostile-zip"


def test_what_is_no_bundle_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    (tmp_path / "nej.zip").write_bytes(b"no zip")
    zip_of(tmp_path / "anden.zip", ("a.txt", b"a"))

    for name, rule in [
        ("tom", "not-a-bundle"),
        ("nej.zip", "not-a-zip"),
        ("anden.zip", "not-a-bundle"),
        ("ingen", "no-bundle"),
    ]:
        with pytest.raises(InputError) as caught:
            verified(tmp_path / name)
        assert caught.value.rule == rule
        assert main(["verify", str(tmp_path / name)]) == 3
