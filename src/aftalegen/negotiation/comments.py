"""The comments of a Word file, each with the one that it answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from aftalegen.negotiation.walking import words_of_part
from aftalegen.writers.word.ooxml import Element, qualified

_PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_THREAD = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `about` are the words it was put at, `answers` the id of the one it answers."""

    id: str
    text: str
    author: str
    date: str
    about: str = ""
    answers: str = ""
    done: bool = False


def comments(
    part: Element | None, threads: Element | None, about: Mapping[str, str]
) -> tuple[Comment, ...]:
    """The comments in their order in the file; `about` has the words of each in the body."""
    parents, done = _threads(threads)
    elements = [] if part is None else list(part.iterfind(qualified("comment")))
    ids = {
        name: element.get(qualified("id"), "") for element in elements for name in _last(element)
    }
    found = []
    for element in elements:
        id = element.get(qualified("id"), "")
        known = _last(element)
        found.append(
            Comment(
                id,
                words_of_part(element),
                element.get(qualified("author"), ""),
                element.get(qualified("date"), ""),
                about.get(id, ""),
                next((ids.get(parents.get(name, ""), "") for name in known), ""),
                any(name in done for name in known),
            )
        )
    return tuple(found)


def _last(comment: Element) -> tuple[str, ...]:
    """What a comment is called in its thread: its last paragraph's id, where it has one."""
    names = [paragraph.get(_PARAGRAPH) for paragraph in comment.iter(qualified("p"))]
    return (names[-1],) if names and names[-1] else ()


def _threads(part: Element | None) -> tuple[dict[str, str], set[str]]:
    """By a comment's name the one it answers; and those that are resolved."""
    every = [] if part is None else list(part.iterfind(f"{_THREAD}commentEx"))
    names = [(one, one.get(f"{_THREAD}paraId", "")) for one in every]
    parents = {name: one.get(f"{_THREAD}paraIdParent", "") for one, name in names}
    done = {name for one, name in names if one.get(f"{_THREAD}done") in ("1", "true")}
    return parents, done
