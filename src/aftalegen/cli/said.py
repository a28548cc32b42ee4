"""What bodies and authorities said in a workbook, as `receive` tells it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aftalegen.cli.lines import Line
from aftalegen.negotiation.told import KINDS
from aftalegen.words.danish import short_date
from aftalegen.words.language import _, plural
from aftalegen.words.place import visible

if TYPE_CHECKING:
    from aftalegen.negotiation.minutes import Said


def said_lines(said: "Sequence[Said]", new: "Sequence[Said]") -> Iterator[Line]:
    """Each row that is new, by its file and sheet, and how many are known."""
    for file in dict.fromkeys(one.place.file for one in said):
        own = [one for one in new if one.place.file == file]
        rows = [one for one in said if one.place.file == file]
        yield Line(((visible(file), "bold"),))
        for one in own:
            yield from _lines(one)
        parts = (
            plural("{n} row that is new", "{n} rows that are new", len(own)),
            plural("{n} known", "{n} known", len(rows) - len(own)),
        )
        yield Line(f"  {', '.join(parts)}")


def _lines(one: "Said") -> Iterator[Line]:
    day = short_date(one.body_date) if one.body_date else ""
    by = visible(" ".join(filter(None, (one.body, day))))
    whose = visible(f"{one.name}, {one.task}")
    told = f"{_(KINDS[one.kind])} ({by})" if by else _(KINDS[one.kind])
    yield Line(((f"  {whose}", "bold"), (": ", ""), (told, "bold")))
    words = visible(" ".join(one.comment.split()))
    yield Line(f"    «{words}»", hang=6)
    if one.theme:
        yield Line("    " + _("theme: {theme}").format(theme=visible(one.theme)), hang=6)
    yield Line(
        "    " + _("where: {places}").format(places=visible(f"{one.place.sheet}!{one.place.key}")),
        hang=6,
    )
