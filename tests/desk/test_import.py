"""`aftalegen import`: what a workbook says becomes YAML, or is refused with its cell.

Every amount here is fictitious.
"""

import datetime
import unicodedata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftalegen.build.act import carry_out
from aftalegen.build.change import FileChange
from aftalegen.cli.app import main
from aftalegen.desk.budgets.amounts import amount_in
from aftalegen.desk.budgets.files import changed_files
from aftalegen.desk.budgets.plan import Plan, budget_plan
from aftalegen.records import parse_yaml
from aftalegen.records.cells import Cell
from aftalegen.records.editing import edited
from aftalegen.records.project import Project
from aftalegen.records.sheet import read_workbook
from aftalegen.words import danish
from aftalegen.words.alphabet import forbidden_character
from aftalegen.words.amount import MILLIONS, Unit
from aftalegen.words.faults import AftalegenError, InputError, each_error
from aftalegen.words.place import Source
from aftalegen.writers.sheet import Formula, Table, Value, tables_xlsx
from tests.conftest import TASK, SmallProject

HEAD = ("Kommune", "Opgave", "Beløb")
PLACE = Source("b.xlsx", 7, 3, "C7", "Rammer")


def workbook(
    project: SmallProject, *rows: tuple[Value, ...], **sheets: list[tuple[Value, ...]]
) -> Path:
    """A workbook with these rows in the sheet «Rammer», and other sheets."""
    all_of = {"Rammer": list(rows), **sheets}
    tables = [
        Table(name, [(str(h), 10) for h in lines[0]], lines[1:])
        for name, lines in all_of.items()
        if lines
    ]
    path = project.folder / "budgets.xlsx"
    path.write_bytes(tables_xlsx(tables, "test", "2026-01-01"))
    return path


def plan(
    project: SmallProject, path: Path, sheet: str | None = None, task: str | None = None
) -> Plan:
    return budget_plan(Project(project.folder), path, sheet, task)


def told(found: Plan) -> list[str]:
    return [
        f"{c.municipality}: {c.old.fixed_annual} -> {c.new.fixed_annual}" for c in found.changes
    ]


def refused(found: Plan) -> list[str]:
    return [f"{e.rule} {e.source}" for e in found.errors]


# --- the names ---


@pytest.mark.parametrize(
    "name",
    ["Nordby", "Nordby Kommune", "nordby kommune", " NORDBY ", "901", "0901", 901, "901 Nordby"],
)
def test_a_municipality_is_known_however_it_is_spelt(
    small_project: SmallProject, name: str | int
) -> None:
    assert told(
        plan(small_project, workbook(small_project, HEAD, (name, "forebyggelse", 2_000_000)))
    ) == ["Nordby: 1234000 -> 2000000"]


@pytest.mark.parametrize(
    "name", ["Sønderå", "Soenderaa", "Sønderaa Kommune", "So\u0308nderå", "SØNDERÅ"]
)
def test_danish_letters_may_be_written_in_all_ways(small_project: SmallProject, name: str) -> None:
    assert told(
        plan(small_project, workbook(small_project, HEAD, (name, "Forebyggelsen", 2_000_000)))
    ) == ["Sønderå: None -> 2000000"]


def test_a_name_that_is_not_known_is_refused_with_its_cell_and_the_nearest(
    small_project: SmallProject,
) -> None:
    found = plan(
        small_project, workbook(small_project, HEAD, ("Nordbyy", "forebygelse", 2_000_000))
    )
    assert refused(found) == [
        "unknown-municipality budgets.xlsx Rammer!A2",
        "unknown-task budgets.xlsx Rammer!B2",
    ]
    assert [e.hint for e in found.errors] == [
        "did you mean «nordby»?",
        "did you mean «forebyggelse»?",
    ]


def test_a_name_and_a_code_of_two_municipalities_are_refused(small_project: SmallProject) -> None:
    rows = [
        ("Kommune", "Kommunekode", "Opgave", "Beløb"),
        ("Nordby", "902", "forebyggelse", 2_000_000),
    ]
    assert refused(plan(small_project, workbook(small_project, *rows))) == [
        "municipality-conflict budgets.xlsx Rammer!B2"
    ]


# --- the table ---


@pytest.mark.parametrize(
    ("heading", "value", "kroner"),
    [
        ("Ramme (mio. kr.)", "4,422", 4_422_000),
        ("Budget 2027 i t.kr.", 4422, 4_422_000),
        ("Fast årlig ramme, 1.000 kr.", 4422, 4_422_000),
        ("Årligt beløb i kr.", 4_422_000, 4_422_000),
        ("BELØB", "4.422.000 kr.", 4_422_000),
        ("Beløb", "4,422 mio. kr.", 4_422_000),
        ("Beløb", "4422 t.kr.", 4_422_000),
        ("Beløb", "kr. 4.422.000,-", 4_422_000),
        ("Beløb", "4\u00a0422\u00a0000", 4_422_000),
        ("Beløb", "4.422.000,00", 4_422_000),
    ],
)  # fmt: skip
def test_the_unit_stands_in_the_heading_or_beside_the_amount(
    small_project: SmallProject, heading: str, value: Value, kroner: int
) -> None:
    rows = [("Kommune", "Opgave", heading), ("Sønderå", "forebyggelse", value)]
    assert told(plan(small_project, workbook(small_project, *rows))) == [
        f"Sønderå: None -> {kroner}"
    ]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("4.422", "ambiguous-amount"), ("4,422", "ambiguous-amount"), ("4,422 t.kr.", "ambiguous-amount"),
        ("4.422 mio. kr.", "ambiguous-amount"), ("4422000,50", "not-whole-kroner"), ("-4422000", "negative-amount"),
        ("ca. 4 mio. kr.", "not-an-amount"), ("4-5 mio. kr.", "not-an-amount"), ("4.42.000", "not-an-amount"),
        ("4422000.00", "not-an-amount"), ("4 euro", "not-an-amount"), (999_999_999_999, "not-an-amount"),
        ("4,4225000001 mio. kr.", "not-whole-kroner"), (-5, "negative-amount"),
    ],
)  # fmt: skip
def test_what_is_ambiguous_or_no_amount_is_refused_with_its_cell(
    small_project: SmallProject, value: Value, rule: str
) -> None:
    found = plan(small_project, workbook(small_project, HEAD, ("Sønderå", "forebyggelse", value)))
    assert refused(found) == [f"{rule} budgets.xlsx Rammer!C2"]


def test_a_unit_in_the_cell_that_is_not_the_headings_is_refused(
    small_project: SmallProject,
) -> None:
    rows = [("Kommune", "Opgave", "Beløb (t.kr.)"), ("Sønderå", "forebyggelse", "4 mio. kr.")]
    assert refused(plan(small_project, workbook(small_project, *rows))) == [
        "unit-conflict budgets.xlsx Rammer!C2"
    ]


def test_a_thousandth_of_what_stands_is_refused_as_a_wrong_unit(
    small_project: SmallProject,
) -> None:
    found = plan(small_project, workbook(small_project, HEAD, ("Nordby", "forebyggelse", 1_234)))
    assert refused(found) == ["unit-unlikely budgets.xlsx Rammer!C2"]


def test_all_refusals_are_told_at_once_and_nothing_is_written(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(
        small_project, HEAD, ("Nordby", "forebyggelse", 2_000_000), ("Sønderå", "forebyggelse", "4.422"),
        ("Ukendt", "forebyggelse", 1), ("Nordby", None, 5_000_000),
    )  # fmt: skip
    before = (small_project.folder / small_project.municipality_file).read_bytes()

    assert main(["import", str(path), "--write", "--project", str(small_project.folder)]) == 3

    err = capsys.readouterr().err
    for cell in ("C3", "A4", "B5"):
        assert f"budgets.xlsx Rammer!{cell}\n" in err
    assert (small_project.folder / small_project.municipality_file).read_bytes() == before


def test_the_header_row_is_found_below_a_title_and_in_any_column(
    small_project: SmallProject,
) -> None:
    rows: list[tuple[Value, ...]] = [
        ("Rammer 2027 (opdigtede)", None, None, None),
        (None, None, None, None),
        (None, "Opgave", "Årlig ramme (kr.)", "Kommune"),
        (None, "forebyggelse", 2_000_000, "Nordby"),
        (None, None, 2_000_000, "I alt"),
    ]
    found = plan(small_project, workbook(small_project, *rows))
    assert told(found) == ["Nordby: 1234000 -> 2000000"]
    assert [str(s.place) for s in found.skipped] == ["budgets.xlsx Rammer!A5"]


def test_every_sheet_is_looked_at_and_one_can_be_chosen(small_project: SmallProject) -> None:
    path = workbook(
        small_project, HEAD, ("Nordby", "forebyggelse", 2_000_000),
        Andet=[HEAD, ("Nordby", "forebyggelse", 3_000_000)], Noter=[("tekst",)],
    )  # fmt: skip

    assert refused(plan(small_project, path)) == ["row-twice budgets.xlsx Andet!C2"]
    assert told(plan(small_project, path, sheet="andet")) == ["Nordby: 1234000 -> 3000000"]
    with pytest.raises(AftalegenError, match="no sheet «Andre»") as caught:
        plan(small_project, path, sheet="Andre")
    assert caught.value.hint == "did you mean «Andet»?"


def test_two_columns_that_could_be_the_amount_are_refused(small_project: SmallProject) -> None:
    rows = [("Kommune", "Opgave", "Budget 2026", "Budget 2027"), ("Nordby", "forebyggelse", 1, 2)]
    assert refused(plan(small_project, workbook(small_project, *rows))) == [
        "column-twice budgets.xlsx Rammer!D1"
    ]


def test_a_table_without_tasks_needs_the_task_named(small_project: SmallProject) -> None:
    small_project.write("data/tasks/anden.yaml", TASK.replace("forebyggelse", "rygestop"))
    path = workbook(small_project, ("Kommune", "Beløb"), ("Nordby", 2_000_000))
    assert refused(plan(small_project, path)) == ["column-missing budgets.xlsx Rammer!A1"]
    assert told(plan(small_project, path, task="Forebyggelse")) == ["Nordby: 1234000 -> 2000000"]


def test_an_empty_cell_never_erases_an_amount(small_project: SmallProject) -> None:
    found = plan(
        small_project,
        workbook(
            small_project, HEAD, ("Nordby", "forebyggelse", None), ("Sønderå", "forebyggelse", "–")
        ),
    )
    assert (found.changes, found.unchanged, [str(s.place) for s in found.kept]) == (
        (),
        1,
        ["budgets.xlsx Rammer!C2"],
    )


def test_only_the_word_missing_as_status_takes_an_amount_away(small_project: SmallProject) -> None:
    rows = [(*HEAD, "Status"), ("Nordby", "forebyggelse", None, "mangler")]
    assert told(plan(small_project, workbook(small_project, *rows))) == ["Nordby: 1234000 -> None"]


# --- formulas, and workbooks that are not to be trusted ---


def test_a_formula_counts_by_its_saved_value(small_project: SmallProject) -> None:
    path = workbook(
        small_project, HEAD, ("Nordby", "forebyggelse", Formula("1000000*2", 2_000_000))
    )
    assert told(plan(small_project, path)) == ["Nordby: 1234000 -> 2000000"]


def test_a_formula_without_a_saved_value_is_refused_and_says_what_to_do(
    small_project: SmallProject,
) -> None:
    path = changed_part(
        workbook(small_project, HEAD, ("Nordby", "forebyggelse", Formula("1+1", 2))),
        "xl/worksheets/sheet1.xml",
        b"<v>2</v>",
        b"",
    )
    found = plan(small_project, path)
    assert refused(found) == ["formula-without-value budgets.xlsx Rammer!C2"]
    assert found.errors[0].hint == "open the workbook in Excel, save it, and import it again"


def changed_part(path: Path, name: str, old: bytes, new: bytes) -> Path:
    with ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    assert old in parts.get(name, b"") or not old
    parts[name] = parts[name].replace(old, new) if old else new
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


@pytest.mark.parametrize(
    ("part", "old", "new", "rule"),
    [
        ("xl/vbaProject.bin", b"", b"macro", "workbook-macros"),
        ("xl/media/x.bin", b"", b"\x00" * 70_000_000, "workbook-too-large"),
        ("xl/sharedStrings.xml", b"", b'<!DOCTYPE s [<!ENTITY a "b">]><sst>&a;</sst>', "workbook-hostile"),
        ("xl/sharedStrings.xml", b"", b'<!DOCTYPE sst SYSTEM "file:///etc/hostname"><sst/>', "workbook-hostile"),
        ("xl/sharedStrings.xml", b"", '<!DOCTYPE sst SYSTEM "x"><sst/>'.encode("utf-16"), "workbook-hostile"),
        ("xl/worksheets/sheet1.xml", b"", b"<worksheet><row>" + b"<c/>" * 600_000 + b"</row></worksheet>", "workbook-too-large"),
        ("xl/worksheets/sheet1.xml", b"", b"<worksheet", "workbook-unreadable"),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="ZZZ1"', "workbook-unreadable"),
    ],
)  # fmt: skip
def test_a_hostile_or_damaged_workbook_is_refused(
    small_project: SmallProject, part: str, old: bytes, new: bytes, rule: str
) -> None:
    path = workbook(small_project, HEAD, ("Nordby", "forebyggelse", 2_000_000))
    changed_part(path, part, old, new)
    with pytest.raises(InputError) as caught:
        read_workbook(path, "budgets.xlsx")
    assert (caught.value.rule, caught.value.hint is not None) == (rule, True)


def test_what_excel_saves_as_strict_is_read_like_any_other(small_project: SmallProject) -> None:
    path = workbook(small_project, HEAD, ("Nordby", "forebyggelse", 2_000_000))
    main_names = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link_names = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = b"http://purl.oclc.org/ooxml/"
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        changed_part(path, part, main_names, strict + b"spreadsheetml/main")
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        changed_part(path, part, link_names, strict + b"officeDocument/relationships")
    assert told(plan(small_project, path)) == ["Nordby: 1234000 -> 2000000"]


def test_no_cell_is_left_out_because_of_its_place(small_project: SmallProject) -> None:
    path = workbook(small_project, HEAD, ("Nordby", "forebyggelse", 2_000_000))
    sheet = "xl/worksheets/sheet1.xml"
    (read,) = read_workbook(changed_part(path, sheet, b'r="B1"', b'r="Z1"'), "budgets.xlsx")
    assert (read.cell(1, 26) or PLACE).text == "Opgave"  # type: ignore[union-attr]
    for old, new in ((b'r="Z1"', b'r="A1048577"'), (b'r="A1048577"', b'r="A1"')):
        with pytest.raises(InputError) as caught:
            read_workbook(changed_part(path, sheet, old, new), "budgets.xlsx")
        assert caught.value.rule == "workbook-unreadable"


def test_a_sheet_that_is_only_a_chart_is_not_opened(small_project: SmallProject) -> None:
    book = filled(HEAD, ("Nordby", "forebyggelse", 2_000_000))
    book.create_chartsheet("Figur")
    assert told(plan(small_project, saved(small_project, book))) == ["Nordby: 1234000 -> 2000000"]


@pytest.mark.parametrize(
    "data", [b"", b"Kommune;Opgave", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", b"PK\x03\x04"]
)
def test_what_is_no_workbook_is_refused_with_what_to_do(
    small_project: SmallProject, data: bytes
) -> None:
    path = small_project.folder / "budgets.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_workbook(path, "budgets.xlsx")
    assert ".xlsx" in (caught.value.hint or "")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_anywhere_in_a_workbook_gives_an_error_of_ours_or_a_plan(
    new_small_project: "object", data: st.DataObject
) -> None:
    project = new_small_project()  # type: ignore[operator]
    path = workbook(project, HEAD, ("Nordby", "forebyggelse", 2_000_000))
    content = bytearray(path.read_bytes())
    for _n in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content))
    try:
        plan(project, path)
    except AftalegenError as error:
        assert all(one.hint for one in each_error(error))


# --- what is written ---


def imported(project: SmallProject, *rows: tuple[Value, ...]) -> str:
    """The first municipality's file after an import."""
    opened = Project(project.folder)
    found = budget_plan(opened, workbook(project, *rows), None, None)
    assert found.errors == ()
    carry_out(opened.folder, changed_files(opened, found))
    return (project.folder / project.municipality_file).read_text(encoding="utf-8")


def test_an_import_changes_the_lines_of_the_budget_and_no_other(
    small_project: SmallProject,
) -> None:
    small_project.change(
        small_project.municipality_file,
        "fixed_annual: 1_234_000\n",
        'fixed_annual: "1.234.000"   # fra sidste år\n',
    )
    before = (small_project.folder / small_project.municipality_file).read_text(encoding="utf-8")

    after = imported(
        small_project,
        (*HEAD, "Prisniveau", "Note"),
        ("Nordby", "forebyggelse", 2_000_000, "2026-pl", "Opdigtet: 100 %"),
    )

    old, new = before.splitlines(), after.splitlines()
    assert [line for line in new if line not in old] == [
        "      fixed_annual: 2_000_000   # fra sidste år",
        '      price_level: "2026-pl"',
        "      source: budgets.xlsx, ark «Rammer», celle C2",
        '      note: "Opdigtet: 100 %"',
    ]
    assert [line for line in old if line not in new] == [
        '      fixed_annual: "1.234.000"   # fra sidste år'
    ]


def test_importing_twice_changes_nothing_the_second_time(small_project: SmallProject) -> None:
    rows = [(*HEAD, "Kilde"), ("Nordby", "forebyggelse", 2_000_000, "Budgetmappen")]
    imported(small_project, *rows)
    assert plan(small_project, workbook(small_project, *rows)).changes == ()


def test_without_write_the_plan_is_shown_and_the_exit_code_says_that_there_are_changes(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(small_project, HEAD, ("Nordby", "forebyggelse", 2_000_000))
    before = (small_project.folder / small_project.municipality_file).read_bytes()
    arguments = ["import", str(path), "--project", str(small_project.folder)]

    assert main(arguments) == 1
    out = capsys.readouterr().out.replace("\u00a0", " ")
    assert "  1.234.000 kr. → 2.000.000 kr.\n" in out
    assert out.endswith("1 change, 0 unchanged, 0 without amounts, 0 refused, 0 files written\n")
    assert (small_project.folder / small_project.municipality_file).read_bytes() == before

    assert main([*arguments, "--write"]) == 0
    assert main(arguments) == 0


def test_a_fault_while_writing_leaves_all_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "1.yaml", tmp_path / "2.yaml"
    one.write_text("a: 1")
    two.write_text("b: 1")
    real = Path.replace

    def fails(self: Path, target: Path) -> Path:
        if Path(target) == two:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(AftalegenError, match="No space left"):
        carry_out(tmp_path, [FileChange(one, b"a: 1", b"a: 2"), FileChange(two, b"b: 1", b"b: 2")])
    assert (one.read_text(), two.read_text(), len(list(tmp_path.iterdir()))) == ("a: 1", "b: 1", 2)


YAML_FORMS = [
    "x:\n  budget:\n    fixed_annual: null # ukendt\n    status: missing\n",
    "x: {budget: {fixed_annual: null, status: missing}} # kort\n",
    "x:\n  budget: {fixed_annual: null,\n           status: missing}\ny: 1\n",
    "x:\n  budget:\n    fixed_annual:\n    status: 'missing'\n    note: >-\n      flere\n      linjer\n\n    # til sidst\ny: 1",
    "\r\n".join(
        ("x:", "  budget:", "      status: missing", "      fixed_annual: ~", "y: |", "  tekst", "")
    ),
]


@pytest.mark.parametrize("text", YAML_FORMS)
@settings(max_examples=40, deadline=None)
@given(
    amount=st.none() | st.integers(0, 10**11),
    words=st.text(
        st.characters(
            exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="\ufeff"
        ).filter(lambda sign: forbidden_character(sign) is None),
        min_size=1,
        max_size=250,
    ),
)
def test_an_edit_says_what_was_meant_and_keeps_the_rest(
    text: str, amount: int | None, words: str
) -> None:
    words = unicodedata.normalize("NFC", words)
    result = edited(
        text,
        "f.yaml",
        ("x", "budget"),
        {"fixed_annual": amount, "source": words},
        ("fixed_annual", "status", "source", "note"),
    )

    budget = parse_yaml(result, "f.yaml").value["x"]["budget"]
    assert (budget["fixed_annual"], budget["source"], budget["status"]) == (
        amount,
        words,
        "missing",
    )
    for comment in ("# ukendt", "# kort", "# til sidst"):
        assert (comment in result) == (comment in text) or comment in words
    assert result.count("\r\n") >= text.count("\r\n")


@given(st.integers(0, 10**11 - 1))
def test_an_amount_that_we_write_is_read_back_or_refused(kroner: int) -> None:
    for text in (danish.kr(kroner), str(kroner), f"{danish.number(kroner)},00"):
        try:
            assert amount_in(Cell("text", text, PLACE), None).kroner == kroner
        except InputError as error:
            assert error.rule == "ambiguous-amount"


@given(st.integers(0, 10**8 - 1), st.sampled_from([None, MILLIONS]))
def test_millions_are_read_exactly(thousands: int, unit: Unit | None) -> None:
    text = danish.million_kr(thousands * 1000)
    assert (
        unit is None
        or amount_in(Cell("number", repr(thousands / 1000), PLACE), unit).kroner == thousands * 1000
    )
    if "." not in text.removesuffix("mio.\u00a0kr."):
        assert amount_in(Cell("text", text, PLACE), unit).kroner == thousands * 1000


# --- what Excel itself writes ---


def saved(project: SmallProject, book: openpyxl.Workbook) -> Path:
    path = project.folder / "budgets.xlsx"
    book.save(path)
    return path


def filled(*rows: tuple[object, ...]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Rammer"
    for row in rows:
        book.active.append(row)
    return book


def test_a_merged_municipality_stands_for_all_its_rows_but_an_amount_never_does(
    small_project: SmallProject,
) -> None:
    book = filled(
        (*HEAD, "Note"),
        ("Nordby", "forebyggelse", 2_000_000, "a"),
        (None, "Forebyggelsen", None, "a"),
    )
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("C2:C3")
    (error,) = plan(small_project, saved(small_project, book)).errors
    assert (error.rule, str(error.source)) == ("amount-merged", "budgets.xlsx Rammer!C2")
    assert error.message.endswith("; so too in C3")


def test_a_hidden_sheet_is_not_read_unless_it_is_named(small_project: SmallProject) -> None:
    book = filled(("intet",))
    hidden = book.create_sheet("Skjult")
    hidden.sheet_state = "hidden"
    for row in (HEAD, ("Nordby", "forebyggelse", 2_000_000)):
        hidden.append(row)
    path = saved(small_project, book)

    with pytest.raises(InputError, match="no table of budgets"):
        plan(small_project, path)
    assert told(plan(small_project, path, sheet="Skjult")) == ["Nordby: 1234000 -> 2000000"]


@pytest.mark.parametrize("value", [datetime.date(2026, 3, 19), True, "=1/0"])
def test_a_date_a_truth_value_and_a_new_formula_are_no_amounts(
    small_project: SmallProject, value: object
) -> None:
    found = plan(
        small_project, saved(small_project, filled(HEAD, ("Nordby", "forebyggelse", value)))
    )
    assert [str(e.source) for e in found.errors] == ["budgets.xlsx Rammer!C2"]


def test_the_price_level_in_the_heading_belongs_to_the_amounts_below_it(
    small_project: SmallProject,
) -> None:
    head = ("Kommune", "Opgave", "Ramme (mio. kr., 2026-pl)")
    path = saved(
        small_project,
        filled(head, ("Nordby", "forebyggelse", 2.5), ("Sønderå", "forebyggelse", None)),
    )
    found = plan(small_project, path)
    assert [(c.new.fixed_annual, c.new.price_level) for c in found.changes] == [
        (2_500_000, "2026-pl")
    ]
    assert found.unchanged == 1


def test_a_sum_of_fractions_counts_as_excel_shows_it(small_project: SmallProject) -> None:
    head = ("Kommune", "Opgave", "Beløb (mio. kr.)")
    path = saved(small_project, filled(head, ("Nordby", "forebyggelse", 0.1 + 0.2 + 2)))
    assert told(plan(small_project, path)) == ["Nordby: 1234000 -> 2300000"]


def test_a_wrong_municipality_file_is_told_with_its_place_before_anything_is_read(
    small_project: SmallProject,
) -> None:
    small_project.change(small_project.municipality_file, "code:", "kode:")
    with pytest.raises(AftalegenError) as caught:
        plan(small_project, workbook(small_project, HEAD, ("Nordby", "forebyggelse", 2_000_000)))
    assert {e.source.file for e in each_error(caught.value) if e.source} == {
        small_project.municipality_file
    }


def test_a_file_that_is_changed_meanwhile_is_not_written_over(small_project: SmallProject) -> None:
    opened = Project(small_project.folder)
    found = budget_plan(
        opened, workbook(small_project, HEAD, ("Nordby", "forebyggelse", 2_000_000)), None, None
    )
    small_project.change(small_project.municipality_file, "901", "903")
    with pytest.raises(AftalegenError, match="changed while"):
        changed_files(opened, found)


def test_a_remark_below_the_table_is_told_and_a_misspelt_name_with_an_amount_is_refused(
    small_project: SmallProject,
) -> None:
    rows = (
        HEAD,
        ("Nordby", "forebyggelse", 2_000_000),
        ("Kilde: budgettet (opdigtet)", None, None),
        ("Nordbyy", None, 1_000),
    )
    found = plan(small_project, saved(small_project, filled(*rows)))
    assert [f"{s.place} {s.why}" for s in found.skipped] == [
        "budgets.xlsx Rammer!A3 neither task nor amount"
    ]
    assert refused(found) == [
        "unknown-municipality budgets.xlsx Rammer!A4",
        "row-incomplete budgets.xlsx Rammer!B4",
    ]
