"""Whatever the program says is wrong stands in one table, and all that stands there is said."""

import ast
import pickle
import re
from collections.abc import Iterator

import pytest

from aftalegen.checks.rules import ALL
from aftalegen.words import faults
from aftalegen.words.faults import AftalegenError, Errors, InputError, OutputError, UsageError
from aftalegen.words.place import Source
from aftalegen.words.refusals import REFUSALS
from tests.conftest import ROOT

ERRORS = {kind.__name__: kind.exit_code for kind in (UsageError, InputError, OutputError)}
TREES = {
    path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
    for path in (ROOT / "src/aftalegen").rglob("*.py")
}
SAID_BY_TWO_KINDS = {
    "not-a-date",
    "no-bundle",
    "no-such-body",
    "same-file-name",
    "unknown-municipality",
    "unknown-proposal",
    "unknown-state",
    "unknown-task",
    "verdict-lacks",
}
"""Faults that the data can have, and the command line or the files that are written as well."""


def name_of(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


def makers(tree: ast.Module) -> dict[str, int]:
    """The functions of a file that hand a rule's name on to an error, and at which place."""
    found = {}
    for outer in ast.walk(tree):
        for node in ast.iter_child_nodes(outer):
            if isinstance(node, ast.FunctionDef) and hands_on(node):
                names = [argument.arg for argument in node.args.args]
                name = getattr(outer, "name", "") if node.name == "__init__" else node.name
                found[name] = names.index("rule") - (names[0] == "self")
    return found


def hands_on(node: ast.FunctionDef) -> bool:
    """Whether a function takes a rule's name, and keeps it or gives it to an error."""
    takes = any(argument.arg == "rule" for argument in node.args.args)
    gives = any(
        name_of(call.func) in ERRORS and call.args and ast.unparse(call.args[0]) == "rule"
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    )
    return takes and (gives or node.name == "__init__")


def said_at_calls() -> Iterator[tuple[str, ast.expr]]:
    """Who is told a rule's name, and how it is written there."""
    public = {
        name: n for tree in TREES.values() for name, n in makers(tree).items() if name[0] != "_"
    }
    for tree in TREES.values():
        places = {**dict.fromkeys((*ERRORS, "PydanticCustomError"), 0), **public, **makers(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node.func) in places:
                place = places[name_of(node.func)]
                if place < len(node.args):
                    yield name_of(node.func), node.args[place]


def said() -> set[str]:
    """Every name in the code under which something is refused; `*` for what is filled in."""
    found = set()
    for _maker, name in said_at_calls():
        if isinstance(name, ast.Constant):
            found.add(str(name.value))
        if isinstance(name, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else "*" for p in name.values)
            found.add("".join(map(str, parts)))
    for tree in TREES.values():
        for node in ast.walk(tree):
            first = (
                node.value.elts[:1]
                if isinstance(node, ast.Return | ast.Yield) and isinstance(node.value, ast.Tuple)
                else []
            )
            for name in first:
                if isinstance(name, ast.Constant) and re.fullmatch(
                    r"[a-z]+(-[a-z]+)+", str(name.value)
                ):
                    found.add(str(name.value))
    return found


def test_whatever_is_refused_can_be_explained() -> None:
    known = {rule.name for rule in REFUSALS}
    filled_in = {name for name in said() if "*" in name}

    assert said() - filled_in - known == set()
    assert filled_in == {"unknown-*"}


def test_whatever_can_be_explained_is_refused_somewhere() -> None:
    patterns = [re.escape(name).replace(r"\*", ".+") for name in said()]
    silent = [r.name for r in REFUSALS if not any(re.fullmatch(p, r.name) for p in patterns)]

    assert silent == []


def test_a_name_is_never_made_elsewhere_than_where_it_is_said() -> None:
    other = {
        (maker, ast.unparse(name))
        for maker, name in said_at_calls()
        if not isinstance(name, ast.Constant | ast.JoinedStr)
    }

    assert {written for _maker, written in other} <= {"rule", "fault.rule", "error.rule"}


def test_the_exit_code_of_the_table_is_the_one_that_scripts_see() -> None:
    table = {rule.name: rule.exit_code for rule in REFUSALS}
    wrong = {
        (maker, str(name.value))
        for maker, name in said_at_calls()
        if maker in ERRORS
        and isinstance(name, ast.Constant)
        and table[str(name.value)] != ERRORS[maker]
    }

    assert {name for _maker, name in wrong} <= SAID_BY_TWO_KINDS


def test_no_two_of_all_have_the_same_name_and_each_tells_what_to_do() -> None:
    names = [rule.name for rule in ALL]

    assert sorted(set(names)) == sorted(names)
    assert all(rule.says.endswith(".") and len(rule.story) > 60 for rule in ALL)


# --- an error is never changed ---


@pytest.mark.parametrize("name", ["rule", "message", "source", "hint"])
def test_an_error_cannot_be_changed_after_it_was_raised(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(InputError("file-name", "galt"), name, None)


def test_an_error_at_a_place_is_a_new_one_of_the_same_kind() -> None:
    raised = OutputError("not-written", "galt", None, "gør plads")
    told = raised.at(Source("data/a.yaml", 3))

    assert raised.source is None
    assert (type(told), told.rule, told.message, told.hint) == (
        OutputError,
        "not-written",
        "galt",
        "gør plads",
    )
    assert str(told.source) == "data/a.yaml:3:1"


@pytest.mark.parametrize(
    "error", [InputError("a", "b", Source("c", 1), "d"), Errors([UsageError("a", "b")])]
)
def test_an_error_crosses_between_processes_with_all_it_says(error: AftalegenError) -> None:
    crossed = pickle.loads(pickle.dumps(error))

    assert type(crossed) is type(error)
    assert [one.fault for one in faults.each_error(crossed)] == [
        one.fault for one in faults.each_error(error)
    ]
