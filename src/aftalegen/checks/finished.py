"""The finished document: its files read back, compared with the model and with what is promised."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from aftalegen.checks.finding import AnnexRule
from aftalegen.checks.reading.blocks import Said
from aftalegen.checks.subject import AnnexUnderCheck, Passage
from aftalegen.document.nodes import CrossRef, Table
from aftalegen.document.walk import plain, walk_blocks
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

STANDARDS = ("PDF/A-2A", "PDF/UA-1")
_NOTHING = Said("", "")
_CODE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_PLACEHOLDER = re.compile(r"\[[^\[\]]+ afventer\]")
_UNRESOLVED = re.compile(r"\[\?\]|\?\?|Fejl! Henvisning|Error! Reference")


def file_unreadable(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Files that cannot be read back."""
    for format, why in annex.unreadable.items():
        message = _("the {format} file cannot be read back: {why}")
        yield Fault(message.format(format=format.upper(), why=why), _template(annex), _report())


def words_differ(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """The first block of each file whose words are not those of the model."""
    for format, read in annex.read.items():
        for wanted, got in zip_longest(annex.expected, read.blocks, fillvalue=_NOTHING):
            if wanted.words != got.words:
                message = _("{format} says «{got}» where the document says «{wanted}»")
                yield Fault(
                    message.format(
                        format=format.upper(), got=_short(got.words), wanted=_short(wanted.words)
                    ),
                    _place_of(annex, wanted.words or got.words),
                    _report(),
                )
                break


def tags_differ(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Headings, items and table headers that are not marked as such."""
    for format, read in annex.read.items():
        for wanted, got in zip(annex.expected, read.blocks, strict=False):
            if wanted.words == got.words and wanted.kind != got.kind:
                message = _("in {format}, «{words}» is marked as {got}, not as {wanted}")
                yield Fault(
                    message.format(
                        format=format.upper(),
                        words=_short(wanted.words),
                        got=got.kind,
                        wanted=wanted.kind,
                    ),
                    _place_of(annex, wanted.words),
                    _report(),
                )
                break


def table_without_header(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Files with tables that have no header cells."""
    for format, read in annex.read.items():
        if read.headerless:
            message = _("{n} tables in {format} have no header row").format(
                n=read.headerless, format=format.upper()
            )
            yield Fault(message, _template(annex), _report())


def title_or_language(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Files that do not say their title, or the language they are in."""
    title, language = plain(annex.document.title), annex.document.language
    for format, read in annex.read.items():
        name = format.upper()
        if read.title != title:
            message = _("{format} has the title «{got}», not «{wanted}»")
            yield Fault(message.format(format=name, got=read.title, wanted=title),
                         _template(annex), _report())  # fmt: skip
        if read.language != language:
            message = _("{format} is said to be in «{got}», not in «{wanted}»")
            yield Fault(message.format(format=name, got=read.language, wanted=language),
                         _template(annex), _report())  # fmt: skip


def pdf_standards(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """PDF files that do not claim the standards for archives and for access."""
    read = annex.read.get("pdf")
    for standard in STANDARDS:
        if read is not None and standard not in read.standards:
            message = _("the PDF does not say that it follows {standard}").format(standard=standard)
            yield Fault(message, _template(annex), _report())


def template_code_left(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Signs of template code in the words."""
    for passage, match in _matches(annex, _CODE):
        yield Fault(
            _("template code is left in the text: «{code}»").format(code=match[0]),
            annex.place(passage, match.start(), match[0]),
            _("write the words themselves; code runs in templates only"),
            len(match[0]),
        )


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
                yield Fault(message, inline.source or passage.source, _report())
    for passage, match in _matches(annex, _UNRESOLVED):
        yield Fault(
            _("a reference is not resolved: «{words}»").format(words=match[0]),
            annex.place(passage, match.start(), match[0]),
            _('refer to the section by its key: {{ ref("a-key") }}'),
            len(match[0]),
        )


def placeholder_in_final(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Placeholders in a document that does not say that it is a draft."""
    if annex.document.draft:
        return
    for passage, match in _matches(annex, _PLACEHOLDER):
        yield Fault(
            _("the placeholder «{words}» stands in a document that is no draft").format(
                words=match[0]
            ),
            annex.place(passage, match.start(), match[0]),
            _("write the fact in the data; a value that is null makes the document a draft"),
            len(match[0]),
        )


def _matches(
    annex: AnnexUnderCheck, pattern: re.Pattern[str]
) -> Iterator[tuple[Passage, re.Match[str]]]:
    for passage in annex.passages:
        for match in pattern.finditer(passage.text):
            yield passage, match


def _place_of(annex: AnnexUnderCheck, words: str) -> Source | None:
    """Where a block's words were written, as far as they can be found."""
    for passage in annex.passages:
        if passage.source and len(passage.text) > 3 and passage.text.replace("\n", " ") in words:
            return passage.source
    return _template(annex)


def _template(annex: AnnexUnderCheck) -> Source:
    key = annex.facts.annex.template
    return Source(f"templates/{key}/template.yaml", 1)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


def _report() -> str:
    return _("this is a fault of aftalegen; please tell those who maintain it")


RULES = (
    AnnexRule(
        "finished-file-unreadable", "finished", "error",
        later("A finished file cannot be read back."),
        later(
            "Every file is read back from its bytes. One that cannot be is damaged, or is not of "
            "the form that the program makes."
        ),
        file_unreadable,
    ),
    AnnexRule(
        "words-differ", "finished", "error",
        later("A finished file says something else than the document."),
        later(
            "The words of Word and PDF are read back, block by block and in the order of their "
            "tags, and compared with the document: numbers, labels, tables, signatures and all. "
            "The first block that differs is shown."
        ),
        words_differ,
    ),
    AnnexRule(
        "tags-differ", "finished", "error",
        later("A heading, an item or a table header is not marked as one."),
        later(
            "Those who hear a document instead of seeing it find their way by its tags: headings "
            "with their level, items, header cells. The words are right, but the mark is not."
        ),
        tags_differ,
    ),
    AnnexRule(
        "table-without-header", "finished", "error",
        later("A table has no header row."),
        later(
            "A table's header cells are read aloud with each of its cells. Neither of the usual "
            "judges of PDF notices a table without them."
        ),
        table_without_header,
    ),
    AnnexRule(
        "title-or-language", "finished", "error",
        later("A file does not say its title, or its language."),
        later(
            "The title is shown in the window and read aloud first; the language decides how the "
            "words are spoken and hyphenated. Both are required of accessible documents."
        ),
        title_or_language,
    ),
    AnnexRule(
        "pdf-standards", "finished", "error",
        later("A PDF does not claim to be archivable and accessible."),
        later(
            "A PDF says in its metadata that it follows PDF/A-2a (archives) and PDF/UA-1 (access). "
            "Whether it does is for make conformance to judge; without the claim nobody looks."
        ),
        pdf_standards,
    ),
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
