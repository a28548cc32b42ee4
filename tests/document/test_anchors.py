"""Long texts are compared between anchors: in time that grows with their length, marked as short ones."""

import itertools
from collections.abc import Iterator
from random import Random
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as some

from aftalegen.document import alignment, word_changes
from aftalegen.document.anchors import alike, anchors, in_order
from aftalegen.document.coarse import replaced_whole
from aftalegen.document.nodes import Document, Paragraph, Text
from aftalegen.document.redline import redline
from tests.accepting import accepted, rejected
from tests.document.test_redline import printed
from tests.documents import agreement, items, paragraph, section, table, words
from tests.generated import edits, whole_documents

VOCABULARY = [
    "aftale",
    "kommune",
    "region",
    "borger",
    "opgave",
    "drift",
    "ramme",
    "budget",
    "møde",
    "plan",
]


def said(seed: int, length: int) -> list[str]:
    """Words as in an agreement: few different ones, again and again."""
    return Random(seed).choices(VOCABULARY, k=length)


def of(paragraphs: list[str]) -> Document:
    return agreement(section("stort", *map(paragraph, paragraphs)))


def pairs_compared() -> mock.Mock:
    return mock.patch.object(alignment, "likeness", wraps=alignment.likeness)  # type: ignore[return-value]


def test_three_thousand_changed_paragraphs_are_marked_word_by_word_each() -> None:
    texts = [f"{n} {' '.join(said(n, 12))}" for n in range(3000)]
    old = of(texts)
    new = of([text.replace(" ", f" nyt{n % 3} ", 1) for n, text in enumerate(texts)])

    with pairs_compared() as compared:
        marked = redline(old, new)

    (found,) = marked.sections
    assert [b.change for b in found.blocks] == [None] * 3000
    for block in found.blocks:
        assert isinstance(block, Paragraph)
        assert [i.change for i in block.inlines] == [None, "ins", None]
    assert compared.call_count < 50_000
    assert replaced_whole(marked) == ()


@pytest.mark.parametrize("length", [5_000, pytest.param(40_000, marks=pytest.mark.conformance)])
def test_a_paragraph_of_thousands_of_words_is_marked_word_by_word(length: int) -> None:
    texts = said(3, length)
    changed = [f"nyt{n}" if n % 7 == 0 else word for n, word in enumerate(texts)]
    longest = 0

    class Measured(word_changes.SequenceMatcher):  # type: ignore[type-arg, misc]
        def __init__(self, _junk: None, a: list[object], b: list[object], **more: bool) -> None:
            nonlocal longest
            longest = max(longest, len(a), len(b))
            super().__init__(_junk, a, b, **more)

    with mock.patch.object(word_changes, "SequenceMatcher", Measured):
        found = word_changes.word_changes(words(" ".join(texts)), words(" ".join(changed)))

    new = [i for i in found if isinstance(i, Text) and i.change == "ins"]
    assert longest <= word_changes.LONG
    assert length / 8 < len(new) < length * 0.15
    assert sum(len(i.text.split()) for i in new) < length / 5


# --- with so small limits that anchors are asked in every text ----------------------------------


@whole_documents
@given(edits())
def test_between_anchors_a_redline_keeps_its_promise(pair: tuple[Document, Document]) -> None:
    old, new = pair
    with mock.patch.object(alignment, "MOST_PAIRS", 3), mock.patch.object(word_changes, "LONG", 4):
        marked = redline(old, new)

    assert accepted(marked) == accepted(new)
    assert printed(rejected(marked)) == printed(rejected(old))


@given(some.lists(some.integers(0, 9), max_size=9), some.lists(some.integers(0, 9), max_size=9))
def test_anchors_are_what_stands_once_in_both_in_order(old: list[int], new: list[int]) -> None:
    once = [n for n in range(10) if old.count(n) == new.count(n) == 1]
    pairs = [(old.index(n), new.index(n)) for n in once]

    def chains() -> Iterator[int]:
        for size in range(len(pairs) + 1):
            for chosen in itertools.combinations(sorted(pairs), size):
                if all(a[1] < b[1] for a, b in itertools.pairwise(chosen)):
                    yield size

    found = anchors(old, new)
    assert set(found) <= set(pairs)
    assert all(a < b and a[1] < b[1] for a, b in itertools.pairwise(found))
    assert len(found) == max(chains(), default=0)


def test_alike_is_what_shares_most_and_each_is_with_one() -> None:
    assert alike(["ab", "cde", "x"], ["z", "ab", "cde", "e"]) == [(0, 1), (1, 2)]
    assert in_order([]) == []


# --- and what is lost is said -------------------------------------------------------------------


def test_what_is_shown_replaced_because_it_is_too_much_is_said_by_its_section() -> None:
    before = ["fælles", *(f"gammel{n} tekst{n}" for n in range(220)), "slut"]
    after = ["fælles", *(f"ny{n} ord{n}" for n in range(220)), "slut"]
    kept = [f"uændret{n}" for n in range(400)]

    assert replaced_whole(redline(of(before), of(after))) == ("stort",)
    assert replaced_whole(redline(of(before[:150]), of(after[:150]))) == ()
    for old, new in (
        (items(*kept, *before), items(*kept, *after)),
        (table(*((text,) for text in kept + before)), table(*((text,) for text in kept + after))),
    ):
        marked = redline(agreement(section("stort", old)), agreement(section("stort", new)))
        assert replaced_whole(marked) == ("stort",)


@pytest.mark.parametrize("count", [400, 600])
def test_a_text_that_is_replaced_because_it_is_too_long_is_said(count: int) -> None:
    kept = " ".join(f"fælles{n}" for n in range(1000))
    old, new = (
        of([f"{kept} {' '.join(f'{name}{n}' for n in range(count))}"]) for name in ("a", "b")
    )

    assert replaced_whole(redline(old, new)) == (("stort",) if count == 600 else ())
