"""An accepted proposal -> the files that say it: a template's words, a fact, or a deviation."""

import re
from pathlib import Path
from shutil import copytree
from typing import Any

from aftalegen.build.builder import Builder
from aftalegen.document.lines import document_lines
from aftalegen.document.nodes import CrossRef, Document, Field, Item, Paragraph
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import plain, walk_sections
from aftalegen.negotiation.spots import Spot, in_template, is_said, line_of, place_of, spots
from aftalegen.negotiation.typed import key_path, record_at, value_said
from aftalegen.records import parse_yaml
from aftalegen.records.adding import with_item
from aftalegen.records.agreement import Deviation
from aftalegen.records.editing import Scalar, edited, newline_of, scalar
from aftalegen.records.project import Project
from aftalegen.records.proposals import FROM_A_PROPOSAL, TEXT_KINDS, Proposal
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.text import as_read
from aftalegen.records.wording import plain_words
from aftalegen.template.targets import Target, base_hash, base_parts, keyed_targets
from aftalegen.words.danish import day_in
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath, Source

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|]|^[#>+-])")


class Trial:
    """A copy of a project's data and templates, in which changes are tried before any is made."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self.folder = folder
        for name in ("data", "templates"):
            copytree(project.folder / name, folder / name)
        self.before: dict[str, str] = {}

    @property
    def builder(self) -> Builder:
        """What builds the copy as it is now."""
        return Builder(Project(self.folder))

    def text(self, file: str) -> str:
        """A file's text as it is now, with its own line ends."""
        return (self.folder / file).read_bytes().decode("utf-8")

    def put(self, file: str, text: str) -> None:
        """Another text for a file."""
        self.before.setdefault(file, self.text(file))
        (self.folder / file).write_bytes(text.encode("utf-8"))

    def texts(self) -> dict[str, tuple[str, str]]:
        """The text of each file that changed, as it was copied and as it is now."""
        now = {file: self.text(file) for file in self.before}
        return {f: (old, now[f]) for f, old in self.before.items() if old != now[f]}


def carry_out(trial: Trial, key: str, one: Proposal) -> None:
    """Write an accepted proposal about an annex into the files; nothing where the text says it.

    Raises InputError, with the place and the words, where a person must write it.
    """
    builder = trial.builder
    annex = annex_called(builder.project, key)
    document = builder.annex_as_confirmed(annex)[0]
    asks = one.kind in TEXT_KINDS and (one.words or one.kind == "remove")
    if not asks or is_said(document, one.was, one.words):
        return
    local = one.state == "accepted-local"
    found = spots(document, one.was, one.words) if one.was and one.words else ()
    if local and not _is_own_fact(annex, found):
        _deviate(trial, builder, annex, document, one)
        return
    if not found:
        raise _by_hand(one, _place_in(document, one))
    for spot in found:
        _change(trial, spot, one)


def annex_called(project: Project, key: str) -> BundleAnnex:
    """The annex of this key."""
    annexes = project.select((), None, None).annexes
    return next(annex for annex in annexes if annex.document_key == key)


def _is_own_fact(annex: BundleAnnex, found: tuple[Spot, ...]) -> bool:
    """Whether all words that change are facts of the municipality's own file."""
    own = f"data/municipalities/{annex.municipality}.yaml"
    facts = [s.inline for s in found if s.inline and isinstance(s.inline[0], Field)]
    return bool(found) and len(facts) == len(found) and all(
        (place := place_of(spot)) is not None and place.file == own for spot in found
    )  # fmt: skip


def _change(trial: Trial, spot: Spot, one: Proposal) -> None:
    """The words of one spot, in the template's text or in the value that is printed there."""
    place = place_of(spot)
    if place is None or spot.inline is None:
        raise _by_hand(one, place)
    text = trial.text(place.file)
    if place.file.startswith("templates/"):
        new = in_template(text, spot)
    elif isinstance(spot.inline[0], Field):
        new = _in_data(trial, text, spot, place, one)
    else:
        new = None
    if new is None:
        raise _by_hand(one, place)
    trial.put(place.file, new)


def _in_data(trial: Trial, text: str, spot: Spot, place: Source, one: Proposal) -> str | None:
    """The text of a data file with another value; None where its words are not the value's own."""
    assert spot.inline is not None
    field, first = spot.inline
    said = plain((field,))
    words = said[: spot.start - first] + spot.into + said[spot.end - first :]
    *block, key = key_path(place.key)
    record = record_at(place.file, tuple(block), trial.project.choices.model)
    tree = parse_yaml(as_read(text.removeprefix("\ufeff")), place.file).value
    parent = _at(tree, tuple(block))
    if record is None or not isinstance(parent, dict) or not isinstance(key, str):
        return None
    now, value = parent.get(key), value_said(record, key, words)
    if value is None or (isinstance(now, str) and _is_made_of(now, said)):
        return None
    values: dict[str, Scalar] = {key: value}
    if "source" in record.model_fields and key != "source":
        values["source"] = f"{FROM_A_PROPOSAL}{one.id}"
    if now is None and parent.get("status") == "missing":
        values["status"] = "confirmed"
    return edited(text, place.file, tuple(block), values, tuple(record.model_fields))


def _is_made_of(now: str, said: str) -> bool:
    """Whether what is printed is not the value itself, which is a text: a filter made it of it."""
    return now.split() != said.split() and day_in(said) is None


def _at(tree: Any, path: KeyPath) -> Any:
    for part in path:
        tree = tree[part]
    return tree


# --- a deviation ----------------------------------------------------------------------------------


def _deviate(
    trial: Trial, builder: Builder, annex: BundleAnnex, document: Document, one: Proposal
) -> None:
    """A deviation of the municipality's own, in the place of the common text."""
    facts = builder.annex_facts(annex)
    base = numbered(builder.templates.base(annex.template, facts))
    section, key, target = _target(base, document, one)
    where = next(found for found in base.sections if found.key == section)
    action = {"remove": "omit", "add": "add"}.get(one.kind, "replace")
    values: dict[str, Scalar] = {
        "template": annex.template,
        "section": section,
        "block": key,
        "action": action,
        "text": None if action == "omit" else _markdown(document, one),
        "reason": " ".join((one.reason or one.comment or one.answer or one.id).split()),
        "agreed_by": one.decided_by,
        "agreed_on": one.decided_on.isoformat() if one.decided_on else None,
        "base_hash": base_hash(base_parts(target, where)),
        "source": one.id,
    }
    file = f"data/municipalities/{annex.municipality}.yaml"
    path = ("tasks", annex.task, "deviations")
    text = trial.text(file)
    trial.put(file, with_item(text, file, path, _lines(values, newline_of(text))))


def _lines(values: dict[str, Scalar], newline: str) -> list[str]:
    found: list[str] = []
    for key in Deviation.model_fields:
        if values[key] is not None:
            lead = "  " if found else "- "
            said = scalar(values[key], 2, False, len(key) + 10, newline)
            found += f"{lead}{key}: {said}".splitlines()
    return found


def _target(base: Document, document: Document, one: Proposal) -> tuple[str, str, Target]:
    """The section, the key and the passage that a deviation is of; it must have a key."""
    words = plain_words(one.was or "")
    for section in base.sections:
        for key, target in keyed_targets(section.blocks).items():
            if one.block == key or (words and words == plain_words(_own_words(target))):
                return section.key, key, target
    place = _place_in(document, one)
    message = _("{id}: the passage has no key by which a deviation could be of it")
    hint = _("write a key at its end, as {{#key}}, and run this again").replace("{{", "{")
    hint = hint.replace("}}", "}")
    raise InputError("proposal-by-hand", message.format(id=one.id), place, hint)


def _own_words(target: Target) -> str:
    return plain(target.inlines) if isinstance(target, Paragraph | Item) else ""


def _markdown(document: Document, one: Proposal) -> str:
    """The words of a deviation; a reference to a section stays one."""
    line = line_of(document, one.was) if one.was else None
    references = {i.text: i.key for i in line.inlines if isinstance(i, CrossRef)} if line else {}
    _without_gaps(document, one)
    words = _MARKDOWN.sub(r"\\\1", one.words or "")
    for said, key in references.items():
        loose = re.escape(said).replace("\u00a0", " ").replace("\\ ", r"\s")
        words = re.sub(rf"{loose}(?!\.?\d)", f'{{{{ ref("{key}") }}}}', words)
    return words


def _without_gaps(document: Document, one: Proposal) -> None:
    """A deviation has only words of its own; the mark of a missing value would be one of them."""
    words = plain_words(one.words or "")
    for line in document_lines(document):
        for inline in line.inlines:
            if isinstance(inline, Field) and inline.missing and plain_words(inline.text) in words:
                message = _(
                    "{id}: «{gap}» would stand in the deviation as words, and stay when the value "
                    "is known"
                ).format(id=one.id, gap=inline.text)
                hint = _("write the value there first, and run this again")
                raise InputError("proposal-by-hand", message, inline.source or line.source, hint)


# --- by hand --------------------------------------------------------------------------------------


def _place_in(document: Document, one: Proposal) -> Source | None:
    """Where the passage of a proposal is written, or else its section."""
    line = line_of(document, one.was) if one.was else None
    if line is not None:
        return line.source
    sections = walk_sections(document.sections)
    return next((section.source for section in sections if section.key == one.section), None)


def _by_hand(one: Proposal, place: Source | None) -> InputError:
    message = _("{id}: the words do not lie in one place that the program can change")
    hint = _("write «{new}» there, and run this again").format(new=one.words or "")
    return InputError("proposal-by-hand", message.format(id=one.id), place, hint)
