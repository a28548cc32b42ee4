"""The Markdown of templates: a small subset, and not a word of it lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftalegen.document.nodes import (
    Block,
    Break,
    Item,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from aftalegen.document.walk import plain
from aftalegen.template.markdown import markdown_blocks
from aftalegen.template.tables import column_widths
from aftalegen.words.faults import InputError
from aftalegen.words.place import Source

NBSP = "\u00a0"


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of Markdown whose lines are those of x.md."""
    lines = tuple(Source("x.md", number) for number in range(1, text.count("\n") + 2))
    return markdown_blocks(text, lines, ())


def block(text: str) -> Block:
    (only,) = blocks(text)
    return only


def words(text: str) -> str:
    paragraph = block(text)
    assert isinstance(paragraph, Paragraph)
    return plain(paragraph.inlines)


def table(text: str) -> Table:
    found = block(text)
    assert isinstance(found, Table)
    return found


def refused(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        blocks(text)
    return caught.value


# --- the subset ---


def test_a_paragraph_holds_bold_italic_and_plain_words() -> None:
    assert block("Et **fedt** og *kursivt* ord.") == Paragraph(
        (
            Text("Et "),
            Text("fedt", strong=True),
            Text(" og "),
            Text("kursivt", emphasis=True),
            Text(" ord."),
        )
    )


def test_an_asterisk_between_figures_is_one() -> None:
    assert block("I alt 2*3*4 timer, *højst* 5*6.") == Paragraph(
        (Text("I alt 2*3*4\u00a0timer, "), Text("højst", emphasis=True), Text(" 5*6."))
    )


def test_bold_within_italic_is_both() -> None:
    assert block("*a **b** c*") == Paragraph(
        (
            Text("a ", emphasis=True),
            Text("b", strong=True, emphasis=True),
            Text(" c", emphasis=True),
        )
    )


def test_a_hard_break_is_a_line_break_and_a_soft_one_a_space() -> None:
    assert block("a\\\nb\nc") == Paragraph((Text("a"), Break(), Text("b c")))


def test_a_date_over_a_soft_break_stays_together() -> None:
    assert words("senest den 1.\njanuar 2027") == f"senest den 1.{NBSP}januar{NBSP}2027"


def test_three_dashes_are_a_page_break() -> None:
    assert blocks("a\n\n---\n\nb")[1] == PageBreak()


def test_a_heading_opens_a_subsection_that_takes_what_follows() -> None:
    first, second, third = blocks("Før.\n\n## En {#en}\n\nI en.\n\n## To *to* {#to}\n\n- i to")

    assert isinstance(first, Paragraph)
    assert second == Section("en", (Text("En"),), (Paragraph((Text("I en."),)),), level=2)
    assert isinstance(third, Section)
    assert third.title == (Text("To "), Text("to", emphasis=True))
    assert isinstance(third.blocks[0], Items)


def test_a_list_may_hold_one_list() -> None:
    assert block("1. a\n2. b:\n   - c\n") == Items(
        True, (Item((Text("a"),)), Item((Text("b:"),), Items(False, (Item((Text("c"),)),))))
    )


def test_a_table_has_a_caption_alignment_and_a_header() -> None:
    found = table(": Hvad **den** viser\n\n| A | B | C |\n| :- | -: | :-: |\n| a | | c |")

    assert found.caption == (Text("Hvad "), Text("den", strong=True), Text(" viser"))
    assert found.align == ("left", "right", "center")
    assert found.header == Row(((Text("A"),), (Text("B"),), (Text("C"),)))
    assert found.rows == (Row(((Text("a"),), (), (Text("c"),))),)


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6 & 7 > 3",
        "a_b_c",
        "100 %",
        '«citat» – "også"',
        "[et] (to)",
        "§ 1 #2",
        "\\*ikke kursiv\\*",
    ],
)
def test_ordinary_signs_are_words(text: str) -> None:
    assert words(text).replace(NBSP, " ") == text.replace("\\", "")


# --- keys ---


def test_paragraphs_items_and_tables_may_have_a_permanent_key() -> None:
    paragraph, items, listed = blocks(
        "Tekst. {#et-stykke}\n\n- a {#et-punkt}\n- b\n\n: T {#en-tabel}\n\n| A |\n| - |\n| a |"
    )

    assert isinstance(paragraph, Paragraph)
    assert (paragraph.key, plain(paragraph.inlines)) == ("et-stykke", "Tekst.")
    assert isinstance(items, Items)
    assert [(item.key, plain(item.inlines)) for item in items.items] == [
        ("et-punkt", "a"),
        (None, "b"),
    ]
    assert isinstance(listed, Table)
    assert (listed.key, plain(listed.caption)) == ("en-tabel", "T")


def test_a_key_may_stand_on_the_next_line() -> None:
    assert block("Tekst.\n{#et-stykke}") == Paragraph((Text("Tekst."),), "et-stykke")


# --- what is refused ---


@pytest.mark.parametrize(
    ("construct", "named"),
    [
        ("<div>x</div>", "raw HTML"),
        ("a <b>fed</b>", "raw HTML"),
        ("<!-- x -->", "raw HTML"),
        ("    kode", "code"),
        ("```\nkode\n```", "a code block"),
        ("et `kode`", "code"),
        ("[ord](http://x)", "a link"),
        ("<http://x.dk>", "a link"),
        ("![billede](x.png)", "an image"),
        ("> citat", "a quotation"),
        ("# Stor {#stor}", "a heading"),
        ("### Lille {#lille}", "a heading"),
        ("Streget\n-------", "a heading"),
        ("- a\n  - b\n    - c", "a third level of list"),
        ("1. a\n\n   b\n1. c", "a second paragraph in one item of a list"),
        ("- a\n\n  b", "x"),
        ("-", "x"),
        ("- # a", "a heading"),
    ],
)
def test_what_is_outside_the_subset_is_refused_with_its_line(construct: str, named: str) -> None:
    error = refused(f"Før.\n\n{construct}\n")

    assert error.rule == "markdown-outside-subset"
    assert named == "x" or named in error.message
    assert error.source is not None
    assert error.source.line in range(3, 4 + construct.count("\n"))


def test_a_heading_without_a_key_is_refused() -> None:
    error = refused("Før.\n\n## Målgruppe\n")

    assert (error.rule, error.source) == ("heading-without-key", Source("x.md", 3))
    assert "## Målgruppe {#a-key}" in str(error.hint)


@pytest.mark.parametrize("before", ["", "Bare et stykke.\n\n", "- et punkt\n\n"])
def test_a_table_without_a_caption_is_refused(before: str) -> None:
    error = refused(f"{before}| A |\n| - |\n| a |")

    assert error.rule == "table-without-caption"
    assert error.source == Source("x.md", 1 + before.count("\n"))


def test_a_row_with_more_cells_than_the_header_is_refused() -> None:
    error = refused(": T\n\n| A | B |\n| - | - |\n| a | b |\n| a | b | c |\n")

    assert (error.rule, error.source) == ("table-cells", Source("x.md", 6))


def test_a_line_that_defines_a_link_is_not_lost() -> None:
    assert words("[note]: se-bilag") == "[note]: se-bilag"


# --- widths ---


@given(
    st.integers(1, 12).flatmap(
        lambda columns: st.lists(
            st.lists(st.text("abc æ", max_size=120), min_size=columns, max_size=columns),
            min_size=1,
            max_size=5,
        )
    )
)
def test_no_table_is_wider_than_the_page_and_no_column_without_width(
    texts: list[list[str]],
) -> None:
    widths = column_widths([Row(tuple((Text(cell),) for cell in row)) for row in texts])

    assert sum(widths) <= 100
    assert min(widths) >= 1
    assert all(width > 0 for width in widths)


def test_no_column_vanishes_among_many() -> None:
    row = Row(tuple((Text(word),) for word in ("", *("aaaaaaaaaa",) * 15)))

    widths = column_widths([row])

    assert sum(widths) == 100
    assert min(widths) > 0


def test_a_column_with_more_to_say_is_wider() -> None:
    left, right = column_widths([Row(((Text("kort"),), (Text("en meget lang celle " * 5),)))])

    assert right > left


# --- words that would silently become something else ---


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Aftalen gælder fra\n\n1. januar 2027 og frem.", "date-as-list"),
        ("3. tredje\n4. fjerde", "list-start"),
        (": Hvad der mangler\n\nEt afsnit.", "caption-without-table"),
        ("Et afsnit.\n\n: Sidst", "caption-without-table"),
    ],
)
def test_what_would_print_otherwise_than_it_reads_is_refused(text: str, rule: str) -> None:
    error = refused(text)
    assert error.rule == rule
    assert error.source is not None


# --- where a list may begin ---


@pytest.mark.parametrize(
    "text",
    [
        "Senest med udgangen af\n1. kvartal 2027 og igen.",
        "Beløbet er fastsat\n- uden moms\n- med omkostninger.",
        "Beløbet er 5 mio. kr.\n+ moms.",
        "Beløbet er 5 mio. kr.\n* moms.",
        "Beløbet er 5 mio. kr.\n***\nVidere.",
        "- Senest med udgangen af\n  1. kvartal 2027.",
        "- Senest med udgangen af\n1. kvartal 2027.",
        "- Beløbet er 5 mio. kr.\n  + moms.",
        "Med fristen:\n1. oktober, medmindre",
        "Et led, jf. stk.\n1) og igen.",
    ],
)
def test_words_do_not_become_a_list_because_a_line_begins_so(text: str) -> None:
    assert refused(text).rule in ("list-in-paragraph", "date-as-list")


@pytest.mark.parametrize("text", ["1. kvartal 2027 betales", "1. behandling sker", "1. maj"])
def test_an_ordinal_is_no_item(text: str) -> None:
    assert refused(text).rule == "date-as-list"


def test_an_ordinal_within_a_line_stays_as_it_is() -> None:
    assert words("Med udgangen af\n2. kvartal 2027") == "Med udgangen af 2. kvartal 2027"


# --- what is not left, and does not come in ---


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen **skal svare.",
        "Kommunen skal* svare.",
        "Kommunen ~~kan~~ svare.",
        "Se note[^1].",
        "En `kode her.",
        "Kommunen _skal svare.",
        "Og\\eller.",
        "##Overskrift {#o}",
        "#Overskrift",
        "-punkt",
        "1.Punkt",
        "| a | b |",
        "Tekst {#Nøgle}",
        "{#a} Tekst",
        ": Hvad\n\n| a | b |\n|---|---|\n| **a | b |",
    ],
)
def test_signs_of_markdown_that_do_nothing_are_refused(text: str) -> None:
    assert refused(text).rule == "markdown-left"


def test_the_line_of_a_sign_that_is_left_is_told() -> None:
    assert refused("Kommunen\nog Regionen\n**skal svare.").source == Source("x.md", 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"Se note\*.", "Se note*."),
        (r"Se \[^1\] og \`.", "Se [^1] og `."),
        ("a_b og 5 * 3", "a_b og 5 * 3"),
        ("Underskrift: ____", "Underskrift: ____"),
        ("A &amp; B, § &lt;5&gt;", "A & B, § <5>"),
        ("&#97;&#778;", "å"),
        ("&nbsp;kr.", f"{NBSP}kr."),
    ],
)
def test_a_sign_that_is_meant_is_printed(text: str, said: str) -> None:
    assert words(text) == said


@pytest.mark.parametrize(
    "entity",
    ["&#8238;", "&#x202E;", "&shy;", "&#8203;", "&zwj;", "&#xE000;", "&#xF0000;", "&#10;", "&NewLine;",
     "&Tab;", "&#0;", "&lrm;"],
)  # fmt: skip
def test_an_entity_brings_in_nothing_that_a_file_may_not_hold(entity: str) -> None:
    found = refused(f"Rammen er\n{entity}000.224 kr.")

    assert found.rule == "control-character"
    assert found.source is not None


@pytest.mark.parametrize("text", ["## {#a}", "## &nbsp; {#a}", "- {#a}", "{#a}"])
def test_a_key_without_words_is_refused_with_its_place(text: str) -> None:
    found = refused(f"Tekst.\n\n{text}\n")

    assert (found.rule, found.source) == ("text-without-words", Source("x.md", 3))


def test_a_table_is_only_as_wide_as_it_needs() -> None:
    narrow = column_widths([Row(((Text("Trin"),), (Text("Frist"),)))])
    forums = [
        Row(tuple((Text(cell),) for cell in ("Forum", "Deltagere", "Opgave", "Møder"))),
        Row(
            tuple(
                (Text(cell),)
                for cell in (
                    "Sundhedsrådet",
                    "medlemmer " * 8,
                    "opgaver " * 14,
                    "Efter rådets egen mødeplan",
                )
            )
        ),
    ]

    assert sum(narrow) < 25
    assert column_widths(forums)[3] >= 21  # "egen mødeplan" on one line
