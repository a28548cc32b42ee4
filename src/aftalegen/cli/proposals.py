"""`aftalegen proposals`: what came back, in the order of the text, equal wishes once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated

from aftalegen.build.formats import in_house_style
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.lines import Line, Row, as_text
from aftalegen.cli.writing import format_for, show_or_write
from aftalegen.negotiation.issue_list import answers, issues_document, issues_json, issues_xlsx
from aftalegen.negotiation.rows import Asked, Issue, Issues, by_task, issues_of
from aftalegen.negotiation.told import STATES, ids_of, kind_words, wish_words
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.danish import capitalized
from aftalegen.words.faults import UsageError, did_you_mean
from aftalegen.words.language import _, plural

SHAPES = ("table", "docx", "pdf", "xlsx", "json")


def proposals(
    who: options.Who = None,
    state: Annotated[
        str | None,
        option("STATE", "Only those in this state.", completion.words(*STATES)),
    ] = None,
    theme: Annotated[str | None, option("THEME", "Only those about this.")] = None,
    task: options.Task = None,
    format: Annotated[
        str | None,
        option(
            "FORMAT",
            "table, docx, pdf, xlsx or json; table if not given.",
            completion.words(*SHAPES),
        ),
    ] = None,
    out: options.OutFile = None,
    project: options.Folder = None,
) -> int:
    """Show or write what came back; returns the exit code."""
    shape = format_for(format, out, SHAPES, "table")
    if state is not None and state not in STATES:
        message = _("the state «{state}» is not known").format(state=state)
        raise UsageError("unknown-state", message, None, did_you_mean(state, STATES))
    opened = Project(find_project(project))
    found = issues_of(opened, Asked(tuple(who or ()), state, theme, task))
    usual, data = opened.folder / "output" / "Forslag", partial(_data, found, shape, opened)
    show_or_write(shape, out, usual, _lines(found, opened), data)
    console.talk(", ".join(_counts(found.issues)))
    return console.errors(found.errors, opened.folder)


def _data(found: Issues, shape: str, project: Project) -> bytes:
    match shape:
        case "docx" | "pdf":
            return in_house_style(issues_document(found, project), shape, project)
        case "xlsx":
            return issues_xlsx(found)
        case "json":
            return (issues_json(found) + "\n").encode()
        case _:
            return as_text(_lines(found, project))


def _lines(found: Issues, project: Project) -> Iterator[Line]:
    """The issues by task and section."""
    for task, issues in by_task(found.issues).items():
        yield Line(((capitalized(project.task(task).record.name), "bold"),))
        section = None
        for issue in issues:
            if issue.section != section:
                section = issue.section
                where = section or _("the agreement as a whole")
                yield Line(f"  {where}")
            yield _row(issue)
    if not found.issues:
        yield Line(_("nothing has come back"))


def _row(issue: Issue) -> Row:
    """An issue: its ids and whose they are, what is wished, and what was answered."""
    one = issue.first.proposal
    kind, names = kind_words(one), ", ".join(issue.names)
    wish, answer = wish_words(one), "\n".join(answers(issue))
    colour = "bold red" if one.untracked else ""
    told = [f"    {ids_of(issue)}  {kind}  {names}"]
    told += [f"      {line}" for text in (wish, answer) for line in text.split("\n") if line]
    return Row(
        "\n".join(told),
        cells=(ids_of(issue), ((kind, colour), (f"\n{names}", "")), wish, answer),
        indent=4,
    )


def _counts(issues: Sequence[Issue]) -> Iterator[str]:
    rows = [row.proposal for issue in issues for row in issue.rows]
    states = Counter(one.state for one in rows)
    yield plural("{n} wish", "{n} wishes", len(issues))
    yield plural("{n} proposal", "{n} proposals", len(rows))
    yield plural("{n} without tracking", "{n} without tracking", sum(o.untracked for o in rows))
    yield plural("{n} not decided", "{n} not decided", states["new"])
