"""A document survives JSON, and JSON that is no document is refused with its place."""

import json
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as some

from aftalegen.document.json import FORMAT, document_from_json, document_json
from aftalegen.document.nodes import Document
from aftalegen.words.faults import AftalegenError, InputError
from tests.documents import annex, saying
from tests.generated import documents

ANNEX = annex("norddjurs", "Bilag 2")


@given(documents())
def test_a_document_survives_json_with_its_sources(document: Document) -> None:
    data = document_json(document)
    read = document_from_json(data, "x.json")
    assert read == document
    assert document_json(read) == data  # sources take no part in ==


def test_a_shipped_annex_survives_json_with_its_sources() -> None:
    data = document_json(ANNEX)
    assert document_from_json(data, "x.json") == ANNEX
    assert document_json(document_from_json(data, "x.json")) == data


def changed(path: tuple[str | int, ...], value: Any) -> bytes:
    """A document's JSON with one value put in."""
    tree = json.loads(document_json(saying("ord")))
    here: Any = tree
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    return json.dumps(tree, indent=1).encode()


BLOCK = ("sections", 0, "blocks", 0)

WRONG = [
    (("format",), FORMAT + 1, "newer-format"),
    (("format",), "1", "not-a-document"),
    (("node",), "Section", "unknown-node"),
    (("edition_date",), "19. marts 2026", "wrong-type"),
    (("file_name",), "../aftale", "wrong-type"),
    (("contents",), 1, "wrong-type"),
    (("sections",), {}, "wrong-type"),
    ((*BLOCK, "node"), "Paragraf", "unknown-node"),
    ((*BLOCK, "node"), "Row", "unknown-node"),
    ((*BLOCK, "inlines"), None, "wrong-type"),
    ((*BLOCK, "chnge"), "ins", "unknown-key"),
    ((*BLOCK, "change"), "insert", "not-allowed"),
    ((*BLOCK, "source"), "fil.md linje 3", "wrong-type"),
    ((*BLOCK, "inlines", 0, "text"), "a\x00b", "control-character"),
    ((*BLOCK, "inlines", 0, "text"), "\ud800", "control-character"),
    ((*BLOCK, "inlines", 0, "text"), "9\u202e422", "control-character"),
    ((*BLOCK, "inlines", 0, "text"), "a\u200bb", "control-character"),
    ((*BLOCK, "inlines", 0, "text"), "a\x9bb", "control-character"),
    (("file_name",), "con", "wrong-type"),
    (("file_name",), "aftale:strøm", "wrong-type"),
    (("file_name",), "aftale.", "wrong-type"),
    (("sections", 0, "level"), 3, "wrong-type"),
    (("sections", 0, "level"), True, "wrong-type"),
    (("sections", 0, "blocks", 1, "items"), [], "wrong-type"),
    (("sections", 0, "blocks", 2, "widths"), [60], "wrong-type"),
    (("sections", 0, "blocks", 2, "rows", 0, "cells"), [[]], "wrong-type"),
]


@pytest.mark.parametrize(("path", "value", "rule"), WRONG)
def test_what_is_wrong_is_told_with_rule_and_line(
    path: tuple[str | int, ...], value: Any, rule: str
) -> None:
    data = changed(path, value)
    with pytest.raises(InputError) as caught:
        document_from_json(data, "x.json")

    error = caught.value
    assert error.rule == rule
    assert error.source is not None and error.source.file == "x.json"
    assert error.source.line > 1 or len(path) == 1


def test_the_place_is_the_line_of_the_value() -> None:
    data = changed((*BLOCK, "change"), "insert")
    with pytest.raises(InputError) as caught:
        document_from_json(data, "x.json")
    source = caught.value.source

    assert source is not None
    assert data.decode().splitlines()[source.line - 1].strip() == '"change": "insert"'
    assert source.key == "sections[0].blocks[0].change"


def test_a_reference_to_a_section_that_is_gone_and_a_key_used_twice_are_told() -> None:
    tree = json.loads(document_json(saying("ord")))
    first, second = tree["sections"][:2]
    twice = {**tree, "sections": [first, {**second, "key": first["key"]}]}
    reference = {"node": "CrossRef", "key": "borte", "text": "afsnit 9"}
    gone = {**tree, "title": [reference]}

    for data, words in ((twice, "once"), (gone, "«borte», which is referred to")):
        with pytest.raises(InputError, match=words) as caught:
            document_from_json(json.dumps(data).encode(), "x.json")
        assert caught.value.source is not None


def test_a_missing_key_is_told() -> None:
    tree = json.loads(document_json(saying("ord")))
    del tree["sections"][0]["title"]
    with pytest.raises(InputError, match="«title» is missing"):
        document_from_json(json.dumps(tree).encode(), "x.json")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "json-syntax"),
        (b"{", "json-syntax"),
        (b"[]", "not-a-document"),
        (b"{}", "not-a-document"),
        (b'{"format": 1, "format": 1}', "json-syntax"),
        (b'{"format": NaN}', "json-syntax"),
        (b'{"format": 1' + b"0" * 5000 + b"}", "json-syntax"),
        (b"[" * 100_000, "too-deep"),
        (b"\xff\xfe", "not-utf8"),
        (b"\xef\xbb\xbf{}", "json-syntax"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(InputError) as caught:
        document_from_json(data, "x.json")
    assert caught.value.rule == rule


def test_lists_within_lists_beyond_reason_are_refused() -> None:
    item = {"node": "Item", "inlines": []}
    for _level in range(40):
        item = {
            "node": "Item",
            "inlines": [],
            "items": {"node": "Items", "ordered": True, "items": [item]},
        }
    data = changed(("sections", 0, "blocks", 1, "items"), [item])
    with pytest.raises(InputError) as caught:
        document_from_json(data, "x.json")
    assert caught.value.rule == "too-deep"


SMALL = document_json(saying("ord"))


@given(some.integers(0, len(SMALL) - 1), some.binary(max_size=3), some.integers(0, 40))
def test_damaged_anywhere_it_is_a_document_or_an_error_with_a_place(
    at: int, instead: bytes, length: int
) -> None:
    data = SMALL[:at] + instead + SMALL[at + length :]
    try:
        assert isinstance(document_from_json(data, "x.json"), Document)
    except AftalegenError as error:
        assert error.source is not None and error.source.file == "x.json"


def test_a_file_of_too_many_values_is_refused_before_it_is_read() -> None:
    with mock.patch("json.loads") as read, pytest.raises(InputError) as caught:
        document_from_json(b"[" + b"[]," * 3_000_001 + b"[]]", "x.json")
    assert caught.value.rule == "file-too-large"
    assert not read.called
