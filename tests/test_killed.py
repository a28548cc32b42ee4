"""Killed at any moment: old or new files, and the next run leaves no trace of it."""

import subprocess
import sys

import pytest

from tools.killing import environment
from tools.trials import TRIALS

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a thing of POSIX"),
    pytest.mark.slow,
]


HERE = ("build", "release")
"""What `make test` kills; `make conformance` kills every command that writes."""


@pytest.mark.parametrize(
    "title",
    [
        pytest.param(name, marks=[] if name in HERE else pytest.mark.conformance)
        for name in (trial.title for trial in TRIALS)
    ],
)
def test_a_run_that_is_killed_leaves_old_or_new_and_the_next_one_no_trace(title: str) -> None:
    """Before two changes and at two random times; `make fuzz` kills two thousand times.

    In a process of its own, which forks: this one may have threads.
    """
    command = [sys.executable, "-m", "tools.killing", "4", "7", title]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
