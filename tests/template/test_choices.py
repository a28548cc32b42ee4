"""Choices: declared beside the templates, shown with their texts until they are made."""

import pytest

from aftalegen.build.builder import Builder
from aftalegen.document.lines import lines
from aftalegen.document.nodes import Field, Items, Paragraph, Table
from aftalegen.document.redline import redline
from aftalegen.document.walk import missing_fields, plain, walk_blocks
from aftalegen.records.project import Project
from aftalegen.template.choosing import INTRODUCTION
from aftalegen.template.targets import base_hash, base_parts, keyed_targets
from aftalegen.words.faults import AftalegenError, each_error
from aftalegen.words.place import Source
from tests.conftest import SmallProject

FILE = "templates/valg/payment.md"
BUNDLE = "data/bundles/midtbundt.yaml"
MUNICIPALITY = "data/municipalities/nordby.yaml"

PAYMENT = """\
---
title: betaling
help: Hvor tit der betales.
alternatives:
  monthly: Hver måned
  yearly: Hvert år
---
# monthly

Regionen betaler {{ budget.fixed_annual | kr }} i tolv rater. {#betaling}

# yearly

Regionen betaler én gang om året, senest den {{ choices.expires_on | date }}. {#betaling}
"""
SECTION = """\
Før valget.

{{ choice("payment") }}

Efter valget.
"""
CHOSEN = "Regionen betaler 1.234.000 kr. i tolv rater."


@pytest.fixture
def project(small_project: SmallProject) -> SmallProject:
    small_project.write(FILE, PAYMENT)
    small_project.section(SECTION)
    return small_project


def said(project: SmallProject, municipality: str = "nordby") -> list[str]:
    """The second section, line by line, with plain spaces."""
    section = project.document(municipality).sections[1]
    found = (line for block in section.blocks for line in lines(block))
    return [f"{line.label} {plain(line.inlines)}".strip().replace("\u00a0", " ") for line in found]


def chosen(project: SmallProject, value: str = "monthly", place: str = BUNDLE) -> None:
    if place == BUNDLE:
        project.change(
            BUNDLE, "  overhead: included\n", f"  overhead: included\n  payment: {value}\n"
        )
    else:
        project.change(
            place, "    budget:\n", f"    choices:\n      payment: {value}\n    budget:\n"
        )


# --- in a document ----------------------------------------------------------------------------


def test_the_text_of_what_was_chosen_stands_as_if_it_were_written_there(
    project: SmallProject,
) -> None:
    chosen(project)
    assert said(project) == ["Før valget.", CHOSEN, "Efter valget."]
    paragraph = project.document().sections[1].blocks[1]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.key == "betaling"
    assert paragraph.source == Source(FILE, 10)


def test_an_open_choice_shows_every_alternative_with_its_text(project: SmallProject) -> None:
    assert said(project) == [
        "Før valget.",
        f"{INTRODUCTION}[valg: betaling afventer]:",
        f"a) Hver måned: {CHOSEN}",
        "b) Hvert år: Regionen betaler én gang om året, senest den [udløbsdato afventer].",
        "Efter valget.",
    ]


def test_an_open_choice_awaits_one_thing_whatever_its_texts_await(project: SmallProject) -> None:
    awaited = [f.text for f in missing_fields(project.document()) if "valg" in f.text]
    assert awaited == ["[valg: betaling afventer]"]
    assert "[udløbsdato afventer]" not in [f.text for f in missing_fields(project.document())]


def test_the_words_of_an_alternative_know_the_line_where_they_are_written(
    project: SmallProject,
) -> None:
    items = project.document().sections[1].blocks[2]
    assert isinstance(items, Items)
    assert [item.source for item in items.items] == [Source(FILE, 10), Source(FILE, 14)]
    labels = [item.inlines[0] for item in items.items]
    assert [label.source for label in labels if isinstance(label, Field)] == [
        Source(FILE, 5, 3, "alternatives.monthly"),
        Source(FILE, 6, 3, "alternatives.yearly"),
    ]


def test_an_open_choice_points_at_where_it_is_made(project: SmallProject) -> None:
    introduction = project.document().sections[1].blocks[1]
    assert isinstance(introduction, Paragraph)
    assert introduction.source == Source(project.section_file, 7)
    (placeholder,) = [one for one in introduction.inlines if isinstance(one, Field)]
    assert placeholder.source
    assert (placeholder.source.file, placeholder.source.key) == (BUNDLE, "choices.payment")


def test_alternatives_with_a_table_have_their_labels_before_them(project: SmallProject) -> None:
    project.change(
        FILE,
        "Regionen betaler én gang om året, senest den {{ choices.expires_on | date }}. {#betaling}",
        "Regionen betaler sådan:\n\n: Rater {#rater}\n\n| Rate | Del |\n| :--- | ---: |\n| 1 | alt |",
    )
    blocks = project.document().sections[1].blocks
    assert [type(block) for block in blocks[1:7]] == [Paragraph] * 5 + [Table]
    assert said(project)[2:5] == ["Hver måned:", CHOSEN, "Hvert år:"]
    chosen(project, "yearly")
    assert "Rater" in said(project)


def test_paragraphs_and_a_list_of_an_alternative_stay_one_item(project: SmallProject) -> None:
    project.change(
        FILE, "i tolv rater. {#betaling}", "i rater.\n\nDet gælder:\n\n1. altid\n2. uden krav"
    )
    assert said(project)[2:5] == [
        "a) Hver måned: Regionen betaler 1.234.000 kr. i rater.\nDet gælder:",
        "i) altid",
        "ii) uden krav",
    ]


def test_one_choice_can_have_texts_in_two_places(project: SmallProject) -> None:
    project.write(
        "templates/valg/payment_bilag.md",
        "---\nof: payment\n---\n# monthly\n\nMåned for måned.\n\n# yearly\n\nÅr for år.\n",
    )
    project.section('{{ choice("payment_bilag") }}')
    chosen(project)
    assert said(project) == ["Måned for måned."]


def test_making_a_choice_is_a_change_that_can_be_read(project: SmallProject) -> None:
    before = project.document()
    chosen(project)
    after = project.document()
    section = redline(before, after).sections[1]
    told = {
        (getattr(inline, "change", None) or getattr(block, "change", None) or "", plain((inline,)))
        for block in walk_blocks((section,))
        for inline in getattr(block, "inlines", ())
    }
    assert any(change == "del" and "valg: betaling" in text for change, text in told)
    assert "Før valget." in {text for change, text in told if not change}


# --- whose choice it is -----------------------------------------------------------------------


def test_a_municipality_makes_its_own_choice(project: SmallProject) -> None:
    chosen(project)
    chosen(project, "yearly", MUNICIPALITY)
    assert said(project, "soenderaa")[1].endswith("i tolv rater.")
    assert said(project)[1].startswith("Regionen betaler én gang om året")


def test_a_choice_of_a_municipality_knows_its_line(project: SmallProject) -> None:
    chosen(project, "yearly", MUNICIPALITY)
    project.section("{{ choices.payment }}")
    (paragraph,) = project.document().sections[1].blocks
    assert isinstance(paragraph, Paragraph)
    (field,) = paragraph.inlines
    assert isinstance(field, Field)
    assert field.source
    line = (project.folder / MUNICIPALITY).read_text(encoding="utf-8").splitlines()
    assert field.source.file == MUNICIPALITY
    assert "payment: yearly" in line[field.source.line - 1]


# --- deviations -------------------------------------------------------------------------------


def hash_of_the_choice(project: SmallProject) -> str:
    builder = Builder(Project(project.folder))
    (selection,) = builder.project.select(("nordby",), None, None).annexes
    base = builder.templates.base("aftale", builder.annex_facts(selection))
    section = base.sections[1]
    return base_hash(base_parts(keyed_targets(section.blocks)["betaling"], section))


def deviate(project: SmallProject, action: str) -> None:
    text = "" if action == "omit" else "        text: Regionen betaler bagud.\n"
    own = (
        "    deviations:\n"
        "      - template: aftale\n"
        "        section: oekonomi\n"
        "        block: betaling\n"
        f"        action: {action}\n{text}"
        "        reason: aftalt\n"
        "        agreed_by: Styregruppen\n"
        "        agreed_on: 2026-03-01\n"
        f'        base_hash: "{hash_of_the_choice(project)}"\n'
    )
    project.change(MUNICIPALITY, "    budget:\n", f"{own}    budget:\n")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("replace", ["Før valget.", "Regionen betaler bagud.", "Efter valget."]),
        ("omit", ["Før valget.", "Efter valget."]),
    ],
)
def test_a_deviation_from_an_open_choice_is_from_all_of_it(
    project: SmallProject, action: str, expected: list[str]
) -> None:
    deviate(project, action)
    assert said(project) == expected


def test_what_is_added_to_an_open_choice_stands_after_its_alternatives(
    project: SmallProject,
) -> None:
    deviate(project, "add")
    assert said(project)[3:] == [
        "b) Hvert år: Regionen betaler én gang om året, senest den [udløbsdato afventer].",
        "Regionen betaler bagud.",
        "Efter valget.",
    ]


def test_a_deviation_asks_again_when_an_alternative_is_changed(project: SmallProject) -> None:
    deviate(project, "replace")
    project.change(FILE, "én gang om året", "to gange om året")
    assert project.error().rule == "deviation-base-changed"


def test_a_deviation_asks_again_when_the_choice_is_made(project: SmallProject) -> None:
    deviate(project, "replace")
    chosen(project)
    assert project.error().rule == "deviation-base-changed"


# --- what is refused --------------------------------------------------------------------------


def bundle_errors(project: SmallProject) -> tuple[AftalegenError, ...]:
    """What keeps the bundle from being read."""
    with pytest.raises(AftalegenError) as caught:
        Project(project.folder).bundle("midtbundt")
    return each_error(caught.value)


def test_an_alternative_that_is_not_declared_is_told_with_those_that_are(
    project: SmallProject,
) -> None:
    chosen(project, "monthy")
    (error,) = bundle_errors(project)
    assert (error.rule, str(error.source)) == ("not-allowed", f"{BUNDLE}:8:3")
    assert error.hint == "allowed: 'monthly', 'yearly'"


def test_a_choice_that_is_not_declared_is_told_with_the_nearest(project: SmallProject) -> None:
    project.change(
        MUNICIPALITY, "    budget:\n", "    choices:\n      paymnt: monthly\n    budget:\n"
    )
    error = project.error()
    assert (error.rule, error.source and error.source.file) == ("unknown-key", MUNICIPALITY)
    assert error.hint and "payment" in error.hint


@pytest.mark.parametrize("value", ["0", "37", "tolv"])
def test_a_number_that_cannot_be_chosen_is_told(project: SmallProject, value: str) -> None:
    project.change(BUNDLE, "notice_months: 12", f"notice_months: {value}")
    (error,) = bundle_errors(project)
    assert (error.rule, error.source) == (
        "wrong-type",
        Source(BUNDLE, 8, 3, "choices.notice_months"),
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("# yearly", "# yearli", 12),  # a text of nothing, and an alternative without one
        ("  yearly: Hvert år\n", "", 11),
        ("Regionen betaler én", "## Betaling {#b}\n\nRegionen betaler én", 14),
        ("alternatives:\n  monthly: Hver måned\n  yearly: Hvert år\n", "", 2),
    ],
)
def test_what_is_declared_wrong_is_told_at_its_line(
    project: SmallProject, old: str, new: str, line: int
) -> None:
    project.change(FILE, old, new)
    places = [error.source for error in bundle_errors(project) if error.source]
    assert line in {place.line for place in places}
    assert {place.file for place in places} == {FILE}


@pytest.mark.parametrize(
    "body",
    [
        'Vi siger: {{ choice("payment") }}',
        '{{ choice("payment") }} og mere',
        '{% if choice("payment") == "x" %}\nTekst.\n{% endif %}',
        "{{ choice(payment) }}",
    ],
)
def test_a_choice_that_does_not_stand_alone_is_refused_at_its_line(
    project: SmallProject, body: str
) -> None:
    project.section(f"Først.\n\n{body}")
    error = project.error()
    assert (error.rule, error.source and error.source.line) == ("template-syntax", 7)


def test_a_choice_that_there_is_not_is_told_with_the_nearest(project: SmallProject) -> None:
    project.section('{{ choice("paymnt") }}')
    error = project.error()
    assert (error.rule, error.source) == ("choice-unknown", Source(project.section_file, 5))
    assert error.hint and "payment" in error.hint


def test_a_choice_brings_in_no_other(project: SmallProject) -> None:
    project.change(FILE, CHOSEN.replace("1.234.000 kr.", "{{ budget.fixed_annual | kr }}"),
                   '{{ choice("payment") }}')  # fmt: skip
    assert project.error().rule == "template-syntax"
