"""Guides that are tested: what a page says a reader does is done, and must give what it shows.

A page's fenced blocks are followed from the top, in one folder that begins empty:

* ```` ```console ````: lines after "$ " are commands, the lines below what they show (stdout and
  stderr together). A line "…" stands for any lines, "…" within a line for any words, and times for
  any time; hard spaces are spaces. "[exit 3]" at the end says that a command ends so; others end in 0.
* ```` ```diff ````: an edit of the file named after "+++ ". What is taken out must be there, once.
* A block whose first words after the kind are a file's name is that file, written anew:
  ```` ```yaml data/municipalities/nyby.yaml ````.

Other blocks are for the eye. `python -m tools.transcripts docs/vejledning.md` writes into the page
what the commands show now.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "aftalegen")

_FENCE = re.compile(r"^```(\S+)[ ]?(.*?)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_TIME = re.compile(r"\b\d+[.,]\d+ s\b")
_EXIT = re.compile(r"\[exit (\d+)\]")


class Differs(AssertionError):
    """A page and what really happens are not the same; the message says where and how."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its kind, what stands after the kind, and its text from `start` in the page.

    `line` is that of the fence, counted from 1.
    """

    kind: str
    title: str
    text: str
    start: int
    line: int


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it is typed, and the lines that the page shows below it."""

    typed: str
    shown: tuple[str, ...]


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(found[1], found[2].strip(), found[3], found.start(3), _line(page, found.start()))
        for found in _FENCE.finditer(page)
    ]


def _line(page: str, place: int) -> int:
    return page.count("\n", 0, place) + 1


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    found: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
        else:
            raise Differs(f"line {block.line}: a console block begins with a command")
    return [Command(typed, tuple(shown)) for typed, shown in found]


class Reader:
    """Somebody who follows a page: in a folder, with programs by name."""

    def __init__(
        self, folder: Path, programs: Mapping[str, Sequence[str]], env: Mapping[str, str]
    ) -> None:
        self.folder = folder
        self.programs = programs
        self.env = env

    def follow(self, page: str) -> str:
        """Do all that a page says; the page as it should be. Raises Differs if a step fails."""
        told, at = "", 0
        for block in blocks(page):
            told += page[at : block.start] + self._done(block)
            at = block.start + len(block.text)
        return told + page[at:]

    def _done(self, block: Block) -> str:
        """The block's text as it should be, when what it says has been done."""
        if block.kind == "console":
            return "".join(f"$ {one.typed}\n{self._shown(one)}" for one in commands(block))
        if block.kind == "diff":
            self.edit(block)
        elif block.title:
            path = self.folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        return block.text

    def _shown(self, command: Command) -> str:
        """What a command shows: the page's own lines if they fit."""
        code, output = self.run(command.typed)
        ended = [f"[exit {code}]"] if code else []
        said = [line for line in command.shown if not _EXIT.fullmatch(line)]
        lines = output.splitlines()
        lines = said if fits(said, lines) else lines
        return "".join(f"{line}\n" for line in (*lines, *ended))

    def run(self, typed: str) -> tuple[int, str]:
        """The exit code of a command, and what it said."""
        name, *arguments = shlex.split(typed)
        if name == "cd":
            self.folder = (self.folder / arguments[0]).resolve()
            return 0, ""
        if name not in self.programs:
            raise Differs(f"no program for «{typed}»")
        done = subprocess.run(
            [*self.programs[name], *arguments], cwd=self.folder, env=self.env,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout.decode().replace("\r\n", "\n").replace("\u00a0", " ")

    def edit(self, block: Block) -> None:
        """An edit as the page shows it: the file's own lines are looked for, not their numbers."""
        lines = block.text.splitlines()
        (name,) = (line[4:].strip() for line in lines if line.startswith("+++ "))
        body = [line for line in lines if not line.startswith(("+++ ", "--- ", "@@"))]
        old = "".join(f"{line[1:]}\n" for line in body if not line.startswith("+"))
        new = "".join(f"{line[1:]}\n" for line in body if not line.startswith("-"))
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise Differs(
                f"line {block.line}: {name} has the lines {text.count(old)} times:\n{old}"
            )
        path.write_text(text.replace(old, new), encoding="utf-8")


def fits(shown: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a page's lines say what really came."""
    pattern = "".join(
        "(?:.*\n)*?" if line.strip() == "…" else _pattern(line) + "\n" for line in shown
    )
    return bool(re.fullmatch(pattern, "".join(f"{_TIME.sub('# s', line)}\n" for line in lines)))


def _pattern(line: str) -> str:
    return ".*".join(map(re.escape, _TIME.sub("# s", line).split("…")))


def reader(folder: Path, program: Sequence[str] = PROGRAM, **env: str) -> Reader:
    """A reader with aftalegen, in Danish, on a terminal of 80 columns that shows plain text."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("AFTALEGEN_")}
    own |= {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80", "PYTHONUNBUFFERED": "1"}
    return Reader(folder, {"aftalegen": program}, own | env)


def difference(page: str, told: str) -> str:
    """The lines that differ, for the person who mends the page."""
    import difflib

    lines = difflib.unified_diff(page.splitlines(), told.splitlines(), "page", "really", "", "", 1)
    return "\n".join(lines)


def main(names: Sequence[str]) -> None:
    """Write into pages what their commands show now."""
    for name in names:
        path = Path(name)
        with tempfile.TemporaryDirectory() as folder:
            told = reader(Path(folder)).follow(path.read_text(encoding="utf-8"))
        path.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
