"""Damages the shipped project at random, and says whether the program bears it.

`python -m tools.fuzzing 10000` makes so many mutations of YAML and templates
and writes the figure in docs/reliability.md. Each has a number, by which it
can be made again: `python -m tools.fuzzing 1 4711`. tests/test_fuzz.py makes a
few hundred of them.
"""

import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aftalegen.build.annex import Wanted
from aftalegen.build.builder import Builder
from aftalegen.build.formats import FORMATS
from aftalegen.build.made_of import sha256
from aftalegen.checks.proof import Refused
from aftalegen.checks.run import proved
from aftalegen.document.json import document_from_json
from aftalegen.editions.edition import load_edition
from aftalegen.editions.release import edition_files, write_edition
from aftalegen.editions.verify import MANIFEST, SUMS, sums_text
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError, each_error
from tests.conftest import ROOT
from tools.killing import run
from tools.reliability import record

TOKENS = (
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{%#",
        "#%}",
        "{#",
        "}",
        "{{ task.name }}",
        "{% if x %}",
        "{% endif %}",
    ),
    *(
        "{% for a in b %}",
        "{% endfor %}",
        '{% include "x.md" %}',
        "{{ ref('x') }}",
        "{% set x = 1 %}",
    ),
    *(
        "{{ task.__class__ }}",
        "{{ budget | kr }}",
        "| kr",
        "{{ 1 }}",
        "{% raw %}",
        "{{ signatures }}",
    ),
    *(
        "---\n",
        "\n---\n",
        "...",
        ":",
        ": ",
        "- ",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "#",
        "?",
        "|",
    ),
    *(
        ">-",
        "&a",
        "*a",
        "!!python/object:x",
        "<<: ",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "\\",
        "%",
        "@",
        "`",
    ),
    *(
        "null",
        "true",
        "no",
        "007",
        "4.422",
        "-1",
        "1e9",
        "9" * 40,
        "2026-02-30",
        "~",
        "'' '",
        '"\\ud800"',
    ),
    *(
        "*",
        "**",
        "_",
        "~~",
        "![x](y)",
        "[x](y)",
        "<b>",
        "</w:t>",
        "&amp;",
        "<!--",
        "```",
        "    x",
        "# x",
    ),
    *(
        "## x {#y}",
        "> x",
        "1. ",
        "| a | b |",
        "| :-- | --: |",
        ": x",
        "***",
        "\\\n",
        "  \n",
        "#let x = 1",
    ),
    *(
        "\0",
        "\x07",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\ue000",
        "\U000f0000",
    ),
    *(
        "æøå",
        "a\u030a",
        "\U0001f600",
        "\u4e2d",
        "\u0627",
        "\ufffd",
        "x" * 400,
        "../../etc",
        "CON",
        "a:b",
    ),
)
CROSS_RULES = frozenset(
    (
        "unknown-name", "template-value", "include-not-found", "unknown-reference",
        "deviation-hits-nothing", "no-such-template", "task-without-facts",
    )
)  # fmt: skip
"""Errors that name two places that do not fit together; the other one may be the damaged one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one mutation: the rules of its errors, or what must never happen."""

    number: int
    file: str
    rules: tuple[str, ...]
    fault: str = ""


class Fuzzer:
    """A copy of the shipped project, one file of which is damaged at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "projekt"
        for name in ("data", "templates"):
            shutil.copytree(ROOT / name, self.folder / name)
        self.files = sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.suffix in (".yaml", ".md") and path.is_file()
        )
        self.whole = Builder(Project(self.folder))
        self.annexes = self.whole.project.select((), None, None).annexes
        for annex in self.annexes:
            self.whole.annex_document(annex)
        self.edition = self._released()
        self.files += [
            path.relative_to(self.folder).as_posix()
            for path in sorted(self.edition.rglob("*"))
            if path.is_file()
        ]
        self.kinds = sorted({file.rsplit("/", 1)[0] for file in self.files})

    def _released(self) -> Path:
        """An edition of two annexes, as a draft; returns its folder."""
        project, bundle = self.whole.project, self.annexes[0].bundle
        two = replace(project.select((), None, None), annexes=self.annexes[:2])
        proof = proved(project, two, "draft", processes=1)
        if isinstance(proof, Refused):
            raise RuntimeError("the shipped project has errors: run aftalegen check")
        files = edition_files(project, proof, bundle.key)
        return write_edition(project, bundle.key, bundle.record.edition, files)

    def outcome(self, number: int) -> Outcome:
        """Damage one file, build an annex that it concerns, and put the file back."""
        chance = random.Random(number)
        kind = chance.choice(self.kinds)
        file = chance.choice([f for f in self.files if f.rsplit("/", 1)[0] == kind])
        path = self.folder / file
        before = path.read_bytes()
        damaged = _damaged(before, chance)
        path.write_bytes(damaged)
        try:
            if file.startswith("editions/"):
                rules = self._edition(file, before != damaged, chance)
            elif number % 200 == 0:
                rules = self._by_command(file, chance)
            else:
                rules = self._here(file, chance)
            return Outcome(number, file, rules)
        except Exception as error:
            return Outcome(number, file, (), f"{type(error).__name__}: {error}"[:600])
        finally:
            path.write_bytes(before)

    def _annex(self, file: str, chance: random.Random) -> BundleAnnex:
        key = Path(file).stem
        concerned = [
            annex
            for annex in self.annexes
            if key in (annex.bundle.key, (record := annex.record).task)
            or key == record.municipality
            or f"/{record.template}/" in f"/{file}"
        ]
        return chance.choice(concerned or self.annexes)

    def _here(self, file: str, chance: random.Random) -> tuple[str, ...]:
        """In this process: every writer, the PDF now and then."""
        annex = self._annex(file, chance)
        formats = ("txt", "docx", "json", *(["pdf"] if chance.random() < 0.1 else []))
        try:
            builder = self._builder(file)
            again = BundleAnnex(builder.project.bundle(annex.bundle.key), annex.index)
            if annex.index >= len(again.bundle.record.annexes):
                return ()
            errors = builder.build(Wanted(again, formats, {})).errors
        except AftalegenError as error:
            errors = (error,)
        found = tuple(single for error in errors for single in each_error(error))
        if found:
            self._judge(found, file)
        return tuple(sorted({error.rule for error in found}))

    def _builder(self, file: str) -> Builder:
        """A builder that has read everything before, but not the damaged file."""
        project = Project(self.folder)
        known = self.whole.project._known
        project._known = {k: v for k, v in known.items() if f"data/{k[0]}/{k[1]}.yaml" != file}
        if file != "data/law.yaml":
            project.__dict__["law"] = self.whole.project.law
        builder = Builder(project)
        if file.startswith("data/"):
            builder.templates = self.whole.templates
        return builder

    def _edition(self, file: str, changed: bool, chance: random.Random) -> tuple[str, ...]:
        """An edition with a damaged file: found by its hash; read past its hash, by its reader."""
        path = self.folder / file
        try:
            if chance.random() < 0.3 or path.suffix != ".json":
                self._require_found(file, changed)
            elif "/annexes/" in file:
                document = document_from_json(path.read_bytes(), file)
                for format in ("txt", "docx", *(["pdf"] if chance.random() < 0.3 else [])):
                    assert FORMATS[format].write(document, self.whole.project.style)
            else:
                self._load_with_new_hashes(path)
        except AftalegenError as error:
            found = each_error(error)
            self._judge(found, file)
            return tuple(sorted({single.rule for single in found}))
        return ()

    def _require_found(self, file: str, changed: bool) -> None:
        """A changed byte is found, and its file is named."""
        try:
            load_edition(self.whole.project, self.annexes[0].bundle.key, self.edition.name)
            assert not changed, "a changed byte was not found"
        except AftalegenError as error:
            named = {found.source.file for found in each_error(error) if found.source}
            assert file in named, f"{sorted(named)} is named, not {file}"
            raise

    def _load_with_new_hashes(self, path: Path) -> None:
        """Read an edition in which somebody made the hashes fit."""
        kept = {name: (self.edition / name).read_bytes() for name in (MANIFEST, SUMS)}
        try:
            if path.name != MANIFEST:
                tree = json.loads(kept[MANIFEST])
                for told in tree["index"]:
                    told["sha256"] = sha256((self.edition / told["name"]).read_bytes())
                (self.edition / MANIFEST).write_text(json.dumps(tree), encoding="utf-8")
            hashes = {
                found.relative_to(self.edition).as_posix(): sha256(found.read_bytes())
                for found in self.edition.rglob("*")
                if found.is_file() and found.name != SUMS
            }
            (self.edition / SUMS).write_bytes(sums_text(hashes))
            load_edition(self.whole.project, self.annexes[0].bundle.key, self.edition.name)
        finally:
            for name, data in kept.items():
                (self.edition / name).write_bytes(data)

    def _by_command(self, file: str, chance: random.Random) -> tuple[str, ...]:
        """By the real command, in a process of its own."""
        key = self._annex(file, chance).bundle.record.annexes[0].municipality
        with tempfile.TemporaryDirectory() as out:
            place = ["--project", str(self.folder), "--out", out]
            code, said = run("build", key, "--format", "txt,docx,pdf", *place)
        assert code in (0, 1, 2 if "error[unknown-who]" in said else 0, 3), said
        assert "Traceback" not in said, said
        return ("command",)

    def _judge(self, errors: tuple[AftalegenError, ...], file: str) -> None:
        """Every error has a place that exists, and the damaged file is blamed."""
        blamed = set()
        for error in errors:
            assert error.source is not None, f"{error.rule}: {error.message} has no place"
            path = self.folder / error.source.file
            if error.rule == "edition-changed":
                # A file that is gone, or two lists of hashes that say different things of it.
                blamed.add(file)
                continue
            assert path.is_file(), f"{error.source} does not exist"
            lines = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
            assert 1 <= error.source.line <= lines + 2, f"{error.source} of {lines}: {error.rule}"
            assert error.message.strip()
            blamed.add(error.source.file)
        blamed -= {other for other in blamed if self._joined(file, other)}
        others = {error.rule for error in errors if error.source and error.source.file != file}
        if blamed and file not in blamed:
            assert others <= CROSS_RULES, f"{sorted(blamed)} is blamed: {errors[0].message}"

    def _joined(self, file: str, other: str) -> bool:
        """Whether one of two pieces includes the other: what stands where they meet is of both."""
        one, two = ((self.folder / name).read_bytes() for name in (file, other))
        names = [name.removeprefix("templates/").encode() for name in (file, other)]
        return file != other and (names[1] in one or names[0] in two)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """One to three mutations of a file's bytes; of JSON also of its values."""
    if data.startswith(b"{\n") and chance.random() < 0.5:
        tree = json.loads(data)
        _damage_a_value(tree, chance)
        return json.dumps(tree, ensure_ascii=True).encode()
    for _number in range(chance.choice((1, 1, 1, 2, 3))):
        if chance.random() < 0.25:
            data = _with_damaged_bytes(data, chance)
        else:
            text = data.decode("utf-8", "surrogateescape")
            data = _with_damaged_text(text, chance).encode("utf-8", "surrogateescape")
    return data


def _damage_a_value(tree: Any, chance: random.Random) -> None:
    """Go down a JSON tree at random, and put something else in one place."""
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(tree[key], dict | list) and tree[key] and chance.random() < 0.9:
        return _damage_a_value(tree[key], chance)
    other = tree[chance.choice(keys)]
    token = chance.choice(TOKENS)
    tree[key] = chance.choice((None, True, -1, 10**30, 0.5, [], {}, "", token, [token], other))
    if chance.random() < 0.2:
        del tree[key]


def _with_damaged_bytes(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    to = min(len(data), at + chance.randrange(1, 30))
    match chance.randrange(8):
        case 0:
            return data[:at] + data[to:]
        case 1:
            return data[:at] + bytes(chance.randrange(256) for _ in range(to - at)) + data[to:]
        case 2:
            return data[:at]
        case 3:
            return data[:to] + data[at:]
        case 4:
            return data[:at] + bytes([chance.randrange(256)]) + data[at:]
        case 5:
            return data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"\t\n")))
        case 6:
            return chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\n")) + data
        case _:
            return data.decode("utf-8", "replace").encode("latin-1", "replace")


def _with_damaged_text(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
    token = chance.choice(TOKENS)
    at = chance.randrange(len(text) + 1)
    match chance.randrange(9):
        case 0:
            return text[:at] + token + text[at:]
        case 1:
            words = text.split(" ")
            words[chance.randrange(len(words))] = token
            return " ".join(words)
        case 2:
            del lines[here : here + chance.choice((1, 1, 2, 5))]
        case 3:
            lines.insert(there, lines[here])
        case 4:
            lines[here], lines[there] = lines[there], lines[here]
        case 5:
            indented = " " * chance.randrange(1, 5) + lines[here]
            lines[here] = indented if chance.random() < 0.5 else lines[here].lstrip()
        case 6:
            key, colon, _value = lines[here].partition(":")
            lines[here] = f"{key}{colon} {token}"
        case 7:
            lines[here : here + 2] = ["".join(lines[here : here + 2])]
        case _:
            return text[:at] + text[at + chance.randrange(1, 4) :]
    return "\n".join(lines)


_fuzzer: Fuzzer | None = None


def _begin() -> None:
    global _fuzzer
    _fuzzer = Fuzzer(Path(tempfile.mkdtemp()))


def _one(number: int) -> Outcome:
    assert _fuzzer is not None
    return _fuzzer.outcome(number)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    found: list[Outcome] = []
    with ProcessPoolExecutor(os.cpu_count(), initializer=_begin) as pool:
        for done, outcome in enumerate(
            pool.map(_one, range(first, first + times), chunksize=20), 1
        ):
            found.append(outcome)
            if outcome.fault:
                print(f"{outcome.number} {outcome.file}: {outcome.fault}", flush=True)
            if done % 1000 == 0:
                print(done, flush=True)
    rules = Counter(rule for outcome in found for rule in outcome.rules)
    print(", ".join(f"{rule} {number}" for rule, number in rules.most_common()))
    faults = sum(1 for outcome in found if outcome.fault)
    refused = sum(1 for outcome in found if outcome.rules and "command" not in outcome.rules)
    if times >= 1000:
        record(
            "mutations", f"{times} mutations, {refused} refused with their place: {faults} faults"
        )
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
