"""What is decided is written whole: the answer, and the words where they lie in one place."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from pdfminer.high_level import extract_text

from aftalegen.cli.app import main
from aftalegen.document.lines import document_lines
from aftalegen.document.walk import plain
from aftalegen.records.project import Project
from aftalegen.records.proposals import Proposal, registers_of
from tests.conftest import SmallProject
from tests.negotiation.register import NORDBY, SOENDERAA, fill, register

Run = Callable[..., int]
BY = ("--by", "Styregruppen", "--on", "2026-03-25")


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    fill(small_project)
    return lambda *words: main(["decide", *words, "--project", str(small_project.folder)])


def proposal(project: SmallProject, id: str) -> Proposal:
    registers, errors = registers_of(Project(project.folder))
    assert errors == ()
    return next(r.proposal for one in registers for r in one.rows() if r.proposal.id == id)


def text(project: SmallProject, file: str) -> str:
    return (project.folder / file).read_text(encoding="utf-8")


def everything(project: SmallProject) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in project.folder.rglob("*") if p.is_file()}


def test_nothing_is_written_until_it_is_asked_for(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(small_project)
    assert run("nordby-01", "--state", "accepted-all", *BY) == 1
    assert everything(small_project) == before
    said = capsys.readouterr()
    assert "+    decided_by: Styregruppen" in said.out
    assert (
        "says it now: Aftale Nordby (1 Parter)\nchanges too: Aftale Sønderå (1 Parter)\n"
        in said.out
    )
    assert "nothing was written" in said.err


def test_what_is_accepted_for_all_is_written_in_the_template_and_in_nothing_else(
    run: Run, small_project: SmallProject
) -> None:
    old = text(small_project, "templates/aftale/01-parter.md")
    assert run("nordby-01", "--same", "--state", "accepted-all", "--write", *BY) == 0
    assert text(small_project, "templates/aftale/01-parter.md") == old.replace(
        "evaluerer Aftalen årligt.", "evaluerer Aftalen hvert andet år."
    )
    assert proposal(small_project, "nordby-01").decided_by == "Styregruppen"
    assert proposal(small_project, "soenderaa-01").state == "accepted-all"
    assert main(["check", "--project", str(small_project.folder)]) in (0, 1)


def test_an_amount_is_changed_in_the_data_with_its_source(
    run: Run, small_project: SmallProject
) -> None:
    assert run("nordby-02", "--state", "accepted-local", "--write", *BY) == 0
    data = text(small_project, small_project.municipality_file)
    assert "fixed_annual: 1_300_000" in data
    assert "source: tilbagemelding nordby-02" in data
    assert "deviations" not in data


@pytest.mark.parametrize(
    ("sentence", "new", "file", "written"),
    [
        (
            "Aftalen træder i kraft den {{ bundle.enters_into_force | date }}.",
            ("1. januar 2027", "1. marts 2027"),
            "data/bundles/midtbundt.yaml",
            "2027-03-01",
        ),
        (
            "Aftalen kan opsiges med {{ choices.notice_months | count_word }} måneders varsel.",
            ("seks", "ni"),
            "data/bundles/midtbundt.yaml",
            "notice_months: 9\n",
        ),
        (
            "Aftalen kan opsiges med {{ choices.notice_months }} måneders varsel.",
            ("6", "18"),
            "data/bundles/midtbundt.yaml",
            "notice_months: 18\n",
        ),
        (
            "Kommunen bor på {{ municipality.address.street }} i byen.",
            ("Torvet 1", "Torvet 2"),
            "data/municipalities/nordby.yaml",
            'street: "Torvet 2"',
        ),
    ],
    ids=["a date", "a count in words", "a count", "a text"],
)
def test_a_fact_is_changed_as_the_type_that_its_record_gives_it(
    run: Run,
    small_project: SmallProject,
    sentence: str,
    new: tuple[str, str],
    file: str,
    written: str,
) -> None:
    small_project.section(sentence)
    (said,) = [
        plain(line.inlines)
        for line in document_lines(small_project.document())
        if new[0] in plain(line.inlines).replace("\u00a0", " ") and "evaluerer" not in str(line)
    ]
    said = said.replace("\u00a0", " ")
    wish = f"""\
    kind: change
    template: aftale
    section: oekonomi
    was: '{said}'
    proposed: '{said.replace(*new)}'
"""
    small_project.write(NORDBY, register("nordby", "Nordby Kommune", wish))
    assert run("nordby-02", "--state", "accepted-all", "--write", *BY) == 0
    assert written in text(small_project, file)


def test_words_that_mean_no_value_of_the_facts_type_are_written_by_hand(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project.change(NORDBY, "1.300.000 kr.", "en passende sum")
    before = everything(small_project)
    assert run("nordby-02", "--state", "accepted-all", "--write", *BY) == 3
    assert everything(small_project) == before
    assert "data/municipalities/nordby.yaml" in capsys.readouterr().err


def test_what_one_has_for_itself_is_a_deviation_from_the_text_as_it_is(
    run: Run, small_project: SmallProject
) -> None:
    small_project.change("templates/aftale/01-parter.md", "årligt.", "årligt. {#grundlag}")
    assert (
        run("soenderaa-01", "--state", "accepted-local", "--reason", "Kun her.", "--write", *BY)
        == 0
    )
    document = small_project.document("soenderaa")
    assert "hvert andet år" in str(document)
    assert "hvert andet år" not in str(small_project.document("nordby"))
    (deviation,) = (
        Project(small_project.folder)
        .municipality("soenderaa")
        .record.tasks["forebyggelse"]
        .deviations
    )
    assert (deviation.section, deviation.block, deviation.action) == (
        "parter",
        "grundlag",
        "replace",
    )
    assert (deviation.reason, deviation.agreed_by, deviation.source) == (
        "Kun her.",
        "Styregruppen",
        "soenderaa-01",
    )
    assert '{{ ref("oekonomi") }}' in (deviation.text or "")


def test_a_passage_without_a_key_is_told_with_its_line_and_nothing_is_written(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(small_project)
    assert run("nordby-01", "--state", "accepted-local", "--write", *BY) == 3
    assert everything(small_project) == before
    said = capsys.readouterr().err
    assert "templates/aftale/01-parter.md:5" in said
    assert "write a key at its end, as {#key}" in said


def test_a_deviation_never_holds_the_place_of_a_value_that_is_missing(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = """\
    kind: change
    template: aftale
    section: oekonomi
    block: rammebeloeb
    was: Rammen er [årligt beløb afventer] om året.
    proposed: Rammen er [årligt beløb afventer] hvert år.
"""
    small_project.write(SOENDERAA, register("soenderaa", "Sønderå Kommune", wish))
    before = everything(small_project)
    assert run("soenderaa-02", "--state", "accepted-local", "--write", *BY) == 3
    assert everything(small_project) == before
    said = capsys.readouterr().err
    assert "data/municipalities/soenderaa.yaml:16" in said
    assert "write the value there first" in said


def test_words_in_several_places_are_told_with_the_line_and_nothing_is_written(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name is a value, and what is wished reaches from the text into it."""
    small_project.change(NORDBY, "hvert andet år", "årligt")
    small_project.change(
        NORDBY,
        "Midt og Nordby Kommune, jf. afsnit 2. Den indgås efter sundhedslovens § 118 d, stk. 1, træder i kraft den 1. januar 2027, og Parterne evaluerer Aftalen årligt.'\n    proposed: 'Aftalen er mellem Region Midt og Nordby Kommune, jf",
        "Midt og Nordby Kommune, jf. afsnit 2. Den indgås efter sundhedslovens § 118 d, stk. 1, træder i kraft den 1. januar 2027, og Parterne evaluerer Aftalen årligt.'\n    proposed: 'Aftalen er mellem Regionen samt Byen, jf",
    )
    before = everything(small_project)
    assert run("nordby-01", "--state", "accepted-all", "--write", *BY) == 3
    assert everything(small_project) == before
    assert "do not lie in one place" in capsys.readouterr().err


def test_what_the_text_says_already_is_only_marked(run: Run, small_project: SmallProject) -> None:
    small_project.change("templates/aftale/01-parter.md", "årligt", "hvert andet år")
    old = text(small_project, "templates/aftale/01-parter.md")
    assert run("nordby-01", "--state", "accepted-all", "--write", *BY) == 0
    assert text(small_project, "templates/aftale/01-parter.md") == old


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nordby-09", "--state", "noted"], "a proposal that is noted needs: --by, --answer"),
        (["nordby-09", "--state", "withdrawn"], "there is no proposal «nordby-09»"),
        (["nordby-01", "--state", "new"], "the state «new» is not known"),
        (["--state", "withdrawn"], "which proposals?"),
    ],
)
def test_a_verdict_is_whole(
    run: Run, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert run(*words) == 2
    assert told in capsys.readouterr().err


def test_answers_are_read_back_from_the_workbook(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_project.folder / "svar.xlsx"
    main(["proposals", "--out", str(path), "--project", str(small_project.folder)])
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "soenderaa-02":
            row[10].value, row[11].value = "noted", "Regionen betaler. FIKTIV"
            row[13].value, row[14].value = "Styregruppen", "25-03-2026"
    book.save(path)
    assert run("--sheet", str(path), "--write") == 0
    one = proposal(small_project, "soenderaa-02")
    assert (one.state, one.answer) == ("noted", "Regionen betaler. FIKTIV")
    assert str(one.decided_on) == "2026-03-25"
    assert run("--sheet", str(path)) == 0, "read twice, nothing changes"


def test_a_workbook_in_danish_is_read_whatever_the_terminal_speaks(
    run: Run, small_project: SmallProject
) -> None:
    path = small_project.folder / "svar.xlsx"
    book = openpyxl.Workbook()
    head = ("Id", "Tema", "Tilstand", "Svar", "Afgjort af", "Afgjort den")
    book.active.append(head)
    book.active.append(
        ("soenderaa-02", "tolk", "taget til efterretning", "Ja.", "Styregruppen", "25-03-2026")
    )
    book.save(path)
    assert run("--sheet", str(path), "--write") == 0
    one = proposal(small_project, "soenderaa-02")
    assert (one.state, one.theme, one.decided_by) == ("noted", "tolk", "Styregruppen")


@pytest.mark.parametrize(
    ("cells", "place", "told"),
    [
        (("noted", "Ja.", None), "B2", "these cells are empty: Decided by"),
        (("rejected", None, "Styregruppen"), "B2", "these cells are empty: Answer"),
        (("noted", "Ja.", "Anne Hansen"), "D2", "is it the name of a person?"),
    ],
)
def test_a_row_that_nobody_could_be_told_is_refused_at_its_cell(
    run: Run,
    small_project: SmallProject,
    capsys: pytest.CaptureFixture[str],
    cells: tuple[str | None, ...],
    place: str,
    told: str,
) -> None:
    path = small_project.folder / "svar.xlsx"
    book = openpyxl.Workbook()
    book.active.append(("Id", "State", "Answer", "Decided by"))
    book.active.append(("soenderaa-02", *cells))
    book.save(path)
    before = everything(small_project)
    assert run("--sheet", str(path), "--write") == 3
    assert everything(small_project) == before
    said = capsys.readouterr().err
    assert told in said
    assert f"Sheet!{place}" in said


def test_a_person_decides_nothing_here(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("nordby-01", "--state", "accepted-all", "--by", "Anne Hansen") == 2
    assert "«Anne Hansen»: is it the name of a person?" in capsys.readouterr().err


def test_a_cell_that_says_no_state_is_told_and_nothing_is_written(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_project.folder / "svar.xlsx"
    main(["proposals", "--out", str(path), "--project", str(small_project.folder)])
    book = openpyxl.load_workbook(path)
    book.active["K3"].value = "måske"
    book.save(path)
    before = everything(small_project)
    assert run("--sheet", str(path), "--write") == 3
    assert everything(small_project) == before
    assert "Proposals!K3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("ids", "state", "key"),
    [
        (["nordby-01"], "accepted-all", ""),
        (["soenderaa-01"], "accepted-local", " {#grundlag}"),
        (["nordby-02"], "accepted-local", ""),
    ],
)
def test_an_accepted_proposal_is_the_cause_that_plan_tells(
    run: Run,
    small_project: SmallProject,
    capsys: pytest.CaptureFixture[str],
    ids: list[str],
    state: str,
    key: str,
) -> None:
    small_project.change("templates/aftale/01-parter.md", "årligt.", f"årligt.{key}")
    folder = str(small_project.folder)
    released = ["release", "midtbundt", "--edition", "V20260319", "--draft", "--project", folder]
    assert main(released) == 0
    assert run(*ids, "--state", state, "--reason", "Fordi.", "--write", *BY) == 0
    capsys.readouterr()
    assert main(["plan", "--project", folder]) == 1
    cause = f"cause: {ids[0]}: Imødekommet forslag {ids[0]} (Styregruppen, 25. marts 2026)"
    assert cause in capsys.readouterr().out.replace("\u00a0", " ")


def test_a_wish_of_several_is_one_cause_in_plan_list_of_changes_and_redline(
    run: Run, small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was decided after the day of the edition, which nobody has moved yet."""
    small_project.change(
        "data/bundles/midtbundt.yaml", "region: midt", "status: draft\nregion: midt"
    )
    folder = ["--project", str(small_project.folder)]
    assert main(["release", "midtbundt", "--edition", "V20260319", "--draft", *folder]) == 0
    assert run("nordby-01", "--same", "--state", "accepted-all", "--write", *BY) == 0
    capsys.readouterr()
    cause = "Imødekommet forslag nordby-01 og soenderaa-01 (Styregruppen, 25. marts 2026)"
    assert main(["plan", *folder]) == 1
    assert cause in capsys.readouterr().out.replace("\u00a0", " ")
    out = ["--format", "docx,pdf", "--out", str(tmp_path / "ud")]
    assert main(["redline", *out, *folder]) == 0
    for pdf in (tmp_path / "ud").rglob("*ændringsliste*.pdf"):
        assert cause in " ".join(extract_text(pdf).split())
    for docx in (tmp_path / "ud").rglob("*ændringer*.docx"):
        body = ZipFile(docx).read("word/document.xml").decode()
        assert {*re.findall('w:author="([^"]*)" w:date="([^T"]*)', body)} == {
            ("Styregruppen", "2026-03-25")
        }
