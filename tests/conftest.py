"""What several tests need: messages in English, the shipped project, and a small one of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from aftalegen.build.builder import Builder
from aftalegen.document.nodes import Document
from aftalegen.records.project import Project
from aftalegen.words import language
from aftalegen.words.alphabet import forbidden_character
from aftalegen.words.faults import AftalegenError, each_error

ROOT = Path(__file__).parents[1]

# How many examples a property is tried with: the profile `ci` in `make conformance`, `fuzz` in `make fuzz`.
for name, examples in {"default": 50, "ci": 1_000, "fuzz": 10_000}.items():
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        derandomize=name != "fuzz",  # what passed once passes until something is changed
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
settings.load_profile("default")

SIGNS = "*_|`<>#{}%&[]()\\~!:-+.1 \n\"'$@/=«»æøåÅ§½–…\u00a0"
PRINTABLE = (
    # A list of signs: of a text's own alphabet, hypothesis draws the rare ones rarely.
    st.lists(
        st.sampled_from(SIGNS)
        | st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")).filter(
            lambda sign: forbidden_character(sign) is None
        ),
        min_size=1,
        max_size=40,
    )
    .map("".join)
    .filter(lambda text: not text.isspace())
)
"""Any text that may stand as a value, with many of the signs that mean something somewhere."""

NOUN = "{indefinite: råd, definite: rådet, genitive: rådets, gender: neuter, confidence: case-file, source: sagen}"
ADDRESS = "{street: Torvet 1, postal_code: '8000', city: Byen, confidence: found, source: sagen}"

MUNICIPALITY = f"""\
name: NAME
official_name: NAME Kommune
code: "CODE"
cvr: "CVR"
council: {NOUN}
region: midt
health_council: {{name: Sundhedsråd Prøve, confidence: found, source: sagen}}
address: {ADDRESS}
signatories:
  - Borgmester
  - Kommunaldirektør
sources: {{name: opdigtet}}
tasks:
  forebyggelse:
    budget:
      fixed_annual: AMOUNT
      status: fictitious
      services:
        - name: sygdomsmestring
          amount: PART
    local:
      opening_hours: null
      special_terms: []
"""

TASK = """\
name: forebyggelse
definite: forebyggelsen
genitive: forebyggelsens
unit: forløb
legal_bases: [sundhedsloven_118_d_1]
intentions: [at forebygge]
target_group:
  midt: {text: Voksne borgere, source: sagen}
excluded: [genoptræning]
services:
  - {key: samtale, name: samtale, description: En samtale.}
boundary: [Kommunen har resten.]
quality_standards: Efter standarderne.
operated_by: {midt: municipality}
sources: {name: opdigtet}
"""

REGION = f"""\
name: Midt
official_name: Region Midt
cvr: null
decided_by: {NOUN}
council: {NOUN}
address: {ADDRESS}
valid_from: 2027-01-01
signatories: [Regionsrådsformand]
sources: {{name: opdigtet}}
"""

BUNDLE = """\
title: Aftaler i Midt
region: midt
edition: V20260319
edition_date: 2026-03-19
enters_into_force: 2027-01-01
choices:
  overhead: included
  notice_months: 12
task_choices:
  forebyggelse:
    notice_months: 6
annexes:
  - {municipality: nordby, task: forebyggelse, template: aftale, file_name: Aftale Nordby}
  - {municipality: soenderaa, task: forebyggelse, template: aftale, file_name: Aftale Sønderå}
sources: {title: opdigtet}
"""

LAW = """\
statutes:
  sundhedsloven_118_d_1:
    text: sundhedslovens § 118 d, stk. 1
    content: Aftaler om drift.
    confidence: case-file
    source: sagen
"""

TEMPLATE = """\
title: Aftale om {{ task.name }}
subtitle: mellem {{ region.official_name }} og {{ municipality.official_name }}
contents: true
facts:
  - label: Kommune
    value: "{{ municipality.name }}"
"""

PARTIES = """\
---
key: parter
title: Parter
---
Aftalen er mellem {{ region.official_name }} og {{ municipality.official_name }},
jf. {{ ref("oekonomi") }}. Den indgås efter {{ law.sundhedsloven_118_d_1 }}, træder i kraft den {{ bundle.enters_into_force | date }}, og Parterne evaluerer Aftalen årligt.

{{ signatures }}
"""

MONEY = """\
---
key: oekonomi
title: Økonomi
---
Rammen er **{{ budget.fixed_annual | kr }}** om året. {#rammebeloeb}

: Indsatser

| Indsats | Beløb |
| :------ | ----: |
{% for service in budget.services %}
| {{ service.name }} | {{ service.amount | kr }} |
{% endfor %}
"""


CHOICES = {
    "overhead": "alternatives: {included: i Rammen, separate: særskilt}",
    "data_role": "alternatives: {separate: hver sit, joint: fælles, processor: databehandler}",
    "duration": "alternatives: {indefinite: til opsigelse, fixed: tidsbegrænset}",
    "insurance": "alternatives: {self: selvforsikring, policy: forsikring}",
    "expires_on": "value: date",
    "notice_months": "value: number\nleast: 1\nmost: 36",
}
"""Choices without texts, which templates ask for by `choices.…`."""

CHOICE_TITLES = {
    "notice_months": "opsigelsesvarsel i måneder",
    "expires_on": "udløbsdato",
    "insurance": "forsikringsforhold",
    "duration": "aftalens varighed",
}


class SmallProject:
    """A project of two fictitious municipalities, written out in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.section_file = "templates/aftale/02-oekonomi.md"
        self.municipality_file = "data/municipalities/nordby.yaml"
        nordby = {"NAME": "Nordby", "CODE": "901", "CVR": "90000004", "AMOUNT": "1_234_000"}
        nordby["PART"] = "1234000"  # the whole of it, written so that a test can change the other
        soenderaa = {"NAME": "Sønderå", "CODE": "902", "CVR": "90000012", "AMOUNT": "null"}
        soenderaa["PART"] = "1_000_000"
        for key, words in {"nordby": nordby, "soenderaa": soenderaa}.items():
            text = MUNICIPALITY
            for word, value in words.items():
                text = text.replace(f": {word}", f": {value}").replace(f'"{word}"', f'"{value}"')
            self.write(f"data/municipalities/{key}.yaml", text)
        self.write("data/tasks/forebyggelse.yaml", TASK)
        self.write("data/regions/midt.yaml", REGION)
        self.write("data/bundles/midtbundt.yaml", BUNDLE)
        self.write("data/law.yaml", LAW)
        self.write("templates/aftale/template.yaml", TEMPLATE)
        self.write("templates/aftale/01-parter.md", PARTIES)
        self.write("templates/aftale/02-oekonomi.md", MONEY)
        for key, what in CHOICES.items():
            title = CHOICE_TITLES.get(key, key)
            head = f"---\ntitle: {title}\nhelp: Det, der vælges.\n{what}\n---\n"
            self.write(f"templates/valg/{key}.md", head)
        (folder / "templates/house").mkdir()
        shutil.copy(ROOT / "templates/house/style.yaml", folder / "templates/house/style.yaml")

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def change(self, name: str, old: str, new: str) -> None:
        """One piece of a file replaced; it must be there."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def section(self, body: str, head: str = "key: oekonomi\ntitle: Økonomi") -> None:
        """The second section's text; its body begins on line 5."""
        self.write(self.section_file, f"---\n{head}\n---\n{body}\n")

    def document(self, municipality: str = "nordby") -> Document:
        """The annex of one municipality, read anew from the files."""
        project = Project(self.folder)
        (selection,) = project.select((municipality,), None, None).annexes
        return Builder(project).annex_document(selection)

    def errors(self, municipality: str = "nordby") -> tuple[AftalegenError, ...]:
        """What keeps an annex from being made."""
        with pytest.raises(AftalegenError) as caught:
            self.document(municipality)
        return each_error(caught.value)

    def error(self, municipality: str = "nordby") -> AftalegenError:
        (only,) = self.errors(municipality)
        return only


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AFTALEGEN_LANG", "en")
    monkeypatch.delenv("AFTALEGEN_PROJECT", raising=False)
    language.use_language("en")
    yield
    language.use_language("en")


@pytest.fixture(autouse=True, scope="session")
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests, and the programs that they start, keep nothing among the person's own things."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture
def small_project(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path / "projekt")


@pytest.fixture(scope="session")
def new_small_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], SmallProject]:
    """For property tests, which may not take a fixture of one test."""
    return lambda: SmallProject(tmp_path_factory.mktemp("projekt"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what hypothesis tries with many examples."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("property")
