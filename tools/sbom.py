"""What the wheel is made of and needs, as a CycloneDX bill of materials: sbom.cdx.json.

Versions are those of requirements.txt, which has the hashes of their files; licences are those that
the packages state. The same packages give the same bytes: no time, no machine, no random number.
The wheel carries it (`.dist-info/sboms/`). Run by `make sbom`.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from aftalegen import __version__

ROOT = Path(__file__).parents[1]
SBOM = ROOT / "sbom.cdx.json"
FONTS = ROOT / "src/aftalegen/writers/pdf/fonts"

ALLOWED = frozenset(
    {
        *("MIT", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0", "PSF-2.0"),
        *("OFL-1.1", "MIT AND OFL-1.1", "Apache-2.0 OR BSD-2-Clause"),
        "MPL-2.0",
    }
)
"""Licences that ask for no more than that they are told. Another one is for a person to read.

The MPL asks that changes to its own files are given on; pikepdf is used as it comes, unchanged.
"""

STATED = {
    "MIT License": "MIT",
    "ISC License": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
}
"""What older packages write, in the words of SPDX."""

READ = {"jinja2": "BSD-3-Clause", "colorama": "BSD-3-Clause"}
"""The licences of packages that name only a family, or are not installed here: read by a person."""


def pinned() -> dict[str, str]:
    """The packages in requirements.txt, by name, with their versions."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", text, re.MULTILINE))


def licence(package: str) -> str:
    """The licence of a package, as SPDX writes it; raises ValueError where none is known."""
    if package in READ:
        return READ[package]
    told = metadata(package).json
    words = [told.get("license_expression"), told.get("license"), *told.get("classifier", ())]
    for word in words:
        found = STATED.get(str(word), str(word))
        if found in ALLOWED:
            return found
    raise ValueError(f"{package} states no licence that is allowed: {words[:2]}")


def needs(package: str) -> Iterator[str]:
    """The packages that one needs, of those that are pinned; extras left out."""
    try:
        stated = requires(package) or ()
    except PackageNotFoundError:
        return
    for one in stated:
        name, _, condition = one.partition(";")
        plain = re.split(r"[^A-Za-z0-9._-]", name.strip())[0].lower().replace("_", "-")
        if "extra" not in condition and plain in pinned():
            yield plain


def components() -> dict[str, Component]:
    """Each package that the program needs."""
    return {
        name: Component(
            name=name,
            version=version,
            bom_ref=f"pkg:pypi/{name}@{version}",
            purl=PackageURL("pypi", None, name, version),
            licenses=[LicenseExpression(licence(name))],
        )
        for name, version in pinned().items()
    }


def fonts() -> list[Component]:
    """The fonts that the wheel carries, with their hashes."""
    return [
        Component(
            name=path.name,
            type=ComponentType.FILE,
            bom_ref=f"font:{path.name}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=_sha256(path))],
            licenses=[LicenseExpression("OFL-1.1")],
        )
        for path in sorted(FONTS.glob("*.ttf"))
    ]


def sbom() -> bytes:
    """The bill of materials."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wheel = Component(
        name="aftalegen",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="aftalegen",
        purl=PackageURL("pypi", None, "aftalegen", __version__),
        licenses=[LicenseExpression(project["license"])],
        components=fonts(),
    )
    known = components()
    named = repr([(one.name, one.version) for one in known.values()]) + __version__
    bom = Bom(
        components=known.values(),
        metadata=BomMetaData(component=wheel),
        serial_number=uuid5(NAMESPACE_URL, named),
    )
    direct = [re.split(r"[^a-z0-9-]", one)[0] for one in project["dependencies"]]
    bom.register_dependency(wheel, [known[name] for name in direct])
    for name, component in known.items():
        bom.register_dependency(component, [known[other] for other in needs(name)])
    told: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    del told["metadata"]["timestamp"]
    return (json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    SBOM.write_bytes(sbom())
