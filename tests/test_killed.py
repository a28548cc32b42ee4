"""Killed at any moment: an old file or a new one, and the next run leaves no trace of it."""

import sys
from pathlib import Path

import pytest

from tools import killing

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a thing of POSIX"),
    pytest.mark.slow,
]


def test_a_build_killed_before_any_change_of_a_file(tmp_path: Path) -> None:
    states = killing.TwoStates(tmp_path, *killing.BUILD)
    assert killing.kills_at_each_step(states, 4) >= 6


def test_a_bundle_killed_before_any_change_of_a_file(tmp_path: Path) -> None:
    states = killing.TwoStates(tmp_path, *killing.BUNDLE)
    assert killing.kills_at_each_step(states, 8) >= 4


def test_a_release_killed_before_any_change_of_a_file(tmp_path: Path) -> None:
    assert killing.kills_at_each_step(killing.Releases(tmp_path), 3) >= 5


def test_a_batch_killed_at_two_dozen_random_times(tmp_path: Path) -> None:
    killing.kills_at_random(killing.TwoStates(tmp_path, *killing.BATCH), 24, 7)


def test_a_release_killed_at_a_dozen_random_times(tmp_path: Path) -> None:
    killing.kills_at_random(killing.Releases(tmp_path), 12, 7)
