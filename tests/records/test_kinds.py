"""What kind of document a template makes is declared; before it was, signatures told it."""

import pytest

from aftalegen.cli.app import main
from aftalegen.editions.status import statuses
from aftalegen.records.agreements import Agreements
from aftalegen.records.kinds import kind_of
from aftalegen.records.project import Project
from tests.conftest import SmallProject

TEMPLATE = "title: T\nsubtitle: S\ncontents: false\n"
BUNDLE = "data/bundles/midtbundt.yaml"


def template(small: SmallProject, text: str, head: str = TEMPLATE, name: str = "andet") -> None:
    small.write(f"templates/{name}/template.yaml", head)
    small.write(f"templates/{name}/01-a.md", f"---\nkey: a\ntitle: A\n---\n{text}\n")


@pytest.mark.parametrize(
    ("head", "text", "kind"),
    [
        ("kind: lokalt-bilag\n", "{{ signatures }}", "lokalt-bilag"),
        ("kind: samarbejdsaftale\n", "Ord.", "samarbejdsaftale"),
        ("kind: tillaegsaftale\n", "Ord.", "tillaegsaftale"),
        ("", "Ord.\n\n{{ signatures }}", "samarbejdsaftale"),
        ("", '{% include "faelles/underskrift.md" %}', "samarbejdsaftale"),
        ("", '{% include "faelles/ord.md" %}', "lokalt-bilag"),
        ("", '{% include "../hemmeligt.md" %}', "lokalt-bilag"),
        ("", "Om signatures.", "lokalt-bilag"),
        ("kind: noget\n", "Ord.", None),
    ],
)
def test_a_template_makes_what_it_declares_or_what_is_signed(
    head: str, text: str, kind: str | None, small_project: SmallProject
) -> None:
    small_project.write("templates/faelles/underskrift.md", '{% include "faelles/her.md" %}')
    small_project.write(
        "templates/faelles/her.md", '{% include "faelles/underskrift.md" %}\n{{ signatures }}'
    )
    small_project.write("templates/faelles/ord.md", "Ord.")
    small_project.write("hemmeligt.md", "{{ signatures }}")
    template(small_project, text, head + TEMPLATE)
    assert kind_of(small_project.folder / "templates", "andet") == kind


def test_in_a_project_from_before_kinds_an_annex_goes_with_its_agreement(
    small_project: SmallProject,
) -> None:
    template(small_project, "Lokale forhold.", name="bilag")
    line = "  - {municipality: nordby, task: forebyggelse, template: bilag, file_name: Bilag 2}\n"
    small_project.change(BUNDLE, "sources:", f"{line}sources:")
    project = Project(small_project.folder)
    selected = project.select((), None, None).annexes

    agreements = Agreements(project).of(selected)
    assert [one.template for one in agreements] == ["aftale", "aftale"]
    (bundle,) = statuses(project, selected, project.bundle("midtbundt").record.edition_date)
    assert [one.agreement.municipality for one in bundle.tasks] == ["nordby", "soenderaa"]


@pytest.mark.parametrize(("kind", "code"), [("samarbejdsaftale", 1), ("lokalt-bilag", 0)])
def test_what_an_agreement_must_say_is_asked_by_kind_and_not_by_signatures(
    kind: str,
    code: int,
    small_project: SmallProject,
    capsys: pytest.CaptureFixture[str],
) -> None:
    signed = "" if code else "\n\n{{ signatures }}"
    template(small_project, f"Ord.{signed}", f"kind: {kind}\n{TEMPLATE}", "bilag")
    line = "  - {municipality: nordby, task: forebyggelse, template: bilag, file_name: Bilag 2}\n"
    small_project.change(BUNDLE, "sources:", f"{line}sources:")

    names = "legal-basis-missing,follow-up-missing,entry-into-force-missing"
    assert main(["check", "--project", str(small_project.folder), "--select", names]) == code
    assert capsys.readouterr().out.count("error[") == 3 * code
