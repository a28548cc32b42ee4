"""A template as steps: Jinja reads its syntax, and what may be done is done here.

Only what has a step can stand in a template: text, printed values, `if`, `for`,
`include`, and expressions that choose and compare. Nothing becomes Python code, so
nothing of Python is within a template's reach; and the steps of a template are
made in a third of the time that Jinja takes to write, compile and sandbox its code.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.runtime import LoopContext

from aftalegen.document.nodes import CrossRef
from aftalegen.template.budget import counted, printed, step
from aftalegen.template.filters import FILTERS, is_missing
from aftalegen.template.markdown import Value
from aftalegen.template.names import Names, field_of, kept, named
from aftalegen.template.values import Leaf
from aftalegen.words.language import _

Expression = Callable[[Names], Any]
Made = TypeVar("Made")

MOST_DEPTH = 100
"""So many ifs, fors and expressions may stand in each other; Python itself bears some hundreds."""

TESTS: Mapping[str, Callable[[Any], bool]] = {"missing": is_missing}


@dataclass(slots=True)
class Run:
    """One section that is being written: its pieces, the values it printed, and where it is.

    `file` is "" in a text that is no file.
    """

    file: str
    line: int = 1
    pieces: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)


Step = Callable[[Run, Names], None]
Include = Callable[[str, Run, Names], None]
"""Runs the template with a name in the place where it is included."""


def reference(key: Any) -> CrossRef:
    """The reference to a section by its key; numbering gives it its words."""
    return CrossRef(str(key.value if isinstance(key, Leaf) else key))


class Steps:
    """Makes the steps of one template. Raises TemplateSyntaxError for what has none."""

    def __init__(self, include: Include, name: str | None, file: str | None) -> None:
        self.include = include
        self.name, self.file = name, file
        self.depth = 0

    def together(self, below: Sequence[nodes.Node]) -> Step:
        """The steps of nodes that follow each other, as one."""
        steps = [self._statement(node) for node in below]
        if len(steps) == 1:
            return steps[0]

        def run_all(run: Run, names: Names) -> None:
            for one in steps:
                one(run, names)

        return run_all

    # --- statements ---

    def _statement(self, node: nodes.Node) -> Step:
        return self._within(node, _STATEMENTS)

    def _within(self, node: nodes.Node, known: "_Makers[Made]") -> Made:
        """What is made of a node that is known, and of those in it: not too many in each other."""
        made = known.get(type(node))
        if made is None:
            raise self._refused(node)
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self._fault(_("the template is nested too deeply here"), node)
        found = made(self, node)
        self.depth -= 1
        return found

    def _output(self, node: nodes.Output) -> Step:
        parts: list[tuple[int, str, Expression | None]] = [
            (part.lineno, part.data, None)
            if isinstance(part, nodes.TemplateData)
            else (part.lineno, "", self._expression(part))
            for part in node.nodes
        ]

        def output(run: Run, names: Names) -> None:
            for line, text, expression in parts:
                run.line = line
                piece = kept(expression(names), run.values) if expression else printed(text)
                run.pieces.append(piece)

        return output

    def _if(self, node: nodes.If) -> Step:
        branches = [
            (one.lineno, self._expression(one.test), self.together(one.body))
            for one in (node, *node.elif_)
        ]
        otherwise = self.together(node.else_)

        def choose(run: Run, names: Names) -> None:
            for line, test, chosen in branches:
                run.line = line
                if test(names):
                    return chosen(run, names)
            return otherwise(run, names)

        return choose

    def _for(self, node: nodes.For) -> Step:
        if not isinstance(node.target, nodes.Name) or node.recursive:
            raise self._fault(_("a for names one thing, and one list"), node)
        target, line = node.target.name, node.lineno
        items, body, empty = (
            self._expression(node.iter),
            self.together(node.body),
            self.together(node.else_),
        )
        test = self._expression(node.test) if node.test else None

        def repeat(run: Run, names: Names) -> None:
            run.line = line
            found = counted(items(names))
            if test:
                found = (one for one in found if test({**names, target: one}))
            none = True
            for one, loop in LoopContext(found, Undefined):
                none = False
                body(run, {**names, target: one, "loop": loop})
                run.line = line
            if none:
                empty(run, names)

        return repeat

    def _include(self, node: nodes.Include) -> Step:
        file, line, include = node.template, node.lineno, self.include
        whole = node.with_context and not node.ignore_missing
        if not (whole and isinstance(file, nodes.Const) and isinstance(file.value, str)):
            raise self._fault(_("an include names one file, in quotation marks"), node)
        name = file.value

        def included(run: Run, names: Names) -> None:
            run.line = line
            step()
            include(name, run, names)

        return included

    # --- expressions ---

    def _expression(self, node: nodes.Node) -> Expression:
        return self._within(node, _EXPRESSIONS)

    def _constant(self, node: nodes.Const) -> Expression:
        value = node.value
        return lambda names: value

    def _named(self, node: nodes.Name) -> Expression:
        name = node.name
        return lambda names: named(names, name)

    def _attribute(self, node: nodes.Getattr) -> Expression:
        of, name = self._expression(node.node), node.attr
        return lambda names: field_of(of(names), name)

    def _item(self, node: nodes.Getitem) -> Expression:
        """As an attribute, by a key in brackets: law[key]."""
        of, key = self._expression(node.node), self._expression(node.arg)

        def item(names: Names) -> Any:
            found = key(names)
            return field_of(of(names), str(found.value if isinstance(found, Leaf) else found))

        return item

    def _filtered(self, node: nodes.Filter) -> Expression:
        function = FILTERS.get(node.name)
        if function is None:
            raise self._fault(f"No filter named {node.name!r}.", node)
        return self._applied(function, node)

    def _tested(self, node: nodes.Test) -> Expression:
        function = TESTS.get(node.name)
        if function is None:
            raise self._fault(f"No test named {node.name!r}.", node)
        return self._applied(function, node)

    def _applied(
        self, function: Callable[[Any], Any], node: nodes.Filter | nodes.Test
    ) -> Expression:
        if node.node is None or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self._fault(_("nothing can be given to «{word}»").format(word=node.name), node)
        value = self._expression(node.node)
        return lambda names: function(value(names))

    def _call(self, node: nodes.Call) -> Expression:
        called = isinstance(node.node, nodes.Name) and node.node.name == "ref"
        if not called or len(node.args) != 1 or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self._fault(_("only ref(…) can be called in a template"), node)
        key = self._expression(node.args[0])
        return lambda names: reference(key(names))

    def _compared(self, node: nodes.Compare) -> Expression:
        first = self._expression(node.expr)
        rest = [(_COMPARISONS[one.op], self._expression(one.expr)) for one in node.ops]

        def compare(names: Names) -> bool:
            left = first(names)
            for holds, expression in rest:
                right = expression(names)
                if not holds(left, right):
                    return False
                left = right
            return True

        return compare

    def _and(self, node: nodes.And) -> Expression:
        left, right = self._expression(node.left), self._expression(node.right)
        return lambda names: left(names) and right(names)

    def _or(self, node: nodes.Or) -> Expression:
        left, right = self._expression(node.left), self._expression(node.right)
        return lambda names: left(names) or right(names)

    def _not(self, node: nodes.Not) -> Expression:
        value = self._expression(node.node)
        return lambda names: not value(names)

    def _chosen(self, node: nodes.CondExpr) -> Expression:
        test, first = self._expression(node.test), self._expression(node.expr1)
        if node.expr2 is None:
            raise self._fault(_("an if in an expression needs an else"), node)
        second = self._expression(node.expr2)
        return lambda names: first(names) if test(names) else second(names)

    def _list(self, node: nodes.List | nodes.Tuple) -> Expression:
        items = [self._expression(item) for item in node.items]
        return lambda names: tuple(item(names) for item in items)

    # --- faults ---

    def _refused(self, node: nodes.Node) -> TemplateSyntaxError:
        word = _WORDS.get(type(node), type(node).__name__.lower())
        return self._fault(_("«{word}» cannot be used in a template").format(word=word), node)

    def _fault(self, message: str, node: nodes.Node) -> TemplateSyntaxError:
        lines = (one.lineno for one in (node, *node.iter_child_nodes()))
        line = next((line for line in lines if line), 1)  # a scope has no line of its own
        return TemplateSyntaxError(message, line, self.name, self.file)


_Makers = Mapping[type[nodes.Node], Callable[[Steps, Any], Made]]

_STATEMENTS: _Makers[Step] = {
    nodes.Output: Steps._output,
    nodes.If: Steps._if,
    nodes.For: Steps._for,
    nodes.Include: Steps._include,
}

_EXPRESSIONS: _Makers[Expression] = {
    nodes.Const: Steps._constant,
    nodes.Name: Steps._named,
    nodes.Getattr: Steps._attribute,
    nodes.Getitem: Steps._item,
    nodes.Filter: Steps._filtered,
    nodes.Test: Steps._tested,
    nodes.Call: Steps._call,
    nodes.Compare: Steps._compared,
    nodes.And: Steps._and,
    nodes.Or: Steps._or,
    nodes.Not: Steps._not,
    nodes.CondExpr: Steps._chosen,
    nodes.List: Steps._list,
    nodes.Tuple: Steps._list,
}

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "in": lambda one, many: one in many,
    "notin": lambda one, many: one not in many,
}

_WORDS: Mapping[type[nodes.Node], str] = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "import",
    nodes.Scope: "autoescape",
    nodes.Add: "+",
    nodes.Pos: "+",
    nodes.Sub: "-",
    nodes.Neg: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
    nodes.Concat: "~",
    nodes.Dict: "{…}",
    nodes.Slice: ":",
}
"""How a construct that has no step is written; the others are written as they are called."""
