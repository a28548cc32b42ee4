"""Names: health councils, hospitals and regions as the register has them; functions, not persons."""

from pathlib import Path

import pytest

from aftalegen.checks.names import may_be_a_person
from aftalegen.checks.run import checked
from aftalegen.records.project import Project
from tests.conftest import ROOT
from tests.rule_examples import Change, Example, plant
from tools.rule_reference import copy_of_the_project

FUNCTIONS = [
    "Borgmester",
    "Kommunaldirektør",
    "Styregruppen",
    "Direktøren for Sundhed, Læring og Trivsel",
    "Direktør for Sundhed og Omsorg",
    "Regionsrådsformand",
    "Kommunalbestyrelsen",
    "Byrådet",
    "Borgerrepræsentationen",
    "Økonomiudvalget",
    "Sundheds-, Pleje- og Seniorudvalget",
    "Sundhedsråd Kronjylland",
    "Forberedende Forretningsudvalg",
    "Norddjurs Kommune",
    "Region Midtjylland",
    "Regionshospitalet Randers",
    "Chefen for Ældre og Sundhed",
    "Den Tværgående Styregruppe",
    "Konstitueret Kommunaldirektør",
    "Sundhedsklyngen Aarhus",
    "Direktør, Sundhed og Omsorg",
    "Leder af Center for Sundhed",
    "Enheden for Digital Sundhed",
    "Parterne",
    "1. Viceborgmester",
]
PERSONS = [
    "Anne Hansen",
    "Jens Peter Sørensen",
    "Kommunaldirektør Anne Hansen",
    "Borgmester Åse Øster",
    "Anne Hansen, Kommunaldirektør",
    "Direktør Jens P. Sørensen",
    "Styregruppen v. Anne Hansen",
    "Styregruppen ved Anne Hansen",
    "Kommunaldirektør (Anne Hansen)",
    "Anne-Marie Holm",
    "Karen Ågård-Nielsen",
    "Borgmester – Jens Hansen",
    "Sundhedschef: Mette Lund",
    "Anne Hansen og Jens Sørensen",
    "Styregruppen / Mette Lund",
    "Søren Å. Kjær",
    "Økonomichef Åge Bæk",
    "Regionsdirektør Ida Maria Lund",
    "Mette Lund, Sundhed og Omsorg",
    "Leder Ole Bo Nør",
]


@pytest.mark.parametrize("said", FUNCTIONS)
def test_a_function_or_a_body_is_no_person(said: str) -> None:
    assert not may_be_a_person(said)


@pytest.mark.parametrize("said", PERSONS)
def test_a_persons_name_is_asked_about(said: str) -> None:
    assert may_be_a_person(said)


def test_the_register_has_98_municipalities_17_health_councils_and_a_source_for_each() -> None:
    known = Project(ROOT).register
    assert known is not None
    register = known.record

    assert len(register.by_name) == len({one.code.code for one in register.municipalities}) == 98
    assert len(register.health_councils) == 17
    unsure = {
        one.name for one in register.municipalities if one.health_council.confidence == "unverified"
    }
    assert unsure == {"Middelfart Kommune", "Billund Kommune"}


NORDDJURS = "data/municipalities/norddjurs.yaml"


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (
            Change(NORDDJURS, "name: Sundhedsråd Kronjylland", "name: Sundhedsråd Kronjyland"),
            "there is no health council «Sundhedsråd Kronjyland»",
            "Sundhedsråd Kronjylland",
        ),
        (
            Change(NORDDJURS, "name: Sundhedsråd Kronjylland", "name: Sundhedsråd Horsens"),
            "Norddjurs Kommune belongs to «Sundhedsråd Kronjylland», not to «Sundhedsråd Horsens»",
            "register.yaml",
        ),
        (
            Change(NORDDJURS, "name: Regionshospitalet Randers", "name: Regionshospitalet Rander"),
            "«Regionshospitalet Rander» is nearly «Regionshospitalet Randers»",
            "Randers",
        ),
        (
            Change(
                "data/regions/midtjylland.yaml",
                "official_name: Region Midtjylland",
                "official_name: Region Midtjyland",
            ),
            "«Region Midtjyland» is nearly «Region Midtjylland»",
            "Midtjylland",
        ),
        (
            Change(
                "data/bundles/midt-og-vestsjaelland.yaml",
                "health_council: Sundhedsråd Midt- og Vestsjælland",
                "health_council: Sundhedsråd Midt og Vestsjælland",
            ),
            "there is no health council «Sundhedsråd Midt og Vestsjælland»",
            "Midt- og Vestsjælland",
        ),
    ],
)
def test_a_misspelt_name_is_found(change: Change, message: str, hint: str, tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    plant(folder, Example(change, ""))
    project = Project(folder)

    found = checked(project, project.select(("norddjurs",), None, None), 1, ()).findings

    (one,) = (f for f in found if f.rule in ("unknown-health-council", "misspelt-name"))
    assert one.message == message
    assert hint in (one.hint or "")
    assert one.source is not None
    assert one.source.file == change.file
