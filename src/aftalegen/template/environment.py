"""The Jinja of templates: words are chosen, nothing is calculated, nothing is reached.

A sandbox with a strict undefined in which only our filters, `if`, `for`,
`include` and `ref` exist. Every printed value is kept aside and leaves a mark.
Each line of a template ends in a mark of its own file and line, so that a line
of the result knows where it came from.
"""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, Template, Undefined, nodes, pass_context
from jinja2.exceptions import TemplateSyntaxError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from aftalegen.document import CrossRef, Field, Signatures
from aftalegen.errors import did_you_mean
from aftalegen.language import _
from aftalegen.template.budget import counted, printed, step
from aftalegen.template.filters import FILTERS, is_missing
from aftalegen.template.markdown import FIRST, Value, mark
from aftalegen.template.values import Leaf, View

MAX_VALUES = 20_000
"""So many values may one section print; a template that prints more is broken."""

MOST_LINES = 50_000
"""So many lines can be told apart by their marks."""

_LINE = "\ue001"
_LINE_MARK = re.compile(f"{_LINE}([\U000f0000-\U000ffffd])([\U000f0000-\U000ffffd])")
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_COUNTED, _INCLUDED = " counted", " included"
"""Filters that are put in, not written: no name in a template has a space."""
_LOOP_NAMES = frozenset(("first", "last", "index", "index0", "length"))
_FORBIDDEN: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Assign, "set"),
    (nodes.AssignBlock, "set"),
    (nodes.Macro, "macro"),
    (nodes.CallBlock, "call"),
    (nodes.FilterBlock, "filter"),
    (nodes.Import, "import"),
    (nodes.FromImport, "import"),
    (nodes.Extends, "extends"),
    (nodes.Block, "block"),
    (nodes.With, "with"),
    (nodes.ScopedEvalContextModifier, "autoescape"),
    (nodes.Add, "+"),
    (nodes.Sub, "-"),
    (nodes.Mul, "*"),
    (nodes.Div, "/"),
    (nodes.FloorDiv, "//"),
    (nodes.Mod, "%"),
    (nodes.Pow, "**"),
    (nodes.Concat, "~"),
)


class Unknown(StrictUndefined):
    """An unknown name: every use of it raises, with the nearest names."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return _("«{name}» is not known").format(name=self._undefined_name)


class Environment(ImmutableSandboxedEnvironment):
    """The environment of one project; `load` gives the text and file of a template name."""

    def __init__(self, load: Callable[[str], tuple[str, str] | None]) -> None:
        self.files: list[str] = []

        def find(name: str) -> tuple[str, str, Callable[[], bool]] | None:
            found = load(name)
            if found is None:
                return None
            text, file = found
            return self.with_line_marks(text, file), file, lambda: True

        super().__init__(
            loader=FunctionLoader(find),
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            comment_start_string="{%#",  # because {# begins a key
            comment_end_string="#%}",
            finalize=_keep,
            auto_reload=False,
            cache_size=2000,
        )
        self._texts: dict[str, Template] = {}
        self.globals.clear()
        self.globals["ref"] = _ref
        self.filters.clear()
        self.filters.update(FILTERS)
        self.filters.update({_COUNTED: _counted, _INCLUDED: _included})
        self.tests = {"missing": is_missing}

    def text_template(self, text: str) -> Template:
        """The template in a text, compiled once: title pages are the same for every annex."""
        if text not in self._texts:
            self._texts[text] = self.from_string(text)
        return self._texts[text]

    def with_line_marks(self, text: str, file: str) -> str:
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

    def without_line_marks(self, text: str) -> tuple[str, list[tuple[str, int] | None]]:
        """The rendered text, and for each of its lines the template's file and line."""
        lines: list[str] = []
        places: list[tuple[str, int] | None] = []
        for line in text.split("\n"):
            place = None
            for found in _LINE_MARK.finditer(line):
                place = (self.files[ord(found[1]) - FIRST], ord(found[2]) - FIRST)
            lines.append(_LINE_MARK.sub("", line))
            places.append(place)
        return "\n".join(lines), places

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(tuple(kind for kind, _word in _FORBIDDEN)):
            word = next(word for kind, word in _FORBIDDEN if isinstance(node, kind))
            message = _("«{word}» cannot be used in a template").format(word=word)
            raise TemplateSyntaxError(message, node.lineno, name, filename)
        for include in tree.find_all(nodes.Include):
            if include.ignore_missing or not isinstance(include.template, nodes.Const):
                message = _("an include names one file, in quotation marks")
                raise TemplateSyntaxError(message, include.lineno, name, filename)
        for call in tree.find_all(nodes.Call):
            if not (isinstance(call.node, nodes.Name) and call.node.name == "ref"):
                message = _("only ref(…) can be called in a template")
                raise TemplateSyntaxError(message, call.lineno, name, filename)
        return _with_budget(tree)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A declared field of a record, or a loop's position; anything else is unknown."""
        if isinstance(obj, View):
            try:
                return obj.get(attribute)
            except KeyError:
                return self._unknown(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            str(obj)  # raises, with the name that was unknown
        return Unknown(_("«{name}» is not a field here").format(name=attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As `getattr`, by a key in brackets: law[key]."""
        key = argument.value if isinstance(argument, Leaf) else argument
        return self.getattr(obj, str(key))

    def _unknown(self, view: View, name: str) -> Unknown:
        hint = did_you_mean(name, view.names())
        message = _("the field «{name}» is not known").format(name=name)
        return Unknown(f"{message}; {hint}" if hint else message)


def _with_budget(tree: nodes.Template) -> nodes.Template:
    """The same template, in which every turn of a loop and every include counts as a step."""
    for loop in tree.find_all(nodes.For):
        loop.iter = _filtered(loop.iter, _COUNTED)
    for include in tree.find_all(nodes.Include):
        include.template = _filtered(include.template, _INCLUDED)
    return tree


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


@pass_context
def _counted(_context: Any, items: Any) -> Any:
    """The items of a loop; an unknown name raises as it does without us."""
    return items if isinstance(items, Undefined) else counted(items)


@pass_context
def _included(_context: Any, name: str) -> str:
    step()
    return name


def _newlines(text: str, tag: "re.Match[str]") -> list[int]:
    """The positions of the newlines within a tag."""
    return [i for i in range(tag.start(), tag.end()) if text[i] == "\n"]


@pass_context
def _keep(context: Any, value: Any) -> str:
    """Jinja's `finalize`: keep a printed value aside and leave its mark.

    A context function, because otherwise Jinja folds constants at compile time.
    """
    if isinstance(value, Undefined):
        str(value)  # raises: an unknown name must never print as nothing
    kept: list[Value] = context["__values__"]
    if len(kept) >= MAX_VALUES:
        raise UndefinedError(_("the section prints more than {n} values").format(n=MAX_VALUES))
    if isinstance(value, CrossRef | Signatures):
        kept.append(value)
    elif isinstance(value, Leaf):
        field = value.field()
        printed(field.text)
        kept.append(field)
    elif isinstance(value, View):
        if not isinstance(value.value, tuple) or value.value:
            raise TypeError(_("a group of fields cannot be printed; choose a field of it"))
        return ""
    elif isinstance(value, str | int) and not isinstance(value, bool):
        kept.append(Field(printed(str(value))))
    else:
        raise TypeError(_("only a text, a number or a date can be printed"))
    return mark(len(kept) - 1)


def _ref(key: Any) -> CrossRef:
    """The reference to a section by its key; numbering gives it its words."""
    return CrossRef(str(key.value if isinstance(key, Leaf) else key))
