"""The programs that the judges run beside ours: each in a process of its own, never imported.

ONLYOFFICE's Document Builder and jubarte-redlines are under the AGPL: they and the others are
installed apart (tests/conformance/install.sh), as they come, and nothing of them is shipped.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
APART = HERE.parents[1] / ".conformance" / "engines"

Order = tuple[str, str, Sequence[Sequence[str]]]


def is_here(engine: str) -> bool:
    """Whether an engine is installed."""
    if engine == "LibreOffice":
        return shutil.which("soffice") is not None
    return (APART / {"ONLYOFFICE": "docbuilder", "jubarte": "jubarte_redlines"}[engine]).is_dir()


def carried_out_by(editor: str, orders: Sequence[Order], folder: Path) -> None:
    """Opens, edits and saves each file in an editor, as its order says."""
    file = folder / "orders.json"
    file.write_text(json.dumps(orders), encoding="utf-8")
    if editor == "LibreOffice":
        ran("/usr/bin/python3", HERE / "uno_editing.py", file)
    else:
        ran(sys.executable, HERE / "onlyoffice_editing.py", file)


def ran(*command: str | Path, passing: Sequence[int] = (0,)) -> str:
    """What a program said; raises with its complaint where it failed.

    `passing` are the codes with which it ends where it did not fail.
    """
    env = {**os.environ, "PYTHONPATH": str(APART)} if command[0] == sys.executable else None
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=env)
    if done.returncode not in passing:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
