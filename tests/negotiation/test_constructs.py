"""Every construct, planted as Word writes it, is told as it must be; the table tells of them all."""

import pytest

from tests.conftest import SmallProject
from tests.negotiation.constructs import CONSTRUCTS, Construct, laid_out, planted, told_of
from tests.negotiation.test_received import sent
from tools.constructs import PAGE, table

CASES = [(one, how) for one in CONSTRUCTS for how in one.hows]


@pytest.mark.parametrize(("one", "how"), CASES, ids=[f"{one.name}, {how}" for one, how in CASES])
def test_an_edit_as_word_writes_it_is_found_and_nothing_else(
    one: Construct, how: str, small_project: SmallProject
) -> None:
    laid_out(small_project)
    docx = planted(sent(small_project), "tracked", one.before, "En anden")

    assert told_of(small_project, planted(docx, how, one.edits)) == one.expected("Word", how)


def test_the_table_of_editors_says_what_is_tested() -> None:
    """Each cell is an assertion of the test above or of tests/conformance/test_returned.py."""
    assert table() in PAGE.read_text(encoding="utf-8")
