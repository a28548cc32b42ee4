"""`aftalegen fields`: the names of templates, with values and places."""

import textwrap
from typing import Annotated

from aftalegen.build.builder import Builder
from aftalegen.build.formats import require_format
from aftalegen.cli import console, options
from aftalegen.cli.declaring import argument, option
from aftalegen.cli.lines import Line
from aftalegen.desk.fields import TemplateName, names_alone, template_names
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.alphabet import json_text
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, plural
from aftalegen.words.place import told_place, visible

SHAPES = ("table", "json")
WIDTH = 80


def fields(
    who: Annotated[
        str | None, argument("MUNICIPALITY", "Whose values to show; none without it.")
    ] = None,
    task: options.Task = None,
    format: Annotated[str, option("FORMAT", "table or json.")] = "table",
    project: options.Folder = None,
) -> int:
    """List the names; returns the exit code."""
    require_format(format, SHAPES)
    opened = Project(find_project(project))
    if who is None and task is None:
        names = names_alone(opened.choices)
    else:
        selection = _chosen(opened, who, task)
        names = template_names(Builder(opened), selection)
    if format == "json":
        console.result(json_text([_json(name) for name in names], indent=1))
        return DONE
    console.results(map(_line, names))
    console.result(plural("{n} name", "{n} names", len(names)))
    return DONE


def _chosen(project: Project, who: str | None, task: str | None) -> BundleAnnex:
    """The first annex that fits; the other tasks are told, for their values differ."""
    annexes = project.select((who,) if who else (), task, None).annexes
    first = annexes[0]
    tasks = {s.task for s in annexes}
    console.talk(_("values from the annex «{name}»").format(name=first.file_name))
    if len(tasks) > 1:
        names = ", ".join(sorted(tasks))
        console.talk(_("choose another task with --task: {tasks}").format(tasks=names))
    return first


def _line(one: TemplateName) -> Line:
    """80 columns: the name and its value, then what it means, then where it stands."""
    value = textwrap.shorten(visible(one.value or ""), 2 * WIDTH, placeholder=" …")
    beside = len(one.name) < 36 and len(value) < 44
    lines = [f"{one.name:<36}{value}".rstrip() if beside else one.name]
    if value and not beside:
        lines += _wrapped(value, "  = ")
    place = f" [{one.source.file}:{one.source.line}]" if one.source else ""
    meaning = f"{one.title}: {one.meaning}{place}"
    lines += _wrapped(meaning, "    ")
    shown = ((" = ", "dim"), (value, "green")) if value else ()
    return Line("\n".join(lines), screen=((one.name, "bold"), *shown, (f"\n    {meaning}", "")))


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _json(one: TemplateName) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title,
        "meaning": one.meaning,
        "value": one.value,
        "missing": one.missing,
        **told_place(one.source, "file", "line"),
    }
