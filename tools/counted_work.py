"""Figures of work that hostile or very large files ask for: `python -m tools.counted_work [BEFORE]`.

Writes them into docs/reliability.md, between two marks of its own. BEFORE is another checkout with
its own `.venv`, to compare with. All texts are made here, and FIKTIV.
"""

import json
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- counted work -->", "<!-- /counted work -->"
LONGEST = 90
SECTION = "templates/bilag-2/01-lokale-tilbud.md"


def document(program: str, folder: Path) -> dict[str, object]:
    """An annex of the shipped project as JSON."""
    command = [program, "build", "norddjurs", "--format", "json", "--out", str(folder / "made")]
    subprocess.run(command, cwd=folder, capture_output=True)
    path = next(p for p in (folder / "made").rglob("*.json") if not p.name.startswith("."))
    return dict(json.loads(path.read_text(encoding="utf-8")))


def saying(base: dict[str, object], texts: list[str], path: Path) -> None:
    """The annex with one section of these paragraphs."""
    section = {**base["sections"][0], "key": "stort"}  # type: ignore[index]
    section["blocks"] = [
        {"node": "Paragraph", "inlines": [{"node": "Text", "text": text}]} for text in texts
    ]
    path.write_text(json.dumps({**base, "sections": [section]}), encoding="utf-8")


def logo() -> bytes:
    """A PNG of 1 MB with a colour profile of 1 GB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + sum

    packer = zlib.compressobj(9)
    profile = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1 << 10)) + packer.flush()
    head = struct.pack(">IIBBBBB", 400, 100, 8, 0, 0, 0, 0)
    points = zlib.compress((b"\0" + b"\x80" * 400) * 100)
    parts = ((b"IHDR", head), (b"iCCP", b"k\0\0" + profile), (b"IDAT", points), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def measured(command: list[str], folder: Path) -> str:
    """Seconds of work, memory at most, and the exit code of a command."""
    code = (
        "import resource,subprocess,sys;"
        f"c=subprocess.run(sys.argv[1:],capture_output=True,timeout={LONGEST}).returncode;"
        "r=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(f'{r.ru_utime:.1f} s, {r.ru_maxrss // 1024} MB, exit {c}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=folder, capture_output=True, text=True
    )
    return done.stdout.strip() or f"over {LONGEST} s"


def figures(checkout: Path) -> dict[str, str]:
    """Every figure of one checkout, by what was done."""
    program = str(checkout / ".venv" / "bin" / "aftalegen")
    found = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        subprocess.run([program, "init", str(folder / "p")], capture_output=True)
        project, random = folder / "p", Random(1)
        words = [f"ord{random.randrange(1500)}" for _ in range(20_000)]
        texts = [" ".join(random.choices(words, k=30)) for _ in range(1600)]
        base = document(program, project)
        redline = [program, "redline", "a.json", "b.json", "--format", "html", "--out", "ud"]
        for name, old, new in (
            ("`redline`, 1,600 changed paragraphs", texts, [f"nyt {text}" for text in texts]),
            (
                "`redline`, one paragraph of 20,000 words, every 7th new",
                [" ".join(words)],
                [" ".join(f"nyt{n}" if n % 7 == 0 else w for n, w in enumerate(words))],
            ),
        ):
            saying(base, old, folder / "a.json")
            saying(base, new, folder / "b.json")
            found[name] = measured(redline, folder)
        with zipfile.ZipFile(folder / "m.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", "[" + "[]," * 21_000_000 + "[]]")
            archive.writestr("SHA256SUMS", "0" * 64 + "  x\n")
        name = "`verify`, a zip of 61 KB with 21 million values"
        found[name] = measured([program, "verify", "m.zip"], folder)
        own = (project / SECTION).read_text(encoding="utf-8")
        (project / SECTION).write_text(own + "{%" * 20_000, encoding="utf-8")
        build = [program, "build", "norddjurs", "--full", "--format"]
        found["`build --format txt`, 20,000 `{%` in a template"] = measured(
            [*build, "txt"], project
        )
        (project / SECTION).write_text(own, encoding="utf-8")
        style = project / "templates/house/style.yaml"
        said = style.read_text(encoding="utf-8").replace("logo: null", "logo: logo.png")
        style.write_text(said.replace("logo_text: null", "logo_text: Logo"), encoding="utf-8")
        style.with_name("logo.png").write_bytes(logo())
        name = "`build --format pdf`, a logo of 1 MB that unpacks to 1 GB"
        found[name] = measured([*build, "pdf"], project)
    return found


def main() -> None:
    assert resource  # figures are of Linux
    now = figures(ROOT)
    before = figures(Path(sys.argv[1]).absolute()) if len(sys.argv) > 1 else {}
    lines = ["| what | before (d37c719) | now |", "|---|---|---|"]
    lines += [f"| {name} | {before.get(name, '–')} | {one} |" for name, one in now.items()]
    text = PAGE.read_text(encoding="utf-8")
    head, _mark, rest = text.partition(BEGIN)
    _old, _mark, tail = rest.partition(END)
    table = "\n".join(lines)
    PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
