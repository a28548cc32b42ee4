"""Work shared between processes: every part once, faults told, nobody left running."""

import multiprocessing
import os
import traceback
from collections.abc import Callable

import pytest

from aftalegen.build.workers import in_processes
from aftalegen.words.faults import InputError, OutputError


def squared(number: int) -> int:
    return number * number


def refuses_seven(number: int) -> int:
    if number == 7:
        raise InputError("seven", "not that one")
    return number


def dies_of_seven(number: int) -> int:
    if number == 7:
        os._exit(9)
    return number


def squares() -> Callable[[int], int]:
    return squared


def refusing() -> Callable[[int], int]:
    return refuses_seven


def dying() -> Callable[[int], int]:
    return dies_of_seven


@pytest.mark.parametrize(("count", "processes"), [(1, 2), (2, 2), (7, 3), (50, 2), (50, 4)])
def test_every_part_is_done_once_and_has_its_place(count: int, processes: int) -> None:
    found = list(in_processes(squares, range(count), processes))

    assert sorted(found) == [(number, number * number) for number in range(count)]


def test_what_a_part_raises_is_raised_with_where_it_was_raised() -> None:
    with pytest.raises(InputError, match="not that one") as caught:
        list(in_processes(refusing, range(20), 2))

    assert "refuses_seven" in "".join(traceback.format_exception(caught.value))


def test_no_process_is_left_when_nobody_wants_more() -> None:
    results = in_processes(squares, range(100), 2)
    next(results)
    results.close()  # type: ignore[attr-defined]  # a generator

    assert multiprocessing.active_children() == []


def test_a_process_that_is_stopped_from_outside_is_told_and_not_waited_for() -> None:
    with pytest.raises(OutputError) as caught:
        list(in_processes(dying, range(20), 2))

    assert caught.value.rule == "process-stopped"
