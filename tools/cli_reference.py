"""Writes docs/kommandoer.md from `--help`. Run by `make docs`."""

import contextlib
import io
import os
from pathlib import Path

os.environ["COLUMNS"] = "96"

from aftalegen.cli.app import main
from aftalegen.cli.commands import command_names

PAGE = Path(__file__).parent.parent / "docs" / "kommandoer.md"
HEAD = """# Kommandoer

Skrevet af programmet selv (`make docs`); ret teksten i `src/aftalegen/cli/`.
"""


def _help(*arguments: str) -> str:
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        main(["--lang", "da", *arguments, "--help"])
    return text.getvalue().rstrip()


def reference() -> str:
    """The page as it should stand."""
    parts = [HEAD, f"## aftalegen\n\n```\n{_help()}\n```\n"]
    parts += [f"## aftalegen {name}\n\n```\n{_help(name)}\n```\n" for name in command_names()]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
