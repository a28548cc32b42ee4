"""Names follow the edition, and a name that tells another day is found."""

from datetime import date

import pytest

from aftalegen.build.builder import Builder
from aftalegen.checks.edition_names import days_in
from aftalegen.checks.run import checked
from aftalegen.records.project import Project
from aftalegen.words.faults import AftalegenError, Fault
from tests.conftest import SmallProject

BUNDLE = "data/bundles/midtbundt.yaml"


def found(project: SmallProject) -> list[Fault]:
    opened = Project(project.folder)
    every = checked(opened, opened.select((), None, None), 1, ()).findings
    return [f for f in every if f.rule == "name-of-another-edition"]


def with_pattern(project: SmallProject, pattern: str, own: str = "") -> None:
    """Both annexes named by a pattern, the second by its own name if it has one."""
    project.change(BUNDLE, "annexes:", f'file_names:\n  aftale: "{pattern}"\nannexes:')
    project.change(BUNDLE, ", file_name: Aftale Nordby", ", number: 1, letter: a")
    project.change(
        BUNDLE, ", file_name: Aftale Sønderå", (own and f', file_name: "{own}"') or ", number: 2"
    )


def names(project: SmallProject) -> list[str]:
    opened = Project(project.folder)
    return [s.file_name for s in opened.select((), None, None).annexes]


def test_a_name_follows_the_edition(small_project: SmallProject) -> None:
    with_pattern(small_project, "{number}{letter} {task} {municipality} {date} {edition}", "Egen")
    assert names(small_project) == [
        "1a forebyggelse Nordby Kommune 19. marts 2026 V20260319",
        "Egen",
    ]

    small_project.change(BUNDLE, "edition: V20260319", "edition: V20260420")
    small_project.change(BUNDLE, "edition_date: 2026-03-19", "edition_date: 2026-04-20")

    assert names(small_project) == [
        "1a forebyggelse Nordby Kommune 20. april 2026 V20260420",
        "Egen",
    ]
    builder = Builder(Project(small_project.folder))
    first = builder.project.select((), None, None).annexes[0]
    assert builder.annex_document(first).file_name == names(small_project)[0]
    assert found(small_project) == []


@pytest.mark.parametrize(
    ("pattern", "rule", "said"),
    [
        ("{municipalty}", "file-name-pattern", "«{municipalty}»"),
        ("{letter} {municipality}", "file-name-pattern", "«letter»"),
        ("Aftale {date}", "same-file-name", "Aftale 19. marts 2026"),
        ("{municipality}: {task}", "file-name", ": forebyggelse"),
        ("{municipality} {", "file-name", "{"),
    ],
)
def test_a_pattern_that_gives_no_name_is_refused_where_it_stands(
    small_project: SmallProject, pattern: str, rule: str, said: str
) -> None:
    with_pattern(small_project, pattern)

    with pytest.raises(AftalegenError) as error:
        Project(small_project.folder).bundle("midtbundt")

    first = getattr(error.value, "errors", (error.value,))[0]
    assert (first.rule, first.source.file) == (rule, BUNDLE)
    assert said in first.message


def test_an_annex_without_name_and_pattern_is_told(small_project: SmallProject) -> None:
    small_project.change(BUNDLE, ", file_name: Aftale Nordby", "")

    with pytest.raises(AftalegenError) as error:
        Project(small_project.folder).bundle("midtbundt")

    (first,) = getattr(error.value, "errors", (error.value,))
    assert first.rule == "file-name-missing"
    assert first.source.line == 13


def test_a_day_typed_in_a_name_is_found_when_the_edition_is_another(
    small_project: SmallProject,
) -> None:
    with_pattern(small_project, "Aftale {municipality} 19. marts 2026", "Aftale V20260319")
    assert found(small_project) == []

    small_project.change(BUNDLE, "edition: V20260319", "edition: V20260420")
    small_project.change(BUNDLE, "edition_date: 2026-03-19", "edition_date: 2026-04-20")

    assert {(f.message, f.source.line) for f in found(small_project) if f.source} == {
        ("«19. marts 2026» is not the edition's day: V20260420", 13),
        ("«V20260319» is not the edition's day: V20260420", 16),
    }


def test_a_day_in_a_title_is_the_editions_or_one_that_the_bundle_declares(
    small_project: SmallProject,
) -> None:
    small_project.change(BUNDLE, "title: Aftaler i Midt", "title: Aftaler fra 1. januar 2027")
    assert found(small_project) == []

    small_project.change(
        "templates/aftale/template.yaml", "title: Aftale om", "title: Udkast 2. februar 2026 om"
    )

    (one,) = found(small_project)
    assert (str(one.source), len(one.annexes)) == ("templates/aftale/template.yaml:1:15", 2)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Aftale 19. marts 2026", (2026, 3, 19)),
        ("Aftale\u00a019.\u00a0Marts\u00a02026", (2026, 3, 19)),
        ("Aftale 2026-03-19", (2026, 3, 19)),
        ("Aftale 19-03-2026", (2026, 3, 19)),
        ("Aftale 19.03.2026", (2026, 3, 19)),
        ("Udkast_V20260319", (2026, 3, 19)),
        ("Aftale v20260319", (2026, 3, 19)),
    ],
)
def test_a_day_is_read_as_people_write_it(name: str, day: tuple[int, int, int]) -> None:
    assert [found for _words, found in days_in(name)] == [date(*day)]


@pytest.mark.parametrize("name", ["Bilag 2", "Sag 25/678", "Dok 12718912", "§ 118 d", "V2026"])
def test_other_numbers_are_no_days(name: str) -> None:
    assert list(days_in(name)) == []
