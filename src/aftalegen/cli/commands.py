"""The commands by what a person is about to do; each stands in a file of its own."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from aftalegen import __version__
from aftalegen.cli import console
from aftalegen.cli.completion import words
from aftalegen.cli.declaring import flag, option
from aftalegen.words.faults import DONE, USAGE, UsageError
from aftalegen.words.language import LANGUAGES, _, later

COMMANDS: dict[str, dict[str, str]] = {
    later("Getting started"): {
        "init": later("Lay out a project that builds at once, in a new or empty folder."),
        "doctor": later("Say whether this machine and project are fit, and what to do next."),
        "completion": later("Show the script that makes a shell complete commands and names."),
    },
    later("Making documents"): {
        "build": later("Build the annexes of municipalities or bundles; of all if none is named."),
        "preview": later("Show annexes in the browser, and follow along while you edit and save."),
        "addendum": later(
            "Write addenda: what changed in agreements since an edition, to be signed."
        ),
    },
    later("Agreeing"): {
        "plan": later(
            "Compare the project with the last released edition: what changes, where and why."
        ),
        "redline": later("Mark in the agreements what changed since an edition, and list it."),
        "receive": later(
            "Show what others changed in Word files that came back, tracked or not, and where."
        ),
        "proposals": later(
            "Show what came back from the parties, equal wishes once, and what was answered."
        ),
        "decide": later(
            "Accept, reject, defer or note proposals: show what changes, and write it with --write."
        ),
        "answer": later("Write each party a letter: what it wished, and what was answered."),
        "feedback": later("Write what the municipalities said after their councils, as an annex."),
        "deviations": later("Show which municipalities deviate where, like ones together."),
        "status": later(
            "Show how far the approvals are, which have fallen and where, and the deadlines."
        ),
        "meetings": later(
            "Take in the days on which bodies meet, from Excel; write it with --write."
        ),
        "matrix": later(
            "Show or write what each body decided about each agreement, and who is next, by when."
        ),
        "requirements": later(
            "Say of each requirement whether the agreements meet it, and where; write the letter."
        ),
        "approval": later(
            "Record what a body decided, as minutes say it or from Excel; write it with --write."
        ),
    },
    later("Issuing"): {
        "release": later(
            "Freeze a bundle as an edition that is never changed; refused while facts miss."
        ),
        "rebuild": later("Write the documents of a released edition, byte for byte as they were."),
        "bundle": later("Lay a bundle out for the case files: annexes, overview, checksums."),
        "verify": later(
            "Say for each file of a bundle or edition whether it is as it was issued, and by whom."
        ),
        "dossier": later(
            "Lay out a municipality's case for access to documents: what is open, in order."
        ),
        "sign": later("Sign an edition or a bundle with your SSH key, in a file beside it."),
        "item": later("Write the agenda item for a body: what changed, money, law and annexes."),
        "package": later("Write all that a council gets: item, annexes, changes, index, sums."),
        "overview": later("Write a page with a bundle's budgets, gaps, deadlines and approvals."),
    },
    later("Checking"): {
        "check": later(
            "Check data, templates and every annex, read back from its files; write nothing."
        ),
        "explain": later("Tell about a rule of check, or where a municipality's values come from."),
    },
    later("Keeping facts and texts"): {
        "import": later("Show what a workbook's budgets would change; write it with --write."),
        "export": later("Write the budgets as a table, with what is missing and sums."),
        "fields": later(
            "List the names that a template may use, with what they mean and their values."
        ),
        "schema": later("Write the schemas by which an editor explains the data files."),
    },
}
"""The commands and what each is for, said here so that help for all of them imports none."""

WRITING = (
    "init", "build", "addendum", "redline", "deviations", "status", "matrix", "approval",
    "release", "rebuild", "bundle", "sign", "overview", "check", "import", "export", "schema",
    "receive", "proposals", "decide", "answer", "feedback", "item", "requirements", "dossier",
    "package", "meetings",
)  # fmt: skip
"""The commands that write files. `tools/killing.py` kills each; a test holds that the code of no
other one reaches the door to the disk."""

_MODULES = {"import": "import_budgets", "export": "export_budgets"}
"""The files that cannot be called what their command is called."""

_WORDS = (
    later("Usage: "),
    later("Arguments:"),
    later("Options:"),
    later("Show this message and exit."),
    later("[default: "),
    later("[required]"),
    later("[OPTIONS]"),
    later("COMMAND [ARGS]..."),
)
"""What typer says in help, in English."""

_TYPE = re.compile(r" <[a-z]+(\[[a-z]+\])?>(?=  )")
"""What typer says of an argument's type after its name, in words of Python."""


def command_names() -> tuple[str, ...]:
    """The commands, in the order of the help."""
    return tuple(name for group in COMMANDS.values() for name in group)


def module_of(name: str) -> str:
    """The file of a command, and its function there."""
    return _MODULES.get(name, name)


def command(name: str) -> TyperCommand:
    """A command with all its options, imported now."""
    module = module_of(name)
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    help = next(group[name] for group in COMMANDS.values() if name in group)
    run = getattr(import_module(f"aftalegen.cli.{module}"), module)
    app.command(name, cls=Command, help=help)(run)
    found = typer.main.get_command(app)
    assert isinstance(found, TyperCommand)
    _translate(found, import_module("aftalegen.cli.options").in_our_words)
    return found


def program() -> Any:
    """The command line in the language in force."""
    app = typer.Typer(
        name="aftalegen",
        cls=Program,
        help=_("Makes agreements from facts, and shows what changed."),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True)(_before_the_command)
    return typer.main.get_command(app)


def _before_the_command(
    context: typer.Context,
    version: Annotated[bool, flag("--version", "Show the version.")] = False,
    lang: Annotated[
        str, option("da|en", "The language of messages.", words(*LANGUAGES), name="--lang")
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


class Command(TyperCommand):
    """A command whose help speaks the language in force, and is not cut in the list."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.help = _(self.help) if self.help else ""

    def get_short_help_str(self, limit: int = 0) -> str:
        """The whole help text: the list breaks it into lines."""
        return self.help or ""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _in_our_language(super().get_help(ctx))


class Program(TyperGroup):
    """All commands: named with their help, and imported when they are to be run."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _translate(self, _)
        self.commands = {
            name: Command(name, help=help)
            for group in COMMANDS.values()
            for name, help in group.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is asked for, with its options."""
        name, named, rest = super().resolve_command(ctx, args)
        return name, command(name) if name else named, rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands in the help, below what a person is about to do."""
        width = max(map(len, self.commands))
        for title, group in COMMANDS.items():
            with formatter.section(_(title)):
                formatter.write_dl(
                    [(name.ljust(width), self.commands[name].help) for name in group]
                )

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _in_our_language(super().get_help(ctx))


def _translate(of: Any, words: Callable[[str], str]) -> None:
    """Give the options of a command their texts in the language in force."""
    for parameter in of.params:
        for name in ("help", "metavar"):
            if said := getattr(parameter, name, None):
                setattr(parameter, name, words(said))


def _in_our_language(text: str) -> str:
    for word in _WORDS:
        text = text.replace(word, _(word))
    return _TYPE.sub("", text)
