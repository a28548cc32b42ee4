"""One door to the disk: nothing in the program but `build/disk.py` changes a file or a folder."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "aftalegen"
DOOR = "build/disk.py"
ELSEWHERE = {
    "build/lock.py": {"os.ftruncate", "os.write"},  # who holds the lock, told in the lock itself
    "cli/app.py": {
        "os.open",
        "open",
        "tempfile",
    },  # /dev/null as a stream; the log of a fault of ours
    "cli/console.py": {"os.open"},  # /dev/null as stdout, where nobody listens
    "cli/preview.py": {"open"},  # a page in the browser
    "negotiation/carrying_out.py": {"shutil.copytree", "write_bytes"},  # a copy to try changes in
    "negotiation/deciding.py": {"tempfile"},  # where that copy lies, gone afterwards
    "negotiation/converting.py": {"tempfile"},  # a folder for LibreOffice, gone afterwards
}
"""What is no file or folder of a person's."""

METHODS = {
    "chmod", "hardlink_to", "lchmod", "mkdir", "rename", "rmdir", "symlink_to", "touch", "unlink",
    "write_bytes", "write_text", "extract", "extractall",
}  # fmt: skip
OF_THE_SYSTEM = {
    "chmod", "chown", "fchmod", "ftruncate", "link", "makedirs", "mkdir", "mkfifo", "open", "remove",
    "removedirs", "rename", "renames", "replace", "rmdir", "symlink", "truncate", "unlink", "utime",
    "write",
}  # fmt: skip
ASKS_ONLY = {"get_terminal_size", "which"}


def changes(code: str) -> Iterator[str]:
    """What in a text of Python may change something on the disk."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            if "tempfile" in (*names, getattr(node, "module", None)):
                yield "tempfile"
            if getattr(node, "module", None) in ("os", "shutil"):
                yield from (f"os.{n}" for n in names if n in OF_THE_SYSTEM)
                yield from (f"shutil.{n}" for n in names if node.module == "shutil")
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[str]:
    called = ast.unparse(node.func)
    whose, _point, name = called.rpartition(".")
    if (whose == "os" and name in OF_THE_SYSTEM) or (whose == "shutil" and name not in ASKS_ONLY):
        yield called
    elif whose == "disk":
        return  # through the door
    elif name in METHODS and whose:
        yield name
    elif name == "replace" and len(node.args) == 1 and not node.keywords:
        yield name  # of a path; a text's takes two
    elif name == "open" and _may_write(node, whose):
        yield name


def _may_write(node: ast.Call, whose: str) -> bool:
    """Whether a file is opened in a mode that is not one for reading, or not known."""
    modes = [kw.value for kw in node.keywords if kw.arg == "mode"]
    modes += (
        node.args[1:2] if whose in ("", "archive", "Image", "pikepdf", "Pdf") else node.args[:1]
    )
    return any(not isinstance(m, ast.Constant) or set(str(m.value)) & set("wax+") for m in modes)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("path.write_bytes(data)", "write_bytes"),
        ("path.open('wb')", "open"),
        ("open(path, mode='a')", "open"),
        ("open(path, mode)", "open"),
        ("path.replace(other)", "replace"),
        ("os.replace(a, b)", "os.replace"),
        ("from os import rename", "os.rename"),
        ("from shutil import rmtree", "shutil.rmtree"),
        ("shutil.rmtree(path)", "shutil.rmtree"),
        ("import tempfile", "tempfile"),
        ("archive.extractall(folder)", "extractall"),
    ],
)
def test_what_changes_the_disk_is_seen(code: str, found: str) -> None:
    assert list(changes(code)) == [found]


@pytest.mark.parametrize(
    "code",
    [
        "text.replace('a', 'b')",
        "replace(node, text='x')",
        "path.open('rb')",
        "archive.open(entry)",
        "shutil.get_terminal_size()",
        "disk.rename(a, b)",
    ],
)
def test_what_only_reads_is_let_through(code: str) -> None:
    assert list(changes(code)) == []


def test_nothing_changes_a_file_or_a_folder_but_through_the_door() -> None:
    found = {
        path.relative_to(SRC).as_posix(): set(changes(path.read_text(encoding="utf-8")))
        for path in SRC.rglob("*.py")
    }
    outside = {file: what - ELSEWHERE.get(file, set()) for file, what in found.items()}
    del outside[DOOR]

    assert {file: what for file, what in outside.items() if what} == {}
