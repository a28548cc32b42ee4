"""Power cuts on an image of a disk: what ext4 has when a command has said that it is done.

`python -m tools.power_cut` needs root, for it mounts an image of a disk. It runs the commands that
promise it, copies the image as the disk has it in that moment, or some seconds later, and looks at the
copy; the figure is written in docs/reliability.md. It proves what this kernel's ext4 does, no more:
tools/forgetting.py proves the order of what is forced to the disk, for any file system.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aftalegen.build.act import settled
from tests.conftest import SmallProject
from tools.forking import quietly, warm
from tools.killing import Files, files
from tools.reliability import record
from tools.trials import TRIALS, Trial, in_project

SECONDS = (0, 8)
SIZE = 64 * 1024**2


def mounted(image: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, folder], check=True)


def after_a_cut(trial: Trial, seconds: float, place: Path) -> tuple[Files, Files]:
    """What a run said that it wrote, and what is there after the power was cut."""
    image, cut, here, there = (place / name for name in ("image", "cut", "here", "there"))
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    mounted(image, here)
    try:
        project = SmallProject(here / "p")
        trial.prepared(project)
        for command in trial.earlier:
            assert quietly(*in_project(project.folder, command)) in (0, 1)
        trial.then(project)
        os.sync()
        assert quietly(*in_project(project.folder, trial.command)) == 0
        time.sleep(seconds)
        subprocess.run(["cp", "--sparse=always", image, cut], check=True)
        said = files(project.folder)
    finally:
        subprocess.run(["umount", here], check=True)
    mounted(cut, there)
    try:
        settled(there / "p")
        return said, files(there / "p")
    finally:
        subprocess.run(["umount", there], check=True)


def main() -> int:
    warm()
    tried, lost = 0, []
    for trial in TRIALS:
        if trial.command[0] not in ("release", "import", "bundle", "approval", "schema"):
            continue
        for seconds in SECONDS:
            with tempfile.TemporaryDirectory() as place:
                said, found = after_a_cut(trial, seconds, Path(place))
            tried += 1
            lost += [f"{trial.title}: {name}" for name in said if found.get(name) != said[name]]
    print(*lost, sep="\n")
    when = " and ".join(f"{seconds} s" for seconds in SECONDS)
    what = f"{tried} commands on ext4, copied {when} after they were done"
    record("power cuts on an image of a disk", f"{what}: {len(lost)} files lost or torn")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
