"""What was released and issued in format 1 is read and verified for ever, byte for byte."""

import json
import shutil
from pathlib import Path

from aftalegen.editions.edition import load_edition
from aftalegen.editions.manifest import (
    FORMAT,
    BundleManifest,
    manifest_from_json,
    manifest_json,
)
from aftalegen.editions.verify import verified
from aftalegen.records.project import Project

HERE = Path(__file__).parent / "format-1"
EDITION, BUNDLE = HERE / "edition", HERE / "bundle"


def test_an_edition_is_read_with_its_documents_and_its_style(tmp_path: Path) -> None:
    shutil.copytree(EDITION, tmp_path / "editions/midtbundt/V20260319")
    edition = load_edition(Project(tmp_path), "midtbundt", "V20260319")
    assert [document.key for document in edition.documents] == [
        "midtbundt/nordby/forebyggelse/aftale",
        "midtbundt/soenderaa/forebyggelse/aftale",
    ]
    assert edition.manifest.draft
    assert edition.style.logo is None


def test_an_edition_is_as_issued() -> None:
    assert {finding.state for finding in verified(EDITION)} == {"as issued"}


def test_a_bundle_without_its_documents_lacks_exactly_them() -> None:
    told = {finding.name: finding.state for finding in verified(BUNDLE)}
    names = {f"Aftale {who}.{kind}" for who in ("Nordby", "Sønderå") for kind in ("docx", "pdf")}
    assert told == {
        **dict.fromkeys(names, "missing"),
        **{f"Bilagsoversigt.{kind}": "missing" for kind in ("docx", "pdf", "xlsx")},
        **dict.fromkeys(("manifest.json", "SHA256SUMS"), "as issued"),
    }


def test_manifests_are_written_as_they_were_read() -> None:
    for folder, read in (
        (EDITION, lambda data: manifest_from_json(data, "manifest.json")),
        (BUNDLE, BundleManifest.model_validate_json),
    ):
        data = (folder / "manifest.json").read_bytes()
        assert manifest_json(read(data)) == data


def test_a_manifest_of_a_format_to_come_is_verified_all_the_same(tmp_path: Path) -> None:
    shutil.copytree(EDITION, tmp_path / "ny")
    path = tmp_path / "ny" / "manifest.json"
    tree = json.loads(path.read_bytes())
    path.write_text(
        json.dumps({**tree, "format": FORMAT + 1, "signed_by": "Rådet"}), encoding="utf-8"
    )
    (tmp_path / "ny" / "SHA256SUMS").unlink()
    told = {finding.name: finding.state for finding in verified(tmp_path / "ny")}
    assert told.pop("SHA256SUMS") == "missing"
    assert set(told.values()) == {"as issued"}
