"""Help texts in the language in force: typer has its own words in English."""

from typing import Any

from typer.core import TyperCommand, TyperGroup

from aftalegen.language import _, later

_WORDS = (
    later("Usage: "),
    later("Arguments:"),
    later("Options:"),
    later("Commands:"),
    later("Show this message and exit."),
    later("[default: "),
)


def _in_our_language(text: str) -> str:
    for word in _WORDS:
        text = text.replace(word, _(word))
    return text


class HelpCommand(TyperCommand):
    """A command whose help speaks the language in force."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _in_our_language(super().get_help(ctx))


class HelpGroup(TyperGroup):
    """A group of commands whose help speaks the language in force."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _in_our_language(super().get_help(ctx))
