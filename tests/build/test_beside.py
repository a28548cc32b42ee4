"""A call in a thread beside: its result when it is asked for, its fault where that is."""

import threading

import pytest

from aftalegen.build.beside import Call


@pytest.mark.parametrize("beside", [True, False])
def test_a_call_gives_its_result_and_raises_its_fault_when_it_is_asked(beside: bool) -> None:
    done = Call(lambda: threading.current_thread().name, beside=beside)
    failed = Call(lambda: 1 // 0, beside=beside)

    assert (done.result() == threading.main_thread().name) is not beside
    with pytest.raises(ZeroDivisionError):
        failed.result()
