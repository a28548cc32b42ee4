"""A power cut at any moment: old or new, and what was said to be done stays done."""

import sys

import pytest

from aftalegen.words.faults import OutputError
from tests.conftest import SmallProject
from tools.forgetting import Between, power_cuts
from tools.trials import TRIALS, Trial, ready

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="folders are not forced to the disk there"),
    pytest.mark.slow,
]

WHOLE = [
    trial
    for trial in TRIALS
    if trial.command[0] in ("release", "import", "bundle", "approval")
    or "over edited" in trial.title
    if trial.command[0] != "build"
]


@pytest.mark.parametrize(
    "trial",
    [
        pytest.param(one, marks=[] if one.command[0] == "release" else pytest.mark.conformance)
        for one in WHOLE
    ],
    ids=lambda trial: trial.title,
)
def test_whatever_a_power_cut_leaves_is_old_or_new(
    small_project: SmallProject, trial: Trial
) -> None:
    """After every fifth change and the last one; `make fuzz` cuts after each."""
    tried = power_cuts(small_project.folder, ready(trial, small_project), every=5)

    assert tried.disks > tried.changes / 5


@pytest.mark.parametrize(
    "trial", [t for t in WHOLE if not t.earlier], ids=lambda trial: trial.title
)
def test_without_forcing_to_the_disk_some_would_be_between(
    small_project: SmallProject, trial: Trial
) -> None:
    run = ready(trial, small_project)

    with pytest.raises((Between, OutputError)):
        power_cuts(small_project.folder, run, every=5, drop=("flush",))
