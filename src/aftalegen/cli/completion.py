"""Completion in the shell: the project's names that fit what is typed so far.

The shell runs the program with `_AFTALEGEN_COMPLETE` set, and typer answers with words. Names are
those of files; no file is read, as a person waits for each Tab.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aftalegen.cli import console
from aftalegen.cli.declaring import Completer, argument
from aftalegen.words.alphabet import is_key
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import DONE, AftalegenError, UsageError, did_you_mean
from aftalegen.words.language import _

if TYPE_CHECKING:
    from aftalegen.records.project import Project

VARIABLE = "_AFTALEGEN_COMPLETE"

SHELLS = {
    "bash": "~/.local/share/bash-completion/completions/aftalegen",
    "zsh": "~/.zfunc/_aftalegen",
    "fish": "~/.config/fish/completions/aftalegen.fish",
    "powershell": "$PROFILE",
}
"""The shells, and the file where each looks for what it can complete."""


def words(*known: str) -> Completer:
    """Completes fixed words; after a comma one more."""

    def fitting_words(context: typer.Context, incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        return [f"{before}{comma}{word}" for word in known if word.startswith(last)]

    return fitting_words


def completion(
    shell: Annotated[str, argument("SHELL", "bash, zsh, fish or powershell.", words(*SHELLS))],
) -> int:
    """Show the script that makes a shell complete; returns the exit code."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    if shell not in SHELLS:
        message = _("the shell «{name}» is not known").format(name=shell)
        raise UsageError("unknown-shell", message, None, did_you_mean(shell, SHELLS))
    script = get_completion_script(prog_name="aftalegen", complete_var=VARIABLE, shell=shell)
    console.result(script)
    console.hint(_("write it to {file}, and open the shell anew").format(file=SHELLS[shell]))
    return DONE


def ready() -> bool:
    """Whether a shell asks for completion; then typer is made ready to answer."""
    if VARIABLE not in os.environ:
        return False
    from typer.completion import completion_init  # type: ignore[attr-defined]

    completion_init()
    return True


def names_of(*kinds: str) -> Completer:
    """Completes the names of records: municipalities, tasks, regions or bundles."""

    def fitting_names(context: typer.Context, incomplete: str) -> list[str]:
        project = _project(context)
        keys = _keys(project, *kinds)
        return fitting(keys, incomplete)

    return fitting_names


def editions(context: typer.Context, incomplete: str) -> list[str]:
    """Completes released editions, of whatever bundle."""
    project = _project(context)
    from aftalegen.records.released import edition_names

    keys = _keys(project, "bundles")
    released = {name for key in keys for name in edition_names(project, key)} if project else ()
    return [name for name in sorted(released) if name.startswith(incomplete)]


def rules(context: typer.Context, incomplete: str) -> list[str]:
    """Completes the names of the rules of `check`; after a comma one more."""
    from aftalegen.checks.finding import LAYERS
    from aftalegen.checks.rules import IN_CHECK

    return words(*(rule.name for rule in IN_CHECK), *LAYERS)(context, incomplete)


def rules_or_municipalities(context: typer.Context, incomplete: str) -> list[str]:
    """Completes what `explain` tells about."""
    from aftalegen.checks.rules import ALL

    names = words(*(rule.name for rule in ALL))
    return [*names_of("municipalities")(context, incomplete), *names(context, incomplete)]


def _keys(project: "Project | None", *kinds: str) -> list[str]:
    """The keys of the project; a file whose name is none has an error of its own elsewhere."""
    found = (key for kind in kinds for key in project.keys(kind)) if project else ()
    return [key for key in found if is_key(key)]


def _project(context: typer.Context) -> "Project | None":
    """The project that is worked in, or none."""
    from aftalegen.records.finding import find_project  # not for those who ask for help
    from aftalegen.records.project import Project

    given = context.params.get("project")
    try:
        return Project(find_project(Path(given) if given else None))
    except AftalegenError:
        return None


def fitting(keys: Iterable[str], incomplete: str) -> list[str]:
    """The keys that begin as typed, with what is typed kept: 'ringkø' -> 'ringkøbing-skjern'."""
    typed = ascii_key(incomplete) if incomplete else ""
    return [incomplete + key[len(typed) :] for key in keys if key.startswith(typed)]
