"""Promises for any input (properties 1, 2 and 6; the others stand beside what they are about).

1 here and in test_template, 2 here and in test_reading_back, 3 in test_redline,
4 in test_shipped, 5 in test_danish, 6 here and in test_same_bytes, 7 in
test_reading and test_fuzz.
"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftalegen.build.formats import FORMATS
from aftalegen.document.nodes import Document
from aftalegen.words.faults import InputError
from aftalegen.writers.archive import timeless_zip
from tests.conftest import PRINTABLE
from tests.documents import builder, saying
from tests.reading_back import differences, expected_blocks
from tests.writers.test_reading_back import READERS, read

pytestmark = pytest.mark.slow


@given(value=PRINTABLE, name=st.sampled_from(sorted(READERS)))
def test_any_printable_value_is_the_same_words_in_word_and_pdf(value: str, name: str) -> None:
    document = saying(value)
    try:
        said = read(document, name)
    except InputError as error:  # a sign that the font of PDF files does not have
        assert name.startswith("pdf")
        assert error.rule == "glyph-missing"
        return
    assert differences(expected_blocks(document), said) == []


@given(value=PRINTABLE)
def test_any_printable_value_stands_unchanged_in_text_and_json(value: str) -> None:
    import json

    document = saying(value)
    style = builder().project.style
    words = " ".join(FORMATS["txt"].write(document, style).decode().split())
    tree = json.loads(FORMATS["json"].write(document, style))

    assert " ".join(value.split()) in words
    assert value in _texts(tree)


def _texts(tree: object) -> set[str]:
    """Every text in a JSON tree."""
    match tree:
        case str():
            return {tree}
        case list():
            return set().union(*map(_texts, tree))
        case dict():
            return set().union(*map(_texts, tree.values()))
        case _:
            return set()


def files(document: Document) -> dict[str, bytes]:
    style = builder().project.style
    made = {f"x.{name}": format.write(document, style) for name, format in FORMATS.items()}
    return {**made, "x.zip": timeless_zip(made, unix_mode=0o100644)}


@pytest.mark.parametrize("years", [1, 40])
def test_a_clock_that_is_moved_changes_no_byte(years: int, monkeypatch: pytest.MonkeyPatch) -> None:
    document = saying("værdi")
    before, ahead = files(document), years * 31_557_600
    now, local, utc = time.time, time.localtime, time.gmtime
    monkeypatch.setattr(time, "time", lambda: now() + ahead)
    monkeypatch.setattr(time, "localtime", lambda at=None: local(at or now() + ahead))
    monkeypatch.setattr(time, "gmtime", lambda at=None: utc(at or now() + ahead))

    assert files(document) == before
