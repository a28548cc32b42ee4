"""An edition says what its manifest tells of it: its words, its day, its gaps, whether it is a draft."""

import json

import pytest

from aftalegen.cli.app import main
from aftalegen.editions.verify import MANIFEST
from tests.conftest import SmallProject
from tests.editions.test_chain import FIRST, folder, manifest, project, reseal_sums, resealed

__all__ = ["project"]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("old", "new"), [(b"1.234.000", b"9.234.000"), (b"Region Midt", b"Region Nord")]
)
def test_verify_sees_a_document_that_says_other_words_than_its_manifest(
    project: SmallProject, old: bytes, new: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    of, name = folder(project), "annexes/nordby_forebyggelse_aftale.json"
    resealed(of, name, (of / name).read_bytes().replace(old, new))
    capsys.readouterr()

    assert main(["verify", str(of)]) == 1
    told = capsys.readouterr().out
    assert f"says other words than its manifest: {name}" in told
    assert "anchor" not in told  # of what is no edition, nothing goes in the minutes


@pytest.mark.parametrize(
    ("key", "value"),
    [("draft", True), ("edition_date", "2026-03-18"), ("edition", "V20260318")],
)
def test_a_manifest_that_tells_of_other_documents_is_seen(
    project: SmallProject, key: str, value: object
) -> None:
    of = folder(project)
    (of / MANIFEST).write_text(json.dumps({**manifest(of), key: value}), encoding="utf-8")
    reseal_sums(of)
    assert main(["verify", str(of)]) == 1


def test_what_another_program_released_is_compared_by_its_substance(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole text is compared by the program that wrote it only."""
    of, name = folder(project), "annexes/nordby_forebyggelse_aftale.json"
    text = (of / MANIFEST).read_text(encoding="utf-8")
    (of / MANIFEST).write_text(text.replace('"version": "', '"version": "9'), encoding="utf-8")
    reseal_sums(of)
    assert main(["verify", str(of)]) == 0
    resealed(of, name, (of / name).read_bytes().replace(b"1.234.000", b"9.234.000"))
    assert main(["verify", str(of)]) == 1


def test_gaps_cannot_be_left_out_of_a_manifest(small_project: SmallProject) -> None:
    assert main(["release", "midtbundt", "--edition", FIRST, "--draft", "--project",
                 str(small_project.folder)]) == 0  # fmt: skip
    of = folder(small_project)
    told = json.loads((of / MANIFEST).read_bytes())
    assert told["annexes"][1]["missing"]
    told["annexes"][1]["missing"] = []
    (of / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    reseal_sums(of)
    assert main(["verify", str(of)]) == 1


def test_a_draft_cannot_be_called_final_afterwards(small_project: SmallProject) -> None:
    assert main(["release", "midtbundt", "--edition", FIRST, "--draft", "--project",
                 str(small_project.folder)]) == 0  # fmt: skip
    of = folder(small_project)
    text = (of / MANIFEST).read_text(encoding="utf-8")
    (of / MANIFEST).write_text(text.replace('"draft": true', '"draft": false'), encoding="utf-8")
    reseal_sums(of)
    assert main(["verify", str(of)]) == 1
    assert main(["plan", "--project", str(small_project.folder)]) == 3


def test_a_document_that_cannot_be_read_does_not_say_what_was_released(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    resealed(folder(project), "annexes/nordby_forebyggelse_aftale.json", b"{}")
    assert main(["verify", str(folder(project))]) == 1
    assert "1 says other words than its manifest" in capsys.readouterr().out
