"""What a terminal shows beside plain lines: colours, words that wrap, tables, trees, a bar.

Imported only where somebody looks: rich takes longer to load than most commands to answer.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from time import monotonic
from typing import TextIO, TypeVar

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from aftalegen.cli.lines import Line, Row, Words
from aftalegen.words.alphabet import shown
from aftalegen.words.language import _

LEAST_WIDTH = 40

T = TypeVar("T")


@cache
def _screen(stream: TextIO) -> Console:
    """The terminal; no colours where they are not wanted, or would be shown as codes."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    screen = Console(
        file=stream, markup=False, highlight=False, emoji=False,
        color_system=None if plain else "auto",
    )  # fmt: skip
    screen.width = max(screen.width, LEAST_WIDTH)
    return screen


def show(lines: Iterable[Line], stream: TextIO) -> None:
    """The lines: rows that follow each other as one table, all else broken between words."""
    screen = _screen(stream)
    for size, group in groupby(lines, lambda line: isinstance(line, Row) and len(line.cells)):
        alike = list(group)
        if size:
            screen.print(_table([row for row in alike if isinstance(row, Row)]))
        else:
            for line in alike:
                for text in _wrapped(_text(line.shown), screen.width, line.hang):
                    screen.print(text, crop=False, no_wrap=True, overflow="ignore")


def _table(rows: Sequence[Row]) -> Padding:
    table = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*(_Wrapping(_text(cell)) for cell in row.cells))
    return Padding(table, (0, 0, 0, rows[0].indent))


def tree(lines: Iterable[tuple[int, str]], stream: TextIO) -> None:
    """Lines by how deep each stands, as a tree; depth 0 is a root."""
    way: list[Tree] = []
    roots = []
    for depth, text in lines:
        node = Tree(_Wrapping(_text(text.lstrip())), guide_style="dim")
        if depth:
            way[depth - 1].children.append(node)
        else:
            roots.append(node)
        way = [*way[:depth], node]
    for root in roots:
        _screen(stream).print(root)


def _text(words: Words) -> Text:
    """The words with their colours, and nothing else that steers a terminal."""
    pieces = ((words, ""),) if isinstance(words, str) else words
    return Text.assemble(*((shown(text), colour) for text, colour in pieces))


_WORD = re.compile(r"[^ ]+ *")
"""Rich breaks lines at a space that must not be broken too: '4.422.000 kr.'"""


def _wrapped(whole: Text, width: int, hang: int) -> Iterator[Text]:
    """A text in lines of a width, those that follow `hang` columns in; a word is never broken."""
    for text in whole.split("\n", allow_blank=True):
        used, breaks = 0, []
        for word in _WORD.finditer(text.plain):
            used = used or cell_len(text.plain[: word.start()])
            if used + cell_len(word[0].rstrip(" ")) > width and used > hang:
                breaks.append(word.start())
                used = hang
            used += cell_len(word[0])
        for number, part in enumerate(text.divide(breaks)):
            part.rstrip()
            yield Text(" " * hang) + part if number else part


class _Wrapping:
    """A text in the cell of a table or on the branch of a tree."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """As wide as its longest word, at most as its longest line."""
        words = max(map(cell_len, _WORD.findall(self.text.plain)), default=0)
        lines = max(map(cell_len, self.text.plain.split("\n")))
        return Measurement(words, max(words, lines)).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Its lines; only a word that is wider than all there is room for is broken."""
        for line in _wrapped(self.text, options.max_width, 0):
            line.overflow = "fold"
            yield line


def followed(each: Iterable[T], total: int, stream: TextIO) -> Iterator[T]:
    """The same things, with a bar and the time left once they have taken a second."""
    bar = Progress(
        BarColumn(complete_style="blue", finished_style="blue"), MofNCompleteColumn(),
        TimeRemainingColumn(), TextColumn(_("left")),
        console=_screen(stream), transient=True, auto_refresh=False,
        redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip
    task = bar.add_task("", total=total)
    started = monotonic()
    try:
        for one in each:
            yield one
            bar.advance(task)
            if monotonic() - started > 1:
                bar.start()
                bar.refresh()
    finally:
        bar.stop()
