"""JSON Schemas of the data files, for editors that complete and explain while one writes.

Made from the models, with the words that each fact carries, in the language in
force. Draft 07, which editors of YAML know best.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from aftalegen.document.style import Style
from aftalegen.records.agenda import AgendaProfile
from aftalegen.records.agreement import Approvals
from aftalegen.records.bundle import Bundle
from aftalegen.records.choices import Declared
from aftalegen.records.combinations import Combinations
from aftalegen.records.decision import Decision
from aftalegen.records.law import Law
from aftalegen.records.municipality import Municipality
from aftalegen.records.proposals import Proposals
from aftalegen.records.region import Region
from aftalegen.records.register import Register
from aftalegen.records.requirements import Events, RequirementSet
from aftalegen.records.task import Task
from aftalegen.records.template import TemplateHead
from aftalegen.words.fact import words_of
from aftalegen.words.language import _
from aftalegen.words.system_files import is_passed_over

FOLDER = "schemas"
MARK = "$comment"
"""Where a schema says its own sum, so that one that a person has edited is known."""

SCHEMAS: Mapping[str, tuple[type[BaseModel], str]] = {
    "municipality": (Municipality, "data/municipalities/*.yaml"),
    "task": (Task, "data/tasks/*.yaml"),
    "region": (Region, "data/regions/*.yaml"),
    "agenda": (AgendaProfile, "data/agendas/*.yaml"),
    "approvals": (Approvals, "data/approvals/*.yaml"),
    "proposals": (Proposals, "data/proposals/*/*/*.yaml"),
    "bundle": (Bundle, "data/bundles/*.yaml"),
    "requirements": (RequirementSet, "data/requirements/*.yaml"),
    "events": (Events, "data/events/*.yaml"),
    "decision": (Decision, "data/decisions/*.yaml"),
    "law": (Law, "data/law.yaml"),
    "register": (Register, "data/register.yaml"),
    "template": (TemplateHead, "templates/*/template.yaml"),
    "combinations": (Combinations, "templates/valg/kombinationer.yaml"),
    "style": (Style, "templates/house/style.yaml"),
}
"""Each schema's name, its model, and the files that it is for."""


def schema_json(name: str, declared: Declared) -> bytes:
    """The schema with this name, as a file, with the choices that a project declares."""
    model, _files = SCHEMAS[name]
    chosen = [declared.model] if model in (Bundle, Municipality) else []
    _which, together = models_json_schema(
        [(one, "validation") for one in (model, *chosen)], ref_template="#/definitions/{model}"
    )
    definitions = {key: _in_words(value) for key, value in together["$defs"].items()}
    tree = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **definitions.pop(model.__name__),
        "definitions": definitions,
    }
    marked = {MARK: _mark(tree), **tree}
    return (json.dumps(marked, ensure_ascii=False, indent=1) + "\n").encode()


def is_as_made(data: bytes) -> bool:
    """Whether a schema is as some version of the program made it: then it says its own sum."""
    try:
        tree = json.loads(data)
        return isinstance(tree, dict) and tree.pop(MARK) == _mark(tree)
    except (ValueError, KeyError, RecursionError):
        return False


def _mark(tree: dict[str, Any]) -> str:
    plain = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    return f"aftalegen schema {hashlib.sha256(plain.encode()).hexdigest()}"


def _in_words(tree: dict[str, Any]) -> dict[str, Any]:
    """A model's schema with the words for it and for its facts."""
    facts = {name: _fact(fact) for name, fact in tree.get("properties", {}).items()}
    return {
        **_words(words_of(tree["description"])),
        **_without_words(tree),
        "properties": facts,
    }


def _fact(tree: dict[str, Any]) -> dict[str, Any]:
    """A fact's schema; a reference must stand alone, or what stands beside it is not heard."""
    plain = _without_words(tree)
    told = {key: plain.pop(key) for key in ("examples",) if key in plain}
    if "$ref" in plain:
        plain = {"allOf": [{"$ref": plain.pop("$ref")}], **plain}
    return {**_words(tree["description"]), **told, **plain}


def _words(entry: str) -> dict[str, str]:
    """Title and description of «Title: description», in the language in force."""
    title, _colon, description = _(entry).partition(": ")
    return {"title": title, "description": description[:1].upper() + description[1:]}


def _without_words(tree: dict[str, Any]) -> dict[str, Any]:
    """Without titles and descriptions: what was said in English, or made up by pydantic."""
    return {key: value for key, value in tree.items() if key not in ("title", "description")}


# --- the files --------------------------------------------------------------------------------


def modeline(name: str, file: Path, project: Path) -> str:
    """The first line of a data file, by which an editor finds its schema."""
    up = "../" * (len(file.relative_to(project).parts) - 1)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{name}.schema.json"


def data_files(project: Path) -> Iterator[tuple[str, Path]]:
    """Every file of a project that has a schema, with the schema's name."""
    for name, (_model, files) in SCHEMAS.items():
        for path in sorted(project.glob(files)):
            if not is_passed_over(path.name):
                yield name, path


def without_modeline(project: Path) -> tuple[tuple[Path, str], ...]:
    """The files that do not name their schema, with the line that belongs first in them."""
    found = []
    for name, path in data_files(project):
        line = modeline(name, path, project)
        if not path.read_text(encoding="utf-8-sig", errors="replace").startswith(f"{line}\n"):
            found.append((path, line))
    return tuple(found)
