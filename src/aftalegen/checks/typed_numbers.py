"""Meaning: numbers of sections that were typed by hand, and so stay when the sections move."""

import re
from collections.abc import Iterator, Mapping

from aftalegen.checks.finding import AnnexRule, ProjectRule
from aftalegen.checks.readings import readings
from aftalegen.checks.subject import AnnexUnderCheck, Passage, ProjectUnderCheck, inline_at
from aftalegen.document.nodes import CrossRef, Field, Section
from aftalegen.document.numbering import letters, reference_text
from aftalegen.document.walk import plain, walk_sections
from aftalegen.records.files import files_below
from aftalegen.template.folder import Template
from aftalegen.template.marks import COMMENT
from aftalegen.words.faults import AftalegenError, Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

Number = tuple[str, str]
"""What a reference says: ("appendiks", "C.1") or ("afsnit", "14.2")."""

_SPACE = r"(?:[^\S\n]|\n(?!\s*\d+\.\s))"  # not where the items of a list begin
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,3}(?![\d.,]*\d)"
_TYPED = re.compile(
    rf"\b(?:(?P<word>afsnit(?:tet|tene)?|afs\.|punkt(?:et|erne)?|pkt\.|bilag(?:et|ene)?|appendiks)"
    rf"{_SPACE}+(?:nr\.{_SPACE}*)?(?P<number>{_NUMBER})"
    rf"|appendiks{_SPACE}+(?P<letter>(?-i:[A-Z])(?:\.\d{{1,2}}){{0,2}})(?![\w.]*\w))",
    re.IGNORECASE,
)
_DOCUMENT = (
    r"(?:\w*(?:lov|bekendtgørelse|vejledning|forordning|cirkulære|direktiv|rapport|retningslinje|"
    r"kvalitetsstandard|dagsorden|referat|notat|overenskomst|vedtægt|forretningsorden|strategi|"
    r"anbefaling|betænkning|skrivelse|scenari|forløbsprogram|håndbog|instruks|politik|publikation|"
    r"standard|kontrakt|udbud|sundhedsplan|høringssvar)\w*"
    r"|(?!samarbejds)\w+aftale\w*|aftale\w*(?= (?:om|mellem|fra)\b)"
    r"|sag(?:en|s)?\b|sagens\b|udgaven?\b|plan(?:en|ens)?\b)"
)
"""Words for documents that are not the one in hand: an act, a guideline, a case."""
_OF_ANOTHER = re.compile(
    rf"(?:{_SPACE}*(?:,|og|eller|til|-|–){_SPACE}*{_NUMBER}[a-z]?)*[a-z]?"
    rf"{_SPACE}+(?:til|i|af|fra){_SPACE}+(?:[^\s.;:,()]+{_SPACE}+){{0,4}}?{_DOCUMENT}",
    re.IGNORECASE,
)
_ANOTHERS = re.compile(rf"\b{_DOCUMENT}s{_SPACE}+$", re.IGNORECASE)
_AFTER_ANOTHER = re.compile(
    rf"\b{_DOCUMENT}[^;:()]{{0,80}}[,(]{_SPACE}*(?:i{_SPACE}+)?$", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<!\bnr)(?<!\d)[.!?]\s+")
_NAME_OF_A_FILE = re.compile(rf"[a-z]?{_SPACE}+[–-]{_SPACE}+(?:[A-ZÆØÅ]|\{{\{{)")
"""«Bilag 2 – Norddjurs Kommune» is what a document is called."""


def typed_numbers(text: str) -> Iterator[re.Match[str]]:
    """Where a text refers by number to a section or an appendix of the document that it is in.

    «se afsnit 14.2» does; «afsnit 3 i vejledningen» and «bekendtgørelsens bilag 2» do not.
    """
    for found in _TYPED.finditer(text):
        before = _SENTENCE.split(text[: found.start()])[-1]
        after = text[found.end() :]
        if _ANOTHERS.search(before) or _AFTER_ANOTHER.search(before) or _OF_ANOTHER.match(after):
            continue
        if (found["word"] or "").startswith("B") and _NAME_OF_A_FILE.match(after):
            continue
        yield found


def typed_number(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Numbers of sections in what data prints, also in deviations."""
    for passage in annex.passages:
        for found in typed_numbers(passage.text):
            source = _from_data(passage, found.start())
            if source is None:
                continue
            section = _sections(annex).get(_wanted(found))
            if ".deviations" in source.key:
                hint = _reference_hint(section.key if section else None)
            elif section:
                hint = _("name it by its title: «{title}»").format(title=plain(section.title))
            else:
                hint = _("no section has that number today; name the section by its title")
            yield annex.at(passage, found.start(), found[0], _typed(found[0]), hint)


def _from_data(passage: Passage, start: int) -> Source | None:
    """Where in data words were written that print; None for a template's, and for citations.

    A source cites other documents, and an approval the edition that it approved.
    """
    inline = inline_at(passage, start)
    if isinstance(inline, CrossRef):
        return None
    source = inline.source if isinstance(inline, Field) else passage.source
    if source is None or not source.file.startswith("data/"):
        return None
    cites = source.key.endswith("source") or ".approvals" in source.key
    return None if cites else source


def _wanted(found: "re.Match[str]") -> Number:
    """The number that was typed."""
    if found["letter"]:
        return "appendiks", found["letter"]
    appendix = found["word"].lower().startswith(("bilag", "appendiks"))
    return "bilag" if appendix else "afsnit", found["number"]


def _sections(annex: AnnexUnderCheck) -> Mapping[Number, Section]:
    """The sections of an annex by their numbers."""
    return {_said(section): section for section in walk_sections(annex.document.sections)}


def _said(section: Section) -> Number:
    """What running text says of a section: its word and its number."""
    word, _space, number = reference_text(section).partition("\u00a0")
    return word, number


def _typed(words: str) -> str:
    return _("«{words}» is typed by hand, and stays when the sections move").format(words=words)


def _reference_hint(key: str | None) -> str:
    if key is None:
        return _('no section has that number today; refer by key: {{ ref("key") }}')
    return _('write {{ ref("KEY") }}: it has that number today').replace("KEY", key)


# --- templates, in all their branches -----------------------------------------------------------

_HEADING = re.compile(r"^##\s.*\{#([a-z0-9-]+)\}\s*$", re.MULTILINE)


def typed_number_in_template(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Numbers of sections in the words of templates, whether or not a branch is taken."""
    for file, text in _texts(project):
        for found in typed_numbers(COMMENT.sub(lambda c: re.sub(r"\S", " ", c[0]), text)):
            before = text[: found.start()]
            line, column = before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1
            hint = _reference_hint(_listed(project, file).get(_wanted(found)))
            words = " ".join(found[0].split())
            yield Fault(_typed(words), Source(file, line, column), hint, len(found[0]))


def _texts(project: ProjectUnderCheck) -> Iterator[tuple[str, str]]:
    """Every file of templates with its words; the head of a section counts, comments do not."""
    folder = project.templates.folder
    for path in sorted((*files_below(folder, ".md"), *files_below(folder, "template.yaml"))):
        file = f"templates/{path.relative_to(folder).as_posix()}"
        lines = project.lines(file)
        yaml = path.suffix == ".yaml"
        yield file, "\n".join("" if yaml and li.lstrip().startswith("#") else li for li in lines)


def _listed(project: ProjectUnderCheck, file: str) -> Mapping[Number, str]:
    """The keys by number, as the folder of a file's template lists them; of a shared file, where
    all templates agree.
    """
    templates = {key: template for key, template, _reading in readings(project)}
    own = templates.get(file.split("/")[1])
    if own is not None:
        return _numbers(project, own)
    each = [_numbers(project, template) for template in templates.values()]
    return {n: k for one in each for n, k in one.items() if all(o.get(n, k) == k for o in each)}


def _numbers(project: ProjectUnderCheck, template: Template) -> Mapping[Number, str]:
    counts = {"afsnit": 0, "appendiks": 0}
    found: dict[Number, str] = {}
    for section in template.sections:
        kind = "appendiks" if section.head.appendix else "afsnit"
        counts[kind] += 1
        place = counts[kind]
        number = letters(place).upper() if section.head.appendix else str(place)
        found[kind, number] = section.head.key
        try:
            body = project.templates.body(section.name)
        except AftalegenError:
            continue
        for index, key in enumerate(_HEADING.findall(body[0] if body else ""), 1):
            found[kind, f"{number}.{index}"] = key
    return found


RULES = (
    AnnexRule(
        "typed-number", "meaning", "error",
        later("Data or a deviation refers to a section by a number typed by hand."),
        later(
            "«se afsnit 14.2» is wrong as soon as a section is put in before it, and nobody sees "
            "it. In a deviation write {{ ref(\"erstatning-og-klager\") }}, and the number follows; "
            "in other data name the section by its title. References to other documents («afsnit 3 "
            "i vejledningen», «bekendtgørelsens bilag 2», «§ 14») are left alone."
        ),
        typed_number,
    ),
    ProjectRule(
        "typed-number-in-template", "templates", "error",
        later("A template refers to a section by a number typed by hand."),
        later(
            "Sections get their numbers when the annex is built. A number that stands in the "
            "template's own words stays when sections move, also in a branch that nobody takes "
            "today. Write {{ ref(\"erstatning-og-klager\") }}: the message says which key has the "
            "number now. References to other documents are left alone."
        ),
        typed_number_in_template,
    ),
)  # fmt: skip
