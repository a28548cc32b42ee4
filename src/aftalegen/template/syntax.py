"""What may stand in a template: words are chosen, nothing is calculated, nothing is called.

Only the nodes of Jinja's tree that are listed here are run; what is not listed is
refused with its line, so that something new in Jinja is refused too.
"""

import re
from collections.abc import Mapping

from jinja2 import TemplateSyntaxError, nodes

from aftalegen.template.filters import FILTERS, TESTS
from aftalegen.words.alphabet import unprintable
from aftalegen.words.faults import InputError, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

MOST_DEPTH = 90
"""So many ifs and expressions may stand in each other; Python bears a hundred."""

LOOP_DEPTH = 5
"""A loop counts for so many: Python bears twenty in each other."""

ALLOWED = frozenset(
    (
        *(nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Include),
        *(nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test),
        *(nodes.Call, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
        *(nodes.CondExpr, nodes.List, nodes.Tuple),
    )
)

CALLED = frozenset(("ref", "choice"))
"""The functions of templates: a reference to a section, and the text of a choice."""

_COMPARISONS = frozenset(("eq", "ne", "in", "notin"))

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
"""How a construct that is refused is written; the others are written as they are called."""


_TRIMS = re.compile(r"\{%#?-|\{\{-|-#?%\}|-\}\}")


def check_signs(text: str) -> None:
    """Raises TemplateSyntaxError, with its line, for a sign that takes spaces around a tag away."""
    if found := _TRIMS.search(text):
        message = _("«{sign}» takes line ends away, and words would run together")
        line = text.count("\n", 0, found.start()) + 1
        raise TemplateSyntaxError(message.format(sign=found[0]), line)


def check_allowed(tree: nodes.Template) -> None:
    """Raises TemplateSyntaxError, with its line, for what may not stand in a template."""
    for node in tree.body:
        _check(node, 1)


def _check(node: nodes.Node, depth: int) -> None:
    fault = _fault(node) if depth <= MOST_DEPTH else _("the template is nested too deeply here")
    if fault:
        lines = (one.lineno for one in (node, *node.iter_child_nodes()))
        line = next((line for line in lines if line), 1)  # a scope has no line of its own
        raise TemplateSyntaxError(fault, line)
    if not isinstance(node, nodes.TemplateData | nodes.Const | nodes.Name):  # nothing below
        deeper = depth + (LOOP_DEPTH if isinstance(node, nodes.For) else 1)
        for child in node.iter_child_nodes():
            _check(child, deeper)


def _fault(node: nodes.Node) -> str | None:
    """What is wrong with a node, in words; None for one that may stand."""
    if type(node) not in ALLOWED:
        return _refused(_WORDS.get(type(node), type(node).__name__.lower()))
    match node:
        case nodes.Name(name="self"):  # Jinja's own, and no name of ours
            return _refused("self")
        case nodes.Const(value=str(words)) if found := unprintable(words):
            message = _("the character U+{code:04X} cannot stand in a text")
            return message.format(code=ord(found))
        case nodes.Const(value=float()):
            return _("only whole numbers can stand in a template")
        case nodes.Operand(op=sign) if sign not in _COMPARISONS:
            return _("values are compared with ==, !=, in and not in only")
        case nodes.For():
            one = isinstance(node.target, nodes.Name) and node.target.name != "loop"
            return None if one and not node.recursive else _("a for names one thing, and one list")
        case nodes.Include():
            named = isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
            if named and node.with_context and not node.ignore_missing:
                return None
            return _("an include names one file, in quotation marks")
        case nodes.Call():
            named = isinstance(node.node, nodes.Name) and node.node.name in CALLED
            if named and len(node.args) == 1 and not _more_given(node):
                return None
            return _("only ref(…) and choice(…) can be called in a template")
        case nodes.Filter() if node.name not in FILTERS:
            return f"No filter named {node.name!r}."  # as Jinja says it
        case nodes.Test() if node.name not in TESTS:
            return f"No test named {node.name!r}."
        case nodes.Filter() | nodes.Test() if not node.node or node.args or _more_given(node):
            return _("nothing can be given to «{word}»").format(word=node.name)
        case nodes.CondExpr(expr2=None):
            return _("an if in an expression needs an else")
    return None


def _refused(word: str) -> str:
    return _("«{word}» cannot be used in a template").format(word=word)


def _more_given(node: nodes.Call | nodes.Filter | nodes.Test) -> bool:
    return bool(node.kwargs or node.dyn_args or node.dyn_kwargs)


# --- in words ---------------------------------------------------------------------------------


def syntax_fault(error: TemplateSyntaxError, place: Source | None) -> InputError:
    """What is wrong with a template that cannot be read."""
    said = error.message or ""
    hint = _("check that each {{ has its }}, and each if and for its endif and endfor")
    if found := re.search(r"No filter named '(\w+)'", said):
        hint = did_you_mean(found[1], FILTERS) or hint
    message = _("the template cannot be read: {why}").format(why=_reason(said))
    return InputError("template-syntax", message, place, hint)


_REASONS = (
    (r"Unexpected end of template.*innermost block.* is '(\w+)'", later("«{0}» is not closed")),
    (r"Unexpected end of template", later("a block or a {{ is not closed")),
    (r"Encountered unknown tag '(\w+)'", later("«{0}» has no beginning, or is not known")),
    (r"unexpected '(.+)'", later("«{0}» stands where it cannot stand")),
    (r"No filter named '(\w+)'", later("there is no filter «{0}»")),
    (r"No test named '(\w+)'", later("there is no test «{0}»")),
    (r"expected token '(.+)', got '(.+)'", later("«{0}» should stand where «{1}» stands")),
    (r"unexpected char '(.+)'", later("the sign {0} cannot stand there")),
    (r"Missing end of (?:comment tag|raw directive)", later("a comment is not closed")),
)
"""What Jinja says, in words that help."""


def _reason(said: str) -> str:
    """Jinja's complaint in the language in force where we have the words."""
    for pattern, message in _REASONS:
        if found := re.search(pattern, said, re.DOTALL):
            return _(message).format(*found.groups())
    return said
