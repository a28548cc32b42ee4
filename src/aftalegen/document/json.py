"""Document <-> JSON: the archive format of an edition and the golden file of the tests.

Every node is an object with its kind under "node"; defaults are left out, so
that a file is short and a difference is what differs. `FORMAT` is the version
of this form and stands in the file. What is read may come from anywhere: every
fault is told with its line and its path in the tree.
"""

import dataclasses
import json
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from aftalegen.document.nodes import Document
from aftalegen.words.place import Source

FORMAT = 2


def document_json(document: Document) -> bytes:
    """A document as indented JSON in UTF-8, with a newline at the end."""
    tree = json.loads(document_line(document))
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def document_line(document: Document) -> bytes:
    """The same on one line, in a small part of the time: for what the program keeps for itself."""
    return f'{{"format":{FORMAT},{_line(document)[1:]}'.encode()


def document_from_json(data: bytes, name: str) -> Document:
    """The document that `document_json` wrote; `name` is the file in messages.

    Raises InputError with line and path for anything that is not such a document.
    """
    from aftalegen.document.json_reading import read_document

    return read_document(data, name, FORMAT)


def _line(node: Any) -> str:
    """A node as JSON, as text at once: lists and tables of it would take twice the time."""
    kind = type(node)
    if kind is str:
        return encode_basestring(node)
    if kind is tuple:
        return f"[{','.join([_line(part) for part in node])}]"
    if kind is Source:
        return encode_basestring(f"{node.file}:{node.line}:{node.column}:{node.key}")
    if not dataclasses.is_dataclass(kind):
        return json.dumps(node)
    start, parts = _parts(kind)
    found = [start]
    for name, default, lead in parts:
        value = getattr(node, name)
        if value is not default and value != default:
            found.append(lead + _line(value))
    return f"{','.join(found)}}}"


@cache
def _parts(kind: type[Any]) -> tuple[str, tuple[tuple[str, Any, str], ...]]:
    """How a kind of node begins, and what it holds: each name, its default, how it is told."""
    parts = dataclasses.fields(kind)
    told = tuple((part.name, part.default, f'"{part.name}":') for part in parts)
    return f'{{"node":"{kind.__name__}"', told
