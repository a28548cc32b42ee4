"""Document <-> JSON: the archive format of an edition and the golden file of the tests.

Every node is an object with its kind under "node"; defaults are left out, so
that a file is short and a difference is what differs. `FORMAT` is the version
of this form and stands in the file. What is read may come from anywhere: every
fault is told with its line and its path in the tree.
"""

import dataclasses
import json
from typing import Any

from aftalegen.document.nodes import Document
from aftalegen.words.place import Source

FORMAT = 1


def document_json(document: Document) -> bytes:
    """A document as indented JSON in UTF-8, with a newline at the end."""
    tree = {"format": FORMAT, **_tree(document)}
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def document_from_json(data: bytes, name: str) -> Document:
    """The document that `document_json` wrote; `name` is the file in messages.

    Raises InputError with line and path for anything that is not such a document.
    """
    from aftalegen.document.json_reading import read_document

    return read_document(data, name, FORMAT)


def _tree(node: Any) -> Any:
    """A node as plain JSON values."""
    if isinstance(node, tuple):
        return [_tree(part) for part in node]
    if isinstance(node, Source):
        return f"{node.file}:{node.line}:{node.column}:{node.key}"
    if not dataclasses.is_dataclass(node):
        return node
    tree: dict[str, Any] = {"node": type(node).__name__}
    for part in dataclasses.fields(node):
        value = getattr(node, part.name)
        if value != part.default:
            tree[part.name] = _tree(value)
    return tree
