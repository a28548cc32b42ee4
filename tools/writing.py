"""Which commands write: those whose code, function by function, reaches the door to the disk.

A function reaches what it names: functions, classes and modules of the program that it imports or
that stand in its file. Annotations say what comes in, and are left out.
"""

import ast
from functools import cache
from pathlib import Path

from aftalegen.cli.commands import COMMANDS, module_of

SRC = Path(__file__).parents[1] / "src"
DOOR = "aftalegen.build.disk"
READS = {"bytes_at", "flush", "flush_all"}
NOT_ITS_OWN = {"aftalegen.cli.settling", "aftalegen.build.sealed"}
"""Every command finishes what another one was stopped in, and keeps what it compiled: no file of a
person's, and what is lost of it is made again."""

Name = tuple[str, str]
"""A module, and what stands in it; "" for what runs when it is imported."""


class _File:
    """What stands in a file, and what its names mean."""

    def __init__(self, module: str, path: Path) -> None:
        self.module = module
        self.means: dict[str, Name] = {}
        self.stands: dict[str, list[ast.AST]] = {}
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    known = (whole, "") if _path(whole) else (node.module, alias.name)
                    self.means[alias.asname or alias.name] = known
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.stands.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        self.stands.setdefault(target.id, []).append(node.value)

    def named_by(self, name: str) -> set[Name]:
        """What a function, class or constant of this file names."""
        found: set[Name] = set()
        for node in self.stands.get(name, ()):
            found |= self._in(node)
        return found

    def _in(self, node: ast.AST) -> set[Name]:
        found: set[Name] = set()
        for one in _without_annotations(node):
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                module, inside = self.means.get(one.value.id, ("", ""))
                if module and not inside:
                    found.add((module, one.attr))
            elif isinstance(one, ast.Name):
                if one.id in self.stands:
                    found.add((self.module, one.id))
                elif one.id in self.means:
                    found.add(self.means[one.id])
        return found


def _without_annotations(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = [node]
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                found += _without_annotations(one)
    return found


def _path(module: str) -> Path | None:
    base = SRC.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


@cache
def _file(module: str) -> _File | None:
    ours = module.startswith("aftalegen") and module not in {DOOR, *NOT_ITS_OWN}
    path = _path(module) if ours else None
    return _File(module, path) if path else None


def way_to_the_door(start: Name) -> list[Name]:
    """From one name to the next, till something that changes the disk; nothing if none does."""
    ways: dict[Name, list[Name]] = {start: [start]}
    queue = [start]
    while queue:
        name = queue.pop(0)
        if name[0] == DOOR and name[1] and name[1] not in READS:
            return ways[name]
        file = _file(name[0])
        for reached in sorted(file.named_by(name[1])) if file else ():
            if reached not in ways:
                ways[reached] = [*ways[name], reached]
                queue.append(reached)
    return []


def reaching() -> dict[str, list[Name]]:
    """The way of every command that reaches the door."""
    commands = [name for group in COMMANDS.values() for name in group]
    starts = {name: (f"aftalegen.cli.{module_of(name)}", module_of(name)) for name in commands}
    return {name: way for name, start in starts.items() if (way := way_to_the_door(start))}


if __name__ == "__main__":
    for command, way in reaching().items():
        print(f"{command}: " + " > ".join(f"{m.removeprefix('aftalegen.')}:{n}" for m, n in way))
