"""Templates: a value comes out as it went in, and a fault is told where it was written."""

from collections.abc import Callable
from unicodedata import normalize

import pytest
from hypothesis import given

from aftalegen.document.nodes import (
    CrossRef,
    Document,
    Field,
    Items,
    Paragraph,
    Signatures,
    Table,
    Text,
)
from aftalegen.document.walk import missing_fields, plain, walk_blocks, walk_inlines
from tests.conftest import PRINTABLE, SmallProject

NASTY = '*x* | <b> #let {{ 7 }} & "«'


def fields(document: Document) -> list[Field]:
    return [inline for inline in walk_inlines(document) if isinstance(inline, Field)]


def field(document: Document, key: str) -> Field:
    """The first field that was written at a key path."""
    return next(f for f in fields(document) if f.source and f.source.key == key)


def last_text(document: Document) -> str:
    """The words of the last section's last paragraph."""
    block = document.sections[-1].blocks[-1]
    assert isinstance(block, Paragraph)
    return plain(block.inlines)


# --- a value is never markup ---


def test_a_value_knows_the_line_that_it_was_written_on(small_project: SmallProject) -> None:
    amount = field(small_project.document(), "tasks.forebyggelse.budget.fixed_annual")

    assert amount.text == "1.234.000\u00a0kr."
    assert amount.strong
    assert amount.source is not None
    lines = (small_project.folder / amount.source.file).read_text(encoding="utf-8").splitlines()
    assert lines[amount.source.line - 1].strip() == "fixed_annual: 1_234_000"


PLACES = """\
{{ municipality.website }}

: Tabel

| Hvad |
| --- |
| {{ municipality.website }} |

- **{{ municipality.website }}**

## Om {{ municipality.website }} {#om}
"""


def put(project: SmallProject, value: str) -> None:
    """The value as the municipality's website."""
    text = (project.folder / project.municipality_file).read_text(encoding="utf-8")
    kept = "".join(line for line in text.splitlines(True) if not line.startswith("website"))
    escaped = "".join(f"\\U{ord(character):08X}" for character in value)
    written = kept.replace("region:", f'website: "{escaped}"\nregion:', 1)
    project.write(project.municipality_file, written)


def printed_everywhere(project: SmallProject) -> list[str]:
    """What the website printed in paragraph, cell, item, heading and title."""
    document = project.document()
    found = [f for f in fields(document) if f.source and f.source.key == "website"]
    kinds = {type(block) for block in walk_blocks(document.sections)}
    assert {Paragraph, Table, Items} <= kinds
    return [f.text for f in found]


def test_a_value_that_looks_like_markup_comes_out_unchanged(small_project: SmallProject) -> None:
    small_project.section(PLACES)
    small_project.change("templates/aftale/template.yaml", "task.name", "municipality.website")
    put(small_project, NASTY)

    assert printed_everywhere(small_project) == [NASTY] * 5


@pytest.mark.property
def test_any_printable_text_comes_out_unchanged(
    new_small_project: Callable[[], SmallProject],
) -> None:
    project = new_small_project()
    project.section(PLACES)
    project.change("templates/aftale/template.yaml", "task.name", "municipality.website")

    @given(value=PRINTABLE)
    def unchanged(value: str) -> None:
        put(project, value)
        assert printed_everywhere(project) == [normalize("NFC", value)] * 5

    unchanged()


def test_markdown_around_a_value_does_not_see_what_it_holds(small_project: SmallProject) -> None:
    small_project.section("**{{ municipality.website }}** og *{{ municipality.name }}*.")
    put(small_project, "**fed** {#key}")
    (paragraph,) = small_project.document().sections[-1].blocks

    assert isinstance(paragraph, Paragraph)
    assert paragraph.key is None
    assert paragraph.inlines[0] == Field("**fed** {#key}", strong=True)
    assert paragraph.inlines[2] == Field("Nordby", emphasis=True)


def test_the_same_branches_are_parsed_once_but_hold_each_municipalitys_values(
    small_project: SmallProject,
) -> None:
    small_project.section("Kommunen hedder {{ municipality.name }}.")

    assert last_text(small_project.document("nordby")) == "Kommunen hedder Nordby."
    assert last_text(small_project.document("Sønderå")) == "Kommunen hedder Sønderå."


# --- what is unknown ---


@pytest.mark.parametrize(
    ("text", "rule", "hint"),
    [
        ("{{ budget.fixed_anual | kr }}", "template-value", "«fixed_annual»"),
        ("{{ budget.fixed_anual }}", "template-value", "«fixed_annual»"),
        ("{% if budget.fixed_anual is missing %}x{% endif %}", "template-value", "«fixed_annual»"),
        ("{% if budget.fixed_anual %}x{% endif %}", "template-value", "«fixed_annual»"),
        ("{{ budgt.fixed_annual }}", "unknown-name", "«budget»"),
        ("{{ budgt }}", "unknown-name", "«budget»"),
        ("{{ budgt | kr }}", "unknown-name", "«budget»"),
        ("{{ budgt | and_list }}", "unknown-name", "«budget»"),
        ("{% if budgt %}x{% endif %}", "unknown-name", "«budget»"),
        ("{% for x in budgt %}x{% endfor %}", "unknown-name", "«budget»"),
        ("{{ budget.fixed_annual | krr }}", "template-syntax", "«kr»"),
        ("{{ law.sundhedsloven_118_d }}", "template-value", "«sundhedsloven_118_d_1»"),
        ("{{ ref('oekonomy') }}", "unknown-reference", "«oekonomi»"),
    ],
)
def test_an_unknown_word_is_told_on_its_line_with_the_nearest(
    small_project: SmallProject, text: str, rule: str, hint: str
) -> None:
    small_project.section(f"Første linje.\n\n{text}")
    error = small_project.error()

    assert error.rule == rule
    assert error.source is not None
    assert (error.source.file, error.source.line) == (small_project.section_file, 7)
    assert hint in f"{error.message} {error.hint}"


@pytest.mark.parametrize(
    "text", ["{% if budget %}\nx", "{{ budget.", "{% for x in y %}", "{% endif %}", "{% nonsens %}"]
)
def test_a_block_that_is_not_closed_is_told_with_its_place(
    small_project: SmallProject, text: str
) -> None:
    small_project.section(text)
    error = small_project.error()

    assert error.rule == "template-syntax"
    assert error.source is not None
    assert error.source.file == small_project.section_file
    assert error.source.line in (5, 6)


def test_an_unknown_word_in_the_title_is_told_in_template_yaml(small_project: SmallProject) -> None:
    small_project.change("templates/aftale/template.yaml", "task.name", "tsk.name")
    error = small_project.error()

    assert error.rule == "unknown-name"
    assert str(error.source) == "templates/aftale/template.yaml:1:1"


def test_the_faults_of_all_sections_are_told_at_once(small_project: SmallProject) -> None:
    small_project.section("{{ nope }}")
    small_project.change("templates/aftale/01-parter.md", "region.official_name", "region.nope")
    small_project.change("templates/aftale/template.yaml", "task.name", "task.nope")

    assert [e.source and e.source.file for e in small_project.errors()] == [
        "templates/aftale/01-parter.md",
        "templates/aftale/02-oekonomi.md",
        "templates/aftale/template.yaml",
    ]


# --- what a template may not do ---


@pytest.mark.parametrize(
    "text",
    [
        "{% set x = 1 %}",
        "{% set x %}a{% endset %}",
        "{% macro m() %}{% endmacro %}",
        '{% import "aftale/x.md" as x %}',
        '{% from "aftale/x.md" import y %}',
        '{% extends "aftale/x.md" %}',
        "{% block b %}{% endblock %}",
        "{% with a = 1 %}{% endwith %}",
        "{% filter cap %}a{% endfilter %}",
        "{% autoescape true %}a{% endautoescape %}",
        "{{ budget.fixed_annual + 1 }}",
        "{{ budget.fixed_annual - 1 }}",
        "{{ budget.fixed_annual * 2 }}",
        "{{ budget.fixed_annual / 2 }}",
        "{{ budget.fixed_annual // 2 }}",
        "{{ budget.fixed_annual % 2 }}",
        "{{ budget.fixed_annual ** 2 }}",
        "{{ budget ~ municipality }}",
        "{{ municipality.name.upper() }}",
        "{{ range(10) }}",
        "{{ budget() }}",
    ],
)
def test_a_template_chooses_words_and_does_nothing_else(
    small_project: SmallProject, text: str
) -> None:
    small_project.section(f"Tekst.\n\n{text}")
    error = small_project.error()

    assert error.rule == "template-syntax"
    assert str(error.source) == f"{small_project.section_file}:7:1"


@pytest.mark.parametrize(
    "text",
    [
        "{{ budget.__class__ }}",
        "{{ budget['__class__'] }}",
        "{{ budget.fixed_annual.__class__ }}",
        "{{ budget.fixed_annual.value }}",
        "{{ budget.model_dump }}",
        "{{ municipality.name.upper }}",
        "{{ ''.__class__ }}",
        "{{ loop }}",
        "{{ self }}",
        "{{ ref }}",
        "{{ nope.__class__ }}",
        "{{ decisions.count }}",
        "{{ __values__ }}",
    ],
)
def test_nothing_of_python_is_within_a_templates_reach(
    small_project: SmallProject, text: str
) -> None:
    small_project.section(f"Tekst.\n\n{text}")

    assert str(small_project.error().source) == f"{small_project.section_file}:7:1"


@pytest.mark.parametrize(
    "text",
    [
        "{{ annex.open }}",
        "{{ budget }}",
        "{{ municipality.council }}",
        "{{ decisions }}",
        "{{ law }}",
        "{{ budget.services }}",
        "{{ true }}",
        "{{ none }}",
        "{{ [1, 2] }}",
        "{{ budget.status == 'missing' }}",
    ],
)
def test_what_has_no_danish_words_cannot_be_printed(small_project: SmallProject, text: str) -> None:
    small_project.section(f"Tekst.\n\n{text}")
    error = small_project.error()

    assert error.rule == "template-value"
    assert str(error.source) == f"{small_project.section_file}:7:1"


@pytest.mark.parametrize(
    "name",
    [
        "../data/x.md",
        "../../x.md",
        "/etc/passwd",
        "aftale/template.yaml",
        "aftale/nope.md",
        "data/x.md",
    ],
)
def test_an_include_reaches_markdown_below_templates_only(
    small_project: SmallProject, name: str
) -> None:
    small_project.write("data/x.md", "hemmeligt")
    small_project.write("../x.md", "hemmeligt")
    small_project.section(f'Tekst.\n\n{{% include "{name}" %}}')
    error = small_project.error()

    assert (error.rule, str(error.source)) == (
        "include-not-found",
        f"{small_project.section_file}:7:1",
    )


def test_an_include_through_a_link_out_of_templates_is_refused(small_project: SmallProject) -> None:
    outside = small_project.write("data/x.md", "hemmeligt")
    (small_project.folder / "templates/faelles.md").symlink_to(outside)
    small_project.section('{% include "faelles.md" %}')

    assert small_project.error().rule == "include-not-found"


def test_a_template_that_includes_itself_is_refused(small_project: SmallProject) -> None:
    small_project.section('{% include "aftale/02-oekonomi.md" %}')
    error = small_project.error()

    assert error.rule == "template-recursion"
    assert error.source is not None
    assert error.source.file == small_project.section_file


# --- what is missing ---


@pytest.mark.parametrize(
    "text",
    [
        "{{ budget.fixed_annual }}",
        "{{ budget.fixed_annual | kr }}",
        "{{ budget.fixed_annual | mio_kr }}",
    ],
)
def test_null_prints_a_placeholder_that_is_missing(small_project: SmallProject, text: str) -> None:
    small_project.section(f"Beløb: {text}.")
    document = small_project.document("soenderaa")
    (missing,) = missing_fields(document)

    assert missing.text == "[årligt beløb afventer]"
    assert missing.source is not None
    assert missing.source.key == "tasks.forebyggelse.budget.fixed_annual"
    assert document.draft == "UDKAST"


@pytest.mark.parametrize(
    "text",
    [
        "{{ choices.expires_on | date }}",
        "{{ choices.expires_on }}",
        "{{ choices.expires_on | short_date }}",
    ],
)
def test_a_missing_date_prints_a_placeholder_too(small_project: SmallProject, text: str) -> None:
    small_project.section(text)

    assert last_text(small_project.document()) == "[udløbsdato afventer]"


def test_a_finished_document_is_no_draft(small_project: SmallProject) -> None:
    assert small_project.document("nordby").draft == ""
    small_project.change("data/bundles/midtbundt.yaml", "annexes:", "status: draft\nannexes:")
    assert small_project.document("nordby").draft == "UDKAST"


def test_the_test_missing_chooses_a_branch(small_project: SmallProject) -> None:
    small_project.section(
        "{% if budget.fixed_annual is missing %}\nafventer\n{% else %}\nkendt\n{% endif %}"
    )

    assert last_text(small_project.document("nordby")) == "kendt"
    assert last_text(small_project.document("soenderaa")) == "afventer"


# --- filters ---


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ budget.fixed_annual | kr }}", "1.234.000\u00a0kr."),
        ("{{ budget.fixed_annual | mio_kr }}", "1,234\u00a0mio.\u00a0kr."),
        ("{{ budget.fixed_annual | number }}", "1.234.000"),
        ("{{ choices.notice_months | count_word }}", "seks"),
        ("{{ bundle.enters_into_force | date }}", "1.\u00a0januar\u00a02027"),
        ("{{ bundle.enters_into_force }}", "1.\u00a0januar\u00a02027"),
        ("{{ bundle.enters_into_force | short_date }}", "01-01-2027"),
        ("{{ task.definite | cap }}", "Forebyggelsen"),
        ("{{ municipality.official_name | genitive }}", "Nordby Kommunes"),
        ("{{ municipality.signatories | and_list }}", "Borgmester og Kommunaldirektør"),
        ("{{ 'tekst' | cap }}", "Tekst"),
        ("{{ 7 }}", "7"),
    ],
)
def test_a_filter_turns_a_value_into_danish(
    small_project: SmallProject, text: str, printed: str
) -> None:
    small_project.section(text)

    assert last_text(small_project.document()) == printed


def test_a_filter_that_would_have_to_round_refuses(small_project: SmallProject) -> None:
    small_project.change(small_project.municipality_file, "1_234_000", "1_234_567")
    small_project.section("{{ budget.fixed_annual | mio_kr }}")

    assert "without rounding" in small_project.error().message


@pytest.mark.parametrize(
    "text",
    [
        "{{ municipality.name | kr }}",
        "{{ budget.fixed_annual | date }}",
        "{{ annex.open | number }}",
        "{{ budget | and_list }}",
    ],
)
def test_a_filter_for_another_kind_of_value_refuses(small_project: SmallProject, text: str) -> None:
    small_project.section(text)

    assert small_project.error().rule == "template-value"


# --- names ---


def test_the_register_of_law_gives_the_words_of_a_key(small_project: SmallProject) -> None:
    small_project.section("{% for basis in task.legal_bases %}\n- {{ law[basis] }}\n{% endfor %}")
    (items,) = small_project.document().sections[-1].blocks

    assert isinstance(items, Items)
    assert plain(items.items[0].inlines) == "sundhedslovens § 118 d, stk. 1"
    (printed,) = items.items[0].inlines
    assert isinstance(printed, Field)
    assert str(printed.source) == "data/law.yaml:3:5"


def test_the_choices_for_a_task_lie_over_the_bundles(small_project: SmallProject) -> None:
    small_project.section("{{ choices.notice_months }} {{ choices.overhead }}")
    document = small_project.document()

    assert last_text(document) == "6 included"
    keys = [f.source.key for f in fields(document)[-2:] if f.source]
    assert keys == ["task_choices.forebyggelse.notice_months", "choices.overhead"]


@pytest.mark.parametrize(
    ("head", "there"),
    [
        ("tasks: [forebyggelse]", True),
        ("tasks: [akutsygepleje]", False),
        ("regions: [midt]", True),
        ("regions: [oest]", False),
        ("tasks: [forebyggelse]\nregions: [oest]", False),
    ],
)
def test_a_section_stands_only_where_it_applies(
    small_project: SmallProject, head: str, there: bool
) -> None:
    small_project.write(
        "templates/aftale/03-kun-her.md",
        f"---\nkey: kun-her\ntitle: Kun her\n{head}\n---\nTekst.\n",
    )

    keys = [section.key for section in small_project.document().sections]
    assert keys == ["parter", "oekonomi", *(["kun-her"] if there else [])]


def test_two_sections_may_share_a_key_only_if_they_never_meet(small_project: SmallProject) -> None:
    small_project.section("Tekst.", "key: parter\ntitle: Igen")
    error = small_project.error()
    assert (error.rule, error.source and error.source.file) == (
        "duplicate-section", small_project.section_file,
    )  # fmt: skip

    small_project.section("Tekst.", "key: oekonomi\ntitle: A\ntasks: [forebyggelse]")
    other = "---\nkey: oekonomi\ntitle: B\ntasks: [akutsygepleje]\n---\nTekst.\n"
    small_project.write("templates/aftale/03-oekonomi.md", other)
    assert small_project.document().sections[-1].title == (Text("A"),)


@pytest.mark.parametrize("text", ["Tekst uden hoved.\n", "---\nkey: a\ntitle: b\nTekst.\n"])
def test_a_section_without_front_matter_is_refused(small_project: SmallProject, text: str) -> None:
    small_project.write(small_project.section_file, text)
    error = small_project.error()

    assert (error.rule, str(error.source)) == (
        "section-without-key", f"{small_project.section_file}:1:1",
    )  # fmt: skip


def test_the_signature_block_names_both_parties_the_region_first(
    small_project: SmallProject,
) -> None:
    block = small_project.document().sections[0].blocks[-1]

    assert isinstance(block, Signatures)
    assert [plain(party.party) for party in block.parties] == ["Region Midt", "Nordby Kommune"]
    assert [plain(role) for role in block.parties[1].roles] == ["Borgmester", "Kommunaldirektør"]


def test_the_signature_block_must_stand_alone(small_project: SmallProject) -> None:
    small_project.section("Her: {{ signatures }}")
    error = small_project.error()

    assert error.rule == "signatures-not-alone"
    assert error.source is not None
    assert error.source.file == small_project.section_file


def test_a_reference_gets_the_words_of_its_section(small_project: SmallProject) -> None:
    references = [i for i in walk_inlines(small_project.document()) if isinstance(i, CrossRef)]

    assert [(r.key, r.text) for r in references] == [("oekonomi", "afsnit\u00a02")]


def test_a_reference_in_the_title_gets_its_words_too(small_project: SmallProject) -> None:
    small_project.change("templates/aftale/template.yaml", "municipality.name", "ref('oekonomi')")

    assert plain(small_project.document().facts[0].value) == "afsnit\u00a02"


# --- lines ---


def printed_lines(document: Document) -> str:
    """The last section as text: paragraphs apart, items with their sign."""
    found = []
    for block in document.sections[-1].blocks:
        if isinstance(block, Items):
            for item in block.items:
                found.append("- " + plain(item.inlines))
                found += [
                    "  - " + plain(i.inlines) for i in (item.items.items if item.items else ())
                ]
        elif isinstance(block, Paragraph):
            found.append(plain(block.inlines))
    return "\n".join(found)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Forud{% if budget %} månedligt{% endif %}\nog senest.", "Forud månedligt og senest."),
        ("Forud{% if not budget %} x{% endif %}\nog senest.", "Forud og senest."),
        ("Forud {%# bemærkning #%}\nog senest.", "Forud og senest."),
        ("Forud{% if budget %}\nmånedligt\n{% endif %}\nog senest.", "Forud månedligt og senest."),
        ("Forud{% if not budget %}\nx\n{% endif %}\nog senest.", "Forud og senest."),
        ("Forud {% include 'faelles/stykke.md' %}\nog senest.", "Forud Stykke. og senest."),
        ("Forud\n{% if budget %}månedligt{% endif %}\nog senest.", "Forud månedligt og senest."),
        ("A:{% for s in municipality.signatories %} {{ s }},{% endfor %}\nog.",
         "A: Borgmester, Kommunaldirektør, og."),
        ("Et.\n{% if not budget %}x{% endif %}\nTo.", "Et. To."),
        ("Et.\n\n{% if not budget %}x{% endif %}\nTo.", "Et.\nTo."),
        ("- a:\n  {% if budget %}- b{% endif %}\n- c", "- a:\n  - b\n- c"),
        ("- a\n  {% if budget %}\n- b\n  {% endif %}\n- c", "- a\n- b\n- c"),
        ("{% if budget %}\n    {% if budget %}\nTo.\n    {% endif %}\n{% endif %}\nTre.", "To. Tre."),
        ("{%# {% if x %} #%}\nEt.", "Et."),
        ("{% for s in municipality.signatories %}- {{ s }}\n{% endfor %}", "- Borgmester\n- Kommunaldirektør"),
        ("Et{% if not budget %} a{% else %}\n b{% endif %} c.", "Et b c."),
        ("Forud\r\n{% if budget %}månedligt{% endif %}\r\nog senest.", "Forud månedligt og senest."),
    ],
)  # fmt: skip
def test_a_tag_takes_no_line_end_and_no_indentation_from_words(
    new_small_project: Callable[[], SmallProject], text: str, printed: str
) -> None:
    project = new_small_project()
    project.write("templates/faelles/stykke.md", "Stykke.\n")
    project.section(text)

    assert printed_lines(project.document()) == printed


def test_a_row_of_a_table_that_ends_in_a_tag_is_a_row(small_project: SmallProject) -> None:
    rows = "| a |{% if budget %} b |{% endif %}\n| c | d |{% if not budget %} e |{% endif %}"
    small_project.section(f": Tabel\n\n| x | y |\n| - | - |\n{rows}")
    (table,) = small_project.document().sections[-1].blocks

    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row.cells] for row in table.rows] == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    "text",
    ["Forud\n{%- if budget %}x{% endif %}", "Forud\n{{- budget.source }}", "a {{ budget.source -}}",
     "a {% if budget -%}\n b{% endif %}", "a {%#- b #%}"],
)  # fmt: skip
def test_signs_that_take_line_ends_away_are_refused(small_project: SmallProject, text: str) -> None:
    small_project.section(text)
    error = small_project.error()

    assert error.rule == "template-syntax"
    assert error.source is not None
    assert error.source.line == 5 + text.count("\n", 0, text.index("-"))


# --- keys ---


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- a {#x}\n- b {#x}", 6),
        ("Et. {#x}\n\nTo. {#x}", 7),
        ("Et. {#x}\n\n- a:\n  - b {#x}", 8),
        ("Et. {#x}\n\n## To {#to}\n\nTre. {#x}", 9),
        ("## Et {#x}\n\nTo. {#x}", 7),
        ("Et. {#x}\n\n: Tabel {#x}\n\n| a |\n| - |\n| b |", 9),
        ("{% for s in municipality.signatories %}\n- {{ s }} {#x}\n{% endfor %}", 6),
        ("Et. {#x}\n\n{% include 'faelles/stykke.md' %}", 1),
    ],
)
def test_a_key_stands_once_in_a_section(small_project: SmallProject, text: str, line: int) -> None:
    small_project.write("templates/faelles/stykke.md", "Stykke. {#x}\n")
    small_project.section(text)
    error = small_project.error()

    assert error.rule == "key-twice"
    assert "«x»" in error.message
    assert error.source is not None
    assert error.source.line == line


def test_texts_that_never_meet_may_have_the_same_key(small_project: SmallProject) -> None:
    small_project.section("{% if budget %}\nEt. {#x}\n{% else %}\nTo. {#x}\n{% endif %}")
    assert last_text(small_project.document()) == "Et."

    small_project.write("templates/aftale/03-to.md", "---\nkey: to\ntitle: To\n---\nTo. {#x}\n")
    assert last_text(small_project.document()) == "To."


# --- places ---

WINDING = """\
Linje 5,
fortsat.

{% if budget.services %}
Linje 9.

{% for service in budget.services %}
Linje 12 om {{ service.name }}.

{% endfor %}
{% include "faelles/stykke.md" %}

{% else %}
Aldrig.
{% endif %}
Linje 20.
{%# en kommentar #%}

- linje 23
- linje 24

{% if
   budget.services
%}
Linje 29.
{% endif %}
"""


def test_every_paragraph_knows_its_line_through_branches_loops_and_includes(
    small_project: SmallProject,
) -> None:
    small_project.write("templates/faelles/stykke.md", "Stykke linje 1.\n\nStykke linje 3.\n")
    small_project.section(WINDING)
    places = []
    for block in small_project.document().sections[-1].blocks:
        for part in block.items if isinstance(block, Items) else (block,):
            assert not isinstance(part, Table | Signatures)
            assert getattr(part, "source", None) is not None
            source = part.source  # type: ignore[union-attr]
            places.append((source.file.rpartition("/")[2], source.line))  # type: ignore[union-attr]

    assert places == [
        ("02-oekonomi.md", 5),
        ("02-oekonomi.md", 9),
        ("02-oekonomi.md", 12),
        ("stykke.md", 1),
        ("stykke.md", 3),
        ("02-oekonomi.md", 20),
        ("02-oekonomi.md", 23),
        ("02-oekonomi.md", 24),
        ("02-oekonomi.md", 29),
    ]


def test_a_fault_in_an_included_piece_is_told_in_that_piece(small_project: SmallProject) -> None:
    small_project.write("templates/faelles/stykke.md", "Et.\n\n{{ budget.nope }}\n")
    small_project.section('Tekst.\n\n{% include "faelles/stykke.md" %}')

    assert str(small_project.error().source) == "templates/faelles/stykke.md:3:1"


@pytest.mark.parametrize(
    "text", ["{%# not closed", "{{ 'not closed", "{{ (", "{% if %}", "{{ ø! }}"]
)
def test_what_jinja_cannot_read_in_an_included_piece_is_told_in_that_piece(
    small_project: SmallProject, text: str
) -> None:
    small_project.write("templates/faelles/stykke.md", f"ord\n\n{text}\n")
    small_project.section('{% include "faelles/stykke.md" %}')

    assert str(small_project.error().source).startswith("templates/faelles/stykke.md:3")
