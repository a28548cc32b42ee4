"""Where something was written: file, line, column and key path.

The lowest layer. A `Source` follows a value from the YAML file to the last
report, and a template line from the Markdown file to the finished paragraph.
"""

from dataclasses import dataclass

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file of the project.

    `file` is relative to the project, with forward slashes; `line` and
    `column` count from 1; `key` is the dotted key path, `""` for a template. In a
    workbook `sheet` is the sheet's name and `key` the cell's ("C7").
    """

    file: str
    line: int
    column: int = 1
    key: str = ""
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} {self.sheet}!{self.key}"
        return f"{self.file}:{self.line}:{self.column}"


def dotted(path: KeyPath) -> str:
    """A key path as people write it: ("tasks", "x", "offers", 0) -> 'tasks.x.offers[0]'."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
