"""FIKTIV: a project with the shipped templates where nothing is missing, so that it is final.

One made-up municipality, its agreement and its Bilag 2. Whatever the shipped records call
unverified is called found here: nothing in it is true but the form.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.conftest import ADDRESS, NOUN, ROOT

BUNDLE, EDITION = "fiktiv", "V20260319"
RELEASE = ("release", BUNDLE, "--edition", EDITION)

MUNICIPALITY = f"""\
name: Fiktivby
official_name: Fiktivby Kommune
code: "901"
cvr: "90000004"
council: {NOUN}
region: midtjylland
health_council: {{name: Sundhedsråd Fiktiv, confidence: found, source: opdigtet}}
hospital: {{name: Fiktivby Sygehus, confidence: found, source: opdigtet}}
address: {ADDRESS}
website: fiktivby.dk
signatories: [Borgmester, Kommunaldirektør]
sources: {{name: opdigtet}}
tasks:
  patientrettet-forebyggelse:
    budget:
      fixed_annual: 1_234_000
      status: fictitious
      price_level: 2026-pl
      services: [{{name: sygdomsmestring, amount: 1_234_000}}]
      source: opdigtet
    local:
      offers: [{{name: Fiktivt sundhedshus, address: Fiktivvej 1, description: Hold og samtaler}}]
      opening_hours: Alle hverdage kl. 8-16.
      capacity: [{{service: sygdomsmestring, unit: forløb, annual: 100}}]
      staffing: [{{group: sygeplejersker, full_time_equivalents: "4"}}]
      contacts: [{{role: henvisning, unit: Fiktivt sundhedshus, phone: "00 00 00 00", email: post@fiktivby.dk}}]
      baseline: []
      suppliers: []
      sub_processors: []
      source: opdigtet
"""
_BUNDLE = f"""\
title: FIKTIV aftale om patientrettet forebyggelse
region: midtjylland
edition: {EDITION}
edition_date: 2026-03-19
case_number: FIKTIV-1
agreement_date: 2026-03-26
enters_into_force: 2027-01-01
choices:
__CHOICES__
  data_role: separate
  compensation_payer: fault
  insurance: self
  notice_months: 12
  duration: indefinite
  payment_schedule: monthly
  price_regulation: den fiktive regulering
  overrun_borne_by: shared
  underspend: repaid
  overhead: included
  complaint_reply_days: 10
annexes:
  - {{municipality: fiktivby, task: patientrettet-forebyggelse, template: horisontal-samarbejdsaftale,
     number: 1, file_name: FIKTIV aftale, case_number: FIKTIV-1, document_id: FIKTIV-2,
     municipality_case_number: FIKTIV-9}}
  - {{municipality: fiktivby, task: patientrettet-forebyggelse, template: bilag-2,
     number: 2, file_name: FIKTIV Bilag 2, case_number: FIKTIV-1, document_id: FIKTIV-3,
     municipality_case_number: FIKTIV-9}}
sources: {{title: opdigtet}}
"""


def complete_project(folder: Path) -> Path:
    """The project, laid out in a folder; returns the folder."""
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    for kind in ("municipalities", "bundles", "approvals"):
        shutil.rmtree(folder / "data" / kind)
        (folder / "data" / kind).mkdir()
    for path in (folder / "data").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("skal bekræftes", "opdigtet")
        text = re.sub("confidence: (unverified|inferred|draft)", "confidence: found", text)
        text = re.sub("text: null\n( *)awaited: (.*)", r"text: fiktiv \\2", text)
        path.write_text(text, encoding="utf-8")
    (folder / "data/municipalities/fiktivby.yaml").write_text(MUNICIPALITY, encoding="utf-8")
    bundle = _BUNDLE.replace("__CHOICES__\n", "".join(_chosen()))
    (folder / "data/bundles/fiktiv.yaml").write_text(bundle, encoding="utf-8")
    return folder


def _chosen() -> Iterator[str]:
    """Something for each declared choice that the bundle does not choose itself."""
    for path in sorted((ROOT / "templates/valg").glob("*.md")):
        head = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
        if f"\n  {path.stem}:" not in _BUNDLE and "of" not in head:
            first = next(iter(head.get("alternatives", ())), None)
            value = first or {"number": 10, "date": "2030-12-31", "text": "fiktivt"}[head["value"]]
            yield f"  {path.stem}: {value}\n"
