"""Danish text from values: nothing is rounded, nothing is guessed."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftalegen.words import danish
from aftalegen.words.amount import AmbiguousAmount
from aftalegen.words.danish import kr, million_kr, parse_kroner

NBSP = "\u00a0"


def test_an_amount_has_thousands_points_and_a_space_that_does_not_break() -> None:
    assert kr(4_422_000) == f"4.422.000{NBSP}kr."
    assert kr(0) == f"0{NBSP}kr."
    assert kr(-1_500) == f"-1.500{NBSP}kr."


@pytest.mark.parametrize(
    ("kroner", "text"),
    [
        (4_422_000, "4,422 mio. kr."),
        (4_400_000, "4,4 mio. kr."),
        (4_000_000, "4 mio. kr."),
        (1_234_000_000, "1.234 mio. kr."),
        (5_000, "0,005 mio. kr."),
        (-4_422_000, "-4,422 mio. kr."),
    ],
)
def test_an_amount_in_millions_has_as_few_decimals_as_it_needs(kroner: int, text: str) -> None:
    assert million_kr(kroner) == text.replace(" ", NBSP)


def test_an_amount_in_millions_is_refused_where_it_would_lose_kroner() -> None:
    with pytest.raises(ValueError, match="without rounding"):
        million_kr(4_422_001)


@pytest.mark.parametrize(
    "text",
    [
        "4.422.000",
        "4 422 000",
        "4422000",
        "4.422.000 kr.",
        "4.422.000 kr",
        f" 4.422.000{NBSP}kr. ",
        "4,422 mio. kr.",
        "4.422 t.kr.",
        "kr. 4.422.000,-",
    ],
)
def test_an_amount_is_read_as_danes_write_it(text: str) -> None:
    assert parse_kroner(text) == 4_422_000


def test_one_group_of_three_can_be_read_in_two_ways_and_is_refused() -> None:
    with pytest.raises(AmbiguousAmount) as caught:
        parse_kroner("4.422")

    assert caught.value.readings == (4_422, 4_422_000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kr.",
        "4,422",
        "4.422.000,00",
        "4422000,00 kr.",
        "4,4220001 mio. kr.",
        "4.42.000",
        "4.422 000",
        "-5",
        "1e6",
        "4_422",
        "fire",
        "٤.٤٢٢.٠٠٠",
    ],
)
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_kroner(text)


@given(st.integers(min_value=0, max_value=10**15))
def test_an_amount_read_back_is_the_amount_written(kroner: int) -> None:
    assert parse_kroner(kr(kroner)) == kroner


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_an_amount_in_millions_is_exact_or_refused(kroner: int) -> None:
    if kroner % 1000:
        with pytest.raises(ValueError):
            million_kr(kroner)
        return
    whole, _, decimals = million_kr(kroner).split(NBSP)[0].partition(",")
    millions = int(whole.replace(".", "").replace("-", ""))
    thousands = millions * 1000 + int(decimals.ljust(3, "0"))

    assert (-1 if whole.startswith("-") else 1) * thousands * 1000 == kroner


def test_dates_stand_as_in_running_text_and_as_in_minutes() -> None:
    assert danish.long_date(date(2027, 1, 1)) == f"1.{NBSP}januar{NBSP}2027"
    assert danish.short_date(date(2026, 3, 17)) == "17-03-2026"
    assert danish.short_date(date(2026, 12, 1)) == "01-12-2026"


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")],
)
def test_a_list_ends_with_og(items: list[str], text: str) -> None:
    assert danish.and_list(items) == text


def test_small_counts_are_words() -> None:
    assert [danish.count_word(n) for n in (0, 1, 12, 13, 1200)] == [
        "nul",
        "en",
        "tolv",
        "13",
        "1.200",
    ]


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Norddjurs Kommune", "Norddjurs Kommunes"),
        ("Randers", "Randers'"),
        ("Schultz", "Schultz'"),
        ("Max", "Max'"),
        ("Samsø", "Samsøs"),
    ],
)
def test_the_genitive_takes_an_apostrophe_after_s_x_and_z(name: str, genitive: str) -> None:
    assert danish.genitive(name) == genitive


def test_only_the_first_letter_becomes_upper_case() -> None:
    assert danish.capitalized("øvrige IT-krav") == "Øvrige IT-krav"
    assert danish.capitalized("") == ""


def test_aarhus_comes_last_and_ae_oe_aa_in_their_order() -> None:
    names = [
        "Aarhus",
        "Ringkøbing-Skjern",
        "Ærø",
        "Odder",
        "Ådal",
        "Øland",
        "Viborg",
        "Åby",
        "Ringsted",
    ]

    assert sorted(names, key=danish.sort_key) == [
        "Odder", "Ringkøbing-Skjern", "Ringsted", "Viborg", "Ærø", "Øland", "Åby", "Ådal", "Aarhus",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "Ringkøbing-Skjern",
        "ringkøbing skjern",
        "RINGKØBING-SKJERN KOMMUNE",
        "Ringkoebing Skjern",
        " ringkoebing-skjern ",
        "Ringköbing/Skjern",
        "Ringkøbing–Skjern Kommunes",
        unicodedata.normalize("NFD", "Ringkøbing-Skjern"),
    ],
)
def test_a_name_gives_its_key_however_it_is_typed(typed: str) -> None:
    assert danish.ascii_key(typed) == "ringkoebing-skjern"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Åby", "aaby"),
        ("Aarhus", "aarhus"),
        ("Århus", "aarhus"),
        ("Sorø", "soroe"),
        ("Næstved", "naestved"),
    ],
)
def test_a_composed_and_a_decomposed_name_give_the_same_key(form: str, name: str, key: str) -> None:
    assert danish.ascii_key(unicodedata.normalize(form, name)) == key  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("sundhedslovens § 118 d, stk. 1", "sundhedslovens §~118~d, stk.~1"),
        ("den 1. januar 2027 gælder", "den 1.~januar~2027 gælder"),
        ("4,422 mio. kr. om året", "4,422~mio.~kr. om året"),
        ("25 pct. og 3 måneder", "25~pct. og 3~måneder"),
        ("art. 28 og litra b", "art.~28 og litra~b"),
        ("efter litra b gælder", "efter litra~b gælder"),
        ("efter stk. a gælder", "efter stk.~a gælder"),
        ("ingen tal her", "ingen tal her"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str, held: str) -> None:
    assert danish.nonbreaking(text) == held.replace("~", NBSP)
