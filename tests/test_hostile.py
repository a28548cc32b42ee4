"""Hostile and broken input: a located error, or it comes out unchanged; nothing else happens."""

import os
import sys
from pathlib import Path

import pytest

from aftalegen.build.register import REGISTER
from aftalegen.build.whole import write_folder_whole
from aftalegen.cli import console
from aftalegen.cli.app import main
from aftalegen.editions.edition import read_style
from aftalegen.records.project import Project
from aftalegen.records.reading import parse_yaml
from aftalegen.records.text import read_text
from aftalegen.template import budget
from aftalegen.words.faults import AftalegenError, InputError, each_error
from aftalegen.words.place import Source
from aftalegen.writers.text import document_text
from tests.conftest import SmallProject
from tools.killing import files

Streams = pytest.CaptureFixture[str]
BUNDLE = "data/bundles/midtbundt.yaml"
NORDBY = "data/municipalities/nordby.yaml"


def refused(text: str) -> list[str]:
    with pytest.raises(AftalegenError) as caught:
        parse_yaml(text, "x.yaml")
    errors = each_error(caught.value)
    assert all(error.source and error.source.file == "x.yaml" for error in errors)
    return [error.rule for error in errors]


# --- YAML ---


def test_an_alias_bomb_is_refused_at_its_first_hundred_aliases() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: [{'*a, ' * 50}]\n" for n in range(2000))

    assert set(refused(bomb)) == {"yaml-alias"}
    assert len(refused(bomb)) == 100


@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 200_000, "- " * 200_000, "? " * 200_000])
def test_depth_is_refused_where_it_begins_to_be_too_deep(text: str) -> None:
    assert refused(text)[-1] == "yaml-depth"


def test_a_huge_scalar_is_refused_by_the_model_with_its_place(small_project: SmallProject) -> None:
    small_project.change(NORDBY, "name: Nordby\n", f"name: {'x' * 1_000_000}\n")

    error = small_project.error()
    assert (error.rule, str(error.source)) == ("wrong-type", f"{NORDBY}:1:1")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: !!python/object/apply:os.system ['touch x']\n", "yaml-tag"),
        ("<<: {a: 1}\n", "yaml-merge"),
        ("a: 1\na: 2\n", "duplicate-key"),
        ("a:\n\tb: 1\n", "yaml-syntax"),
        ('a: "\\ud800"\n', "yaml-syntax"),
        ('a: "\\u202e"\n', "control-character"),
        ('a: "\\0"\n', "control-character"),
    ],
    ids=["tag", "merge", "duplicate", "tab", "surrogate", "bidi", "NUL"],
)
def test_what_yaml_could_do_is_refused(text: str, rule: str) -> None:
    assert rule in refused(text)


@pytest.mark.parametrize(
    "mark",
    ["\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\u00ad", "\u200b", "\u200f"],
)
def test_what_turns_the_reading_or_hides_a_line_is_refused(
    small_project: SmallProject, mark: str
) -> None:
    small_project.change(NORDBY, "street: Torvet 1", f"street: Torvet{mark} 1")

    error = small_project.error()
    assert error.rule == "control-character"
    assert str(error.source).startswith(f"{NORDBY}:8:")


# --- names ---


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc", "..", "CON", "con.x", "AUX ", "COM¹", "CONIN$", "nul.txt", "a:b", "a/b"),
        *("a\\\\b", "slut.", "x" * 300, "å" * 121, "a\\u200bb", "a\\u202eb", "~", "a\\tb"),
    ],
)
def test_a_file_name_that_some_computer_cannot_take_is_refused(
    small_project: SmallProject, name: str
) -> None:
    small_project.change(BUNDLE, "file_name: Aftale Nordby}", f'file_name: "{name}"}}')
    code = main(["build", "--format", "txt", "--project", str(small_project.folder)])

    assert code == 3
    assert files(small_project.folder / "output") == {}


@pytest.mark.parametrize("name", ["aftale SØNDERÅ", "Aftale Sønder\u0061\u030a"])
def test_two_files_that_are_one_on_windows_or_macos_are_refused(
    small_project: SmallProject, name: str
) -> None:
    small_project.change(BUNDLE, "file_name: Aftale Nordby}", f"file_name: {name}}}")
    with pytest.raises(AftalegenError) as caught:
        Project(small_project.folder).bundle("midtbundt")

    assert [e.rule for e in each_error(caught.value)] == ["same-file-name"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot make such files")
@pytest.mark.parametrize(
    "name", ["CON", "con", "a:b", "Nordby", "nord by", "x.", "lpt1", "\x1b[31m", "æ"]
)
def test_a_bundle_whose_name_is_no_key_makes_no_folder(
    small_project: SmallProject, name: str, capsys: Streams
) -> None:
    text = (small_project.folder / BUNDLE).read_text(encoding="utf-8")
    (small_project.folder / BUNDLE).unlink()
    small_project.write(f"data/bundles/{name}.yaml", text)
    code = main(["build", "--format", "txt", "--project", str(small_project.folder)])
    said = capsys.readouterr().err

    assert code == 3
    assert "error[not-a-key]" in said
    assert "\x1b" not in said
    assert list(small_project.folder.rglob("*.txt")) == []


@pytest.mark.parametrize("key", ["../../etc/passwd", "CON", "a:b", "nordby.", "x" * 300, "\u202e"])
def test_a_municipality_is_named_by_a_key_only(small_project: SmallProject, key: str) -> None:
    small_project.change(BUNDLE, "{municipality: nordby,", f'{{municipality: "{key}",')

    with pytest.raises(AftalegenError) as caught:
        Project(small_project.folder).bundle("midtbundt")
    assert all(e.source and e.source.file == BUNDLE for e in each_error(caught.value))


@pytest.mark.parametrize(
    "edition", ["V2026/../..", "../V20260319", "V٢٠٢٦٠٣١٩", "CON", "V20260319."]
)
def test_an_edition_is_v_and_a_date_only(small_project: SmallProject, edition: str) -> None:
    small_project.change(BUNDLE, "edition: V20260319", f'edition: "{edition}"')

    with pytest.raises(AftalegenError) as caught:
        Project(small_project.folder).bundle("midtbundt")
    assert [e.rule for e in each_error(caught.value)] == ["wrong-form"]


@pytest.mark.parametrize("who", ["../../etc", "CON", "a:b", "x" * 3000, "\udcff", "\x1b[31m", ""])
def test_a_name_on_the_command_line_reaches_no_file(
    small_project: SmallProject, who: str, capsys: Streams
) -> None:
    assert main(["build", who, "--project", str(small_project.folder)]) == 2
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("out", ["x" * 300, "a\nb", "fil/under"])
def test_a_folder_that_cannot_be_made_is_told(
    small_project: SmallProject, tmp_path: Path, out: str, capsys: Streams
) -> None:
    (tmp_path / "fil").write_bytes(b"")
    arguments = ["build", "nordby", "--format", "txt", "--project", str(small_project.folder)]

    assert main([*arguments, "--out", str(tmp_path / out)]) in (0, 4)


# --- templates ---

TEN = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]"


def nested(depth: int, body: str) -> str:
    loops = "".join(f"{{% for x{n} in {TEN} %}}\n" for n in range(depth))
    return loops + body + "\n{% endfor %}" * depth


@pytest.mark.parametrize(
    "text",
    [
        nested(12, ""),
        nested(6, "ord"),
        nested(4, "{% if (task.intentions | and_list) == 'x' %}{% endif %}" * 6),
        "{% for c in '" + "x" * 100_000 + "' %}{% endfor %}",
        f"{{% for x in {TEN} %}}{{% for y in ['"
        + "x" * 200_000
        + "'] %}{{ y }}{% endfor %}{% endfor %}",
        f"{{% for x in {TEN} %}}" + "x" * 200_000 + "\n{% endfor %}",
    ],
    ids=["empty loops", "printing loops", "lists", "a long text", "long values", "long text"],
)
def test_a_template_that_does_too_much_is_stopped_with_its_place(
    small_project: SmallProject, text: str
) -> None:
    small_project.section(text)

    error = small_project.error()
    assert error.rule == "template-budget"
    assert error.source is not None
    assert error.source.file == small_project.section_file


def test_includes_that_double_at_each_level_are_stopped(small_project: SmallProject) -> None:
    for level in range(40):
        twice = f'{{% include "aftale/dele/{level + 1}.md" %}}\n' * 2
        small_project.write(f"templates/aftale/dele/{level}.md", twice)
    small_project.write("templates/aftale/dele/40.md", "")  # nothing is printed
    small_project.section('{% include "aftale/dele/0.md" %}')

    assert small_project.error().rule == "template-budget"


def test_the_budget_is_for_one_section_and_far_from_what_ours_need(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MOST_STEPS", 2)
    monkeypatch.setattr(budget, "MOST_CHARACTERS", 600)

    assert small_project.document().sections


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ task.__class__ }}",
        "{{ task['__class__'] }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ ref.__globals__ }}",
        "{{ task.value }}",
        "{{ self }}",
        "{{ task | attr('value') }}",
        "{{ (" * 3000 + "1" + ") }}" * 3000,
        "{% if 1 %}" * 3000,
        nested(25, ""),
        "{% include '/etc/passwd' %}",
        "{% include '../../data/law.yaml' %}",
        "{% include 'aftale/../../x.md' %}",
        "{% include 'aftale//01-parter.md' %}",
        "{% include '" + "/" * 300 + "x.md' %}",
        "{% include 'aftale\\\\01-parter.md' %}",
        "{% include 'aftale/02-oekonomi.md' %}",
        "ord\n" * 60_000,
    ],
)
def test_what_a_template_cannot_do_is_told_in_its_file(
    small_project: SmallProject, text: str
) -> None:
    small_project.section(text)

    for error in small_project.errors():
        assert isinstance(error, InputError)
        assert error.source is not None
        assert error.source.file == small_project.section_file
        assert "Traceback" not in error.message


# --- values ---


@pytest.mark.parametrize(
    "value",
    [
        "</w:t></w:r><w:p/>&amp;<![CDATA[x]]>",
        '#let x = 1; #eval("1") $x$ @ref <label> \\u{41} //',
        "{{ task.name }} {% raw %} {#key}",
        "*a* _b_ `c` [d](e) | f ~~g~~ <b>h</b>",
        "=cmd|' /C calc'!A0",
    ],
    ids=["XML", "typst", "Jinja", "Markdown", "spreadsheet"],
)
def test_a_value_that_looks_like_a_program_is_words(
    small_project: SmallProject, value: str
) -> None:
    small_project.write("data/x.yaml", "")
    quoted = value.replace("'", "''")
    small_project.change(
        "data/regions/midt.yaml", "official_name: Region Midt", f"official_name: '{quoted}'"
    )
    document = small_project.document()

    assert value in document_text(document).decode()
    project = Project(small_project.folder)
    from aftalegen.build.formats import FORMATS

    for format in ("docx", "pdf", "json"):
        assert FORMATS[format].write(document, project.style)


def test_a_megabyte_of_text_is_an_error_with_its_place(small_project: SmallProject) -> None:
    small_project.change(NORDBY, "special_terms: []", f"special_terms: ['{'ord ' * 250_000}']")

    error = small_project.error()
    assert (error.rule, error.source and error.source.file) == ("wrong-type", NORDBY)


# --- links and other things that are no files ---


@pytest.mark.parametrize(
    "name",
    [
        NORDBY,
        "data/law.yaml",
        "data/municipalities",
        "templates/aftale/01-parter.md",
        "templates/aftale/template.yaml",
        "templates/aftale",
        "templates/house/style.yaml",
    ],
)
def test_a_link_that_leads_out_of_the_project_is_refused_and_not_shown(
    small_project: SmallProject, tmp_path: Path, name: str, capsys: Streams
) -> None:
    outside = tmp_path / "udenfor"
    (small_project.folder / name).rename(outside)
    for path in [outside] if outside.is_file() else [*outside.glob("*")]:
        path.write_text("hemmeligt: 1\n", encoding="utf-8")
    (small_project.folder / name).symlink_to(outside)
    code = main(["build", "nordby", "--format", "txt", "--project", str(small_project.folder)])
    said = capsys.readouterr()

    assert code == 3
    assert "error[outside-project]" in said.err
    assert "hemmeligt" not in said.err
    assert files(small_project.folder / "output") == {}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
@pytest.mark.parametrize("name", [NORDBY, "templates/aftale/01-parter.md", "data/law.yaml"])
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(
    small_project: SmallProject, name: str
) -> None:
    (small_project.folder / name).unlink()
    os.mkfifo(small_project.folder / name)

    assert small_project.error().rule == "file-unreadable"


def test_a_logo_that_is_a_link_out_or_far_too_large_is_refused(
    small_project: SmallProject, tmp_path: Path
) -> None:
    style = "templates/house/style.yaml"
    small_project.change(style, "logo: null", "logo: logo.png")
    logo = small_project.folder / "templates/house/logo.png"
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (30_000).to_bytes(4) * 2
    (tmp_path / "logo.png").write_bytes(head)
    logo.symlink_to(tmp_path / "logo.png")
    with pytest.raises(InputError, match="is not in templates/house/"):
        Project(small_project.folder).style  # noqa: B018

    logo.unlink()
    logo.write_bytes(head)
    with pytest.raises(InputError, match="too large"):
        Project(small_project.folder).style  # noqa: B018


def test_a_file_without_end_is_read_to_its_limit_only(tmp_path: Path) -> None:
    with (tmp_path / "x.yaml").open("wb") as file:
        file.truncate(10**12)  # it takes no room, but nobody could read it

    with pytest.raises(InputError, match="larger than 2 MB"):
        read_text(tmp_path / "x.yaml", "x.yaml")
    assert console.error_lines(InputError("x", "x", Source("x.yaml", 1)), tmp_path)


# --- JSON ---


@pytest.mark.parametrize(
    "register",
    [
        "[" * 100_000,
        '{"a": {"bytes": [], "inputs": {"text": 1}}}',
        '{"\\ud800": "00", "../../x": "11", "a\\u0000b": {"bytes": "x", "inputs": null}}',
        '{"midtbundt/Aftale Nordby.txt": {"bytes": 7, "inputs": null}}',
        "NaN",
        "1e999999",
    ],
    ids=["deep", "types", "names", "number", "NaN", "infinity"],
)
def test_a_register_that_was_tampered_with_stops_nothing(
    small_project: SmallProject, register: str
) -> None:
    output = small_project.folder / "output"
    small_project.write(f"output/{REGISTER}", register)

    assert main(["build", "--format", "txt", "--project", str(small_project.folder)]) == 0
    assert {Path(name).suffix for name in files(output)} == {".txt"}
    assert main(["build", "--format", "txt", "--project", str(small_project.folder)]) == 0


def test_sums_written_ahead_that_name_other_files_read_and_write_nothing(
    small_project: SmallProject,
) -> None:
    ahead = small_project.write("output/.aftalegen-ahead", f"{'0' * 64} ../../x\ntorn")

    assert main(["build", "--format", "txt", "--project", str(small_project.folder)]) == 0
    assert not ahead.exists()


def many_errors(project: SmallProject) -> None:
    project.change(NORDBY, "signatories:\n", "signatories:\n" + "  - 7\n" * 5_000)


def test_thousands_of_errors_are_told_as_a_hundred_and_a_number(
    small_project: SmallProject, capsys: Streams
) -> None:
    many_errors(small_project)
    main(["build", "nordby", "--format", "txt", "--project", str(small_project.folder)])
    said = capsys.readouterr().err

    assert said.count("error[") == 100
    assert "… and 4900 more errors" in said


def test_a_sign_that_the_font_lacks_is_told_where_it_was_written(
    small_project: SmallProject, capsys: Streams
) -> None:
    small_project.change(
        "data/regions/midt.yaml", "official_name: Region", "official_name: 中 Region"
    )
    code = main(["build", "nordby", "--format", "pdf", "--project", str(small_project.folder)])
    said = capsys.readouterr().err

    assert code == 3
    assert "can't show the character «中» (U+4E2D)" in said
    assert "--> data/regions/midt.yaml:2:1\n" in said


def test_a_font_that_is_not_there_is_told_in_the_house_style(
    small_project: SmallProject, capsys: Streams
) -> None:
    style = "templates/house/style.yaml"
    small_project.change(style, "pdf: Carlito", "pdf: Carlitos")
    assert main(["build", "nordby", "--format", "pdf", "--project", str(small_project.folder)]) == 3

    assert f"--> {style}:" in capsys.readouterr().err


def test_a_style_of_an_edition_that_somebody_wrote_is_told_with_its_place(
    small_project: SmallProject, tmp_path: Path
) -> None:
    folder = small_project.folder / "editions/midtbundt/V20260319"
    write_folder_whole(folder, {"style.json": b"{}"})

    with pytest.raises(InputError) as caught:
        read_style(folder, "editions/midtbundt/V20260319")
    assert str(caught.value.source) == "editions/midtbundt/V20260319/style.json:1:1"
