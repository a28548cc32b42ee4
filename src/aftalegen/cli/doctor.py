"""`aftalegen doctor`: one screen on the machine and the project, with one next step."""

from aftalegen import __version__
from aftalegen.cli import console, options
from aftalegen.cli.lines import Row
from aftalegen.desk.doctor import Health, observations
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, later, plural

_WORDS: dict[Health, str] = {
    "ok": later("ok"),
    "note": later("note"),
    "fault": later("error"),
}

_COLOURS: dict[Health, str] = {"ok": "green", "note": "yellow", "fault": "red"}


def doctor(project: options.Folder = None) -> int:
    """Tell how machine and project are; exit code 1 if something is wrong."""
    found = list(observations(project))
    words = {health: _(word) for health, word in _WORDS.items()}
    width = max(map(len, words.values()))
    console.result(f"aftalegen {__version__}")
    console.results(
        Row(
            f"  {word.ljust(width)}  {seen.text}",
            cells=(((word, _COLOURS[seen.health]),), seen.text),
            indent=2,
        )
        for seen in found
        for word in (words[seen.health],)
    )
    steps = [s for health in ("fault", "note") for s in found if s.health == health and s.step]
    if steps:
        console.result(_("next: {command}").format(command=steps[0].step))
    faults = sum(1 for seen in found if seen.health == "fault")
    console.result(plural("{n} error", "{n} errors", faults))
    return FINDINGS if faults else DONE
