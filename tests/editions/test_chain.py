"""The chain of editions: what was released cannot be exchanged afterwards without being seen."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aftalegen.build.made_of import sha256
from aftalegen.cli.app import main
from aftalegen.editions.chain import Break, anchor, anchor_signs, breaks, hash_of_sums
from aftalegen.editions.verify import MANIFEST, SUMS, sums_text
from tests.conftest import SmallProject

pytestmark = pytest.mark.slow

FIRST, SECOND, THIRD = "V20260319", "V20260401", "V20260501"
BUNDLE = "data/bundles/midtbundt.yaml"

Run = Callable[..., int]


@pytest.fixture
def project(small_project: SmallProject) -> SmallProject:
    """A project with one edition; nothing is missing."""
    small_project.change(
        "data/municipalities/soenderaa.yaml", "fixed_annual: null", "fixed_annual: 1_000_000"
    )
    release(small_project, FIRST)
    return small_project


def folder(project: SmallProject, edition: str = FIRST) -> Path:
    return project.folder / "editions/midtbundt" / edition


def release(project: SmallProject, edition: str) -> int:
    text = (project.folder / BUNDLE).read_text(encoding="utf-8")
    day = f"{edition[1:5]}-{edition[5:7]}-{edition[7:]}"
    text = re.sub("^edition: .*", f"edition: {edition}", text, flags=re.MULTILINE)
    text = re.sub("^edition_date: .*", f"edition_date: {day}", text, flags=re.MULTILINE)
    project.write(BUNDLE, text)
    words = ("release", "midtbundt", "--edition", edition, "--project", str(project.folder))
    return main([*words, "--jobs", "1"])


def manifest(of: Path) -> dict[str, object]:
    found = json.loads((of / MANIFEST).read_bytes())
    assert isinstance(found, dict)
    return found


def resealed(of: Path, file: str, data: bytes) -> None:
    """Exchange a file of an edition, and make its manifest and its list of sums fit."""
    (of / file).write_bytes(data)
    told = json.loads((of / MANIFEST).read_bytes())
    for named in (*told["index"], *(f for a in told["annexes"] for f in a["files"])):
        bytes_ = (of / named["name"]).read_bytes()
        named["sha256"], named["bytes"] = sha256(bytes_), len(bytes_)
    (of / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    reseal_sums(of)


def reseal_sums(of: Path) -> None:
    names = (p for p in of.rglob("*") if p.is_file() and p.name != SUMS)
    hashes = {p.relative_to(of).as_posix(): sha256(p.read_bytes()) for p in names}
    (of / SUMS).write_bytes(sums_text(hashes))


def exchanged(project: SmallProject, edition: str) -> None:
    """The edition released once more with other words, whole in itself, in place of the first."""
    copy = SmallProject(project.folder.parent / "kopi")
    shutil.rmtree(copy.folder)
    shutil.copytree(project.folder, copy.folder)
    for path in (copy.folder / "editions/midtbundt").iterdir():
        if path.name >= edition:
            shutil.rmtree(path)
    copy.change(copy.section_file, "Rammen er", "Rammen er ikke")
    assert release(copy, edition) == 0
    shutil.rmtree(folder(project, edition))
    shutil.copytree(folder(copy, edition), folder(project, edition))


# --- what a manifest tells of its own documents ---


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


# --- the chain ---


def test_each_edition_names_the_hash_of_the_one_before(project: SmallProject) -> None:
    assert release(project, SECOND) == 0
    hash = sha256((folder(project) / SUMS).read_bytes())
    assert manifest(folder(project))["previous"] == []
    assert manifest(folder(project, SECOND))["previous"] == [
        {"edition": FIRST, "sums_sha256": hash}
    ]


def test_the_last_edition_vouches_for_all_before_it(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(project, SECOND) == 0
    assert release(project, THIRD) == 0
    capsys.readouterr()
    assert main(["verify", str(folder(project, THIRD))]) == 0
    assert "chain: it vouches for 2 editions before it" in capsys.readouterr().out


@pytest.mark.parametrize("asked", [FIRST, SECOND, THIRD])
def test_an_exchanged_edition_is_seen_from_every_edition_though_it_is_whole(
    project: SmallProject, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(project, SECOND) == 0
    assert release(project, THIRD) == 0
    exchanged(project, SECOND)
    capsys.readouterr()

    assert main(["verify", str(folder(project, asked))]) == 1
    told = capsys.readouterr().out
    said = f"chain broken: {SECOND} was exchanged after {THIRD} was released, which names another"
    assert said in told
    assert "0 changed" in told


def test_the_last_edition_is_held_by_its_anchor_alone(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(project, SECOND) == 0
    kept = anchor(hash_of_sums((folder(project, SECOND) / SUMS).read_bytes()))
    assert f"anchor: {kept} (the first 80 bits of its SHA-256" in capsys.readouterr().out

    assert main(["verify", str(folder(project, SECOND)), "--anchor", kept]) == 0
    assert f"anchor: {kept}, as it was kept" in capsys.readouterr().out
    exchanged(project, SECOND)
    assert main(["verify", str(folder(project, SECOND))]) == 0  # nothing here can tell
    assert main(["verify", str(folder(project, SECOND)), "--anchor", kept]) == 1
    assert "and another was kept" in capsys.readouterr().out


def test_an_edition_that_is_gone_from_the_middle_is_missed(project: SmallProject) -> None:
    assert release(project, SECOND) == 0
    assert release(project, THIRD) == 0
    shutil.rmtree(folder(project, SECOND))
    assert breaks(folder(project, THIRD)) == (
        Break(SECOND, "gone", THIRD),
        Break(FIRST, "unnamed"),
    )


def test_an_edition_laid_in_between_is_told(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(project, SECOND) == 0
    between = folder(project, "V20260325")
    shutil.copytree(folder(project), between)
    capsys.readouterr()
    assert main(["verify", str(folder(project, SECOND))]) == 1
    assert "V20260325 is named by no edition after it" in capsys.readouterr().out


def test_nothing_is_released_upon_an_edition_that_is_not_whole(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder(project) / "style.json").write_bytes(b"{}")
    assert release(project, SECOND) == 3
    assert "error[edition-changed]" in capsys.readouterr().err
    assert not folder(project, SECOND).exists()


def test_nothing_is_released_upon_a_chain_that_is_broken(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(project, SECOND) == 0
    exchanged(project, FIRST)
    capsys.readouterr()
    assert release(project, THIRD) == 3
    assert f"{FIRST} is not the one that {SECOND} was released after" in capsys.readouterr().err
    assert not folder(project, THIRD).exists()


def test_editions_from_before_chains_are_named_by_the_next_one_all_of_them(
    project: SmallProject,
) -> None:
    release(project, SECOND)
    for name in (FIRST, SECOND):
        told = manifest(folder(project, name))
        del told["previous"]
        (folder(project, name) / MANIFEST).write_text(json.dumps({**told, "format": 2}))
        reseal_sums(folder(project, name))
    before = {p: p.read_bytes() for p in project.folder.glob("editions/**/*.*") if p.is_file()}
    assert breaks(folder(project, SECOND)) == ()

    assert release(project, THIRD) == 0
    named = manifest(folder(project, THIRD))["previous"]
    assert isinstance(named, list)
    assert [one["edition"] for one in named] == [FIRST, SECOND]
    assert {path: path.read_bytes() for path in before} == before
    exchanged(project, FIRST)
    assert main(["verify", str(folder(project, THIRD))]) == 1


def test_editions_of_two_who_worked_apart_are_both_named_by_the_next(
    project: SmallProject, tmp_path: Path
) -> None:
    hers = SmallProject(tmp_path / "hendes")
    shutil.rmtree(hers.folder)
    shutil.copytree(project.folder, hers.folder)
    assert release(project, SECOND) == 0
    assert release(hers, "V20260402") == 0
    shutil.copytree(folder(hers, "V20260402"), folder(project, "V20260402"))
    assert breaks(folder(project, SECOND)) == (Break(SECOND, "unnamed"),)

    assert release(project, THIRD) == 0
    assert breaks(folder(project, THIRD)) == ()


def test_a_copy_elsewhere_is_compared_with_its_own_lists_only(
    project: SmallProject, tmp_path: Path
) -> None:
    assert release(project, SECOND) == 0
    copy = shutil.copytree(folder(project, SECOND), tmp_path / "mail" / SECOND)
    assert main(["verify", str(copy)]) == 0


def test_other_line_ends_from_git_are_the_same_anchor() -> None:
    assert hash_of_sums(b"a  b\r\nc  d\r\n") == hash_of_sums(b"a  b\nc  d\n")


@pytest.mark.parametrize(
    ("said", "signs"),
    [
        ("4f3a 91c2 77de 0b15 a3c9", "4f3a91c277de0b15a3c9"),
        ("4F3A-91C2-77DE-0B15", "4f3a91c277de0b15"),
        ("4f3a 91c2 77de", None),
        ("4f3a91c277de0b1g", None),
        ("", None),
        ("a" * 65, None),
    ],
)
def test_an_anchor_is_read_as_people_write_it(said: str, signs: str | None) -> None:
    assert anchor_signs(said) == signs


def test_a_word_that_is_no_anchor_is_a_wrong_command(project: SmallProject) -> None:
    assert main(["verify", str(folder(project)), "--anchor", "4f3a"]) == 2


# --- what goes out rests on editions that are whole ---

APPROVALS = f"""\
approvals:
  - {{body: rådet, party: municipality, date: 2026-03-20, outcome: approved, wording: Godkendt, edition: {FIRST}, source: sag}}
"""


@pytest.mark.parametrize("command", ["bundle", "release"])
def test_nothing_goes_out_that_rests_on_an_approved_edition_that_was_changed(
    project: SmallProject, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml", APPROVALS)
    out = ("bundle", "midtbundt", "--project", str(project.folder), "--jobs", "1", "--out")
    assert main([*out, str(tmp_path / "hel")]) == 0
    assert release(project, SECOND) == 0  # which vouches for the first, so only approvals ask
    told = manifest(folder(project))
    text = json.dumps(told).replace(told["annexes"][0]["substance_sha256"], "0" * 64)  # type: ignore[index]
    (folder(project) / MANIFEST).write_text(text, encoding="utf-8")
    reseal_sums(folder(project))
    link = manifest(folder(project, SECOND))
    hash = sha256((folder(project) / SUMS).read_bytes())
    named = json.dumps({**link, "previous": [{"edition": FIRST, "sums_sha256": hash}]})
    (folder(project, SECOND) / MANIFEST).write_text(named, encoding="utf-8")
    reseal_sums(folder(project, SECOND))
    capsys.readouterr()

    if command == "bundle":
        assert main([*out, str(tmp_path / "skæv")]) == 3
    else:
        assert release(project, THIRD) == 3
    assert "error[edition-changed]" in capsys.readouterr().err
    assert not (tmp_path / "skæv").exists()
    assert not folder(project, THIRD).exists()
