"""Work shared between processes: every part once, faults told, nobody left running."""

import multiprocessing
from collections import deque
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from aftalegen.build.workers import _Sharing, _Worker, in_processes
from aftalegen.words.faults import InputError


def nothing() -> None:
    pass


def squared(number: int) -> int:
    return number * number


def refuses_seven(number: int) -> int:
    if number == 7:
        raise InputError("seven", "not that one")
    return number


@pytest.mark.parametrize(("count", "processes"), [(1, 2), (2, 2), (7, 3), (50, 2), (50, 4)])
def test_every_part_is_done_once_and_has_its_place(count: int, processes: int) -> None:
    found = list(in_processes(squared, range(count), processes, nothing))

    assert sorted(found) == [(number, number * number) for number in range(count)]


def test_what_a_part_raises_is_raised_with_where_it_was_raised() -> None:
    with pytest.raises(InputError, match="not that one") as caught:
        list(in_processes(refuses_seven, range(20), 2, nothing))

    assert "refuses_seven" in "".join(caught.value.__notes__)


def test_no_process_is_left_when_nobody_wants_more() -> None:
    results = in_processes(squared, range(100), 2, nothing)
    next(results)
    results.close()  # type: ignore[attr-defined]  # a generator

    assert multiprocessing.active_children() == []


@dataclass
class Recorder:
    """A worker that writes down what it is given."""

    back: bool
    share: deque[int] = field(default_factory=deque)
    given: list[int] = field(default_factory=list)

    @property
    def connection(self) -> "Recorder":
        return self

    def send(self, order: tuple[int, Any]) -> None:
        self.given.append(order[0])


def test_two_processes_work_towards_each_other_and_the_first_to_end_helps() -> None:
    first, second = Recorder(back=False), Recorder(back=True)
    workers = cast("list[_Worker]", [first, second])
    sharing = _Sharing(workers, range(10))

    for _part in range(3):
        sharing._give(workers[0])
    for _part in range(7):
        sharing._give(workers[1])

    assert first.given == [0, 1, 2]
    assert second.given == [9, 8, 7, 6, 5, 4, 3]
    sharing._give(workers[0])
    assert len(first.given) == 3  # nothing is left
