"""The catalogue: every message has its Danish, and nothing in it is left over."""

import ast
import io
import string

from babel.messages.pofile import read_po

from tests.conftest import ROOT
from tools.catalogue import MO, PO, catalogue_text, compiled, found_messages


def _strings(message: object) -> tuple[str, ...]:
    return message if isinstance(message, tuple) else (str(message),)


def test_every_message_in_the_code_has_its_danish_and_no_more_are_there() -> None:
    catalogue = read_po(io.BytesIO(PO.read_bytes()), locale="da")
    danish = {m.id: _strings(m.string) for m in catalogue if m.id}
    assert set(danish) == found_messages()
    assert [m for m, words in danish.items() if not all(words)] == []


def test_no_message_stands_in_an_f_string() -> None:
    """Until Python 3.12 an f-string is one word to who gathers messages: it would have no Danish."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in ("_", "later", "plural") and isinstance(call.args[0], ast.Constant)
    ]
    assert found == []


def test_the_danish_takes_the_same_values_as_the_english() -> None:
    def names(text: str) -> set[str]:
        try:
            return {name for _t, name, _s, _c in string.Formatter().parse(text) if name is not None}
        except ValueError:
            return {text.count("{").__str__()}  # a message about braces; it is never formatted

    catalogue = read_po(io.BytesIO(PO.read_bytes()), locale="da")
    for message in catalogue:
        if message.id and "{{" not in str(message.id):
            for english, danish in zip(_strings(message.id), _strings(message.string), strict=True):
                assert names(english) == names(danish), english


def test_the_catalogue_in_the_package_is_the_one_that_make_messages_writes() -> None:
    assert PO.read_bytes() == catalogue_text()
    assert MO.read_bytes() == compiled(PO.read_bytes())


def test_no_translation_says_its_words_twice() -> None:
    """As it does where two branches added the same, and a merge kept both."""
    catalogue = read_po(io.BytesIO(PO.read_bytes()), locale="da")
    said = [words for m in catalogue if m.id for words in _strings(m.string)]
    assert [words for words in said if len(words) > 8 and words in (words + words)[1:-1]] == []
