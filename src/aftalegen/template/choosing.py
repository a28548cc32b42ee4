"""`{{ choice("overhead") }}`: the text of the alternative that was chosen, or all of them.

The texts of a choice stand below its declaration in `templates/valg/<key>.md`, each after a line
«# key» of its alternative. The line in a section becomes what could be written there by hand, an
if that includes one of them; so every text knows its file and line, and is compiled once.
"""

import re
from collections.abc import Callable

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from aftalegen.records.choices import FOLDER, Declared, texts_in
from aftalegen.template.marks import ChoicePart
from aftalegen.words.faults import InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

INTRODUCTION = "Parterne vælger én af disse bestemmelser "
"""What stands before the alternatives of a choice that is not made, and its placeholder."""

_LINE_END = re.compile(r"[ \t]*(\ue001..)?[ \t]*(?:\n|\Z)")


# --- the texts --------------------------------------------------------------------------------


def text_name(text: str, alternative: str) -> str:
    """What the text of an alternative is called among the templates."""
    return f"{FOLDER}/{text}.md#{alternative}"


def text_of(body: str, alternative: str) -> str | None:
    """The text of one alternative, on the lines where it stands in the file's body."""
    line, text = texts_in(body).get(alternative, (0, ""))
    return "\n" * (line - 1) + text.rstrip("\n") + "\n" if line else None


# --- the line in a section --------------------------------------------------------------------


class Choosing(NodeTransformer):
    """Puts in the place of each `choice(…)` what it stands for.

    Raises TemplateSyntaxError for one that does not stand alone, and InputError for one that is
    not declared.
    """

    def __init__(self, declared: Callable[[], Declared], name: str, file: str | None) -> None:
        self.declared = declared
        self.within = name.startswith(f"{FOLDER}/")
        self.file = file

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 - Jinja's own name
        """The output before, the choice, and the output after."""
        found: list[nodes.Node] = []
        printed: list[nodes.Expr] = []
        for index, part in enumerate(node.nodes):
            if (key := _called(part)) is None:
                self.visit(part)
                printed.append(part)
                continue
            line = _alone(node.nodes, index)
            found += [nodes.Output(printed, lineno=node.lineno)] if printed else []
            found.append(self._choice(key, part.lineno, line))
            printed = []
        return [*found, nodes.Output(printed, lineno=node.lineno)] if printed else found

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """No choice is left here: what is printed was looked at before."""
        if _called(node) is not None:
            raise TemplateSyntaxError(_not_alone(), node.lineno)
        return node

    def _choice(self, text: str, line: int, line_mark: str) -> nodes.If:
        """The if by which one text stands, or the choice as it is before it is made."""
        if self.within:
            raise TemplateSyntaxError(_("the text of a choice cannot bring in another"), line)
        declared = self.declared()
        if (key := declared.of.get(text)) is None:
            message = _("there is no choice «{key}» with texts in templates/valg/")
            place = Source(self.file, line) if self.file else None
            hint = did_you_mean(text, declared.of)
            raise InputError("choice-unknown", message.format(key=text), place, hint)
        chosen = nodes.Getattr(nodes.Name("choices", "load"), key, "load")
        first, *others = (
            nodes.If(nodes.Compare(chosen, [nodes.Operand("eq", nodes.Const(one))]),
                     [_include(text, one)], [], [])
            for one in declared.choices[key].record.alternatives
        )  # fmt: skip
        first.elif_ = others
        first.else_ = self._open(text, key, chosen, line_mark)
        for node in first.find_all(nodes.Node):
            node.lineno = line
        first.lineno = line
        return first

    def _open(self, text: str, key: str, chosen: nodes.Expr, line_mark: str) -> list[nodes.Node]:
        """The choice with all its texts, between marks that the Markdown is read with."""
        begin: list[nodes.Expr] = [
            _own("part", nodes.Const(ChoicePart.BEGIN.name)),
            nodes.TemplateData(f"\n\n{INTRODUCTION}"),
            _own("awaited_choice", chosen),
            nodes.TemplateData(f":{line_mark}"),
        ]
        found: list[nodes.Node] = [nodes.Output(begin)]
        for one in self.declared().choices[key].record.alternatives:
            named = [
                _own("part", nodes.Const(ChoicePart.ALTERNATIVE.name)),
                _own("label", nodes.Const(key), nodes.Const(one)),
                nodes.TemplateData("\n\n"),
            ]
            found += [nodes.Output(named), _include(text, one)]
        return [*found, nodes.Output([_own("part", nodes.Const(ChoicePart.END.name))])]


def _called(node: nodes.Node) -> str | None:
    """The text that a choice(…) names."""
    match node:
        case nodes.Call(node=nodes.Name(name="choice"), args=[nodes.Const(value=str(key))]):
            return key
        case nodes.Call(node=nodes.Name(name="choice")):
            raise TemplateSyntaxError(
                _("choice(…) names one choice, in quotation marks"), node.lineno
            )
    return None


def _alone(parts: list[nodes.Expr], index: int) -> str:
    """The mark of a choice's line; raises TemplateSyntaxError where it is not alone there."""
    before = parts[index - 1] if index else None
    after = parts[index + 1] if index + 1 < len(parts) else None
    begins = before is None or (
        isinstance(before, nodes.TemplateData) and not before.data.rpartition("\n")[2].strip()
    )
    rest = _LINE_END.match(after.data) if isinstance(after, nodes.TemplateData) else None
    if not begins or (after is not None and rest is None):
        raise TemplateSyntaxError(_not_alone(), parts[index].lineno)
    return (rest and rest[1]) or ""


def _not_alone() -> str:
    return _("{{ choice(…) }} stands alone on its line")


def _include(text: str, alternative: str) -> nodes.Include:
    return nodes.Include(nodes.Const(text_name(text, alternative)), True, False)


def _own(function: str, *given: nodes.Expr) -> nodes.Expr:
    """A call of the environment's own function."""
    return nodes.Call(nodes.EnvironmentAttribute(function), list(given), [], None, None)
