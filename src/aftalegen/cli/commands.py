"""The command line as a whole; the commands stand in `groups`, what each does in its own file."""

from typing import Annotated

import typer

from aftalegen import __version__
from aftalegen.cli import console
from aftalegen.cli.completion import words
from aftalegen.cli.groups import agreeing, checking, keeping, making
from aftalegen.cli.help import HelpGroup
from aftalegen.cli.options import shared_options
from aftalegen.words.faults import DONE, USAGE, UsageError
from aftalegen.words.language import LANGUAGES, _


def make_app() -> typer.Typer:
    """The command line in the language in force."""
    app = typer.Typer(
        name="aftalegen",
        cls=HelpGroup,
        help=_("Makes agreements from facts, and shows what changed."),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )

    @app.callback(invoke_without_command=True)
    def main_options(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
        lang: Annotated[
            str,
            typer.Option(
                "--lang",
                metavar="da|en",
                help=_("The language of messages."),
                autocompletion=words(*LANGUAGES),
            ),
        ] = "",
    ) -> None:
        if lang and lang not in LANGUAGES:
            message = _("the language «{lang}» is not known").format(lang=lang)
            raise UsageError("unknown-language", message, None, ", ".join(LANGUAGES))
        if version:
            console.result(f"aftalegen {__version__}")
            raise typer.Exit(DONE)
        if context.invoked_subcommand is None:
            console.talk(context.get_help())
            raise typer.Exit(USAGE)

    shared = shared_options()
    for group in (making, agreeing, checking, keeping):
        group.add_to(app, shared)
    return app
