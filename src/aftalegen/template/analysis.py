"""What a template could say: every branch read without filling it.

Jinja's own tree is followed with the shapes of the records, so that a name is
seen whether or not any municipality takes the branch it stands in.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from jinja2 import nodes

from aftalegen.template.fill import Templates, unfit_fault
from aftalegen.template.filters import TAKES
from aftalegen.template.kinds import (
    Unfit,
    day_as_written,
    require_comparable,
    require_fit,
    require_list,
)
from aftalegen.template.shapes import (
    ADDENDUM,
    ITEM,
    LOOP,
    OPEN,
    SCALAR,
    TEXT,
    TRUTH,
    Shape,
    shape_of,
    shapes,
)
from aftalegen.words.faults import AftalegenError
from aftalegen.words.place import KeyPath, Source

ITEMS = "dagsordenspunkt"
"""The kind of template that agenda items are made from."""

_HEADING = re.compile(r"^##\s.*\{#([a-z0-9-]+)\}\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a template names, and where: a law key, a section, an unknown name.

    `known` are the names that could have stood there.
    """

    name: str
    source: Source
    known: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """All that a template folder names, in any branch, and why files of it could not be read."""

    unknown: list[Named] = field(default_factory=list)
    impossible: list[Named] = field(default_factory=list)
    keys: list[tuple[str, Named]] = field(default_factory=list)
    law: list[Named] = field(default_factory=list)
    references: list[Named] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    reads: set[tuple[str, str]] = field(default_factory=set)
    faults: list[AftalegenError] = field(default_factory=list)


def template_reading(templates: Templates, key: str) -> Reading:
    """What the template with this key names in all its branches, also where no annex uses it."""
    amends = any(templates.read(name).head.record.addendum == key for name in templates.names)
    names = shapes(templates.choices)
    names |= {"addendum": ADDENDUM} if amends else {}
    if templates.read(key).head.record.kind == ITEMS:
        names = {**names, "item": ITEM}
    reader = _Reader(templates)
    template = templates.read(key)
    for section in template.sections:
        reader.found.sections.add(section.head.key)
        own = {**names, "open_points": OPEN} if section.head.summary else names
        reader.file(section.name, own)
    head = template.head
    texts: list[tuple[str, KeyPath]] = [
        (head.record.title, ("title",)),
        (head.record.subtitle, ("subtitle",)),
        (head.record.header or "", ("header",)),
    ]
    texts += [(f.value or "", ("facts", i, "value")) for i, f in enumerate(head.record.facts)]
    for text, path in texts:
        reader.text(text, head.written.place(path), names)
    return reader.found


class _Reader:
    """Follows one template folder, its included files with the names that they see."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates
        self.found = Reading()
        self._file = ""
        self._fixed: Source | None = None
        self._open: list[str] = []

    def file(self, name: str, names: Mapping[str, Shape]) -> None:
        """One Markdown file below templates/."""
        try:
            loaded = self.templates.body(name)
            if loaded is None or name in self._open:
                return
            text, file = loaded
            tree = self.templates.environment.parse(text, name, file)
        except AftalegenError as error:
            self.found.faults.append(error)
            return
        self.found.files.add(file)
        self.found.sections.update(_HEADING.findall(text))
        outer, self._file = self._file, file
        self._open.append(name)
        self._nodes(tree.body, names)
        self._open.pop()
        self._file = outer

    def text(self, text: str, source: Source, names: Mapping[str, Shape]) -> None:
        """A text of the title page."""
        try:
            tree = self.templates.environment.parse(text)
        except AftalegenError as error:
            self.found.faults.append(error.at(error.source or source))
            return
        self._file, self._fixed = source.file, source
        self._nodes(tree.body, names)
        self._fixed = None

    def _place(self, node: nodes.Node) -> Source:
        return self._fixed or Source(self._file, node.lineno)

    # --- statements ---

    def _nodes(self, below: list[Any], names: Mapping[str, Shape]) -> None:
        for node in below:
            self._node(node, names)

    def _node(self, node: nodes.Node, names: Mapping[str, Shape]) -> None:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        self._shape(part, names)
            case nodes.If():
                self._shape(node.test, names)
                self._nodes(node.body, names)
                self._nodes(node.elif_, names)
                self._nodes(node.else_, names)
            case nodes.For():
                listed = self._shape(node.iter, names)
                self._fits(node, require_list, listed.kind)
                one = replace(listed, many=False)
                target = {node.target.name: one} if isinstance(node.target, nodes.Name) else {}
                inside = {**names, **target, "loop": LOOP}
                if node.test is not None:
                    self._shape(node.test, inside)
                self._nodes(node.body, inside)
                self._nodes(node.else_, names)
            case nodes.Include():
                if isinstance(node.template, nodes.Const):
                    self.file(str(node.template.value), names)
            case _:
                self._each(node, names)

    # --- expressions ---

    def _each(self, node: nodes.Node, names: Mapping[str, Shape]) -> Shape:
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self._shape(child, names)
            else:
                self._node(child, names)
        return SCALAR

    def _shape(self, node: nodes.Node, names: Mapping[str, Shape]) -> Shape:
        match node:
            case nodes.Name(name=name):
                if name not in names and name != "ref":
                    self._unknown(name, node, tuple(names))
                return names.get(name, SCALAR)
            case nodes.Getattr(node=inner, attr=str(attribute)):
                return self._attribute(self._shape(inner, names), attribute, node)
            case nodes.Getitem(node=inner, arg=argument):
                shape = self._shape(inner, names)
                if isinstance(argument, nodes.Const):
                    return self._attribute(shape, str(argument.value), node)
                self._shape(argument, names)
                return SCALAR
            case nodes.Call(node=nodes.Name(name="ref"), args=[nodes.Const(value=str(key))]):
                self.found.references.append(Named(key, self._place(node)))
                return SCALAR
            case nodes.Compare():
                self._compare(node, names)
                return TRUTH
            case nodes.Const():
                return Shape(scalar=type(node.value)) if node.value is not None else SCALAR
            case nodes.Filter(node=nodes.Expr() as inner, name=name):
                given = self._shape(inner, names).kind
                self._fits(node, require_fit, name, TAKES[name], given)
                return TEXT
            case _:
                return self._each(node, names)

    def _compare(self, node: nodes.Compare, names: Mapping[str, Shape]) -> None:
        """Two sides that can never be alike make a dead branch, whichever is written first."""
        left, first = node.expr, self._shape(node.expr, names)
        for operand in node.ops:
            for right, second in self._sides(operand, names, node):
                self._word(node, first, right)
                self._word(node, second, left)
                self._fits(node, _require_alike, left, first, right, second)

    def _sides(
        self, operand: nodes.Operand, names: Mapping[str, Shape], node: nodes.Node
    ) -> list[tuple[nodes.Node, Shape]]:
        """What a left side is compared with: one value, or those of a list."""
        right, among = operand.expr, operand.op in ("in", "notin")
        if among and isinstance(right, nodes.List | nodes.Tuple):
            return [(item, self._shape(item, names)) for item in right.items]
        shape = self._shape(right, names)
        if among:
            self._fits(node, require_list, shape.kind)
            return [(right, replace(shape, many=False))] if shape.many else []
        return [(right, shape)]

    def _word(self, node: nodes.Node, shape: Shape, other: nodes.Node) -> None:
        """A text that a value is compared with: one that it can have, or a key that there is."""
        if not isinstance(other, nodes.Const) or not isinstance(other.value, str):
            return
        named = Named(other.value, self._place(node), tuple(sorted(shape.only)))
        if shape.only and other.value not in shape.only:
            self.found.impossible.append(named)
        elif shape.folder and shape.scalar is str:
            self.found.keys.append((shape.folder, named))

    def _fits(self, node: nodes.Node, require: Callable[..., None], *given: object) -> None:
        """What is done with values of known kinds: a fault where it cannot be done with them."""
        try:
            require(*given)
        except Unfit as error:
            self.found.faults.append(unfit_fault(error, self._place(node)))

    def _attribute(self, shape: Shape, name: str, node: nodes.Node) -> Shape:
        if shape.law:
            self.found.law.append(Named(name, self._place(node)))
            return SCALAR
        if shape.many or (shape.model is None and not shape.more and not shape.parts):
            return SCALAR  # Jinja tells what is wrong with it, if anything is
        fields = shape.model.model_fields if shape.model else {}
        if found := dict(shape.parts).get(name):
            return found
        if name in shape.more:
            return Shape(folder=shape.folder, scalar=str) if name == "key" else SCALAR
        if name not in fields:
            self._unknown(name, node, (*fields, *shape.more, *dict(shape.parts)))
            return SCALAR
        assert shape.model is not None
        self.found.reads.add((shape.model.__name__, name))
        return shape_of(fields[name].annotation)

    def _unknown(self, name: str, node: nodes.Node, known: tuple[str, ...]) -> None:
        self.found.unknown.append(Named(name, self._place(node), known))


def _require_alike(left: nodes.Node, one: Shape, right: nodes.Node, other: Shape) -> None:
    """Raises Unfit for two sides of which no two values are alike."""
    for node, shape in ((left, other), (right, one)):
        if isinstance(node, nodes.Const) and node.value is None:
            return  # whether it is there
        if shape.kind is date and isinstance(node, nodes.Const) and isinstance(node.value, str):
            day_as_written(node.value)
            return
    require_comparable(one.kind, other.kind)
