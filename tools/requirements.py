"""The pinned requirements, every file with its hash, from the groups in pyproject.toml.

`make requirements` keeps the versions that are pinned where they still fit, and looks for others
where they do not; `python -m tools.requirements --upgrade` takes the newest of all.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

FILES: dict[str, tuple[str, ...]] = {
    "requirements.txt": ("pyproject.toml",),
    "requirements-dev.txt": ("pyproject.toml", "--group", "dev"),
    "requirements-benchmark.txt": ("pyproject.toml", "--group", "benchmark"),
    "requirements-audit.txt": ("--group", "audit"),
    "requirements-engines.txt": ("--group", "engines"),
}
"""Each file, and what it holds: what the program needs, a group, or both."""

# Every platform's files; nothing of this machine, such as where a package was found.
COMPILE = (
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-header", "--no-annotate", "--no-emit-index-url",
)  # fmt: skip


def main() -> None:
    from uv import find_uv_bin

    for name, what in FILES.items():
        words = (*COMPILE, *what, "--output-file", name, *sys.argv[1:])
        subprocess.run([find_uv_bin(), *words], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
