"""The table of constructs and editors in docs/reliability.md, from what the tests must find.

`python -m tools.constructs` writes it; the tests say that each of its cells is so.
"""

import re

from tests.negotiation.constructs import CONSTRUCTS, EDITORS, HOWS, Construct
from tools.reliability import PAGE

_MARK = "editors"
_PLACE = re.compile(rf"(<!-- {_MARK} -->\n).*?(<!-- /{_MARK} -->\n)", re.DOTALL)
_HEADS = {"tracked": "tracked", "silently": "without tracking"}


def table() -> str:
    """A row for each construct, a cell for each editor with tracking and without."""
    heads = [f"{editor}, {_HEADS[how]}" for editor in EDITORS for how in HOWS]
    notes: dict[str, int] = {}
    rows = [_row(one, notes) for one in CONSTRUCTS]
    lines = [
        f"| what was done | {' | '.join(heads)} |",
        f"|---|{'---|' * len(heads)}",
        *rows,
        "",
        *(f"({number}) {said}." for said, number in notes.items()),
    ]
    return "\n".join(lines) + "\n"


def _row(one: Construct, notes: dict[str, int]) -> str:
    cells = [_cell(one, editor, how, notes) for editor in EDITORS for how in HOWS]
    return f"| {one.name} | {' | '.join(cells)} |"


def _cell(one: Construct, editor: str, how: str, notes: dict[str, int]) -> str:
    """How many edits are told of how many, or the number of the note why it cannot be written."""
    if how not in one.hows:
        return "–"
    found = sum(1 for line in one.expected(editor, how) if not line.startswith(" "))
    if exception := one.but.get((editor, how)):
        number = notes.setdefault(f"{editor} {exception.why}", len(notes) + 1)
        return f"cannot ({number}); {found} told"
    return "nothing told" if not found else f"{found} of {found}"


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert _PLACE.search(page), f"{PAGE} has no place for the table"
    told = _PLACE.sub(lambda found: f"{found[1]}{table()}{found[2]}", page)
    PAGE.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
