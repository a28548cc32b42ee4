"""Numbers of sections typed by hand are found, and references to other documents left alone."""

import pytest

from aftalegen.checks.typed_numbers import typed_numbers

WRONG = [
    ("Se afsnit 99 og bilag 7.", ["afsnit 99", "bilag 7"]),
    ("Fristen i afsnit 14.2 gælder ikke.", ["afsnit 14.2"]),
    ("Afsnit 3 finder tilsvarende anvendelse.", ["Afsnit 3"]),
    ("Det fremgår af punkt 4.1.", ["punkt 4.1"]),
    ("Jf. pkt. 4.1.1 ovenfor.", ["pkt. 4.1.1"]),
    ("som beskrevet i bilag 3 til denne aftale", ["bilag 3"]),
    ("jf. Aftalens bilag 2", ["bilag 2"]),
    ("efter afsnit 10 i Aftalen", ["afsnit 10"]),
    ("afsnit 10.2 i samarbejdsaftalen", ["afsnit 10.2"]),
    ("Loven gælder, jf. afsnit 14.", ["afsnit 14"]),
    ("Kravene i loven er opfyldt. Se bilag 4.", ["bilag 4"]),
    ("bilag nr. 3 udgår", ["bilag nr. 3"]),
    ("afsnittene 3 og 4 udgår", ["afsnittene 3"]),
    ("Bilag 5 til orientering.", ["Bilag 5"]),
    ("Afsnit 14.2 i stedet for den fælles frist", ["Afsnit 14.2"]),
    ("(se afsnit\u00a011)", ["afsnit\u00a011"]),
    ("Bilag 1 og 2 er en del af Aftalen.", ["Bilag 1"]),
    ("jf. appendiks A.4 og Appendiks\u00a0C", ["appendiks A.4", "Appendiks\u00a0C"]),
    ("Appendiks 2 viser kapaciteten.", ["Appendiks 2"]),
    ("punkterne 3 og 4 gælder fra 2027", ["punkterne 3"]),
    ("BILAG 3 er vedlagt.", ["BILAG 3"]),
    ("Parterne følger bilag 3.1, stk. 2.", ["bilag 3.1"]),
]
RIGHT = [
    "bilag 2 til bekendtgørelse nr. 1090 af 28. juli 2017",
    "afsnit 3 i vejledningen",
    "afsnit 4.2 i Sundhedsstyrelsens vejledning om genoptræning",
    "vejledningens afsnit 3",
    "bekendtgørelsens bilag 2",
    "§ 14",
    "jf. sundhedslovens § 118 d, stk. 1, 2. pkt.",
    "artikel 28, stk. 3",
    "punkt 3 i dagsordenen for mødet den 17. marts 2026",
    "Bilag 1d til sag EMN-2025-10366",
    "delingsaftalens bilag 1",
    "delingsaftalens appendiks A",
    "et appendiks i aftalen",
    "appendiks Bornholm",
    "bilag 1 til databehandleraftalen",
    "afsnit 2 i sundhedsaftalen",
    "Vejledning om horisontale aftaler, afsnit 3.4",
    "Sundhedsstyrelsens kvalitetsstandard (afsnit 5)",
    "det særskilte dokument ”Bilag 2 – Norddjurs Kommune”",
    "afsnittet om økonomi",
    "bilaget om lokale forhold",
    "punkt for punkt",
    "Aftalen har 21 afsnit.",
    "afsnit 3 i aftalen mellem KL og Danske Regioner",
    "punkt 4 og 5 i referatet",
    "et bilag 2027 vil vise det",
    "pkt. 3 i lovforslaget",
    "bilag 1-3 til udbudsmaterialet",
]


@pytest.mark.parametrize(("text", "found"), WRONG)
def test_a_number_that_was_typed_is_found(text: str, found: list[str]) -> None:
    assert [match[0] for match in typed_numbers(text)] == found


@pytest.mark.parametrize("text", RIGHT)
def test_a_reference_to_another_document_is_left_alone(text: str) -> None:
    assert [match[0] for match in typed_numbers(text)] == []
