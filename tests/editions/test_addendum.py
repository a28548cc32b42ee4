"""Addenda: the difference between two editions as an agreement of its own, numbered in sequence."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from aftalegen.build.builder import Builder
from aftalegen.checks.proof import Refused
from aftalegen.checks.run import proved
from aftalegen.cli.app import main
from aftalegen.document.nodes import Document, Section
from aftalegen.document.numbering import counted
from aftalegen.editions.addendum import Amended, addendum_to
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.writers.text import document_text
from tests.conftest import ROOT
from tests.proofs import addendum_since

pytestmark = pytest.mark.slow

NORDDJURS = "data/municipalities/norddjurs.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def few(folder: Path) -> Path:
    """The same with a bundle of two municipalities, Norddjurs and Favrskov."""
    path = folder / "data/bundles/midtjylland.yaml"
    head, annexes = path.read_text(encoding="utf-8").split("annexes:\n", 1)
    lines, after = annexes.split("sources:", 1)
    kept = [
        f"  - {one}" for one in lines.split("  - ") if "norddjurs\n" in one or "favrskov\n" in one
    ]
    assert len(kept) == 4
    text = "".join(("annexes:\n", *kept, "sources:", after))
    path.write_text(head + text, encoding="utf-8")
    return folder


def agreement(folder: Path) -> tuple[Builder, BundleAnnex, Document]:
    """Norddjurs' agreement as it is now, called an earlier edition."""
    project = Project(folder)
    selection = project.select(("norddjurs",), None, None).annexes[0]
    builder = Builder(project)
    return builder, selection, replace(builder.annex_document(selection), edition="V20260224")


def without(document: Document, key: str) -> Document:
    def left(section: Section) -> Section:
        kept = (b for b in section.blocks if not (isinstance(b, Section) and b.key == key))
        return replace(section, blocks=tuple(kept))

    kept = tuple(left(s) for s in document.sections if s.key != key)
    return counted(replace(document, sections=kept))


def addendum_of(folder: Path, missing: str = "erstatning-og-klager") -> Amended:
    builder, selection, now = agreement(folder)
    found = addendum_since(builder.project, selection, without(now, missing))
    assert found is not None
    return found


def write_addenda(folder: Path, text: str) -> None:
    path = folder / NORDDJURS
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def words(document: Document) -> str:
    return document_text(document).decode().replace("\u00a0", " ")


def test_an_agreement_that_says_the_same_has_no_addendum(folder: Path) -> None:
    builder, selection, now = agreement(folder)

    assert addendum_since(builder.project, selection, now) is None


def test_a_new_section_is_put_in_after_the_one_before_it_with_its_words(folder: Path) -> None:
    text = words(addendum_of(folder).addendum)

    assert "Nyt afsnit 14 Erstatning og klagesager\n" in text
    assert "\nEfter afsnit 13 indsættes som nyt afsnit 14:\n" in text
    assert "\n14.2 Modtagelse og behandling\n" in text
    assert "Afsnit 14-15 bliver herefter afsnit 15-16." in text


def test_a_changed_amount_is_cited_before_and_after(folder: Path) -> None:
    _builder, selection, before = agreement(folder)
    path = folder / NORDDJURS
    raised = path.read_text(encoding="utf-8").replace("4_422_000", "4_500_000  # opdigtet")
    path.write_text(raised, encoding="utf-8")

    found = addendum_since(Project(folder), selection, before)

    assert found is not None
    text = words(found.addendum)
    assert "I punkt 10.1.1 ændres »" in text
    assert "4.422.000 kr." in text and "4.500.000 kr." in text
    assert "4.500.000 kr." in words(found.consolidated)


def test_it_names_the_agreement_that_it_amends(folder: Path) -> None:
    write_addenda(folder, AGREED)

    text = words(addendum_of(folder).addendum)

    assert (
        "nummer 1 til Parternes horisontale samarbejdsaftale for patientrettet forebyggelse, som er "
        "underskrevet den 26. marts 2026 (Aftalen)"
    ) in text
    assert "25/678 hos Kommunen. Den ændres, som den lyder i udgave V20260224." in text


def test_it_has_one_cause_and_a_place_for_approvals(folder: Path) -> None:
    text = words(addendum_of(folder).addendum)

    assert text.count("Parterne ændrer Aftalen på baggrund af:") == 1
    assert "[årsag afventer]" not in text
    assert "Regionsrådet\t[dato for godkendelse afventer]\t[punkt på dagsordenen afventer]" in text


def test_what_is_not_agreed_yet_is_a_placeholder_and_the_addendum_a_draft(folder: Path) -> None:
    addendum = addendum_of(folder).addendum

    assert "[dato for ikrafttræden afventer]" in words(addendum)
    assert "[ændring af det årlige beløb afventer]" in words(addendum)
    assert addendum.draft == "UDKAST"


AGREED = """\
    addenda:
      - number: 1
        amends: V20260224
        edition: V20260319
        cause: law
        annual_change: -12_000
        price_level: opdigtet 2026
        signed_on: 2026-03-26
        enters_into_force: 2027-02-01
        case_number: opdigtet
"""


def test_what_is_agreed_is_printed_in_words(folder: Path) -> None:
    write_addenda(folder, AGREED)

    text = words(addendum_of(folder).addendum)

    assert "Rammen nedsættes med 12.000 kr. om året" in text
    assert "træder i kraft den 1. februar 2027" in text
    assert "fordi reglerne for Opgaven er ændret" in text
    assert "årsag afventer" not in text


def test_addenda_are_numbered_in_sequence_for_each_agreement(folder: Path) -> None:
    write_addenda(folder, AGREED.replace("V20260224", "V20260101"))

    addendum = addendum_of(folder).addendum

    assert addendum.file_name.startswith("Tillægsaftale 2 til ")
    assert "Tillægsaftale nr. 2" in words(addendum)


def test_an_addendum_with_a_number_out_of_sequence_is_refused_with_its_place(folder: Path) -> None:
    write_addenda(folder, AGREED.replace("number: 1", "number: 3"))

    builder, selection, now = agreement(folder)
    before = addendum_to({selection.document_key: without(now, "erstatning-og-klager")})
    wanted = builder.project.select(("norddjurs",), None, None)

    found = proved(builder.project, wanted, beside=before, formats=(), processes=1)

    assert isinstance(found, Refused)
    (error,) = found.errors
    assert error.rule == "addendum-number"
    assert error.source is not None
    line = (folder / NORDDJURS).read_text(encoding="utf-8").splitlines()[error.source.line - 1]
    assert "number: 3" in line


def test_the_agreement_beside_it_is_the_one_that_build_writes(folder: Path) -> None:
    builder, selection, _before = agreement(folder)

    consolidated, working = addendum_of(folder).consolidated, builder.annex_document(selection)
    assert consolidated.file_name == f"{working.file_name} konsolideret med tillægsaftale 1"
    assert replace(consolidated, file_name=working.file_name) == working


def test_a_removed_section_is_named_with_the_number_it_had(folder: Path) -> None:
    builder, selection, now = agreement(folder)
    before = replace(
        now,
        sections=tuple(
            replace(one, key="gammelt-afsnit") if one.key == "formaal-og-maalsaetninger" else one
            for one in now.sections
        ),
    )

    found = addendum_since(builder.project, selection, before)

    assert found is not None
    assert "Afsnit 2 Formål og fælles målsætninger udgår." in words(found.addendum)


def test_a_draft_that_nobody_signed_is_amended_only_when_told(
    few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--project", str(few))
    assert main(["release", "midtjylland", "--edition", "V20260319", "--draft", *here]) == 0
    capsys.readouterr()

    assert main(["addendum", "--from", "V20260319", *here]) == 3

    told = capsys.readouterr().err
    assert "error[draft-amended]: V20260319 of midtjylland is a draft" in told
    assert "editions/midtjylland/V20260319/manifest.json:1:1" in told and "--unsigned" in told
    assert not (few / "output").exists()


def test_the_command_writes_the_addendum_and_the_agreement_with_it(
    few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--project", str(few))
    assert main(["release", "midtjylland", "--edition", "V20260319", "--draft", *here]) == 0
    path = few / "data/municipalities/norddjurs.yaml"
    raised = path.read_text(encoding="utf-8").replace("4_422_000", "4_500_000  # opdigtet")
    path.write_text(raised, encoding="utf-8")
    capsys.readouterr()

    code = main(["addendum", "--from", "V20260319", "--unsigned", "--format", "txt", *here])

    out = capsys.readouterr().out
    assert code == 0, out
    assert "1 addendum written, 1 agreement says the same, 0 errors" in out
    written = sorted(p.name for p in (few / "output/midtjylland/Tillægsaftaler").iterdir())
    assert [name.startswith("Tillægsaftale 1 til ") for name in written] == [False, True]


def test_an_addendum_that_a_person_has_edited_is_kept_aside_and_told(
    few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--project", str(few))
    assert main(["release", "midtjylland", "--edition", "V20260319", "--draft", *here]) == 0
    path = few / NORDDJURS
    raised = path.read_text(encoding="utf-8").replace("4_422_000", "4_500_000  # opdigtet")
    path.write_text(raised, encoding="utf-8")
    command = [
        "addendum",
        "norddjurs",
        "--from",
        "V20260319",
        "--unsigned",
        "--format",
        "txt",
        *here,
    ]
    assert main(command) == 0
    written = next((few / "output/midtjylland/Tillægsaftaler").glob("Tillægsaftale 1*.txt"))
    written.write_text("rettet i hånden", encoding="utf-8")
    capsys.readouterr()

    assert main(command) == 0

    assert "had been edited by hand" in capsys.readouterr().err
    aside = written.with_name(f"{written.stem} (rettet 1).txt")
    assert aside.read_text(encoding="utf-8") == "rettet i hånden"


def test_an_edition_that_was_never_released_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["addendum", "--from", "V20250101", "--project", str(folder)])

    assert code == 2
    assert "the edition V20250101 has not been released here" in capsys.readouterr().err
