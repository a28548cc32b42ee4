"""A call in a thread beside: for work that is not Python's, such as laying out by typst."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Call(Generic[Result]):
    """A call whose outcome is asked for later; with `beside`, in a thread that begins at once."""

    def __init__(self, call: Callable[[], Result], *, beside: bool) -> None:
        self._call = call
        self._results: list[Result] = []
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, daemon=True) if beside else None
        if self._thread:
            self._thread.start()
        else:
            self._run()

    def _run(self) -> None:
        try:
            self._results.append(self._call())
        except Exception as error:
            self._error = error

    def result(self) -> Result:
        """What came of it, when it has ended; raises what the call raised."""
        if self._thread:
            self._thread.join()
        if self._error:
            raise self._error
        return self._results[0]
