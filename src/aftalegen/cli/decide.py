"""`aftalegen decide`: what becomes of proposals; shown first, and written whole or not at all."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, get_args

from aftalegen.build.act import alone, carry_out
from aftalegen.checks.names import require_no_person
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import argument, flag, option
from aftalegen.cli.lines import Line
from aftalegen.cli.writing import day_named
from aftalegen.negotiation.answered_sheet import answered
from aftalegen.negotiation.deciding import (
    Book,
    ChangedAnnex,
    Decided,
    Verdict,
    Verdicts,
    decided,
    lacking,
)
from aftalegen.negotiation.told import STATES
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.proposals import State
from aftalegen.words.faults import DONE, FINDINGS, UsageError, did_you_mean
from aftalegen.words.language import _, plural

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def decide(
    ids: Annotated[
        list[str] | None, argument("ID", "The ids of proposals, for example herning-07.")
    ] = None,
    state: Annotated[
        str | None,
        option(
            "STATE",
            "accepted-all (the common text), accepted-local (this party's own), rejected, "
            "deferred, noted or withdrawn.",
            completion.words(*STATES),
        ),
    ] = None,
    answer: Annotated[str | None, option("TEXT", "What the party is told.")] = None,
    reason: Annotated[str | None, option("TEXT", "Why.")] = None,
    by: Annotated[str | None, option("BODY", "Who decided; a body or a function.")] = None,
    on: Annotated[str | None, option("DATE", "When, as 2026-03-19; today if not given.")] = None,
    decision: Annotated[
        str | None, option("KEY", "The decision behind it.", completion.names_of("decisions"))
    ] = None,
    addendum: Annotated[int | None, option("NUMBER", "The addendum that takes it up.")] = None,
    adopted: Annotated[
        str | None, option("TEXT", "The passage as it is accepted, where not as proposed.")
    ] = None,
    same: Annotated[
        bool, flag("--same", "All others too that wish the same and are not decided.")
    ] = False,
    sheet: Annotated[
        Path | None, option("WORKBOOK", "Read answers from the workbook of proposals.")
    ] = None,
    write: Annotated[bool, flag("--write", "Write the changes to the data files.")] = False,
    project: options.Folder = None,
) -> int:
    """Tell what changes; write it when asked to. Exit code 1: there are changes, not written."""
    opened = Project(find_project(project))
    if sheet is None and not ids:
        message = _("which proposals?")
        raise UsageError("nothing-asked", message, None, "aftalegen decide herning-07 …")
    verdict = None
    if sheet is None:
        day = day_named(on)
        verdict = Verdict(_state(state), answer, reason, by, day, decision, addendum, adopted)
        _require_whole(verdict)
    with alone(opened.folder) if write else nullcontext():
        book = Book(opened)
        if verdict is not None:
            verdicts: Verdicts = [(row, verdict) for row in book.called(ids or (), same=same)]
        elif sheet is not None:
            verdicts = answered(book, sheet)
        return _decided(opened, verdicts, write)


def _decided(project: Project, verdicts: Verdicts, write: bool) -> int:
    """Tell what changes, and write it where that is asked for."""
    found = decided(project, verdicts)
    console.results(_lines(found))
    if write and found.texts:
        carry_out(project.folder, found.files(project.folder))
        for name in found.texts:
            console.result(name)
    elif found.texts:
        console.talk(_("nothing was written; write it with: --write"))
    console.summary(
        plural("{n} proposal", "{n} proposals", len(found.rows)),
        plural("{n} annex changed", "{n} annexes changed", len(found.annexes)),
        plural("{n} file written", "{n} files written", len(found.texts) if write else 0),
    )
    return DONE if write or not found.texts else FINDINGS


_OPTIONS = {"decided_by": "--by", "answer": "--answer"}


def _require_whole(verdict: Verdict) -> None:
    """Refuse a verdict that nobody could be told: by which body, and with what answer."""
    require_no_person(verdict.decided_by)
    if lacks := [_OPTIONS[key] for key in lacking(verdict)]:
        message = _("a proposal that is {state} needs: {options}")
        message = message.format(state=verdict.state, options=", ".join(lacks))
        hint = _("say who decided, and what the party is told")
        raise UsageError("verdict-lacks", message, None, hint)


def _state(named: str | None) -> State:
    for known in get_args(State):
        if named == known and known != "new":
            return known  # type: ignore[no-any-return]
    message = _("the state «{state}» is not known").format(state=named or "")
    raise UsageError("unknown-state", message, None, did_you_mean(named or "", [*STATES][1:]))


def _lines(found: Decided) -> Iterator[Line]:
    """The lines of the files that change, and the annexes that say something else then."""
    for line in found.difference():
        yield Line([(line, COLOURS.get(line[:1], ""))])
    for own, what in ((True, _("says it now: {annex}")), (False, _("changes too: {annex}"))):
        for annex in found.annexes:
            if annex.own is own:
                yield Line(what.format(annex=f"{annex.document.file_name} ({_sections(annex)})"))


def _sections(annex: ChangedAnnex) -> str:
    numbers = (f"{s.number_after or s.number_before} {s.title}".strip() for s in annex.sections)
    return ", ".join(dict.fromkeys(numbers))
