"""Strict YAML: nothing is guessed, everything has its place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftalegen.records import read_record, record_from
from aftalegen.records.municipality import Municipality
from aftalegen.records.reading import parse_yaml, read_yaml
from aftalegen.records.text import read_text
from aftalegen.words.faults import AftalegenError, each_error
from aftalegen.words.place import Source

SHIPPED = Path(__file__).parents[2] / "data/municipalities/norddjurs.yaml"


def refused(text: str) -> list[tuple[str, int, int]]:
    """The faults of a YAML text: rule, line, column."""
    with pytest.raises(AftalegenError) as caught:
        parse_yaml(text, "x.yaml")
    sources = [(error.rule, error.source) for error in each_error(caught.value)]
    assert all(source is not None and source.file == "x.yaml" for _rule, source in sources)
    return [(rule, source.line, source.column) for rule, source in sources if source]


# --- what is refused ---


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\nb: 2\na: 3\n", ("duplicate-key", 3, 1)),
        ("a: &x 1\nb: *x\n", ("yaml-alias", 2, 4)),
        ("a: {b: 1}\nc:\n  <<: {b: 1}\n", ("yaml-merge", 3, 3)),
        ("a: !!str 1\n", ("yaml-tag", 1, 4)),
        ("a: !python/object:os.system {}\n", ("yaml-tag", 1, 4)),
        ("code: 0707\n", ("leading-zero", 1, 7)),
        ("a: 1\n---\nb: 2\n", ("yaml-documents", 2, 1)),
        ("a:\n\tb: 1\n", ("yaml-syntax", 2, 1)),
        ("a: [1, 2\nb: 3\n", ("yaml-syntax", 2, 2)),
        ("a: 'open\n", ("yaml-syntax", 2, 1)),
        ("? {a: b}\n: c\n", ("yaml-key", 1, 3)),
        ("? [a]\n: c\n", ("yaml-key", 1, 3)),
        ("a: &co x\n", ("yaml-alias", 1, 4)),
        ("a: ! x\n", ("yaml-tag", 1, 4)),
        ("a: 4_422_00\n", ("number-grouped", 1, 4)),
        ("a: 4__422_000\n", ("number-grouped", 1, 4)),
        ("a: 4422_000_\n", ("number-grouped", 1, 4)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_what_yaml_would_guess_at_is_refused_with_its_place(
    text: str, fault: tuple[str, int, int]
) -> None:
    assert fault in refused(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: sag #25/678\n", ("text-cut", 1, 8)),
        ("a: sag # 25/678\n", ("text-cut", 1, 8)),
        ("a: #25/678\n", ("text-cut", 1, 4)),
        ("a:\n  - #25/678\n", ("text-cut", 2, 5)),
        ("a: 12 #3\n", ("text-cut", 1, 7)),
        ("a: sag\n  #25/678\nb: 1\n", ("text-cut", 2, 3)),
        ("a: |\n    sag\n  #25/678\nb: 1\n", ("text-cut", 3, 3)),
        ("a: >\n  - et\n  - to\n", ("folded-list", 3, 1)),
        ("a: >-\n  Vi har:\n  1. et\n  2. to\n", ("folded-list", 4, 1)),
        ("a: ”Norddjurs Kommune”\n", ("typographic-quotes", 1, 4)),
        ("a: »Norddjurs Kommune«\n", ("typographic-quotes", 1, 4)),
        ('a: “Norddjurs Kommune"\n', ("typographic-quotes", 1, 4)),
        ("a: Norddjurs\u00a0\n", ("unseen-space", 1, 4)),
        ("a:\n  -\u00a0et\n", ("unseen-space", 2, 3)),
        ("a:\n\u00a0\u00a0b: 1\n", ("unseen-space", 2, 1)),
        ("a:\u00a0b\nc: 1\n", ("yaml-syntax", 1, 3)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_what_yaml_would_take_away_is_refused_with_its_place(
    text: str, fault: tuple[str, int, int]
) -> None:
    assert fault in refused(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: sag  # en note\n", "sag"),
        ("# en note\na: sag\n# en note til\n", "sag"),
        ("a: 5 # en note\n", 5),
        ('a: "sag #25/678"\n', "sag #25/678"),
        ("a: sag#25\n", "sag#25"),
        ("a: |  # en note\n  - et\n  - to\n", "- et\n- to\n"),
        ("a: >\n  Frist ved udgangen af\n  1. kvartal og\n  1. juli\n",
         "Frist ved udgangen af 1. kvartal og 1. juli\n"),
        ("a: ”Ny” aftale\n", "”Ny” aftale"),
        ("a: aftalen »Ny«\n", "aftalen »Ny«"),
        ("a: Randers’\n", "Randers’"),
        ("a: §\u00a05\n", "§\u00a05"),
        ('a: "a\\u030a"\n', "å"),
        ("a: no\n", "no"),
        ("a: 12:30\n", "12:30"),
        ("a: 4_422_000\n", 4_422_000),
    ],
)  # fmt: skip
def test_what_is_meant_so_is_read_so(text: str, value: object) -> None:
    assert parse_yaml(text, "x.yaml").value == {"a": value}


@pytest.mark.parametrize(
    "text",
    ["a: |\n  \tx\n", "a: {a: }}\n", "a: [,]\n", "a: %x\n", "a: @x\n", "a: `x`\n", "%x y\n",
     "a: |0\n x\n", "a: | x\n", 'a: "\\xzz"\n', "a: !<x\n", "a: *\n", "? a\n- b\n", "a: 'x' y\n"],
)  # fmt: skip
def test_what_is_no_yaml_is_not_told_in_the_parsers_words(text: str) -> None:
    with pytest.raises(AftalegenError) as caught:
        parse_yaml(text, "x.yaml")
    said = getattr(caught.value.__cause__, "problem", "")
    assert said not in caught.value.message


@pytest.mark.parametrize(
    "text",
    ["<<: 1\n<<: 2\n", "{? {a: b} : c, d: ''}\n", '*a : 1\n"": 2\n', "? [a]\n: b\n? [c]\n: d\n"],
)
def test_a_key_that_is_no_word_is_refused_even_twice(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    ['a: "\\x07"\n', 'a: "\\0"\n', 'a: "\\uE000\\U000F0000"\n', 'a: "\\u0085"\n', '"\\x1b": 1\n'],
)
def test_an_escape_cannot_smuggle_in_a_control_character(text: str) -> None:
    assert [rule for rule, _line, _column in refused(text)] == ["control-character"]


def test_ten_thousand_levels_are_too_many_but_no_crash() -> None:
    assert [fault[:2] for fault in refused("a: " + "[" * 10_000)] == [("yaml-depth", 1)]
    deep = "\n".join(" " * level + "a:" for level in range(10_000))
    assert [fault[:2] for fault in refused(deep)] == [("yaml-depth", 21)]


def test_all_faults_are_told_at_once() -> None:
    assert refused("a: 01\nb: *x\na: 02\n") == [
        ("leading-zero", 1, 4),
        ("yaml-alias", 2, 4),
        ("duplicate-key", 3, 1),
        ("leading-zero", 3, 4),
    ]


# --- what stays text ---


@pytest.mark.parametrize(
    "raw", ["no", "yes", "on", "12:30", "1.10", "4.422", "0x1F", "1e3", "2026-03-19", ".inf"]
)
def test_a_plain_word_stays_the_text_that_was_written(raw: str) -> None:
    assert parse_yaml(f"a: {raw}\n", "x.yaml").value == {"a": raw}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-3", -3),
        ("4_422_000", 4_422_000),
        ("4422000", 4_422_000),
    ],
)
def test_only_null_truth_and_whole_numbers_have_a_type(raw: str, value: object) -> None:
    found = parse_yaml(f"a: {raw}\n", "x.yaml").value["a"]

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("raw", ['"null"', "'true'", '"707"', "|-\n  12"])
def test_what_is_quoted_is_text(raw: str) -> None:
    assert isinstance(parse_yaml(f"a: {raw}\n", "x.yaml").value["a"], str)


# --- places ---


def test_a_key_has_the_place_of_its_word_and_an_item_that_of_its_value() -> None:
    written = parse_yaml("tasks:\n  x:\n    offers:\n      - name: A\n      - name: B\n", "x.yaml")

    assert written.place(("tasks",)) == Source("x.yaml", 1, 1, "tasks")
    assert written.place(("tasks", "x", "offers", 1)) == Source("x.yaml", 5, 9, "tasks.x.offers[1]")
    assert written.place(("tasks", "x", "offers", 1, "name")) == Source(
        "x.yaml", 5, 9, "tasks.x.offers[1].name"
    )


def test_what_was_not_written_has_the_place_of_its_nearest_parent() -> None:
    written = parse_yaml("a:\n  b: 1\n", "x.yaml")

    assert written.place(("a", "c", "d")) == Source("x.yaml", 1, 1, "a.c.d")
    assert parse_yaml("", "x.yaml").place(("a",)) == Source("x.yaml", 1, 1, "a")


def test_front_matter_counts_lines_from_where_it_stands() -> None:
    assert parse_yaml("key: a\ntitle: b\n", "x.md", first_line=2).place(("title",)).line == 3


# --- files ---


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbfa: \xc3\xa6\n", b"a: \xc3\xa6\r\n", b"a: \xc3\xa6\r", b"a: \xc3\xa6"],
    ids=["byte order mark", "CRLF", "CR", "no last newline"],
)
def test_every_editors_way_of_saving_reads_the_same(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.yaml").write_bytes(data)

    assert read_yaml(tmp_path / "x.yaml", "x.yaml").value == {"a": "æ"}


def test_lines_are_counted_right_with_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a: 1\r\nb: 2\r\na: 3\r\n")

    with pytest.raises(AftalegenError) as caught:
        read_yaml(tmp_path / "x.yaml", "x.yaml")
    assert [e.source and e.source.line for e in each_error(caught.value)] == [3]


def test_decomposed_letters_become_composed(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: A\u030arhus\n", encoding="utf-8")

    assert read_yaml(tmp_path / "x.yaml", "x.yaml").value == {"a": "\u00c5rhus"}


@pytest.mark.parametrize(
    ("data", "rule", "line", "column"),
    [
        (b"a: 1\nb: R\xf8d\n", "not-utf8", 2, 5),
        (b"a: 1\nb: x\x00y\n", "control-character", 2, 5),
        (b"a: \x1b[31m\n", "control-character", 1, 4),
        ("a: \ue000\n".encode(), "control-character", 1, 4),
        ("a: \U000f0000\n".encode(), "control-character", 1, 4),
    ],
    ids=["Latin-1", "NUL", "escape", "private use", "supplementary private use"],
)
def test_a_file_with_unfit_bytes_is_refused_with_the_place(
    tmp_path: Path, data: bytes, rule: str, line: int, column: int
) -> None:
    (tmp_path / "x.yaml").write_bytes(data)

    with pytest.raises(AftalegenError) as caught:
        read_text(tmp_path / "x.yaml", "x.yaml")
    assert (caught.value.rule, caught.value.source) == (rule, Source("x.yaml", line, column))


def test_a_file_that_is_too_large_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"#" * 2_000_001)

    with pytest.raises(AftalegenError, match="larger"):
        read_text(tmp_path / "x.yaml", "x.yaml")
    with pytest.raises(AftalegenError, match="cannot be read"):
        read_text(tmp_path / "y.yaml", "y.yaml")
    with pytest.raises(AftalegenError, match="cannot be read"):
        read_text(tmp_path, "folder")


# --- damage ---

TEXT = SHIPPED.read_text(encoding="utf-8")
SIGNS = "\n\t :-#[]{}\"'|>*&!?%@`,.0_~<\\\x00\ufeff\ue000\u202e\r"
PIECES = st.lists(st.sampled_from(SIGNS) | st.characters(), max_size=6).map("".join)


@given(at=st.integers(0, len(TEXT)), length=st.integers(0, 30), piece=PIECES)
def test_damage_gives_a_located_error_in_the_file_or_a_record(
    tmp_path_factory: pytest.TempPathFactory, at: int, length: int, piece: str
) -> None:
    damaged = TEXT[:at] + piece + TEXT[at + length :]
    path = tmp_path_factory.getbasetemp() / "norddjurs.yaml"
    path.write_bytes(damaged.encode("utf-8", "surrogatepass"))
    try:
        assert read_record(path, "norddjurs.yaml", Municipality).record
    except AftalegenError as error:
        for single in each_error(error):
            assert single.source is not None
            assert single.source.file == "norddjurs.yaml"
            assert 1 <= single.source.line <= len(damaged.splitlines()) + 1


@given(lines=st.lists(st.integers(0, TEXT.count("\n") - 1), min_size=1, max_size=4, unique=True))
def test_lost_lines_give_a_located_error_or_a_record(lines: list[int]) -> None:
    left = [line for number, line in enumerate(TEXT.splitlines()) if number not in lines]
    try:
        assert record_from(parse_yaml("\n".join(left), "x.yaml"), "x", Municipality).record
    except AftalegenError as error:
        assert all(e.source and e.source.file == "x.yaml" for e in each_error(error))
