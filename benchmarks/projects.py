"""Projects to build: the 43 agreements, and as many fictitious municipalities as wanted."""

import copy
import shutil
from pathlib import Path
from typing import Any

import yaml

from benchmarks.measuring import ROOT

AGREEMENT = "horisontal-samarbejdsaftale"
MODEL = "norddjurs"
TASK = "patientrettet-forebyggelse"
INVENTED = "fiktiv, kun til måling"


def agreements(folder: Path) -> Path:
    """A copy of the project with the agreements of both bundles and nothing else."""
    _copied(folder)
    for file in sorted((folder / "data" / "bundles").glob("*.yaml")):
        bundle = _read(file)
        bundle["annexes"] = [a for a in bundle["annexes"] if a["template"] == AGREEMENT]
        _write(file, bundle)
    return folder


def annexes(folder: Path) -> list[dict[str, Any]]:
    """The annexes of a project, each with the key of its bundle."""
    files = sorted((folder / "data" / "bundles").glob("*.yaml"))
    return [{**annex, "bundle": f.stem} for f in files for annex in _read(f)["annexes"]]


def fictitious(folder: Path, count: int) -> Path:
    """A project of `count` municipalities that nobody can take for real ones, an agreement each."""
    _copied(folder)
    model = _read(folder / "data" / "municipalities" / f"{MODEL}.yaml")
    bundle = _read(folder / "data" / "bundles" / "midtjylland.yaml")
    for kind in ("municipalities", "bundles"):
        shutil.rmtree(folder / "data" / kind)
        (folder / "data" / kind).mkdir()
    digits = max(3, len(str(count)))
    made = []
    for number in range(1, count + 1):
        key = f"fiktiv-{number:0{digits}}"
        name = f"Fiktiv {number:0{digits}}"
        _write(
            folder / "data" / "municipalities" / f"{key}.yaml", _municipality(model, name, number)
        )
        file_name = f"Samarbejdsaftale {name} Kommune"
        made.append(
            {"municipality": key, "task": TASK, "template": AGREEMENT, "file_name": file_name}
        )
    bundle |= {"title": "Fiktive aftaler, kun til måling", "annexes": made, "status": "draft"}
    _write(folder / "data" / "bundles" / "fiktiv.yaml", bundle)
    return folder


def _municipality(model: dict[str, Any], name: str, number: int) -> dict[str, Any]:
    fact = {"confidence": "unverified", "source": INVENTED}
    invented = copy.deepcopy(model) | {
        "name": name,
        "official_name": f"{name} Kommune",
        "code": str(100 + number % 900),
        "cvr": f"9{number:07}",
        "health_council": {"name": "Sundhedsråd Fiktivland", **fact},
        "hospital": {"name": "Fiktivhospitalet", **fact},
        "address": {
            "street": f"Fiktivvej {number}",
            "postal_code": "0000",
            "city": "Fiktivby",
            **fact,
        },
        "website": "fiktiv.invalid",
        "sources": dict.fromkeys(model["sources"], INVENTED),
    }
    budget = {
        "fixed_annual": 1_000_000 + 1_000 * number,
        "status": "fictitious",
        "source": INVENTED,
    }
    invented["council"] |= {"source": INVENTED, "confidence": "unverified"}
    invented["tasks"] = {TASK: {"budget": budget}}
    return invented


def _copied(folder: Path) -> None:
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, folder / name)


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _write(file: Path, value: Any) -> None:
    text = yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=99)
    file.write_text(text, encoding="utf-8")
