"""The program `aftalegen`: commands, their options, and errors turned into exit codes."""

import sys
import tempfile
import traceback
from pathlib import Path
from typing import Annotated

import typer

from aftalegen import __version__
from aftalegen.cli.help import HelpCommand, HelpGroup
from aftalegen.errors import (
    BUG,
    DONE,
    OUTPUT,
    USAGE,
    AftalegenError,
    Errors,
    UsageError,
    each_error,
)
from aftalegen.language import LANGUAGES, _, use_language


def _language_first(arguments: list[str]) -> list[str]:
    """The arguments with --lang before the command, so that it may stand anywhere."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            return [argument, *arguments[:index], *arguments[index + 1 :]]
        if argument == "--lang" and index + 1 < len(arguments):
            language = f"--lang={arguments[index + 1]}"
            return [language, *arguments[:index], *arguments[index + 2 :]]
    return arguments


def _language_asked_for(arguments: list[str]) -> str | None:
    """The value of a leading --lang, known before the help texts are made."""
    first = arguments[0] if arguments else ""
    return first.removeprefix("--lang=") if first.startswith("--lang=") else None


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
            str, typer.Option("--lang", metavar="da|en", help=_("The language of messages."))
        ] = "",
    ) -> None:
        if lang and lang not in LANGUAGES:
            message = _("the language «{lang}» is not known").format(lang=lang)
            raise UsageError("unknown-language", message, None, ", ".join(LANGUAGES))
        if version:
            print(f"aftalegen {__version__}")
            raise typer.Exit(DONE)
        if context.invoked_subcommand is None:
            print(context.get_help(), file=sys.stderr)
            raise typer.Exit(USAGE)

    @app.command(
        cls=HelpCommand,
        help=_("Build the annexes of municipalities or bundles; of all if none is named."),
    )
    def build(
        who: Annotated[
            list[str] | None,
            typer.Argument(
                metavar=_("WHO"), help=_("Municipality or bundle, as you would type it.")
            ),
        ] = None,
        task: Annotated[
            str | None, typer.Option(metavar=_("TASK"), help=_("Only this task."))
        ] = None,
        bundle: Annotated[
            str | None, typer.Option(metavar=_("BUNDLE"), help=_("Only this bundle."))
        ] = None,
        format: Annotated[
            str,
            typer.Option(
                metavar=_("FORMATS"), help=_("docx, pdf, txt, json; several with a comma.")
            ),
        ] = "docx,pdf",
        out: Annotated[
            Path | None,
            typer.Option(metavar=_("FOLDER"), help=_("Where to write; output/ in the project.")),
        ] = None,
        project: Annotated[
            Path | None, typer.Option(metavar=_("FOLDER"), help=_("The project's folder."))
        ] = None,
        jobs: Annotated[
            int | None,
            typer.Option(
                metavar=_("NUMBER"),
                min=1,
                max=64,
                help=_("How many processes; at most 2 unless asked."),
            ),
        ] = None,
        full: Annotated[
            bool, typer.Option("--full", help=_("Make every file anew, also if nothing changed."))
        ] = False,
        explain: Annotated[
            bool, typer.Option("--explain", help=_("Say for each annex why it was made or left."))
        ] = False,
    ) -> None:
        from aftalegen.cli.build import How
        from aftalegen.cli.build import build as run

        how = How(jobs, full, explain)
        raise typer.Exit(run(tuple(who or ()), task, bundle, format, out, project, how))

    @app.command(
        cls=HelpCommand,
        help=_("Lay a bundle out for the case files: annexes, overview, checksums."),
    )
    def bundle(
        name: Annotated[str, typer.Argument(metavar=_("BUNDLE"), help=_("The bundle's key."))],
        out: Annotated[
            Path | None,
            typer.Option(
                metavar=_("FOLDER"), help=_("The folder to make; in output/ in the project.")
            ),
        ] = None,
        zip: Annotated[
            bool, typer.Option("--zip", help=_("Write a zip file beside the folder too."))
        ] = False,
        project: Annotated[
            Path | None, typer.Option(metavar=_("FOLDER"), help=_("The project's folder."))
        ] = None,
        jobs: Annotated[
            int | None,
            typer.Option(
                metavar=_("NUMBER"),
                min=1,
                max=64,
                help=_("How many processes; at most 2 unless asked."),
            ),
        ] = None,
    ) -> None:
        from aftalegen.cli.bundle import bundle as run

        raise typer.Exit(run(name, out, zip, project, jobs))

    @app.command(
        cls=HelpCommand, help=_("Say for each file of a bundle whether it is as it was issued.")
    )
    def verify(
        path: Annotated[
            Path, typer.Argument(metavar=_("FOLDER|ZIP"), help=_("A bundle's folder or zip file."))
        ],
    ) -> None:
        from aftalegen.cli.verify import verify as run

        raise typer.Exit(run(path))

    @app.command(
        cls=HelpCommand,
        help=_("Show which municipalities deviate where, like ones together."),
    )
    def deviations(
        who: Annotated[
            list[str] | None,
            typer.Argument(
                metavar=_("WHO"), help=_("Municipality or bundle, as you would type it.")
            ),
        ] = None,
        reference: Annotated[
            str | None,
            typer.Option(
                metavar=_("MUNICIPALITY"),
                help=_("The municipality that the others are compared with."),
            ),
        ] = None,
        format: Annotated[
            str, typer.Option(metavar=_("FORMAT"), help=_("table, docx or xlsx."))
        ] = "table",
        out: Annotated[
            Path | None,
            typer.Option(
                metavar=_("FILE"), help=_("The file to write; in output/ in the project.")
            ),
        ] = None,
        project: Annotated[
            Path | None, typer.Option(metavar=_("FOLDER"), help=_("The project's folder."))
        ] = None,
    ) -> None:
        from aftalegen.cli.deviations import deviations as run

        raise typer.Exit(run(tuple(who or ()), reference, format, out, project))

    return app


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns the exit code. No traceback ever reaches a user."""
    given = _language_first(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # Windows consoles
    try:
        use_language(_language_asked_for(given))
        command = typer.main.get_command(make_app())
        code = command.main(args=given, prog_name="aftalegen", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return USAGE
    except typer.TyperException as error:
        return _usage_error(error)
    except AftalegenError as error:
        return _told(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return OUTPUT
    except Exception:
        return _bug()


def _told(error: AftalegenError) -> int:
    from aftalegen.cli import console
    from aftalegen.project import find_project

    try:
        folder: Path | None = find_project()
    except AftalegenError:
        folder = None
    console.errors(Errors([error]).errors, folder, {})
    return max(single.exit_code for single in each_error(error))


def _usage_error(error: typer.TyperException) -> int:
    """A fault of the command line that typer found, as an error of ours."""
    from aftalegen.cli import console

    option = getattr(error, "option_name", None)
    message = str(getattr(error, "message", error))
    if option:
        message = _("there is no option {name}").format(name=option)
    near = ", ".join(getattr(error, "possibilities", None) or ())
    console.usage(UsageError("usage", message, None, near or _("see: aftalegen --help")))
    return USAGE


def _bug() -> int:
    """Exit 70: a short word to the person, the traceback in a log."""
    from aftalegen.cli import console

    with tempfile.NamedTemporaryFile(
        "w", prefix="aftalegen-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(f"aftalegen {__version__}, Python {sys.version}\n{traceback.format_exc()}")
    console.talk(
        _("aftalegen has a fault of its own; please send {file} to those who maintain it").format(
            file=log.name
        )
    )
    return BUG


def run() -> None:
    """The entry point of the installed program."""
    sys.exit(main())
