"""What is done with a value of another kind is refused: where it runs, and in branches not taken."""

from collections.abc import Callable

import pytest

from aftalegen.document.nodes import Paragraph
from aftalegen.document.walk import plain
from aftalegen.template.analysis import template_reading
from aftalegen.template.fill import Templates
from aftalegen.words.faults import AftalegenError
from tests.conftest import SmallProject


def words(project: SmallProject) -> str:
    """The words of the last section's last paragraph."""
    block = project.document().sections[-1].blocks[-1]
    assert isinstance(block, Paragraph)
    return plain(block.inlines)


def read(project: SmallProject) -> list[AftalegenError]:
    """What is wrong with the template by its tree alone."""
    return template_reading(Templates(project.folder / "templates"), "aftale").faults


ALIKE = [
    ("bundle.enters_into_force == '2027-01-01'", "ja"),
    ("'2027-01-01' == bundle.enters_into_force", "ja"),
    ("bundle.enters_into_force != '2027-01-01'", "nej"),
    ("bundle.enters_into_force in ['2027-01-01', '2028-01-01']", "ja"),
    ("bundle.enters_into_force == '2026-12-31'", "nej"),
    ("bundle.enters_into_force == bundle.edition_date", "nej"),
    ("choices.notice_months == 6", "ja"),
    ("choices.notice_months in (3, 6)", "ja"),
    ("choices.overhead == 'included'", "ja"),
    ("choices.expires_on == '2027-01-01'", "nej"),  # missing is like nothing
    ("local.opening_hours == 'altid'", "nej"),
    ("local.opening_hours == none", "ja"),
    ("budget.services == none", "nej"),
    ("municipality.council != none", "ja"),
    ("'Borgmester' in municipality.signatories", "ja"),
    ("'Borgmester' not in municipality.signatories", "nej"),
    ("municipality.code == '901'", "ja"),
    ("annex.open == true", "ja"),
    ("region.council.definite == region.decided_by.definite", "ja"),
]


@pytest.mark.parametrize(("test", "printed"), ALIKE)
def test_values_of_one_kind_are_compared(
    small_project: SmallProject, test: str, printed: str
) -> None:
    small_project.section(f"{{% if {test} %}}\nja\n{{% else %}}\nnej\n{{% endif %}}")

    assert words(small_project) == printed
    assert read(small_project) == []


COMPARED = "cannot be compared; choose a field of it"
UNLIKE = [
    ("bundle.enters_into_force == '1. januar 2027'", "«1. januar 2027» is no date"),
    ("'2027-02-30' == bundle.enters_into_force", "«2027-02-30» is no date"),
    ("bundle.enters_into_force in ['1/1 2027', '2027-01-01']", "«1/1 2027» is no date"),
    ("bundle.enters_into_force == bundle.title", "is no date"),
    ("bundle.enters_into_force == 2027", "a date and a number can never be alike"),
    ("choices.notice_months == '6'", "a number and a text can never be alike"),
    ("choices.notice_months in ['6']", "a number and a text can never be alike"),
    ("municipality.code == 901", "a number and a text can never be alike"),
    ("annex.open == 'ja'", "a text and a yes or no can never be alike"),
    ("annex.open == 0", "a number and a yes or no can never be alike"),
    ("budget.fixed_annual == municipality.code", "a number and a text can never be alike"),
    ("1 in municipality.signatories", "a number and a text can never be alike"),
    ("region == 'midt'", f"a group of fields {COMPARED}"),
    ("municipality.council == 'byråd'", f"a group of fields {COMPARED}"),
    ("budget.services == 'samtale'", f"a list {COMPARED}"),
    ("'sygdomsmestring' in budget.services", f"a group of fields {COMPARED}"),
    ("'Nord' in municipality.name", "a text is no list"),
    ("'included' in choices.overhead", "a text is no list"),
]
USED = [
    ("{% for x in municipality.name %}\n{{ x }}\n{% endfor %}", "a text is no list"),
    ("{% for x in municipality.council %}\n{{ x }}\n{% endfor %}", "a group of fields is no list"),
    ("{{ municipality.name | kr }}", "«kr» takes a number, and not a text"),
    ("{{ budget.fixed_annual | date }}", "«date» takes a date, and not a number"),
    ("{{ bundle.enters_into_force | genitive }}", "«genitive» takes a text, and not a date"),
    ("{{ annex.open | number }}", "«number» takes a number, and not a yes or no"),
    ("{{ municipality.council | cap }}", "«cap» takes a text, and not a group of fields"),
    ("{{ municipality.signatories | cap }}", "«cap» takes a text, and not a list"),
    ("{{ municipality.name | and_list }}", "«and_list» takes a list, and not a text"),
]
WRONG = [(f"{{% if {test} %}}\nja\n{{% endif %}}", said) for test, said in UNLIKE] + USED


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_can_never_fit_is_refused_where_it_runs_and_where_it_does_not(
    new_small_project: Callable[[], SmallProject], text: str, said: str
) -> None:
    project = new_small_project()
    project.section(text)
    error = project.error()

    assert said in error.message
    assert (error.rule, str(error.source)) == ("template-value", f"{project.section_file}:5:1")
    if "bundle.title" in text:
        return  # a text of the data could be a date
    (by_its_tree,) = read(project)
    assert by_its_tree.fault.identity() == error.fault.identity()  # so that it is told once

    project.section(f"Tekst.\n\n{{% if budget is missing %}}\n{text}\n{{% endif %}}")
    assert words(project) == "Tekst."
    assert [one.message for one in read(project)] == [error.message]


@pytest.mark.parametrize("sign", ["<", ">", "<=", ">="])
def test_values_are_not_ordered(small_project: SmallProject, sign: str) -> None:
    small_project.section(f"{{% if budget.fixed_annual {sign} 4 %}}x{{% endif %}}")
    error = small_project.error()

    assert error.rule == "template-syntax"
    assert "compared with ==, !=, in and not in only" in error.message


@pytest.mark.parametrize("text", ["loop.index == '1'", "loop.last == 'ja'"])
def test_the_position_in_a_loop_is_a_number_or_a_truth(
    small_project: SmallProject, text: str
) -> None:
    small_project.section(
        f"{{% for x in municipality.signatories %}}{{% if {text} %}}x{{% endif %}}{{% endfor %}}Et."
    )

    assert [one.rule for one in read(small_project)] == ["template-value"]


@pytest.mark.parametrize(
    "text", ["{% for x in local.opening_hours %}x{% endfor %}", "{% if 'x' in local.opening_hours %}x{% endif %}"]
)  # fmt: skip
def test_a_list_that_is_missing_is_told_in_words(small_project: SmallProject, text: str) -> None:
    small_project.section(text)
    error = small_project.error()

    assert error.rule == "template-value"
    assert "is missing" in error.message
    assert "Leaf" not in error.message


@pytest.mark.parametrize(
    "text", ["{{ law[municipality] }}", "{% if municipality.name in 'Nordby' %}x{% endif %}"]
)
def test_no_word_of_python_is_told(small_project: SmallProject, text: str) -> None:
    small_project.section(text)
    error = small_project.error()

    assert error.rule == "template-value"
    for word in ("Leaf", "View", "str", "int", "object", "argument", "requires"):
        assert word not in error.message.replace("string", "")


@pytest.mark.parametrize(
    ("test", "word"),
    [
        ("choices.overhead == 'includde'", "includde"),
        ("'includde' == choices.overhead", "includde"),
        ("choices.overhead in ['included', 'seperate']", "seperate"),
        ("choices.overhead not in ['seperate']", "seperate"),
    ],
)
def test_a_word_that_a_choice_cannot_have_is_found(
    small_project: SmallProject, test: str, word: str
) -> None:
    small_project.section(f"{{% if {test} %}}x{{% endif %}}Et.")
    reading = template_reading(Templates(small_project.folder / "templates"), "aftale")

    assert [one.name for one in reading.impossible] == [word]


@pytest.mark.parametrize(
    "written", ["\\u202e", "\\u00ad", "\\u200b", "\\n", "\\t", "\\ue000", "\\x00"]
)
def test_a_text_in_a_template_has_the_alphabet_of_all_texts(
    small_project: SmallProject, written: str
) -> None:
    small_project.section(f'Tekst.\n\n{{{{ "a{written}b" }}}}')
    error = small_project.error()

    assert error.rule == "template-syntax"
    assert "U+" in error.message
    assert str(error.source) == f"{small_project.section_file}:7:1"
