"""The program `aftalegen`: its language, and errors turned into exit codes."""

import contextlib
import errno
import os
import re
import sys
from pathlib import Path
from typing import Any

import typer

from aftalegen import __version__
from aftalegen.cli import completion, console
from aftalegen.cli.commands import program
from aftalegen.words.faults import (
    BUG,
    DONE,
    OUTPUT,
    USAGE,
    AftalegenError,
    OutputError,
    UsageError,
    did_you_mean,
)
from aftalegen.words.language import _, later, use_language


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


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns the exit code. No traceback ever reaches a user."""
    try:
        return _ended(arguments)
    except ModuleNotFoundError as error:  # perhaps what an error is drawn with
        package = (error.name or "").partition(".")[0]
        return console.package_missing(package).exit_code


def _ended(arguments: list[str] | None) -> int:
    given = _language_first(sys.argv[1:] if arguments is None else arguments)
    _have_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # Windows consoles
    try:
        use_language(_language_asked_for(given))
        completion.ready()
        _require_danish_file_names()
        code = _exit_code(program(), given)
        console.flush()
        return code
    except typer.Abort:
        return USAGE
    except typer.TyperException as error:
        return _usage_error(error)
    except AftalegenError as error:
        return _told(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        console.flush()
        return OUTPUT
    except OSError as error:  # from a help text, that typer tells
        unheard = error.filename is None and error.errno in _STREAM_IS_GONE
        return _told(console.not_told(error)) if unheard else _bug()
    except ModuleNotFoundError:
        raise
    except Exception:
        return _bug()


_STREAM_IS_GONE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def _have_streams() -> None:
    """Where the program was started without streams, what is said goes nowhere.

    A file would otherwise be opened under the number of a stream, and be written to as one.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


def _require_danish_file_names() -> None:
    """Refuse a Python that was told to write file names without æ, ø and å."""
    try:
        os.fsencode("æøå")
    except UnicodeEncodeError as error:
        raise OutputError(
            "ascii-file-names",
            _("Python cannot write file names with Danish letters here"),
            None,
            _("set PYTHONUTF8=1, and try again"),
        ) from error


def _exit_code(command: Any, arguments: list[str]) -> int:
    try:
        code = command.main(args=arguments, prog_name="aftalegen", standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    return code if isinstance(code, int) else DONE


def _told(error: AftalegenError) -> int:
    from aftalegen.records.finding import find_project

    try:
        folder: Path | None = find_project()
    except AftalegenError:
        folder = None
    return console.errors([error], folder)


def _usage_error(error: typer.TyperException) -> int:
    """A fault of the command line that typer found, as an error of ours."""
    message, hint = _usage_words(error)
    near = ", ".join(getattr(error, "possibilities", None) or ())
    said = UsageError("usage", message, None, near or hint or _("see: aftalegen --help"))
    console.talk(*console.error_lines(said, None))
    return USAGE


_TYPER_SAYS = (
    (r"No such command '([^']+)'", later("there is no command {0}")),
    (r"Got unexpected extra argument\S* \((.+)\)", later("«{0}» is more than the command takes")),
    (r"Option '([^']+)' requires an argument", later("something must stand after {0}")),
)
"""What typer says in English, in our words."""


def _usage_words(error: typer.TyperException) -> tuple[str, str | None]:
    """What is wrong, and what the option is for where one is meant."""
    said = str(getattr(error, "message", error))
    for pattern, words in _TYPER_SAYS:
        if found := re.search(pattern, said):
            near = _near_command(error, found[1])
            if near is None and "more than" in words:
                near = _("put a name of several words in quotation marks; see also: --help")
            return _(words).format(found[1]), near
    if option := getattr(error, "option_name", None):
        return _("there is no option {name}").format(name=option), None
    parameter = getattr(error, "param", None)
    if parameter is None:
        return said, None
    name = parameter.opts[-1] if parameter.param_type_name == "option" else parameter.metavar
    if not said:  # left out, says typer, and no more
        return _("{name} must be given").format(name=name), parameter.help
    return _("what was given for {name} does not fit").format(name=name), parameter.help


def _near_command(error: typer.TyperException, name: str) -> str | None:
    """The commands that are named almost like this."""
    context = getattr(error, "ctx", None)
    commands = getattr(context and context.command, "commands", None)
    return did_you_mean(name, tuple(commands)) if commands else None


def _bug() -> int:
    """Exit 70: a short word to the person, the traceback in a log."""
    import tempfile
    import traceback

    text = f"aftalegen {__version__}, Python {sys.version}\n{traceback.format_exc()}"
    try:
        with tempfile.NamedTemporaryFile(
            "wb", prefix="aftalegen-", suffix=".log", delete=False
        ) as log:
            log.write(text.encode("utf-8", "backslashreplace"))
        name = log.name
    except OSError as error:
        name = error.strerror or str(error)
    console.talk(
        _("aftalegen has a fault of its own; please send {file} to those who maintain it").format(
            file=name
        )
    )
    return BUG


def run() -> None:
    """The entry point of the installed program."""
    # No plugin of the machine's may change what a record is; looking for some takes time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # `main` has told that nobody listens
            stream.flush()
    # All is written. To take the objects apart one by one would be a 60th of the time of a build.
    os._exit(code)
