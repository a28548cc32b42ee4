"""A few hundred of the mutations that `make fuzz` makes ten thousand of."""

from pathlib import Path

import pytest

from aftalegen.words.faults import InputError
from aftalegen.words.place import Source
from tools.fuzzing import Fuzzer

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fuzzer(tmp_path_factory: pytest.TempPathFactory) -> Fuzzer:
    return Fuzzer(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("times", [50, pytest.param(300, marks=pytest.mark.conformance)])
def test_the_damaged_project_gives_located_errors_in_the_right_file(
    fuzzer: Fuzzer, times: int
) -> None:
    outcomes = [fuzzer.outcome(number) for number in range(1, times + 1)]

    assert [outcome for outcome in outcomes if outcome.fault] == []
    assert 5 * sum(1 for outcome in outcomes if outcome.rules) > times  # it does damage something


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        ("data/law.yaml", 1, "is blamed"),
        ("data/bundles/nej.yaml", 1, "does not exist"),
        ("data/bundles/midtjylland.yaml", 99_999, "yaml-syntax"),
    ],
)
def test_the_judge_sees_a_wrong_blame(fuzzer: Fuzzer, file: str, line: int, fault: str) -> None:
    error = InputError("yaml-syntax", "message", Source(file, line))

    with pytest.raises(AssertionError, match=fault):
        fuzzer._judge((error,), "data/bundles/midtjylland.yaml")


def test_a_mutation_can_be_made_again(fuzzer: Fuzzer) -> None:
    before = {p: p.read_bytes() for p in Path(fuzzer.folder).rglob("*") if p.is_file()}

    assert fuzzer.outcome(17) == fuzzer.outcome(17)
    assert {p: p.read_bytes() for p in Path(fuzzer.folder).rglob("*") if p.is_file()} == before
