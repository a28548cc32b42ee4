"""The shipped project: every annex says what the case files say, and nothing of its neighbours."""

import re
from collections import Counter
from functools import cache

import pytest

from aftalegen.build.builder import Builder
from aftalegen.document.nodes import Document, Field, Paragraph
from aftalegen.document.walk import missing_fields, plain, walk_blocks, walk_inlines, walk_sections
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.writers.text import document_text
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

CASE_FILES = """\
Bilag 1a_Udkast til horisontal samarbejdsaftale for sundheds- og omsorgspladser Holbæk Kommune V20260224
Bilag 1b_Udkast til horisontal samarbejdsaftale for sundheds- og omsorgspladser Kalundborg Kommune V20260224
Bilag 1c_Udkast til horisontal samarbejdsaftale for sundheds- og omsorgspladser Lejre Kommune V20260224
Bilag 1d_Udkast til horisontal samarbejdsaftale for sundheds- og omsorgspladser Næstved Kommune V20260224
Bilag 1e_Udkast til horisontal samarbejdsaftale for sundheds- og omsorgspladser Odsherred Kommune V20260224
Bilag 1f_Udkast til horisontal samarbejdsaftale for sundheds- og omsorgspladser Ringsted Kommune V20260224
Bilag 1g_Udkast til horisontal samarbejdsaftale for sundheds- og omsorgspladser Slagelse Kommune V20260224
Bilag 1h_Udkast til horisontal samarbejdsaftale for sundheds- og omsorgspladser Sorø Kommune V20260224
Bilag 2a_Udkast til horisontal samarbejdsaftale for patientrettet forebyggelse Holbæk Kommune V20260224
Bilag 2b_Udkast til horisontal samarbejdsaftale for patientrettet forebyggelse Kalundborg Kommune V20260224
Bilag 2c_Udkast til horisontal samarbejdsaftale for patientrettet forebyggelse Lejre Kommune V20260224
Bilag 2d_Udkast til horisontal samarbejdsaftale for patientrettet forebyggelse Næstved Kommune V20260224
Bilag 2e_Udkast til horisontal samarbejdsaftale for patientrettet forebyggelse Odsherred Kommune V20260224
Bilag 2f_Udkast til horisontal samarbejdsaftale for patientrettet forebyggelse Ringsted Kommune V20260224
Bilag 2g_Udkast til horisontal samarbejdsaftale for patientrettet forebyggelse Slagelse Kommune V20260224
Bilag 2h_Udkast til horisontal samarbejdsaftale for patientrettet forebyggelse Sorø Kommune V20260224
Bilag 3a_Udkast til horisontal samarbejdsaftale for akutsygepleje Holbæk Kommune V20260224
Bilag 3b_Udkast til horisontal samarbejdsaftale for akutsygepleje Kalundborg Kommune V20260224
Bilag 3c_Udkast til horisontal samarbejdsaftale for akutsygepleje Lejre Kommune V20260224
Bilag 3d_Udkast til horisontal samarbejdsaftale for akutsygepleje Næstved Kommune V20260224
Bilag 3e_Udkast til horisontal samarbejdsaftale for akutsygepleje Odsherred Kommune V20260224
Bilag 3f_Udkast til horisontal samarbejdsaftale for akutsygepleje Ringsted Kommune V20260224
Bilag 3g_Udkast til horisontal samarbejdsaftale for akutsygepleje Slagelse Kommune V20260224
Bilag 3h_Udkast til horisontal samarbejdsaftale for akutsygepleje Sorø Kommune V20260224
"""
"""Sag EMN-2025-10366, with "Kommune" always in upper case."""

TARGET_GROUP = (
    "Målgruppen for den patientrettede forebyggelse omfatter voksne borgere (18+) med kronisk eller "
    "langvarig sygdom, som kan have behov for regelmæssig og tilbagevendende kontakt til "
    "sundhedsvæsenet. Målgruppen omfatter blandt andet borgere med en eller flere sygdomme, "
    "herunder eksempelvis diabetes, hjerte-karsygdomme, KOL, kræft, knogleskørhed samt muskel- og "
    "skeletsygdomme, herunder lænde- og rygsmerter."
)
"""Sag 25/678: the wording that the municipalities were given on 19 March 2026."""

PROJECT = Project(ROOT)


@cache
def annexes() -> tuple[tuple[BundleAnnex, Document], ...]:
    """Every annex of the shipped project."""
    builder = Builder(PROJECT)
    selected = PROJECT.select((), None, None)
    assert selected.errors == ()
    return tuple((selection, builder.annex_document(selection)) for selection in selected.annexes)


@cache
def texts() -> dict[str, tuple[str, str]]:
    """For each annex its municipality and its words."""
    return {
        document.key: (municipality_of(selection), document_text(document).decode())
        for selection, document in annexes()
    }


def municipality_of(selection: BundleAnnex) -> str:
    return selection.municipality


def agreements() -> tuple[Document, ...]:
    return tuple(d for _s, d in annexes() if d.key.endswith("/horisontal-samarbejdsaftale"))


def norddjurs() -> tuple[Document, ...]:
    return tuple(d for s, d in annexes() if municipality_of(s) == "norddjurs")


# --- what is there ---


def test_all_annexes_of_both_bundles_can_be_made() -> None:
    bundles = Counter(selection.bundle.key for selection, _document in annexes())

    assert bundles == {"midtjylland": 38, "midt-og-vestsjaelland": 24}
    assert len(agreements()) == 19 + 24


def test_the_24_drafts_have_the_file_names_of_the_case() -> None:
    names = [d.file_name for s, d in annexes() if s.bundle.key == "midt-og-vestsjaelland"]

    assert names == CASE_FILES.splitlines()


def test_no_two_annexes_have_the_same_file_name() -> None:
    names = Counter(document.file_name.casefold() for _selection, document in annexes())

    assert names.most_common(1)[0][1] == 1


def test_letters_follow_the_danish_alphabet_in_each_numbered_series() -> None:
    series: dict[tuple[str, int | None], list[str | None]] = {}
    for selection, _document in annexes():
        annex = selection.record
        series.setdefault((selection.bundle.key, annex.number), []).append(annex.letter)

    for letters in series.values():
        assert letters == list("abcdefghijklmnopqrs"[: len(letters)])


# --- what they say ---


def test_norddjurs_has_its_amount_and_nobody_else_has_one() -> None:
    with_amounts = {
        municipality
        for municipality, text in texts().values()
        if re.search(r"\d\s*(?:mio\.\s*)?kr\.", text)
    }

    assert with_amounts == {"norddjurs"}
    for document in norddjurs():
        assert "4.422.000\u00a0kr." in document_text(document).decode()


def test_section_14_of_every_agreement_is_about_compensation_and_complaints() -> None:
    for document in agreements():
        section = next(one for one in document.sections if one.number == "14")
        assert section.key == "erstatning-og-klager"
        assert plain(section.title) == "Erstatning og klagesager"


def test_the_target_group_in_midtjylland_is_verbatim() -> None:
    for selection, document in annexes():
        if selection.bundle.key == "midtjylland" and document in agreements():
            paragraphs = [
                plain(block.inlines)
                for block in walk_blocks(document.sections)
                if isinstance(block, Paragraph)
            ]
            assert paragraphs.count(TARGET_GROUP) == 1


def test_every_agreement_is_a_draft_while_a_fact_is_missing() -> None:
    for _selection, document in annexes():
        if missing_fields(document):
            assert document.draft == "UDKAST"


def test_every_section_that_docs_indhold_names_is_in_an_agreement() -> None:
    numbers = {s.number for document in agreements() for s in walk_sections(document.sections)}
    lines = (ROOT / "docs/indhold.md").read_text(encoding="utf-8").splitlines()
    places = [line.split("|")[-2] for line in lines if re.match(r"\| (?!Nr|Ind|:)", line)]
    named = {
        n for place in places for n in re.findall(r"[A-D]?\d*\.\d+|\b1[0-6]\b|\b[A-D1-9]\b", place)
    }

    assert len(places) > 90
    assert named - {number.removeprefix("Appendiks ") for number in numbers} == set()


# --- what they must not say ---


def test_no_annex_names_another_municipality() -> None:
    names = {key: PROJECT.municipality(key).record for key in PROJECT.keys("municipalities")}
    for annex, (own, text) in texts().items():
        plainly = text.replace("\u00a0", " ")
        for key, record in names.items():
            if key == own:
                assert re.search(rf"\b{re.escape(record.official_name)}\b", plainly), annex
                continue
            assert not re.search(rf"\b{re.escape(record.official_name)}", plainly), (annex, key)
            assert not re.search(rf"\b{record.code}\b", plainly), (annex, key)
            assert not re.search(rf"\b{record.cvr}\b", plainly), (annex, key)


def test_no_annex_names_the_other_region() -> None:
    regions = {key: PROJECT.region(key).record.official_name for key in PROJECT.keys("regions")}
    for selection, document in annexes():
        text = document_text(document).decode()
        assert regions[selection.bundle.record.region] in text
        for key, name in regions.items():
            if key not in (selection.bundle.record.region, "sjaelland"):
                assert name not in text, (document.key, key)


@pytest.mark.parametrize(
    "leftover",
    [
        r"\{\{|\}\}|\{%|%\}|\{#|#\}",
        r"(?<!\n)  (?! *(?:[ivx]+\)|–))",
        r"[\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]",
        r" [.,;:]",
        r"\.\.(?!\.)",
        r"\*\*|__|\|",
        r"\bNone\b|\bTrue\b|\bFalse\b|\bnull\b",
        r"\[[a-z_]+ afventer\]\[",
    ],
    ids=[
        "template marks",
        "double spaces",
        "private use and control",
        "space before a sign",
        "two full stops",
        "markdown",
        "python",
        "two placeholders",
    ],
)
def test_nothing_of_the_making_is_left_in_the_words(leftover: str) -> None:
    found = {
        annex: text[max(0, hit.start() - 30) : hit.end() + 30]
        for annex, (_municipality, text) in texts().items()
        if (hit := re.search(leftover, text))
    }

    assert found == {}


def test_a_placeholder_says_in_danish_what_is_awaited() -> None:
    awaited = {field.text for _s, document in annexes() for field in missing_fields(document)}

    assert all(re.fullmatch(r"\[[^_\[\]]+ afventer\]", text) for text in awaited), awaited
    assert "[oplysning afventer]" not in awaited


# --- where it is from ---


@cache
def lines_of(file: str) -> tuple[str, ...]:
    return tuple((ROOT / file).read_text(encoding="utf-8").split("\n"))


def test_every_fields_line_in_the_yaml_holds_its_key() -> None:
    checked = 0
    for document in {d.key: d for _s, d in annexes()}.values():
        for field in walk_inlines(document):
            if not isinstance(field, Field) or field.source is None or not field.source.key:
                continue
            line = lines_of(field.source.file)[field.source.line - 1]
            *parents, last = re.findall(r"[^.\[\]]+", field.source.key)
            if last.isdecimal():
                assert line.lstrip().startswith("- ") or "[" in line, (field, line)
            elif not re.search(rf"(?:^|[\s{{,-]){re.escape(last)}:", line):
                # not written because it is left out: then the place is a parent's, and it is missing
                assert field.text.endswith(" afventer]"), (field, field.source)
                held = any(f"{p}:" in line for p in parents) or line.lstrip().startswith("- ")
                top = f"{[*parents, last][0]}:"
                assert held or not any(
                    other.startswith(top) for other in lines_of(field.source.file)
                ), (field, field.source, line)
            checked += 1

    assert checked > 1_000


def test_every_statutory_reference_that_is_used_is_in_the_register() -> None:
    register = set(PROJECT.law.record.statutes)
    used: set[str] = set()
    for path in (ROOT / "templates").rglob("*.md"):
        used.update(re.findall(r"\blaw\.(\w+)", path.read_text(encoding="utf-8")))
    for key in PROJECT.keys("tasks"):
        used.update(PROJECT.task(key).record.legal_bases)

    assert used
    assert used - register == set()


def test_no_paragraph_of_a_template_cites_the_law_past_the_register() -> None:
    cited = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "templates").rglob("*.md")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "§" in line
    }

    assert cited == set()


def test_every_decision_that_is_named_is_there() -> None:
    there = set(PROJECT.keys("decisions"))
    named = {
        target.decision
        for key in PROJECT.keys("tasks")
        for target in PROJECT.task(key).record.target_group.values()
    }
    named |= {section.decision for document in agreements() for section in document.sections}

    assert named - {None} <= there
    assert {old for d in PROJECT.decisions for old in d.record.supersedes} <= there
