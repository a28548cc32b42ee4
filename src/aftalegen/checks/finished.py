"""The finished document: what must not stand in it, whatever data and templates say."""

import re
from collections.abc import Iterator

from aftalegen.checks.finding import AnnexRule
from aftalegen.checks.subject import AnnexUnderCheck, Passage
from aftalegen.document.nodes import CrossRef, Table
from aftalegen.document.walk import plain, walk_blocks
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later

_CODE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_PLACEHOLDER = re.compile(r"\[[^\[\]]+ afventer\]")
_UNRESOLVED = re.compile(r"\[\?\]|\?\?|Fejl! Henvisning|Error! Reference")


def template_code_left(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Signs of template code in the words."""
    for passage, match in _matches(annex, _CODE):
        message = _("template code is left in the text: «{code}»").format(code=match[0])
        hint = _("write the words themselves; code runs in templates only")
        yield annex.at(passage, match.start(), match[0], message, hint)


def double_space(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Two spaces in a row."""
    for passage, match in _matches(annex, re.compile(r"[ \u00a0]{2,}")):
        before = passage.text[: match.start()].split(" ")[-1]
        yield Fault(
            _("two spaces in a row after «{word}»").format(word=before[-40:]),
            annex.place(passage, max(0, match.start() - len(before)), before),
            _("delete one of them"),
            max(1, len(before)),
        )


def empty_cell(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Cells of tables that say nothing."""
    for block in walk_blocks(annex.document.sections):
        if not isinstance(block, Table):
            continue
        for row in (block.header, *block.rows):
            for number, cell in enumerate(row.cells, 1):
                if not plain(cell).strip():
                    message = _("column {number} of the table «{caption}» has an empty cell")
                    yield Fault(
                        message.format(number=number, caption=plain(block.caption)),
                        row.source or block.source,
                        _("write a word, or a dash where nothing is meant"),
                    )


def unresolved_reference(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """References without the number of what they refer to."""
    for passage in annex.passages:
        for inline in passage.inlines:
            if isinstance(inline, CrossRef) and not inline.text:
                message = _("the reference to «{key}» has no number").format(key=inline.key)
                yield Fault(message, inline.source or passage.source, _by_key())
    for passage, match in _matches(annex, _UNRESOLVED):
        message = _("a reference is not resolved: «{words}»").format(words=match[0])
        yield annex.at(passage, match.start(), match[0], message, _by_key())


def placeholder_in_final(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Placeholders in a document that does not say that it is a draft."""
    if annex.document.draft:
        return
    for passage, match in _matches(annex, _PLACEHOLDER):
        message = _("the placeholder «{words}» stands in a document that is no draft")
        hint = _("write the fact in the data; a value that is null makes the document a draft")
        yield annex.at(passage, match.start(), match[0], message.format(words=match[0]), hint)


def _matches(
    annex: AnnexUnderCheck, pattern: re.Pattern[str]
) -> Iterator[tuple[Passage, re.Match[str]]]:
    for passage in annex.passages:
        for match in pattern.finditer(passage.text):
            yield passage, match


def _by_key() -> str:
    return _('refer to the section by its key: {{ ref("a-key") }}')


RULES = (
    AnnexRule(
        "template-code-left", "finished", "error",
        later("Template code is left in the text."),
        later(
            "Braces such as {{ … }} in data are text and never run, so they are printed as they "
            "stand. In an agreement they are always a mistake."
        ),
        template_code_left,
    ),
    AnnexRule(
        "double-space", "finished", "warning",
        later("Two spaces stand in a row."),
        later(
            "Spaces in templates are put right by the program, those in data are not: a value is "
            "printed as it was written."
        ),
        double_space,
    ),
    AnnexRule(
        "empty-cell", "finished", "error",
        later("A table has an empty cell."),
        later(
            "An empty cell can mean none, unknown or forgotten. A value that is null prints a "
            "placeholder; a value that is an empty text prints nothing."
        ),
        empty_cell,
    ),
    AnnexRule(
        "unresolved-reference", "finished", "error",
        later("A reference has no number."),
        later(
            "References get their number when the annex is built. Question marks in place of a "
            "number were written by hand."
        ),
        unresolved_reference,
    ),
    AnnexRule(
        "placeholder-in-final", "finished", "error",
        later("A placeholder stands in a document that is no draft."),
        later(
            "A value that is null prints a marked placeholder and makes the document a draft. One "
            "that was typed as text does not, and can slip through to the signing."
        ),
        placeholder_in_final,
    ),
)  # fmt: skip
