"""What the program makes is what was reviewed: a change of it shows as a change of a golden file."""

from tests.golden import HERE, golden_files


def test_what_is_made_is_what_was_reviewed() -> None:
    made = dict(golden_files())
    kept = {
        path.relative_to(HERE).as_posix(): path.read_bytes()
        for path in HERE.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }

    differing = [name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name)]
    assert sorted(differing) == [], "review what changed, then `make golden`"
