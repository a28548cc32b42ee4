"""The judge of spelling: what it takes for words, and what it says of its own list."""

from tests.conformance.spelling import WORD_LIST, own_words, unused, words_by_section, words_of
from tests.reading_back import Said


def test_words_are_without_numbers_codes_and_addresses() -> None:
    text = (
        "a) Det sundheds- og 96-timers ansvar, § 118 d, EMN-2025-10366, V20260224, a@b.dk, it-drift"
    )
    assert list(words_of(text)) == ["Det", "sundheds", "og", "timers", "ansvar", "it-drift"]


def test_a_word_is_told_with_the_section_it_stands_in() -> None:
    blocks = [
        Said("text", "Aftale"),
        Said("contents", "1 Parter"),
        Said("heading 1", "1 Parter"),
        Said("cell", "Navn"),
    ]
    assert list(words_by_section(blocks)) == [
        ("the title page", "Aftale"),
        ("1 Parter", "Parter"),
        ("1 Parter", "Navn"),
    ]


def test_a_group_without_a_reason_is_told() -> None:
    assert own_words("# Navne\nSct\n\njf\n#\nstk\n") == (["Sct", "jf", "stk"], ["jf", "stk"])


def test_a_word_no_annex_has_is_told() -> None:
    assert unused(["mindreforbrug", "Sct", "stk"], {"Mindreforbrug", "sct"}) == ["Sct", "stk"]


def test_the_list_has_a_reason_for_every_word_and_no_word_twice() -> None:
    words, without_reason = own_words(WORD_LIST.read_text(encoding="utf-8"))
    assert not without_reason
    assert len(words) == len(set(words))
