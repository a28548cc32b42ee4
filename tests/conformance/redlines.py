"""Redlines of every agreement on patientrettet forebyggelse in Midtjylland before other programs.

The states of 2 and 24 February are reconstructed (tests/february.py): from the first to the second
a section comes in and three diseases go out, from the second to the shipped one comes back.
LibreOffice and pandoc each accept and reject all, and must then say what the files of the new and
of the old state say.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

from tests.conformance.products import Finding, Product, Verdict, first_few
from tools.february import copied_project, put_at

BUNDLE, TASK = "midtjylland", "patientrettet-forebyggelse"
STATES = (("2026-02-02", "V20260202"), ("2026-02-24", "V20260224"), ("2026-03-19", "V20260319"))
AGREEMENT = "Horisontal samarbejdsaftale"
HERE = Path(__file__).parent
OFFICE_FILES = 24
"""So many files in one start of LibreOffice: it grows tired."""

Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedlineProduct(Product):
    """A redline as a product, and the unmarked files of its old and its new state."""

    old: Path
    new: Path


def redlined(folder: Path) -> tuple[RedlineProduct, ...]:
    """Every redline between two states that follow each other, made by the commands."""
    project = copied_project(folder / "project")
    for day, edition in STATES:
        put_at(project, day)
        _run(project, "release", BUNDLE, "--edition", edition, "--draft")
        _run(project, "rebuild", BUNDLE, "--edition", edition, "--format", "docx")
    products: list[RedlineProduct] = []
    for (_before, old), (_day, new) in pairwise(STATES):
        out = folder / new
        command = ("redline", BUNDLE, "--task", TASK, "--from", old, "--to", new)
        _run(project, *command, "--out", str(out))
        for docx in sorted((out / BUNDLE).glob(f"* ændringer siden {old}.docx")):
            name = docx.name.removesuffix(f" ændringer siden {old}.docx")
            unmarked = project / "output" / BUNDLE
            then = next((unmarked / old).glob(f"{_who(name)}*.docx"))
            now = unmarked / new / f"{name}.docx"
            products.append(RedlineProduct(docx, docx.with_suffix(".pdf"), [], then, now))
    if len(products) != 2 * 19:
        raise RuntimeError(f"{len(products)} redlines instead of 38")
    return tuple(products)


def _who(name: str) -> str:
    """A file name up to its date: the municipality's agreement in every state."""
    return re.sub(r"\d+\. \w+ \d{4}$", "", name)


def _run(project: Path, *words: str) -> None:
    command = [sys.executable, "-m", "aftalegen", *words, "--project", str(project)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(words)} failed: {done.stderr[-1000:]}")


def changes_in_libre_office(products: Sequence[RedlineProduct]) -> Verdict:
    """Accepting and rejecting all in LibreOffice, with its styles and numbers."""
    asked = list(dict.fromkeys(pair for product in products for pair in _questions(product)))
    said: dict[tuple[str, Path], list[Line]] = {}
    for start in range(0, len(asked), OFFICE_FILES):
        some = asked[start : start + OFFICE_FILES]
        for pair, lines in zip(some, _office_said(some), strict=True):
            said[pair] = list(_office_lines(lines))
    return _verdict("LibreOffice, changes", products, said)


def _office_said(asked: Sequence[tuple[str, Path]]) -> list[list[list[str]]]:
    """What LibreOffice answers in one start."""
    with tempfile.TemporaryDirectory(prefix="aftalegen-changes-") as folder:
        answer = Path(folder) / "answer.json"
        words = [word for action, file in asked for word in (action, str(file))]
        command = ["/usr/bin/python3", str(HERE / "uno_changes.py"), str(answer), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise RuntimeError(done.stderr[-1000:])
        found: list[list[list[str]]] = json.loads(answer.read_text(encoding="utf-8"))
        return found


def changes_in_pandoc(products: Sequence[RedlineProduct]) -> Verdict:
    """Accepting and rejecting all in pandoc, which knows words and paragraphs."""
    asked = dict.fromkeys(pair for product in products for pair in _questions(product))
    said = {(action, file): list(_pandoc_lines(action, file)) for action, file in asked}
    return _verdict("pandoc, changes", products, said)


def _questions(product: RedlineProduct) -> tuple[tuple[str, Path], ...]:
    red = product.docx
    return ("reject", red), ("show", product.old), ("accept", red), ("show", product.new)


def _verdict(
    judge: str, products: Sequence[RedlineProduct], said: dict[tuple[str, Path], list[Line]]
) -> Verdict:
    findings: list[Finding] = []
    compared = 0
    for product in products:
        questions = _questions(product)
        for asked, expected in (questions[:2], questions[2:]):
            compared += len(said[expected])
            pairs = zip_longest(said[expected], said[asked])
            faults = [f"{asked[0]}: expected {w}, shown {g}" for w, g in pairs if w != g]
            findings += [Finding(product.docx.name, fault) for fault in first_few(faults)]
    figures = f"{len(products)} redlines accepted and rejected, {compared} blocks compared"
    return Verdict(judge, figures, tuple(findings))


# --- what they say ------------------------------------------------------------------------------


AFTER_FOOT = "Titelblad mangler"
"""The style of what follows the line at the foot of the title page. LibreOffice takes that line out
into a frame, and loses the marks of a paragraph after it; the other programs judge this one."""


def _office_lines(lines: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Paragraphs with style and number, and tables; what has no words left is no line."""
    for kind, *words in lines:
        if kind == AFTER_FOOT:
            continue
        if kind == "table":
            cells = [cell for cell in words if cell.strip("\u200d\n ")]
            if cells:
                yield (kind, *cells)
        elif words[-1].strip():
            # The page in the contents is layout.
            yield (kind, *words[:-1], _one_line(words[-1], contents=kind == "Contents 1"))


def _one_line(words: str, *, contents: bool) -> str:
    line = " ".join(words.split())
    return re.sub(r" \d+$", "", line) if contents else line


def _pandoc_lines(action: str, file: Path) -> Iterator[Line]:
    how = "reject" if action == "reject" else "accept"
    command = ["pandoc", f"--track-changes={how}", "--to", "json", str(file)]
    done = subprocess.run(command, capture_output=True, check=True)
    for line in _blocks(json.loads(done.stdout)["blocks"]):
        words = " ".join(line.split())
        if words.strip("| "):
            yield (re.sub(r" \d+$", "", words),)


def _blocks(blocks: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The words of pandoc's blocks; a new row that was rejected is an empty one there."""
    for block in blocks:
        content = block.get("c")
        match block["t"]:
            case "Para" | "Plain":
                yield _words(content)
            case "Header":
                yield _words(content[2])
            case "BulletList":
                yield from (line for item in content for line in _blocks(item))
            case "OrderedList":
                yield from (line for item in content[1] for line in _blocks(item))
            case "Table":
                rows = [*content[3][1], *(row for body in content[4] for row in body[3])]
                for row in rows:
                    yield " | ".join(" ".join(_blocks(cell[4])) for cell in row[1])
            case "Div":
                yield from _blocks(content[1])
            case "BlockQuote":
                yield from _blocks(content)
            case kind:
                raise ValueError(f"pandoc has {kind}")


def _words(node: object) -> str:
    match node:
        case {"t": "Str", "c": str(text)}:
            return text
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            return " "
        case {"c": content}:
            return _words(content)
        case list():
            return "".join(_words(part) for part in node if not isinstance(part, str))
        case _:
            return ""
