"""The Jinja of templates: its sandbox, in which declared fields are all that is within reach.

Every printed value is kept aside and leaves a mark; every turn of a loop and every
include is counted.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, cast
from zlib import crc32

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from aftalegen.document.nodes import CrossRef, Field, Signatures
from aftalegen.records.choices import Declared
from aftalegen.template.budget import OverBudget, budget, counted, printed, step
from aftalegen.template.choosing import Choosing
from aftalegen.template.compiled import CompiledTemplates, Store
from aftalegen.template.filters import FILTERS, TESTS
from aftalegen.template.kinds import Unfit
from aftalegen.template.marks import (
    ChoicePart,
    Lines,
    Value,
    mark,
    with_line_marks,
    without_line_marks,
)
from aftalegen.template.syntax import check_allowed, check_signs, syntax_fault
from aftalegen.template.values import Leaf, View, kind_of, refuse_unknown
from aftalegen.words.faults import InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

MOST_LINES = 50_000
"""So many lines, and so many files, can be told apart by their marks."""

MAX_VALUES = 20_000
"""So many values may one section print; a template that prints more is broken."""

_VALUES = " values"
"""Where printed values are kept: no name in a template has a space."""

_LOOP_NAMES = frozenset(("first", "last", "index", "index0", "length"))


class Values(list[Value]):
    """The values that a section printed; `weighed` while an alternative is shown that is not
    chosen, of which nothing is awaited but the choice itself."""

    weighed = False


class UnknownName(Exception):
    """A template uses a name that there is not."""

    def __init__(self, name: str) -> None:
        super().__init__(_("«{name}» is not known").format(name=name))
        self.name = name


class Unknown(StrictUndefined):
    """What is not known: every use of it raises, so that it never prints as nothing."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        raise UnknownName(str(self._undefined_name))


class _Code(CodeGenerator):
    """Jinja's code, in which each turn of a loop counts, and ref(…) is all that is called."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        node.iter = _called("counted", node.iter)
        if node.find(nodes.Include):  # what is included sees the loop too
            node.body.append(nodes.ExprStmt(nodes.Name("loop", "load"), lineno=node.lineno))
        super().visit_For(node, frame)

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        if isinstance(node.node, nodes.Name):
            node = _called("reference", node.args[0])
        super().visit_Call(node, frame)


def _called(function: str, given: Any) -> nodes.Call:
    """A call of the environment's own function."""
    own = nodes.EnvironmentAttribute(function)
    return nodes.Call(own, [given], [], None, None, lineno=given.lineno)


class Environment(ImmutableSandboxedEnvironment):
    """The templates of one project; `load` gives the text and file of a template name, and
    `declared` the choices.

    `kept`: where their code is kept from run to run.
    """

    code_generator_class = _Code

    def __init__(
        self,
        load: Callable[[str], tuple[str, str] | None],
        declared: Callable[[], Declared],
        kept: Store | None = None,
    ) -> None:
        self.files: dict[int, str] = {}
        self.declared = declared

        def find(name: str) -> tuple[str, str, Callable[[], bool]] | None:
            found = load(name)
            return found and (self._marked(*found), found[1], lambda: True)

        super().__init__(
            loader=FunctionLoader(find),
            undefined=Unknown,
            finalize=_kept,
            optimized=False,
            trim_blocks=False,  # the marks of lines tell which lines are gone
            keep_trailing_newline=True,
            comment_start_string="{%#",  # because {# begins a key
            comment_end_string="#%}",
            auto_reload=False,
            bytecode_cache=CompiledTemplates(kept) if kept else None,
            cache_size=-1,
        )
        self.globals.clear()
        self.filters, self.tests = dict(FILTERS), dict(TESTS)
        # Title pages are the same for every annex; so are sections whose branches came out alike.
        self.text_template = cache(self.from_string)
        self.without_line_marks = lru_cache(maxsize=2048)(self._without_line_marks)

    def run(self, template: Template, names: Mapping[str, Any]) -> tuple[str, list[Value]]:
        """What a template prints, with marks for the values, and the values.

        Raises OverBudget, and whatever an expression raises; `place_in` tells where.
        """
        values = Values()
        pieces: list[str] = []
        with budget():
            context = template.new_context({**names, _VALUES: values})
            running = cast("Generator[str]", template.root_render_func(context))
            for piece in running:
                try:
                    pieces.append(printed(piece))
                except OverBudget as error:
                    running.throw(error)  # so that it has a place in the template
        return "".join(pieces), values

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        """As Jinja does; within a budget it is an include, and counts."""
        step()
        return super().get_template(name, *args, **kwargs)

    @staticmethod
    def counted(items: Any) -> Iterator[Any]:
        """The items of a loop, each counted."""
        return counted(items)

    @staticmethod
    def reference(key: Any) -> CrossRef:
        """The reference to a section by its key; numbering gives it its words."""
        return CrossRef(str(key.value if isinstance(key, Leaf) else key))

    def choices_in(self, source: str) -> tuple[tuple[str, ...], ...]:
        """What the code of a template depends on beside its text: what its choices stand for."""
        if "choice(" not in source:
            return ()
        declared = self.declared()
        return tuple(
            (text, key, *declared.choices[key].record.alternatives)
            for text, key in declared.of.items()
        )

    @staticmethod
    def part(name: str) -> ChoicePart:
        """A mark of a choice that is not made."""
        return ChoicePart[name]

    def label(self, key: str, alternative: str) -> Leaf:
        """What an alternative is called, and where that is declared."""
        known = self.declared().choices[key]
        place = known.written.place(("alternatives", alternative))
        return Leaf(known.record.alternatives[alternative], place)

    @staticmethod
    def awaited_choice(chosen: Leaf) -> Leaf:
        """A choice that is not made, for its placeholder."""
        return replace(chosen, title=f"valg: {chosen.title}")

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A declared field of a record, or a loop's position; anything else is Unknown."""
        if isinstance(obj, View):
            try:
                return obj.get(attribute)
            except KeyError:
                hint = did_you_mean(attribute, obj.names())
                message = _("the field «{name}» is not known").format(name=attribute)
                return Unknown(f"{message}; {hint}" if hint else message)
        if isinstance(obj, LoopContext) and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        if isinstance(obj, Leaf) and obj.value is None and obj.title.startswith("target_group."):
            raise _group_missing(obj, attribute)
        if isinstance(obj, Undefined):
            str(obj)  # raises, with the name that was unknown
        return Unknown(_("«{name}» is not a field here").format(name=attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As `getattr`, by a key in brackets: law[key]."""
        refuse_unknown(argument)
        if kind_of(argument) not in (str, int):
            raise Unfit(_("only a text can stand in brackets"))
        return self.getattr(obj, str(argument.value if isinstance(argument, Leaf) else argument))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Jinja's tree of a text; raises InputError for what may not stand in it."""
        try:
            check_signs(source)
            try:
                tree = super()._parse(source, name, filename)
            except RecursionError:
                raise TemplateSyntaxError(_("the template is nested too deeply here"), 1) from None
            check_allowed(tree)
            if "choice(" in source:
                tree = Choosing(self.declared, name or "", filename).visit(tree)
        except TemplateSyntaxError as error:
            place = Source(filename, error.lineno) if filename else None
            raise syntax_fault(error, place) from error
        return tree

    def _marked(self, text: str, file: str) -> str:
        if text.count("\n") > MOST_LINES:
            message = _("a template file has at most {n} lines").format(n=MOST_LINES)
            raise syntax_fault(TemplateSyntaxError(message, MOST_LINES), Source(file, MOST_LINES))
        return with_line_marks(text, self._number(file))

    def _number(self, file: str) -> int:
        """The number of a file, the same whatever was read before it, so that its code is too."""
        number = crc32(file.encode("utf-8", "surrogatepass")) % MOST_LINES
        while self.files.setdefault(number, file) != file:
            number = (number + 1) % MOST_LINES
        return number

    def _without_line_marks(self, text: str) -> tuple[str, Lines]:
        return without_line_marks(text, self.files)


def _group_missing(group: Leaf, attribute: str) -> InputError:
    """A group of facts that the data does not have, told where it belongs."""
    message = _("«{group}» is missing, and the template prints its «{field}»")
    hint = _("write {group} here, as those of the other regions")
    return InputError(
        "group-missing",
        message.format(group=group.title, field=attribute),
        group.source,
        hint.format(group=group.title),
    )


@pass_context
def _kept(context: Context, value: Any) -> str:
    """Jinja's `finalize`: the mark of a printed value, which is kept aside.

    "" for a list without items. Raises for an unknown name, for too many values and for what
    cannot be printed. (Of the context, because otherwise Jinja prints constants by itself.)
    """
    values: Values = context[_VALUES]
    if isinstance(value, Undefined):
        str(value)  # raises: an unknown name must never print as nothing
    if len(values) >= MAX_VALUES:
        raise Unfit(_("the section prints more than {n} values").format(n=MAX_VALUES))
    match value:
        case ChoicePart():
            values.weighed = value is ChoicePart.ALTERNATIVE
            return value.markdown
        case CrossRef() | Signatures():
            values.append(value)
        case Leaf():
            found = value.field()
            printed(found.text)
            weighed = found.missing and values.weighed
            values.append(replace(found, missing=False) if weighed else found)
        case View(value=()):
            return ""
        case View():
            raise Unfit(_("a group of fields cannot be printed; choose a field of it"))
        case bool():
            raise Unfit(_("only a text, a number or a date can be printed"))
        case str() | int():
            values.append(Field(printed(str(value))))
        case _:
            raise Unfit(_("only a text, a number or a date can be printed"))
    return mark(len(values) - 1)


def place_in(error: BaseException) -> Source | None:
    """Where in a template an error was raised: the innermost line that was running."""
    place, traceback = None, error.__traceback__
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template) and template.filename:
            line = template.get_corresponding_lineno(traceback.tb_lineno)
            place = Source(template.filename, line)
        traceback = traceback.tb_next
    return place
