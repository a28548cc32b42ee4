"""The template files of a project, each read by Jinja and made into steps once.

Each line of a template ends in a mark of its own file and line, so that a line
of the result knows where it came from.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import jinja2
from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

from aftalegen.template.markdown import FIRST, Lines
from aftalegen.template.names import Names
from aftalegen.template.steps import Run, Step, Steps
from aftalegen.words.language import _
from aftalegen.words.place import Source

MOST_LINES = 50_000
"""So many lines can be told apart by their marks."""

_LINE = "\ue001"
_LINE_MARK = re.compile(f"{_LINE}([\U000f0000-\U000ffffd])([\U000f0000-\U000ffffd])")
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ready:
    """A template that can be run: its file, "" for a text that is no file, and its steps."""

    file: str
    run: Step


class Environment:
    """The templates of one project; `load` gives the text and file of a template name."""

    def __init__(self, load: Callable[[str], tuple[str, str] | None]) -> None:
        self.files: list[str] = []
        self._load = load
        self._syntax = jinja2.Environment(
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            comment_start_string="{%#",  # because {# begins a key
            comment_end_string="#%}",
        )
        self._ready: dict[str, Ready] = {}
        self._texts: dict[str, Ready] = {}
        # Sections whose branches came out alike are the same text, with the same marks.
        self.without_line_marks = lru_cache(maxsize=2048)(self._without_line_marks)

    def template(self, name: str) -> Ready:
        """The template in a file. Raises TemplateNotFound, and TemplateSyntaxError."""
        if name not in self._ready:
            found = self._load(name)
            if found is None:
                raise TemplateNotFound(name)
            text, file = found
            self._ready[name] = self._made(self._with_line_marks(text, file), name, file)
        return self._ready[name]

    def text_template(self, text: str) -> Ready:
        """The template in a text: title pages are the same for every annex."""
        if text not in self._texts:
            self._texts[text] = self._made(text, None, "")
        return self._texts[text]

    def parse(self, text: str, name: str | None = None, file: str | None = None) -> nodes.Template:
        """Jinja's tree of a text. Raises TemplateSyntaxError, also for what has no step."""
        tree = self._tree(text, name, file)
        self._steps(tree, name, file)
        return tree

    def _made(self, text: str, name: str | None, file: str) -> Ready:
        return Ready(file, self._steps(self._tree(text, name, file or None), name, file))

    def _tree(self, text: str, name: str | None, file: str | None) -> nodes.Template:
        try:
            return self._syntax.parse(text, name, file)
        except RecursionError:
            message = _("the template is nested too deeply here")
            raise TemplateSyntaxError(message, 1, name, file) from None

    def _steps(self, tree: nodes.Template, name: str | None, file: str | None) -> Step:
        return Steps(self._include, name, file).together(tree.body)

    def _include(self, name: str, run: Run, names: Names) -> None:
        template = self.template(name)
        outer = run.file, run.line
        run.file = template.file
        template.run(run, names)
        run.file, run.line = outer

    def _with_line_marks(self, text: str, file: str) -> str:
        """The text with a mark at the end of each line that prints something."""
        if text.count("\n") > MOST_LINES:
            message = _("a template file has at most {n} lines").format(n=MOST_LINES)
            raise TemplateSyntaxError(message, MOST_LINES, None, file)
        self.files.append(file)
        here = chr(FIRST + len(self.files) - 1)
        inside = {n for tag in _TAG.finditer(text) for n in _newlines(text, tag)}
        lines, position = [], 0
        for number, line in enumerate(text.split("\n"), 1):
            position += len(line)
            words = line.strip()
            prints = words and not words.endswith(("%}", "#%}")) and position not in inside
            lines.append(f"{line}{_LINE}{here}{chr(FIRST + number)}" if prints else line)
            position += 1
        return "\n".join(lines)

    def _without_line_marks(self, text: str) -> tuple[str, Lines]:
        """The rendered text, and for each of its lines the place in the template."""
        lines: list[str] = []
        places: list[Source | None] = []
        for line in text.split("\n"):
            place = None
            for found in _LINE_MARK.finditer(line):
                place = Source(self.files[ord(found[1]) - FIRST], ord(found[2]) - FIRST)
            lines.append(_LINE_MARK.sub("", line))
            places.append(place)
        return "\n".join(lines), tuple(places)


def _newlines(text: str, tag: "re.Match[str]") -> list[int]:
    """The positions of the newlines within a tag."""
    return [i for i in range(tag.start(), tag.end()) if text[i] == "\n"]
