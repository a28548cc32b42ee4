"""A template's text is gone through once, whatever is in it and is not closed."""

from time import process_time

import pytest

from aftalegen.template import marks

MUCH = 40_000
"""So often does a beginning stand: a scan for each to the end takes ten seconds and more."""


@pytest.mark.parametrize("beginning", ["{%", "{{", "{%#", "{% x %} {%", "{%#\n", "{{ a }} {{"])
def test_what_is_not_closed_is_looked_for_once(beginning: str) -> None:
    text, started = beginning * MUCH, process_time()

    for tag in (marks._TAG, marks._STATEMENTS, marks.COMMENT, marks.BLOCK, marks.PRINTED):
        assert sum(len(found[0]) for found in tag.finditer(text)) <= len(text)
    marks.with_line_marks(text, 0)
    marks.without_line_marks(marks.with_line_marks(text, 0), ["x.md"])

    assert process_time() - started < 2


def test_what_is_closed_is_found_as_before() -> None:
    text = "a {%# c %} #%} b {% if x %} c {{ y }} d {% endif %} {%# e %}"
    assert [found[0] for found in marks._TAG.finditer(text)] == [
        "{%# c %} #%}", "{% if x %}", "{{ y }}", "{% endif %}", "{%# e %}",
    ]  # fmt: skip
