"""Runs in processes of their own, forked from this one, which knows the program already."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module

from tests.conftest import ROOT

CHANGES = ("write_new", "append", "flush", "rename", "link", "make_folder", "remove",
           "remove_folder", "make_like")  # fmt: skip


def kill_at(step: int, count: Callable[[], None] | None = None) -> None:
    """Have this process killed before its n-th change of the disk; a file's bytes half written."""
    from aftalegen.build import disk

    steps = 0

    def watched(real: Callable[..., None], *given: object) -> None:
        nonlocal steps
        steps += 1
        if count is not None:
            count()
        if steps == step:
            if real.__name__ == "write_new" and step % 2:
                path, data = given[:2]
                assert isinstance(data, bytes)
                real(path, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        real(*given)

    for name in CHANGES:
        setattr(disk, name, partial(watched, getattr(disk, name)))


def forked(arguments: Sequence[str], before: Callable[[], None] = lambda: None) -> int:
    """Start a run in a process group of its own, after something else there; its number."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setsid()
        said = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(said, stream)
        os.environ |= {"AFTALEGEN_LANG": "en", "PYTHONPATH": str(ROOT / "src")}
        before()
        from aftalegen.cli.app import main

        code = main(list(arguments))
    finally:
        os._exit(code)


def ended(child: int) -> int | None:
    """The exit code of a run; None where it was killed."""
    _child, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def quietly(*arguments: str) -> int:
    code = ended(forked(arguments))
    assert code is not None
    return code


def warm() -> None:
    """Import what each run needs; not typst, whose threads a fork would lose."""
    from aftalegen.cli.commands import command_names, module_of

    for name in command_names():
        import_module(f"aftalegen.cli.{module_of(name)}")
    for name in (
        "docx",
        "openpyxl",
        "lxml.etree",
        "aftalegen.writers.word",
        "aftalegen.writers.sheet",
    ):
        import_module(name)
    assert "typst" not in sys.modules
