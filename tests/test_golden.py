"""What the program makes is what was reviewed: a change of it shows as a change of a golden file."""

from tests.golden import golden_files, kept


def test_what_is_made_is_what_was_reviewed() -> None:
    made = dict(golden_files())
    reviewed = {name: path.read_bytes() for name, path in kept().items()}

    differing = [
        name for name in made.keys() | reviewed.keys() if made.get(name) != reviewed.get(name)
    ]
    assert sorted(differing) == [], "review what changed, then `make golden`"
