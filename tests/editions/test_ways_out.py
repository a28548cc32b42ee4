"""Every way out of the house asks the checks: a planted error stops it, and a reason is told."""

import inspect
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest

from aftalegen.build.formats import ARCHIVED
from aftalegen.checks.proof import Proof, passed_by
from aftalegen.checks.run import proved
from aftalegen.cli.app import main
from aftalegen.cli.commands import command, command_names
from aftalegen.editions.addendum import amended
from aftalegen.editions.bundle import bundle_files
from aftalegen.editions.despite import Way
from aftalegen.editions.redlines import redline_orders
from aftalegen.editions.release import edition_files, released
from aftalegen.proceedings.dossier import dossier_files
from aftalegen.records.project import Project
from aftalegen.words.faults import AftalegenError, UsageError
from tests.complete import BUNDLE, EDITION, RELEASE, complete_project
from tests.conftest import ROOT
from tests.proofs import proof_of
from tests.reading_back import docx_blocks, pdf_blocks

SECTION = "templates/horisontal-samarbejdsaftale/06-roller-og-ansvar.md"
PLANTED = "Borgere med angst kan henvises."
LATER = "V20260326"
WAYS = {
    "release": ("release", BUNDLE, "--edition", LATER),
    "draft": ("release", BUNDLE, "--edition", LATER, "--draft"),
    "bundle": ("bundle", BUNDLE, "--out", "OUT/samling"),
    "addendum": ("addendum", "--from", EDITION, "--unsigned", "--out", "OUT"),
    "redline": ("redline", "--from", EDITION, "--out", "OUT"),
    "answer": ("answer", "--out", "OUT"),
    "feedback": ("feedback", BUNDLE, "--out", "OUT/Bilag 4.docx"),
    "item": ("item", "--out", "OUT"),
    "requirements": ("requirements", BUNDLE, "--out", "OUT/Krav.docx"),
    "dossier": ("dossier", "fiktivby", "--out", "OUT/sagsmappe"),
    "package": ("package", "--all", "--out", "OUT"),
}
DESPITE = ("--despite", "excluded-term", "--because", "Afsnittet citerer afgørelsen.")

ANSWERED = """\
last: 1
proposals:
  - id: fiktivby-01
    kind: comment
    template: horisontal-samarbejdsaftale
    section: parter
    comment: Hvem betaler tolk? FIKTIV
    state: noted
    answer: Det står i afsnittet om økonomi.
    decided_by: Styregruppen
    decided_on: 2026-03-25
"""

Run = Callable[..., int]


@pytest.fixture(scope="module")
def released_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = complete_project(tmp_path_factory.mktemp("frigivet") / "projekt")
    assert main([*RELEASE, "--project", str(project)]) == 0
    return project


@pytest.fixture
def folder(released_project: Path, tmp_path: Path) -> Path:
    """The complete FIKTIV project, released, and then at a later edition."""
    project = shutil.copytree(released_project, tmp_path / "projekt")
    change(project, f"data/bundles/{BUNDLE}.yaml", EDITION, LATER)
    change(
        project,
        f"data/bundles/{BUNDLE}.yaml",
        "edition_date: 2026-03-19",
        "edition_date: 2026-03-26",
    )
    register = project / f"data/proposals/{BUNDLE}/{EDITION}"
    register.mkdir(parents=True)
    register.joinpath("fiktivby.patientrettet-forebyggelse.yaml").write_text(
        ANSWERED, encoding="utf-8"
    )
    return project


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Run:
    out = str(tmp_path / "ud")
    return lambda *words: main(
        [*(word.replace("OUT", out) for word in words), "--project", str(folder)]
    )


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def plant(folder: Path, words: str = PLANTED) -> None:
    path = folder / SECTION
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")


def went_out(folder: Path) -> set[str]:
    """What lies outside of what was released before."""
    folders = (folder / f"editions/{BUNDLE}/{LATER}", folder.parent / "ud")
    return {
        path.name
        for where in folders
        for path in where.rglob("*")
        if path.suffix in (".docx", ".json")
    }


# --- the complete project ---------------------------------------------------------------------


def test_a_complete_project_becomes_final_without_any_override(folder: Path) -> None:
    manifest = json.loads((folder / f"editions/{BUNDLE}/{EDITION}/manifest.json").read_bytes())

    assert manifest["draft"] is False
    assert (manifest["findings"], manifest["despite"]) == ([], [])
    assert [annex["missing"] for annex in manifest["annexes"]] == [[], []]


# --- the list of them -------------------------------------------------------------------------

STAYS = {
    "init", "doctor", "completion", "build", "preview", "plan", "deviations", "status", "matrix", "meetings", "approval",
    "rebuild", "verify", "overview", "check", "explain", "import", "export", "fields", "schema",
    "sign", "receive", "proposals", "decide",
}  # fmt: skip
"""What stays at one's own desk, tells how it is, or tells of what was released: a new command
stands here, or is a way out with a planted error below."""


def test_every_command_is_a_way_out_or_stays_at_the_desk() -> None:
    assert {words[0] for words in WAYS.values()} == set(get_args(Way))
    assert set(get_args(Way)) | STAYS == set(command_names())
    assert not set(get_args(Way)) & STAYS


@pytest.mark.parametrize("name", command_names())
def test_the_ways_out_and_only_they_take_a_reason(name: str) -> None:
    options = {option for parameter in command(name).params for option in parameter.opts}
    assert ({"--despite", "--because"} <= options) == (name in get_args(Way))


def test_the_guide_lists_the_ways_out() -> None:
    guide = (ROOT / "docs/udgaver.md").read_text(encoding="utf-8")
    table = guide.partition("| vej ud |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` ", table, re.MULTILINE) == list(get_args(Way))


def test_what_writes_documents_out_of_the_house_takes_a_proof() -> None:
    """Whoever writes a way out in Python cannot make its documents without asking the checks."""
    for makes in (
        released, edition_files, bundle_files, amended, redline_orders, dossier_files
    ):  # fmt: skip
        annotations = " ".join(str(of) for of in inspect.get_annotations(makes).values())
        assert "Proof" in annotations, makes.__name__


# --- each way out -----------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_an_error_that_check_finds_stops_every_way_out(
    way: str, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(folder)
    found = run("check")
    capsys.readouterr()

    assert run(*WAYS[way]) == found == 1
    assert f"{SECTION}:" in (told := capsys.readouterr().out)
    assert "error[excluded-term]" in told
    assert went_out(folder) == set()


@pytest.mark.parametrize("way", WAYS)
def test_a_reason_lets_it_out_and_is_told_for_ever(
    way: str, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(folder)

    assert run(*WAYS[way], *DESPITE) == 0
    assert "despite excluded-term: Afsnittet citerer afgørelsen." in capsys.readouterr().err
    assert went_out(folder)
    run("status")
    way = "release" if way == "draft" else way
    told = f"{LATER} went out ({way}) despite excluded-term: Afsnittet citerer afgørelsen."
    assert told in capsys.readouterr().out.replace("\n", " ")


def manifest_of(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_bytes())


def test_the_reason_stands_in_the_manifest_and_in_the_index(folder: Path, run: Run) -> None:
    plant(folder)
    run(*WAYS["release"], *DESPITE)
    run(*WAYS["bundle"], *DESPITE)
    issued = folder.parent / "ud/samling"

    told = [{"rule": "excluded-term", "because": "Afsnittet citerer afgørelsen."}]
    for manifest in (manifest_of(folder / f"editions/{BUNDLE}/{LATER}"), manifest_of(issued)):
        assert manifest["despite"] == told
        assert [f["rule"] for f in manifest["findings"]] == ["excluded-term"]
    index = [block.words for block in docx_blocks((issued / "Bilagsoversigt.docx").read_bytes())]
    sheets = openpyxl.load_workbook(issued / "Bilagsoversigt.xlsx").worksheets
    cells = [str(cell.value) for sheet in sheets for row in sheet.rows for cell in row]
    pdf = [block.words for block in pdf_blocks((issued / "Bilagsoversigt.pdf").read_bytes())]
    for said in (index, cells, pdf):
        assert all(words in said for words in ("excluded-term", "Afsnittet citerer afgørelsen."))


@pytest.mark.parametrize("shape", ["text", "json", "csv", "ics"])
def test_status_tells_the_reason_in_every_format(
    shape: str, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(folder)
    run(*WAYS["release"], *DESPITE)
    run(*WAYS["bundle"], *DESPITE)
    capsys.readouterr()
    run("status", "--output", shape)

    told = capsys.readouterr().out.replace("\r\n ", "").replace("\n ", "").replace("\\n", " ")
    assert told.count("excluded-term") == told.count("Afsnittet citerer afgørelsen.") == 2


def test_the_overview_tells_the_reason_first(folder: Path, run: Run) -> None:
    run("overview", BUNDLE, "--out", "OUT/før.html")
    plant(folder)
    run(*WAYS["bundle"], *DESPITE)
    run("overview", BUNDLE, "--out", "OUT/efter.html")

    before, after = (
        (folder.parent / f"ud/{name}.html").read_text(encoding="utf-8") for name in ("før", "efter")
    )
    assert "Sendt ud trods fejl" not in before
    assert "bilagssamling) er sendt ud trods excluded-term: Afsnittet citerer afgørelsen." in after
    assert after.index("Sendt ud trods fejl") < after.index("Budgetter")


@pytest.mark.parametrize("way", WAYS)
def test_a_reason_for_one_rule_lets_out_no_other(way: str, folder: Path, run: Run) -> None:
    plant(folder, "Der skrives «{{ '{{' }} x }}» her.")

    assert run(*WAYS[way], *DESPITE) == 1
    assert went_out(folder) == set()


ADDENDUM = "templates/tillaegsaftale/01-parter-og-aftale.md"


def amend(folder: Path) -> None:
    """A change of the agreement, with all that is agreed about its addendum."""
    change(folder, "data/municipalities/fiktivby.yaml", "1_234_000", "1_300_000")
    path = folder / "data/municipalities/fiktivby.yaml"
    agreed = (
        "    addenda:\n      - {number: 1, amends: V20260319, edition: V20260326, cause: local, "
        "annual_change: 66_000, price_level: 2026-pl, enters_into_force: 2027-02-01, "
        "case_number: FIKTIV-1, source: opdigtet}\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + agreed, encoding="utf-8")


def test_a_complete_addendum_goes_out_without_any_override(folder: Path, run: Run) -> None:
    amend(folder)
    assert run(*WAYS["addendum"]) == 0
    assert {name for name in went_out(folder) if name.endswith(".docx")} == {
        "Tillægsaftale 1 til FIKTIV aftale.docx",
        "FIKTIV aftale konsolideret med tillægsaftale 1.docx",
    }


def test_the_words_that_an_addendum_quotes_are_not_its_own(folder: Path, run: Run) -> None:
    """What goes out of the agreement may be what was decided out: the addendum says so."""
    path = folder / f"editions/{BUNDLE}/{LATER}"
    plant(folder)
    assert run(*WAYS["release"], *DESPITE) == 0 and path.exists()
    section = folder / SECTION
    mended = section.read_text(encoding="utf-8").replace(PLANTED, "Borgere kan henvises.")
    section.write_text(mended, encoding="utf-8")

    out = str(folder.parent / "ud")
    assert run("addendum", "--from", LATER, "--unsigned", "--out", out, "--format", "txt") == 0
    (text,) = (folder.parent / "ud").rglob("Tillægsaftale 1*.txt")
    said = text.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "ændres »Borgere med angst kan« til »Borgere kan«" in said


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (PLANTED, "excluded-term"),
        ("Der skrives «{{ '{{' }} x }}» her.", "template-code-left"),
        ("Kommunen hedder fiktivby kommune.", "name-in-wrong-case"),
    ],
)
def test_an_error_in_an_addendums_own_words_stops_it(
    words: str, rule: str, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    amend(folder)
    path = folder / ADDENDUM
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")

    assert run(*WAYS["addendum"]) == 1
    told = capsys.readouterr().out
    assert f"error[{rule}]" in told and f"{ADDENDUM}:" in told
    assert went_out(folder) == set()
    assert run(*WAYS["addendum"], "--despite", rule, "--because", "Prøve.") == 0
    assert run(*WAYS["bundle"]) == 0  # what only addenda say stops nothing else


def test_an_addendum_says_when_it_enters_into_force(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    amend(folder)
    file = "templates/tillaegsaftale/04-ikrafttraeden.md"
    change(folder, file, "{{ addendum.enters_into_force | date }}", "1. i en måned")

    assert run(*WAYS["addendum"]) == 1
    told = capsys.readouterr().out
    assert "error[entry-into-force-missing]" in told and "1. februar 2027" in told


def test_an_addendum_with_a_new_section_that_lacks_a_value_is_a_draft(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    amend(folder)
    change(folder, f"data/bundles/{BUNDLE}.yaml", "  insurance: self\n", "")
    assert run(*WAYS["addendum"], "--format", "txt") == 0
    (text,) = (folder.parent / "ud").rglob("Tillægsaftale 1*.txt")
    assert "UDKAST" in text.read_text(encoding="utf-8")


@pytest.mark.parametrize("way", ["addendum", "redline"])
def test_where_one_file_cannot_be_made_none_is_written(way: str, folder: Path, run: Run) -> None:
    amend(folder)
    plant(folder, "Tegnet 漢 har skriften ikke.")
    assert run(*WAYS[way]) == 3
    assert went_out(folder) == set()
    assert not (folder / f"editions/{BUNDLE}/despite.json").exists()


def test_missing_values_never_become_final(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "data/municipalities/fiktivby.yaml", "price_level: 2026-pl", "price_level: null")
    assert run(*WAYS["release"]) == 3
    assert "[pris- og lønniveau afventer]" in capsys.readouterr().out

    for way in WAYS.values():
        assert run(*way, "--despite", "fact-missing", "--because", "Haster.") == 2
        assert "error[never-passed]" in capsys.readouterr().err
    assert went_out(folder) == set()


@pytest.mark.parametrize("confidence", ["unverified", "inferred", "draft"])
def test_a_printed_fact_that_nobody_confirmed_stands_in_a_draft_and_stops_what_is_final(
    confidence: str, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    known = "health_council: {name: Sundhedsråd Fiktiv, confidence: "
    change(folder, "data/municipalities/fiktivby.yaml", f"{known}found", f"{known}{confidence}")

    assert run("check") == 0
    said = capsys.readouterr().out
    assert (
        "To be confirmed before signing, by who must confirm it:\n  Fiktivby Kommune    1" in said
    )
    assert run("check", "--final") == 1
    assert run(*WAYS["release"]) == 1
    assert run(*WAYS["bundle"]) == 1
    assert "error[unconfirmed-in-final]: 1 printed fact is not confirmed" in capsys.readouterr().out
    assert went_out(folder) == set()

    assert run(*WAYS["draft"]) == 0
    assert "To be confirmed before signing" in capsys.readouterr().err
    manifest = manifest_of(folder / f"editions/{BUNDLE}/{LATER}")
    assert [f["rule"] for f in manifest["findings"]] == ["unconfirmed-in-final"]


def test_doctor_and_check_count_the_same_facts_that_nobody_confirmed(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    known = "health_council: {name: Sundhedsråd Fiktiv, confidence: "
    change(folder, "data/municipalities/fiktivby.yaml", f"{known}found", f"{known}inferred")
    change(
        folder,
        "data/municipalities/fiktivby.yaml",
        "{name: opdigtet}",
        "{signatories: skal bekræftes}",
    )
    capsys.readouterr()

    run("doctor")
    counted = re.search(r"(\d+) printed facts are not confirmed", capsys.readouterr().out)
    run("check")
    told = re.search(r"(\d+) are not confirmed", capsys.readouterr().out)
    assert counted and told and counted[1] == told[1] == "3"


def test_a_fact_that_is_not_printed_need_not_be_confirmed(folder: Path, run: Run) -> None:
    path = folder / "data/law.yaml"
    unused = "  ubrugt:\n    text: lov om intet\n    content: Intet.\n    confidence: unverified\n    source: opdigtet\n    kept: prøve\n"
    path.write_text(path.read_text(encoding="utf-8") + unused, encoding="utf-8")

    assert run("check", "--final") == 0


# --- the words of --despite -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "reasons", "fault"),
    [
        (["excluded-term"], [], "despite-without-reason"),
        ([], ["Haster."], "despite-without-reason"),
        (["excluded-term"], [" "], "despite-without-reason"),
        (["excluded-tern"], ["Haster."], "unknown-rule"),
        (["edition-changed"], ["Haster."], "never-passed"),
        (["control-character"], ["Haster."], "never-passed"),
    ],
)
def test_a_rule_is_passed_by_its_name_with_a_reason(
    rules: list[str], reasons: list[str], fault: str
) -> None:
    with pytest.raises(UsageError) as caught:
        passed_by(rules, reasons)
    assert caught.value.rule == fault


@pytest.mark.parametrize("words", [("--to", EDITION), ("a.json", "b.json")])
def test_where_nothing_is_checked_there_is_nothing_to_pass(
    words: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("redline", *words, *DESPITE) == 2
    assert "error[nothing-to-pass]" in capsys.readouterr().err


# --- from Python ------------------------------------------------------------------------------


def test_nobody_but_the_checks_makes_a_proof(folder: Path) -> None:
    project = Project(folder)
    proof = proof_of(project, BUNDLE, formats=ARCHIVED)

    with pytest.raises(TypeError):
        Proof(None, proof.project, proof.annexes, (), (), False)
    with pytest.raises((TypeError, ValueError), match="seal"):  # a TypeError from Python 3.13 on
        replace(proof, annexes=proof.annexes[:1])
    with pytest.raises(TypeError):
        released(project, BUNDLE, LATER)  # type: ignore[call-arg]


def test_a_proof_holds_for_what_was_looked_at_and_nothing_else(folder: Path) -> None:
    project = Project(folder)
    proof = proof_of(project, BUNDLE, formats=ARCHIVED)
    one = proved(
        project,
        replace(project.select((BUNDLE,), None, None), annexes=(proof.annexes[0].selection,)),
    )
    assert isinstance(one, Proof)
    with pytest.raises(AftalegenError) as caught:
        released(project, one, BUNDLE, LATER)
    assert caught.value.rule == "changed-since-check"

    plant(folder, "Uskyldige ord.")
    for goes_out in (
        lambda: released(project, proof, BUNDLE, LATER),
        lambda: bundle_files(project, proof, BUNDLE),
        lambda: edition_files(project, proof, BUNDLE),
    ):
        with pytest.raises(AftalegenError) as caught:
            goes_out()
        assert caught.value.rule == "changed-since-check"
    assert went_out(folder) == set()
