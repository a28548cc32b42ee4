"""Which commands write is declared once, and each of them is killed."""

from aftalegen.cli.commands import WRITING
from tools.trials import TRIALS
from tools.writing import reaching


def test_a_command_is_declared_to_write_where_its_code_reaches_the_door_to_the_disk() -> None:
    assert sorted(reaching()) == sorted(WRITING)


def test_every_command_that_writes_is_killed() -> None:
    assert {trial.command[0] for trial in TRIALS} == set(WRITING)
