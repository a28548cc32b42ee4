"""Annexes that others made stand in a bundle as they are, or as what is awaited of whom."""

import hashlib
import json
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from aftalegen.editions.external import external_annexes
from aftalegen.records.project import Project
from tests.complete import BUNDLE
from tests.conftest import ROOT
from tests.proceedings.case import BUNDLE_FILE, FiktivCase

MAP = b"%PDF-1.7 FIKTIV kort"
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
