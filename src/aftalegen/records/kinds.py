"""What kind of document a template makes: what it declares, or else by whether it is signed."""

import re
from collections.abc import Iterator
from pathlib import Path

from aftalegen.records import read_record
from aftalegen.records.template import Kind, TemplateHead
from aftalegen.records.text import leads_out
from aftalegen.words.faults import AftalegenError

_SIGNED = re.compile(r"\{\{-?\s*signatures\b")
_INCLUDED = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+\.md)[\"']")


def kind_of(templates: Path, key: str) -> Kind | None:
    """The kind of document that a template makes; None where its head cannot be read.

    A template from before kinds were declared makes an agreement where one of its texts has the
    signatures, and otherwise an annex to one.
    """
    try:
        file = f"templates/{key}/template.yaml"
        declared = read_record(templates / key / "template.yaml", file, TemplateHead).record.kind
    except AftalegenError:
        return None
    if declared is not None:
        return declared
    signed = any(map(_SIGNED.search, _texts(templates, key)))
    return "samarbejdsaftale" if signed else "lokalt-bilag"


def _texts(templates: Path, key: str) -> Iterator[str]:
    """The texts of a template's sections, and of what they include."""
    wanted = [f"{key}/{path.name}" for path in sorted((templates / key).glob("*.md"))]
    for name in wanted:
        path = templates / name
        if ".." in name or leads_out(path, templates) or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        wanted += [one for one in _INCLUDED.findall(text) if one not in wanted]
        yield text
