"""How a command says what it takes: the word for a value, what it is for, what completes it.

`make messages` finds the words by the names of these functions; they are translated when the
command is asked for.
"""

from typing import Any

import typer


def option(word: str, help: str, complete: Any = None, *, name: str = "", **more: Any) -> Any:
    """An option with a value; called `name` where that is not its parameter's."""
    names = (name,) if name else ()
    return typer.Option(*names, metavar=word, help=help, autocompletion=complete, **more)


def argument(word: str, help: str, complete: Any = None) -> Any:
    """What stands after the command without a name."""
    return typer.Argument(metavar=word, help=help, autocompletion=complete)


def flag(name: str, help: str) -> Any:
    """An option that is there or is not."""
    return typer.Option(name, help=help)
