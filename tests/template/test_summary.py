"""Aftalen kort: the page that tells the agreement shortly, by the facts that it is made of."""

from dataclasses import replace

import pytest

from aftalegen.document.json import document_from_json, document_json
from aftalegen.document.lines import lines
from aftalegen.document.nodes import Document, Field
from aftalegen.document.redline import redline
from aftalegen.document.substance import substance_hash
from aftalegen.document.walk import awaited, inlines_of, missing_fields, plain, walk_blocks
from aftalegen.words.faults import Errors
from tests.accepting import accepted, rejected
from tests.conftest import SmallProject
from tests.documents import annex

SUMMARY = """\
---
key: aftalen-kort
title: Aftalen kort
summary: true
---
{{ region.official_name }}, {{ ref("oekonomi") }}.

{% if open_points.count %}
Mangler {{ open_points.count }}:
{% for point in open_points.each %}
{{ point.what }}{% for section in point.sections %} {{ ref(section) }}{% endfor %}.
{% endfor %}
{% endif %}
"""


def test_a_summary_stands_first_without_a_number_and_counts_for_none(
    small_project: SmallProject,
) -> None:
    before = small_project.document()
    small_project.write("templates/aftale/99-aftalen-kort.md", SUMMARY)
    document = small_project.document()
    summary, *others = document.sections

    assert (summary.key, summary.number, summary.summary) == ("aftalen-kort", "", True)
    assert tuple(others) == before.sections
    assert substance_hash(document) == substance_hash(before)
    assert document_from_json(document_json(document), "x") == document


def test_a_summary_says_what_is_missing_and_where_and_adds_nothing_to_it() -> None:
    document = annex("norddjurs", "Horisontal")
    missing = missing_fields(document)
    inlines = [i for block in walk_blocks(document.sections[:1]) for i in inlines_of(block)]

    assert any(isinstance(inline, Field) and inline.missing for inline in inlines)
    assert missing == missing_fields(replace(document, sections=document.sections[1:]))
    assert [field.text for field in missing if awaited(field.text) not in told(document)] == []


def test_a_redline_compares_the_summary_as_all_else() -> None:
    document = annex("norddjurs", "Horisontal")
    old = replace(document, sections=document.sections[1:])
    marked = redline(old, document)

    assert marked.sections[0].change == "ins"
    assert accepted(marked).sections == accepted(document).sections
    assert [section.key for section in rejected(marked).sections] == [
        section.key for section in old.sections
    ]


def test_only_a_summary_knows_what_is_missing(small_project: SmallProject) -> None:
    small_project.section("{{ open_points.count }}")

    with pytest.raises(Errors):
        small_project.document()


def told(document: Document) -> str:
    return " ".join(plain(line.inlines) for line in lines(document.sections[0]))
