"""Help texts in the language in force: typer has its own words in English."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from aftalegen.words.language import _, later

_WORDS = (
    later("Usage: "),
    later("Arguments:"),
    later("Options:"),
    later("Commands:"),
    later("Show this message and exit."),
    later("[default: "),
    later("[required]"),
    later("[OPTIONS]"),
    later("COMMAND [ARGS]..."),
)

_TYPE = re.compile(r" <[a-z]+(\[[a-z]+\])?>(?=  )")
"""What typer says of an argument's type after its name, in words of Python."""


def _in_our_language(text: str) -> str:
    for word in _WORDS:
        text = text.replace(word, _(word))
    return _TYPE.sub("", text)


class HelpCommand(TyperCommand):
    """A command whose help speaks the language in force, and is not cut in the list."""

    def get_short_help_str(self, limit: int = 0) -> str:
        """The whole help text: the list breaks it into lines."""
        return self.help or ""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _in_our_language(super().get_help(ctx))


class HelpGroup(TyperGroup):
    """A group of commands whose help speaks the language in force."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _in_our_language(super().get_help(ctx))
