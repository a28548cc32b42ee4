"""A text names the decision behind it, and the decision must be there."""

import pytest

from tests.conftest import SmallProject
from tests.documents import annex

DECISION = """\
body: Rådet
date: 2026-03-18
title: En sygdom ind
decided: Den er inde.
reason: En misforståelse.
source: sagen
tasks: [forebyggelse]
regions: [REGION]
"""


def decided(project: SmallProject, region: str = "midt") -> None:
    project.write("data/decisions/2026-03-18-ind.yaml", DECISION.replace("REGION", region))


def test_a_section_carries_the_decision_behind_it(small_project: SmallProject) -> None:
    decided(small_project)
    small_project.section("Ord.", "key: oekonomi\ntitle: Økonomi\ndecision: 2026-03-18-ind")
    assert small_project.document().sections[1].decision == "2026-03-18-ind"


def test_a_decision_for_another_region_is_not_behind_this_annex(
    small_project: SmallProject,
) -> None:
    decided(small_project, "en-anden")
    small_project.section("Ord.", "key: oekonomi\ntitle: Økonomi\ndecision: 2026-03-18-ind")
    assert small_project.document().sections[1].decision is None


def test_a_section_that_names_no_decision_that_is_there(small_project: SmallProject) -> None:
    decided(small_project)
    small_project.section("Ord.", "key: oekonomi\ntitle: Økonomi\ndecision: 2026-03-18-int")
    error = small_project.error()
    assert error.rule == "no-such-decision"
    assert str(error.source) == "templates/aftale/02-oekonomi.md:4:1"
    assert error.hint == "did you mean «2026-03-18-ind»?"


def test_a_target_group_that_names_no_decision_that_is_there(small_project: SmallProject) -> None:
    decided(small_project)
    small_project.change(
        "data/tasks/forebyggelse.yaml", "source: sagen}", "source: sagen, decision: 2026-ind}"
    )
    error = small_project.error()
    assert error.rule == "no-such-decision"
    assert error.source is not None
    assert (error.source.file, error.source.line) == ("data/tasks/forebyggelse.yaml", 8)


def test_a_decision_that_supersedes_none_that_is_there(small_project: SmallProject) -> None:
    decided(small_project)
    path = "data/decisions/2026-03-18-ind.yaml"
    small_project.change(path, "source: sagen\n", "source: sagen\nsupersedes: [2026-02-24-ud]\n")
    error = small_project.error()
    assert error.rule == "no-such-decision"
    assert str(error.source) == f"{path}:7:14"


@pytest.mark.parametrize(
    ("municipality", "decision"),
    [("norddjurs", "2026-02-24-vejledning-og-maalgruppe"), ("soroe", None)],
)
def test_section_14_came_with_the_decision_of_february_in_midtjylland(
    municipality: str, decision: str | None
) -> None:
    name = {"norddjurs": "Horisontal samarbejdsaftale", "soroe": "Bilag 2h"}[municipality]
    (section,) = (s for s in annex(municipality, name).sections if s.number == "14")
    assert section.decision == decision
