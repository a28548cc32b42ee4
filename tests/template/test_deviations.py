"""Local deviations: a municipality's own text where it stands, and never against a changed base."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from aftalegen.build.builder import Builder
from aftalegen.cli.app import main
from aftalegen.cli.deviations import deviation_lines
from aftalegen.desk.deviations.gather import deviations_of
from aftalegen.desk.deviations.places import difference_of
from aftalegen.desk.deviations.show import deviation_document
from aftalegen.document.nodes import Document, Item, Items, Paragraph
from aftalegen.document.walk import plain, walk_blocks, walk_sections
from aftalegen.records.project import Project
from aftalegen.template.deviations import OMITTED
from aftalegen.template.targets import base_hash, base_parts, keyed_targets
from aftalegen.words.faults import AftalegenError
from aftalegen.writers.text import document_blocks
from tests.conftest import ROOT, SmallProject

MONEY = """\
Rammen er {{ budget.fixed_annual | kr }}. {#rammebeloeb}

Rammen betales således: {#betales}

1. i januar {#januar}
2. i juli {#juli}

: Indsatser {#indsatstabel}

| Indsats | Sted |
| :------ | :--- |
| samtale | byen |

## Regulering {#regulering}

Rammen reguleres årligt. {#aarligt}

## Ophør {#ophoer}

Jf. {{ ref("regulering") }}. {#jf}
"""
LATER = "---\nkey: senere\ntitle: Senere\n---\nSe {{ ref('oekonomi') }} og {{ ref('ophoer') }}.\n"


@pytest.fixture
def project(small_project: SmallProject) -> SmallProject:
    small_project.section(MONEY)
    small_project.write("templates/aftale/03-senere.md", LATER)
    return small_project


def hash_in(project: SmallProject, section: str, block: str | None, who: str = "nordby") -> str:
    """The hash of a base text; "0…" where there is none, to be found as another fault."""
    builder = Builder(Project(project.folder))
    selection = builder.project.select((who,), None, None).annexes[0]
    template = selection.template
    base = builder.templates.base(template, builder.annex_facts(selection))
    found = next((s for s in base.sections if s.key == section), None)
    target = keyed_targets(found.blocks).get(block) if found and block else found
    return base_hash(base_parts(target, found)) if found and target else "0" * 16


def deviation(
    project: SmallProject,
    action: str,
    block: str | None = None,
    text: str | None = None,
    section: str = "oekonomi",
    base: str | None = "",
    template: str = "aftale",
) -> str:
    """One deviation as YAML, against the base text as it is unless `base` says otherwise."""
    base = hash_in(project, section, block) if base == "" else base
    lines = [f"      - template: {template}", f"        section: {section}"]
    lines += [f"        block: {block}"] if block else []
    lines += [f"        action: {action}"]
    if text is not None:
        lines += ["        text: |", *(f"          {line}".rstrip() for line in text.split("\n"))]
    lines += [f'        base_hash: "{base}"'] if base else []
    lines += ["        reason: Sådan er det her.", "        agreed_by: Styregruppen"]
    return "\n".join([*lines, "        agreed_on: 2026-03-01", ""])


def deviate(project: SmallProject, *deviations: str, who: str = "nordby") -> None:
    file = f"data/municipalities/{who}.yaml"
    project.change(file, "    local:\n", "    deviations:\n" + "".join(deviations) + "    local:\n")


def words(document: Document, key: str = "oekonomi") -> list[str]:
    """The words of one section, a line each."""
    blocks = list(document_blocks(document))
    numbers = {s.key: f"{s.number} {plain(s.title)}" for s in document.sections}
    start = blocks.index(numbers[key])
    ends = [blocks.index(head) for head in numbers.values() if blocks.index(head) > start]
    return blocks[start + 1 : min(ends, default=len(blocks))]


def only(project: SmallProject, *deviations: str) -> AftalegenError:
    deviate(project, *deviations)
    return project.error()


# --- the actions ------------------------------------------------------------------------------


def test_a_paragraph_is_replaced_and_keeps_its_key(project: SmallProject) -> None:
    deviate(project, deviation(project, "replace", "betales", "Rammen betales *forud*."))

    document = project.document()

    assert words(document)[1] == "Rammen betales forud."
    (found,) = [b for b in walk_blocks(document.sections) if getattr(b, "key", "") == "betales"]
    assert isinstance(found, Paragraph)
    assert found.source is not None
    assert (found.source.file, found.source.key) == (
        "data/municipalities/nordby.yaml",
        "tasks.forebyggelse.deviations[0].text",
    )


def test_a_deviation_refers_to_a_section_and_the_number_follows(project: SmallProject) -> None:
    text = "Se {{ ref('regulering') }} og {{ref(\"oekonomi\")}}."
    deviate(project, deviation(project, "replace", "betales", text))
    assert "Se afsnit 2.1 og afsnit 2." in plain_words(project)

    project.write("templates/aftale/00-nyt.md", "---\nkey: nyt\ntitle: Nyt\n---\nEt nyt afsnit.\n")

    assert "Se afsnit 3.1 og afsnit 3." in plain_words(project)


def plain_words(project: SmallProject) -> list[str]:
    return [line.replace("\u00a0", " ") for line in words(project.document())]


def test_a_paragraph_is_omitted(project: SmallProject) -> None:
    before = words(project.document())
    deviate(project, deviation(project, "omit", "betales"))

    assert words(project.document()) == [before[0], *before[2:]]


def test_paragraphs_are_added_after_a_block_in_the_order_of_the_file(project: SmallProject) -> None:
    deviate(
        project,
        deviation(project, "add", "betales", "Først."),
        deviation(project, "add", "betales", "Så.\n\nOg så."),
    )

    document = project.document()

    assert words(document)[2:5] == ["Først.", "Så.", "Og så."]
    keys = [b.key for b in walk_blocks(document.sections) if isinstance(b, Paragraph)]
    start = keys.index("betales")
    assert keys[start + 1 : start + 4] == [
        "betales-tilfoejet",
        "betales-tilfoejet-2",
        "betales-tilfoejet-3",
    ]


def test_an_item_is_replaced_added_to_and_omitted_and_letters_follow(project: SmallProject) -> None:
    deviate(
        project,
        deviation(project, "replace", "januar", "i marts"),
        deviation(project, "add", "januar", "i maj"),
        deviation(project, "omit", "juli"),
    )

    assert words(project.document())[2:4] == ["a) i marts", "b) i maj"]


def test_a_list_whose_items_are_all_omitted_is_gone(project: SmallProject) -> None:
    deviate(project, deviation(project, "omit", "januar"), deviation(project, "omit", "juli"))

    assert not any(isinstance(b, Items) for b in walk_blocks(project.document().sections))


def test_a_table_is_replaced(project: SmallProject) -> None:
    new = ": Nye indsatser\n\n| Indsats |\n| :-- |\n| besøg |"
    deviate(project, deviation(project, "replace", "indsatstabel", new))

    assert words(project.document())[4:6] == ["Nye indsatser", "Indsats\nbesøg"]


def test_a_subsection_is_replaced_and_keeps_number_and_heading(project: SmallProject) -> None:
    deviate(project, deviation(project, "replace", "regulering", "Rammen er fast."))

    found = words(project.document())

    assert found[found.index("2.1 Regulering") + 1] == "Rammen er fast."


def test_an_omitted_section_keeps_its_number(project: SmallProject) -> None:
    project.section("Betales.")
    project.write("templates/aftale/03-senere.md", LATER.replace(" og {{ ref('ophoer') }}", ""))
    deviate(project, deviation(project, "omit"))

    document = project.document()

    assert words(document) == [OMITTED]
    assert words(document, "senere") == ["Se afsnit\u00a02."]
    assert [s.number for s in document.sections] == ["1", "2", "3"]


def test_a_subsection_without_text_left_says_so(project: SmallProject) -> None:
    deviate(project, deviation(project, "omit", "aarligt"))

    found = words(project.document())

    assert found[found.index("2.1 Regulering") + 1] == OMITTED


def test_what_is_added_to_a_section_stands_at_its_end(project: SmallProject) -> None:
    deviate(project, deviation(project, "add", None, "Til sidst.\n\n## Mere {#mere}\n\nOg mere."))

    document = project.document()

    assert words(document)[-3:] == ["Til sidst.", "2.3 Mere", "Og mere."]
    ophoer = next(s for s in walk_sections(document.sections) if s.key == "ophoer")
    last = ophoer.blocks[-1]
    assert isinstance(last, Paragraph)  # below the last heading, as the reader sees it
    assert plain(last.inlines) == "Til sidst."


def test_a_subsection_that_is_added_moves_numbers_and_references(project: SmallProject) -> None:
    deviate(project, deviation(project, "add", "regulering", "## Ny {#ny}\n\nTekst."))

    document = project.document()

    numbers = [f"{s.number} {s.key}" for s in walk_sections(document.sections)]
    assert numbers == [
        "1 parter",
        "2 oekonomi",
        "2.1 regulering",
        "2.2 ny",
        "2.3 ophoer",
        "3 senere",
    ]
    assert words(document, "senere") == ["Se afsnit\u00a02 og afsnit\u00a02.3."]


def test_a_replaced_section_keeps_references_to_headings_that_stay(project: SmallProject) -> None:
    text = "Alt er aftalt.\n\n## Slut {#ophoer}\n\nSlut."
    deviate(project, deviation(project, "replace", None, text))

    document = project.document()

    assert words(document) == ["Alt er aftalt.", "2.1 Slut", "Slut."]
    assert words(document, "senere") == ["Se afsnit\u00a02 og afsnit\u00a02.1."]


def test_data_in_a_text_is_only_text(project: SmallProject) -> None:
    deviate(project, deviation(project, "add", "betales", "\\#let x | 100 % } {"))

    assert "#let x | 100\u00a0% } {" in [
        w.replace(" %", "\u00a0%") for w in words(project.document())
    ]


def test_other_municipalities_have_the_common_text(project: SmallProject) -> None:
    before = project.document("soenderaa")
    deviate(project, deviation(project, "omit", "betales"))

    assert project.document("soenderaa") == before


def test_a_placeholder_that_is_replaced_leaves_no_draft(project: SmallProject) -> None:
    assert project.document("soenderaa").draft
    base = hash_in(project, "oekonomi", "rammebeloeb", "soenderaa")
    deviate(
        project,
        deviation(project, "replace", "rammebeloeb", "Rammen aftales.", base=base),
        who="soenderaa",
    )

    assert not project.document("soenderaa").draft


# --- the base text ----------------------------------------------------------------------------


def test_a_changed_base_text_stops_the_annex_and_says_what_to_confirm(
    project: SmallProject,
) -> None:
    deviate(project, deviation(project, "omit", "betales"))
    project.change(project.section_file, "betales således", "betales på denne måde")

    error = project.error()

    assert error.rule == "deviation-base-changed"
    assert error.source is not None
    assert error.source.file == "data/municipalities/nordby.yaml"
    assert error.message == (
        "the text has changed since Styregruppen on 2026-03-01 agreed to deviate from it"
    )
    assert error.hint == (
        "the text is now «Rammen betales på denne måde:»; the reason was «Sådan er det her.». "
        "If the deviation still stands, write base_hash: "
        f'"{hash_in(project, "oekonomi", "betales")}"; otherwise change or remove it'
    )
    project.document("soenderaa")  # the others are made


def test_the_hash_that_is_told_confirms_the_deviation(project: SmallProject) -> None:
    deviate(project, deviation(project, "omit", "betales", base=None))

    error = project.error()

    assert error.rule == "deviation-without-base-hash"
    assert error.hint is not None
    told = error.hint.split('"')[1]
    project.change(
        "data/municipalities/nordby.yaml",
        "action: omit",
        f'base_hash: "{told}"\n        action: omit',
    )
    project.document()


def test_a_change_elsewhere_asks_for_nothing(project: SmallProject) -> None:
    deviate(project, deviation(project, "omit", "betales"))
    project.change(project.section_file, "reguleres årligt", "reguleres hvert år")

    project.document()


def test_only_words_count_in_a_hash(project: SmallProject) -> None:
    before = hash_in(project, "oekonomi", None)
    project.write("templates/aftale/00-ny.md", "---\nkey: ny\ntitle: Ny\n---\nTekst.\n")
    project.change(project.section_file, "Rammen reguleres", "**Rammen**\nreguleres")

    assert hash_in(project, "oekonomi", None) == before
    project.change(project.section_file, 'ref("regulering")', 'ref("ophoer")')
    another = hash_in(project, "oekonomi", None)
    project.change(project.section_file, "i juli", "i august")
    assert len({before, another, hash_in(project, "oekonomi", None)}) == 3


# --- faults -----------------------------------------------------------------------------------


def test_a_section_that_is_not_there_names_the_nearest(project: SmallProject) -> None:
    error = only(project, deviation(project, "omit", section="okonomi"))

    assert (error.rule, error.hint) == ("deviation-hits-nothing", "did you mean «oekonomi»?")
    assert error.source is not None
    assert error.source.key == "tasks.forebyggelse.deviations[0]"


def test_a_block_that_is_not_there_names_the_nearest(project: SmallProject) -> None:
    error = only(project, deviation(project, "omit", "betale"))

    assert (error.rule, error.hint) == ("deviation-hits-nothing", "did you mean «betales»?")


@pytest.mark.parametrize(
    ("section", "block", "hint"),
    [
        ("regulering", None, "«regulering» is in the section «oekonomi»: write section: oekonomi, block: regulering"),
        ("senere", "juli", "«juli» is in the section «oekonomi»: write section: oekonomi, block: juli"),
        ("oekonomi", "senere", "«senere» is a section of its own: write section: senere"),
    ],
)  # fmt: skip
def test_a_key_in_the_wrong_place_is_told_where_it_stands(
    project: SmallProject, section: str, block: str | None, hint: str
) -> None:
    error = only(project, deviation(project, "omit", block, section=section))

    assert (error.rule, error.hint) == ("deviation-hits-nothing", hint)


def test_a_key_that_was_changed_is_told_by_its_text(project: SmallProject) -> None:
    agreed = deviation(project, "replace", "aarligt", "Nyt.")
    project.change(project.section_file, "{#aarligt}", "{#hvert-aar}")
    error = only(project, agreed)

    assert error.rule == "deviation-hits-nothing"
    assert "write block: hvert-aar" in str(error.hint)


def test_a_template_that_is_not_there_hits_nothing(project: SmallProject) -> None:
    error = only(project, deviation(project, "omit", "betales", template="aftalen"))

    assert (error.rule, error.hint) == ("deviation-hits-nothing", "did you mean «aftale»?")


@pytest.mark.parametrize(
    ("action", "block", "text", "rule"),
    [
        ("replace", "betales", None, "deviation-without-text"),
        ("add", None, None, "deviation-without-text"),
        ("omit", "betales", "Tekst.", "deviation-with-text"),
        ("replace", "betales", "Se {{ budget.fixed_annual }}.", "deviation-with-template-code"),
        ("replace", "betales", "{% if task %}Se her.{% endif %}", "deviation-with-template-code"),
        ("replace", "betales", "Se {{ ref('x') | upper }}.", "deviation-with-template-code"),
        ("replace", "betales", "Se {{ ref('x') }}.", "unknown-reference"),
        ("replace", "betales", "## Ny {#ny}", "deviation-with-heading"),
        ("replace", "regulering", "## Ny {#ny}", "deviation-with-heading"),
        ("replace", "januar", ": T\n\n| a |\n|---|\n| b |", "deviation-not-an-item"),
        ("replace", "betales", "<b>nu</b>", "markdown-outside-subset"),
        ("add", None, "## Uden nøgle", "heading-without-key"),
        ("add", None, "## Igen {#regulering}\n\nTekst.", "duplicate-section"),
        ("add", None, "Igen. {#rammebeloeb}", "key-twice"),
        ("replace", "betales", "Igen. {#januar}", "key-twice"),
    ],
)
def test_a_text_that_cannot_stand_there_is_refused_at_its_place(
    project: SmallProject, action: str, block: str | None, text: str | None, rule: str
) -> None:
    error = only(project, deviation(project, action, block, text))

    assert error.rule == rule
    assert error.source is not None
    assert error.source.file == "data/municipalities/nordby.yaml"


def test_two_deviations_of_the_same_text_are_refused(project: SmallProject) -> None:
    error = only(
        project,
        deviation(project, "omit", "betales"),
        deviation(project, "replace", "betales", "x"),
    )

    assert error.rule == "deviation-twice"


def test_a_deviation_within_an_omitted_part_is_refused(project: SmallProject) -> None:
    error = only(
        project,
        deviation(project, "add", "aarligt", "x"),
        deviation(project, "omit", "regulering"),
    )

    assert error.rule == "deviation-twice"


def test_a_reference_to_what_a_deviation_removes_is_told(project: SmallProject) -> None:
    error = only(project, deviation(project, "omit"))

    assert error.rule == "deviation-breaks-reference"
    assert "templates/aftale/03-senere.md:5" in error.message


def test_all_faults_are_told_at_once(project: SmallProject) -> None:
    deviate(
        project,
        deviation(project, "omit", "betale"),
        deviation(project, "replace", "betales"),
        deviation(project, "omit", "juli", base="0" * 16),
    )

    assert [e.rule for e in project.errors()] == [
        "deviation-hits-nothing",
        "deviation-without-text",
        "deviation-base-changed",
    ]


# --- the shipped text -------------------------------------------------------------------------

TWELVE: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("replace", "oekonomi", "serviceniveau", "Serviceniveauet ligger fast."),
    ("add", "oekonomi", "reguleringsmodel", "Reguleringen sker efter KL's skøn."),
    ("omit", "oekonomi", "moms", None),
    ("add", "oekonomi", "anlaeg", "## Leje {#leje}\n\nKommunen lejer lokalerne."),
    ("replace", "formaal-og-maalsaetninger", "indikatorer", "Indikatorerne aftales lokalt."),
    ("omit", "formaal-og-maalsaetninger", "partnerskab", None),
    ("add", "erstatning-og-klager", "svarfrist", "Borgeren får et skriftligt svar."),
    ("replace", "erstatning-og-klager", "forsikring", "Kommunen er selvforsikret."),
    ("omit", "erstatning-og-klager", "udtalelser", None),
    ("add", "ikrafttraeden-og-ophoer", None, "Parterne mødes hvert efterår."),
    ("replace", "ikrafttraeden-og-ophoer", "opsigelsesvarsel", "Varslet er **12 måneder**."),
    ("omit", "bilag-lokale-forhold", "saerskilt-bilag", None),
)


@pytest.fixture
def shipped(tmp_path: Path, small_project: SmallProject) -> SmallProject:
    """The shipped project in a folder of its own."""
    small_project.folder = tmp_path / "skibet"
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, small_project.folder / name)
    return small_project


def with_twelve(shipped: SmallProject, who: str = "herning") -> None:
    project = Project(shipped.folder)
    builder = Builder(project)
    selection = next(
        s
        for s in project.select((who,), None, None).annexes
        if s.template == "horisontal-samarbejdsaftale"
    )
    base = builder.templates.base("horisontal-samarbejdsaftale", builder.annex_facts(selection))
    lines = []
    for action, section, block, text in TWELVE:
        whole = next(s for s in base.sections if s.key == section)
        target = keyed_targets(whole.blocks)[block] if block else whole
        now = base_hash(base_parts(target, whole))
        lines.append(
            deviation(shipped, action, block, text, section, now, "horisontal-samarbejdsaftale")
        )
    shipped.change(
        f"data/municipalities/{who}.yaml",
        "  patientrettet-forebyggelse:\n",
        "  patientrettet-forebyggelse:\n    deviations:\n" + "".join(lines),
    )


def herning(shipped: SmallProject) -> tuple[Document, Document]:
    project = Project(shipped.folder)
    agreement, local = (
        Builder(project).annex_document(s) for s in project.select(("herning",), None, None).annexes
    )
    return (agreement, local) if agreement.contents else (local, agreement)


def test_twelve_deviations_at_once_stand_in_the_agreement_and_in_the_local_annex(
    shipped: SmallProject,
) -> None:
    before, _local = herning(shipped)
    with_twelve(shipped)

    agreement, local = herning(shipped)

    text = "\n".join(document_blocks(agreement))
    for _action, _section, _block, words in TWELVE:
        if words:
            assert words.split("\n")[-1].replace("**", "").replace("12 m", "12\u00a0m") in (
                text.replace("12 m", "12\u00a0m")
            )
    assert text.count(OMITTED) == 3
    assert [s.number for s in agreement.sections] == [s.number for s in before.sections]
    listed = "\n".join(document_blocks(local))
    assert listed.count("Sådan er det her.\tStyregruppen\t1.\u00a0marts\u00a02026") == 12
    assert "Økonomi og afregning\tTekst er udgået" in listed


def test_the_word_file_says_the_same_words(shipped: SmallProject) -> None:
    from lxml import etree

    from aftalegen.writers.word import document_docx

    with_twelve(shipped)
    agreement, _local = herning(shipped)
    data = document_docx(agreement, Project(shipped.folder).style)
    part = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    text = "".join(etree.fromstring(part).itertext())

    for words in ("Serviceniveauet ligger fast.", "Kommunen lejer lokalerne.", OMITTED):
        assert words in text
    assert "uden den købsmoms" not in text


# --- who deviates where --------------------------------------------------------------------------


def lines_of(project: SmallProject, reference: str | None = None) -> list[str]:
    found = deviations_of(Project(project.folder), (), reference)
    return "\n".join(line.plain for line in deviation_lines(found)).split("\n")


def test_like_deviations_stand_together(project: SmallProject) -> None:
    for who in ("nordby", "soenderaa"):
        base = hash_in(project, "oekonomi", "betales", who)
        text = "Rammen betales forud."
        deviate(project, deviation(project, "replace", "betales", text, base=base), who=who)

    assert lines_of(project) == [
        "forebyggelse: Økonomi (oekonomi: betales)",
        "  Nordby, Sønderå       replaced      Rammen betales forud.",
        "                                      (Nordby, Sønderå: Styregruppen,",
        "                                      1.\u00a0marts\u00a02026. Sådan er det her.)",
    ]


def test_the_reference_stands_first_and_then_those_that_differ(project: SmallProject) -> None:
    deviate(project, deviation(project, "replace", "aarligt", "Rammen reguleres aldrig."))

    assert lines_of(project, "sønderå") == [
        "forebyggelse: Økonomi (oekonomi: aarligt)",
        "  Sønderå (reference)   common text   Rammen reguleres årligt.",
        "  Nordby                replaced      Rammen reguleres aldrig.",
        "                                      [out: «årligt.»; in: «aldrig.»]",
        "                                      (Styregruppen, 1.\u00a0marts\u00a02026. Sådan er det",
        "                                      her.)",
    ]
    assert lines_of(project, "nordby")[1].startswith("  Nordby (reference)    replaced ")


def test_places_stand_in_the_order_of_the_agreement(project: SmallProject) -> None:
    deviate(
        project,
        deviation(project, "omit", "jf"),
        deviation(project, "add", None, "x", section="senere"),
        deviation(project, "omit", "betales"),
    )

    found = deviations_of(Project(project.folder), (), None)

    assert [p.block or p.section_key for p in found.places] == ["betales", "jf", "senere"]


def test_a_deviation_for_which_there_is_no_annex_is_told(shipped: SmallProject) -> None:
    one = deviation(shipped, "omit", "moms", base=None, template="bilag-2")
    shipped.change(
        "data/municipalities/holbaek.yaml",
        "  patientrettet-forebyggelse:\n",
        "  patientrettet-forebyggelse:\n    deviations:\n" + one,
    )

    found = deviations_of(Project(shipped.folder), (), None)

    assert [e.rule for e in found.errors] == ["deviation-hits-nothing"]


def test_a_region_without_the_reference_shows_only_those_who_deviate(
    shipped: SmallProject,
) -> None:
    name = "horisontal-samarbejdsaftale"
    base = hash_in(shipped, "oekonomi", "moms", "herning")
    shipped.change(
        "data/municipalities/holbaek.yaml",
        "  patientrettet-forebyggelse:\n",
        "  patientrettet-forebyggelse:\n    deviations:\n"
        + deviation(shipped, "omit", "moms", base=base, template=name),
    )

    found = deviations_of(Project(shipped.folder), (), "herning")

    assert found.errors == ()
    assert [s.municipalities for p in found.places for s in p.stances] == [("Holbæk",)]


def test_a_difference_is_told_word_by_word() -> None:
    assert difference_of("Varslet er tolv måneder.", "Varslet er seks måneder.") == (
        "out: «tolv»; in: «seks»"
    )
    assert difference_of("a", "a") == ""


def test_the_document_shows_the_same_rows(project: SmallProject) -> None:
    deviate(project, deviation(project, "replace", "aarligt", "Rammen reguleres aldrig."))

    document = deviation_document(deviations_of(Project(project.folder), (), "soenderaa"))

    assert "\n".join(document_blocks(document)).endswith(
        "1 Forebyggelse\nØkonomi (oekonomi: aarligt)\n"
        "Municipalities\tWhat\tText\tDifference\tAgreed\n"
        "Sønderå (reference)\tcommon text\tRammen reguleres årligt.\t\t\n"
        "Nordby\treplaced\tRammen reguleres aldrig.\tout: «årligt.»; in: «aldrig.»\t"
        "Styregruppen, 1.\u00a0marts\u00a02026. Sådan er det her."
    )


def test_the_workbook_is_text_only_and_the_same_each_time(
    project: SmallProject, tmp_path: Path
) -> None:
    deviate(project, deviation(project, "replace", "aarligt", "=1+1"))
    files = []
    for name in ("a.xlsx", "b.xlsx"):
        out = tmp_path / "ud" / name
        arguments = ["deviations", "--format", "xlsx", "--out", str(out)]
        assert main([*arguments, "--project", str(project.folder)]) == 0
        files.append(out)

    assert files[0].read_bytes() == files[1].read_bytes()
    rows = list(load_workbook(files[0]).active.iter_rows(values_only=True))
    assert rows[1][:7] == (
        "forebyggelse", "Økonomi", "oekonomi", "aarligt", "Nordby", "replaced", "=1+1",
    )  # fmt: skip


# --- at the terminal --------------------------------------------------------------------------


def test_without_deviations_it_says_so(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "da", "deviations", "--project", str(project.folder)]) == 0
    assert capsys.readouterr().out == "ingen kommune afviger fra den fælles tekst\n"


def test_the_shipped_project_has_no_deviation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deviations", "--reference", "herning", "--project", str(ROOT)]) == 0
    assert capsys.readouterr().out == "no municipality deviates from the common text\n"


def test_a_changed_base_at_the_terminal(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    deviate(project, deviation(project, "omit", "betales", base="0123456789abcdef"))
    where = ["--project", str(project.folder)]

    assert main(["--lang", "da", "deviations", *where]) == 3
    shown = capsys.readouterr()
    assert shown.out.startswith("forebyggelse: Økonomi (oekonomi: betales)\n")
    assert "fejl[deviation-base-changed]: teksten er ændret, siden Styregruppen" in shown.err
    assert main(["--lang", "da", "build", "--format", "txt", *where]) == 3
    shown = capsys.readouterr()
    assert "1 bilag lavet, 1 fil skrevet" in shown.out
    assert "teksten er nu «Rammen betales således:»" in shown.err


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (["--reference", "atlantis"], "unknown-reference-municipality"),
        (["--format", "odt"], "unknown-format"),
        (["atlantis"], "unknown-who"),
    ],
)
def test_a_wrong_use_is_told(
    project: SmallProject, capsys: pytest.CaptureFixture[str], arguments: list[str], rule: str
) -> None:
    assert main(["deviations", *arguments, "--project", str(project.folder)]) == 2
    assert f"error[{rule}]" in capsys.readouterr().err


def test_items_of_a_list_can_stand_in_for_one(project: SmallProject) -> None:
    deviate(project, deviation(project, "replace", "januar", "- i marts\n- i april:\n  - tidligt"))

    (found,) = [b for b in walk_blocks(project.document().sections) if isinstance(b, Items)]

    assert [item.label for item in found.items] == ["a)", "b)", "c)"]
    assert isinstance(found.items[0], Item)
    assert [item.key for item in found.items] == ["januar", None, "juli"]
