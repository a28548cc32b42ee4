"""Annexes that others made stand in a bundle as they are, or as what is awaited of whom."""

import hashlib
import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_text
from pikepdf import Array, Dictionary, Name

from aftalegen.cli.app import main
from aftalegen.editions.external import LOST, external_annexes
from aftalegen.records.project import Project
from tests.complete import BUNDLE
from tests.conftest import ROOT
from tests.proceedings.case import BUNDLE_FILE, FiktivCase


def pdf(
    pages: int = 2, change: Callable[[pikepdf.Pdf], None] | None = None, **how: object
) -> bytes:
    """A PDF by another program: FIKTIV maps on their side."""
    made = pikepdf.new()
    for number in range(1, pages + 1):
        made.add_blank_page(page_size=(842, 595))
        page = made.pages[-1]
        page.Contents = made.make_stream(b"BT /F1 12 Tf 50 50 Td (FIKTIV kort %d) Tj ET" % number)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
    if change:
        change(made)
    file = BytesIO()
    made.save(file, static_id=True, **how)  # type: ignore[arg-type]
    return file.getvalue()


MAP = pdf()
EXTERNAL = """\
external:
  - {number: 3, title: Kort, file: kort.pdf, provider: Fiktivt kontor, document_id: FIKTIV-9}
  - {number: 4, title: Svar, provider: Fiktivby Kommune}
sources:"""


@pytest.fixture
def case(tmp_path: Path) -> FiktivCase:
    found = FiktivCase(tmp_path / "projekt")
    (found.folder / "data/external").mkdir()
    (found.folder / "data/external/kort.pdf").write_bytes(MAP)
    found.change(BUNDLE_FILE, "sources:", EXTERNAL)
    return found


def test_it_is_copied_indexed_and_verified(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    out = case.folder.parent / "samling"
    assert case.run("bundle", BUNDLE, "--out", str(out)) == 0

    assert (out / "Bilag 3 - Kort.pdf").read_bytes() == MAP
    manifest = json.loads((out / "manifest.json").read_bytes())
    there, awaited = manifest["enclosed"]
    assert there["files"][0]["sha256"] == hashlib.sha256(MAP).hexdigest()
    assert (awaited["files"], awaited["awaited"]) == ([], "Fiktivby Kommune")
    assert main(["verify", str(out)]) == 0
    (out / "Bilag 3 - Kort.pdf").write_bytes(MAP + b"!")
    assert main(["verify", str(out)]) == 1
    assert "Bilag 3 - Kort.pdf" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("file: kort.pdf", "file: kart.pdf"),
        ("file: kort.pdf", "file: ../../../kort.pdf"),
        ("file: kort.pdf", "file: kort.txt"),
        ("file: kort.pdf", f"sha256: '{'0' * 64}', file: kort.pdf"),
    ],
)
def test_a_file_that_is_not_what_the_bundle_says_stops_the_bundle_at_its_line(
    case: FiktivCase, capsys: pytest.CaptureFixture[str], old: str, new: str
) -> None:
    case.change(BUNDLE_FILE, old, new)
    out = case.folder.parent / "samling"
    assert case.run("bundle", BUNDLE, "--out", str(out)) == 3
    said = capsys.readouterr().err
    assert "error[external-annex]" in said
    assert f"{BUNDLE_FILE}:" in said
    assert not out.exists()


def test_a_file_of_another_kind_than_its_ending_is_refused(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    (case.folder / "data/external/kort.pdf").write_bytes(b"<html>")
    assert case.run("bundle", BUNDLE, "--out", str(case.folder.parent / "samling")) == 3
    assert "error[external-annex]" in capsys.readouterr().err


# --- in the one PDF -------------------------------------------------------------------------------


def one_pdf(case: FiktivCase, name: str = "samling") -> Path:
    out = case.folder.parent / name
    assert case.run("bundle", BUNDLE, "--out", str(out), "--one-pdf") == 0
    return out / "Alle bilag.pdf"


def test_its_pages_stand_in_the_one_pdf_as_they_are_behind_their_sheet_with_a_bookmark(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    path = one_pdf(case)
    with pikepdf.open(path) as whole, pikepdf.open(BytesIO(MAP)) as theirs:
        pages = list(whole.pages)
        (first, second) = [n for n, page in enumerate(pages) if page.mediabox[2] == 842]
        assert second == first + 1
        for ours, own in zip(pages[first : second + 1], theirs.pages, strict=True):
            assert ours.Contents.read_bytes() == own.Contents.read_bytes()
            assert [*ours.mediabox] == [*own.mediabox]
        with whole.open_outline() as outline:
            (sheet,) = (one for one in outline.root if "Kort" in one.title)
            led_to = {one.title: one.destination[0].objgen for one in [sheet, *sheet.children]}
        assert led_to["Bilag 3 - Kort.pdf"] == pages[first].objgen
        assert led_to[sheet.title] == pages[first - 1].objgen
        assert not whole.check_pdf_syntax()
    sheet_text = extract_text(path, page_numbers=[first - 1])
    assert "på de næste 2 sider, som det er modtaget" in " ".join(sheet_text.split())
    assert "Alle bilag.pdf is no longer PDF/A and PDF/UA" in " ".join(
        capsys.readouterr().err.split()
    )


def test_the_page_numbers_and_the_contents_count_its_pages(case: FiktivCase) -> None:
    """Two annexes that others made: one among the rest, one at the end."""
    case.change(BUNDLE_FILE, "external:\n", f"external:\n  - {LAST}\n")
    path = one_pdf(case)
    with pikepdf.open(path) as whole:
        count = len(whole.pages)
        ours = [n for n, page in enumerate(whole.pages) if page.mediabox[2] != 842]
        assert count - len(ours) == 4
    for number in ours[1:]:
        assert f"Side {number + 1} af {count}" in extract_text(path, page_numbers=[number])


LAST = "{number: 99, title: Kort bagest, file: kort.pdf, provider: Fiktivt kontor}"


def test_it_no_longer_says_that_it_is_archivable_and_accessible(case: FiktivCase) -> None:
    claims = (b"pdfaid:part", b"pdfuaid:part")
    with pikepdf.open(one_pdf(case)) as whole:
        assert not any(claim in whole.Root.Metadata.read_bytes() for claim in claims)
        assert whole.Root.MarkInfo.Suspects
        for page in [page for page in whole.pages if page.mediabox[2] == 842]:
            assert "/StructParents" not in page
    case.change(BUNDLE_FILE, "file: kort.pdf, ", "")
    with pikepdf.open(one_pdf(case, "uden")) as whole:
        assert all(claim in whole.Root.Metadata.read_bytes() for claim in claims)


def test_the_same_annexes_give_the_same_bytes(case: FiktivCase) -> None:
    assert one_pdf(case).read_bytes() == one_pdf(case, "igen").read_bytes()


def _signed(made: pikepdf.Pdf) -> None:
    value = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]))
    field = made.make_indirect(Dictionary(FT=Name.Sig, T="s", V=value, Subtype=Name.Widget))
    made.pages[0].Annots = Array([field])
    made.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def _tagged(made: pikepdf.Pdf) -> None:
    made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    made.pages[0].obj.StructParents = 0


def _attached(made: pikepdf.Pdf) -> None:
    made.attachments["regneark.xlsx"] = b"FIKTIV"
    file = made.attachments["regneark.xlsx"].obj
    pin = Dictionary(Subtype=Name.FileAttachment, FS=file, Rect=Array([0, 0, 9, 9]))
    made.pages[0].Annots = Array([made.make_indirect(pin)])


def _layered(made: pikepdf.Pdf) -> None:
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name="lag"))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary())


@pytest.mark.parametrize(
    ("change", "key", "told"),
    [
        (_signed, "signature", "its digital signature"),
        (_tagged, "tags", "its marks for screen readers"),
        (_attached, "attachments", "the files attached in it"),
        (_layered, "layers", "layers to turn on and off"),
    ],
)
def test_what_does_not_come_along_is_told_on_the_sheet_in_the_manifest_and_at_the_terminal(
    case: FiktivCase,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[pikepdf.Pdf], None],
    key: str,
    told: str,
) -> None:
    (case.folder / "data/external/kort.pdf").write_bytes(pdf(1, change))
    path = one_pdf(case)
    manifest = json.loads((path.parent / "manifest.json").read_bytes())
    enclosed, awaited = manifest["enclosed"]
    assert (enclosed["pages"], enclosed["lost"]) == (1, [key])
    assert "pages" not in awaited
    assert "pikepdf" in manifest["engines"]
    assert told in " ".join(capsys.readouterr().err.split())
    assert LOST[key] in " ".join(extract_text(path).split())  # type: ignore[index]
    with pikepdf.open(path) as whole:
        assert not any("/EF" in one for one in whole.objects if isinstance(one, Dictionary))


def test_a_word_file_is_a_sheet_that_says_where_it_lies(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    (case.folder / "data/external/kort.docx").write_bytes(b"PK\x03\x04 FIKTIV")
    case.change(BUNDLE_FILE, "kort.pdf", "kort.docx")
    text = " ".join(extract_text(one_pdf(case)).split())
    assert (
        "en Word-fil, som ikke kan stå i en PDF-fil, og ligger for sig: Bilag 3 - Kort.docx" in text
    )
    assert "only a sheet" in " ".join(capsys.readouterr().err.split())


def _runs(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _launches(made: pikepdf.Pdf) -> None:
    launch = Dictionary(S=Name.Launch, F="noget.exe")
    made.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.GoTo, Next=Array([launch])))


def _plays(made: pikepdf.Pdf) -> None:
    made.pages[0].Annots = Array([Dictionary(Subtype=Name.RichMedia)])


def _bomb() -> bytes:
    """A list of objects of a few kilobytes that unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024**2)) for _ in range(1024)) + packer.flush()
    head = b"%PDF-1.5\n"
    about = b"<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>" % len(packed)
    return b"%s1 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        head, about, packed, len(head)
    )  # fmt: skip


HOSTILE: dict[str, Callable[[], bytes]] = {
    "is damaged": lambda: b"%PDF-1.7 FIKTIV kort",
    "is damaged: can't find startxref": lambda: MAP[:-200],
    "is damaged: no pages": lambda: pdf(0),
    "is damaged: getStreamData": _bomb,
    "is damaged: Pages tree includes": lambda: MAP.replace(b"/Kids [ 3 0 R", b"/Kids [ 1 2 3"),
    "protected by a password": lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
    "or against copying": lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="")),
    "more than 2000 pages": lambda: pdf(2001),
    "JavaScript": lambda: pdf(1, _runs),
    "Launch": lambda: pdf(1, _launches),
    "RichMedia": lambda: pdf(1, _plays),
}


@pytest.mark.parametrize("told", HOSTILE)
def test_a_pdf_that_cannot_be_trusted_or_read_stops_the_bundle_at_its_line(
    case: FiktivCase, capsys: pytest.CaptureFixture[str], told: str
) -> None:
    (case.folder / "data/external/kort.pdf").write_bytes(HOSTILE[told]())
    out = case.folder.parent / "samling"
    assert case.run("bundle", BUNDLE, "--out", str(out)) == 3
    said = " ".join(capsys.readouterr().err.split())
    assert "error[external-annex]" in said
    assert f"{BUNDLE_FILE}:" in said
    assert told in said
    assert "0x" not in said
    assert not out.exists()


def test_pikepdf_is_loaded_only_where_others_made_a_pdf() -> None:
    code = "import sys, aftalegen.cli.bundle, aftalegen.editions.bundle; print('pikepdf' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_item_lists_it_with_who_provides_what_is_not_at_hand(case: FiktivCase) -> None:
    told = case.text(BUNDLE)
    assert "Åben\tKort\tFIKTIV-9" in told
    assert "Svar (foreligger ikke; leveres af Fiktivby Kommune)" in told


def test_all_25_annexes_of_the_case_of_midt_og_vestsjaelland_have_their_ids() -> None:
    project = Project(ROOT)
    annexes = project.bundle("midt-og-vestsjaelland").record.annexes
    (last,) = external_annexes(project, "midt-og-vestsjaelland")
    ids = [*(one.document_id for one in annexes), last.document_id]
    assert (len(ids), len(set(ids)), None in ids) == (25, 25, False)
    assert (last.label, last.document_id, last.other) == ("4", "12721612", None)
    assert "foreligger ikke" in last.line(None).title
