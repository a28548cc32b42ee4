"""The shipped choices together: every combination of money, every pair of the others, each task."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, product

import pytest

from aftalegen.build.builder import Builder
from aftalegen.checks.combinations import choices_contradict
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.document.lines import document_lines
from aftalegen.document.nodes import CrossRef, Document
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import missing_fields, plain, walk_sections
from aftalegen.records.choices import ChoiceHead
from aftalegen.records.combinations import row_of
from aftalegen.records.project import Project
from aftalegen.template.facts import AnnexFacts
from tests.conftest import ROOT, SmallProject

AGREEMENT = "horisontal-samarbejdsaftale"
MONEY_SECTION = "10-oekonomi.md"
MONEY = ("overhead", "transport_costs", "buildings", "new_requirements", "overrun_borne_by",
         "underspend")  # fmt: skip
"""The choices that say who bears what; the others of the section say when, and how it is counted."""
DOUBLED = re.compile(r"  |\s[.,;:)]|\(\s|(?<!kr)(?<!stk)(?<!nr)[.,;:][.,;:]|\b(\w+) \1\b")
"""What stands where a piece of text was left out, or came in twice."""


@cache
def builder() -> Builder:
    return Builder(Project(ROOT))


@cache
def facts_by_task() -> Mapping[str, AnnexFacts]:
    """The facts of one agreement of each task, with no choice made."""
    annexes = builder().project.select((), None, None).annexes
    first = {one.task: one for one in reversed(annexes) if one.template == AGREEMENT}
    return {task: builder().annex_facts(one) for task, one in first.items()}


@cache
def values_of() -> Mapping[str, tuple[object, ...]]:
    """Every shipped choice with what can be chosen."""
    declared = builder().project.choices.choices
    return {key: tuple(known.record.alternatives) or _values(known.record)
            for key, known in declared.items()}  # fmt: skip


def _values(head: ChoiceHead) -> tuple[object, ...]:
    """Values of a choice without alternatives: numbers also next to each other, for the plural."""
    match head.value:
        case "number":
            least = head.least or 1
            return (least, min(least + 1, head.most or least + 1))
        case "date":
            return ("2029-12-31",)
        case _:
            return ("den fiktive regulering",)


def with_chosen(facts: AnnexFacts, chosen: Mapping[str, object]) -> AnnexFacts:
    bundle = facts.bundle
    record = bundle.record.model_copy(update={"choices": dict(chosen), "task_choices": {}})
    return replace(facts, annex=replace(facts.annex, bundle=replace(bundle, record=record)))


def made(task: str, chosen: Mapping[str, object]) -> Document:
    facts = with_chosen(facts_by_task()[task], chosen)
    return builder().templates.base(AGREEMENT, facts)


def all_pairs(values: Mapping[str, Sequence[object]]) -> Iterator[dict[str, object]]:
    """Rows in which every two values of two different keys stand together at least once."""
    left = {
        frozenset(((one, v), (other, w)))
        for one, other in combinations(sorted(values), 2)
        for v, w in product(values[one], values[other])
    }
    while left:
        row = dict(min(left, key=lambda pair: sorted(map(repr, pair))))
        for key in sorted(values.keys() - row.keys()):
            gained = [
                sum(frozenset(((key, value), one)) in left for one in row.items())
                for value in values[key]
            ]
            row[key] = values[key][gained.index(max(gained))]
        left -= {frozenset(pair) for pair in combinations(row.items(), 2)}
        yield row


def faults_of_words(document: Document) -> list[str]:
    """What is wrong with the words: a hole, two signs where one belongs."""
    found = []
    for line in document_lines(document):
        words = (
            replace(i, text="afsnit 1") if isinstance(i, CrossRef) else i for i in line.inlines
        )
        text = plain(words).replace("\u00a0", " ")
        if doubled := DOUBLED.search(text):
            found.append(f"«{doubled[0]}» in: {text}")
    return found


def test_the_rows_of_all_pairs_hold_every_pair() -> None:
    values = {"a": (1, 2, 3), "b": (1, 2), "c": (1, 2), "d": (1, 2, 3)}
    rows = list(all_pairs(values))
    for one, other in combinations(values, 2):
        assert {(row[one], row[other]) for row in rows} == set(product(values[one], values[other]))
    assert len(rows) < 20


@pytest.mark.parametrize("task", ["patientrettet-forebyggelse", "sundheds-og-omsorgspladser",
                                  "akutsygepleje"])  # fmt: skip
def test_all_pairs_of_choices_make_an_agreement_without_a_hole(task: str) -> None:
    for row in all_pairs(values_of()):
        document = numbered(made(task, row))  # raises for a reference to nothing
        awaited = [field.text for field in missing_fields(document) if field.source]
        chosen = [f.source.key for f in missing_fields(document) if f.source]
        assert not [key for key in chosen if "choices" in key], (row, awaited)
        assert faults_of_words(document) == [], row


@pytest.mark.parametrize("task", ["patientrettet-forebyggelse", "sundheds-og-omsorgspladser",
                                  "akutsygepleje"])  # fmt: skip
def test_every_combination_of_money_is_refused_or_says_what_goes_first(task: str) -> None:
    whole = made(task, {})
    sections = {section.key for section in walk_sections(whole.sections)}
    known = builder().project.combinations
    assert known
    only = builder().templates.read(AGREEMENT)
    money_alone = tuple(one for one in only.sections if one.name.endswith(MONEY_SECTION))
    builder().templates._read[AGREEMENT] = replace(only, sections=money_alone)
    try:
        for values in product(*(values_of()[key] for key in MONEY)):
            chosen = {key: one[0] for key, one in values_of().items()}
            chosen |= zip(MONEY, values, strict=True)
            document = made(task, chosen)
            assert faults_of_words(document) == [], chosen
            assert not [f for f in missing_fields(document) if "valg" in f.text], chosen
            lines = list(document_lines(document))
            named = {i.key for line in lines for i in line.inlines if isinstance(i, CrossRef)}
            assert named <= sections, chosen
            keys = {line.key for line in lines}
            for table in known.record.tables:
                index = row_of(table, chosen)
                assert index is not None, chosen
                row = table.rows[index]
                assert not row.allowed or row.prevails is None or row.prevails in keys, chosen
    finally:
        builder().templates._read[AGREEMENT] = only


def test_what_the_table_refuses_is_refused_and_nothing_else(small_project: SmallProject) -> None:
    table = (ROOT / "templates/valg/kombinationer.yaml").read_text(encoding="utf-8")
    small_project.write("templates/valg/kombinationer.yaml", table)
    for key in ("overrun_borne_by", "underspend"):
        text = (ROOT / f"templates/valg/{key}.md").read_text(encoding="utf-8")
        small_project.write(f"templates/valg/{key}.md", text)
    refused = set()
    bundle = "data/bundles/midtbundt.yaml"
    before = (small_project.folder / bundle).read_text(encoding="utf-8")
    for one, other in product(*(values_of()[k] for k in ("overrun_borne_by", "underspend"))):
        lines = f"  overhead: included\n  overrun_borne_by: {one}\n  underspend: {other}\n"
        small_project.write(bundle, before.replace("  overhead: included\n", lines))
        if list(choices_contradict(ProjectUnderCheck(Project(small_project.folder)))):
            refused.add((one, other))
    assert refused == {("municipality", "repaid"), ("region", "kept")}


def test_a_municipalitys_own_choice_is_held_against_the_bundles(
    small_project: SmallProject,
) -> None:
    for name in ("kombinationer.yaml", "overrun_borne_by.md", "underspend.md"):
        text = (ROOT / "templates/valg" / name).read_text(encoding="utf-8")
        small_project.write(f"templates/valg/{name}", text)
    small_project.change(
        "data/bundles/midtbundt.yaml",
        "  overhead: included\n",
        "  overhead: included\n  overrun_borne_by: region\n  underspend: repaid\n",
    )
    small_project.change(
        "data/municipalities/nordby.yaml",
        "    budget:\n",
        "    choices: {underspend: kept}\n    budget:\n",
    )
    (fault,) = choices_contradict(ProjectUnderCheck(Project(small_project.folder)))
    assert fault.source
    assert (fault.source.file, fault.source.key) == (
        "data/municipalities/nordby.yaml",
        "tasks.forebyggelse.choices.underspend",
    )
    assert "overrun_borne_by: region, underspend: kept" in fault.message
    assert "data/bundles/midtbundt.yaml:8" in fault.message
    assert fault.hint
