"""How a command says what it takes: the word for a value, what it is for, what completes it.

`make messages` finds the words by the names of these functions; they are translated when the
command is asked for.
"""

import re
from collections.abc import Callable
from typing import Any

import typer

Completer = Callable[[typer.Context, str], list[str]]

_OFFERED = re.compile(r"[\w.,-]+")
"""What no shell reads as anything but a word."""


def offered(complete: Completer | None) -> Completer | None:
    """Completes with words alone: what begins with anything else that was typed is not offered."""
    if complete is None:
        return None

    def words(context: typer.Context, incomplete: str) -> list[str]:
        return [word for word in complete(context, incomplete) if _OFFERED.fullmatch(word)]

    return words


def option(
    word: str, help: str, complete: Completer | None = None, *, name: str = "", **more: Any
) -> Any:
    """An option with a value; called `name` where that is not its parameter's."""
    names = (name,) if name else ()
    return typer.Option(*names, metavar=word, help=help, autocompletion=offered(complete), **more)


def argument(word: str, help: str, complete: Completer | None = None) -> Any:
    """What stands after the command without a name."""
    return typer.Argument(metavar=word, help=help, autocompletion=offered(complete))


def flag(name: str, help: str) -> Any:
    """An option that is there or is not."""
    return typer.Option(name, help=help)
